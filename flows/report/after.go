package report

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/private"
)

// waiting decides what is open after sending: an officer's question first, unless it was put off; then whether it is over. News is
// told on the way.
func waiting(s *flows.Scene) string {
	s.Keep(answerWants, "")
	if s.C.Case == "" {
		return "new"
	}
	whatWaits(s)
	if q, asked := openQuestion(s); asked && s.Get(answerLater) != strconv.Itoa(q.N) {
		return "question"
	}
	if asked := askedOver(s); asked != "" && s.Get(answerLater) != asked {
		return asked
	}
	return "open"
}

// openDo plays what can be done after sending: the status, one more report, or more to tell.
func openDo(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "status":
		sayStatus(s)
	case "new":
		s.C.Case, s.C.Answers, s.C.Lists, s.C.Trail = "", map[string]private.Text{}, map[string][]private.Text{}, nil
	case "thanks":
		s.Say("report.thanks", nil)
	case "told":
		s.Say("report.added", nil)
	}
}

// thanks reads mere politeness, which is no news for an officer and opens no closed case again.
func thanks() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		return flows.Answer{Event: "thanks"}, in.Kind == flows.Text && s.Named("report.thanks", in)
	})
}

// sayStatus says in plain words where the case stands.
func sayStatus(s *flows.Scene) {
	if s.Env.Case == nil {
		s.Say("kernel.nothing", nil)
		return
	}
	c := s.Env.Case
	s.Say("report.status."+string(c.Status), flows.Data{"taskforce": forceName(s, c.Lead)}, []flows.Button{{Key: "report.visit.data", Choice: "report.visit.data"}})
	for _, o := range partsOf(s, *c) {
		s.Say("report.status."+string(o.Status), flows.Data{"taskforce": forceName(s, o.Lead)})
	}
}
