package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/offer"
)

// P3mi manages the register of agencies that may place workers abroad. Names of offers are compared with it; a name that stands in
// it is said to stand there, with the day, and nothing more.
type P3mi struct {
	Import P3miImport `cmd:"" help:"Read a register from a CSV file (name, licence, status, valid until) in place of the one before; all of it or nothing."`
	List   P3miList   `cmd:"" help:"List the agencies."`
	Show   P3miShow   `cmd:"" help:"Say of which day the register is, and how many licences it says hold."`
	Check  P3miCheck  `cmd:"" help:"Look a name up as a conversation does; exit code 1 when it is not there or its licence does not hold."`
}

// P3miImport reads a register.
type P3miImport struct {
	File  string `arg:"" help:"CSV file; - reads standard input."`
	Date  string `required:"" help:"Day on which the register was published, 2026-11-01." placeholder:"YYYY-MM-DD"`
	Older bool   `help:"Also when the register there is newer."`
	JSON  bool   `help:"As a JSON line."`
}

type agencyCount struct {
	Agencies int    `json:"agencies"`
	Valid    int    `json:"valid"`
	Date     string `json:"date"`
}

// Run checks the whole file first.
func (c P3miImport) Run(ctx context.Context, s streams, env environment) error {
	day, err := time.Parse(time.DateOnly, c.Date)
	if err != nil || day.Year() < 2000 {
		return config.Bad("--date %q is no day; write it as 2026-11-01", c.Date)
	}
	if day.After(time.Now().Add(24 * time.Hour)) {
		return config.Bad("--date %s has not come yet", c.Date)
	}
	rows, err := readAgencies(c.File, s.in)
	if err != nil {
		return err
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	err = o.Engine.ImportAgencies(ctx, day, rows, c.Older)
	if errors.Is(err, engine.ErrOlder) {
		return config.Bad("the register there is newer than %s; see siaga p3mi show, and add --older if this one is meant", c.Date)
	}
	if err != nil {
		return err
	}
	n := countAgencies(rows, day)
	return done(s.out, c.JSON, n, fmt.Sprintf("imported %d agencies of %s, %d with a licence that holds", n.Agencies, n.Date, n.Valid))
}

func readAgencies(name string, in io.Reader) ([]offer.Agency, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, config.Bad("the file %s cannot be read", name)
		}
		defer f.Close()
		in = f
	}
	rows, err := offer.ReadAgencies(in)
	if err != nil {
		return nil, config.Bad("%v", err)
	}
	return rows, nil
}

func countAgencies(rows []offer.Agency, asOf time.Time) agencyCount {
	n := agencyCount{Agencies: len(rows), Date: asOf.Format(time.DateOnly)}
	for _, r := range rows {
		if r.Valid(time.Now()) {
			n.Valid++
		}
	}
	return n
}

// agencies opens the database and reads the register.
func agencies(ctx context.Context, s streams, env environment) (o *app.Office, rows []offer.Agency, asOf time.Time, err error) {
	if o, _, err = office(ctx, s, env); err != nil {
		return nil, nil, asOf, err
	}
	err = o.Store.System(ctx, func(tx engine.Tx) error {
		if asOf, _, err = tx.AgencyRegister(ctx); err != nil {
			return err
		}
		rows, err = tx.Agencies(ctx)
		return err
	})
	if errors.Is(err, engine.ErrNotFound) {
		err = config.Bad("no register was imported yet; do it with siaga p3mi import FILE.csv --date YYYY-MM-DD")
	}
	if err != nil {
		return nil, nil, asOf, errors.Join(err, o.Close())
	}
	return o, rows, asOf, nil
}

// P3miList lists the agencies.
type P3miList struct {
	JSON bool `help:"As JSON lines."`
}

type agencyLine struct {
	Name    string             `json:"name"`
	Licence string             `json:"licence"`
	Status  offer.AgencyStatus `json:"status"`
	Until   string             `json:"valid_until,omitempty"`
	Valid   bool               `json:"valid"`
}

func agencyLineOf(g offer.Agency) agencyLine {
	l := agencyLine{Name: g.Name, Licence: g.Licence, Status: g.Status, Valid: g.Valid(time.Now())}
	if !g.ValidUntil.IsZero() {
		l.Until = g.ValidUntil.Format(time.DateOnly)
	}
	return l
}

// Run prints a table or JSON lines.
func (c P3miList) Run(ctx context.Context, s streams, env environment) error {
	o, rows, _, err := agencies(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	return printAgencies(s.out, c.JSON, rows)
}

func printAgencies(out io.Writer, asJSON bool, rows []offer.Agency) error {
	lines := make([]agencyLine, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, agencyLineOf(r))
	}
	return listing(out, asJSON, "NAME\tLICENCE\tSTATUS\tVALID UNTIL\tHOLDS TODAY", lines, func(l agencyLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s", l.Name, l.Licence, l.Status, l.Until, yes(l.Valid))
	})
}

// P3miShow says what register there is.
type P3miShow struct {
	JSON bool `help:"As a JSON line."`
}

// Run prints one line.
func (c P3miShow) Run(ctx context.Context, s streams, env environment) error {
	o, rows, asOf, err := agencies(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	n := countAgencies(rows, asOf)
	return done(s.out, c.JSON, n, fmt.Sprintf("the register is of %s: %d agencies, %d with a licence that holds today", n.Date, n.Agencies, n.Valid))
}

// P3miCheck looks a name up.
type P3miCheck struct {
	Name    string `arg:"" help:"Name as it stands in an offer, for example \"PT Contoh Karya Mandiri\"."`
	Licence string `help:"Licence number as it stands there; also fails when it is not in the register, or another's." placeholder:"NUMBER"`
	JSON    bool   `help:"As JSON lines."`
}

// Run prints what was found.
func (c P3miCheck) Run(ctx context.Context, s streams, env environment) error {
	o, rows, asOf, err := agencies(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	found, _, err := o.Engine.FindAgency(ctx, c.Name)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("%q is not in the register of %s", c.Name, asOf.Format(time.DateOnly))
	}
	if err := printAgencies(s.out, c.JSON, found[:1]); err != nil {
		return err
	}
	if !found[0].Valid(time.Now()) {
		return fmt.Errorf("%q is in the register of %s, and its licence does not hold", c.Name, asOf.Format(time.DateOnly))
	}
	return c.number(rows, asOf)
}

// number compares the licence number.
func (c P3miCheck) number(rows []offer.Agency, asOf time.Time) error {
	if c.Licence == "" {
		return nil
	}
	switch offer.LicenceOf(rows, c.Licence, []string{c.Name}, time.Now()) {
	case offer.Listed:
		return nil
	case offer.Borrowed:
		return fmt.Errorf("the licence number %q stands in the register of %s under another name", c.Licence, asOf.Format(time.DateOnly))
	case offer.Unasked:
		return config.Bad("--licence %q has too few digits to be compared", c.Licence)
	}
	return fmt.Errorf("the licence number %q is not in the register of %s, or does not hold", c.Licence, asOf.Format(time.DateOnly))
}
