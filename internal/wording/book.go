package wording

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"siaga/internal/i18n"
)

// Book is one language with its source and its reviews, ready to be given out or changed.
type Book struct {
	Tag     string
	Source  *Document
	Target  *Document
	Reviews *Reviews
	judge   *i18n.Judge
}

// Place is where a text appears, as far as it is known.
type Place struct{ Screen, Buttons, Talk string }

// Open reads a language from the files. A language that does not exist yet is an empty one.
func Open(files fs.FS, tag string) (*Book, error) {
	b := &Book{Tag: tag}
	var err error
	if b.judge, err = i18n.NewJudge(files); err != nil {
		return nil, err
	}
	if b.Source, err = Source(files); err != nil {
		return nil, err
	}
	if b.Target, err = document(files, tag+".toml"); err != nil {
		return nil, err
	}
	raw, err := optional(files, "reviews.toml")
	if err != nil {
		return nil, err
	}
	b.Reviews, err = ParseReviews(raw)
	return b, err
}

// Source reads the texts that all others are translated from.
func Source(files fs.FS) (*Document, error) { return document(files, i18n.Source+".toml") }

func document(files fs.FS, name string) (*Document, error) {
	raw, err := optional(files, name)
	if err != nil {
		return nil, err
	}
	d, err := Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

func optional(files fs.FS, name string) (string, error) {
	raw, err := fs.ReadFile(files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	return string(raw), nil
}

// Rows gives a row for each text of the language, in the order of the source.
func (b *Book) Rows(place func(key string) Place) []Row {
	var rows []Row
	for _, key := range b.Source.Keys() {
		if !b.judge.Wants(b.Tag, key) {
			continue
		}
		source, _ := b.Source.Text(key)
		text, _ := b.Target.Text(key)
		r := Row{Key: key, Said: b.Source.Comment(key), Source: source, Text: text, Status: b.status(key), Note: noteOn(key, source)}
		if n := b.judge.Limit(key); n > 0 {
			r.Limit = strconv.Itoa(n)
		}
		if place != nil {
			p := place(key)
			r.Screen, r.Buttons, r.Talk = p.Screen, p.Buttons, p.Talk
		}
		rows = append(rows, r)
	}
	return rows
}

// status says in one word, with who and when, how far a text is.
func (b *Book) status(key string) string {
	source, _ := b.Source.Text(key)
	text, ok := b.Target.Text(key)
	review, reviewed := b.Reviews.Of(b.Tag, key, source, text)
	switch {
	case b.Tag == i18n.Source:
		return "source"
	case !ok:
		return "missing"
	case reviewed:
		return "reviewed: " + review.By + ", " + review.On
	}
	return "draft"
}

// noteOn says what to mind with a text.
func noteOn(key, source string) string {
	var notes []string
	if strings.HasSuffix(key, ".words") {
		notes = append(notes, "Kata-kata yang diketik orang sebagai ganti tombol, dipisah koma. Boleh lebih atau kurang.")
	}
	if found := place.FindAllString(source, -1); len(found) > 0 {
		notes = append(notes, "Biarkan seperti apa adanya: "+strings.Join(found, " "))
	}
	return strings.Join(notes, " ")
}

// Counts tells how far a language is.
type Counts struct {
	All, Missing, Draft, Reviewed int
}

// Count counts the texts of the language.
func (b *Book) Count() Counts {
	var n Counts
	for _, key := range b.Source.Keys() {
		if !b.judge.Wants(b.Tag, key) || strings.HasSuffix(key, ".words") {
			continue
		}
		n.All++
		switch status, _, _ := strings.Cut(b.status(key), ":"); status {
		case "missing":
			n.Missing++
		case "draft":
			n.Draft++
		default:
			n.Reviewed++
		}
	}
	return n
}
