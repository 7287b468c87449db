package duty

import (
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/relay"
	"siaga/internal/taskforce"
)

// stepsShown is how many steps are listed under the content of a case, the newest ones.
const stepsShown = 12

// localDay writes a day as the officer's wall shows it.
func localDay(t time.Time, seat taskforce.Seat, in flows.Tongue) string {
	return in.Day(t.In(taskforce.ZoneOf(seat.TaskForce)))
}

// addSteps adds what was reached last, and what comes next, to the data of a card.
func addSteps(d flows.Data, c casework.Case, seat taskforce.Seat, in flows.Tongue) {
	if n := len(c.Milestones); n > 0 {
		last := c.Milestones[n-1]
		d["last"], d["last_day"] = string(last.Kind), localDay(last.Day(), seat, in)
	}
	if c.Next == nil {
		return
	}
	d["next"] = flows.Word("duty.milestone_kind." + string(c.Next.Kind))
	d["next_late"] = truth(c.Next.Warned > 0)
	if !c.Next.Due.IsZero() {
		d["next_due"] = localDay(c.Next.Due, seat, in)
	}
}

// nextLine is the next step and its deadline in a list, marked when it is late; empty when nothing is planned.
func nextLine(c casework.Case, seat taskforce.Seat, late bool, in flows.Tongue) string {
	if c.Next == nil {
		return ""
	}
	line := in.Label("duty.next") + " " + in.Label("duty.milestone_kind."+string(c.Next.Kind))
	if c.Next.Due.IsZero() {
		return line
	}
	line += ", " + in.Label("duty.next.due") + " " + localDay(c.Next.Due, seat, in)
	if late {
		line += " " + in.Label("duty.mark.overdue")
	}
	return line
}

// saySteps lists under the content what was done so far: the day, the step, by which seat, with what note. It vanishes as the content does.
func saySteps(s *flows.Scene, c casework.Case) {
	steps := c.Steps(joinedOf(s, c)...)
	steps = steps[max(0, len(steps)-stepsShown):]
	var lines []string
	for _, m := range steps {
		parts := []string{localDay(m.Day(), seatOf(s), s.Tongue()) + " " + s.Label("duty.milestone_kind."+string(m.Kind)), seatTitle(m.By, s.Env.Register, s.Tongue())}
		for _, words := range []string{m.Note.Reveal(), m.Early.Reveal()} {
			if words != "" {
				parts = append(parts, "“"+cut(relay.Defang(words), shortUnits)[0]+"”")
			}
		}
		lines = append(lines, "• "+strings.Join(parts, " · "))
	}
	if len(lines) > 0 {
		s.Reply(flows.Reply{Key: "duty.steps", Case: c.ID, Vanish: vanishAfter,
			Data: flows.Data{"code": c.Code, "exercise": truth(c.Exercise), "list": flows.Texts(strings.Join(lines, "\n"))[0]}})
	}
}
