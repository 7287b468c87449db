package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/i18n"
)

// Book is what speakers go through. internal/app makes it of the release's texts, their comments and their screens.
type Book interface {
	// Release gives the texts as this program was built with them.
	Release() *i18n.Texts
	// Keys lists what is judged in a language, in the order of judging.
	Keys(tag string) []string
	// Spoken gives the words of a key that a clip can speak, as everybody reads them now; "" for none.
	Spoken(tag, key string) string
	// Aloud lists what is read aloud in a language, in the order of recording.
	Aloud(tag string) []string
	// Show describes a text that reads so, in its place; N, All, Mark, Again and Second are left to the engine.
	Show(tag, key, text string) flows.Sheet
	// Written brings what a reviewer wrote into the form of the files.
	Written(key, typed string) string
	// Flaws says what is wrong with a text written for this key.
	Flaws(tag, key, text string) []flows.Flaw
	// Warm gets what is slow to make ready for a language; nobody has to wait for it afterwards.
	Warm(tag string)
	// Lay lays what was said over the release's texts, for everybody, from now on.
	Lay(said []Verdict) error
}

// Renew reads what speakers said, if anything was said since the last time, and lays it over the texts.
func (e *Engine) Renew(ctx context.Context) error {
	if e.Book == nil {
		return nil
	}
	e.renewing.Lock()
	defer e.renewing.Unlock()
	var said []Verdict
	var recorded []Recording
	var version int64
	err := e.Store.System(ctx, func(tx Tx) (err error) {
		if version, err = tx.WordingVersion(ctx); err != nil || version == e.wording {
			return err
		}
		if said, err = tx.Verdicts(ctx, ""); err != nil {
			return err
		}
		recorded, err = tx.Recordings(ctx, "")
		return err
	})
	if err != nil || version == e.wording {
		return err
	}
	if err := e.Book.Lay(said); err != nil {
		return fmt.Errorf("lay reviewed texts over the release: %w", err)
	}
	e.playRecorded(recorded)
	e.wording = version
	return nil
}

// textsAge is how long a replica may not know what was said of texts elsewhere.
const textsAge = 10 * time.Second

// KeepTexts renews the texts again and again until the context ends: other replicas and the operator change them too.
func (e *Engine) KeepTexts(ctx context.Context) {
	tick := time.NewTicker(textsAge)
	defer tick.Stop()
	for {
		e.warmBook(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if err := e.Renew(ctx); err != nil && ctx.Err() == nil {
			e.Log.Error("renew the texts", "err", err)
		}
	}
}

// warmBook makes ready what those who help need.
func (e *Engine) warmBook(ctx context.Context) {
	all, err := e.Speakers(ctx)
	if err != nil || e.Book == nil {
		return
	}
	for _, s := range all {
		if s.Ended.IsZero() && slices.Contains(s.Can, flows.CanReview) {
			e.Book.Warm(s.Tag)
		}
	}
}

// ConfirmWording lets the operator stand for a text as it is worded now: it counts as the second pair of eyes, and settles every
// objection made before. ErrNotFound when there is no such text in the language.
func (e *Engine) ConfirmWording(ctx context.Context, tag, key string) (i18n.Standing, error) {
	var s i18n.Standing
	err := e.aboutText(ctx, tag, key, "wording.confirm", func(w *work) error {
		said, err := w.tx.Verdicts(ctx, tag)
		if err != nil {
			return err
		}
		s = e.Book.Release().Stand(tag, key, of(said, key))
		return w.saveVerdict(Verdict{Tag: tag, Key: key, Speaker: i18n.Operator, Status: i18n.Keep, Text: s.Text, By: i18n.Operator})
	})
	return s, err
}

// UndoWording forgets what everybody said of a text: it reads as in the release again.
func (e *Engine) UndoWording(ctx context.Context, tag, key string) error {
	return e.aboutText(ctx, tag, key, "wording.undo", func(w *work) error {
		_, err := w.tx.DropVerdicts(ctx, tag, key, "")
		return err
	})
}

// aboutText does something of the operator's to one text, and renews the texts of this process.
func (e *Engine) aboutText(ctx context.Context, tag, key, action string, do func(*work) error) error {
	if tag == i18n.Source || e.Book.Release().Keys(tag)[key] == "" {
		return ErrNotFound
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

// Verdicts lists what was said of a language's texts, of all when empty.
func (e *Engine) Verdicts(ctx context.Context, tag string) (said []Verdict, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		said, err = tx.Verdicts(ctx, tag)
		return err
	})
	return said, err
}

// saveVerdict ties a verdict to the texts of this release and keeps it.
func (w *work) saveVerdict(v Verdict) error {
	release := w.e.Book.Release()
	v.Source, v.Base = i18n.Fingerprint(release.Keys(i18n.Source)[v.Key]), i18n.Fingerprint(release.Keys(v.Tag)[v.Key])
	v.On = w.now.Format(time.DateOnly)
	return w.tx.SaveVerdict(w.ctx, v)
}

// judgeText keeps a reviewer's word. The right is looked up again, and the word counts only for the texts that were shown.
func (t *turn) judgeText(f flows.JudgeText) error {
	s := t.speaker()
	if s == nil || s.ID != f.Speaker || !slices.Contains(s.Can, flows.CanReview) || s.Sheets == nil {
		return refusal{key: "review.refused"}
	}
	sheet, ok := s.Sheets.Sheet(f.Key)
	if !ok || sheet.Mark != f.Mark {
		return refusal{key: "review.refused"}
	}
	v := Verdict{Tag: s.Tag, Key: f.Key, Speaker: s.ID, Status: f.Status, Text: s.Sheets.(*sheets).stand(f.Key).Text, By: s.Role, Note: f.Note}
	switch f.Status {
	case i18n.Keep, i18n.Wrong:
	case i18n.Skip:
		return t.saveVerdict(v)
	case i18n.Better:
		v.Text = t.e.Book.Written(f.Key, f.Text)
		if sheet.Fixed || len(t.e.Book.Flaws(s.Tag, f.Key, v.Text)) > 0 {
			return refusal{key: "review.refused"}
		}
	default:
		return refusal{key: "review.refused"}
	}
	t.e.Watch.Event("wording_" + f.Status)
	t.judged = true
	if err := t.saveVerdict(v); err != nil {
		return err
	}
	return t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "speaker " + s.ID, Action: "wording." + f.Status, Target: s.Tag + " " + f.Key, Detail: i18n.Fingerprint(v.Text)})
}

// of gives what was said of one key.
func of(said []Verdict, key string) []Verdict {
	return slices.DeleteFunc(slices.Clone(said), func(v Verdict) bool { return v.Key != key })
}

// sheets meets flows.Sheets with what is committed now.
type sheets struct {
	book    Book
	tag     string
	speaker string
	keys    []string
	said    map[string][]Verdict
}

var _ flows.Sheets = (*sheets)(nil)

// sheets reads what was said of a language, for one reviewer.
func (t *turn) sheets(s Speaker) (flows.Sheets, error) {
	said, err := t.tx.Verdicts(t.ctx, s.Tag)
	if err != nil {
		return nil, err
	}
	l := &sheets{book: t.e.Book, tag: s.Tag, speaker: s.ID, keys: t.e.Book.Keys(s.Tag), said: map[string][]Verdict{}}
	for _, v := range said {
		l.said[v.Key] = append(l.said[v.Key], v)
	}
	return l, nil
}

func (l *sheets) stand(key string) i18n.Standing {
	return l.book.Release().Stand(l.tag, key, l.said[key])
}

// Next implements flows.Sheets.
func (l *sheets) Next(last string, skipped bool) (flows.Sheet, bool) {
	type skip struct {
		key string
		seq int64
	}
	var skips []skip
	open, first := 0, ""
	for _, key := range l.keys {
		seq, judged := l.own(key)
		if key == last {
			judged, seq = !skipped, 1<<62
		}
		switch {
		case judged:
			continue
		case seq > 0:
			skips = append(skips, skip{key, seq})
		case first == "":
			first = key
		}
		open++
	}
	if first == "" && len(skips) > 0 {
		first = slices.MinFunc(skips, func(a, b skip) int { return cmp.Compare(a.seq, b.seq) }).key
	}
	if first == "" {
		return flows.Sheet{}, false
	}
	s, ok := l.Sheet(first)
	s.N = len(l.keys) - open + 1
	return s, ok
}

// own tells whether this reviewer has judged a text as it reads now, and when it was skipped (0: not).
func (l *sheets) own(key string) (skipped int64, judged bool) {
	release := l.book.Release()
	for _, v := range l.said[key] {
		if v.Speaker != l.speaker || v.Source != i18n.Fingerprint(release.Keys(i18n.Source)[key]) || v.Text != l.stand(key).Text {
			continue
		}
		if v.Status == i18n.Skip {
			return v.Seq, false
		}
		return 0, true
	}
	return 0, false
}

// Sheet implements flows.Sheets.
func (l *sheets) Sheet(key string) (flows.Sheet, bool) {
	if !slices.Contains(l.keys, key) {
		return flows.Sheet{}, false
	}
	stand := l.stand(key)
	s := l.book.Show(l.tag, key, stand.Text)
	s.Mark = i18n.Fingerprint(l.book.Release().Keys(i18n.Source)[key] + "\x00" + stand.Text)
	s.All, s.N = len(l.keys), 1
	for _, k := range l.keys {
		if _, judged := l.own(k); judged {
			s.N++
		}
	}
	s.N = min(s.N, s.All)
	skipped, _ := l.own(key)
	s.Again = skipped > 0
	s.Second = stand.Status == i18n.Draft && !slices.Contains(stand.Voices, l.speaker)
	return s, true
}

// Try implements flows.Sheets.
func (l *sheets) Try(key, typed string) (flows.Sheet, []flows.Flaw) {
	text := l.book.Written(key, typed)
	s, _ := l.Sheet(key)
	if text == l.stand(key).Text {
		return s, []flows.Flaw{{Kind: "same"}}
	}
	shown := l.book.Show(l.tag, key, text)
	s.Text, s.Screen = shown.Text, shown.Screen
	return s, l.book.Flaws(l.tag, key, text)
}

// readSheets gives a speaker the texts to be judged.
func (t *turn) readSheets(s Speaker, out *flows.Speaker) {
	if t.e.Book == nil || !slices.Contains(s.Can, flows.CanReview) {
		return
	}
	var err error
	if out.Sheets, err = t.sheets(s); err != nil && !errors.Is(err, ErrNotFound) {
		t.e.Log.Error("read what was said of texts", "err", err)
	}
}
