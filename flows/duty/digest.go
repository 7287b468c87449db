package duty

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// digestShown is how many overdue cases, and how many task forces below, a digest names.
const digestShown = 8

// Digest is what a coordinator gets in the morning: the task force's own overdue cases by code, and how many there are below it.
// Never a word of a story.
func (Desk) Digest(late []casework.Case, below map[region.Code]int, seat taskforce.Seat, now time.Time, in flows.Tongue) flows.Reply {
	late = slices.Clone(late)
	slices.SortStableFunc(late, func(a, b casework.Case) int {
		return cmp.Or(cmp.Compare(urgency(a), urgency(b)), a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.Code, b.Code))
	})
	var lines []string
	var rows [][]flows.Button
	for _, c := range late[:min(len(late), digestShown)] {
		lines = append(lines, digestLine(c, seat, now, in))
		rows = addButton(rows, flows.Button{Label: in.Label("duty.desk.card") + " " + c.Code, Choice: "card=" + c.Code})
	}
	return flows.Reply{Key: "duty.digest", Buttons: rows, Data: flows.Data{"count": strconv.Itoa(len(late)), "list": strings.Join(lines, "\n"),
		"more": more(len(late) - digestShown), "below": strings.Join(belowLines(below, in), "\n")}}
}

// digestLine is one overdue case: how urgent, its code, what is missing, since when.
func digestLine(c casework.Case, seat taskforce.Seat, now time.Time, in flows.Tongue) string {
	since, _ := taskforce.Late(c, now)
	what := "rests"
	switch {
	case c.Status == casework.Offered:
		what = "offered"
	case c.Status == casework.Accepted && c.Referral().BegunAt.IsZero():
		what = "unbegun"
	}
	rests := in.Label("duty.digest."+what) + " " + in.Time(since, seat.TaskForce)
	if _, late := taskforce.StepLate(c, now); late {
		rests = nextLine(c, seat, false, in) // all of them are late here
	}
	if due, late := c.RightLate(now); late {
		wish := in.Label("duty.digest.right") + " " + in.Time(due, seat.TaskForce)
		if _, rest := taskforce.Late(c, now); rest {
			wish = rests + " · " + wish
		}
		rests = wish
	}
	parts := []string{in.Label("duty.mark."+string(c.Priority)) + " " + c.Code, rests}
	if c.Exercise {
		parts[0] = in.Label("duty.mark.exercise") + " " + parts[0]
	}
	return strings.Join(parts, " · ")
}

// belowLines counts the overdue cases of each task force below, the most first.
func belowLines(below map[region.Code]int, in flows.Tongue) []string {
	codes := make([]region.Code, 0, len(below))
	for code := range below {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b region.Code) int { return cmp.Or(cmp.Compare(below[b], below[a]), cmp.Compare(a, b)) })
	var lines []string
	for _, code := range codes[:min(len(codes), digestShown)] {
		lines = append(lines, forceTitle(code, in)+": "+strconv.Itoa(below[code]))
	}
	return lines
}

// more is empty when nothing is left out.
func more(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}
