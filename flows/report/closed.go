package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// What is kept while news is told and it is asked whether it is over.
const (
	answerTold = "told" // versions of the cases whose news was told
	answerSaid = "said" // which askings were answered, the newest last
)

// hasNews tells whether there is something to tell: steps that were reached, or the office that is the right one.
func hasNews(s *flows.Scene) bool {
	c := s.Env.Case
	return c != nil && newsIn(s, *c)
}

// newsIn is hasNews for any case of the reporter. What was told in this turn the case does not know yet.
func newsIn(s *flows.Scene, c casework.Case) bool {
	return (len(c.Untold()) > 0 || c.DoorUntold() || len(c.RightsUntold()) > 0) && !slices.Contains(strings.Fields(s.Get(answerTold)), version(c))
}

func version(c casework.Case) string { return c.ID + ":" + strconv.FormatInt(c.Version, 10) }

// keptTold is how many cases are remembered of which news was told.
const keptTold = 8

func markTold(s *flows.Scene, c casework.Case) {
	told := append(strings.Fields(s.Get(answerTold)), version(c))
	s.Keep(answerTold, strings.Join(told[max(0, len(told)-keptTold):], " "))
}

// sayNews tells the reporter in plain words what was reached, and where to turn.
func sayNews(s *flows.Scene) {
	if !hasNews(s) {
		return
	}
	c := s.Env.Case
	var lines []string
	for _, m := range c.Untold() {
		lines = append(lines, "• "+s.Label("report.step."+string(m.Kind))+dated(s, m))
	}
	if len(lines) > 0 {
		s.Say("report.step", flows.Data{"list": strings.Join(lines, "\n"), "taskforce": forceName(s, c.Lead)})
	}
	if c.DoorUntold() {
		s.Say("report.door", flows.Data{"door": flows.Word("report.door." + c.Close.Door)})
	}
	sayRights(s, *c)
	markTold(s, *c)
	s.Do(flows.ReadNews{Case: c.ID})
}

// sayRights says what became of the wishes about the own data.
func sayRights(s *flows.Scene, c casework.Case) {
	for _, r := range c.RightsUntold() {
		if r.Outcome == casework.RightRefused {
			s.Say("report.right.refused", flows.Data{"what": flows.Word("rights.menu." + string(r.Kind)), "why": flows.Word("report.right_why." + r.Why)})
			continue
		}
		s.Say("report.right."+string(r.Kind), nil)
	}
}

// dated adds the day to a step that did not happen today, in figures, which every language reads: "safe for now" of three weeks ago
// must not read as of this hour. The day is that of the office that noted it.
func dated(s *flows.Scene, m casework.Milestone) string {
	zone := taskforce.ZoneOf(m.By.TaskForce())
	day, today := m.Day().In(zone), s.Env.Now.In(zone)
	switch {
	case day.Format(time.DateOnly) == today.Format(time.DateOnly):
		return ""
	case day.Year() != today.Year():
		return day.Format(" (2/1/2006)")
	}
	return day.Format(" (2/1)")
}

// askedOver tells whether the reporter is asked if it is over: "closing", weeks later "followup", or "".
func askedOver(s *flows.Scene) string {
	c := s.Env.Case
	if c == nil || c.Awaits() != casework.AskedClosing && c.Awaits() != casework.AskedFollowUp || wasSaid(s, *c) {
		return ""
	}
	return string(c.Awaits())
}

// asking names one asking: the same closing is not asked twice in a turn, a later one is.
func asking(c casework.Case) string {
	return string(c.Awaits()) + ":" + c.ID + ":" + strconv.Itoa(len(c.Closures))
}

func wasSaid(s *flows.Scene, c casework.Case) bool {
	return slices.Contains(strings.Fields(s.Get(answerSaid)), asking(c))
}

func markSaid(s *flows.Scene, c casework.Case) {
	said := append(strings.Fields(s.Get(answerSaid)), asking(c))
	s.Keep(answerSaid, strings.Join(said[max(0, len(said)-keptTold):], " "))
}

// closingReason gives in plain words why officers want to close.
func closingReason(s *flows.Scene) flows.Data {
	if s.Env.Case == nil || s.Env.Case.Close == nil {
		return flows.Data{"reason": ""}
	}
	return flows.Data{"reason": flows.Word("report.closing." + string(s.Env.Case.Close.Reason))}
}

// sayClosing carries the answer on. Words instead of a button are told to the case, which stays open by them.
func sayClosing(s *flows.Scene, ans flows.Answer) {
	c := s.Env.Case
	if c == nil || c.Close == nil {
		return
	}
	if ans.Event == "later" {
		s.Keep(answerLater, string(s.C.State))
		return
	}
	markSaid(s, *c)
	switch ans.Event {
	case "yes":
		s.Do(flows.SayClosing{Case: c.ID, Over: casework.Yes})
		s.Say("report.closing_yes", nil)
	case "no":
		s.Do(flows.SayClosing{Case: c.ID, Over: casework.No})
		s.Say("report.closing_no", nil)
	default:
		s.Say("report.closing_no", nil)
	}
}
