package duty

import (
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// views is the row on which a list and its filter are chosen.
const views flows.State = "views"

// The chosen list and filter; they stay until the whole list is asked for.
const (
	answerView = "view"
	answerOnly = "only"
)

// The lists and the filters, in the order offered.
func listNames() []string { return []string{"todo", "mine", "ours", "late", "wait"} }
func onlyNames() []string {
	return []string{"imminent", "urgent", "ordinary", "new", "old", "held", "labour", "sexual", "departure", "scam", "child", "sea", "missing", "other"}
}

// Bounds of age for the filters "new" and "old".
const (
	newCase = 24 * time.Hour
	oldCase = 7 * 24 * time.Hour
)

func listRows() []flows.Row {
	return []flows.Row{{At: views, Ask: "duty.views", Accept: viewChoice{}, NoBack: true, Bare: true, Rest: true,
		Go: flows.Go{"list": desk}}}
}

// listed plays the buttons of the lists. The message that was pressed becomes the list, so the chat is not flooded.
func listed(s *flows.Scene, name, arg string) flows.State {
	s.InPlace = true
	switch {
	case name == "views":
		return views
	case name == "view" && slices.Contains(listNames(), arg):
		s.Keep(answerView, arg)
	case name == "only" && slices.Contains(append(onlyNames(), ""), arg):
		s.Keep(answerOnly, arg)
	}
	s.Keep(answerPage, "")
	return desk
}

// wholeList shows the list from its beginning, without a filter.
func wholeList(s *flows.Scene) flows.State {
	for _, kept := range []string{answerView, answerOnly, answerPage} {
		s.Keep(kept, "")
	}
	return desk
}

// viewChoice offers the lists and the filters that hold any case now.
type viewChoice struct{}

// Buttons offers each list and filter with the number of its cases.
func (viewChoice) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	for _, name := range listNames() {
		rows = addButton(rows, flows.Button{Key: "duty.view." + name, Choice: "view=" + name})
	}
	cases := casesOf(s)
	if s.Get(answerOnly) != "" {
		rows = addButton(rows, flows.Button{Key: "duty.only.all", Choice: "only="})
	}
	for _, name := range onlyNames() {
		if slices.ContainsFunc(cases, func(c casework.Case) bool { return matches(c, name, s.Env.Now) }) {
			rows = addButton(rows, flows.Button{Key: "duty.only." + name, Choice: "only=" + name})
		}
	}
	return rows
}

// Read reads nothing: presses of the lists hold in every row.
func (viewChoice) Read(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false }

// addButton puts a button beside the one before it, two a row.
func addButton(rows [][]flows.Button, b flows.Button) [][]flows.Button {
	if n := len(rows); n > 0 && len(rows[n-1]) < 2 {
		rows[n-1] = append(rows[n-1], b)
		return rows
	}
	return append(rows, []flows.Button{b})
}

// viewButtons offers the lists when the task force has any case.
func viewButtons(s *flows.Scene) [][]flows.Button {
	if len(casesOf(s)) == 0 {
		return nil
	}
	return [][]flows.Button{{{Key: "duty.desk.views", Choice: "views"}}}
}

// viewTitle names the list shown; empty for the usual one.
func viewTitle(s *flows.Scene) string {
	title := ""
	if view := s.Get(answerView); view != "" && view != "todo" {
		title = s.Label("duty.view." + view)
	}
	if only := s.Get(answerOnly); only != "" {
		if title != "" {
			title += " · "
		}
		title += s.Label("duty.only." + only)
	}
	return title
}

// inView tells whether a case stands in the list chosen.
func inView(s *flows.Scene, c casework.Case) bool {
	if only := s.Get(answerOnly); only != "" && !matches(c, only, s.Env.Now) {
		return false
	}
	at := standingOf(c, seatOf(s))
	switch s.Get(answerView) {
	case "mine":
		return c.Owner == seatOf(s).ID
	case "ours":
		return true
	case "late":
		_, late := taskforce.Late(c, s.Env.Now)
		_, wish := c.RightLate(s.Env.Now)
		return late || wish
	case "wait":
		_, open := c.Unanswered()
		return open
	}
	return at != taken
}

// matches tells whether a case passes a filter.
func matches(c casework.Case, only string, now time.Time) bool {
	age := now.Sub(c.OpenedAt)
	switch only {
	case "new":
		return age < newCase
	case "old":
		return age > oldCase
	case "imminent", "urgent", "ordinary":
		return string(c.Priority) == only
	}
	return string(c.Report.Form) == only
}

// arranged gives the verbs of a card by rows, with the next sensible step as the first button.
func arranged(c casework.Case, seat taskforce.Seat) [][]string {
	rows := verbs(standingOf(c, seat))
	if standingOf(c, seat) != mine {
		return rows
	}
	return firstOf(rows, nextStep(c))
}

// nextStep is what an owner sensibly does next: read what is new, ask when nothing was asked, note what was done.
func nextStep(c casework.Case) string {
	switch {
	case c.Referral().BegunAt.IsZero(), c.Unread():
		return "open"
	case len(c.Questions) == 0 && len(c.Milestones) == 0:
		return "ask"
	}
	return "milestone"
}

// firstOf moves a verb to the front, in a row of its own; the others keep their order, two a row.
func firstOf(rows [][]string, verb string) [][]string {
	out := [][]string{{verb}}
	var row []string
	for _, v := range slices.Concat(rows...) {
		if v == verb {
			continue
		}
		if row = append(row, v); len(row) == 2 {
			out, row = append(out, row), nil
		}
	}
	if len(row) > 0 {
		out = append(out, row)
	}
	return out
}
