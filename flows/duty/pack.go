package duty

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// packShown is how many cases a pack names; the rest is in the list at the desk.
const packShown = 12

// Pack is what the next officer of a seat gets: the code of each open case, how urgent it is, its next deadline and its last step, and
// what the one before wrote. Never a word of a story: that is opened case by case, and each opening is logged.
func (Desk) Pack(held []casework.Case, seat taskforce.Seat, note private.Text, in flows.Tongue) flows.Reply {
	var lines []string
	var rows [][]flows.Button
	for i, c := range held {
		if i == packShown {
			break
		}
		lines = append(lines, packLine(c, seat, in))
		button := flows.Button{Label: in.Label("duty.desk.card") + " " + c.Code, Choice: "card=" + c.Code}
		if i%2 == 1 {
			rows[len(rows)-1] = append(rows[len(rows)-1], button)
		} else if i < pageSize {
			rows = append(rows, []flows.Button{button})
		}
	}
	return flows.Reply{Key: "duty.pack", Buttons: rows[:min(len(rows), pageSize/2)], Data: flows.Data{"seat": in.Seat(seat),
		"count": strconv.Itoa(len(held)), "list": strings.Join(lines, "\n"), "more": strconv.Itoa(max(0, len(held)-packShown)), "note": note}}
}

// packLine is one case: mark, code, what is next and until when, the last step.
func packLine(c casework.Case, seat taskforce.Seat, in flows.Tongue) string {
	parts := []string{in.Label("duty.mark."+string(c.Priority)) + " " + c.Code}
	if c.Exercise {
		parts[0] = in.Label("duty.mark.exercise") + " " + parts[0]
	}
	if name := spot(c, in); name != "" {
		parts = append(parts, name)
	}
	if c.Status == casework.Closing {
		parts = append(parts, in.Label("duty.line.waiting"))
	}
	if _, open := c.Unanswered(); open {
		parts = append(parts, in.Label("duty.pack.asked"))
	}
	if n := len(c.Milestones); n > 0 {
		last := c.Milestones[n-1]
		parts = append(parts, in.Label("duty.milestone_kind."+string(last.Kind))+" "+localDay(last.Day(), seat, in))
	}
	if next := nextLine(c, seat, c.Next != nil && c.Next.Warned > 0, in); next != "" {
		parts = append(parts, next)
	}
	return strings.Join(parts, " · ")
}
