// Package checkin is the conversation in which somebody far away chooses to be asked from time to time how things are, and what
// shall happen when no answer comes. It must not know how anybody is asked, who is told, or how a plan is kept.
package checkin

import (
	"time"

	"siaga/flows"
)

// Name is the flow's name, under which a host visits it.
const Name = "checkin"

// The rows, in the order of the conversation.
const (
	enter    flows.State = "checkin.enter"
	intro    flows.State = "checkin.intro"
	every    flows.State = "checkin.every"
	question flows.State = "checkin.question"
	to       flows.State = "checkin.to"
	home     flows.State = "checkin.home"
	pick     flows.State = "checkin.pick"
	message  flows.State = "checkin.message"
	cry      flows.State = "checkin.cry"
	wiped    flows.State = "checkin.wiped"
	secret   flows.State = "checkin.secret"
	sum      flows.State = "checkin.sum"
	begun    flows.State = "checkin.begun"
	sent     flows.State = "checkin.sent"
	on       flows.State = "checkin.on"
	plan     flows.State = "checkin.plan"
	paused   flows.State = "checkin.paused"
	stopped  flows.State = "checkin.stopped"
	trust    flows.State = "checkin.trust"
	trusted  flows.State = "checkin.trusted"
	declined flows.State = "checkin.declined"
	left     flows.State = "checkin.left"
)

// vanish is how long the question for the word stays in the chat.
const vanish = 10 * time.Minute

// Door opens for everybody: by /kabar, and by an old button.
func Door() flows.Door {
	return flows.Door{Command: "kabar", Flow: Name, Open: func(flows.Env) bool { return true }}
}

// New makes the flow. It fails only when its own table is wrong.
func New() (*flows.Table, error) {
	return flows.New(Name, flows.Rules{
		First: enter, Home: plan, Check: plan, Help: "checkin.help", Hears: true, Quotes: true,
		Emergency: emergency, Global: global, Common: common, Human: human,
		Quiet: func(flows.Conversation) bool { return true },
	}, rows()...)
}

func rows() []flows.Row {
	yesNo := func() flows.Accept { return flows.Labelled("kernel.offer", "yes", "no") }
	over := func(at flows.State, ask string) flows.Row {
		return flows.Row{At: at, Ask: ask, Enter: leave, Accept: nothing(), NoBack: true, Bare: true, Rest: true}
	}
	return []flows.Row{
		{At: enter, Choose: begins, Go: flows.Go{"new": intro, "plan": plan, "trust": trust}},
		{At: intro, Ask: "checkin.intro", Accept: yesNo(), NoBack: true, Go: flows.Go{"yes": every, "no": left}},
		{At: every, Ask: "checkin.every", Accept: flows.Choice("half", "day", "three", "week"), Keep: "every", Go: flows.Go{"*": question}},
		{At: question, Ask: "checkin.question", Accept: flows.Any(flows.Labelled("checkin.ask", questions()...), ownQuestion()), Keep: "question", Writes: true,
			Go: flows.Go{"*": to}},
		{At: to, Ask: "checkin.to", Accept: flows.Choice("person", "force"), Keep: "to", Go: flows.Go{"person": message, "force": home}},
		{At: home, Ask: "checkin.home", Accept: flows.Any(flows.Labelled("report.home", "unknown"), place()), Do: homeDo,
			Go: flows.Go{"unknown": message, "place": message, "several": pick}},
		{At: pick, Ask: "report.pick", Accept: flows.Any(candidates(), flows.Labelled("report.home", "unknown"), place()), Do: homeDo,
			Go: flows.Go{"unknown": message, "place": message, "several": pick}},
		{At: message, Ask: "checkin.message", Accept: flows.Func(words), Do: takeBack, Writes: true, Go: flows.Go{"told": wiped, "cry": cry}},
		{At: cry, Ask: "learn.tell", Accept: yesNo(), NoBack: true, Do: cried, Go: flows.Go{"yes": left, "no": wiped}},
		{At: wiped, Ask: "checkin.wiped", Accept: flows.Choice("end", "keep"), Keep: "wiped", Go: flows.Go{"end": secret, "keep": secret}},
		{At: secret, Ask: "checkin.secret", Accept: flows.Any(flows.Labelled("report.story", "skip"), flows.Func(word)), Do: secretDo, Writes: true, Vanish: vanish,
			Go: flows.Go{"skip": sum, "told": sum, "bad": secret}},
		{At: sum, Ask: "checkin.sum", With: summary, Accept: yesNo(), Go: flows.Go{"yes": begun, "no": every}},
		{At: begun, Choose: begin, Go: flows.Go{"person": sent, "force": on}},
		over(sent, "checkin.sent"),
		over(on, "checkin.on"),

		{At: plan, Ask: "checkin.plan", With: standing, Accept: planButtons{}, NoBack: true, Do: planDo,
			Go: flows.Go{"change": every, "pause": paused, "resume": on, "stop": stopped, "leave": left}},
		over(paused, "checkin.paused"),
		over(stopped, "checkin.stopped"),

		{At: trust, Ask: "checkin.trust", Accept: yesNo(), NoBack: true, Do: answerTrust, Go: flows.Go{"yes": trusted, "no": declined}},
		over(trusted, "checkin.trusted"),
		over(declined, "kernel.cancelled"),
		over(left, "learn.left"),
	}
}

// nothing is read where the visit is over.
func nothing() flows.Accept {
	return flows.Func(func(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false })
}

func leave(s *flows.Scene) { s.Leave(flows.Leave{Calm: true}) }

// begins tells why somebody came: because somebody asked them, to look at their plan, or to make one.
func begins(s *flows.Scene) string {
	care := s.Env.Cares()
	switch {
	case care.Asked != "":
		return "trust"
	case care.Plan != nil:
		return "plan"
	}
	return "new"
}

// common gives the button under every question.
func common(*flows.Scene) []flows.Button {
	return []flows.Button{{Key: "kernel.wipe", Choice: "kernel.wipe"}}
}

// human hands over to a person: that is what the home flow is for.
func human(s *flows.Scene) flows.State {
	s.Leave(flows.Leave{Report: true})
	return left
}

// emergency gives a cry for help to the home flow. Where words for others are written they may only sound like one: see words.
func emergency(s *flows.Scene, in flows.Input) flows.State {
	if s.Row.Writes && s.Row.At != question || !cries(s, in) {
		return ""
	}
	s.Leave(flows.Leave{Input: &in})
	return left
}

func cries(s *flows.Scene, in flows.Input) bool {
	return in.Kind == flows.Text && s.Env.Understand != nil && s.Env.Understand(in.Text.Reveal()).Intent == "emergency"
}

// global reads the words for pausing and stopping before the kernel's "later", and gives what is no answer here to the home flow.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	if s.C.State == plan && in.Kind == flows.Text {
		if ans, ok := s.Row.Accept.Read(s, in); ok && ans.Event == "pause" {
			planDo(s, ans)
			return paused, true
		}
	}
	if in.Kind == flows.Location || in.File != "" {
		s.Leave(flows.Leave{Input: &in})
		return left, true
	}
	return "", false
}

// answerTrust says yes or no to whoever asked.
func answerTrust(s *flows.Scene, ans flows.Answer) {
	s.Do(flows.AnswerTrust{Plan: s.Env.Cares().Asked, Yes: ans.Event == "yes"})
}
