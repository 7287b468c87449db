package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// timerFollowUp is the kind of the clock that asks a reporter again, weeks after the end.
const timerFollowUp = "followup"

// reach notes a step, and lets the reporter know that there is news if it is one to be told.
func (t *turn) reach(f flows.ReachMilestone) error {
	c, err := t.moved(f.Case, f.Seat, "case.milestone", string(f.Kind), func(c casework.Case) (casework.Case, error) {
		return c.ReachStep(casework.Milestone{Kind: f.Kind, By: f.Seat, Note: f.Note, Tell: f.Tell, On: f.On, Early: f.Early}, t.now)
	})
	if err != nil || !f.Tell || len(c.Untold()) > 1 { // its notice stands for this one too
		return err
	}
	return t.notice(c, "notice.question", "step"+strconv.Itoa(len(c.Milestones)))
}

// readNews notes what the reporter read.
func (t *turn) readNews(f flows.ReadNews) error {
	c, err := t.threadOf(f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.Told(t.now)
	if err != nil {
		return nil // read before
	}
	return t.saveCase(n, "reporter", "case.told", "")
}

// proposeClosing asks a second seat to close, and the reporter whether it is over.
func (t *turn) proposeClosing(f flows.ProposeClosing) error {
	c, err := t.moved(f.Case, f.Seat, "case.propose_closing", string(f.Reason), func(c casework.Case) (casework.Case, error) {
		n, err := c.ProposeClosing(f.Seat, f.Reason, t.now)
		if err != nil {
			return n, err
		}
		if f.Reason == casework.CloseNotTPPO && casework.IsDoor(f.Door) {
			n = n.SentTo(f.Door)
		}
		return t.withReach(n)
	})
	if err != nil {
		return err
	}
	return t.notice(c, "notice.question", "closing"+strconv.FormatInt(c.Version, 10))
}

// withReach notes with a proposed closing that nobody can ask the reporter.
func (w *work) withReach(c casework.Case) (casework.Case, error) {
	_, why, err := w.reached(c)
	if err != nil {
		return c, err
	}
	if why != "" && why != whyHours {
		return c.NotReached(), nil
	}
	return c, nil
}

// confirmClosing closes by a second seat. Where it is said that all was done the reporter may say so first, for some days.
func (t *turn) confirmClosing(f flows.ConfirmClosing) error {
	var joined []casework.Case
	said := func(c casework.Case) string { return c.Said(joined...) }
	c, err := t.movedSaying(f.Case, f.Seat, "case.close", said, func(c casework.Case) (n casework.Case, err error) {
		if joined, err = t.joinedWith(c); err != nil {
			return c, err
		}
		n, err = c.ConfirmClosing(f.Seat, t.now, joined...)
		if errors.Is(err, casework.ErrUnconfirmed) {
			return c, t.reporterFirst(c, joined)
		}
		return n, err
	})
	if err != nil {
		return err
	}
	t.e.Watch.Event("case_close")
	if err := t.followUpLater(c); err != nil {
		return err
	}
	return t.tellClosed(c, joined)
}

// tellClosed tells all reporters that it is closed; whoever has another case that goes on hears by whom.
func (t *turn) tellClosed(c casework.Case, joined []casework.Case) error {
	for _, o := range append([]casework.Case{c}, joined...) {
		if o.Same {
			continue
		}
		more, err := t.goesOn(o)
		if err != nil {
			return err
		}
		key := "notice.closed"
		if more {
			key = "notice.closed_part"
		}
		if err := t.tellOne(o, key, strconv.FormatInt(c.Version, 10), flows.Data{"taskforce": t.forceName(c.Lead)}); err != nil {
			return err
		}
	}
	return nil
}

// goesOn tells whether the reporter of a case has another that is not over.
func (w *work) goesOn(c casework.Case) (bool, error) {
	p, err := w.tx.Reporter(w.ctx, c.ID)
	if err != nil {
		return false, ignoreMissing(err)
	}
	ids, err := w.tx.CasesBy(w.ctx, p)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		o, err := w.tx.Case(w.ctx, id)
		if err != nil {
			return false, err
		}
		if o.ID != c.ID && !o.Same && !o.Over() {
			return true, nil
		}
	}
	return false, nil
}

// reporterFirst tells the second seat from when it may close without the reporter's word.
func (t *turn) reporterFirst(c casework.Case, joined []casework.Case) refusal {
	return refusal{key: "duty.no.reporter_first", data: flows.Data{"until": localTime(c.ClosableFrom(joined...), t.seat.TaskForce)}}
}

// followUpLater sets the clock of the follow-up.
func (w *work) followUpLater(c casework.Case) error {
	return w.tx.Enqueue(w.ctx, Job{Kind: timerFollowUp, Key: fmt.Sprintf("followup:%s:%d", c.ID, c.Version), Case: c.ID,
		RunAt: w.now.Add(casework.FollowUpAfter)})
}

// followUp asks the reporter of a closed case once more how things are.
func (w *work) followUp(job Job) error {
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	from, why, err := w.reached(c)
	switch {
	case err != nil:
		return err
	case !c.Over(), why != "" && why != whyHours: // open again, or nobody who may be asked
		return nil
	case why == whyHours:
		return &DeliveryError{Class: "later", After: from.Sub(w.now)}
	}
	n, err := c.FollowUp(w.now)
	if errors.Is(err, casework.ErrAlready) || errors.Is(err, casework.ErrState) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.saveCase(n, "system", "case.follow_up", ""); err != nil {
		return err
	}
	return w.notice(n, "notice.question", "followup"+strconv.FormatInt(n.Version, 10))
}

// sayClosing takes the reporter's answer. "Not over" keeps the case open or opens it again, with its clocks.
func (t *turn) sayClosing(f flows.SayClosing) error {
	c, err := t.threadOf(f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.SayClosing(f.Over, t.now)
	if errors.Is(err, casework.ErrState) { // kept open meanwhile
		return nil
	}
	if err != nil {
		return fmt.Errorf("answer to a closing: %w", err)
	}
	if f.Over != casework.Yes {
		return t.heard(n, "case.say_not_over", "duty.not_over")
	}
	if err := t.saveCase(n, "reporter", "case.say_over", ""); err != nil {
		return err
	}
	return t.ownerHears(n, "duty.over", nil)
}
