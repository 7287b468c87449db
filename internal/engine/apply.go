package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// refusal says that an officer's wish is not possible any more. It becomes a truthful answer, not an error.
type refusal struct {
	key     string
	data    flows.Data
	buttons [][]flows.Button
}

func (refusal) Error() string { return "refused" }

// apply does one effect inside the transaction. A new effect is one more case here.
func (t *turn) apply(effect flows.Effect) error {
	switch f := effect.(type) {
	case flows.OpenCase:
		return t.openCase(f)
	case flows.AddToCase:
		return t.addToCase(f)
	case flows.KeepReceipt:
		return t.keepReceipt(f.Receipt)
	case flows.MoveHere:
		return t.moveHere()
	case flows.Wipe:
		return t.wipe(f)
	case flows.ReadFile:
		return t.readFile(f)
	case flows.SpeakIn:
		return t.speakIn(f)
	case flows.AcceptCase:
		return t.accept(f)
	case flows.RefuseCase:
		return t.refuse(f)
	case flows.HandOver:
		return t.handOver(f)
	case flows.OpenDetails:
		return t.openDetails(f)
	case flows.AskIdentity:
		return t.askIdentity(f)
	case flows.DecideIdentity:
		return t.decideIdentity(f)
	case flows.OpenIdentity:
		return t.openIdentity(f)
	case flows.SayOrder:
		return t.sayOrder(f)
	case flows.AskReporter:
		return t.askReporter(f)
	case flows.ReadQuestion:
		return t.readQuestion(f)
	case flows.AnswerQuestion:
		return t.answerQuestion(f)
	case flows.ReachMilestone:
		return t.reach(f)
	case flows.PlanNext:
		return t.planNext(f)
	case flows.ContactAgency:
		return t.changeCase(f.Case, f.Seat, "case.contact", f.Agency+" "+string(f.Step), func(c casework.Case) (casework.Case, error) {
			return c.Contact(f.Seat, f.Agency, f.Step, t.now)
		})
	case flows.NoteVictim:
		return t.changeCase(f.Case, f.Seat, "case.note_victim", "", func(c casework.Case) (casework.Case, error) {
			return c.NoteVictim(f.Seat, f.Who, f.Is, t.now)
		})
	case flows.ReadNews:
		return t.readNews(f)
	case flows.SayClosing:
		return t.sayClosing(f)
	case flows.ProposeClosing:
		return t.proposeClosing(f)
	case flows.ConfirmClosing:
		return t.confirmClosing(f)
	case flows.KeepOpen:
		return t.changeCase(f.Case, f.Seat, "case.keep_open", "", func(c casework.Case) (casework.Case, error) {
			return c.KeepOpen(f.Seat, t.now)
		})
	case flows.JoinCase:
		return t.joinCase(f)
	case flows.SplitCase:
		return t.splitCase(f)
	case flows.AskLink:
		return t.askLink(f)
	case flows.LinkVia:
		return t.linkVia(f)
	case flows.DecideCase:
		return t.decide(f)
	case flows.AskHelp:
		return t.askHelp(f)
	case flows.TakeHelp:
		return t.takeHelp(f)
	case flows.EndHelp:
		return t.endHelp(f)
	case flows.ReleaseHelp:
		return t.releaseHelp(f)
	case flows.WriteNote:
		return t.writeNote(f)
	case flows.SetDuty:
		return t.setDuty(f)
	}
	return t.applyCare(effect)
}

// applyPeople does the effects about seats and those who sit on them.
func (t *turn) applyPeople(effect flows.Effect) error {
	switch f := effect.(type) {
	case flows.JudgeJoin:
		return t.judgeJoin(f)
	case flows.SetWeek:
		return t.setWeek(f)
	case flows.SetDayOff:
		return t.setDayOff(f)
	case flows.AskCover:
		return t.askCover(f)
	case flows.TakeCover:
		return t.takeCover(f)
	case flows.SettleSwap:
		return t.settleSwap(f)
	case flows.AnswerGap:
		return t.answerGap(f)
	case flows.EndShift:
		return t.endShift(f)
	case flows.LeaveNote:
		return t.leaveNote(f)
	case flows.MoveCases:
		return t.moveCases(f)
	case flows.InviteOfficer:
		return t.inviteBySeat(f)
	case flows.StartTraining:
		return t.startTraining(f)
	case flows.StopTraining:
		return t.stopTraining(f)
	case flows.JudgeText:
		return t.judgeText(f)
	case flows.RecordText:
		return t.recordText(f)
	case flows.KeepForce:
		return t.keepForce(f)
	case flows.ConfirmForce:
		return t.confirmForce(f)
	case flows.LogActivity:
		return t.logActivity(f)
	case flows.DropActivity:
		return t.dropActivity(f)
	case flows.EmptySeat:
		return t.emptyBySeat(f)
	case flows.OpenPage:
		return t.openPage(f)
	case flows.AskPIN:
		return t.askPin(f)
	case flows.ResetPIN:
		return t.resetPin(f)
	case flows.ThawSeat:
		return t.thawSeat(f)
	}
	return fmt.Errorf("effect %T is not known", effect)
}

// openCase makes the case and refers it.
func (t *turn) openCase(f flows.OpenCase) error {
	c, err := t.openFor(t.lane.Person, "reporter", f)
	if err != nil {
		return err
	}
	return t.wishes(c)
}

// openFor makes a case and refers it. reporter is who may hear of it, nobody when empty.
func (w *work) openFor(reporter Person, actor string, f flows.OpenCase) (casework.Case, error) {
	draft := casework.Open(f.ID, f.Code, f.Report, w.e.Exercise, w.now)
	incident, err := w.surge(draft)
	if err != nil {
		return draft, err
	}
	draft.Incident = incident
	plan, err := w.plan(draft)
	if err != nil {
		return draft, err
	}
	c, err := casework.Start(f.ID, f.Code, f.Report, w.e.Exercise, plan.Plan, w.now)
	if err != nil {
		return draft, fmt.Errorf("start case: %w", err)
	}
	c.Incident = incident
	if err := w.saveCase(c, actor, "case.open", string(c.Priority)); err != nil {
		return draft, err
	}
	if reporter != "" {
		if err := w.tx.SetReporter(w.ctx, c.ID, reporter); err != nil {
			return draft, err
		}
	}
	if err := w.trace(c); err != nil {
		return draft, err
	}
	w.e.Watch.Event("case_open")
	if plan.Alarm {
		w.e.Watch.Event("alarm_nobody_on_duty")
		w.e.Log.Error("nobody is on duty anywhere", "case", c.ID)
	}
	return c, w.groupNotice(c)
}

// changeCase loads a case, makes one move, and saves it; a move that is not possible any more is a refusal.
func (t *turn) changeCase(id string, seat casework.SeatID, action, detail string, move func(casework.Case) (casework.Case, error)) error {
	_, err := t.moved(id, seat, action, detail, move)
	return err
}

func (t *turn) moved(id string, seat casework.SeatID, action, detail string, move func(casework.Case) (casework.Case, error)) (casework.Case, error) {
	return t.movedSaying(id, seat, action, func(casework.Case) string { return detail }, move)
}

// movedSaying is moved with a detail for the audit that is read from the case as it became.
func (t *turn) movedSaying(id string, seat casework.SeatID, action string, detail func(casework.Case) string,
	move func(casework.Case) (casework.Case, error),
) (casework.Case, error) {
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return c, t.refused(err)
	}
	if t.seat == nil || t.seat.ID != seat {
		return c, refusal{key: "duty.refused"}
	}
	if c.Training != nil && !c.MayNotSee(t.seat.TaskForce, seat) && !slices.Contains(inTraining(), action) {
		return c, refusal{key: "duty.no.training"}
	}
	n, err := move(c)
	if err != nil {
		return c, t.refused(err)
	}
	return n, t.saveCase(n, string(seat), action, detail(n))
}

// refused turns a move's error into the truthful answer for the officer.
func (t *turn) refused(err error) error {
	var taken casework.ErrTaken
	switch {
	case errors.As(err, &taken):
		return refusal{key: "duty.no.taken", data: flows.Data{"by": t.seatTitle(taken.By)}}
	case errors.Is(err, casework.ErrSameSeat):
		return refusal{key: "duty.no.same_seat"}
	case errors.Is(err, casework.ErrProvince):
		return refusal{key: "duty.no.province"}
	case errors.Is(err, casework.ErrRuled):
		return refusal{key: "duty.no.ruled"}
	case errors.Is(err, casework.ErrNoNext):
		return refusal{key: "duty.no.next"}
	case errors.Is(err, casework.ErrMany):
		return refusal{key: "duty.no.many"}
	case errors.Is(err, casework.ErrAlready):
		return refusal{key: "duty.no.already"}
	case errors.Is(err, ErrNotFound), errors.Is(err, casework.ErrNotOwner), errors.Is(err, casework.ErrExcluded):
		return refusal{key: "duty.refused"}
	case errors.Is(err, casework.ErrState), errors.Is(err, casework.ErrUnknown):
		return refusal{key: "duty.no.state"}
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
	for _, kind := range []string{timerDeadline, timerRing} {
		if _, err := t.tx.CancelCase(t.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	if c.Training == nil {
		t.e.Watch.Event("case_accept")
	}
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

func (t *turn) setDuty(f flows.SetDuty) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	s := *t.seat
	s.OnDuty = f.On
	if err := t.saveDuty(s, string(f.Seat)); err != nil {
		return err
	}
	var err error
	if t.reg, err = t.tx.Register(t.ctx); err != nil || f.On {
		return err
	}
	return t.leftAlone(s.TaskForce)
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
	if err := t.mayRead(*t.seat, c.ID); err != nil {
		return err
	}
	if c, err = t.view(c, f.Seat); err != nil {
		return t.refused(err)
	}
	joined, err := t.joinedWith(c)
	if err != nil {
		return err
	}
	r := t.e.Desk.Details(c, joined, t.tongue())
	return t.sayTo(t.lane.Person, r, c.Version, fmt.Sprintf("details:%s:%d:%d", c.ID, c.Version, t.conv.Step))
}
