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
	MoveRenew    MoveName = "renew"
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
	MoveDecide   MoveName = "decide"
	MoveWarn     MoveName = "warn"
	MoveView     MoveName = "view"
	MoveLetGo    MoveName = "let_go"
	MoveRebase   MoveName = "rebase"
	MoveNote     MoveName = "note"
	MoveReseat   MoveName = "reseat"

	MoveAskHelp    MoveName = "ask_help"
	MoveTakeHelp   MoveName = "take_help"
	MoveEndHelp    MoveName = "end_help"
	MoveReturnHelp MoveName = "return_help"
	MoveNudge      MoveName = "nudge"
	MoveTold       MoveName = "told"
	MoveSay        MoveName = "say_closing"
	MoveFollowUp   MoveName = "follow_up"
	MovePlanNext   MoveName = "plan_next"
	MoveWarnNext   MoveName = "warn_next"

	MoveGain    MoveName = "gain"
	MoveJoin    MoveName = "join"
	MoveEcho    MoveName = "echo"
	MoveHear    MoveName = "hear"
	MoveContact MoveName = "contact"
	MoveVictim  MoveName = "note_victim"
	MoveSplit   MoveName = "split"
	MoveKeep    MoveName = "keep"
	MoveRelease MoveName = "release"

	MoveAskRight    MoveName = "ask_right"
	MoveAnswerRight MoveName = "answer_right"
	MoveWarnRight   MoveName = "warn_right"
	MoveErase       MoveName = "agree_erase"
	MoveOrder       MoveName = "order"
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
	all := []Status{New, Offered, Accepted, Closing, Closed, Merged}
	return []Move{
		{MoveRefer, []Status{New}, Offered, "routing"},
		{MoveAccept, []Status{Offered}, Accepted, "a seat of the task force asked"},
		{MoveRefuse, []Status{Offered}, Offered, "a seat of the task force asked, naming the next"},
		{MoveLapse, []Status{Offered}, Offered, "the deadline"},
		{MoveRenew, []Status{Offered}, "", "the deadline, where nobody is above"},
		{MoveDecide, []Status{Offered}, Offered, "the province or pusat, after a second refusal"},
		{MoveHandOver, []Status{Accepted}, Offered, "the owner"},
		{MoveLetGo, []Status{Accepted}, Offered, "the deadline, when nothing followed"},
		{MoveReseat, []Status{Accepted}, "", "the owner, or the coordinator of the task force"},
		{MoveReroute, open, Offered, "routing, or an owner who is out"},
		{MovePropose, []Status{Accepted}, Closing, "the owner"},
		{MoveConfirm, []Status{Closing}, Closed, "a second seat"},
		{MoveKeepOpen, []Status{Closing}, Accepted, "a second seat or the reporter"},
		{MoveReopen, []Status{Closed}, Offered, "the reporter or a seat"},
		{MoveFollow, open, "", "routing, after new facts"},
		{MoveExclude, all, "", "routing, after a conflict of interest"},
		{MoveWarn, []Status{Offered, Accepted}, "", "the deadline"},
		{MoveRebase, open, "", "a clock that went back"},
		{MoveView, held, "", "the owner"},
		{MoveNote, open, "", "officers"},
		{MoveAskHelp, held, "", "the owner"},
		{MoveTakeHelp, open, "", "a seat of the task force asked for help"},
		{MoveEndHelp, open, "", "who helps, or the owner"},
		{MoveReturnHelp, open, "", "a helper who is out"},
		{MoveAsk, held, "", "the owner"},
		{MoveReach, held, "", "the owner"},
		{MovePlanNext, held, "", "the owner"},
		{MoveContact, held, "", "the owner"},
		{MoveVictim, held, "", "the owner"},
		{MoveWarnNext, []Status{Accepted}, "", "the next step's clock"},
		{MoveNudge, all[1:], "", "the reminder's clock"},
		{MoveSplit, []Status{Accepted}, "", "the owner"},
		{MoveGain, []Status{Accepted}, "", "the owner, of another case"},
		{MoveJoin, []Status{Offered, Accepted}, Merged, "the owner of the other case, who owns this one or is offered it"},
		{MoveEcho, []Status{Merged}, "", "whatever happens in the other case"},
		{MoveHear, []Status{Offered, Accepted, Closing, Closed, Merged}, "", "the reporter of a joined case"},
		{MoveFollowUp, []Status{Closed, Merged}, "", "the follow-up's clock"},
		{MoveTold, all[1:], "", "the reporter"},
		{MoveSay, []Status{Closing, Closed, Merged}, "", "the reporter"},
		{MoveAdd, all[1:], "", "the reporter"},
		{MoveRead, all[1:], "", "the reporter"},
		{MoveKeep, all[1:], "", "the operator, after two bodies agreed"},
		{MoveRelease, all[1:], "", "the operator, after two bodies agreed"},
		{MoveOrder, all[1:], "", "the operator asks, officers of two bodies answer"},
		{MoveAnswer, all[1:], "", "the reporter"},
		{MoveAskRight, all[1:], "", "the reporter"},
		{MoveAnswerRight, all[1:], "", "a seat that holds the case"},
		{MoveWarnRight, all[1:], "", "the clock of a wish"},
		{MoveErase, []Status{Accepted, Closing, Closed}, Closed, "a seat of another body, after the first agreed"},
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
