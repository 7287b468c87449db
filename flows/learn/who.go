package learn

import (
	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/directory"
	"siaga/internal/private"
)

// The rows of "who to turn to", by need and place.
const (
	who      flows.State = "learn.who"
	whoPlace flows.State = "learn.who_place"
)

// Answers kept for the two questions.
const (
	answerNeed  = "need"
	answerPlace = "need_place"
)

// needs are the buttons, each with its row of directory.Needs. Men have one of their own: an UPTD PPA serves women and children.
func needs() []string {
	return []string{"danger", "woman", "man", "child", "abroad", "offer", "home", "papers", "threat", "official"}
}

// needCode is the row of directory.Needs that a button means at a place.
func needCode(button string, p casework.Place) string {
	if button == "danger" && p.Abroad() {
		return "emergency_abroad"
	}
	return map[string]string{"danger": "emergency_now", "woman": "woman_victim", "man": "man_victim", "child": "child_victim", "abroad": "pmi_abroad",
		"offer": "pmi_candidate", "home": "returnee", "papers": "documents", "threat": "protection", "official": "official_involved"}[button]
}

func whoRows() []flows.Row {
	return []flows.Row{
		{At: who, Ask: "learn.who", Accept: flows.Choice(needs()...), Keep: answerNeed, Go: flows.Go{"*": whoPlace}},
		{At: whoPlace, Ask: "learn.who_place", Accept: flows.Any(flows.Labelled("report.where", "sea", "unknown"), flows.Func(readPlace)), Do: sayWho,
			Go: flows.Go{"sea": shared, "unknown": shared, "place": shared}},
	}
}

// readPlace reads the name of a place here or abroad. One that may be meant twice counts as its province.
func readPlace(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text || s.Env.Places == nil {
		return flows.Answer{}, false
	}
	found := s.Env.Places.Resolve(in.Text.Reveal())
	p := casework.Place{Country: found.Country, Town: found.Town}
	if len(found.Candidates) > 0 {
		code := found.Candidates[0].Place.Code
		if found.Ask {
			code = code.Province()
		} else if up := code.Regency(); up != "" {
			code = up
		}
		p = casework.Place{Code: code, Country: "ID"}
	}
	if !p.Known() {
		return flows.Answer{}, false
	}
	return flows.Answer{Event: "place", Set: map[string]private.Text{answerPlace: private.NewText(flows.FormatPlace(p))}}, true
}

// sayWho says who to turn to, with the numbers that are known, and what to mind.
func sayWho(s *flows.Scene, ans flows.Answer) {
	p := casework.Place{AtSea: ans.Event == "sea"}
	if ans.Event == "place" {
		p = flows.ParsePlace(s.Get(answerPlace))
	}
	s.Keep(answerPlace, "")
	button := s.Get(answerNeed)
	s.Say("learn.who_answer", helpers(s, needCode(button, p), p))
	if button == "papers" || button == "official" {
		s.Say("learn.who_mind."+button, nil)
	}
}

// helpers gives the bodies and numbers for a need. Without a directory at hand there are the bodies' names alone.
func helpers(s *flows.Scene, need string, p casework.Place) flows.Data {
	if s.Env.Helpers != nil {
		return s.Env.Helpers(need, p)
	}
	d := flows.Data{"first": "", "then": "", "numbers": ""}
	if s.Env.Numbers != nil {
		d["numbers"] = s.Env.Numbers(p)["numbers"]
	}
	for _, n := range directory.Needs() {
		if n.Code == need {
			d["first"], d["then"] = directory.Names(n.First), directory.Names(n.Then)
		}
	}
	return d
}
