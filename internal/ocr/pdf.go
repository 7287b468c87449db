package ocr

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// maxPages is how many pages of a document are read: an advertisement has one or two.
const maxPages = 10

// isPDF tells a document by its first bytes.
func isPDF(b []byte) bool { return bytes.HasPrefix(b, []byte("%PDF-")) }

// document writes the words of a PDF as they stand in it. Pictures of words have none: such a document has to be typed. The library
// trusts what it reads (a hostile file can keep it busy or make it take memory without end), so this runs in a child with limits only.
func document(in io.Reader, out io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("a reader panicked")
		}
	}()
	raw, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return err
	}
	r, err := pdf.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return err
	}
	left := MaxWords
	for n := 1; n <= min(r.NumPage(), maxPages) && left > 0; n++ {
		left -= page(r, n, left, out)
	}
	return nil
}

// page writes the words of a page, at most so many characters, and gives their number. One that cannot be read has none.
func page(r *pdf.Reader, n, most int, out io.Writer) int {
	p := r.Page(n)
	if p.V.IsNull() {
		return 0
	}
	text, err := p.GetPlainText(nil)
	if err != nil {
		return 0
	}
	text = tidy(text, most)
	_, _ = io.WriteString(out, text)
	return utf8.RuneCountInString(text)
}

// tidy keeps the words of a text line by line, at most so many characters.
func tidy(text string, most int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		for _, w := range strings.Fields(line) {
			if w = clean(w); w == "" {
				continue
			}
			if most -= utf8.RuneCountInString(w) + 1; most < 0 {
				return b.String()
			}
			b.WriteString(w)
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}
