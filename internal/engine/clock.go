package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// The clocks of a case. All are rows of the outbox that name the referral and the alert they were made for; whichever comes
// late, early, twice or after the case moved on reads the case again and does one step at most.
const (
	timerRing     = "ring"     // nobody accepted yet: the next seats
	timerDeadline = "deadline" // the offer lapses
	timerBegin    = "begin"    // accepted, but nothing followed
	timerStep     = "step"     // the deadline of a next step, see steps.go
)

// clock sets what the clock does next to a case. A later timer for the same step is the same row.
func (w *work) clock(c casework.Case) error {
	if err := w.stepClock(c); err != nil {
		return err
	}
	alert, waits := taskforce.NextAlert(c)
	if !waits || c.Training != nil && (!c.InDrill() || c.Status != casework.Offered) {
		return nil
	}
	r := c.Referral()
	if c.Status == casework.Accepted {
		return w.timer(c, timerBegin, alert.N, alert.At)
	}
	if !alert.Last {
		if err := w.timer(c, timerRing, alert.N, alert.At); err != nil {
			return err
		}
	}
	return w.timer(c, timerDeadline, r.Alarms, r.Due())
}

func (w *work) timer(c casework.Case, kind string, alert int, at time.Time) error {
	n := strconv.Itoa(c.Referral().N)
	key, body := kind+":"+c.ID+":"+n, n
	switch {
	case kind != timerDeadline:
		key, body = key+":"+strconv.Itoa(alert), body+" "+strconv.Itoa(alert)
	case alert > 0: // the row of the alarm before ends only with the transaction that sets this one
		key += ":" + strconv.Itoa(alert)
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: kind, Key: key, Case: c.ID, RunAt: at, Urgent: c.Priority == casework.Imminent, Body: []byte(body)})
}

// waiting reads the case of a timer again. False: the timer has nothing to do any more.
func (w *work) waiting(job Job, status casework.Status) (c casework.Case, alert taskforce.Alert, ok bool, err error) {
	referral, number, numbered := strings.Cut(string(job.Body), " ")
	n, bad := strconv.Atoi(referral)
	if bad != nil {
		return c, alert, false, &DeliveryError{Class: "bad"}
	}
	c, err = w.tx.Case(w.ctx, job.Case)
	if err != nil {
		return c, alert, false, ignoreMissing(err)
	}
	alert, ok = taskforce.NextAlert(c)
	if !ok || c.Status != status || c.Referral().N != n || numbered && number != strconv.Itoa(alert.N) {
		return c, alert, false, nil
	}
	if !numbered {
		alert.At = c.Referral().Due()
	}
	if early := alert.At.Sub(w.now); early > 0 { // the clock went back, or the deadline was moved: it is not forgotten
		return c, alert, false, &DeliveryError{Class: "later", After: early}
	}
	return c, alert, true, nil
}

// ring asks the next seats of the task force that has the offer: everybody on duty hears it once more, the coordinators are shown
// it too, and when it is a matter of minutes everybody else there.
func (w *work) ring(job Job) error {
	c, alert, ok, err := w.waiting(job, casework.Offered)
	if err != nil || !ok {
		return err
	}
	n, err := c.Warn(alert.N, w.now)
	if err != nil {
		return fmt.Errorf("ring: %w", err)
	}
	if err := w.keepCase(n, "system", "case.ring", strconv.Itoa(alert.N)); err != nil {
		return err
	}
	if err := w.clock(n); err != nil {
		return err
	}
	return w.ringAgain(n, w.concerned(n))
}

// ringBody marks the job of a card that is said anew if it still asks for something.
const ringBody = "ring"

// ringAgain has the card of an offer said anew to seats, so that it makes a sound.
func (w *work) ringAgain(c casework.Case, seats []casework.SeatID) error {
	for _, seat := range seats {
		p, err := w.tx.OfficerChat(w.ctx, seat)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		job := Job{Kind: "card", Key: fmt.Sprintf("card:%s:%s:%d:ring", c.ID, p, c.Version), Person: p, Case: c.ID, RunAt: w.now, Urgent: true, Body: []byte(ringBody)}
		if err := w.tx.Enqueue(w.ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// nothingFollowed reminds the owner who accepted and did nothing, then tells the coordinators, then offers the case anew.
func (w *work) nothingFollowed(job Job) error {
	c, alert, ok, err := w.waiting(job, casework.Accepted)
	if err != nil || !ok {
		return err
	}
	if alert.Last {
		return w.letGo(c)
	}
	n, err := c.Warn(alert.N, w.now)
	if err != nil {
		return fmt.Errorf("warn: %w", err)
	}
	if err := w.saveCase(n, "system", "case.warn", strconv.Itoa(alert.N)); err != nil {
		return err
	}
	next, _ := taskforce.NextAlert(n)
	mark := fmt.Sprintf("unbegun:%s:%d:%d", n.ID, n.Referral().N, alert.N)
	open := []flows.Button{{Key: "duty.open", Act: &flows.Action{Verb: "open", Case: n.ID}}}
	if err := w.toSeats(n, []casework.SeatID{n.Owner}, mark, "duty.unbegun", flows.Data{"code": n.Code}, open); err != nil || alert.N == 1 {
		return err
	}
	data := flows.Data{"code": n.Code, "by": w.seatTitle(n.Owner), "until": localTime(next.At, n.Lead)}
	return w.toSeats(n, w.coordinators(n), mark, "duty.unbegun_told", data)
}

// letGo takes back a case that its owner did nothing with, and offers it anew.
func (w *work) letGo(c casework.Case) error {
	n, err := c.LetGo(w.reg.AfterNothing(c, w.now), w.now)
	if err != nil {
		return fmt.Errorf("let go: %w", err)
	}
	if err := w.saveCase(n, "system", "case.unbegun", string(n.Lead)); err != nil {
		return err
	}
	w.e.Watch.Event("case_unbegun")
	if err := w.recall(n, c.Owner); err != nil {
		return err
	}
	mark := fmt.Sprintf("letgo:%s:%d", n.ID, n.Referral().N)
	if err := w.toSeats(n, []casework.SeatID{c.Owner}, mark, "duty.let_go", flows.Data{"code": n.Code}); err != nil {
		return err
	}
	if n.Lead != c.Lead {
		if err := w.tell(n, "notice.moved", strconv.Itoa(n.Referral().N), flows.Data{"taskforce": w.forceName(n.Lead)}); err != nil {
			return err
		}
	}
	return w.groupNotice(n)
}

// coordinators are the seats that answer for the task force of a case, without its owner; where there are none, whoever else is
// on duty there, else who is on duty above.
func (w *work) coordinators(c casework.Case) []casework.SeatID {
	var out []casework.SeatID
	add := func(seats []taskforce.Seat) {
		for _, s := range seats {
			if s.ID != c.Owner && !c.MayNotSee(s.TaskForce, s.ID) {
				out = append(out, s.ID)
			}
		}
	}
	add(w.reg.Coordinators(c.Lead))
	for _, force := range append([]casework.SeatID{casework.SeatID(c.Lead)}, seatsOf(w.reg.CoverChain(c.Lead))...) {
		if len(out) == 0 {
			add(w.reg.OnDuty(force.TaskForce()))
		}
	}
	return out
}

// clockBack sees to it that nothing waits for a time to come again that has been already.
func (w *work) clockBack() error {
	for _, force := range w.reg.All() {
		cases, err := w.tx.CasesOf(w.ctx, force.Code)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if err := w.rebase(c); err != nil {
				return err
			}
		}
	}
	for _, kind := range []string{timerPlan, timerTip} {
		if err := w.tx.PullJobs(w.ctx, kind, w.now); err != nil {
			return err
		}
	}
	if err := w.tx.PullJobs(w.ctx, timerRight, w.now.Add(casework.RightRemind)); err != nil {
		return err
	}
	for _, kind := range []string{"digest", "drills", "weekly", "register"} {
		if err := w.tx.PullJobs(w.ctx, kind, w.now); err != nil {
			return err
		}
	}
	return w.tx.PullJobs(w.ctx, "delete", w.now.Add(30*time.Minute))
}

func (w *work) rebase(c casework.Case) error {
	n, err := c.Rebase(w.now)
	if errors.Is(err, casework.ErrAlready) || errors.Is(err, casework.ErrState) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("rebase: %w", err)
	}
	for _, kind := range []string{timerRing, timerDeadline, timerBegin, timerStep} {
		if _, err := w.tx.CancelCase(w.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	return w.saveCase(n, "system", "case.rebase", "")
}
