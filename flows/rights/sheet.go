package rights

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// shown shows what is kept of each case: kinds of data, never a word of them, for a short time.
func shown(s *flows.Scene) string {
	if !proved(s) {
		return "number"
	}
	for _, c := range own(s) {
		if s.Env.Looked != nil && s.Env.Looked(c.ID) >= casework.LooksADay {
			return "many"
		}
	}
	for _, c := range own(s) {
		s.Reply(flows.Reply{Key: "rights.sheet", Data: sheet(s, c), Vanish: vanish})
		s.Do(flows.ReadOwn{Case: c.ID})
	}
	return "shown"
}

func sheet(s *flows.Scene, c casework.Case) flows.Data {
	d := flows.Data{"what": labels(s, "rights.what.", whatOf(c)), "why": grounds(s, c), "since": day(c.OpenedAt, c), "who": openedBy(s, c), "asked": wishes(s, c),
		"law": "", "days": "", "date": ""}
	at, ok := c.EraseAt(s.Env.Retention)
	switch {
	case ok:
		d["date"] = day(at, c)
	case c.Kept() == "law":
		d["law"] = "1"
	case s.Env.Retention.Handled <= 0:
		d["date"] = s.Label("rights.no_day")
	default:
		d["days"] = strconv.Itoa(int(s.Env.Retention.Handled / casework.Day))
	}
	return d
}

// whatOf lists what kinds of data are in a case, as codes.
func whatOf(c casework.Case) []string {
	var out []string
	for _, kind := range []struct {
		code  string
		there bool
	}{
		{"story", len(c.Report.Story) > 0}, {"files", hasFiles(c)}, {"place", len(c.Report.Places) > 0},
		{"talk", len(c.Questions) > 0}, {"contact", true},
	} {
		if kind.there {
			out = append(out, kind.code)
		}
	}
	return out
}

func hasFiles(c casework.Case) bool {
	return len(c.Report.Files) > 0 || slices.ContainsFunc(c.Questions, func(q casework.Question) bool { return len(q.Files) > 0 })
}

// grounds names the grounds, and with consent the version of its text. An exercise is nobody's and has none.
func grounds(s *flows.Scene, c casework.Case) string {
	var out []string
	for _, b := range c.Bases() {
		label := s.Label("rights.why." + b.Ground)
		if b.Text != "" {
			label += " (" + b.Text + ")"
		}
		out = append(out, label)
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, "; ")
}

// openedBy says who opened it, by what they do, and how often.
func openedBy(s *flows.Scene, c casework.Case) string {
	var out []string
	if s.Env.Opened != nil {
		found := s.Env.Opened(c.ID)
		for _, role := range []string{flows.OpenedByDuty, flows.OpenedByLead, flows.OpenedForLaw, flows.OpenedByOther} {
			if n := found[role]; n > 0 {
				out = append(out, s.Label("rights.who."+role)+" "+strconv.Itoa(n)+"×")
			}
		}
	}
	if len(out) == 0 {
		return s.Label("rights.who.nobody")
	}
	return strings.Join(out, ", ")
}

// wishes says what was wished and where it stands: until when it is answered, or that it was.
func wishes(s *flows.Scene, c casework.Case) string {
	var out []string
	for _, r := range c.Rights[max(0, len(c.Rights)-shownWishes):] {
		mark := "≤ " + moment(r.Due(), c)
		switch {
		case r.Outcome == casework.RightDone:
			mark = "✓ " + day(r.DecidedAt, c)
		case !r.Open():
			mark = "– " + day(r.DecidedAt, c)
		case s.Env.Now.After(r.Due()):
			mark = "⏰"
		}
		out = append(out, s.Label("rights.menu."+string(r.Kind))+" "+mark)
	}
	return strings.Join(out, "; ")
}

// shownWishes is how many wishes stand in what is shown.
const shownWishes = 3

func labels(s *flows.Scene, prefix string, codes []string) string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = s.Label(prefix + code)
	}
	return strings.Join(out, ", ")
}

// moment and day write a time in figures, which every language reads, by the clock of the place that the case tells of.
func moment(at time.Time, c casework.Case) string { return at.In(zone(c)).Format("2/1 15.04") }

func day(at time.Time, c casework.Case) string { return at.In(zone(c)).Format("2/1/2006") }

func zone(c casework.Case) *time.Location {
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Home} {
		if code := c.Report.Places[role].Code; code != "" {
			z, _ := region.Default().Zone(code)
			return z
		}
	}
	return taskforce.ZoneOf(c.Lead)
}
