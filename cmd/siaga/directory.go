package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"siaga/internal/config"
	"siaga/internal/directory"
)

// Directory manages the telephone numbers that people are given.
type Directory struct {
	List   DirectoryList   `cmd:"" help:"List the numbers with their source, date and who verified them."`
	Check  DirectoryCheck  `cmd:"" help:"Say which numbers are stale or wrong; exit code 1 if any."`
	Verify DirectoryVerify `cmd:"" help:"Record that you re-read a number on the official page; a second person does the same."`
	Import DirectoryImport `cmd:"" help:"Read a CSV file over the numbers; all of it or nothing."`
}

// numbersFile is the operator's list, over the numbers this program was built with.
type numbersFile struct {
	File string `help:"The operator's CSV file; without it the numbers this program was built with." placeholder:"FILE"`
}

// load reads the operator's file over the built-in numbers. A file that is not there yet changes nothing.
func (n numbersFile) load() (*directory.Directory, error) {
	if n.File == "" {
		return directory.Default(), nil
	}
	raw, err := os.ReadFile(n.File)
	if errors.Is(err, fs.ErrNotExist) {
		return directory.Default(), nil
	}
	if err != nil {
		return nil, config.Bad("the file %s cannot be read", n.File)
	}
	return directory.Default().Import(bytes.NewReader(raw))
}

// save writes the whole list into a new file and puts it in the old one's place, so that a half-written list never stands.
func (n numbersFile) save(d *directory.Directory) error {
	f, err := os.CreateTemp(filepath.Dir(n.File), ".numbers-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", n.File, err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(d.Export(f), f.Sync(), f.Chmod(0o644), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", n.File, err)
	}
	if err := os.Rename(f.Name(), n.File); err != nil {
		return fmt.Errorf("write %s: %w", n.File, err)
	}
	return nil
}

// day is the date a command works with.
type day struct {
	On string `help:"The day, as 2026-11-23; today when it is not given." placeholder:"DATE"`
}

func (d day) time() (time.Time, error) {
	if d.On == "" {
		return time.Now(), nil
	}
	t, err := time.Parse(time.DateOnly, d.On)
	if err != nil {
		return t, config.Bad("--on wants a day such as 2026-11-23, not %q", d.On)
	}
	return t.Add(12 * time.Hour), nil
}

// DirectoryList lists the numbers.
type DirectoryList struct {
	numbersFile
	day
	Country string `help:"Only this country (ISO 3166-1, for example MY)." placeholder:"ISO"`
	JSON    bool   `help:"As JSON lines."`
}

type numberLine struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Number     string         `json:"number,omitempty"`
	Web        string         `json:"web,omitempty"`
	Country    string         `json:"country,omitempty"`
	Confidence string         `json:"confidence"`
	Source     string         `json:"source"`
	SourceDate directory.Date `json:"source_date,omitempty"`
	VerifiedAt directory.Date `json:"verified_at,omitempty"`
	VerifiedBy string         `json:"verified_by,omitempty"`
	Confirmed  string         `json:"confirmed_by,omitempty"`
	Stale      bool           `json:"stale"`
}

// Run prints a table or JSON lines.
func (c DirectoryList) Run(s streams) error {
	d, err := c.load()
	if err != nil {
		return err
	}
	now, err := c.time()
	if err != nil {
		return err
	}
	var lines []numberLine
	for _, e := range d.Entries() {
		if c.Country == "" || strings.EqualFold(c.Country, e.Country) {
			lines = append(lines, lineOfNumber(e, now))
		}
	}
	if c.JSON {
		return encodeAll(s.out, lines)
	}
	t := tabwriter.NewWriter(s.out, 2, 2, 2, ' ', 0)
	fmt.Fprintln(t, "ID\tNUMBER\tNAME\tCONFIDENCE\tSOURCE DATE\tVERIFIED\tBY\tSTALE")
	for _, l := range lines {
		number := l.Number
		if number == "" {
			number = l.Web
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.ID, number, l.Name, l.Confidence, l.SourceDate, l.VerifiedAt, people(l), yes(l.Stale))
	}
	return t.Flush()
}

func people(l numberLine) string {
	if l.Confirmed == "" {
		return l.VerifiedBy
	}
	return l.VerifiedBy + ", " + l.Confirmed
}

func lineOfNumber(e directory.Entry, now time.Time) numberLine {
	return numberLine{ID: e.ID, Name: e.Name, Number: e.Print, Web: e.Web, Country: e.Country, Confidence: string(e.Confidence), Source: e.Source,
		SourceDate: e.SourceDate, VerifiedAt: e.VerifiedAt, VerifiedBy: e.VerifiedBy, Confirmed: e.Confirmed, Stale: e.Stale(now)}
}

func encodeAll[T any](w io.Writer, lines []T) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, l := range lines {
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return nil
}
