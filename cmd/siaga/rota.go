package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// TaskforceExport writes the register.
type TaskforceExport struct {
	File string `arg:"" default:"-" help:"CSV file to be written; - is standard output."`
}

// Run writes what import reads again; chat accounts and group addresses never leave the house.
func (c TaskforceExport) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	forces := slices.DeleteFunc(reg.All(), func(f taskforce.TaskForce) bool {
		return f.Formation() == taskforce.FormedUnknown && len(reg.Seats(f.Code)) == 0
	})
	if c.File == "-" {
		return taskforce.WriteCSV(s.out, forces, reg.AllSeats())
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return config.Bad("the file %s cannot be written", c.File)
	}
	return errors.Join(taskforce.WriteCSV(f, forces, reg.AllSeats()), f.Close())
}

// TaskforceRota shows the shifts ahead, and reads and writes the weekly rota of many seats at once.
type TaskforceRota struct {
	Show   TaskforceRotaShow   `cmd:"" default:"withargs" help:"The shifts ahead and who is planned for them."`
	Import TaskforceRotaImport `cmd:"" help:"Read weekly rotas from a CSV file; all of it or nothing."`
	Export TaskforceRotaExport `cmd:"" help:"Write the weekly rotas as a CSV file that import reads again."`
}

// TaskforceRotaImport reads weekly rotas.
type TaskforceRotaImport struct {
	File   string `arg:"" help:"CSV file with the columns of export; - reads standard input."`
	DryRun bool   `help:"Only check it and say which seats would change."`
}

// Run checks the whole file first. Seats that are not in it keep their week.
func (c TaskforceRotaImport) Run(ctx context.Context, s streams, env environment) error {
	in := s.in
	if c.File != "-" {
		f, err := os.Open(c.File)
		if err != nil {
			return config.Bad("the file %s cannot be read", c.File)
		}
		defer f.Close()
		in = f
	}
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	weeks, err := taskforce.ParseRota(in, reg)
	if err != nil {
		return config.Bad("%v", err)
	}
	if c.DryRun {
		return sayRota(s.out, "would change", reg, weeks)
	}
	if err := o.Engine.SetRota(ctx, weeks); err != nil {
		return err
	}
	return sayRota(s.out, "changed", reg, weeks)
}

// sayRota names the seats whose week differs.
func sayRota(out io.Writer, what string, reg *taskforce.Register, weeks map[casework.SeatID]taskforce.Week) error {
	var changed []string
	for seat, week := range weeks {
		if reg.WeekOf(seat) != week {
			changed = append(changed, string(seat))
		}
	}
	slices.Sort(changed)
	_, err := fmt.Fprintf(out, "%d seats read, %d %s: %s\n", len(weeks), len(changed), what, orDash(strings.Join(changed, " ")))
	return err
}

// TaskforceRotaExport writes weekly rotas.
type TaskforceRotaExport struct {
	File string `arg:"" default:"-" help:"CSV file to be written; - is standard output."`
	Code string `help:"Only the seats of this task force." placeholder:"CODE"`
}

// Run writes a row for each seat.
func (c TaskforceRotaExport) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	seats := reg.AllSeats()
	if c.Code != "" {
		seats = reg.Seats(region.Code(c.Code))
	}
	if c.File == "-" {
		return taskforce.WriteRota(s.out, reg, seats)
	}
	f, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return config.Bad("the file %s cannot be written", c.File)
	}
	return errors.Join(taskforce.WriteRota(f, reg, seats), f.Close())
}

// TaskforceRotaShow lists the shifts ahead.
type TaskforceRotaShow struct {
	Code string `arg:"" help:"Code, for example 53.02; 00 is pusat."`
	Days int    `default:"7" help:"How many days ahead, 1 to 60."`
	Gaps bool   `help:"Only shifts that nobody has."`
	JSON bool   `help:"As JSON lines."`
}

type shiftLine struct {
	Date  string   `json:"date"`
	Shift string   `json:"shift"`
	From  string   `json:"from"`
	To    string   `json:"to"`
	Seats []string `json:"seats"`
}

// Run prints one line for each shift, with the seats planned for it.
func (c TaskforceRotaShow) Run(ctx context.Context, s streams, env environment) error {
	if c.Days < 1 || c.Days > 60 {
		return config.Bad("--days must be 1 to 60, not %d", c.Days)
	}
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	code := region.Code(c.Code)
	if _, ok := reg.Force(code); !ok {
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	}
	var rows []shiftLine
	for _, shift := range taskforce.Ahead(code, time.Now(), c.Days) {
		line := shiftLine{shift.Date, shiftWords()[shift.Slot], shift.From.Format("15:04 MST"), shift.To.Format("15:04 MST"), []string{}}
		for _, seat := range reg.PlannedFor(code, shift) {
			line.Seats = append(line.Seats, string(seat.ID))
		}
		if !c.Gaps || len(line.Seats) == 0 {
			rows = append(rows, line)
		}
	}
	return listing(s.out, c.JSON, "DATE\tSHIFT\tFROM\tTO\tSEATS", rows, func(r shiftLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s", r.Date, r.Shift, r.From, r.To, orDash(strings.Join(r.Seats, " ")))
	})
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// The words by which the commands name days and shifts.
func dayWords() []string   { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }
func shiftWords() []string { return []string{"morning", "afternoon", "night"} }

// OfficerRota shows or sets the week of a seat.
type OfficerRota struct {
	Seat string `arg:"" help:"Seat, for example 53.02/duty/1."`
	Set  string `help:"Shifts as day:shift, for example mon:morning,sat:night; \"all\" or \"none\". Days mon to sun, shifts morning (06-14), afternoon (14-22), night (22-06)." placeholder:"SHIFTS"`
	JSON bool   `help:"As JSON lines."`
}

type weekLine struct {
	Day    string   `json:"day"`
	Shifts []string `json:"shifts"`
}

// Run sets the week if asked, and prints it.
func (c OfficerRota) Run(ctx context.Context, s streams, env environment) error {
	week, err := parseWeek(c.Set)
	if err != nil {
		return err
	}
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	id := casework.SeatID(c.Seat)
	if _, ok := reg.Seat(id); !ok {
		return noSeat(c.Seat)
	}
	if c.Set == "" {
		week = reg.WeekOf(id)
	} else if err := o.Engine.SetRota(ctx, map[casework.SeatID]taskforce.Week{id: week}); err != nil {
		return err
	}
	return printWeek(s.out, c.JSON, week)
}

func printWeek(out io.Writer, asJSON bool, week taskforce.Week) error {
	var rows []weekLine
	for i, d := range taskforce.Days() {
		line := weekLine{dayWords()[i], []string{}}
		for _, slot := range taskforce.Slots() {
			if week.Has(d, slot) {
				line.Shifts = append(line.Shifts, shiftWords()[slot])
			}
		}
		rows = append(rows, line)
	}
	return listing(out, asJSON, "DAY\tSHIFTS", rows, func(r weekLine) string { return r.Day + "\t" + orDash(strings.Join(r.Shifts, " ")) })
}

// parseWeek reads "mon:morning,sat:night", "all" or "none".
func parseWeek(words string) (taskforce.Week, error) {
	switch strings.TrimSpace(words) {
	case "", "none":
		return 0, nil
	case "all":
		return taskforce.AllWeek, nil
	}
	var week taskforce.Week
	for part := range strings.SplitSeq(strings.ToLower(words), ",") {
		day, shift, _ := strings.Cut(strings.TrimSpace(part), ":")
		d, s := slices.Index(dayWords(), day), slices.Index(shiftWords(), shift)
		if d < 0 || s < 0 {
			return 0, config.Bad("%s is no shift: write day:shift, for example mon:morning,sat:night", strconv.Quote(part))
		}
		week = week.Set(taskforce.Days()[d], taskforce.Slot(s))
	}
	return week, nil
}

// OfficerSeatCommand adds a seat, changes it or shows it.
type OfficerSeatCommand struct {
	Seat     string `arg:"" help:"Seat, for example 53.02/duty/3; a new one is made when --role is given."`
	Role     string `help:"chair, daily_chair, secretary, duty or subforce." placeholder:"ROLE"`
	Title    string `help:"What other officers read, for example \"Petugas piket 3\"."`
	Subforce string `help:"Of a member: prevention, health_rehab, social_rehab_return_reintegration, legal_norms, law_enforcement or coordination." placeholder:"FIELD"`
	JSON     bool   `help:"As JSON lines."`
}

// Run prints the seat as it then is. Who sits there and whether the seat is on duty stay as they were.
func (c OfficerSeatCommand) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	seat, known := reg.Seat(casework.SeatID(c.Seat))
	if !known && c.Role == "" {
		return noSeat(c.Seat)
	}
	if c.Role != "" || c.Title != "" || c.Subforce != "" {
		if seat, err = c.changed(reg, seat); err != nil {
			return err
		}
		if err := o.Engine.Import(ctx, nil, []taskforce.Seat{seat}); err != nil {
			return err
		}
	}
	force, _ := reg.Force(seat.TaskForce)
	row := seatLine{string(seat.ID), force.Name, string(seat.Role), seat.Title, seat.Linked(), 0, seat.OnDuty}
	return listing(s.out, c.JSON, "SEAT\tTASK FORCE\tROLE\tTITLE\tLINKED\tON DUTY", []seatLine{row}, func(r seatLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s", r.Seat, r.TaskForce, r.Role, r.Title, yes(r.Linked), yes(r.OnDuty))
	})
}

// changed is the seat with what was given, checked.
func (c OfficerSeatCommand) changed(reg *taskforce.Register, seat taskforce.Seat) (taskforce.Seat, error) {
	seat.ID = casework.SeatID(c.Seat)
	seat.TaskForce = seat.ID.TaskForce()
	if _, ok := reg.Force(seat.TaskForce); !ok {
		return seat, config.Bad("there is no task force %q in the register; see siaga taskforce list", seat.TaskForce)
	}
	if c.Role != "" {
		seat.Role = taskforce.Role(c.Role)
	}
	if c.Title != "" {
		seat.Title = c.Title
	}
	if c.Subforce != "" {
		seat.Field = taskforce.Field(c.Subforce)
	}
	switch {
	case !slices.Contains(taskforce.Roles(), seat.Role):
		return seat, config.Bad("role %q is unknown: chair, daily_chair, secretary, duty or subforce", seat.Role)
	case seat.Field != "" && !slices.Contains(taskforce.Fields(), seat.Field):
		return seat, config.Bad("subforce %q is none of the six; see --help", seat.Field)
	case seat.Title == "":
		return seat, config.Bad("a new seat needs --title, for example \"Petugas piket 3\"")
	}
	return seat, nil
}
