package directory

import (
	"fmt"
	"strings"
	"time"
)

// ProblemKind sorts problems.
type ProblemKind string

// The kinds of problems. A file with one of the first three is refused; the others ask for a human.
const (
	Form      ProblemKind = "form"
	Lacking   ProblemKind = "missing"
	Duplicate ProblemKind = "duplicate"
	Stale     ProblemKind = "stale"    // not verified by two people within 90 days
	Undated   ProblemKind = "undated"  // no date of the source known, and never verified
	NoNumber  ProblemKind = "unlisted" // a mission without any number
)

// Problem is one thing that is not right with a directory.
type Problem struct {
	Line  int // in the file, 0 when unknown
	ID    string
	Field string
	Kind  ProblemKind
	Text  string
}

// String is one line for a terminal: "line 12: kbri_yangon: number: has not …".
func (p Problem) String() string {
	var parts []string
	if p.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", p.Line))
	}
	for _, s := range []string{p.ID, p.Field, p.Text} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ": ")
}

// Refused is the error for a file that cannot be used, with all its problems.
type Refused []Problem

func (r Refused) Error() string {
	lines := []string{fmt.Sprintf("directory refused: %d problem(s)", len(r))}
	for _, p := range r {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n  ")
}

// Check lists all that needs a human: faults of form first (a directory made by Parse has none), then what is not
// verified or no longer, then missions without a number.
func (d *Directory) Check(now time.Time) []Problem {
	out := d.faults()
	for _, e := range d.entries {
		out = append(out, e.ageing(now)...)
	}
	for _, id := range d.Missing() {
		out = append(out, Problem{ID: id, Kind: NoNumber, Text: "no number with a good source: people are given the embassy or Jakarta"})
	}
	return out
}

func (e Entry) ageing(now time.Time) (out []Problem) {
	switch {
	case !e.Stale(now):
		return nil
	case e.VerifiedAt.Time().After(now):
		out = append(out, e.problem(Form, "verified_at", "lies in the future"))
	case e.Verified():
		out = append(out, e.problem(Stale, "verified_at", "verified "+string(e.VerifiedAt)+", more than 90 days ago"))
	case e.VerifiedAt != "":
		out = append(out, e.problem(Stale, "confirmed_by", "waits for a second person to confirm it"))
	default:
		out = append(out, e.problem(Stale, "verified_at", "never verified"))
	}
	if e.SourceDate == "" && !e.Verified() {
		out = append(out, e.problem(Undated, "source_date", "the source has no date"))
	}
	return out
}
