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

// DirectoryCheck says what needs a human.
type DirectoryCheck struct {
	numbersFile
	day
	JSON bool `help:"As JSON lines."`
}

type problemLine struct {
	Kind  directory.ProblemKind `json:"kind"`
	ID    string                `json:"id,omitempty"`
	Field string                `json:"field,omitempty"`
	Line  int                   `json:"line,omitempty"`
	Text  string                `json:"text"`
}

// Run lists the problems. Missions without any number are known gaps: they are listed and fail nothing.
func (c DirectoryCheck) Run(s streams) error {
	now, err := c.time()
	if err != nil {
		return err
	}
	found, err := c.problems(now)
	if err != nil {
		return err
	}
	if err := c.print(s, found); err != nil {
		return err
	}
	due := 0
	for _, p := range found {
		if p.Kind != directory.NoNumber {
			due++
		}
	}
	if due > 0 {
		return fmt.Errorf("%d point(s) of the directory are stale or wrong", due)
	}
	return nil
}

// problems checks the file; one that is refused has its problems listed as well.
func (c DirectoryCheck) problems(now time.Time) ([]directory.Problem, error) {
	d, err := c.load()
	if refused, ok := errors.AsType[directory.Refused](err); ok {
		return refused, nil
	}
	if err != nil {
		return nil, err
	}
	return d.Check(now), nil
}

func (c DirectoryCheck) print(s streams, found []directory.Problem) error {
	var lines []problemLine
	for _, p := range found {
		lines = append(lines, problemLine{p.Kind, p.ID, p.Field, p.Line, p.Text})
	}
	if c.JSON {
		return encodeAll(s.out, lines)
	}
	t := tabwriter.NewWriter(s.out, 2, 2, 2, ' ', 0)
	fmt.Fprintln(t, "KIND\tID\tFIELD\tLINE\tWHAT")
	for _, l := range lines {
		line := ""
		if l.Line > 0 {
			line = fmt.Sprint(l.Line)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", l.Kind, l.ID, l.Field, line, l.Text)
	}
	return t.Flush()
}

// DirectoryVerify records a verification in the operator's file.
type DirectoryVerify struct {
	ID   string `arg:"" help:"Which number, as siaga directory list names it."`
	Read string `arg:"" help:"The number or address as you just read it on the official page; it is compared digit by digit."`
	By   string `help:"Your name." required:""`
	File string `help:"The operator's CSV file; it is made when it is not there." required:"" placeholder:"FILE"`
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
	_, err = fmt.Fprintln(s.out, said)
	return err
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
	_, err = fmt.Fprintf(s.out, "%s holds %d numbers now\n", c.File, len(next.Entries()))
	return err
}
