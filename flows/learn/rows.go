package learn

import (
	"strconv"

	"siaga/flows"
)

// at is the row of one part of a lesson. The key of its question is the same.
func (l lesson) at(part string) flows.State { return flows.State("learn." + l.id + "." + part) }

// screen is the row of a lesson's n-th screen.
func (l lesson) screen(n int) flows.State { return l.at(strconv.Itoa(n)) }

// lessonRows makes the rows of one lesson: its screens, a question to think about, the quiz, and what to do with it.
func lessonRows(l lesson, more flows.State) []flows.Row {
	var out []flows.Row
	for n := 1; n <= l.screens; n++ {
		next := l.screen(n + 1)
		if n == l.screens {
			next = l.at("think")
		}
		out = append(out, flows.Row{At: l.screen(n), Ask: string(l.screen(n)), With: l.page(n), Accept: flows.Labelled("learn.screen", "next"),
			Go: flows.Go{"next": next}})
	}
	return append(out,
		flows.Row{At: l.at("think"), Ask: string(l.at("think")), Accept: flows.Any(flows.Labelled("learn.screen", "next"), thought()), Do: thank,
			Go: flows.Go{"next": l.at("quiz"), "thought": l.at("quiz"), "story": tell}},
		flows.Row{At: l.at("quiz"), Ask: string(l.at("quiz")), Accept: flows.Choice(l.quiz...), Do: l.answered,
			Go: flows.Go{"*": l.at("end")}},
		flows.Row{At: l.at("end"), Ask: "learn.end", Accept: flows.Choice("share", "numbers", "more", "list", "tell", "leave"), Do: l.endDo,
			Go: flows.Go{"share": shared, "numbers": shared, "more": more, "list": list, "tell": telling, "leave": left}})
}

// page gives the picture and the place of a screen in its lesson.
func (l lesson) page(n int) func(*flows.Scene) flows.Data {
	return func(*flows.Scene) flows.Data {
		return flows.Data{"icon": l.icon, "page": strconv.Itoa(n) + "/" + strconv.Itoa(l.screens)}
	}
}

// answered says a kind word to every answer of the quiz.
func (l lesson) answered(s *flows.Scene, ans flows.Answer) {
	s.Say("learn."+l.id+".said."+ans.Event, nil)
}

// endDo passes the lesson on, gives the numbers, or leaves.
func (l lesson) endDo(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "share":
		s.Say("learn."+l.id+".share", numbers(l.place)(s))
	case "numbers":
		s.Say("learn.numbers", numbers(l.place)(s))
	}
	depart(s, ans)
}

// thought reads an answer to the question to think about. It is not kept, for nobody is examined here; but what sounds like
// something that happens is. What only the home flow can grant is left to global.
func thought() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || in.Text.IsZero() {
			return flows.Answer{}, false
		}
		switch beyond(s, in) {
		case "":
			return flows.Answer{Event: "thought"}, true
		case "report":
			return flows.Answer{Event: "story", Value: in.Text, List: "story"}, true
		}
		return flows.Answer{}, false
	})
}

func thank(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "thought" {
		s.Say("learn.thanks", nil)
	}
}

// more is the row where further lessons of a topic are found.
func more(t topic) flows.State {
	if len(t.lessons) > 1 {
		return topicState(t.id)
	}
	return menu
}

func topicState(id string) flows.State { return flows.State("learn.topic." + id) }

// entry is the row a topic begins with.
func entry(t topic) flows.State {
	if len(t.lessons) > 1 {
		return topicState(t.id)
	}
	return t.lessons[0].screen(1)
}

// topicRow makes the menu of a topic with several lessons.
func topicRow(t topic) flows.Row {
	out := flows.Row{At: topicState(t.id), Ask: string(topicState(t.id)), Go: flows.Go{}}
	var shown []pictured
	for _, l := range t.lessons {
		shown = append(shown, pictured{l.id, l.icon})
		out.Go[l.id] = l.screen(1)
	}
	out.Accept = titles(shown)
	return out
}

// menuButtons offers the topics with their pictures, the checklist, and the ways out.
func menuButtons(all []lesson) flows.Accept {
	var shown []pictured
	for _, t := range topics(all) {
		shown = append(shown, pictured{t.id, t.lessons[0].icon})
	}
	return titles(append(shown, pictured{"who", "☎"}, pictured{"list", "📋"}, pictured{"care", "🤝"}, pictured{"tips", "💡"}, pictured{"tell", "💬"}, pictured{"leave", "⏏"}))
}

func menuGo(all []lesson) flows.Go {
	to := flows.Go{"list": list, "tell": telling, "leave": left, "evade": evade, "care": left, "tips": tipsAsked, "who": who}
	for _, t := range topics(all) {
		to[t.id] = entry(t)
	}
	return to
}
