package report

import (
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/relay"
)

// What is kept while an officer's questions are answered.
const (
	answerQuestionN = "question"      // number of the question that is open
	answerDone      = "answered"      // number of the question answered last
	answerLater     = "later"         // what was put off: a question's number, or "closing", "followup"
	answerProved    = "rights.proved" // when the receipt was typed; the flow about the own data reads it
	answerWants     = "wants"         // a message was asked for while the safety question stood before it
	answerText      = "answer.text"   // an answer that waits for "send it all the same?"
	answerFile      = "answer.file"
)

// openQuestion is the oldest question without an answer. The case does not know yet what was answered in this turn.
func openQuestion(s *flows.Scene) (casework.Question, bool) {
	if s.Env.Case == nil {
		return casework.Question{}, false
	}
	for _, q := range s.Env.Case.OpenQuestions() {
		if strconv.Itoa(q.N) != s.Get(answerDone) {
			return q, true
		}
	}
	return casework.Question{}, false
}

// readQuestion notes that the reporter opened the officer's question.
func readQuestion(s *flows.Scene) {
	if q, ok := openQuestion(s); ok {
		sayWhose(s)
		s.Keep(answerQuestionN, strconv.Itoa(q.N))
		s.Do(flows.ReadQuestion{Case: s.Env.Case.ID, N: q.N})
	}
}

// questionText gives the question: a standard one in the reporter's language, the officer's own words rebuilt.
func questionText(s *flows.Scene) flows.Data {
	q, ok := openQuestion(s)
	switch {
	case !ok:
		return flows.Data{"text": ""}
	case q.Code != "":
		return flows.Data{"text": s.Label("duty.question." + q.Code)}
	}
	return flows.Data{"text": private.NewText(relay.Defang(q.Text.Reveal()))}
}

// answers reads the answer to the open question: one of its buttons, words, or a file. Its buttons are those of that question.
type answers struct{}

// Buttons offers the standard answers to a standard question.
func (answers) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	for _, reply := range repliesTo(s) {
		rows = append(rows, []flows.Button{{Key: flows.ReplyKey(reply), Choice: reply}})
	}
	return rows
}

// Read tells the answers apart: what can be passed on, what is asked about first, and what never is.
func (answers) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	q, _ := openQuestion(s)
	switch {
	case in.Kind == flows.Contact:
		return flows.Answer{Event: "card"}, true
	case in.Kind == flows.Location && !casework.WantsPlace(q.Code):
		return flows.Answer{Event: "pin", Set: map[string]private.Text{answerText: pinWords(in)}}, true
	case in.Kind == flows.Location:
		return flows.Answer{Event: "told", Value: pinWords(in)}, true
	}
	if s.Named("report.question.later", in) {
		return flows.Answer{}, false
	}
	if reply, ok := replyOf(s, in); ok {
		return flows.Answer{Event: "reply", Value: private.NewText(reply)}, true
	}
	return written(s, in)
}

// written reads words and files. A number in them is asked about before it is passed on, unless a number was asked for.
func written(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	q, _ := openQuestion(s)
	if in.File == "" && (in.Kind != flows.Text || in.Text.IsZero()) {
		return flows.Answer{}, false
	}
	if relay.HasNumber(in.Text.Reveal()) && !casework.WantsNumber(q.Code) {
		kept := map[string]private.Text{answerText: in.Text, answerFile: private.NewText(in.File)}
		return flows.Answer{Event: "number", Set: kept}, true
	}
	return flows.Answer{Event: "told", Value: in.Text, Set: map[string]private.Text{answerFile: private.NewText(in.File)}}, true
}

func repliesTo(s *flows.Scene) []string {
	q, _ := openQuestion(s)
	return casework.Replies(q.Code)
}

// replyOf finds the standard answer that was pressed or typed in exactly its words.
func replyOf(s *flows.Scene, in flows.Input) (string, bool) {
	for _, reply := range repliesTo(s) {
		if in.Kind == flows.Press && in.Choice == reply || in.Kind == flows.Text && s.Named(flows.ReplyKey(reply), in) {
			return reply, true
		}
	}
	return "", false
}

// takeAnswer carries the answer to the officer, puts the question off, or says why something is not passed on.
func takeAnswer(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "later":
		s.Keep(answerLater, s.Get(answerQuestionN))
	case "card":
		s.Say("report.no_card", nil)
	case "reply":
		reply := ans.Value.Reveal()
		passOn(s, flows.AnswerQuestion{Reply: reply, Text: private.NewText(s.Env.Words.Label("", flows.ReplyKey(reply)))})
	case "told":
		passOn(s, flows.AnswerQuestion{Text: ans.Value, File: s.Get(answerFile), Reply: agreed(s, ans.Value)})
	}
}

// agreed reads a number as the "yes" to the question whether one may call.
func agreed(s *flows.Scene, text private.Text) string {
	if q, _ := openQuestion(s); casework.WantsNumber(q.Code) && relay.HasNumber(text.Reveal()) {
		return "yes"
	}
	return ""
}

// decideNumber passes an answer on with its number or without it, or lets the reporter write it anew.
func decideNumber(s *flows.Scene, ans flows.Answer) {
	text := s.C.Answers[answerText]
	switch ans.Event {
	case "send":
		passOn(s, flows.AnswerQuestion{Text: text, File: s.Get(answerFile)})
	case "without":
		passOn(s, flows.AnswerQuestion{Text: private.NewText(relay.WithoutNumbers(text.Reveal())), File: s.Get(answerFile)})
	case "again":
		forget(s)
	default:
		takeAnswer(s, ans)
	}
}

// decidePin passes a location on or drops it.
func decidePin(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "send" {
		passOn(s, flows.AnswerQuestion{Text: s.C.Answers[answerText]})
		return
	}
	forget(s)
}

// passOn gives the answer to the question that is open to the officer.
func passOn(s *flows.Scene, a flows.AnswerQuestion) {
	n, err := strconv.Atoi(s.Get(answerQuestionN))
	if err != nil || s.Env.Case == nil {
		return
	}
	a.Case, a.N = s.Env.Case.ID, n
	s.Do(a)
	s.Keep(answerDone, s.Get(answerQuestionN))
	forget(s)
	s.Say("report.answered", nil)
}

func forget(s *flows.Scene) {
	s.Keep(answerText, "")
	s.Keep(answerFile, "")
}

// wantsMessage notes that the message was asked for, which the safety question may stand before.
func wantsMessage(s *flows.Scene, in flows.Input) bool {
	if in.Kind != flows.Press && in.Kind != flows.Text || in.Kind == flows.Press && in.Choice != "report.read" {
		return false
	}
	if in.Kind == flows.Text && !s.Named("report.read", in) {
		return false
	}
	s.Keep(answerWants, "message")
	s.Keep(answerLater, "")
	return true
}

// wanted makes the row at rest be passed when a message waits behind it that was asked for, or that was never read: who may not be
// written to finds it when writing first.
func wanted(s *flows.Scene) bool {
	q, ok := openQuestion(s)
	over := askedOver(s)
	return s.C.Has(answerWants) || ok && q.OpenedAt.IsZero() && s.Get(answerLater) != strconv.Itoa(q.N) || hasNews(s) || othersWait(s) || over != "" && s.Get(answerLater) != over
}

// restored opens what waits for somebody who comes back with the number.
func restored(s *flows.Scene) flows.State {
	s.Keep(answerProved, s.Env.Now.Format(time.RFC3339))
	if s.C.State != open {
		return ""
	}
	s.Keep(answerLater, "")
	return after
}
