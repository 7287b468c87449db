package duty

import (
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// twoWords tells whether a text is more than one word.
func twoWords(t private.Text) bool { return len(strings.Fields(t.Reveal())) > 1 }

// proposeClosing asks a second seat to close. What is no trafficking asks first which office is the right one.
func proposeClosing(s *flows.Scene, ans flows.Answer) {
	if ans.Event != string(casework.CloseNotTPPO) {
		propose(s, casework.CloseReason(ans.Event), "")
	}
}

// sendTo proposes to close what is no trafficking, with the office that the reporter is sent to.
func sendTo(s *flows.Scene, ans flows.Answer) { propose(s, casework.CloseNotTPPO, ans.Event) }

func propose(s *flows.Scene, reason casework.CloseReason, door string) {
	c, ok := subject(s, "close")
	if !ok {
		return
	}
	s.Do(flows.ProposeClosing{Case: c.ID, Seat: seatOf(s).ID, Reason: reason, Door: door})
	did := "proposed"
	if nobodyElse(seatOf(s), s.Env.Register) {
		did = "proposed_alone"
	}
	done(s, did)
}

// closingData names why the case shall be closed.
func closingData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "reason": "", "said": ""}
	if s.Env.Case != nil && s.Env.Case.Close != nil {
		d["reason"] = s.Label("duty.close_reason." + string(s.Env.Case.Close.Reason))
		d["said"] = s.Env.Case.Said(joinedOf(s, *s.Env.Case)...)
	}
	return d
}

// confirmClosing closes the case, or leaves it as it is.
func confirmClosing(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "no" {
		done(s, "nothing")
		return
	}
	if c, ok := subject(s, "confirm"); ok {
		s.Do(flows.ConfirmClosing{Case: c.ID, Seat: seatOf(s).ID})
		done(s, "closed")
	}
}
