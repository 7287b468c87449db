package wording

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// column is one column of a spreadsheet.
type column struct {
	name string
	of   func(*Row) *string
}

// columns in order. People who fill them in read Indonesian.
var columns = []column{
	{"key", func(r *Row) *string { return &r.Key }},
	{"kapan", func(r *Row) *string { return &r.Said }},
	{"layar", func(r *Row) *string { return &r.Screen }},
	{"tombol", func(r *Row) *string { return &r.Buttons }},
	{"indonesia", func(r *Row) *string { return &r.Source }},
	{translation, func(r *Row) *string { return &r.Text }},
	{"status", func(r *Row) *string { return &r.Status }},
	{"pemeriksa", func(r *Row) *string { return &r.By }},
	{"batas", func(r *Row) *string { return &r.Limit }},
	{"catatan", func(r *Row) *string { return &r.Note }},
	{"percakapan", func(r *Row) *string { return &r.Talk }},
}

// needed are the columns without which a file says nothing.
var needed = []string{"key", "indonesia", translation}

// translation is the column that speakers fill in; its header names the language: "terjemahan (jv)".
const translation = "terjemahan"

const bom = "\uFEFF"

// WriteCSV writes rows for a spreadsheet: UTF-8 with a mark that Excel needs. The language stands in the header.
func WriteCSV(w io.Writer, tag string, rows []Row) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	var head []string
	for _, c := range columns {
		if c.name == translation {
			head = append(head, c.name+" ("+tag+")")
			continue
		}
		head = append(head, c.name)
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for _, r := range rows {
		var cells []string
		for _, c := range columns {
			cells = append(cells, guard(*c.of(&r)))
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// formula are the characters by which a spreadsheet takes a cell for something to compute.
const formula = "=+-@\t'"

// guard keeps a cell a text; unguard takes the mark away again.
func guard(cell string) string {
	if cell != "" && strings.Contains(formula, cell[:1]) {
		return "'" + cell
	}
	return cell
}

func unguard(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.Contains(formula, cell[1:2]) {
		return cell[1:]
	}
	return cell
}

// ReadCSV reads what a spreadsheet saved: commas, semicolons or tabs, UTF-8 or UTF-16. tag is "" when the header does not say
// the language.
func ReadCSV(raw []byte) (tag string, rows []Row, err error) {
	text, err := unicodeOf(raw)
	if err != nil {
		return "", nil, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, false
	head, err := in.Read()
	if err != nil {
		return "", nil, fmt.Errorf("line 1: no header: %w", err)
	}
	at, tag, err := places(head)
	if err != nil {
		return "", nil, err
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return tag, rows, nil
		}
		if err != nil {
			return "", nil, err // names the line
		}
		line, _ := in.FieldPos(0)
		if r, any := rowOf(cells, at); any {
			r.Line = line
			rows = append(rows, r)
		}
	}
}

// places finds the columns by the names in the header, and the language.
func places(head []string) (at map[string]int, tag string, err error) {
	at = map[string]int{}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(name))
		if of, ok := strings.CutPrefix(name, translation+" ("); ok {
			name, tag = translation, strings.TrimSuffix(of, ")")
		}
		if _, twice := at[name]; twice && name != "" {
			return nil, "", fmt.Errorf("line 1: the column %q stands twice", name)
		}
		at[name] = i
	}
	for _, name := range needed {
		if _, ok := at[name]; !ok {
			return nil, "", fmt.Errorf("line 1: there is no column %q", name)
		}
	}
	return at, tag, nil
}

func rowOf(cells []string, at map[string]int) (r Row, any bool) {
	for _, c := range columns {
		i, ok := at[c.name]
		if !ok || i >= len(cells) {
			continue
		}
		cell := strings.ReplaceAll(unguard(cells[i]), "\r\n", "\n")
		*c.of(&r) = cell
		any = any || strings.TrimSpace(cell) != ""
	}
	return r, any
}

// separator is the sign between the cells of the header: spreadsheets of countries with a decimal comma write semicolons.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, sign := range []rune{',', ';', '\t'} {
		if n := strings.Count(head, string(sign)); n > most {
			best, most = sign, n
		}
	}
	return best
}

// unicodeOf gives a file's text, whichever Unicode form it was saved in.
func unicodeOf(raw []byte) (string, error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return utf16Of(raw[2:], func(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }), nil
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return utf16Of(raw[2:], func(b []byte) uint16 { return uint16(b[1]) | uint16(b[0])<<8 }), nil
	}
	raw = bytes.TrimPrefix(raw, []byte(bom))
	if !utf8.Valid(raw) {
		line := 1 + bytes.Count(raw[:firstBad(raw)], []byte("\n"))
		return "", fmt.Errorf("line %d: the file is not Unicode; save it as \"CSV UTF-8\"", line)
	}
	return string(raw), nil
}

func utf16Of(raw []byte, unit func([]byte) uint16) string {
	units := make([]uint16, 0, len(raw)/2)
	for ; len(raw) >= 2; raw = raw[2:] {
		units = append(units, unit(raw))
	}
	return string(utf16.Decode(units))
}

// firstBad is the place of the first byte that is not UTF-8.
func firstBad(raw []byte) int {
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(raw)
}
