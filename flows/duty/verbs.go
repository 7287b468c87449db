package duty

import (
	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// standing is how a seat stands to a case. It decides what the card shows and which buttons it has; nothing else does.
type standing string

const (
	gone    standing = "gone"    // closed, moved on, or must not be seen: all read the same
	offered standing = "offered" // the seat's task force is asked
	taken   standing = "taken"   // a colleague has it
	mine    standing = "mine"    // the seat owns it
	waiting standing = "waiting" // the seat owns it and proposed to close it
	judge   standing = "judge"   // the seat may confirm or turn down the closing

	deciding standing = "deciding" // refused twice: the seat's task force decides who takes it
	ruled    standing = "ruled"    // offered by such a decision: it cannot be refused
	ruler    standing = "ruler"    // the seat's task force decided, and nobody accepted yet
)

// standingOf reads how the seat stands to the case. It follows the rules of package casework, which checks them again.
func standingOf(c casework.Case, seat taskforce.Seat) standing {
	ours := seat.TaskForce == c.Lead
	above := seat.TaskForce == c.Lead.Province() || seat.TaskForce == taskforce.Pusat
	owns := c.Owner == seat.ID
	switch {
	case seat.ID == "" || c.MayNotSee(seat.TaskForce, seat.ID):
		return gone
	case c.Status == casework.Offered && ours:
		return offeredHow(c.Referral())
	case c.Status == casework.Accepted && owns:
		return mine
	case c.Status == casework.Accepted && ours:
		return taken
	case c.Status == casework.Closing && owns:
		return waiting
	case c.Status == casework.Closing && (ours || above):
		return judge
	}
	if over(c) && answersFor(c, seat) {
		return asked
	}
	return besides(c, seat)
}

// verbs lists what a seat may do with a case in each standing, by rows of buttons, the next sensible step first. The label of
// a verb's button is "duty." and the verb.
func verbs(at standing) [][]string {
	switch at {
	case offered:
		return [][]string{{"accept", "refuse"}}
	case deciding:
		return [][]string{{"decide", "accept"}}
	case ruled:
		return [][]string{{"accept", "ask_ruler"}}
	case ruler:
		return [][]string{{"decide", "answer_ruled"}}
	case mine:
		return [][]string{{"open"}, {"ask", "milestone"}, {"handover", "close"}, {"more"}}
	case helpAsked:
		return [][]string{{"help_take", "help_decline"}}
	case helping:
		return [][]string{{"help_report"}, {"help_done"}}
	case waiting:
		return [][]string{{"open", "ask"}, {"keep"}}
	case judge:
		return [][]string{{"confirm", "keep"}}
	case asked:
		return [][]string{{"right"}}
	}
	return nil
}

// may tells whether the verb stands on the card of that seat. Verbs that do not exist stand on no card.
func may(verb string, c casework.Case, seat taskforce.Seat) bool {
	for _, row := range verbs(standingOf(c, seat)) {
		for _, v := range row {
			if v == verb {
				return true
			}
		}
	}
	return alsoMay(verb, c, seat)
}

// buttons gives the buttons of a card.
func buttons(c casework.Case, seat taskforce.Seat, in flows.Tongue) [][]flows.Button {
	var out [][]flows.Button
	for _, row := range arranged(c, seat) {
		var line []flows.Button
		for _, v := range row {
			line = append(line, flows.Button{Key: "duty." + v, Act: &flows.Action{Verb: v, Case: c.ID}})
		}
		out = append(out, line)
	}
	if standingOf(c, seat) == mine {
		if line := agencyButtons(c, in); line != nil {
			out = append(out, line)
		}
	}
	if answersFor(c, seat) && standingOf(c, seat) != asked {
		out = append(out, []flows.Button{{Key: "duty.right", Act: &flows.Action{Verb: "right", Case: c.ID}}})
	}
	return out
}
