package wording

import "siaga/internal/i18n"

// Lay writes what speakers said while the program ran into the book: better wordings, and who stands for which text. A text that
// somebody calls wrong loses its review. What breaks a rule of the files is refused; then nothing may be written.
func (b *Book) Lay(said []i18n.Override) Outcome {
	var o Outcome
	for _, s := range said {
		if s.Tag != b.Tag {
			continue
		}
		source, _ := b.Source.Text(s.Key)
		text, _ := b.Target.Text(s.Key)
		r := Row{Key: s.Key, Source: source, Text: text}
		if s.Status != i18n.Keep && s.Text != "" {
			r.Text = s.Text
		}
		if s.Status == i18n.Keep || s.Status == i18n.Better {
			r.By = s.By
		}
		b.merge(r, s.On, &o)
		if s.Status == i18n.Wrong && b.Reviews.Drop(s.Tag, s.Key) {
			o.Dropped = append(o.Dropped, s.Key)
		}
	}
	return o
}
