package flows

// Readings are the texts of a language as one speaker reads them aloud. The engine gives them, from what is committed now.
type Readings interface {
	// Next is what comes next when the last text, of this key, has just been recorded, heard or skipped: texts without a clip
	// first, those about safety before the others, then what was skipped, in the end texts that somebody else has recorded. ok is
	// false when nothing is left.
	Next(last string, skipped bool) (r Reading, ok bool)
	// Reading is one text; ok is false when there is none of this key.
	Reading(key string) (r Reading, ok bool)
	// Fits says why what was sent cannot be a clip, as far as Telegram tells: "form", "long", "short" or "large"; "" when it can.
	Fits(in Input) string
	// Whole says the same of the file itself; "waiting" while it has not arrived, "gone" when it never will.
	Whole(file string) string
}

// Reading is one text to be read aloud, or to be heard as another speaker read it.
type Reading struct {
	Key    string
	Mark   string // of the words and the clip as they are shown: what is said of them counts for no others
	Text   string // the words to be spoken
	Source string // the Indonesian words; empty when those are spoken
	Clip   string // file of a clip of another speaker that waits for a second pair of ears
	N, All int    // this is the Nth of all
	Safety bool   // about danger, consent, wiping or the receipt
	Again  bool   // was skipped before
	Has    bool   // somebody else has recorded it
}

// RecordText is what a speaker did with a text: "keep" the recording in File, called another's clip "good" or "bad", or "skip" it.
// Mark is that of the reading shown.
type RecordText struct {
	Speaker, Key, Mark string
	Status             string
	File               string
}

func (RecordText) effect() {}
