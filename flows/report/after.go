package report

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/private"
)

// waiting decides what is open after sending: an officer's question first.
func waiting(s *flows.Scene) string {
	if s.C.Case == "" {
		return "new"
	}
	if s.Env.Case != nil {
		if _, asked := s.Env.Case.Unanswered(); asked && s.Get("later") != questionNumber(s) {
			return "question"
		}
	}
	return "open"
}

func questionNumber(s *flows.Scene) string {
	q, ok := s.Env.Case.Unanswered()
	if !ok {
		return ""
	}
	return strconv.Itoa(q.N)
}

// readQuestion notes that the reporter opened the officer's question.
func readQuestion(s *flows.Scene) {
	if s.Env.Case == nil {
		return
	}
	if q, ok := s.Env.Case.Unanswered(); ok {
		s.Keep("question", strconv.Itoa(q.N))
		s.Do(flows.ReadQuestion{Case: s.Env.Case.ID, N: q.N})
	}
}

// questionText gives the officer's words, rebuilt as plain text.
func questionText(s *flows.Scene) flows.Data {
	if s.Env.Case == nil {
		return flows.Data{"text": ""}
	}
	q, _ := s.Env.Case.Unanswered()
	return flows.Data{"text": q.Text}
}

// reply reads the answer to an officer's question: words or a file.
func reply() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.File != "" {
			return flows.Answer{Event: "told", Value: in.Text, Set: map[string]private.Text{"answer.file": private.NewText(in.File)}}, true
		}
		if in.Kind != flows.Text || in.Text.IsZero() {
			return flows.Answer{}, false
		}
		return flows.Answer{Event: "told", Value: in.Text}, true
	})
}

// answerQuestion carries the answer to the officer, or leaves the question for later.
func answerQuestion(s *flows.Scene, ans flows.Answer) {
	n, err := strconv.Atoi(s.Get("question"))
	if ans.Event == "later" {
		s.Keep("later", s.Get("question"))
		return
	}
	if err != nil || s.Env.Case == nil {
		return
	}
	s.Do(flows.AnswerQuestion{Case: s.Env.Case.ID, N: n, Text: ans.Value, File: s.Get("answer.file")})
	s.Keep("answer.file", "")
	s.Keep("later", s.Get("question"))
	s.Say("report.answered", nil)
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
	s.Say("report.status."+string(c.Status), flows.Data{"taskforce": forceName(s, c.Lead)})
}
