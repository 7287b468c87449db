package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"siaga/internal/config"
	"siaga/internal/directory"
)

// DirectoryVerify records a verification in the operator's file.
type DirectoryVerify struct {
	ID   string `arg:"" help:"Which number, as siaga directory list names it."`
	Read string `arg:"" help:"The number or address as you just read it on the official page; it is compared digit by digit."`
	By   string `help:"Your name." required:""`
	File string `help:"The operator's CSV file; it is made when it is not there." required:"" placeholder:"FILE"`
	JSON bool   `help:"As a JSON line."`
	day
}

// secondWithin is how long a first verification waits for the second person (see directory.WithConfirmed).
const secondWithin = 7 * 24 * time.Hour

// Run records the first or the second person.
func (c DirectoryVerify) Run(s streams) error {
	now, err := c.time()
	if err != nil {
		return err
	}
	file := numbersFile{c.File}
	d, err := file.load()
	if err != nil {
		return err
	}
	e, ok := d.Entry(c.ID)
	if !ok {
		return config.Bad("there is no number %q; see siaga directory list", c.ID)
	}
	if !sameNumber(e, c.Read) {
		return fmt.Errorf("%s stands here as %q, not as %q: look again; if the page is right, correct it with siaga directory import", e.ID, written(e), c.Read)
	}
	next, said, err := c.record(d, e, now)
	if err != nil {
		return err
	}
	if err := file.save(next); err != nil {
		return err
	}
	e, _ = next.Entry(c.ID)
	return done(s.out, c.JSON, lineOfNumber(e, now), said)
}

// record confirms a verification that waits for its second person, and else begins one.
func (c DirectoryVerify) record(d *directory.Directory, e directory.Entry, now time.Time) (*directory.Directory, string, error) {
	at := directory.DateOf(now)
	waits := e.VerifiedAt != "" && e.Confirmed == "" && at.Time().Sub(e.VerifiedAt.Time()) <= secondWithin
	if waits {
		next, err := d.WithConfirmed(e.ID, c.By, now)
		until := e.VerifiedAt.Time().Add(directory.Fresh).Format(time.DateOnly)
		return next, fmt.Sprintf("%s: verified by %s and confirmed by %s, good until %s", e.ID, e.VerifiedBy, c.By, until), err
	}
	next, err := d.WithVerified(e.ID, c.By, now)
	return next, fmt.Sprintf("%s: verified by %s on %s; somebody else must do the same within 7 days", e.ID, c.By, at), err
}

func written(e directory.Entry) string {
	if e.Number == "" {
		return e.Web
	}
	return e.Print
}

// sameNumber compares digits, or the address where there is no number.
func sameNumber(e directory.Entry, read string) bool {
	if e.Number == "" {
		return strings.EqualFold(e.Web, strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(read), "https://"), "/"))
	}
	return onlyDigits(read) == onlyDigits(e.Print+e.Ext) || onlyDigits(read) == onlyDigits(e.Print)
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// DirectoryImport reads rows over the numbers.
type DirectoryImport struct {
	From string `arg:"" help:"CSV file with the columns of the list; - reads standard input."`
	File string `help:"The operator's CSV file, which is written; it is made when it is not there." required:"" placeholder:"FILE"`
	JSON bool   `help:"As a JSON line."`
}

// importedLine is what a program reads of an import.
type importedLine struct {
	File    string `json:"file"`
	Numbers int    `json:"numbers"`
	Stale   int    `json:"stale"`
}

// Run checks the whole file first.
func (c DirectoryImport) Run(s streams) error {
	in := s.in
	if c.From != "-" {
		f, err := os.Open(c.From)
		if err != nil {
			return config.Bad("the file %s cannot be read", c.From)
		}
		defer f.Close()
		in = f
	}
	file := numbersFile{c.File}
	d, err := file.load()
	if err != nil {
		return err
	}
	next, err := d.Import(in)
	if err != nil {
		return err
	}
	if err := file.save(next); err != nil {
		return err
	}
	stale, all := next.CountStale(time.Now())
	return done(s.out, c.JSON, importedLine{c.File, all, stale}, fmt.Sprintf("%s holds %d numbers now", c.File, all))
}
