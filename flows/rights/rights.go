// Package rights is the conversation in which a reporter sees what is kept, says what is wrong in it, asks for a copy, or wishes all of it
// gone (UU 27/2022). It must not know who answers, how a clock runs, or how anything is erased.
package rights

import (
	"slices"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// Name is the flow's name, under which a host visits it.
const Name = "rights"

// Proved is under what the home flow keeps when the receipt was typed last.
const Proved = "rights.proved"

// The rows, in the order of the conversation.
const (
	menu    flows.State = "rights.menu"
	see     flows.State = "rights.see"
	correct flows.State = "rights.correct"
	wrong   flows.State = "rights.wrong"
	copied  flows.State = "rights.copy"
	fixed   flows.State = "rights.corrected"
	remove  flows.State = "rights.delete"
	sure    flows.State = "rights.sure"
	removed flows.State = "rights.deleted"
	sent    flows.State = "rights.sent"
	late    flows.State = "rights.late"
	many    flows.State = "rights.many"
	number  flows.State = "rights.number"
	left    flows.State = "rights.left"
)

const (
	// vanish is how long what is kept stands in the chat.
	vanish = 3 * time.Minute
	// fresh is how long a typed receipt lets somebody go on where others look at the telephone.
	fresh = 15 * time.Minute
	// idle is after what a visit is over: whoever comes back then may be somebody else.
	idle = 15 * time.Minute
)

// Door opens for everybody, whether there is a case or not: the answer must not tell.
func Door() flows.Door {
	return flows.Door{Command: "data", Flow: Name, Open: func(flows.Env) bool { return true }}
}

// New makes the flow. It fails only when its own table is wrong.
func New() (*flows.Table, error) {
	return flows.New(Name, flows.Rules{
		First: menu, Home: menu, Check: menu, Help: "report.help", Quotes: true, Idle: idle,
		Common: common, Human: human, Global: global,
		Quiet: func(flows.Conversation) bool { return true },
	}, rows()...)
}

func rows() []flows.Row {
	over := func(at flows.State, ask string, with func(*flows.Scene) flows.Data) flows.Row {
		return flows.Row{At: at, Ask: ask, With: with, Enter: leave, Accept: nothing(), NoBack: true, Bare: true, Rest: true}
	}
	return []flows.Row{
		{At: menu, Ask: "rights.menu", Accept: flows.Choice("see", "correct", "copy", "delete", "leave"), NoBack: true,
			Go: flows.Go{"see": see, "correct": correct, "copy": copied, "delete": remove, "leave": left}},
		{At: see, Choose: shown, Go: flows.Go{"shown": menu, "many": many, "number": number}},
		{At: correct, Choose: gate(casework.RightCorrect), Go: flows.Go{"ask": wrong, "open": sent, "late": late, "many": many, "number": number}},
		{At: wrong, Ask: "rights.correct", Accept: flows.Func(said), Keep: answerText, Fresh: true, Go: flows.Go{"told": fixed}},
		{At: fixed, Choose: correctDo, Go: flows.Go{"open": sent, "number": number}},
		{At: copied, Choose: askedAtOnce(casework.RightCopy), Go: flows.Go{"open": sent, "late": late, "many": many, "number": number}},
		{At: remove, Choose: gate(casework.RightDelete), Go: flows.Go{"ask": sure, "open": sent, "late": late, "many": many, "number": number}},
		{At: sure, Ask: "rights.sure", With: keptData, Accept: flows.Labelled("kernel.offer", "yes", "no"), NoBack: true, Fresh: true,
			Go: flows.Go{"yes": removed, "no": left}},
		{At: removed, Choose: removeDo, Go: flows.Go{"open": sent, "number": number}},
		over(sent, "rights.sent", dueData),
		over(late, "rights.late", nil),
		over(many, "rights.many", nil),
		over(number, "rights.number", nil),
		over(left, "learn.left", nil),
	}
}

// nothing is read where the visit is over.
func nothing() flows.Accept {
	return flows.Func(func(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false })
}

func leave(s *flows.Scene) { s.Leave(flows.Leave{Calm: true}) }

func common(*flows.Scene) []flows.Button {
	return []flows.Button{{Key: "kernel.wipe", Choice: "kernel.wipe"}}
}

// human hands over to a person: that is what the home flow is for.
func human(s *flows.Scene) flows.State {
	s.Leave(flows.Leave{Report: true})
	return left
}

// global gives a file or a place that nobody asked for to the home flow: it is told to the case.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	if in.Kind == flows.Location || in.File != "" && s.C.State != wrong {
		s.Leave(flows.Leave{Input: &in})
		return left, true
	}
	return "", false
}

// proved tells whether the chat is that of a case, and where others look at the telephone, whether the receipt was typed just now. Without
// it everybody is answered as if there were nothing.
func proved(s *flows.Scene) bool {
	if s.Env.Case == nil {
		return false
	}
	if !s.C.Tidies() {
		return true
	}
	at, err := time.Parse(time.RFC3339, s.Get(Proved))
	age := s.Env.Now.Sub(at)
	return err == nil && age >= 0 && age <= fresh
}

// own lists all cases of the reporter.
func own(s *flows.Scene) []casework.Case {
	if s.Env.Others != nil {
		if all := s.Env.Others(); len(all) > 0 {
			return all
		}
	}
	return []casework.Case{*s.Env.Case}
}

// gate tells how a wish goes on: it is asked for, or it was made before and waits.
func gate(kind casework.RightKind) func(*flows.Scene) string {
	return func(s *flows.Scene) string {
		if !proved(s) {
			return "number"
		}
		r, open := waits(s, kind)
		switch {
		case !open && enough(s, kind):
			return "many"
		case !open:
			return "ask"
		case s.Env.Now.After(r.Due()):
			return "late"
		}
		s.Keep(answerDue, r.Due().Format(time.RFC3339))
		return "open"
	}
}

// askedAtOnce makes a wish that needs no more words.
func askedAtOnce(kind casework.RightKind) func(*flows.Scene) string {
	return func(s *flows.Scene) string {
		next := gate(kind)(s)
		if next == "ask" {
			ask(s, kind)
			return "open"
		}
		return next
	}
}

// enough tells whether as many wishes were made within a day as officers are asked to answer. What is told to a case has no such limit.
func enough(s *flows.Scene, kind casework.RightKind) bool {
	return slices.ContainsFunc(about(s, kind), func(c casework.Case) bool { return c.RightsAsked(s.Env.Now) >= casework.RightsADay })
}

// waits gives the wish of a kind that is open in any case of the reporter. To correct is about the one that is talked about.
func waits(s *flows.Scene, kind casework.RightKind) (casework.Right, bool) {
	for _, c := range about(s, kind) {
		for _, r := range c.OpenRights() {
			if r.Kind == kind {
				return r, true
			}
		}
	}
	return casework.Right{}, false
}

// about lists the cases that a wish is about.
func about(s *flows.Scene, kind casework.RightKind) []casework.Case {
	if kind == casework.RightCorrect {
		return []casework.Case{*s.Env.Case}
	}
	return own(s)
}

// answerDue is until when a wish is answered.
const answerDue = "rights.due"

func ask(s *flows.Scene, kind casework.RightKind) {
	for _, c := range about(s, kind) {
		s.Do(flows.AskRight{Case: c.ID, Kind: kind})
	}
	s.Keep(answerDue, s.Env.Now.Add(casework.RightTime).Format(time.RFC3339))
}

// said reads what is wrong: more than one word, or a voice message or picture.
func said(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
	switch {
	case in.File != "":
		return flows.Answer{Event: "told", Value: in.Text, Set: map[string]private.Text{answerFile: private.NewText(in.File)}}, true
	case in.Kind == flows.Text && len(strings.Fields(in.Text.Reveal())) > 1:
		return flows.Answer{Event: "told", Value: in.Text}, true
	}
	return flows.Answer{}, false
}

// What was said to be wrong, until it is told to the case.
const (
	answerText = "text"
	answerFile = "file"
)

// correctDo tells the case what is wrong, marked, and makes the wish. The words are read there, by whoever may read the case.
func correctDo(s *flows.Scene) string {
	text, file := s.Get(answerText), s.Get(answerFile)
	s.Keep(answerText, "")
	s.Keep(answerFile, "")
	if !proved(s) {
		return "number"
	}
	r := casework.Report{Story: flows.Texts(strings.TrimSpace(s.Env.Words.Label("", "rights.mark") + " " + text))}
	if file != "" {
		r.Files = []string{file}
	}
	s.Do(flows.AddToCase{Case: s.Env.Case.ID, Report: r})
	ask(s, casework.RightCorrect)
	return "open"
}

func removeDo(s *flows.Scene) string {
	if !proved(s) {
		return "number"
	}
	ask(s, casework.RightDelete)
	return "open"
}

// keptData tells whether something stands against erasing now, without saying what.
func keptData(s *flows.Scene) flows.Data {
	kept := ""
	if s.Env.Case != nil {
		for _, c := range own(s) {
			if c.Kept() != "" {
				kept = "1"
			}
		}
	}
	return flows.Data{"kept": kept}
}

func dueData(s *flows.Scene) flows.Data {
	due, err := time.Parse(time.RFC3339, s.Get(answerDue))
	if err != nil || s.Env.Case == nil {
		return flows.Data{"until": ""}
	}
	return flows.Data{"until": moment(due, *s.Env.Case)}
}
