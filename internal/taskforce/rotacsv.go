package taskforce

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"siaga/internal/casework"
)

// RotaColumns are the columns of a file of weekly rotas: a row for each seat, in the cell of a day its shifts: "morning night", or
// nothing. When read they may stand in any order; every one must be there, so that a day left out is never a day off by mistake.
func RotaColumns() []string {
	return append([]string{"seat"}, rotaDays()...)
}

func rotaDays() []string   { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }
func rotaShifts() []string { return []string{"morning", "afternoon", "night"} }

// WriteRota writes the weeks of seats so that ParseRota reads the same again.
func WriteRota(out io.Writer, reg *Register, seats []Seat) error {
	w := csv.NewWriter(out)
	rows := [][]string{RotaColumns()}
	for _, s := range seats {
		row, week := []string{string(s.ID)}, reg.WeekOf(s.ID)
		for _, d := range Days() {
			var shifts []string
			for _, slot := range Slots() {
				if week.Has(d, slot) {
					shifts = append(shifts, rotaShifts()[slot])
				}
			}
			row = append(row, strings.Join(shifts, " "))
		}
		rows = append(rows, row)
	}
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("write the rota: %w", err)
	}
	return nil
}

// ParseRota reads weeks of seats of a register. The error is a BadRegister with the line of every problem; then nothing is returned, so
// nothing can be half imported. Seats that are not in the file keep their week.
func ParseRota(in io.Reader, reg *Register) (map[casework.SeatID]Week, error) {
	text, err := readAll(in)
	if err != nil {
		return nil, err
	}
	p := rotaParser{in: csv.NewReader(bytes.NewReader(text)), reg: reg, weeks: map[casework.SeatID]Week{}, lines: map[casework.SeatID]int{}}
	p.in.Comma = separator(text)
	p.in.FieldsPerRecord = -1
	p.in.TrimLeadingSpace = p.in.Comma != '\t'
	if err := p.read(); err != nil {
		return nil, err
	}
	if len(p.bad) > 0 {
		return nil, p.bad
	}
	return p.weeks, nil
}

// rotaParser reads rows one by one. It goes on after a bad one, to find all problems at once.
type rotaParser struct {
	in    *csv.Reader
	reg   *Register
	at    map[string]int
	weeks map[casework.SeatID]Week
	lines map[casework.SeatID]int
	bad   BadRegister
}

func (p *rotaParser) read() error {
	for first := true; ; first = false {
		row, err := p.in.Read()
		var syntax *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && first:
			return BadRegister{{1, "the file is empty"}}
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &syntax):
			return BadRegister{{syntax.Line, "not readable as CSV: " + syntax.Err.Error()}}
		case err != nil:
			return fmt.Errorf("read the rota: %w", err)
		}
		if first {
			if err := p.header(row); err != nil {
				return err
			}
			continue
		}
		line, _ := p.in.FieldPos(0)
		p.take(row, line)
	}
}

func (p *rotaParser) header(row []string) error {
	p.at = map[string]int{}
	for i, name := range row {
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := p.at[name]; twice || !slices.Contains(RotaColumns(), name) {
			return BadRegister{{1, fmt.Sprintf("column %q is unknown or there twice", name)}}
		}
		p.at[name] = i
	}
	for _, name := range RotaColumns() {
		if _, ok := p.at[name]; !ok {
			return BadRegister{{1, fmt.Sprintf("the column %q is missing", name)}}
		}
	}
	return nil
}

func (p *rotaParser) take(row []string, line int) {
	say := func(format string, args ...any) { p.bad = append(p.bad, Problem{line, fmt.Sprintf(format, args...)}) }
	if len(row) != len(p.at) {
		say("has %d fields, the first line %d", len(row), len(p.at))
		return
	}
	id := casework.SeatID(strings.TrimSpace(row[p.at["seat"]]))
	if _, ok := p.reg.Seat(id); !ok {
		say("there is no seat %q in the register", id)
		return
	}
	if before, twice := p.lines[id]; twice {
		say("seat %s stands in line %d already", id, before)
		return
	}
	p.lines[id] = line
	for i, day := range rotaDays() {
		for shift := range strings.FieldsSeq(strings.ToLower(row[p.at[day]])) {
			slot := slices.Index(rotaShifts(), shift)
			if slot < 0 {
				say("%s has %q, which is none of morning, afternoon, night", day, shift)
				continue
			}
			p.weeks[id] = p.weeks[id].Set(Days()[i], Slot(slot))
		}
	}
	p.weeks[id] += 0 // a seat without any shift is in the file too
}
