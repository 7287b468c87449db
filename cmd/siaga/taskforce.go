package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"siaga/internal/config"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Taskforce manages the register.
type Taskforce struct {
	Import   TaskforceImport   `cmd:"" help:"Read a register from a CSV file; all of it or nothing."`
	List     TaskforceList     `cmd:"" help:"List the task forces."`
	Show     TaskforceShow     `cmd:"" help:"Show one task force with its seats."`
	Check    TaskforceCheck    `cmd:"" help:"Check a CSV file without importing it."`
	Coverage TaskforceCoverage `cmd:"" help:"For every region, where a report would go today."`
}

// TaskforceImport reads a register.
type TaskforceImport struct {
	File string `arg:"" help:"CSV file; - reads standard input."`
}

// Run checks the whole file first.
func (c TaskforceImport) Run(ctx context.Context, s streams, env environment) error {
	forces, seats, err := readRegister(c.File, s.in)
	if err != nil {
		return err
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.Engine.Import(ctx, forces, seats); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "imported %d task forces and %d seats\n", len(forces), len(seats))
	return err
}

// TaskforceCheck checks a register.
type TaskforceCheck struct {
	File string `arg:"" help:"CSV file; - reads standard input."`
}

// Run says what the file holds, or what is wrong in which line.
func (c TaskforceCheck) Run(s streams) error {
	forces, seats, err := readRegister(c.File, s.in)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "%s is good: %d task forces, %d seats\n", c.File, len(forces), len(seats))
	return err
}

func readRegister(name string, in io.Reader) ([]taskforce.TaskForce, []taskforce.Seat, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, config.Bad("the file %s cannot be read", name)
		}
		defer f.Close()
		in = f
	}
	forces, seats, err := taskforce.ParseCSV(in)
	if err != nil {
		return nil, nil, config.Bad("%v", err)
	}
	return forces, seats, nil
}

// TaskforceList lists the task forces.
type TaskforceList struct {
	JSON bool `help:"As JSON lines."`
}

type forceLine struct {
	Code       region.Code `json:"code"`
	Name       string      `json:"name"`
	Formed     bool        `json:"formed"`
	ValidUntil string      `json:"valid_until,omitempty"`
	Seats      int         `json:"seats"`
	OnDuty     int         `json:"on_duty"`
}

// Run prints a table or JSON lines.
func (c TaskforceList) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	reg, err := register(ctx, o)
	if err != nil {
		return err
	}
	var rows []forceLine
	for _, f := range reg.All() {
		rows = append(rows, lineOf(reg, f))
	}
	return listing(s.out, c.JSON, "CODE\tNAME\tFORMED\tVALID UNTIL\tSEATS\tON DUTY", rows, func(r forceLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%d\t%d", r.Code, r.Name, yes(r.Formed), r.ValidUntil, r.Seats, r.OnDuty)
	})
}

func lineOf(reg *taskforce.Register, f taskforce.TaskForce) forceLine {
	line := forceLine{Code: f.Code, Name: f.Name, Formed: f.Formed, Seats: len(reg.Seats(f.Code)), OnDuty: len(reg.OnDuty(f.Code))}
	if !f.ValidUntil.IsZero() {
		line.ValidUntil = f.ValidUntil.Format(time.DateOnly)
	}
	return line
}

// TaskforceShow shows one task force.
type TaskforceShow struct {
	Code string `arg:"" help:"Code, for example 53.02; 00 is pusat."`
}

// Run prints it with its seats.
func (c TaskforceShow) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	reg, err := register(ctx, o)
	if err != nil {
		return err
	}
	f, ok := reg.Force(region.Code(c.Code))
	if !ok {
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	}
	line := lineOf(reg, f)
	fmt.Fprintf(s.out, "%s  %s\nformed: %s  decree: %s  valid until: %s  group: %s\n", f.Code, f.Name, yes(f.Formed), f.DecreeNo, line.ValidUntil, yes(f.Group != ""))
	for _, seat := range reg.Seats(f.Code) {
		fmt.Fprintf(s.out, "  %s  %s  linked: %s  on duty: %s\n", seat.ID, seat.Title, yes(seat.Linked()), yes(seat.OnDuty))
	}
	return nil
}

// TaskforceCoverage tells where reports would go.
type TaskforceCoverage struct {
	JSON     bool   `help:"As JSON lines."`
	Register string `help:"Plan with this CSV file instead of the stored register." placeholder:"FILE"`
}

// Run prints one line for every province and kabupaten/kota.
func (c TaskforceCoverage) Run(ctx context.Context, s streams, env environment) error {
	reg, err := c.load(ctx, s, env)
	if err != nil {
		return err
	}
	rows := taskforce.Coverage(reg, time.Now())
	return listing(s.out, c.JSON, "CODE\tREGION\tGOES TO\tWHY", rows, func(r taskforce.CoverageRow) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s", r.Code, r.Name, r.LeadName, r.Why)
	})
}

func (c TaskforceCoverage) load(ctx context.Context, s streams, env environment) (*taskforce.Register, error) {
	if c.Register != "" {
		return registerFile(c.Register)
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return nil, err
	}
	defer o.Close()
	return register(ctx, o)
}

// registerFile makes a register of a CSV file.
func registerFile(name string) (*taskforce.Register, error) {
	forces, seats, err := readRegister(name, nil)
	if err != nil {
		return nil, err
	}
	reg, err := taskforce.NewRegister(forces, seats)
	if err != nil {
		return nil, config.Bad("%v", err)
	}
	return reg, nil
}
