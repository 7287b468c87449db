package report

import (
	"slices"

	"siaga/flows"
	"siaga/internal/casework"
)

// answerMain is the case that somebody came from to read what waits in another of their own.
const answerMain = "main"

// othersOf lists the other cases of the reporter.
func othersOf(s *flows.Scene) []casework.Case {
	if s.Env.Others == nil || s.C.Case == "" {
		return nil
	}
	var out []casework.Case
	for _, c := range s.Env.Others() {
		here := c.ID == s.C.Case || s.Env.Case != nil && c.ID == s.Env.Case.ID // a case may go on in another of the same reporter
		if !here {
			out = append(out, c)
		}
	}
	return out
}

// partsOf lists the other cases that were made of the same report, parts of parts among them.
func partsOf(s *flows.Scene, c casework.Case) []casework.Case {
	rest, same := othersOf(s), []casework.Case{c}
	for i := 0; i < len(same); i++ {
		for _, o := range rest {
			near := o.From.ID == same[i].ID || same[i].From.ID == o.ID
			if near && !slices.ContainsFunc(same, func(has casework.Case) bool { return has.ID == o.ID }) {
				same = append(same, o)
			}
		}
	}
	return same[1:]
}

// turnTo makes another case of the reporter the one that is talked about. What was kept about questions is of the former one.
func turnTo(s *flows.Scene, c casework.Case) {
	s.C.Case, s.Env.Case = c.ID, &c
	for _, name := range []string{answerQuestionN, answerDone, answerLater} {
		s.Keep(name, "")
	}
}

// waitsIn tells whether something waits for the reporter in a case: a question, news, or whether it is over.
func waitsIn(s *flows.Scene, c casework.Case) bool { return c.AwaitsReporter() || newsIn(s, c) }

// waitsHere tells whether something waits in the case talked about that was not answered in this turn.
func waitsHere(s *flows.Scene) bool {
	_, asked := openQuestion(s)
	return asked || askedOver(s) != "" || hasNews(s)
}

// whatWaits tells the news of all cases of the reporter and turns to the first in which an answer is waited for; when there is none,
// back to the one that is usually talked about. Who puts something off is left in peace.
func whatWaits(s *flows.Scene) {
	sayNews(s)
	seen := map[string]bool{s.C.Case: true}
	for !waitsHere(s) && turnOn(s, seen) {
		seen[s.C.Case] = true
		sayNews(s)
	}
	if !waitsHere(s) {
		goHome(s)
	}
	if s.Get(answerMain) == s.C.Case {
		s.Keep(answerMain, "")
	}
}

// goHome turns back to the case that is usually talked about.
func goHome(s *flows.Scene) {
	home := s.Get(answerMain)
	if home == "" || home == s.C.Case {
		return
	}
	for _, c := range othersOf(s) {
		if c.ID == home {
			turnTo(s, c)
			s.Keep(answerMain, "")
			return
		}
	}
}

// sayWhose says who asks, where several task forces may ask: two messages would read alike.
func sayWhose(s *flows.Scene) {
	if c := s.Env.Case; c != nil && len(othersOf(s)) > 0 {
		s.Say("report.whose", flows.Data{"taskforce": forceName(s, c.Lead)})
	}
}

// answeredOver notes that nobody has to say any more whether other cases are over: the words that came stop those closings too.
func answeredOver(s *flows.Scene) {
	for _, c := range othersOf(s) {
		if c.Awaits() == casework.AskedClosing {
			markSaid(s, c)
		}
	}
}

// turnOn turns to the next case in which something waits; false when there is none.
func turnOn(s *flows.Scene, seen map[string]bool) bool {
	for _, c := range othersOf(s) {
		if seen[c.ID] || !waitsIn(s, c) {
			continue
		}
		if s.Get(answerMain) == "" {
			s.Keep(answerMain, s.C.Case)
		}
		turnTo(s, c)
		return true
	}
	return false
}

// othersWait tells whether something waits in another case that was not read yet.
func othersWait(s *flows.Scene) bool {
	if s.Get(answerLater) != "" {
		return false
	}
	for _, c := range othersOf(s) {
		if q, asked := c.Unanswered(); asked && q.OpenedAt.IsZero() || newsIn(s, c) {
			return true
		}
	}
	return false
}
