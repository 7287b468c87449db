// Package learn is the conversation in which somebody learns to stay safe, by short lessons with a quiz and a departure
// checklist; it must not know who learns, what was reported, or any telephone number.
package learn

import (
	"siaga/flows"
	"siaga/internal/casework"
)

// Name is the flow's name, under which a host visits it.
const Name = "learn"

// The rows that belong to no lesson. The rows of the lessons are made from their table, see lessonRows.
const (
	menu    flows.State = "learn.menu"
	list    flows.State = "learn.list"
	shared  flows.State = "learn.shared"
	tell    flows.State = "learn.tell"
	telling flows.State = "learn.telling"
	left    flows.State = "learn.left"
	evade   flows.State = "learn.evade"

	tipsAsked flows.State = "learn.tips_asked"
	tips      flows.State = "learn.tips"
)

// New makes the flow. It fails only when its own table is wrong.
func New() (*flows.Table, error) {
	all := lessons()
	return flows.New(Name, rules(all), rows(all)...)
}

func rules(all []lesson) flows.Rules {
	return flows.Rules{
		First: menu, Home: menu, Check: menu, Help: "learn.help",
		Emergency: emergency, Global: global(all), Common: common, Human: human,
		Quiet: func(flows.Conversation) bool { return true }, // ticks are few; whoever wipes wants nothing left
	}
}

func rows(all []lesson) []flows.Row {
	out := []flows.Row{
		{At: menu, Ask: "learn.menu", With: progress, Accept: menuButtons(all), NoBack: true, Enter: forgetTrail,
			Do: depart, Go: menuGo(all)},
	}
	for _, t := range topics(all) {
		if len(t.lessons) > 1 {
			out = append(out, topicRow(t))
		}
		for _, l := range t.lessons {
			out = append(out, lessonRows(l, more(t))...)
		}
	}
	out = append(out, whoRows()...)
	return append(out,
		flows.Row{At: tipsAsked, Choose: tipsGo, Go: flows.Go{"off": menu, "ask": tips}},
		flows.Row{At: tips, Ask: "learn.tips", Accept: flows.Labelled("kernel.offer", "yes", "no"), Do: tipsDo, Go: flows.Go{"yes": menu, "no": menu}},
		flows.Row{At: shared, Ask: "learn.shared", Accept: flows.Choice("more", "list", "tell", "leave"), Do: depart,
			Go: flows.Go{"more": menu, "list": list, "tell": telling, "leave": left}},
		flows.Row{At: list, Ask: "learn.list", With: checklist, Accept: flows.Any(ticks{}, under()),
			Do: listDo, Go: flows.Go{"tick": list, "share": shared, "more": menu, "leave": left}},

		flows.Row{At: evade, Ask: "learn.evade", Accept: flows.Choice("check", "ready", "tell", "more"), Do: evadeDo,
			Go: flows.Go{"check": left, "ready": topicState("ready"), "tell": telling, "more": menu}},
		flows.Row{At: tell, Ask: "learn.tell", Accept: flows.Any(flows.Choice("yes", "no"), furtherWords()), Do: depart,
			Go: flows.Go{"yes": telling, "told": telling, "no": menu}},
		// The visit is over. Played alone, any word begins again.
		flows.Row{At: telling, Ask: "learn.telling", Accept: anything("again"), NoBack: true, Bare: true, Go: flows.Go{"again": menu}},
		flows.Row{At: left, Ask: "learn.left", Accept: anything("again"), NoBack: true, Bare: true, Go: flows.Go{"again": menu}},
	)
}

// anything reads whatever comes.
func anything(event string) flows.Accept {
	return flows.Func(func(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{Event: event}, true })
}

// forgetTrail makes the menu the place where "back" ends.
func forgetTrail(s *flows.Scene) { s.C.Trail = nil }

// common gives the buttons under every question.
func common(s *flows.Scene) []flows.Button {
	wipe := flows.Button{Key: "kernel.wipe", Choice: "kernel.wipe"}
	if s.C.State == menu {
		return []flows.Button{wipe}
	}
	return []flows.Button{{Key: "learn.to_menu", Choice: "learn.to_menu"}, wipe}
}

// numbers gives the hotlines for a place as data of a text.
func numbers(place casework.Place) func(*flows.Scene) flows.Data {
	return func(s *flows.Scene) flows.Data {
		if s.Env.Numbers == nil {
			return flows.Data{"numbers": ""}
		}
		return s.Env.Numbers(place)
	}
}
