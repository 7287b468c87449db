package flows

import "siaga/internal/private"

// Sheets are the texts of a language as one reviewer goes through them. The engine gives them, from what is committed now.
type Sheets interface {
	// Next is the text to be judged next when the last one, of this key, has just been judged or skipped: safety texts first, the
	// others in the order of use, what was skipped in the end. ok is false when everything was judged.
	Next(last string, skipped bool) (s Sheet, ok bool)
	// Sheet is one text; ok is false when there is none of this key.
	Sheet(key string) (s Sheet, ok bool)
	// Try shows a better wording in the text's place, and says what must be changed about it first. Nothing is kept.
	Try(key, text string) (s Sheet, flaws []Flaw)
}

// Sheet is one text in its place.
type Sheet struct {
	Key    string
	Mark   string // of the two texts as they are shown: a verdict on them counts for no others
	Source string // the Indonesian text; what the program fills in stands as {place}
	Text   string // the translation
	Said   string // who says it and when, for translators
	Room   string // the conversation it belongs to, e.g. "report"
	Screen string // what stands around it, as a short conversation
	Limit  int    // the greatest length
	N, All int    // this is the Nth of all
	Safety bool   // about danger, consent, wiping or the receipt
	Button bool
	Fixed  bool // has parts that nobody can write in a chat
	Again  bool // was skipped before
	Second bool // somebody changed the wording and a second person is needed
}

// Flaw is what must be changed about a wording; Kind ends the key of the sentence that explains it.
type Flaw struct {
	Kind string
	Data Data
}

// JudgeText is a reviewer's word on a text: "keep", "better" (with the text as the reviewer wrote it), "wrong" (with a note) or
// "skip". Mark is that of the sheet shown.
type JudgeText struct {
	Speaker, Key, Mark string
	Status             string
	Text               string
	Note               private.Text
}

func (JudgeText) effect() {}
