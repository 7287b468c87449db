package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// column is one column of a CSV file: how to read it from an entry and how to write it into one.
type column struct {
	name string
	get  func(Entry) string
	set  func(*Entry, string)
}

func textColumn[T ~string](name string, at func(*Entry) *T) column {
	return column{name, func(e Entry) string { return string(*at(&e)) }, func(e *Entry, s string) { *at(e) = T(s) }}
}

func yesColumn(name string, at func(*Entry) *bool) column {
	return column{name,
		func(e Entry) string { return map[bool]string{true: "ya", false: "tidak"}[*at(&e)] },
		func(e *Entry, s string) { *at(e) = strings.EqualFold(s, "ya") }}
}

// columns are those of a file, in order. The number stands as people read it, which spreadsheets leave alone.
func columns() []column {
	return []column{
		textColumn("id", func(e *Entry) *string { return &e.ID }),
		textColumn("name", func(e *Entry) *string { return &e.Name }),
		{"number", func(e Entry) string { return e.Print }, func(e *Entry, s string) { e.Print, e.Number = s, digits(s) }},
		textColumn("ext", func(e *Entry) *string { return &e.Ext }),
		textColumn("web", func(e *Entry) *string { return &e.Web }),
		{"channels", channelsText, func(e *Entry, s string) { e.Channels = channelsOf(s) }},
		textColumn("hours", func(e *Entry) *string { return &e.Hours }),
		textColumn("cost", func(e *Entry) *string { return &e.Cost }),
		yesColumn("from_abroad", func(e *Entry) *bool { return &e.FromAbroad }),
		textColumn("country", func(e *Entry) *string { return &e.Country }),
		textColumn("kind", func(e *Entry) *Kind { return &e.Kind }),
		textColumn("agency", func(e *Entry) *string { return &e.Agency }),
		textColumn("mission", func(e *Entry) *string { return &e.Mission }),
		textColumn("confidence", func(e *Entry) *Confidence { return &e.Confidence }),
		textColumn("source", func(e *Entry) *string { return &e.Source }),
		textColumn("source_date", func(e *Entry) *Date { return &e.SourceDate }),
		textColumn("verified_at", func(e *Entry) *Date { return &e.VerifiedAt }),
		textColumn("verified_by", func(e *Entry) *string { return &e.VerifiedBy }),
		textColumn("confirmed_by", func(e *Entry) *string { return &e.Confirmed }),
		textColumn("name_en", func(e *Entry) *string { return &e.NameEN }),
		textColumn("about", func(e *Entry) *string { return &e.About }),
		textColumn("about_en", func(e *Entry) *string { return &e.AboutEN }),
		textColumn("note", func(e *Entry) *string { return &e.Note }),
	}
}

func channelsText(e Entry) string {
	var out []string
	for _, c := range e.Channels {
		out = append(out, string(c))
	}
	return strings.Join(out, " ")
}

func channelsOf(s string) (out []Channel) {
	for _, c := range strings.Fields(s) {
		out = append(out, Channel(c))
	}
	return out
}

// Export writes all numbers as CSV, to be worked on and read back by Import.
func (d *Directory) Export(w io.Writer) error {
	out, cols := csv.NewWriter(w), columns()
	head := make([]string, len(cols))
	for i, c := range cols {
		head[i] = c.name
	}
	if err := out.Write(head); err != nil {
		return fmt.Errorf("write the directory: %w", err)
	}
	for _, e := range d.entries {
		row := make([]string, len(cols))
		for i, c := range cols {
			row[i] = c.get(e)
		}
		if err := out.Write(row); err != nil {
			return fmt.Errorf("write the directory: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// Import reads rows as Export writes them over this directory: a row with a known id changes that number, a new id adds
// one, and confidence C, U or X takes the number out. Columns that are not there stay as they are; commas or semicolons
// divide them. Digits that are new here need verified_at, verified_by and another confirmed_by, on a day later than the
// digits they replace were verified. The error is a Refused with line and id of every problem; then nothing is changed.
func (d *Directory) Import(r io.Reader) (*Directory, error) {
	raw, err := readAll(r)
	if err != nil {
		return nil, err
	}
	in := importer{old: d, next: d.clone(), seen: map[string]bool{}}
	if err := in.read(raw); err != nil {
		return nil, err
	}
	bad := append(in.bad, in.next.faults()...)
	if len(bad) > 0 {
		return nil, Refused(bad)
	}
	return in.next, nil
}

type importer struct {
	old, next *Directory
	cols      []column
	seen      map[string]bool
	bad       []Problem
}

func (in *importer) read(raw []byte) error {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	table := csv.NewReader(bytes.NewReader(raw))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		table.Comma = ';'
	}
	for i := range in.next.entries {
		in.next.entries[i].line = 0
	}
	for {
		row, err := table.Read()
		if errors.Is(err, io.EOF) && in.cols != nil {
			return nil
		}
		if err != nil {
			return csvFault(err)
		}
		line, _ := table.FieldPos(0)
		if in.cols == nil {
			if err := in.header(row); err != nil {
				return err
			}
			continue
		}
		in.row(line, row)
	}
}

func csvFault(err error) error {
	if bad, ok := errors.AsType[*csv.ParseError](err); ok {
		return Refused{{Line: bad.Line, Kind: Form, Text: "not readable as CSV: " + bad.Err.Error()}}
	}
	return Refused{{Line: 1, Kind: Form, Text: "the file is empty"}}
}

func (in *importer) header(row []string) error {
	for _, name := range row {
		name = strings.ToLower(strings.TrimSpace(name))
		has := func(c column) bool { return c.name == name }
		i := slices.IndexFunc(columns(), has)
		if i < 0 || slices.ContainsFunc(in.cols, has) {
			return Refused{{Line: 1, Field: name, Kind: Form, Text: "column is unknown or there twice"}}
		}
		in.cols = append(in.cols, columns()[i])
	}
	if !slices.ContainsFunc(in.cols, func(c column) bool { return c.name == "id" }) {
		return Refused{{Line: 1, Field: "id", Kind: Lacking, Text: "column is missing"}}
	}
	return nil
}

func (in *importer) row(line int, row []string) {
	was, known := in.old.Entry(in.value(row, "id"))
	e := was
	for i, c := range in.cols {
		c.set(&e, strings.TrimSpace(row[i]))
	}
	e.line = line
	at := in.next.index(e.ID)
	switch {
	case in.seen[e.ID]:
		in.bad = append(in.bad, e.problem(Duplicate, "id", "stands here twice"))
	case out(e) && at >= 0:
		in.take(e, at)
	case out(e):
	default:
		in.renewed(was, e)
		in.put(e, known, at)
	}
	in.seen[e.ID] = true
}

// out tells whether the row takes a number out.
func out(e Entry) bool { return slices.Contains([]Confidence{"C", "U", "X"}, e.Confidence) }

func (in *importer) take(e Entry, at int) {
	if e.ID == emergency {
		in.bad = append(in.bad, e.problem(Form, "confidence", "110 cannot be taken out"))
		return
	}
	in.next.entries = slices.Delete(in.next.entries, at, at+1)
}

func (in *importer) put(e Entry, known bool, at int) {
	if known {
		in.next.entries[at] = e
		return
	}
	in.next.entries = append(in.next.entries, e)
}

// renewed demands two people for digits that were not here before.
func (in *importer) renewed(was, e Entry) {
	if was.Number == e.Number && was.Web == e.Web && was.Ext == e.Ext {
		return
	}
	if !e.Verified() || !e.VerifiedAt.Time().After(was.VerifiedAt.Time()) {
		in.bad = append(in.bad, e.problem(Lacking, "verified_at", "new digits need a new day, verified_by and another confirmed_by"))
	}
}

func (in *importer) value(row []string, name string) string {
	i := slices.IndexFunc(in.cols, func(c column) bool { return c.name == name })
	return strings.TrimSpace(row[i])
}
