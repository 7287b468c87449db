package learn

import (
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// fewWords is the length up to which words count as the name of a button or a slip, not as something told.
const fewWords = 3

// depart ends the visit when the answer says so. What was told on the way is brought along.
func depart(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "leave":
		s.Leave(flows.Leave{})
	case "care":
		home(s, flows.Input{Kind: flows.Press, Choice: "report.visit.care"})
	case "tell", "yes", "told":
		report(s)
	case "no":
		delete(s.C.Lists, "story")
		delete(s.C.Lists, "files")
	}
}

// evadeDo leads somebody who asked how to get past officers to what helps instead.
func evadeDo(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "check" {
		home(s, flows.Input{Kind: flows.Press, Choice: "report.visit.offer"})
		return
	}
	depart(s, ans)
}

// report ends the visit with the wish to report.
func report(s *flows.Scene) {
	s.Leave(flows.Leave{Report: true, Story: slices.Clone(s.C.Lists["story"]), Files: slices.Clone(s.C.Lists["files"])})
	delete(s.C.Lists, "story")
	delete(s.C.Lists, "files")
}

// human hands over to a person: that is what the home flow is for.
func human(s *flows.Scene) flows.State {
	report(s)
	return telling
}

// emergency answers a cry for help where no host does: the numbers come at once, the words are kept. The bare word for the
// bot's own help is no cry, and a second cry is already an answer.
func emergency(s *flows.Scene, in flows.Input) flows.State {
	if s.C.State == tell || intent(s, in) != "emergency" || s.Named("kernel.help", in) {
		return ""
	}
	s.Say("learn.urgent", numbers(casework.Place{})(s))
	s.Add("story", in.Text)
	return aside(s, tell)
}

// aside goes to a row from which "back" leads to the row that is open now.
func aside(s *flows.Scene, to flows.State) flows.State {
	if n := len(s.C.Trail); s.C.State != to && (n == 0 || s.C.Trail[n-1] != s.C.State) {
		s.C.Trail = append(s.C.Trail, s.C.State)
	}
	return to
}

// furtherWords reads what is told further: words that are more than a slip, or one more cry.
func furtherWords() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		what := intent(s, in)
		if in.Kind != flows.Text || wordCount(in) <= fewWords && what != "emergency" && what != "report" {
			return flows.Answer{}, false
		}
		return flows.Answer{Event: "told", Value: in.Text, List: "story"}, true
	})
}

func wordCount(in flows.Input) int { return len(strings.Fields(flows.Plain(in.Text.Reveal()))) }

func intent(s *flows.Scene, in flows.Input) string {
	if s.Env.Understand == nil || in.Kind != flows.Text {
		return ""
	}
	return s.Env.Understand(in.Text.Reveal()).Intent
}

// beyond tells what words ask for that no lesson gives: "report", "check_offer", "status", or "".
func beyond(s *flows.Scene, in flows.Input) string {
	what := intent(s, in)
	switch what {
	case "status":
		return what
	case "report", "check_offer":
		if wordCount(in) > fewWords {
			return what
		}
	}
	return ""
}

// global reads what holds in every row: to the menu, a lesson by its name, a list sent back, something told, a file, a
// place, or a wish that only the home flow can grant.
func global(all []lesson) func(*flows.Scene, flows.Input) (flows.State, bool) {
	return func(s *flows.Scene, in flows.Input) (flows.State, bool) {
		switch in.Kind {
		case flows.Press:
			return menu, in.Choice == "learn.to_menu"
		case flows.Command:
			return command(s, in)
		case flows.Location:
			return home(s, in), true
		case flows.Text:
			return words(s, in, all)
		}
		if in.File == "" || s.C.State == telling || s.C.State == left {
			return "", false
		}
		s.Add("files", private.NewText(in.File))
		if !in.Text.IsZero() {
			s.Add("story", in.Text)
		}
		return aside(s, tell), true
	}
}

// command reads the commands that are no lesson's.
func command(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Choice {
	case "status":
		return home(s, in), true
	case "menu", "belajar":
		return menu, true
	}
	return "", false
}

// home ends the visit and lets the home flow play the input.
func home(s *flows.Scene, in flows.Input) flows.State {
	s.Leave(flows.Leave{Input: &in})
	return left
}

// words reads typed words that the open row cannot read.
func words(s *flows.Scene, in flows.Input, all []lesson) (flows.State, bool) {
	if s.Named("learn.to_menu", in) {
		return menu, true
	}
	if s.Row.At != menu {
		if _, ok := s.Row.Accept.Read(s, in); ok {
			return "", false
		}
	}
	if s.Env.Understand != nil && s.Env.Understand(in.Text.Reveal()).Evade {
		return aside(s, evade), true
	}
	if took(s, in.Text.Reveal()) {
		return list, true
	}
	if to, ok := named(s, in, all); ok {
		s.C.Trail = []flows.State{menu}
		return to, true
	}
	switch beyond(s, in) {
	case "report":
		s.Add("story", in.Text)
		return aside(s, tell), true
	case "check_offer", "status":
		return home(s, in), true
	}
	return "", false
}

// named finds the topic or lesson that words name: from any row by its own words, from the menu also inside a short sentence.
func named(s *flows.Scene, in flows.Input, all []lesson) (flows.State, bool) {
	if s.Named("learn.menu.list", in) {
		return list, true
	}
	if s.Named("learn.menu.who", in) {
		return who, true
	}
	for _, t := range topics(all) {
		if s.Named("learn.menu."+t.id, in) {
			return entry(t), true
		}
		for _, l := range t.lessons {
			if s.Named(string(topicState(t.id))+"."+l.id, in) {
				return l.screen(1), true
			}
		}
	}
	ans, ok := menuButtons(all).Read(s, in)
	_, err := strconv.Atoi(flows.Plain(in.Text.Reveal()))
	if s.Row.At != menu || !ok || err == nil || ans.Event == "tell" || ans.Event == "leave" {
		return "", false
	}
	return menuGo(all)[ans.Event], true
}
