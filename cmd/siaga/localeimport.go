package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"siaga/internal/config"
	"siaga/internal/i18n"
	"siaga/internal/wording"
)

// LocaleImport reads what a speaker gave back.
type LocaleImport struct {
	File   string `arg:"" help:"CSV as any spreadsheet saves it, or XLIFF 1.2."`
	Dir    string `default:"locales" help:"Folder with the files of the languages." placeholder:"DIR"`
	Tag    string `help:"The language, when the file does not say it." placeholder:"TAG"`
	By     string `help:"Role of the speaker who stands for texts signed off in XLIFF; never a name." placeholder:"ROLE"`
	On     string `help:"The day of the review, as 2026-11-23; today when it is not given." placeholder:"DATE"`
	DryRun bool   `help:"Show what would change and write nothing."`
	JSON   bool   `help:"The outcome as one JSON object."`
}

// maxImport bounds a file: all texts of a language with their screens are below 2 MiB.
const maxImport = 16 << 20

// Run reads, judges, shows and writes.
func (c LocaleImport) Run(s streams) error {
	rows, tag, err := c.read()
	if err != nil {
		return err
	}
	files, err := localeDir{c.Dir}.files()
	if err != nil {
		return err
	}
	on, err := today(c.On)
	if err != nil {
		return err
	}
	book, err := wording.Open(files, tag)
	if err != nil {
		return err
	}
	outcome := book.Merge(rows, on)
	if err := c.show(s.out, tag, outcome); err != nil {
		return err
	}
	if n := len(outcome.Bad); n > 0 {
		return fmt.Errorf("%d rows are refused; nothing was written", n)
	}
	if c.DryRun {
		return nil
	}
	return c.write(book, outcome)
}

// read opens the file in whichever form it is.
func (c LocaleImport) read() ([]wording.Row, string, error) {
	f, err := os.Open(c.File)
	if err != nil {
		return nil, "", config.Bad("the file %s cannot be read", c.File)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxImport+1))
	if err != nil || len(raw) > maxImport {
		return nil, "", config.Bad("the file %s cannot be read or is larger than 16 MiB", c.File)
	}
	var rows []wording.Row
	var tag string
	if isXML(raw) {
		tag, rows, err = wording.ReadXLIFF(raw, c.By)
	} else {
		tag, rows, err = wording.ReadCSV(raw)
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s: %w", c.File, err)
	}
	tag, err = c.tag(tag)
	if err == nil && c.By == "" {
		err = unsigned(rows)
	}
	return rows, tag, err
}

func isXML(raw []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\uFEFF"))), []byte("<"))
}

// unsigned refuses a sign-off without a role: a review must say who stands for it.
func unsigned(rows []wording.Row) error {
	for _, r := range rows {
		if r.Status == "signed-off" && r.By == "" {
			return config.Bad("line %d: the text is signed off; say by whom with --by, a role and never a name", r.Line)
		}
	}
	return nil
}

func (c LocaleImport) tag(said string) (string, error) {
	switch {
	case said == "" && c.Tag == "":
		return "", config.Bad("the file does not say its language; say it with --tag")
	case said != "" && c.Tag != "" && said != c.Tag:
		return "", config.Bad("the file is of the language %q, not %q", said, c.Tag)
	case said == "":
		said = c.Tag
	}
	if !tagForm.MatchString(said) || said == i18n.Source {
		return "", config.Bad("%q is not a language that is translated", said)
	}
	return said, nil
}

// show says what is different.
func (c LocaleImport) show(out io.Writer, tag string, o wording.Outcome) error {
	return showOutcome(out, c.JSON, tag, o)
}

func showOutcome(out io.Writer, asJSON bool, tag string, o wording.Outcome) error {
	if asJSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(struct {
			Tag string `json:"tag"`
			wording.Outcome
		}{tag, o})
	}
	for _, b := range o.Bad {
		fmt.Fprintf(out, "line %d %s: %s\n", b.Line, b.Key, b.Why)
	}
	for _, x := range o.Changes {
		fmt.Fprintf(out, "%s\n  - %s\n  + %s\n", x.Key, shorten(x.Old), shorten(x.New))
	}
	fmt.Fprintf(out, "%s: %d changed, %d reviewed, %d the same, %d not translated, %d refused\n",
		tag, len(o.Changes), len(o.Reviewed), o.Same, o.Left, len(o.Bad))
	return nil
}

// shorten keeps a text on one line of the terminal.
func shorten(text string) string {
	r := []rune(fmt.Sprintf("%q", text))
	if len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return string(r)
}

// write saves what has changed, the texts first: a review without its text counts for nothing.
func (c LocaleImport) write(book *wording.Book, o wording.Outcome) error {
	return writeBook(c.Dir, book, o)
}

func writeBook(dir string, book *wording.Book, o wording.Outcome) error {
	if len(o.Changes) > 0 {
		if err := replace(filepath.Join(dir, book.Tag+".toml"), book.Target.String()); err != nil {
			return err
		}
	}
	if len(o.Reviewed)+len(o.Dropped) == 0 {
		return nil
	}
	return replace(filepath.Join(dir, "reviews.toml"), book.Reviews.String())
}
