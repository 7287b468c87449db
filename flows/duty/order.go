package duty

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// A pack of evidence is handed out, and a case is kept or let go, by the operator; officers of two task forces say before whether they agree.
// Whose word is asked for, and that the PIN is typed for it, the engine sees to.

// mayOrder tells of the verbs under that question.
func mayOrder(verb string, c casework.Case, seat taskforce.Seat) bool {
	return (verb == "order_yes" || verb == "order_no") && seat.ID != "" && len(c.Orders) > 0 && !c.MayNotSee(seat.TaskForce, seat.ID)
}

// orderNow takes the word.
func orderNow(s *flows.Scene, c casework.Case, a flows.Action) flows.State {
	tidy(s)
	n, err := strconv.Atoi(a.Arg)
	if err != nil {
		return refused(s)
	}
	s.Do(flows.SayOrder{Case: c.ID, Seat: seatOf(s).ID, N: n, Agreed: a.Verb == "order_yes"})
	s.Keep(answerCode, c.Code)
	return done(s, a.Verb)
}
