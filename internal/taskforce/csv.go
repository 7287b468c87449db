package taskforce

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Columns are the columns of a register file, in the order written; when read they may stand in any order and all but
// "code" may be left out. Columns are parted by commas, semicolons or tabs; a byte order mark and Windows line ends do no harm. A row without a seat describes a task force, a row with a seat a seat of it:
//
//	code         Kemendagri code of the region, 00 for pusat
//	name         full name; empty: "Gugus Tugas PP TPPO" and the region's name
//	formed       ya or tidak: was it formed; empty: not known
//	decree_no    number of the decree
//	decree_date  day of the decree, 2026-01-31
//	valid_until  last day it is in force; empty: not stated
//	cover        code of who covers when nobody is on duty; empty: the province, then pusat
//	seat         id of a seat, CODE/ROLE/NUMBER: 53.02/duty/1
//	role         chair, daily_chair, secretary, duty or subforce
//	title        what other officers read: Petugas piket 1
//	on_duty      ya or tidak
//	officer, nickname, rank, unit, username, phone   who sits there; used to match conflicts of interest
//	subforce     of a member's seat: prevention, health_rehab, social_rehab_return_reintegration, legal_norms, law_enforcement or coordination
//	linked       ya or tidak: can the bot write to the officer; for plans, an import never links anybody
func Columns() []string {
	return []string{"code", "name", "formed", "decree_no", "decree_date", "valid_until", "cover", "seat", "role", "title",
		"on_duty", "officer", "nickname", "rank", "unit", "username", "phone", "subforce", "linked"}
}

const day = "2006-01-02"

// ParseCSV reads a register and checks it as NewRegister does. The error is a BadRegister with the line of every problem;
// then nothing is returned, so nothing can be half imported.
func ParseCSV(in io.Reader) ([]TaskForce, []Seat, error) {
	text, err := readAll(in)
	if err != nil {
		return nil, nil, err
	}
	p := csvParser{in: csv.NewReader(bytes.NewReader(text))}
	p.in.Comma = separator(text)
	p.in.FieldsPerRecord = -1
	p.in.TrimLeadingSpace = p.in.Comma != '\t' // or empty fields would be eaten
	if err := p.read(); err != nil {
		return nil, nil, err
	}
	bad := append(p.bad, check(p.forces, p.seats, p.forceLines, p.seatLines)...)
	if len(bad) > 0 {
		slices.SortStableFunc(bad, func(a, b Problem) int { return a.Line - b.Line })
		return nil, nil, bad
	}
	return p.forces, p.seats, nil
}

// maxFile bounds a register file; every region of the country with ten seats each takes about one MiB.
const maxFile = 4 << 20

// readAll reads the file whole and refuses what no table program writes as CSV in UTF-8.
func readAll(in io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	if len(text) > maxFile {
		return nil, BadRegister{{bytes.Count(text, []byte("\n")) + 1, "the file is larger than 4 MiB, which no register is"}}
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for n, row := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(row) || bytes.IndexByte(row, 0) >= 0 {
			return nil, BadRegister{{n + 1, "not text in UTF-8; save the table as \"CSV UTF-8\""}}
		}
	}
	return text, nil
}

// separator is what parts the columns of the first line: Excel writes semicolons where a comma is the decimal sign, as in
// Indonesia.
func separator(text []byte) rune {
	first, _, _ := bytes.Cut(text, []byte("\n"))
	for _, c := range ";\t" {
		if bytes.ContainsRune(first, c) && !bytes.ContainsRune(first, ',') {
			return c
		}
	}
	return ','
}

// csvParser reads rows one by one. It goes on after a bad one, to find all problems at once.
type csvParser struct {
	in                    *csv.Reader
	column                map[string]int
	row                   []string
	line                  int
	bad                   BadRegister
	forces                []TaskForce
	seats                 []Seat
	forceLines, seatLines []int
}

func (p *csvParser) read() error {
	if err := p.header(); err != nil {
		return err
	}
	for {
		row, err := p.in.Read()
		var syntax *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &syntax):
			return BadRegister{{syntax.Line, "not readable as CSV: " + syntax.Err.Error()}}
		case err != nil:
			return fmt.Errorf("read the register: %w", err)
		}
		p.line, _ = p.in.FieldPos(0)
		p.take(row)
	}
}

func (p *csvParser) header() error {
	row, err := p.in.Read()
	if errors.Is(err, io.EOF) {
		return BadRegister{{1, "the file is empty"}}
	}
	if err != nil {
		return BadRegister{{1, "not readable as CSV: " + err.Error()}}
	}
	p.column = map[string]int{}
	for i, name := range row {
		name = strings.ToLower(strings.TrimSpace(name))
		_, twice := p.column[name]
		if twice || !slices.Contains(Columns(), name) {
			return BadRegister{{1, fmt.Sprintf("column %q is unknown or there twice", name)}}
		}
		p.column[name] = i
	}
	if _, ok := p.column["code"]; !ok {
		return BadRegister{{1, `the column "code" is missing`}}
	}
	return nil
}

func (p *csvParser) say(format string, args ...any) {
	p.bad = append(p.bad, Problem{p.line, fmt.Sprintf(format, args...)})
}

func (p *csvParser) take(row []string) {
	p.row = row
	if len(row) != len(p.column) {
		p.say("has %d fields, the first line %d", len(row), len(p.column))
		return
	}
	if p.text("seat") == "" {
		p.forces, p.forceLines = append(p.forces, p.force()), append(p.forceLines, p.line)
		return
	}
	p.seats, p.seatLines = append(p.seats, p.seat()), append(p.seatLines, p.line)
}

func (p *csvParser) force() TaskForce {
	formed := p.yes("formed")
	return TaskForce{Code: region.Code(p.text("code")), Name: p.text("name"), Formed: formed, Absent: !formed && p.text("formed") != "", DecreeNo: p.text("decree_no"),
		DecreeDate: p.date("decree_date"), ValidUntil: p.date("valid_until"), Cover: region.Code(p.text("cover"))}
}

func (p *csvParser) seat() Seat {
	s := Seat{ID: casework.SeatID(p.text("seat")), TaskForce: region.Code(p.text("code")), Role: p.role(), Field: p.field(),
		Title: p.text("title"), OnDuty: p.yes("on_duty")}
	o := Officer{Name: p.text("officer"), Nickname: p.text("nickname"), Rank: p.text("rank"), Unit: p.text("unit"),
		Username: p.text("username"), Phone: p.text("phone"), Reachable: p.yes("linked")}
	if o != (Officer{}) {
		s.Officer = &o
	}
	return s
}

func (p *csvParser) role() Role {
	name := strings.ToLower(p.text("role"))
	if r, ok := roleNames()[name]; ok {
		return r
	}
	return Role(name)
}

func (p *csvParser) field() Field {
	f := Field(strings.ToLower(p.text("subforce")))
	if f != "" && !slices.Contains(Fields(), f) {
		p.say("subforce %q is none of the six", f)
	}
	return f
}

func (p *csvParser) text(column string) string {
	i, ok := p.column[column]
	if !ok || i >= len(p.row) {
		return ""
	}
	return strings.TrimSpace(p.row[i])
}

func (p *csvParser) yes(column string) bool {
	switch v := strings.ToLower(p.text(column)); v {
	case "ya", "yes", "1", "true":
		return true
	case "tidak", "no", "0", "false", "":
	default:
		p.say("%s must be ya or tidak, not %q", column, v)
	}
	return false
}

func (p *csvParser) date(column string) time.Time {
	v := p.text(column)
	if v == "" {
		return time.Time{}
	}
	at, err := time.Parse(day, v)
	if err != nil {
		p.say("%s must be a day like 2026-01-31, not %q", column, v)
	}
	return at
}

// WriteCSV writes a register so that ParseCSV reads the same again, but for chat accounts and group addresses, which never
// leave the house.
func WriteCSV(out io.Writer, forces []TaskForce, seats []Seat) error {
	w := csv.NewWriter(out)
	rows := [][]string{Columns()}
	for _, f := range forces {
		rows = append(rows, []string{string(f.Code), f.Name, formedText(f), f.DecreeNo, dayOf(f.DecreeDate), dayOf(f.ValidUntil),
			string(f.Cover), "", "", "", "", "", "", "", "", "", "", "", ""})
	}
	for _, s := range seats {
		o, linked := Officer{}, ""
		if s.Officer != nil {
			o, linked = *s.Officer, yesNo(s.Officer.Reachable)
		}
		rows = append(rows, []string{string(s.TaskForce), "", "", "", "", "", "", string(s.ID), string(s.Role), s.Title, yesNo(s.OnDuty),
			o.Name, o.Nickname, o.Rank, o.Unit, o.Username, o.Phone, string(s.Field), linked})
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write the register: %w", err)
	}
	return nil
}

func formedText(f TaskForce) string {
	if f.Formation() == FormedUnknown {
		return ""
	}
	return yesNo(f.Formed)
}

func yesNo(b bool) string {
	if b {
		return "ya"
	}
	return "tidak"
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(day)
}
