package wording

import (
	"fmt"
	"strings"

	"siaga/internal/i18n"
)

// Change is one text that came back differently.
type Change struct {
	Key string `json:"key"`
	Old string `json:"old"`
	New string `json:"new"`
}

// Outcome is what came of reading rows back.
type Outcome struct {
	Changes  []Change `json:"changes"`
	Reviewed []string `json:"reviewed"`          // keys for which a speaker stands from now on
	Dropped  []string `json:"dropped,omitempty"` // keys for which nobody stands any more
	Same     int      `json:"same"`
	Left     int      `json:"left"` // rows without a translation
	Bad      []Bad    `json:"bad"`
}

// Merge lays rows over the book. If one of them is bad nothing may be written; on is the day of the reviews.
func (b *Book) Merge(rows []Row, on string) Outcome {
	var o Outcome
	seen := map[string]int{}
	lines := map[string]int{}
	before := b.doubles()
	for _, r := range rows {
		if line, twice := seen[r.Key]; twice {
			o.refuse(r, "the same key stands in line %d", line)
			continue
		}
		seen[r.Key] = r.Line
		if b.merge(r, on, &o) {
			lines[r.Key] = r.Line
		}
	}
	for _, p := range b.doubles() {
		if !contains(before, p) {
			o.Bad = append(o.Bad, Bad{lineOf(p, lines), p.Key, p.Detail})
		}
	}
	return o
}

// lineOf is the line of the changed text that a problem is about: of its own key, or of the other one it names.
func lineOf(p i18n.Problem, lines map[string]int) int {
	if line, ok := lines[p.Key]; ok {
		return line
	}
	for key, line := range lines {
		if strings.Contains(p.Detail, key) {
			return line
		}
	}
	return 0
}

// merge takes one row; true when it changed a text.
func (b *Book) merge(r Row, on string, o *Outcome) bool {
	source, known := b.Source.Text(r.Key)
	old, _ := b.Target.Text(r.Key)
	text := unified(r.Text)
	if text != old {
		text = strings.TrimSpace(i18n.Harmless(text))
	}
	switch {
	case r.Key == "":
		o.refuse(r, "no key in this row")
		return false
	case !known:
		o.refuse(r, "there is no such key")
		return false
	case b.Tag == i18n.Source:
		o.refuse(r, "the source is not translated")
		return false
	case strings.TrimSpace(unified(r.Source)) != strings.TrimSpace(source):
		o.refuse(r, "the Indonesian sentence is another one now; export again and look at this text anew")
		return false
	case text == "":
		o.Left++
		return false
	}
	signed := strings.TrimSpace(r.By)
	if text != old || signed != "" {
		if problems := b.judge.Text(b.Tag, r.Key, text); len(problems) > 0 {
			o.refuse(r, "%s: %s", problems[0].Kind, problems[0].Detail)
			return false
		}
	}
	if signed != "" {
		b.sign(r.Key, source, text, signed, on, o)
	}
	if text == old {
		o.Same++
		return false
	}
	b.Target.Set(r.Key, text, b.Source.Keys())
	o.Changes = append(o.Changes, Change{r.Key, old, text})
	return true
}

// sign notes that a speaker stands for a text. Who said so already for the same text is not noted anew.
func (b *Book) sign(key, source, text, by, on string, o *Outcome) {
	if r, ok := b.Reviews.Of(b.Tag, key, source, text); ok && r.By == by {
		return
	}
	b.Reviews.Set(i18n.Review{Tag: b.Tag, Key: key, Source: i18n.Fingerprint(source), Text: i18n.Fingerprint(text), By: by, On: on})
	o.Reviewed = append(o.Reviewed, key)
}

func (b *Book) doubles() []i18n.Problem { return b.judge.Doubles(b.Tag, b.Target.Texts()) }

func contains(list []i18n.Problem, p i18n.Problem) bool {
	for _, x := range list {
		if x == p {
			return true
		}
	}
	return false
}

func (o *Outcome) refuse(r Row, format string, args ...any) {
	o.Bad = append(o.Bad, Bad{r.Line, r.Key, fmt.Sprintf(format, args...)})
}

// unified writes line ends in one way.
func unified(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
