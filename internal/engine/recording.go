package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/i18n"
	"siaga/internal/voice"
)

// Recording is what a speaker did last with a text as it is read aloud.
type Recording struct {
	Tag, Key string
	Speaker  string
	Status   string // "keep", "skip", or "bad" when somebody who heard it says that it is wrong
	Text     string // fingerprint of the words that are spoken
	File     string // id of the stored file; empty with "skip"
	Clip     string // fingerprint of the file, see voice.Print
	By, On   string // role of the speaker, and the day
	Heard    string // who heard a clip of a safety text and stands for it; i18n.Operator
	Seq      int64  // rises with each recording of anybody
}

// Clear tells whether a recording may be played while its text is worded so. One person alone can never decide what is heard where
// it matters most: a clip of a safety text waits until somebody else has heard it.
func (r Recording) Clear(safety bool) bool {
	return r.Status == "keep" && (!safety || r.Heard != "")
}

// spokenAs is a text as it is worded.
type spokenAs struct{ tag, key, text string }

// playRecorded takes over which recordings are played from now on; of several of one wording, the last.
func (e *Engine) playRecorded(all []Recording) {
	play := map[spokenAs]Recording{}
	for _, r := range all {
		if r.Clear(e.Book.Release().Safety(r.Key)) {
			play[spokenAs{r.Tag, r.Key, r.Text}] = r
		}
	}
	e.aloud.Store(&play)
}

// recordedAs finds the recording that speaks a text as it is worded.
func (e *Engine) recordedAs(tag, key, text string) (Recording, bool) {
	play := e.aloud.Load()
	if play == nil {
		return Recording{}, false
	}
	r, ok := (*play)[spokenAs{tag, key, text}]
	return r, ok
}

// clip gives the clip that speaks a text as it is worded: recorded while the house runs, or of the folder.
func (e *Engine) clip(ctx context.Context, tag, key, text string) ([]byte, bool) {
	if r, ok := e.recordedAs(tag, key, text); ok {
		f, err := e.storedFile(ctx, r.File)
		if err == nil && voice.Print(f.Body) == r.Clip {
			return f.Body, true
		}
		e.Watch.Event("recording_missing")
	}
	if e.Clips == nil {
		return nil, false
	}
	return e.Clips.Clip(ctx, tag, key, text)
}

// anyClip tells whether a language has clips.
func (e *Engine) anyClip(tag string) bool {
	if play := e.aloud.Load(); play != nil {
		for as := range *play {
			if as.tag == tag {
				return true
			}
		}
	}
	return e.Clips != nil && e.Clips.Any(tag)
}

// recordText does what a speaker wishes for a text. The right is looked up again, and it counts only for the words and the clip
// that were shown.
func (t *turn) recordText(f flows.RecordText) error {
	s := t.speaker()
	no := refusal{key: "record.refused"}
	if s == nil || s.ID != f.Speaker || !slices.Contains(s.Can, flows.CanRecord) || s.Readings == nil {
		return no
	}
	l := s.Readings.(*readings)
	shown, ok := l.Reading(f.Key)
	if !ok || shown.Mark != f.Mark {
		return no
	}
	r := Recording{Tag: s.Tag, Key: f.Key, Speaker: s.ID, Status: f.Status, Text: shown.Mark, By: s.Role, On: t.now.Format(time.DateOnly)}
	switch f.Status {
	case "keep":
		if l.Whole(f.File) != "" {
			return no
		}
		return t.keepRecording(r, f.File)
	case "good", "bad":
		if shown.Clip == "" || shown.Clip != f.File {
			return no
		}
		return t.heardRecording(l.waiting(f.Key), s.ID, f.Status)
	case "skip":
		if l.own(f.Key) {
			return no
		}
		return t.tx.SaveRecording(t.ctx, r)
	}
	return no
}

// keepRecording keeps a copy of the voice note that belongs to nobody's conversation: a wipe of the speaker's chat leaves it.
func (t *turn) keepRecording(r Recording, file string) error {
	sent, err := t.tx.File(t.ctx, file)
	if err != nil {
		return fmt.Errorf("read a recording: %w", err)
	}
	kept := File{ID: t.e.Random.ID(), Kind: "voice", Mime: "audio/ogg", Size: int64(len(sent.Body)), Hash: sent.Hash, Body: sent.Body, State: "kept", At: t.now}
	if err := t.tx.SaveFile(t.ctx, kept); err != nil {
		return fmt.Errorf("keep a recording: %w", err)
	}
	r.File, r.Clip = kept.ID, voice.Print(sent.Body)
	return t.recorded(r, "speaker "+r.Speaker, "keep")
}

// heardRecording notes what somebody else says of a clip.
func (t *turn) heardRecording(r Recording, who, status string) error {
	if status == "good" {
		r.Heard = who
	} else {
		r.Status, r.Heard = "bad", ""
	}
	return t.recorded(r, "speaker "+who, status)
}

// recorded saves a recording with its audit line; everybody hears of it after the commit.
func (t *turn) recorded(r Recording, actor, action string) error {
	t.e.Watch.Event("recording_" + action)
	t.judged = true
	if err := t.tx.SaveRecording(t.ctx, r); err != nil {
		return err
	}
	return t.tx.Audit(t.ctx, Entry{At: t.now, Actor: actor, Action: "recording." + action, Target: r.Tag + " " + r.Key, Detail: r.Clip})
}

// Standing of a recording, as the operator reads it.
const (
	RecordingPlayed  = "played"
	RecordingWaiting = "waiting" // for a second pair of ears
	RecordingBad     = "bad"     // somebody who heard it says that it is not the same
	RecordingOld     = "old"     // of another wording
	RecordingEarlier = "earlier" // a later one is played
)

// RecordingStands tells where a recording stands now; "" for a text that was only skipped.
func (e *Engine) RecordingStands(r Recording) string {
	played, ok := e.recordedAs(r.Tag, r.Key, r.Text)
	switch {
	case r.File == "":
		return ""
	case r.Text != e.wordsOf(r.Tag, r.Key):
		return RecordingOld
	case r.Status == "bad":
		return RecordingBad
	case !r.Clear(e.Book.Release().Safety(r.Key)):
		return RecordingWaiting
	case ok && played.Seq != r.Seq:
		return RecordingEarlier
	}
	return RecordingPlayed
}

// Recordings lists the recordings of a language, of all when empty.
func (e *Engine) Recordings(ctx context.Context, tag string) (all []Recording, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		all, err = tx.Recordings(ctx, tag)
		return err
	})
	return all, err
}

// RecordedFile gives the clip of a recording.
func (e *Engine) RecordedFile(ctx context.Context, r Recording) ([]byte, error) {
	f, err := e.storedFile(ctx, r.File)
	if err == nil && voice.Print(f.Body) != r.Clip {
		err = ErrNotFound
	}
	return f.Body, err
}

// ConfirmRecording lets the operator stand for the last clip of a text as it is worded now: it counts as the second pair of ears and
// settles every objection. ErrNotFound when there is none.
func (e *Engine) ConfirmRecording(ctx context.Context, tag, key string) (Recording, error) {
	var last Recording
	err := e.aboutRecording(ctx, tag, key, "recording.confirm", func(w *work) error {
		all, err := w.tx.Recordings(ctx, tag)
		for _, r := range all {
			if r.Key == key && r.File != "" && r.Text == e.wordsOf(tag, key) {
				last = r
			}
		}
		switch {
		case err != nil:
			return err
		case last.File == "":
			return ErrNotFound
		}
		last.Status, last.Heard = "keep", i18n.Operator
		return w.tx.SaveRecording(ctx, last)
	})
	return last, err
}

// UndoRecording removes every recording of a text.
func (e *Engine) UndoRecording(ctx context.Context, tag, key string) error {
	return e.aboutRecording(ctx, tag, key, "recording.undo", func(w *work) error {
		n, err := w.tx.DropRecordings(ctx, tag, key, "")
		if err == nil && n == 0 {
			return ErrNotFound
		}
		return err
	})
}

// aboutRecording does something of the operator's to the recordings of a text, and renews what is played in this process.
func (e *Engine) aboutRecording(ctx context.Context, tag, key, action string, do func(*work) error) error {
	if err := e.Renew(ctx); err != nil { // what speakers made of the text by now is what its clip speaks
		return err
	}
	err := e.system(ctx, func(w *work) error {
		if err := do(w); err != nil {
			return err
		}
		return w.tx.Audit(ctx, Entry{At: w.now, Actor: "operator", Action: action, Target: tag + " " + key})
	})
	if err != nil {
		return err
	}
	return e.Renew(ctx)
}

// wordsOf is the fingerprint of what a clip of a key speaks now, "" for nothing.
func (e *Engine) wordsOf(tag, key string) string {
	if said := e.Book.Spoken(tag, key); said != "" {
		return i18n.Fingerprint(said)
	}
	return ""
}
