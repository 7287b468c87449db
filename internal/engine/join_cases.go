package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// joinCase makes two cases one. Both histories stay; the audit of each names the other.
func (t *turn) joinCase(f flows.JoinCase) error {
	gone, err := t.tx.Case(t.ctx, f.Other)
	if err != nil {
		return t.refused(err)
	}
	if err := t.joinedByOther(gone, f.Seat); err != nil {
		return err
	}
	var joined casework.Case
	c, err := t.moved(f.Case, f.Seat, "case.join", gone.Code, func(c casework.Case) (casework.Case, error) {
		same, err := t.sameReporter(c, gone)
		if err != nil {
			return c, err
		}
		n, g, err := casework.Join(c, gone, f.Seat, same, t.now)
		if err != nil {
			return c, err
		}
		joined = g
		return n, t.keepCase(g, string(f.Seat), "case.joined", c.Code)
	})
	if err != nil {
		return err
	}
	if err := t.pointedAway(gone, joined); err != nil {
		return err
	}
	t.e.Watch.Event("case_join")
	n, err := t.followed(c)
	if err != nil {
		return err
	}
	return t.settle(c, n)
}

// joinedByOther says who has a case that a colleague joined with another one after the flow had looked: without it the officer would only
// hear that something changed.
func (t *turn) joinedByOther(gone casework.Case, seat casework.SeatID) error {
	if gone.Status != casework.Merged || t.seat == nil || gone.MayNotSee(t.seat.TaskForce, seat) {
		return nil
	}
	root, err := t.rootOf(gone)
	if err != nil {
		return t.refused(err)
	}
	if root.Owner == "" || root.Owner == seat || root.Lead != t.seat.TaskForce || root.MayNotSee(root.Lead, seat) {
		return nil
	}
	return t.refused(casework.ErrTaken{By: root.Owner, At: root.Referral().AcceptedAt})
}

// pointedAway does what follows when a case became a pointer: its clocks stop, its card says so, and a reporter whose words nobody had
// accepted yet hears that somebody has them now.
func (t *turn) pointedAway(before, c casework.Case) error {
	for _, kind := range []string{timerRing, timerDeadline, timerBegin} {
		if _, err := t.tx.CancelCase(t.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	if err := t.withdraw(c); err != nil {
		return err
	}
	if err := t.show(c); err != nil || before.Status != casework.Offered || c.Same {
		return err
	}
	return t.tellOne(c, "notice.accepted", strconv.Itoa(c.Referral().N), flows.Data{"taskforce": t.forceName(c.Lead)})
}

// settle shows a case whose facts changed, takes it from who must not see it, and does what follows when it moved.
func (w *work) settle(before, c casework.Case) error {
	if err := w.withdraw(c); err != nil {
		return err
	}
	if err := w.show(c); err != nil || c.Referral().N == before.Referral().N {
		return err
	}
	return w.elsewhere(before, c)
}

// sameReporter tells whether two cases come from one person.
func (w *work) sameReporter(a, b casework.Case) (bool, error) {
	pa, err := w.tx.Reporter(w.ctx, a.ID)
	if err != nil {
		return false, ignoreMissing(err)
	}
	pb, err := w.tx.Reporter(w.ctx, b.ID)
	return pa == pb && err == nil, ignoreMissing(err)
}

// mostJoins bounds how far a pointer is followed, should the database ever hold a circle.
const mostJoins = 64

// rootOf gives the case that a joined case was joined with in the end; any other case itself.
func (w *work) rootOf(c casework.Case) (casework.Case, error) {
	for range mostJoins {
		if c.Status != casework.Merged {
			return c, nil
		}
		var err error
		if c, err = w.tx.Case(w.ctx, c.Into.ID); err != nil {
			return c, fmt.Errorf("find the case it was joined with: %w", err)
		}
	}
	return c, errors.New("joined cases go in a circle")
}

// threadOf gives the case through which a reporter is spoken with: of two cases of one reporter that were joined, the one that goes on.
func (w *work) threadOf(id string) (casework.Case, error) {
	c, err := w.tx.Case(w.ctx, id)
	for range mostJoins {
		if err != nil || !c.Same {
			break
		}
		c, err = w.tx.Case(w.ctx, c.Into.ID)
	}
	return c, err
}

// joinedWith lists the cases that were joined with a case, and with those.
func (w *work) joinedWith(c casework.Case) ([]casework.Case, error) {
	var out []casework.Case
	for _, j := range c.Joined {
		o, err := w.tx.Case(w.ctx, j.ID)
		if errors.Is(err, ErrNotFound) { // erased
			continue
		}
		if err != nil {
			return nil, err
		}
		more, err := w.joinedWith(o)
		if err != nil {
			return nil, err
		}
		out = append(append(out, o), more...)
	}
	return out, nil
}

// together is a case with all that the cases joined with it know.
func (w *work) together(c casework.Case) (casework.Case, error) {
	joined, err := w.joinedWith(c)
	return c.Together(joined...), err
}

// echo passes on to the reporters of joined cases what a change means for them.
func (w *work) echo(c casework.Case) error {
	for _, j := range c.Joined {
		thread, err := w.tx.Case(w.ctx, j.ID)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		n, err := thread.Echo(c, w.now)
		if errors.Is(err, casework.ErrAlready) {
			continue
		}
		if err != nil {
			return fmt.Errorf("echo: %w", err)
		}
		if err := w.echoed(thread, n); err != nil {
			return err
		}
	}
	return nil
}

// echoed keeps a joined case that heard something, and lets its reporter know that something waits.
func (w *work) echoed(before, c casework.Case) (err error) {
	asked := c.Close != nil && c.Close.ConfirmedAt.IsZero() && (before.Close == nil || !before.Close.ProposedAt.Equal(c.Close.ProposedAt))
	if asked {
		if c, err = w.withReach(c); err != nil {
			return err
		}
	}
	if err := w.keepCase(c, "system", "case.echo", ""); err != nil {
		return err
	}
	if err := w.nudgeLater(c); err != nil {
		return err
	}
	if c.Over() && !before.Over() {
		if err := w.followUpLater(c); err != nil {
			return err
		}
	}
	mark := strconv.FormatInt(c.Version, 10)
	switch {
	case asked:
		return w.notice(c, "notice.question", "closing"+mark)
	case len(c.Questions) > len(before.Questions) && !unread(c), len(c.Untold()) > 0 && len(before.Untold()) == 0:
		return w.notice(c, "notice.question", "echo"+mark)
	}
	return nil
}
