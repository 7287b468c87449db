package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
)

// Why a reporter can not be written to at once.
const (
	whyNever   = "never"   // asked not to be written to first
	whyHours   = "hours"   // only later today or tomorrow
	whyBlocked = "blocked" // blocked the bot, or the account is gone
	whySilent  = "silent"  // removed the traces, or is not known: nothing more is said of it
)

// askReporter puts an officer's question: the reporter gets the neutral notice, and the officer is told when that must wait.
func (t *turn) askReporter(f flows.AskReporter) error {
	c, err := t.moved(f.Case, f.Seat, "case.ask", f.Code, func(c casework.Case) (casework.Case, error) {
		return c.AskStandard(f.Seat, f.Code, f.Text, t.now)
	})
	if err != nil {
		return err
	}
	if !unread(c) {
		if err := t.notice(c, "notice.question", "q"+strconv.Itoa(len(c.Questions))); err != nil {
			return err
		}
	}
	return t.sayUnreached(c)
}

// unread tells whether an earlier question was not read yet: its notice stands for this one too. A phone that rings often is seen.
func unread(c casework.Case) bool {
	open := c.OpenQuestions()
	return slices.ContainsFunc(open[:max(0, len(open)-1)], func(q casework.Question) bool { return q.OpenedAt.IsZero() })
}

// notice tells the reporter that a message waits, and nothing of what it says.
func (w *work) notice(c casework.Case, key, again string) error {
	return w.tellOne(c, key, again, nil, []flows.Button{{Key: "report.read", Choice: "report.read"}})
}

// reached tells from when the reporter may be written to, or why not.
func (w *work) reached(c casework.Case) (from time.Time, why string, err error) {
	p, err := w.tx.Reporter(w.ctx, c.ID)
	if errors.Is(err, ErrNotFound) {
		return w.now, whySilent, nil
	}
	if err != nil {
		return w.now, "", err
	}
	chat, err := w.tx.Chat(w.ctx, p)
	switch {
	case errors.Is(err, ErrNotFound), err == nil && !chat.Wiped.IsZero():
		return w.now, whySilent, nil
	case err != nil:
		return w.now, "", err
	case chat.Blocked:
		return w.now, whyBlocked, nil
	}
	from, ok := w.mayPush(c, chat)
	switch {
	case !ok:
		return w.now, whyNever, nil
	case from.After(w.now):
		return from, whyHours, nil
	}
	return from, "", nil
}

// sayUnreached tells the officer of this turn when the reporter can not be written to now.
func (t *turn) sayUnreached(c casework.Case) error {
	if c.Training != nil { // its reporter is a script
		return nil
	}
	from, why, err := t.reached(c)
	if err != nil || why == "" {
		return err
	}
	return t.answer("duty.unreached", flows.Data{"code": c.Code, "why": why, "from": localTime(from, t.seat.TaskForce)})
}

// nudgeLater sets the clock of the next reminder. The same clock set twice is one row.
func (w *work) nudgeLater(c casework.Case) error {
	due, ok := c.NextNudge()
	if !ok {
		return nil
	}
	since := strconv.FormatInt(c.Wait.Since.UnixMilli(), 36)
	return w.tx.Enqueue(w.ctx, Job{Kind: "nudge", Key: fmt.Sprintf("nudge:%s:%s:%d", c.ID, since, c.Wait.Reminded), Case: c.ID,
		RunAt: due, Body: []byte(since)})
}

// nudge reminds a reporter who did not answer, within the hours allowed; after the last reminder the owner is told. The case is read
// again: whoever answered meanwhile is left in peace.
func (w *work) nudge(job Job) error {
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	if c.Wait == nil || strconv.FormatInt(c.Wait.Since.UnixMilli(), 36) != string(job.Body) {
		return nil
	}
	n, err := c.Nudge(w.now)
	if err != nil {
		return nil // not its time any more
	}
	from, why, err := w.reached(c)
	if err != nil {
		return err
	}
	reminder := n.Wait.SilentAt.IsZero()
	if reminder && why == whyHours {
		return &DeliveryError{Class: "later", After: from.Sub(w.now)}
	}
	if err := w.saveCase(n, "system", "case.nudge", strconv.Itoa(n.Wait.Reminded)); err != nil {
		return err
	}
	if !reminder {
		return w.ownerHears(n, "duty.silent", flows.Data{"call": n.MayCall()})
	}
	return w.notice(n, "notice.reminder", string(job.Body)+":"+strconv.Itoa(n.Wait.Reminded))
}

// ownerHears tells the owner something of the case that is no content.
func (w *work) ownerHears(c casework.Case, key string, data flows.Data) error {
	c, err := w.rootOf(c)
	if err != nil || c.Owner == "" {
		return err
	}
	p, err := w.tx.OfficerChat(w.ctx, c.Owner)
	if err != nil {
		return ignoreMissing(err)
	}
	m := spoken{Key: key, Data: plain(data), Words: words(data), Phrases: phrases(data), Case: c.ID, Version: c.Version,
		Buttons: [][]flows.Button{{{Key: "duty.open", Act: &flows.Action{Verb: "open", Case: c.ID}}}}}
	m.Data["code"] = c.Code
	return w.enqueue(p, fmt.Sprintf("owner:%s:%s:%d", key, c.ID, c.Version), m, w.now, true)
}

// lostReporter tells the owner that the reporter can not be written to any more, if an answer is waited for.
func (w *work) lostReporter(id string, p Person) error {
	c, err := w.tx.Case(w.ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	reporter, err := w.tx.Reporter(w.ctx, id)
	if err != nil || reporter != p || !c.AwaitsReporter() {
		return ignoreMissing(err)
	}
	return w.ownerHears(c, "duty.unreached", flows.Data{"why": whyBlocked, "from": ""})
}

// lost is lostReporter for a message that could not be delivered.
func (e *Engine) lost(ctx context.Context, job Job, failed error) error {
	var d *DeliveryError
	if errors.As(failed, &d) && d.Class == "blocked" {
		if err := e.untold(ctx, job); err != nil {
			return errors.Join(failed, err)
		}
	}
	if job.Case == "" || !errors.As(failed, &d) || d.Class != "blocked" {
		return failed
	}
	return errors.Join(failed, e.system(ctx, func(w *work) error { return w.lostReporter(job.Case, job.Person) }))
}
