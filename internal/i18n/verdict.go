package i18n

import (
	"slices"
	"strings"

	"siaga/internal/private"
)

// Verdict is what one speaker said of one text last, while the program runs.
type Verdict struct {
	Tag, Key string
	Speaker  string // id of the speaker; Operator
	Status   string // Keep, Better, Wrong or Skip
	Text     string // the wording it is about: as it was shown, or as the speaker wrote it (Better)
	Source   string // Fingerprint of the Indonesian text then
	Base     string // Fingerprint of the release's text then
	By       string // role of the speaker
	On       string // day, YYYY-MM-DD
	Note     private.Text
	Seq      int64 // rises with each verdict of anybody
}

const (
	// Skip says nothing of a text yet.
	Skip = "skip"
	// Operator is the speaker in whose name the operator confirms a text.
	Operator = "operator"
	// eyes is how many people must stand for a safety text before it is shown without the Indonesian one.
	eyes = 2
)

// Standing is where a text stands after all that was said of it.
type Standing struct {
	Text     string   // the wording that is used
	Status   string   // Keep, Better, Draft or Wrong; empty: as in the release
	Voices   []string // speakers who stand for this wording
	By, On   string   // their roles, and the last day
	Objected bool     // somebody calls this wording wrong
}

// Stand weighs what was said of one text, in the order of Seq. Words about another Indonesian text, or about a release's text that
// has changed to something else since, do not count.
//
// A safety text needs two people before it stands alone: two speakers, or a speaker and the operator. One alone, mistaken or meaning
// ill, can change a wording, but never take the Indonesian text away beside it. A wording that somebody calls wrong is shown with the
// Indonesian one until another wording takes its place or the operator confirms it.
func (t *Texts) Stand(tag, key string, said []Verdict) Standing {
	release := t.raw(tag)[key]
	said = slices.DeleteFunc(slices.Clone(said), func(v Verdict) bool { return v.Status == Skip || !t.about(tag, key, v) })
	s := Standing{Text: release}
	for _, v := range said {
		if v.Status == Better && fitsPlaces(v.Text, release) {
			s.Text = v.Text
		}
	}
	s.count(said)
	s.Status = t.status(tag, key, s)
	return s
}

// about tells whether a verdict is about the texts of this release.
func (t *Texts) about(tag, key string, v Verdict) bool {
	release := t.raw(tag)[key]
	return v.Tag == tag && v.Key == key && v.Source == Fingerprint(t.raw(Source)[key]) && (v.Base == Fingerprint(release) || v.Text == release)
}

func fitsPlaces(text, was string) bool {
	return strings.TrimSpace(text) != "" && Placeholders(text) == Placeholders(was) && parses(text)
}

// count notes who stands for the wording and who is against it. The operator's word settles every objection made before it.
func (s *Standing) count(said []Verdict) {
	var roles []string
	for _, v := range said {
		switch {
		case v.Text != s.Text:
		case v.Status == Wrong:
			s.Objected = true
		default:
			s.Voices, s.On = append(s.Voices, v.Speaker), max(s.On, v.On)
			if !slices.Contains(roles, v.By) {
				roles = append(roles, v.By)
			}
			if v.Speaker == Operator {
				s.Objected = false
			}
		}
	}
	s.By = strings.Join(roles, "; ")
}

func (t *Texts) status(tag, key string, s Standing) string {
	same := s.Text == t.raw(tag)[key]
	alone := len(s.Voices) > 0
	if t.Safety(key) {
		alone = len(s.Voices) >= eyes || slices.Contains(s.Voices, Operator)
	}
	switch {
	case s.Objected:
		return Wrong
	case same && alone:
		return Keep
	case same:
		return ""
	case alone:
		return Better
	}
	return Draft
}

// Settle gives the overrides that follow from all verdicts, in the order of Seq.
func (t *Texts) Settle(all []Verdict) []Override {
	type place struct{ tag, key string }
	said := map[place][]Verdict{}
	var order []place
	for _, v := range all {
		p := place{v.Tag, v.Key}
		if said[p] == nil {
			order = append(order, p)
		}
		said[p] = append(said[p], v)
	}
	var out []Override
	for _, p := range order {
		if _, ok := t.raw(p.tag)[p.key]; !ok || p.tag == Source {
			continue
		}
		s := t.Stand(p.tag, p.key, said[p])
		if s.Status != "" {
			out = append(out, Override{Tag: p.tag, Key: p.key, Status: s.Status, Text: s.Text, Source: Fingerprint(t.raw(Source)[p.key]),
				Was: Fingerprint(t.raw(p.tag)[p.key]), By: s.By, On: s.On})
		}
	}
	return out
}
