package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Fire does a timer of the outbox. On firing, the case is read again: a timer that is late, early or repeated does no harm.
func (e *Engine) Fire(ctx context.Context, job Job) error {
	switch job.Kind {
	case timerDeadline:
		return e.system(ctx, func(w *work) error { return w.deadlinePassed(job) })
	case "join":
		return e.system(ctx, func(w *work) error { return w.joinWaits(job) })
	case timerFrozen:
		return e.system(ctx, func(w *work) error { return w.stillAsked(job) })
	case timerRing:
		return e.system(ctx, func(w *work) error { return w.ring(job) })
	case timerBegin:
		return e.system(ctx, func(w *work) error { return w.nothingFollowed(job) })
	case "rota":
		return e.rota(ctx)
	case "train":
		return e.system(ctx, func(w *work) error { return w.trainingStep(job) })
	case "drill":
		return e.system(ctx, func(w *work) error { return w.drillStep(job) })
	case "register":
		return e.askRegister(ctx, job)
	case "weekly":
		return e.weekly(ctx, job)
	case "uncovered":
		return e.system(ctx, func(w *work) error { return w.outOfCover(job) })
	case "drills":
		return e.drills(ctx)
	case "gap":
		return e.system(ctx, func(w *work) error { return w.gapRaised(job) })
	case "cover":
		return e.system(ctx, func(w *work) error { return w.coverLate(job) })
	case "nudge":
		return e.system(ctx, func(w *work) error { return w.nudge(job) })
	case timerRight:
		return e.systemAgain(ctx, func(w *work) error { return w.rightDue(job) })
	case timerStep:
		return e.system(ctx, func(w *work) error { return w.stepLate(job) })
	case timerFollowUp:
		return e.system(ctx, func(w *work) error { return w.followUp(job) })
	case timerPlan:
		return e.system(ctx, func(w *work) error { return w.planDue(job) })
	case timerTip:
		return e.system(ctx, func(w *work) error { return w.tipDue(job) })
	case "digest":
		return e.digest(ctx, job)
	case "head":
		return e.publishHead(ctx)
	case "heartbeat":
		return e.beat(ctx, job)
	case "fetch":
		return e.fetch(ctx, string(job.Body))
	case "read":
		return e.readPicture(ctx, string(job.Body))
	}
	return fmt.Errorf("timer kind %q is not known", job.Kind)
}

// systemAgain is system, again from the start while somebody else changes the same row in between: other clocks of a case may ring with it.
func (e *Engine) systemAgain(ctx context.Context, do func(*work) error) error {
	for try := 0; ; try++ {
		err := e.system(ctx, do)
		if !errors.Is(err, ErrConflict) || try >= 4 {
			return err
		}
	}
}

// system runs one transaction outside of any person's lane.
func (e *Engine) system(ctx context.Context, do func(*work) error) error {
	err := e.Store.System(ctx, func(tx Tx) error {
		w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
		reg, err := tx.Register(ctx)
		if err != nil {
			return err
		}
		w.reg = reg
		return do(w)
	})
	if err == nil && e.spoke != nil {
		e.spoke()
	}
	return err
}

// deadlinePassed passes a case on that nobody accepted: to the one that covers, in the end to pusat again and again with an
// alarm, at growing distances. The clock never stops.
func (w *work) deadlinePassed(job Job) error {
	c, _, ok, err := w.waiting(job, casework.Offered)
	if err != nil || !ok {
		return err
	}
	n := c.Referral().N
	offer, alarm := w.reg.AfterLapse(c, w.now)
	if alarm && c.InDrill() { // nobody is called out of bed for a drill
		return w.endDrill(c, "")
	}
	if alarm && c.Stuck() {
		return w.alarmAgain(c)
	}
	next, err := c.Lapse(offer, w.now)
	if errors.Is(err, casework.ErrState) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lapse: %w", err)
	}
	if err := w.saveCase(next, "system", "case.lapse", string(offer.To)); err != nil {
		return err
	}
	if c.Training == nil {
		w.e.Watch.Event("case_lapse")
	}
	if alarm {
		return w.alarm(next)
	}
	if err := w.tell(next, "notice.moved", strconv.Itoa(n), flows.Data{"taskforce": w.forceName(offer.To)}); err != nil {
		return err
	}
	return w.groupNotice(next)
}

// alarmAgain raises the alarm anew about an offer that stays open because nobody is above, at growing distances and for ever.
func (w *work) alarmAgain(c casework.Case) error {
	again := taskforce.AlarmAgain(c.Priority, c.Referral().Alarms+1)
	next, err := c.Renew(w.now.Add(again), w.now)
	if errors.Is(err, casework.ErrState) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("renew: %w", err)
	}
	if err := w.saveCase(next, "system", "case.renew", strconv.Itoa(next.Referral().Alarms)); err != nil {
		return err
	}
	if err := w.ringAgain(next, w.concerned(next)); err != nil {
		return err
	}
	return w.alarm(next)
}

// alarm says that nobody answers at any level: to the people who run the house, to every officer of the task force that has it, on
// duty or not, and honestly to the reporter, once.
func (w *work) alarm(c casework.Case) error {
	w.e.Watch.Event("alarm_nobody_accepted")
	w.e.Log.Error("nobody accepts the case at any level", "case", c.ID, "referral", c.Referral().N)
	for _, s := range w.reg.Seats(c.Lead) {
		p, err := w.tx.OfficerChat(w.ctx, s.ID)
		if errors.Is(err, ErrNotFound) || c.MayNotSee(s.TaskForce, s.ID) {
			continue
		}
		if err != nil {
			return err
		}
		m := spoken{Key: "duty.alarm", Data: map[string]string{"code": c.Code}, Case: c.ID}
		if err := w.enqueue(p, fmt.Sprintf("alarm:%s:%d:%d:%s", c.ID, c.Referral().N, c.Referral().Alarms, s.ID), m, w.now, true); err != nil {
			return err
		}
	}
	if c.Referral().Alarms > 0 { // said when it was raised first; a phone that makes a sound again and again is seen by others
		return nil
	}
	data := flows.Data{}
	if w.e.Numbers != nil {
		data = w.e.Numbers(c.Report.Lang, c.Report.Places[casework.VictimNow], w.now)
	}
	return w.tell(c, "notice.waiting", "once", data)
}

// fetch downloads what a reporter sent and keeps it sealed. Whoever wants the same file meanwhile waits for it.
func (e *Engine) fetch(ctx context.Context, id string) error {
	lock, _ := e.fetching.LoadOrStore(id, &sync.Mutex{})
	one, _ := lock.(*sync.Mutex)
	one.Lock()
	defer one.Unlock()
	defer e.fetching.Delete(id)
	var f File
	err := e.Store.System(ctx, func(tx Tx) (err error) {
		f, err = tx.File(ctx, id)
		return ignoreMissing(err)
	})
	if err != nil || f.ID == "" || f.State != "waiting" {
		return err
	}
	body, mime, err := e.Channel.Fetch(ctx, f.Source.Reveal())
	var d *DeliveryError
	switch {
	case errors.As(err, &d) && (d.Class == "bad" || d.Class == "gone"):
		f.State = "failed"
		e.Watch.Event("file_failed")
	case err != nil:
		return err
	default:
		f.State, f.Body, f.Size, f.Hash = "kept", body, int64(len(body)), hashOf(body)
		if f.Mime == "" {
			f.Mime = mime
		}
	}
	return e.Store.System(context.WithoutCancel(ctx), func(tx Tx) error {
		if _, err := tx.File(ctx, id); err != nil { // dropped while it was fetched
			return ignoreMissing(err)
		}
		if f.Message != 0 && f.State == "kept" {
			w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
			if err := w.deleteLater(f.Person, "", f.Message, 0); err != nil {
				return err
			}
		}
		return tx.SaveFile(ctx, f)
	})
}
