package engine

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/i18n"
	"siaga/internal/private"
)

// Speakers keeps who helps with the words of a language. No name is kept: a role, and the pseudonym of the phone.
type Speakers interface {
	// SaveSpeakerInvite stores a one-time invitation by the hash of its token.
	SaveSpeakerInvite(ctx context.Context, i SpeakerInvite) error
	// UseSpeakerInvite consumes it; ErrNotFound when unknown, used or expired.
	UseSpeakerInvite(ctx context.Context, hash string, at time.Time) (SpeakerInvite, error)
	// SaveSpeaker inserts or replaces a speaker; a person is one speaker only.
	SaveSpeaker(ctx context.Context, s Speaker) error
	// Speaker gives a person's row, also when it has ended; ErrNotFound for everybody else.
	Speaker(ctx context.Context, p Person) (Speaker, error)
	// Speakers lists all, those who have ended too, the first first.
	Speakers(ctx context.Context) ([]Speaker, error)
	// SaveVerdict keeps what a speaker said of a text last, after everything said before.
	SaveVerdict(ctx context.Context, v Verdict) error
	// Verdicts lists what was said of a language's texts (of all when empty), the first first.
	Verdicts(ctx context.Context, tag string) ([]Verdict, error)
	// DropVerdicts takes words back: of a text (tag and key), of a speaker, or both; it gives their number.
	DropVerdicts(ctx context.Context, tag, key, speaker string) (int, error)
	// SaveRecording keeps what a speaker did last with a text as it is read aloud, instead of what they did before. A file that no
	// row names any more is removed.
	SaveRecording(ctx context.Context, r Recording) error
	// Recordings lists those of a language (of all when empty), the first first.
	Recordings(ctx context.Context, tag string) ([]Recording, error)
	// DropRecordings removes recordings with their files: of a text (tag and key), of a speaker, or both; it gives their number.
	DropRecordings(ctx context.Context, tag, key, speaker string) (int, error)
	// WordingVersion rises whenever something was said of a text or recorded, or taken back.
	WordingVersion(ctx context.Context) (int64, error)
}

// Verdict is what a speaker said of a text.
type Verdict = i18n.Verdict

// SpeakerInvite is a one-time link for somebody who speaks a language.
type SpeakerInvite struct {
	Hash    string
	Tag     string
	Role    string   // "guru, Ponorogo"; never a name
	Can     []string // what they may do: flows.CanReview, flows.CanRecord
	Expires time.Time
}

// Speaker is somebody who helps with one language.
type Speaker struct {
	ID     string
	Person Person
	Tag    string
	Role   string
	Can    []string
	At     time.Time // when they opened the invitation
	Ended  time.Time // zero: still helps
}

const (
	speakerPrefix = "s-"
	speakerKept   = 7 * 24 * time.Hour // how long an invitation works
)

// InviteSpeaker makes a one-time invitation to help with a language and gives the payload of its deep link.
func (e *Engine) InviteSpeaker(ctx context.Context, i SpeakerInvite) (string, error) {
	token := e.Random.Handle()
	err := e.Store.System(ctx, func(tx Tx) error {
		now := e.Clock()
		i.Hash, i.Expires = private.TokenHash(token), now.Add(speakerKept)
		if err := tx.SaveSpeakerInvite(ctx, i); err != nil {
			return err
		}
		return tx.Audit(ctx, Entry{At: now, Actor: "operator", Action: "speaker.invite", Target: i.Tag, Detail: strings.Join(i.Can, " ")})
	})
	return speakerPrefix + token, err
}

// Speakers lists everybody who helps or has helped.
func (e *Engine) Speakers(ctx context.Context) (all []Speaker, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		all, err = tx.Speakers(ctx)
		return err
	})
	return all, err
}

// DismissSpeaker ends somebody's help: at their next press they are nobody special. With takeBack everything they said of texts is
// taken back too. ErrNotFound when nobody of this id helps.
func (e *Engine) DismissSpeaker(ctx context.Context, id string, takeBack bool) error {
	err := e.dismiss(ctx, id, takeBack)
	if err != nil || !takeBack {
		return err
	}
	return e.Renew(ctx)
}

func (e *Engine) dismiss(ctx context.Context, id string, takeBack bool) error {
	return e.system(ctx, func(w *work) error {
		all, err := w.tx.Speakers(ctx)
		if err != nil {
			return err
		}
		n := slices.IndexFunc(all, func(s Speaker) bool { return s.ID == id && s.Ended.IsZero() })
		if n < 0 {
			return ErrNotFound
		}
		s := all[n]
		s.Ended = w.now
		if err := w.tx.SaveSpeaker(ctx, s); err != nil {
			return err
		}
		entry := Entry{At: w.now, Actor: "operator", Action: "speaker.dismiss", Target: s.ID, Detail: s.Tag}
		if takeBack {
			entry.Action = "speaker.dismiss_undo"
			if _, err := w.tx.DropVerdicts(ctx, "", "", s.ID); err != nil {
				return err
			}
			if _, err := w.tx.DropRecordings(ctx, "", "", s.ID); err != nil {
				return err
			}
		}
		if err := w.tx.Audit(ctx, entry); err != nil {
			return err
		}
		return w.enqueue(s.Person, "speaker_ended:"+s.ID+":"+w.now.String(), spoken{Key: "review.ended"}, w.now, false)
	})
}

// speakerInvited takes somebody who opened an invitation: from now on the door to what they may do is open, and they go through it
// at once. A wrong or used token looks like an ordinary start; so does any in a chat that was wiped, which stays silent, and the
// token can still be used elsewhere.
func (t *turn) speakerInvited(token string) (flows.Input, bool, error) {
	start := flows.Input{Kind: flows.Start}
	if !t.chat.Wiped.IsZero() || t.conv.Wiped {
		return start, false, nil
	}
	if t.seat != nil { // an officer's chat is for cases alone
		return start, true, t.answer("review.officer", nil)
	}
	i, err := t.tx.UseSpeakerInvite(t.ctx, private.TokenHash(token), t.now)
	if errors.Is(err, ErrNotFound) {
		return start, false, nil
	}
	if err != nil {
		return start, false, err
	}
	t.welcomed = i.Tag
	s, err := t.helps(i)
	if err != nil || len(s.Can) == 0 {
		return start, false, err
	}
	return flows.Input{Kind: flows.Command, Choice: flows.SpeakerDoors()[i.Can[0]]}, false, nil
}

// helps writes down that this person helps now. Another invitation for the same language adds to what they may do; one for
// another language takes its place.
func (t *turn) helps(i SpeakerInvite) (Speaker, error) {
	s, err := t.tx.Speaker(t.ctx, t.lane.Person)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return s, err
	}
	if err != nil {
		s = Speaker{ID: t.e.Random.ID()[:8], Person: t.lane.Person}
	}
	if s.Tag != i.Tag || !s.Ended.IsZero() {
		s.Can = nil
	}
	s.Tag, s.Role, s.At, s.Ended = i.Tag, i.Role, t.now, time.Time{}
	for _, can := range i.Can {
		if !slices.Contains(s.Can, can) {
			s.Can = append(s.Can, can)
		}
	}
	if err := t.tx.SaveSpeaker(t.ctx, s); err != nil {
		return s, err
	}
	return s, t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "speaker " + s.ID, Action: "speaker.join", Target: s.Tag, Detail: strings.Join(s.Can, " ")})
}

// speaker gives whoever writes as a speaker, nil for everybody else: it is read when a flow asks for it, in this transaction.
func (t *turn) speaker() *flows.Speaker {
	if t.seat != nil {
		return nil
	}
	s, err := t.tx.Speaker(t.ctx, t.lane.Person)
	if err != nil || !s.Ended.IsZero() {
		if err != nil && !errors.Is(err, ErrNotFound) {
			t.e.Log.Error("find a speaker", "err", err)
		}
		return nil
	}
	out := &flows.Speaker{ID: s.ID, Tag: s.Tag, Role: s.Role, Can: s.Can}
	for _, l := range t.e.Texts.Languages() {
		if l.Tag == s.Tag {
			out.Language = l.Name
		}
	}
	if out.Language == "" { // a later release dropped the language
		return nil
	}
	t.readSheets(s, out)
	t.readReadings(s, out)
	return out
}
