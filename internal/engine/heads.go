package engine

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"siaga/internal/taskforce"
)

// Every ten minutes the head of the audit leaves the database: into the ledger, and into the chats of two people at pusat. Whoever
// changes what was written before has to change their phones too.
const headEvery = 10 * time.Minute

// markCase stands for the mark in a chat's remembered messages. No case has this id.
const markCase = "audit-mark"

// startHeads begins to publish heads, where there is somewhere to publish them.
func (e *Engine) startHeads(ctx context.Context, tx Tx) error {
	if e.Ledger == nil {
		return nil
	}
	if err := tx.PullJobs(ctx, "head", e.Clock().Add(headEvery)); err != nil {
		return err
	}
	return tx.Enqueue(ctx, Job{Kind: "head", Key: "head", RunAt: e.Clock().Add(headEvery)})
}

// publishHead is one look at the head.
func (e *Engine) publishHead(ctx context.Context) error {
	again := &DeliveryError{Class: "later", After: headEvery}
	if e.Ledger == nil {
		return again
	}
	h, err := e.Ledger.AuditHead(ctx)
	if err != nil {
		return err
	}
	if h.Seq == 0 {
		return again
	}
	if err := e.Ledger.Publish(ctx, h); err != nil {
		e.Watch.Event("audit_head_failed")
		return err
	}
	if err := e.system(ctx, func(w *work) error { return w.showHead(h) }); err != nil {
		return err
	}
	return again
}

// Witnesses are two people on two seats of pusat, those who lead it first.
func Witnesses(reg *taskforce.Register) []taskforce.Seat {
	var out []taskforce.Seat
	for _, s := range append(reg.Coordinators(taskforce.Pusat), reg.LinkedSeats(taskforce.Pusat)...) {
		same := func(o taskforce.Seat) bool { return o.ID == s.ID || o.Officer.ID == s.Officer.ID }
		if s.Officer != nil && !slices.ContainsFunc(out, same) && len(out) < 2 {
			out = append(out, s)
		}
	}
	return out
}

// showHead brings it to their phones.
func (w *work) showHead(h Head) error {
	people := Witnesses(w.reg)
	if len(people) < 2 {
		w.e.Watch.Event("audit_head_unwitnessed")
	}
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	for _, s := range people {
		p, err := w.tx.OfficerChat(w.ctx, s.ID)
		if err != nil {
			return ignoreMissing(err)
		}
		key := "mark:" + string(p) + ":" + strconv.FormatInt(h.Seq, 10)
		if err := w.tx.Enqueue(w.ctx, Job{Kind: "mark", Key: key, Person: p, RunAt: w.now, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// deliverMark shows the head without a sound: one message a day, changed in place, and left there when the next day begins.
func (e *Engine) deliverMark(ctx context.Context, job Job) error {
	var h Head
	if err := json.Unmarshal(job.Body, &h); err != nil {
		return &DeliveryError{Class: "bad"}
	}
	chat, ok, err := e.listener(ctx, job.Person)
	if err != nil || !ok {
		return err
	}
	zone := taskforce.ZoneOf(taskforce.Pusat)
	begun, old, err := e.markOfToday(ctx, job.Person, h.At.In(zone))
	if err != nil || old.Rev >= h.Seq {
		return err // a head told later was faster, or nothing was written since
	}
	m := spoken{Key: "duty.audit_mark", Lang: e.deskTongue(chat).Lang, Quiet: true, Data: map[string]string{
		"seq": strconv.FormatInt(h.Seq, 10), "mark": MarkShown(h.Mark), "at": h.At.In(zone).Format("02/01 15.04")}}
	msg, err := e.render(ctx, job.Person, m)
	if err != nil {
		return err
	}
	ids, err := e.putCard(ctx, chat.Address, old, false, msg)
	if err != nil {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.said(ctx, heardNote{Sent: Sent{Person: job.Person, Out: true, At: begun, Case: markCase, Card: true, Keep: true, Rev: h.Seq}, ids: ids})
}

// markOfToday gives the message of the day and when it was begun; a new one is begun when there is none.
func (e *Engine) markOfToday(ctx context.Context, p Person, at time.Time) (begun time.Time, old Sent, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		old, err = tx.Card(ctx, p, markCase)
		return ignoreMissing(err)
	})
	if old.ID == 0 || err != nil {
		return at, Sent{}, err
	}
	if y, d := old.At.In(at.Location()).Year(), old.At.In(at.Location()).YearDay(); y != at.Year() || d != at.YearDay() {
		return at, Sent{}, nil
	}
	return old.At, old, nil
}

// MarkShown is a mark as people read it: sixteen letters in groups of four, eighty bits.
func MarkShown(mark string) string {
	out := make([]byte, 0, 20)
	for i := range min(16, len(mark)) {
		if i > 0 && i%4 == 0 {
			out = append(out, '-')
		}
		out = append(out, mark[i])
	}
	return string(out)
}

var errNoLedger = errors.New("there is no ledger")

// PublishHead publishes the head now, for the operator.
func (e *Engine) PublishHead(ctx context.Context) error {
	if e.Ledger == nil {
		return errNoLedger
	}
	var d *DeliveryError
	if err := e.publishHead(ctx); !errors.As(err, &d) || d.Class != "later" {
		return err
	}
	return nil
}
