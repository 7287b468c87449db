package duty

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// involve is the row of the agencies to bring in for a step, with their numbers; what was done is pressed.
const involve flows.State = "involve"

// The presses of that row carry what they are about behind these marks.
const (
	calledMark = "called:"
	victimMark = "victim:"
)

func involveRow() flows.Row {
	return flows.Row{At: involve, Ask: "duty.involve", With: involveData, Accept: flows.Any(flows.Pick("called", uncalled), flows.Pick("victim", victimOptions), flows.Choice("done")),
		Do: involved, NoBack: true, Go: flows.Go{"called": involve, "victim": involve, "done": rest}}
}

// suggested lists the agencies for the step that is being worked on.
func suggested(c casework.Case) []taskforce.Body { return taskforce.Involve(c, c.ActiveStep()) }

// involveData lists each agency with its number, and since when it is noted as spoken to.
func involveData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "step": "", "list": "", "warn": ""}
	c := s.Env.Case
	if c == nil {
		return d
	}
	var lines []string
	for _, b := range suggested(*c) {
		lines = append(lines, "• "+agencyLine(s, *c, b))
	}
	d["step"], d["list"] = s.Label("duty.milestone_kind."+string(c.ActiveStep())), strings.Join(lines, "\n")
	d["warn"] = truth(c.Report.Official == casework.Yes)
	return d
}

// agencyLine is one agency: how to reach it, or that nobody has verified a number; and who spoke to it when.
func agencyLine(s *flows.Scene, c casework.Case, b taskforce.Body) string {
	line := agencyName(b.Code, b.Name, s.Tongue()) + ": " + s.Label("duty.involve.unverified")
	if s.Env.Contact != nil {
		if known, ok := s.Env.Contact(b.Code, c.Mission); ok {
			line = known
		}
	}
	if done, ok := c.ContactOf(b.Code, c.ActiveStep()); ok {
		line += " · ✓ " + localDay(done.At, seatOf(s), s.Tongue()) + " " + seatTitle(done.By, s.Env.Register, s.Tongue())
	}
	return line
}

// uncalled offers to note each agency as spoken to, once.
func uncalled(s *flows.Scene) []flows.Option {
	if s.Env.Case == nil {
		return nil
	}
	var out []flows.Option
	for _, b := range uncalledOf(*s.Env.Case) {
		out = append(out, flows.Option{Value: calledMark + b.Code, Label: shortLabel("✓ " + agencyName(b.Code, b.Name, s.Tongue()))})
	}
	return out
}

func uncalledOf(c casework.Case) []taskforce.Body {
	return slices.DeleteFunc(suggested(c), func(b taskforce.Body) bool {
		_, done := c.ContactOf(b.Code, c.ActiveStep())
		return done
	})
}

// victimOptions asks whom it is about: a man is not served by the agency for women and children.
func victimOptions(s *flows.Scene) []flows.Option {
	if s.Env.Case == nil {
		return nil
	}
	var out []flows.Option
	for _, who := range casework.Victims() {
		mark := "☐ "
		if s.Env.Case.Concerns(who) {
			mark = "☑ "
		}
		out = append(out, flows.Option{Value: victimMark + string(who), Label: mark + s.Label("duty.involve."+string(who))})
	}
	return out
}

// involved notes what was pressed, and shows the list as it then is.
func involved(s *flows.Scene, ans flows.Answer) {
	c, ok := subject(s, "milestone")
	if !ok {
		return
	}
	s.InPlace = true
	seat := seatOf(s).ID
	switch ans.Event {
	case "called":
		n := called(s, c, strings.TrimPrefix(ans.Value.Reveal(), calledMark))
		s.Env.Case = &n
	case "victim":
		who := casework.Victim(strings.TrimPrefix(ans.Value.Reveal(), victimMark))
		is := !slices.Contains(c.Victims, who)
		if n, err := c.NoteVictim(seat, who, is, s.Env.Now); err == nil && (is || c.Concerns(who)) {
			s.Do(flows.NoteVictim{Case: c.ID, Seat: seat, Who: who, Is: is})
			s.Env.Case = &n
		}
	default:
		s.InPlace = false
		done(s, "involved")
	}
}

// called notes an agency as spoken to, and gives the case as it then is. One that is not suggested is no button of this card.
func called(s *flows.Scene, c casework.Case, agency string) casework.Case {
	seat, step := seatOf(s).ID, c.ActiveStep()
	if !slices.ContainsFunc(uncalledOf(c), func(b taskforce.Body) bool { return b.Code == agency }) {
		return c
	}
	n, err := c.Contact(seat, agency, step, s.Env.Now)
	if err != nil {
		return c
	}
	s.Do(flows.ContactAgency{Case: c.ID, Seat: seat, Agency: agency, Step: step})
	return n
}

// calledNow notes what the button of the card says, in one tap; without an agency the list opens.
func calledNow(s *flows.Scene, c casework.Case, agency string) flows.State {
	tidy(s)
	s.Keep(answerCase, c.ID)
	s.Keep(answerCode, c.Code)
	if agency == "" {
		return involve
	}
	if !slices.ContainsFunc(uncalledOf(c), func(b taskforce.Body) bool { return b.Code == agency }) {
		return refused(s)
	}
	called(s, c, agency)
	return done(s, "contacted")
}

// addAgencies names on a card the agencies of the step that is planned, and which of them were spoken to.
func addAgencies(d flows.Data, c casework.Case, in flows.Tongue) {
	if c.Next == nil {
		return
	}
	var open, spoken []string
	for _, b := range suggested(c) {
		name := agencyName(b.Code, b.Name, in)
		if _, done := c.ContactOf(b.Code, c.ActiveStep()); done {
			spoken = append(spoken, name)
		} else {
			open = append(open, name)
		}
	}
	d["involve"], d["spoken"] = strings.Join(open, ", "), strings.Join(spoken, ", ")
}

// agencyButtons stand on the card of a planned step: one tap notes the first agency as spoken to, the other opens all of them.
func agencyButtons(c casework.Case, in flows.Tongue) []flows.Button {
	open := uncalledOf(c)
	if c.Next == nil || len(open) == 0 {
		return nil
	}
	return []flows.Button{
		{Label: shortLabel("✓ " + agencyName(open[0].Code, open[0].Name, in)), Act: &flows.Action{Verb: "involve", Case: c.ID, Arg: open[0].Code}},
		{Key: "duty.involve_all", Act: &flows.Action{Verb: "involve", Case: c.ID}},
	}
}
