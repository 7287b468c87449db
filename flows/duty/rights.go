package duty

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// What a reporter wishes of the own data stands on the card and in the list until it is answered, also when the case is over. Who holds
// the case answers; to erase it needs a seat of another body besides.

// The rows in which a wish is answered.
const (
	right    flows.State = "right"
	rightWhy flows.State = "right_why"
)

// asked is how a task force stands to a case that is over and in which a wish waits.
const asked standing = "asked"

// answerWish is the number of the wish that is answered.
const answerWish = "wish"

func rightRows() []flows.Row {
	return []flows.Row{
		{At: right, Ask: "duty.right_what", With: rightData, Do: answerWished,
			Accept: flows.Any(when(mayDo, flows.Choice("done")), when(mayAgree, flows.Choice("agree")), flows.Choice("refuse")),
			Go:     flows.Go{"done": rest, "agree": rest, "refuse": rightWhy}},
		{At: rightWhy, Ask: "duty.right_why", With: which, Accept: flows.Choice(casework.RefusalReasons()...), Do: refuseWished, Go: flows.Go{"*": rest}},
	}
}

// answersFor tells whether a wish of the case is for this seat to answer, its lateness aside: who owns it, or the task force of one that
// nobody owns.
func answersFor(c casework.Case, seat taskforce.Seat) bool {
	return seat.ID != "" && len(c.OpenRights()) > 0 && !c.MayNotSee(seat.TaskForce, seat.ID) && (c.Owner == seat.ID || c.Owner == "" && c.Lead == seat.TaskForce)
}

// over tells whether a case is worked on no more.
func over(c casework.Case) bool { return c.Status == casework.Closed || c.Status == casework.Merged }

// mayRight tells of the verbs under messages about wishes; the engine looks up the rest. Those above may answer once it is late.
func mayRight(verb string, c casework.Case, seat taskforce.Seat) bool {
	if seat.ID == "" || c.MayNotSee(seat.TaskForce, seat.ID) {
		return false
	}
	switch verb {
	case "right":
		above := seat.TaskForce == c.Lead || seat.TaskForce == c.Lead.Province() || seat.TaskForce == taskforce.Pusat
		return len(c.OpenRights()) > 0 && above
	case "erase_yes", "erase_no":
		_, waits := waitsForSecond(c, seat)
		return waits // who may, the engine looks up
	}
	return false
}

// waitsForSecond gives the wish to erase on which another body already said yes.
func waitsForSecond(c casework.Case, seat taskforce.Seat) (casework.Right, bool) {
	for _, r := range c.OpenRights() {
		if r.Waits() && r.By.TaskForce() != seat.TaskForce {
			return r, true
		}
	}
	return casework.Right{}, false
}

// rightNow opens a wish, or takes the word of a second body. An old button of a wish that was answered opens the next one, if any.
func rightNow(s *flows.Scene, c casework.Case, a flows.Action) flows.State {
	tidy(s)
	s.Keep(answerCase, c.ID)
	s.Keep(answerCode, c.Code)
	s.Env.Case = &c
	n, err := strconv.Atoi(a.Arg)
	if a.Verb != "right" {
		if err != nil {
			return refused(s)
		}
		s.Do(flows.SecondErase{Case: c.ID, Seat: seatOf(s).ID, N: n, Agreed: a.Verb == "erase_yes"})
		return done(s, a.Verb)
	}
	if !c.MayAnswerRight(seatOf(s).ID, s.Env.Now) {
		return refused(s)
	}
	if _, open := c.OpenRight(n); err != nil || !open {
		n = c.OpenRights()[0].N
	}
	s.Keep(answerWish, strconv.Itoa(n))
	return right
}

// wished is the wish that is being answered, if the seat may still do so.
func wished(s *flows.Scene) (casework.Case, casework.Right, bool) {
	c := s.Env.Case
	n, err := strconv.Atoi(s.Get(answerWish))
	if err != nil || c == nil || c.ID != s.Get(answerCase) || !c.MayAnswerRight(seatOf(s).ID, s.Env.Now) {
		return casework.Case{}, casework.Right{}, false
	}
	r, open := c.OpenRight(n)
	return *c, r, open
}

func mayDo(s *flows.Scene) bool {
	_, r, ok := wished(s)
	return ok && r.Kind != casework.RightDelete
}

func mayAgree(s *flows.Scene) bool {
	c, r, ok := wished(s)
	return ok && r.Kind == casework.RightDelete && !r.Waits() && c.MayErase()
}

// rightData says what is wished, until when, and what stands against it.
func rightData(s *flows.Scene) flows.Data {
	c, r, _ := wished(s)
	d := flows.Data{"code": s.Get(answerCode), "how": s.Label("duty.right.how." + string(r.Kind)), "until": s.Tongue().Time(r.Due(), seatOf(s).TaskForce), "state": ""}
	if state := against(c, r); state != "" {
		d["state"] = s.Label("duty.right.state." + state)
	}
	return d
}

// against is a code for what stands against erasing now.
func against(c casework.Case, r casework.Right) string {
	switch {
	case r.Kind != casework.RightDelete:
		return ""
	case r.Waits():
		return "waits"
	case c.Kept() == "" && !c.MayErase():
		return "accept"
	}
	return c.Kept()
}

// answerWished does what was pressed.
func answerWished(s *flows.Scene, ans flows.Answer) {
	c, r, ok := wished(s)
	switch {
	case !ok:
		s.Say("duty.refused", nil)
		done(s, "nothing")
	case ans.Event == "done":
		s.Do(flows.AnswerRight{Case: c.ID, Seat: seatOf(s).ID, N: r.N, Outcome: casework.RightDone})
		done(s, "right_done")
	case ans.Event == "agree":
		s.Do(flows.AgreeErase{Case: c.ID, Seat: seatOf(s).ID, N: r.N})
		done(s, "right_agree")
	}
}

// refuseWished refuses with a reason, which the reporter reads in the own language.
func refuseWished(s *flows.Scene, ans flows.Answer) {
	c, r, ok := wished(s)
	if !ok {
		s.Say("duty.refused", nil)
		done(s, "nothing")
		return
	}
	s.Do(flows.AnswerRight{Case: c.ID, Seat: seatOf(s).ID, N: r.N, Outcome: casework.RightRefused, Why: ans.Event})
	done(s, "right_refuse")
}

// wishLine says in the list and on the card what is wished and until when; empty when nothing is.
func wishLine(c casework.Case, seat taskforce.Seat, in flows.Tongue) string {
	if !answersFor(c, seat) {
		return ""
	}
	var lines []string
	for _, r := range c.OpenRights() {
		what := in.Label("duty.right.kind."+string(r.Kind)) + ", "
		if r.Waits() {
			what += in.Label("duty.line.second") + " "
		}
		lines = append(lines, what+in.Label("duty.line.offered")+" "+in.Time(r.Due(), seat.TaskForce))
	}
	return strings.Join(lines, "; ")
}

// askedCard is all that is seen of a case that is over: that a wish waits.
func askedCard(c casework.Case, seat taskforce.Seat, in flows.Tongue) flows.Data {
	return flows.Data{"exercise": truth(c.Exercise), "code": c.Code, "wish": wishLine(c, seat, in), "into": joinedInto(c, seat)}
}
