package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Taskforce manages the register.
type Taskforce struct {
	Import     TaskforceImport     `cmd:"" help:"Read a register from a CSV file; all of it or nothing."`
	Export     TaskforceExport     `cmd:"" help:"Write the register as a CSV file that import reads again."`
	Rota       TaskforceRota       `cmd:"" help:"The shifts ahead and who is planned for them."`
	List       TaskforceList       `cmd:"" help:"List the task forces."`
	Show       TaskforceShow       `cmd:"" help:"Show one task force with its seats."`
	Check      TaskforceCheck      `cmd:"" help:"Check a CSV file without importing it."`
	Coverage   TaskforceCoverage   `cmd:"" help:"For every region, where a report would go today."`
	Readiness  TaskforceReadiness  `cmd:"" help:"How ready each task force is, 0 to 100, and the step that would raise it most."`
	History    TaskforceHistory    `cmd:"" help:"What was changed in a row, when and by whom."`
	Activities TaskforceActivities `cmd:"" help:"Prevention work that was written down: list it, or count it for a report."`
}

// TaskforceImport reads a register.
type TaskforceImport struct {
	File string `arg:"" help:"CSV file; - reads standard input."`
	JSON bool   `help:"As a JSON line."`
}

// countLine is what a program reads of a register's file.
type countLine struct {
	TaskForces int `json:"taskforces"`
	Seats      int `json:"seats"`
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
	return done(s.out, c.JSON, countLine{len(forces), len(seats)}, fmt.Sprintf("imported %d task forces and %d seats", len(forces), len(seats)))
}

// TaskforceCheck checks a register.
type TaskforceCheck struct {
	File string `arg:"" help:"CSV file; - reads standard input."`
	JSON bool   `help:"As a JSON line."`
}

// Run says what the file holds, or what is wrong in which line.
func (c TaskforceCheck) Run(s streams) error {
	forces, seats, err := readRegister(c.File, s.in)
	if err != nil {
		return err
	}
	return done(s.out, c.JSON, countLine{len(forces), len(seats)}, fmt.Sprintf("%s is good: %d task forces, %d seats", c.File, len(forces), len(seats)))
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
	Formation  string      `json:"formation"`           // yes, no or unknown
	Confirmed  string      `json:"confirmed,omitempty"` // day on which somebody last said that the row is right
	ValidUntil string      `json:"valid_until,omitempty"`
	Seats      int         `json:"seats"`
	OnDuty     int         `json:"on_duty"`
}

// Run prints a table or JSON lines.
func (c TaskforceList) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	var rows []forceLine
	for _, f := range reg.All() {
		rows = append(rows, lineOf(reg, f))
	}
	return listing(s.out, c.JSON, "CODE\tNAME\tFORMED\tVALID UNTIL\tCONFIRMED\tSEATS\tON DUTY", rows, func(r forceLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%d\t%d", r.Code, r.Name, r.Formation, orDash(r.ValidUntil), orDash(r.Confirmed), r.Seats, r.OnDuty)
	})
}

func lineOf(reg *taskforce.Register, f taskforce.TaskForce) forceLine {
	line := forceLine{Code: f.Code, Name: f.Name, Formed: f.Formed, Formation: string(f.Formation()), Seats: len(reg.Seats(f.Code)), OnDuty: len(reg.OnDuty(f.Code))}
	if !f.Confirmed.IsZero() {
		line.Confirmed = f.Confirmed.Format(time.DateOnly)
	}
	if !f.ValidUntil.IsZero() {
		line.ValidUntil = f.ValidUntil.Format(time.DateOnly)
	}
	return line
}

// TaskforceShow shows one task force.
type TaskforceShow struct {
	Code string `arg:"" help:"Code, for example 53.02; 00 is pusat."`
	JSON bool   `help:"As JSON lines, one for each seat."`
}

// Run prints it with its seats.
func (c TaskforceShow) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	f, ok := reg.Force(region.Code(c.Code))
	if !ok {
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	}
	if c.JSON {
		return c.json(s.out, reg, f)
	}
	line := lineOf(reg, f)
	fmt.Fprintf(s.out, "%s  %s\nformed: %s  decree: %s  valid until: %s  group: %s\n", f.Code, f.Name, f.Formation(), orDash(f.DecreeNo), orDash(line.ValidUntil), yes(f.Group != ""))
	for _, seat := range reg.Seats(f.Code) {
		fmt.Fprintf(s.out, "  %s  %s  linked: %s  on duty: %s\n", seat.ID, seat.Title, yes(seat.Linked()), yes(seat.OnDuty))
	}
	return nil
}

// json prints the task force, then each of its seats.
func (c TaskforceShow) json(out io.Writer, reg *taskforce.Register, f taskforce.TaskForce) error {
	if err := listing(out, true, "", []forceLine{lineOf(reg, f)}, nil); err != nil {
		return err
	}
	var rows []seatLine
	for _, seat := range reg.Seats(f.Code) {
		rows = append(rows, seatLine{string(seat.ID), f.Name, string(seat.Role), seat.Title, seat.Linked(), 0, seat.OnDuty})
	}
	return listing(out, true, "", rows, nil)
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

// TaskforceHistory lists what was changed in a row.
type TaskforceHistory struct {
	Code string `arg:"" help:"Code, for example 53.02; 00 is pusat."`
	JSON bool   `help:"As JSON lines."`
}

type changeLine struct {
	At    string `json:"at"`
	Actor string `json:"actor"`
	Field string `json:"field"`
	Value string `json:"value"`
}

// Run prints the changes, the newest first.
func (c TaskforceHistory) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	code := region.Code(c.Code)
	if _, ok := reg.Force(code); !ok {
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	}
	var found []engine.RegisterChange
	err = o.Store.System(ctx, func(tx engine.Tx) (err error) {
		found, err = tx.RegisterChanges(ctx, code, 200)
		return err
	})
	var rows []changeLine
	for _, f := range found {
		rows = append(rows, changeLine{f.At.UTC().Format("2006-01-02 15:04"), f.Actor, f.Field, f.Value})
	}
	if err != nil {
		return err
	}
	return listing(s.out, c.JSON, "WHEN (UTC)\tBY\tFIELD\tBECAME", rows, func(r changeLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s", r.At, r.Actor, r.Field, orDash(r.Value))
	})
}

// TaskforceReadiness lists scores.
type TaskforceReadiness struct {
	Code string `arg:"" optional:"" help:"Only this task force, with its parts."`
	JSON bool   `help:"As JSON lines, with all parts."`
}

// Run reckons them now.
func (c TaskforceReadiness) Run(ctx context.Context, s streams, env environment) error {
	o, reg, err := openRegister(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	var codes []region.Code
	if c.Code != "" {
		codes = []region.Code{region.Code(c.Code)}
	}
	known, err := o.Store.Vitals(ctx, time.Now(), false, codes...)
	if err != nil {
		return err
	}
	if len(known) == 0 {
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	}
	var rows []taskforce.Readiness
	for _, v := range known {
		rows = append(rows, taskforce.Reckon(v))
	}
	if c.Code != "" && !c.JSON {
		return listing(s.out, false, fmt.Sprintf("PART\tPOINTS\tOF\tWHY\tGAIN (score %d)", rows[0].Score), rows[0].Parts, func(p taskforce.Part) string {
			return fmt.Sprintf("%s\t%d\t%d\t%s\t%d", p.Key, p.Points, p.Max, p.Why, p.Gain)
		})
	}
	return listing(s.out, c.JSON, "CODE\tNAME\tSCORE\tNEXT STEP\tGAIN", rows, func(r taskforce.Readiness) string {
		f, _ := reg.Force(r.Code)
		return fmt.Sprintf("%s\t%s\t%d\t%s\t%d", r.Code, f.Name, r.Score, orDash(string(r.Next)), r.Gain)
	})
}
