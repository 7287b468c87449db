package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"siaga/internal/i18n"
)

// Reviews is the file reviews.toml: which texts a speaker has said to be right.
type Reviews struct {
	head string // the comment at the top
	rows []i18n.Review
}

// ParseReviews reads reviews.toml; an empty text is a file without rows.
func ParseReviews(raw string) (*Reviews, error) {
	var list struct {
		Review []i18n.Review `toml:"review"`
	}
	if err := toml.Unmarshal([]byte(raw), &list); err != nil {
		return nil, fmt.Errorf("reviews.toml: %w", err)
	}
	head := raw
	if i := strings.Index(raw, "\n[["); i >= 0 {
		head = raw[:i+1]
	} else if strings.HasPrefix(raw, "[[") {
		head = ""
	}
	return &Reviews{head: head, rows: list.Review}, nil
}

// Of gives the review of a text as it stands; ok is false when there is none or when one of the texts has changed since.
func (r *Reviews) Of(tag, key, source, text string) (i18n.Review, bool) {
	for _, row := range r.rows {
		if row.Tag == tag && row.Key == key && row.Source == i18n.Fingerprint(source) && row.Text == i18n.Fingerprint(text) {
			return row, true
		}
	}
	return i18n.Review{}, false
}

// Set puts a review in the place of the earlier one of the same text, or at the end.
func (r *Reviews) Set(n i18n.Review) {
	for i, row := range r.rows {
		if row.Tag == n.Tag && row.Key == n.Key {
			r.rows[i] = n
			return
		}
	}
	r.rows = append(r.rows, n)
}

// Drop forgets the review of a text, and tells whether there was one.
func (r *Reviews) Drop(tag, key string) bool {
	n := len(r.rows)
	r.rows = slices.DeleteFunc(r.rows, func(row i18n.Review) bool { return row.Tag == tag && row.Key == key })
	return len(r.rows) < n
}

// String writes the file.
func (r *Reviews) String() string {
	var b strings.Builder
	b.WriteString(r.head)
	for _, row := range r.rows {
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString("[[review]]\n")
		for _, f := range []struct{ name, value string }{{"tag", row.Tag}, {"key", row.Key}, {"source", row.Source}, {"text", row.Text},
			{"by", row.By}, {"on", row.On}} {
			fmt.Fprintf(&b, "%s = \"%s\"\n", f.name, oneLine.Replace(f.value))
		}
	}
	return b.String()
}
