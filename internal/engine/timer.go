package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// Fire does a timer of the outbox. On firing, the case is read again: a timer that is late, early or repeated does no harm.
func (e *Engine) Fire(ctx context.Context, job Job) error {
	switch job.Kind {
	case "deadline":
		return e.system(ctx, func(w *work) error { return w.deadlinePassed(job) })
	case "heartbeat":
		return e.beat(ctx, job)
	case "fetch":
		return e.fetch(ctx, string(job.Body))
	}
	return fmt.Errorf("timer kind %q is not known", job.Kind)
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
// alarm. The clock never stops.
func (w *work) deadlinePassed(job Job) error {
	n, err := strconv.Atoi(string(job.Body))
	if err != nil {
		return &DeliveryError{Class: "bad"}
	}
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	r := c.Referral()
	if c.Status != casework.Offered || r.N != n || w.now.Before(r.Deadline) {
		return nil
	}
	offer, alarm := w.reg.AfterLapse(c, w.now)
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
	w.e.Watch.Event("case_lapse")
	if alarm {
		return w.alarm(next)
	}
	if err := w.tell(next, "notice.moved", strconv.Itoa(n), flows.Data{"taskforce": w.forceName(offer.To)}); err != nil {
		return err
	}
	return w.groupNotice(next)
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
		if err := w.enqueue(p, fmt.Sprintf("alarm:%s:%d:%s", c.ID, c.Referral().N, s.ID), m, w.now, true); err != nil {
			return err
		}
	}
	data := flows.Data{}
	if w.e.Numbers != nil {
		data = w.e.Numbers(c.Report.Lang, c.Report.Places[casework.VictimNow], w.now)
	}
	return w.tell(c, "notice.waiting", "once", data)
}

// fetch downloads what a reporter sent and keeps it sealed.
func (e *Engine) fetch(ctx context.Context, id string) error {
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
		return tx.SaveFile(ctx, f)
	})
}
