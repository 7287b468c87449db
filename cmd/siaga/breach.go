package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"siaga/internal/app"
	"siaga/internal/config"
)

// Breach helps in the three days after something was taken.
type Breach struct {
	List BreachList `cmd:"" help:"List the cases that somebody may have seen, from the audit."`
}

// BreachList lists them.
type BreachList struct {
	Since string `help:"From when, 2026-11-29 or 2026-11-29T08:00:00Z." default:"1970-01-01"`
	Until string `help:"Until when." placeholder:"TIME"`
	Seat  string `help:"Only what this seat did (an officer's account was taken)." placeholder:"SEAT"`
	All   bool   `help:"Every case that is held (the database and the keys were taken)."`
	Known string `help:"When you learnt of it: the three days of the law are counted from there." placeholder:"TIME"`
	JSON  bool   `help:"As JSON lines."`
}

// Run prints one line for each case, and until when its people and the institution must be told.
func (c BreachList) Run(ctx context.Context, io streams, env environment) error {
	b := app.Breach{Actor: c.Seat, All: c.All}
	var known time.Time
	for _, t := range []struct {
		text string
		into *time.Time
	}{{c.Since, &b.Since}, {c.Until, &b.Until}, {c.Known, &known}} {
		var err error
		if *t.into, err = moment(t.text); err != nil {
			return err
		}
	}
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	found, err := app.ListBreach(ctx, o.Store, b)
	if err != nil {
		return err
	}
	err = listing(io.out, c.JSON, "case\tlead\tstatus\tchild\tmay be written to\tread\tby\tfirst\tlast", found, func(t app.Touched) string {
		return fmt.Sprintf("%s\t%s\t%s\t%v\t%s\t%v\t%s\t%s\t%s", orElse(t.Code, t.Case), t.Lead, t.Status, t.Child, orElse(t.May, "never"), t.Identity, strings.Join(t.Actors, " "),
			shownTime(t.First), shownTime(t.Last))
	})
	if err == nil && !c.JSON {
		_, err = fmt.Fprintf(io.out, "%d cases\n", len(found))
	}
	if err == nil && !known.IsZero() && !c.JSON {
		_, err = fmt.Fprintf(io.out, "tell those concerned and the institution before %s; see docs/dpia.md for how, and never by a message to a phone that may be watched\n",
			known.Add(app.NoticeWithin).UTC().Format(time.RFC3339))
	}
	return err
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// moment reads a day or a time, the zero time for nothing.
func moment(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(form, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, config.Bad("%q is no time: write 2026-11-29 or 2026-11-29T08:00:00Z", s)
}
