package report

import (
	"siaga/flows"
)

// The flows that can be visited from the report, by the wish that leads there.
const (
	offerFlow = "selfcheck"
	learnFlow = "learn"
	careFlow  = "checkin"
	dataFlow  = "rights"
)

// visits offers the other two things people come for, under the question about danger.
func visits() flows.Accept { return visitButtons{} }

type visitButtons struct{}

func (visitButtons) Buttons(*flows.Scene) [][]flows.Button {
	return [][]flows.Button{{{Key: "report.visit.offer", Choice: "report.visit.offer"}, {Key: "report.visit.learn", Choice: "report.visit.learn"}}}
}

// Read reads nothing: the presses hold in every row, see visiting.
func (visitButtons) Read(*flows.Scene, flows.Input) (flows.Answer, bool) {
	return flows.Answer{}, false
}

// visiting tells which other flow a press, or what somebody writes before reporting anything, leads to. In the middle of a
// report nobody is led away by a guess.
func visiting(s *flows.Scene, in flows.Input) string {
	is := func(key string) bool {
		return in.Kind == flows.Press && in.Choice == key || in.Kind == flows.Text && s.Named(key, in)
	}
	switch {
	case is("report.visit.offer"):
		return offerFlow
	case is("report.visit.learn"):
		return learnFlow
	case is("report.visit.data"):
		if s.Row.Group == "check" { // whether it is safe to write comes first, with a report or without
			return ""
		}
		return dataFlow
	case in.Kind == flows.Press && in.Choice == "report.visit.care" || in.Kind == flows.Text && s.Named("learn.menu.care", in):
		return careFlow
	case in.Kind != flows.Text || s.Env.Understand == nil:
		return ""
	case s.C.State != safe && s.C.State != danger, wordCount(in.Text) <= fewWords:
		return ""
	}
	if _, answer := s.Row.Accept.Read(s, in); answer { // "ya, di sini aman kok" answers the question
		return ""
	}
	m := s.Env.Understand(in.Text.Reveal())
	if m.Evade { // the lessons say what happens then, and never how
		return learnFlow
	}
	return wishes()[m.Intent]
}

// atTheDoor tells whether nothing was begun yet: whoever is here may still want anything.
func atTheDoor(s *flows.Scene) bool {
	return s.C.Case == "" && (s.C.State == safe || s.C.State == unsafe || s.C.State == danger)
}

// asideWords answers words that are no report and no answer: who is this, and what has nothing to do with this chat. The words
// are kept apart: should a report follow, it takes them along, for nobody is sure what a stranger's words mean.
func asideWords(s *flows.Scene, in flows.Input) bool {
	if in.Kind != flows.Text {
		return false
	}
	if s.Named("report.asked_who", in) || atTheDoor(s) && s.Mentions("report.asked_who", in) {
		s.Say("report.real", numbers(s))
		return true
	}
	if !atTheDoor(s) || s.Env.Understand == nil || !s.Env.Understand(in.Text.Reveal()).Idle {
		return false
	}
	if _, answer := s.Row.Accept.Read(s, in); answer {
		return false
	}
	s.Add("idle", in.Text)
	s.Say("kernel.idle", nil)
	return true
}

// wishes maps what a message wants to the flow that gives it.
func wishes() map[string]string {
	return map[string]string{"check_offer": offerFlow, "learn": learnFlow}
}

// visit goes over to another flow with what was written, or from its beginning after a press.
func visit(s *flows.Scene, in flows.Input, flow string) {
	if in.Kind == flows.Press || wishOf(s, in) {
		in = flows.Input{Kind: flows.Start}
	}
	s.GoTo(flow, in)
}

// wishOf tells whether the words are only the name of the button, and nothing to be read by the other flow.
func wishOf(s *flows.Scene, in flows.Input) bool {
	return s.Named("report.visit.data", in) || s.Named("report.visit.offer", in) || s.Named("report.visit.learn", in) || s.Named("learn.menu.care", in)
}
