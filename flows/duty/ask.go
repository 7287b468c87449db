package duty

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/relay"
)

// narrow is the length of a label that leaves room for a second button beside it.
const narrow = 20

// standardQuestions offers the questions that reach the reporter in the reporter's own language.
type standardQuestions struct{}

// Buttons offers them, two beside each other where both are short.
func (standardQuestions) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	open := false // the last row has room
	for _, code := range casework.StandardQuestions() {
		b := flows.Button{Key: "duty.ask_what." + code, Choice: code}
		short := len([]rune(s.Label(b.Key))) <= narrow
		if open && short {
			rows[len(rows)-1] = append(rows[len(rows)-1], b)
			open = false
			continue
		}
		rows, open = append(rows, []flows.Button{b}), short
	}
	return rows
}

// Read reads a press, or the words of exactly one button.
func (standardQuestions) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	for _, code := range casework.StandardQuestions() {
		if in.Kind == flows.Press && in.Choice == code || in.Kind == flows.Text && s.Named("duty.ask_what."+code, in) {
			return flows.Answer{Event: "standard", Value: private.NewText(code)}, true
		}
	}
	return flows.Answer{}, false
}

// question reads a typed question, and tells an unfit one apart.
func question() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		switch {
		case in.Kind != flows.Text || !twoWords(in.Text):
			return flows.Answer{}, false
		case !relay.Fit(in.Text.Reveal()):
			return flows.Answer{Event: "unfit"}, true
		}
		return flows.Answer{Event: "told", Value: private.NewText(relay.Clean(in.Text.Reveal()))}, true
	})
}

// askData tells the officer how many earlier questions still wait for an answer.
func askData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "open": ""}
	if s.Env.Case != nil {
		if n := len(s.Env.Case.OpenQuestions()); n > 0 {
			d["open"] = strconv.Itoa(n)
		}
	}
	return d
}

// askReporter puts the question, standard or typed.
func askReporter(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unfit" {
		s.Say("duty.unfit", nil)
		return
	}
	c, ok := subject(s, "ask")
	switch {
	case !ok:
		return
	case !c.MayAsk():
		s.Say("duty.no.many", nil)
		done(s, "nothing")
		return
	}
	wish := flows.AskReporter{Case: c.ID, Seat: seatOf(s).ID, Text: ans.Value}
	if ans.Event == "standard" {
		wish.Code = ans.Value.Reveal()
		wish.Text = private.NewText(s.Env.Words.Label("", "duty.question."+wish.Code))
	}
	s.Do(wish)
	done(s, "asked")
}
