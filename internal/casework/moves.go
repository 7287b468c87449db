package casework

import (
	"fmt"
	"slices"
	"strings"
)

// MoveName names a move of a case.
type MoveName string

// The moves. All are methods of Case.
const (
	MoveRefer    MoveName = "refer"
	MoveAccept   MoveName = "accept"
	MoveRefuse   MoveName = "refuse"
	MoveLapse    MoveName = "lapse"
	MoveHandOver MoveName = "hand_over"
	MoveReroute  MoveName = "reroute"
	MoveFollow   MoveName = "follow"
	MoveExclude  MoveName = "exclude"
	MoveAdd      MoveName = "add"
	MoveAsk      MoveName = "ask"
	MoveRead     MoveName = "read"
	MoveAnswer   MoveName = "answer"
	MoveReach    MoveName = "reach"
	MovePropose  MoveName = "propose_closing"
	MoveConfirm  MoveName = "confirm_closing"
	MoveKeepOpen MoveName = "keep_open"
	MoveReopen   MoveName = "reopen"
)

// Move is one row of the table of legal moves. An empty To means that the status stays as it is.
type Move struct {
	Name MoveName
	From []Status
	To   Status
	Who  string // who makes it, for the drawing
}

// Moves is the whole table: what is not in it is ErrState.
func Moves() []Move {
	held := []Status{Accepted, Closing}
	open := []Status{Offered, Accepted, Closing}
	all := []Status{New, Offered, Accepted, Closing, Closed}
	return []Move{
		{MoveRefer, []Status{New}, Offered, "routing"},
		{MoveAccept, []Status{Offered}, Accepted, "a seat of the task force asked"},
		{MoveRefuse, []Status{Offered}, Offered, "a seat of the task force asked, naming the next"},
		{MoveLapse, []Status{Offered}, Offered, "the deadline"},
		{MoveHandOver, []Status{Accepted}, Offered, "the owner"},
		{MoveReroute, open, Offered, "routing, or an owner who is out"},
		{MovePropose, []Status{Accepted}, Closing, "the owner"},
		{MoveConfirm, []Status{Closing}, Closed, "a second seat"},
		{MoveKeepOpen, []Status{Closing}, Accepted, "a second seat or the reporter"},
		{MoveReopen, []Status{Closed}, Offered, "the reporter or a seat"},
		{MoveFollow, open, "", "routing, after new facts"},
		{MoveExclude, all, "", "routing, after a conflict of interest"},
		{MoveAsk, held, "", "the owner"},
		{MoveReach, held, "", "the owner"},
		{MoveAdd, all[1:], "", "the reporter"},
		{MoveRead, all[1:], "", "the reporter"},
		{MoveAnswer, all[1:], "", "the reporter"},
	}
}

// legal finds the row of a move and checks that the case may make it.
func (c Case) legal(name MoveName) error {
	for _, m := range Moves() {
		if m.Name == name && slices.Contains(m.From, c.Status) {
			return nil
		}
	}
	return moveError(name, c, ErrState)
}

// Mermaid draws the table of moves as a state diagram.
func Mermaid() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> new: open\n")
	for _, m := range Moves() {
		for _, from := range m.From {
			to := m.To
			if to == "" {
				to = from
			}
			fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", from, to, m.Name, m.Who)
		}
	}
	return b.String()
}
