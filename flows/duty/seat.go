package duty

import (
	"strings"

	"siaga/flows"
)

// pressedPeople reads the buttons of messages about seats, which the house sends at any time: they hold in every row.
func pressedPeople(s *flows.Scene, name, arg string) (flows.State, bool) {
	switch name {
	case "menu":
		return openPeople(s, menu), true
	case "forces", "force", "forceok":
		return openForces(s, name, arg), true
	case "ready":
		return openReady(s, arg), true
	case "join":
		return judged(s, arg), true
	case "take":
		return covering(s, arg), true
	case "swap":
		return swapping(s, arg), true
	case "shift":
		return openPeople(s, shiftEnd), true
	case "note":
		return openPeople(s, noteLeft), true
	case "gap":
		return gapInHand(s), true
	case "pin":
		if arg == "forgot" {
			return wishPIN(s, arg), true
		}
		return openPeople(s, pin), true
	case "renew":
		return renewed(s, arg), true
	case "thaw":
		return thawed(s, arg), true
	case "week":
		if arg == "team" && leads(s) {
			return openPeople(s, team), true
		}
		return openPeople(s, rota), true
	}
	return "", false
}

// judged reads a colleague's answer to "who is this?": "yes:ID" or "no:ID". Whether the seat may judge is looked up by the engine,
// as for every right.
func judged(s *flows.Scene, arg string) flows.State {
	word, id, ok := strings.Cut(arg, ":")
	if !ok || s.Env.Seat == nil || word != "yes" && word != "no" {
		return refused(s)
	}
	s.Do(flows.JudgeJoin{Seat: seatOf(s).ID, Join: id, Yes: word == "yes"})
	tidy(s)
	return done(s, map[string]string{"yes": "confirmed", "no": "turned_down"}[word])
}

// thawed is a coordinator's word that a frozen seat may open content again.
func thawed(s *flows.Scene, freeze string) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	s.Do(flows.ThawSeat{By: seatOf(s).ID, Freeze: freeze})
	tidy(s)
	return done(s, "thawed")
}

// gapInHand is a coordinator's word that the gaps of the rota are taken care of.
func gapInHand(s *flows.Scene) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	s.Do(flows.AnswerGap{Seat: seatOf(s).ID})
	tidy(s)
	return done(s, "gap_noted")
}
