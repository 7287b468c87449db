package main

import (
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"siaga/internal/directory"
)

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
