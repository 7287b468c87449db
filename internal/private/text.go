package private

import "unique"

// Text is something a person told us: words, a name, a number, a hiding place. It never prints; only [Text.Reveal] gives the
// content out. The zero value is the empty text. Texts of equal content are equal under ==, and Text may be a map key: the
// content is interned and reached through a pointer.
type Text struct {
	hidden
	content unique.Handle[string]
}

// NewText hides s. NewText("") is the zero Text.
func NewText(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{content: unique.Make(s)}
}

// Reveal returns the content. Call it only where the content is sealed, shown to somebody entitled to it, or understood;
// never pass the result to a logger, an error or a metric.
func (t Text) Reveal() string {
	if t.IsZero() {
		return ""
	}
	return t.content.Value()
}

// IsZero reports whether the text is empty.
func (t Text) IsZero() bool { return t == Text{} }
