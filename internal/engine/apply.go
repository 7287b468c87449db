package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// refusal says that an officer's wish is not possible any more. It becomes a truthful answer, not an error.
type refusal struct {
	key  string
	data flows.Data
}

func (refusal) Error() string { return "refused" }

// apply does one effect inside the transaction. A new effect is one more case here.
func (t *turn) apply(effect flows.Effect) error {
	switch f := effect.(type) {
	case flows.OpenCase:
		return t.openCase(f)
	case flows.AddToCase:
		return t.addToCase(f.Case, f.Report)
	case flows.KeepReceipt:
		return t.keepReceipt(f.Receipt)
	case flows.MoveHere:
		return t.moveHere()
	case flows.Wipe:
		return t.wipe(f)
	case flows.AcceptCase:
		return t.accept(f)
	case flows.RefuseCase:
		return t.refuse(f)
	case flows.HandOver:
		return t.handOver(f)
	case flows.OpenDetails:
		return t.openDetails(f)
	case flows.AskReporter:
		return t.askReporter(f)
	case flows.ReadQuestion:
		return t.readQuestion(f)
	case flows.AnswerQuestion:
		return t.answerQuestion(f)
	case flows.ReachMilestone:
		return t.changeCase(f.Case, f.Seat, "case.milestone", string(f.Kind), func(c casework.Case) (casework.Case, error) {
			return c.Reach(f.Kind, f.Seat, f.Note, t.now)
		})
	case flows.ProposeClosing:
		return t.proposeClosing(f)
	case flows.ConfirmClosing:
		return t.confirmClosing(f)
	case flows.KeepOpen:
		return t.changeCase(f.Case, f.Seat, "case.keep_open", "", func(c casework.Case) (casework.Case, error) {
			return c.KeepOpen(f.Seat, t.now)
		})
	case flows.SetDuty:
		return t.setDuty(f)
	}
	return fmt.Errorf("effect %T is not known", effect)
}

// openCase makes the case and refers it.
func (t *turn) openCase(f flows.OpenCase) error {
	draft := casework.Open(f.ID, f.Code, f.Report, t.e.Exercise, t.now)
	incident, err := t.surge(draft)
	if err != nil {
		return err
	}
	draft.Incident = incident
	plan, err := t.plan(draft)
	if err != nil {
		return err
	}
	c, err := casework.Start(f.ID, f.Code, f.Report, t.e.Exercise, plan.Plan, t.now)
	if err != nil {
		return fmt.Errorf("start case: %w", err)
	}
	c.Incident = incident
	if err := t.saveCase(c, "reporter", "case.open", string(c.Priority)); err != nil {
		return err
	}
	if err := t.tx.SetReporter(t.ctx, c.ID, t.lane.Person); err != nil {
		return err
	}
	t.e.Watch.Event("case_open")
	if plan.Alarm {
		t.e.Watch.Event("alarm_nobody_on_duty")
		t.e.Log.Error("nobody is on duty anywhere", "case", c.ID)
	}
	return t.groupNotice(c)
}

// changeCase loads a case, makes one move, and saves it; a move that is not possible any more is a refusal.
func (t *turn) changeCase(id string, seat casework.SeatID, action, detail string, move func(casework.Case) (casework.Case, error)) error {
	_, err := t.moved(id, seat, action, detail, move)
	return err
}

func (t *turn) moved(id string, seat casework.SeatID, action, detail string, move func(casework.Case) (casework.Case, error)) (casework.Case, error) {
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return c, t.refused(err)
	}
	if t.seat == nil || t.seat.ID != seat {
		return c, refusal{key: "duty.refused"}
	}
	n, err := move(c)
	if err != nil {
		return c, t.refused(err)
	}
	return n, t.saveCase(n, string(seat), action, detail)
}

// refused turns a move's error into the truthful answer for the officer.
func (t *turn) refused(err error) error {
	var taken casework.ErrTaken
	switch {
	case errors.As(err, &taken):
		title := string(taken.By)
		if s, ok := t.reg.Seat(taken.By); ok {
			title = s.Title
		}
		return refusal{"duty.no.taken", flows.Data{"by": title}}
	case errors.Is(err, casework.ErrSameSeat):
		return refusal{"duty.no.same_seat", nil}
	case errors.Is(err, casework.ErrProvince):
		return refusal{"duty.no.province", nil}
	case errors.Is(err, casework.ErrNoNext):
		return refusal{"duty.no.next", nil}
	case errors.Is(err, casework.ErrAlready):
		return refusal{"duty.no.already", nil}
	case errors.Is(err, ErrNotFound), errors.Is(err, casework.ErrNotOwner), errors.Is(err, casework.ErrExcluded):
		return refusal{"duty.refused", nil}
	case errors.Is(err, casework.ErrState), errors.Is(err, casework.ErrUnknown):
		return refusal{"duty.no.state", nil}
	}
	return err
}

func (t *turn) accept(f flows.AcceptCase) error {
	c, err := t.moved(f.Case, f.Seat, "case.accept", "", func(c casework.Case) (casework.Case, error) {
		return c.Accept(f.Seat, t.seat.TaskForce, t.now)
	})
	if err != nil {
		return err
	}
	if _, err := t.tx.CancelCase(t.ctx, c.ID, "deadline"); err != nil {
		return err
	}
	t.e.Watch.Event("case_accept")
	return t.tell(c, "notice.accepted", strconv.Itoa(c.Referral().N), flows.Data{"taskforce": t.forceName(c.Lead)})
}

func (t *turn) refuse(f flows.RefuseCase) error {
	c, err := t.moved(f.Case, f.Seat, "case.refuse", f.Reason, func(c casework.Case) (casework.Case, error) {
		offer, ok := t.reg.AfterRefusal(c, f.Next, t.now)
		if !ok {
			return c, casework.ErrNoNext
		}
		return c.Refuse(f.Seat, f.Reason, f.Next, offer, t.now)
	})
	if err != nil {
		return err
	}
	return t.passed(c, f.Seat)
}

func (t *turn) handOver(f flows.HandOver) error {
	c, err := t.moved(f.Case, f.Seat, "case.hand_over", f.Reason, func(c casework.Case) (casework.Case, error) {
		return c.HandOver(f.Seat, f.Reason, f.Next, t.handOffer(c, f.Next), t.now)
	})
	if err != nil {
		return err
	}
	return t.passed(c, f.Seat)
}

// passed does what follows when a case left a task force: content is taken back, the reporter and the new group are told.
func (t *turn) passed(c casework.Case, from casework.SeatID) error {
	if err := t.recall(c, from); err != nil {
		return err
	}
	if err := t.tell(c, "notice.moved", strconv.Itoa(c.Referral().N), flows.Data{"taskforce": t.forceName(c.Lead)}); err != nil {
		return err
	}
	return t.groupNotice(c)
}

// handOffer is where a case goes that its owner hands over: to the one named if somebody answers there, else to who covers.
func (w *work) handOffer(c casework.Case, named region.Code) casework.Offer {
	if named == c.Lead {
		return w.reg.Anew(c, c.Excluded, taskforce.WhyNamed, w.now)
	}
	for _, code := range append([]region.Code{named}, w.reg.CoverChain(named)...) {
		if w.reg.Live(code) && !c.MayNotSee(code, "") {
			return taskforce.OfferTo(code, taskforce.WhyNamed, c.Priority, w.now)
		}
	}
	return taskforce.OfferTo(taskforce.Pusat, taskforce.WhyNamed, c.Priority, w.now)
}

func (t *turn) proposeClosing(f flows.ProposeClosing) error {
	c, err := t.moved(f.Case, f.Seat, "case.propose_closing", string(f.Reason), func(c casework.Case) (casework.Case, error) {
		return c.ProposeClosing(f.Seat, f.Reason, t.now)
	})
	if err != nil {
		return err
	}
	return t.tell(c, "notice.closing", strconv.FormatInt(c.Version, 10), flows.Data{"taskforce": t.forceName(c.Lead)})
}

func (t *turn) confirmClosing(f flows.ConfirmClosing) error {
	c, err := t.moved(f.Case, f.Seat, "case.close", "", func(c casework.Case) (casework.Case, error) {
		return c.ConfirmClosing(f.Seat, t.now)
	})
	if err != nil {
		return err
	}
	t.e.Watch.Event("case_close")
	return t.tell(c, "notice.closed", strconv.FormatInt(c.Version, 10), nil)
}

func (t *turn) askReporter(f flows.AskReporter) error {
	c, err := t.moved(f.Case, f.Seat, "case.ask", "", func(c casework.Case) (casework.Case, error) {
		return c.Ask(f.Seat, f.Text, t.now)
	})
	if err != nil {
		return err
	}
	read := []flows.Button{{Key: "report.read", Choice: "report.read"}}
	return t.tell(c, "notice.question", strconv.Itoa(len(c.Questions)), nil, read)
}

func (t *turn) setDuty(f flows.SetDuty) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	s := *t.seat
	s.OnDuty = f.On
	detail := "off"
	if f.On {
		detail = "on"
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.Seat), Action: "seat.duty", Target: string(f.Seat), Detail: detail}); err != nil {
		return err
	}
	return t.tx.SaveSeat(t.ctx, s)
}

// openDetails shows the content of a case to its owner, for a limited time, and writes down that it was read.
func (t *turn) openDetails(f flows.OpenDetails) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	if t.seat == nil || t.seat.ID != f.Seat || c.Owner != f.Seat {
		return refusal{key: "duty.refused"}
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.Seat), Action: "case.read", Target: c.ID}); err != nil {
		return err
	}
	r := t.e.Desk.Details(c, *t.seat, t.reg)
	return t.sayTo(t.lane.Person, r, c.Version, fmt.Sprintf("details:%s:%d:%d", c.ID, c.Version, t.conv.Step))
}
