package engine

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/i18n"
	"siaga/internal/voice"
)

// readings meets flows.Readings with what is committed now.
type readings struct {
	t       *turn
	tag     string
	speaker string
	keys    []string
	done    map[string][]Recording // of each key, for its present words
}

var _ flows.Readings = (*readings)(nil)

// readReadings gives a speaker the texts to be read aloud.
func (t *turn) readReadings(s Speaker, out *flows.Speaker) {
	if t.e.Book == nil || !slices.Contains(s.Can, flows.CanRecord) {
		return
	}
	all, err := t.tx.Recordings(t.ctx, s.Tag)
	if err != nil {
		t.e.Log.Error("read what was recorded", "err", err)
		return
	}
	l := &readings{t: t, tag: s.Tag, speaker: s.ID, keys: t.e.Book.Aloud(s.Tag), done: map[string][]Recording{}}
	for _, r := range all {
		if r.Text == t.e.wordsOf(r.Tag, r.Key) {
			l.done[r.Key] = append(l.done[r.Key], r)
		}
	}
	out.Readings = l
}

// Ranks of what is left to do, the first first.
const (
	rankNew = iota
	rankSkipped
	rankHas
)

// placed is where a text stands in the order of what is left to do.
type placed struct {
	key  string
	rank int
	seq  int64 // of the skip: what was skipped first comes back first
}

// Next implements flows.Readings.
func (l *readings) Next(last string, skipped bool) (flows.Reading, bool) {
	var left []placed
	for _, key := range l.keys {
		p, open := l.rank(key)
		if key == last {
			p, open = placed{key, rankSkipped, 1 << 62}, skipped
		}
		if open {
			left = append(left, p)
		}
	}
	if len(left) == 0 {
		return flows.Reading{}, false
	}
	first := slices.MinFunc(left, func(a, b placed) int { return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.seq, b.seq)) })
	r, ok := l.Reading(first.key)
	r.N = len(l.keys) - len(left) + 1
	return r, ok
}

// rank tells how urgent a text is for this speaker; open is false when nothing is left to do with it.
func (l *readings) rank(key string) (p placed, open bool) {
	seq := l.skipped(key)
	switch {
	case l.own(key):
		return p, false
	case seq > 0:
		return placed{key, rankSkipped, seq}, true
	case l.has(key):
		return placed{key, rankHas, 0}, true
	}
	return placed{key, rankNew, 0}, true
}

// own tells whether this speaker's own recording speaks a text, and nobody called it wrong.
func (l *readings) own(key string) bool {
	return slices.ContainsFunc(l.done[key], func(r Recording) bool { return r.Speaker == l.speaker && r.Status == "keep" })
}

// skipped tells when this speaker skipped a text; 0: not.
func (l *readings) skipped(key string) (seq int64) {
	for _, r := range l.done[key] {
		if r.Speaker == l.speaker && r.Status == "skip" {
			seq = r.Seq
		}
	}
	return seq
}

// has tells whether a clip speaks a text already.
func (l *readings) has(key string) bool {
	if slices.ContainsFunc(l.done[key], func(r Recording) bool { return r.Clear(l.safety(key)) }) {
		return true
	}
	if l.t.e.Clips == nil {
		return false
	}
	_, ok := l.t.e.Clips.Clip(l.t.ctx, l.tag, key, l.t.e.wordsOf(l.tag, key))
	return ok
}

// waiting gives the last clip of somebody else that waits for a second pair of ears.
func (l *readings) waiting(key string) (found Recording) {
	if !l.safety(key) || l.has(key) {
		return found
	}
	for _, r := range l.done[key] {
		if r.Speaker != l.speaker && r.Status == "keep" {
			found = r
		}
	}
	return found
}

func (l *readings) safety(key string) bool { return l.t.e.Book.Release().Safety(key) }

// Reading implements flows.Readings.
func (l *readings) Reading(key string) (flows.Reading, bool) {
	if !slices.Contains(l.keys, key) {
		return flows.Reading{}, false
	}
	r := flows.Reading{Key: key, Mark: l.t.e.wordsOf(l.tag, key), Text: l.t.e.Book.Spoken(l.tag, key), Clip: l.waiting(key).File, All: len(l.keys),
		Safety: l.safety(key), Again: l.skipped(key) > 0, Has: l.has(key)}
	if l.tag != i18n.Source {
		r.Source = l.t.e.Book.Spoken(i18n.Source, key)
	}
	for _, k := range l.keys {
		r.N++
		if k == key {
			break
		}
	}
	return r, r.Text != ""
}

// Fits implements flows.Readings.
func (l *readings) Fits(in flows.Input) string {
	switch {
	case in.Mime != "audio/ogg" && !strings.HasPrefix(in.Mime, "audio/ogg;"):
		return "form"
	case float64(in.Seconds) > voice.MaxLength.Seconds():
		return "long"
	case in.Size > voice.MaxBytes:
		return "large"
	}
	return ""
}

// Whole implements flows.Readings.
func (l *readings) Whole(file string) string {
	f, err := l.t.tx.File(l.t.ctx, file)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound) && !errors.Is(err, context.Canceled):
		return "waiting"
	case err != nil || f.Person != l.t.lane.Person || f.State == "failed":
		return "gone"
	case f.State == "waiting":
		return "waiting"
	}
	_, err = voice.Check(f.Body)
	switch {
	case errors.Is(err, voice.ErrLong):
		return "long"
	case errors.Is(err, voice.ErrLarge):
		return "large"
	case errors.Is(err, voice.ErrShort):
		return "short"
	case err != nil:
		return "form"
	}
	return ""
}
