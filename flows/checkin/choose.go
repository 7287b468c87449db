package checkin

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/checkin"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Bounds of what is written here, in characters.
const (
	longestQuestion = 80
	longestMessage  = 600
	shortestSecret  = 4
)

// questions are the codes of the neutral questions; each is a text of its own, see the keys checkin.ask.
func questions() []string { return []string{"how", "eat", "weather"} }

// intervals are the times between two questions, by the buttons for them.
func interval(choice string) time.Duration {
	const day = 24 * time.Hour
	return map[string]time.Duration{"half": day / 2, "day": day, "three": 3 * day, "week": 7 * day}[choice]
}

// intervalName is the button for a time between two questions.
func intervalName(every time.Duration) flows.Word {
	for _, choice := range []string{"half", "day", "three", "week"} {
		if interval(choice) == every {
			return flows.Word("checkin.every." + choice)
		}
	}
	return "checkin.every.day"
}

// ownQuestion reads a question in the person's own words.
func ownQuestion() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		n := utf8.RuneCountInString(strings.TrimSpace(in.Text.Reveal()))
		if in.Kind != flows.Text || n < 3 || n > longestQuestion {
			return flows.Answer{}, false
		}
		return flows.Answer{Event: checkin.Own, Value: private.NewText(checkin.Own), Set: map[string]private.Text{"own": in.Text}}, true
	})
}

// place reads the name of a kabupaten or kota.
func place() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || s.Env.Places == nil {
			return flows.Answer{}, false
		}
		found := s.Env.Places.Resolve(in.Text.Reveal())
		var codes []string
		for _, c := range found.Candidates {
			code := c.Place.Code
			if up := code.Regency(); up != "" {
				code = up
			}
			codes = append(codes, string(code))
		}
		switch {
		case len(codes) == 0:
			return flows.Answer{}, false
		case found.Ask:
			return flows.Answer{Event: "several", Set: map[string]private.Text{"options": private.NewText(strings.Join(codes, " "))}}, true
		}
		return flows.Answer{Event: "place", Set: map[string]private.Text{"home": private.NewText(codes[0])}}, true
	})
}

// homeDo forgets a place named before when it is not known after all.
func homeDo(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unknown" {
		s.Keep("home", "")
	}
}

// candidates offers the places that may be meant.
func candidates() flows.Accept {
	return homePick{flows.Pick("place", func(s *flows.Scene) []flows.Option {
		var out []flows.Option
		for code := range strings.FieldsSeq(s.Get("options")) {
			if p, ok := s.Env.Places.Lookup(region.Code(code)); ok {
				out = append(out, flows.Option{Value: code, Label: p.Name})
			}
		}
		return out
	})}
}

type homePick struct{ flows.Accept }

func (a homePick) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	ans, ok := a.Accept.Read(s, in)
	ans.Set = map[string]private.Text{"home": ans.Value}
	return ans, ok
}

// words reads what shall be told. What sounds like a cry is kept as well, and asked about at once: it may be meant for now.
func words(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	n := utf8.RuneCountInString(strings.TrimSpace(in.Text.Reveal()))
	if in.Kind != flows.Text || n < 3 || n > longestMessage {
		return flows.Answer{}, false
	}
	event := "told"
	if cries(s, in) {
		event = "cry"
	}
	return flows.Answer{Event: event, Set: map[string]private.Text{"message": in.Text}}, true
}

// takeBack removes from the chat what was written for others.
func takeBack(s *flows.Scene, ans flows.Answer) {
	s.Do(flows.TakeBack{})
	if ans.Event == "cry" {
		s.Say("learn.urgent", numbers(s))
	}
}

func numbers(s *flows.Scene) flows.Data {
	if s.Env.Numbers == nil {
		return flows.Data{"numbers": ""}
	}
	return s.Env.Numbers(casework.Place{})
}

// cried reports what sounded like a cry, if it is one.
func cried(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "yes" {
		s.Leave(flows.Leave{Report: true, Story: []private.Text{private.NewText(s.Get("message"))}})
	}
}

// word reads the word that calls for help unseen. It is never kept, only the mark of it.
func word(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text || s.Env.Mark == nil {
		return flows.Answer{}, false
	}
	said := flows.Plain(in.Text.Reveal())
	id := s.Get("id")
	if id == "" {
		id = s.Env.NewID()
	}
	mark := checkin.Mark(id, said, s.Env.Mark)
	if mark == "" || everyday(s, in, said) {
		return flows.Answer{Event: "bad"}, true
	}
	return flows.Answer{Event: "told", Set: map[string]private.Text{"id": private.NewText(id), "mark": private.NewText(mark)}}, true
}

// everyday tells whether words are said too easily to be the word: short, those of a button, or ones that mean something here.
func everyday(s *flows.Scene, in flows.Input, said string) bool {
	if utf8.RuneCountInString(said) < shortestSecret {
		return true
	}
	if _, err := strconv.Atoi(strings.ReplaceAll(said, " ", "")); err == nil {
		return true
	}
	keys := []string{stopWords, "checkin.plan.pause", "checkin.plan.resume", "checkin.plan.stop", "checkin.ask.ok", "report.thanks", "report.safe.yes", "report.safe.no",
		"report.asked_who", "report.open.status", "report.visit.offer", "report.visit.learn", "learn.menu.care"}
	for _, key := range keys {
		if s.Named(key, in) {
			return true
		}
	}
	if s.Env.Understand == nil {
		return false
	}
	switch s.Env.Understand(in.Text.Reveal()).Intent {
	case "emergency", "delete", "greeting", "language":
		return true
	}
	return false
}

// secretDo removes the word from the chat.
func secretDo(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "skip":
		s.Keep("mark", "")
	case "told":
		s.Do(flows.TakeBack{})
	case "bad":
		s.Do(flows.TakeBack{})
		s.Reply(flows.Reply{Key: "checkin.secret_bad", Vanish: vanish})
	}
}

// summary says once more what was chosen; never the words that were written for others, nor the word.
func summary(s *flows.Scene) flows.Data {
	p := made(s)
	d := flows.Data{"every": intervalName(p.Every), "hours": strconv.Itoa(int(p.Patience().Hours())), "to": flows.Word("checkin.to." + p.To),
		"wiped": flows.Word("checkin.wiped.end"), "home": homeName(s, p)}
	if p.Keep {
		d["wiped"] = flows.Word("checkin.wiped.keep")
	}
	return d
}

func homeName(s *flows.Scene, p checkin.Plan) string {
	if found, ok := s.Env.Places.Lookup(p.Home); ok && p.To == checkin.ToForce {
		return found.Name
	}
	return ""
}

// made is the plan that was chosen.
func made(s *flows.Scene) checkin.Plan {
	p := checkin.Plan{ID: s.Get("id"), Lang: s.C.Lang, Every: interval(s.Get("every")), Question: s.Get("question"), To: s.Get("to"),
		Message: private.NewText(s.Get("message")), Keep: s.Get("wiped") == "keep", Duress: s.Get("mark")}
	if p.Question == checkin.Own {
		p.Words = private.NewText(s.Get("own"))
	}
	if p.To == checkin.ToForce {
		p.Home = region.Code(s.Get("home"))
	}
	return p
}

// begin makes the plan.
func begin(s *flows.Scene) string {
	p := made(s)
	old := s.Env.Cares().Plan
	switch {
	case p.Duress == "" && old != nil && old.Duress != "": // skipping leaves the word as it was; its mark belongs to this id
		p.ID, p.Duress, p.N = old.ID, old.Duress, old.N
	case p.ID == "":
		p.ID = s.Env.NewID()
	}
	s.Do(flows.SetPlan{Plan: p.Begin(s.Env.Now)})
	return p.To
}
