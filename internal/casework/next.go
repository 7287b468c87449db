package casework

import (
	"slices"
	"time"
)

// Next is the step that is to come, and until when. Its clock is a row of the outbox that reads the case again, see WarnNext.
type Next struct {
	Kind     MilestoneKind
	Due      time.Time // zero: without a deadline
	By       SeatID    // who planned it
	At       time.Time // when it was planned
	Warned   int       // how often the clock has spoken: to the owner, then to the coordinators
	WarnedAt time.Time // the newest of that
}

// nextWarnings is how often the clock of a next step speaks; then the digest of every morning does.
const nextWarnings = 2

// farthest bounds a deadline: what lies further ahead is a slip of the thumb.
const farthest = 2 * 365 * 24 * time.Hour

// PlanNext says what is to come next and until when; a zero deadline is none. An earlier plan is replaced, with its clock. A deadline
// that is over, or years ahead, is ErrUnknown.
func (c Case) PlanNext(seat SeatID, kind MilestoneKind, due, at time.Time) (Case, error) {
	if err := c.mayWork(MovePlanNext, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MovePlanNext, at)
	if err != nil {
		return c, err
	}
	if !slices.Contains(Milestones(), kind) || !due.IsZero() && (!due.After(at) || due.Sub(at) > farthest) {
		return c, moveError(MovePlanNext, c, ErrUnknown)
	}
	n.Next = &Next{Kind: kind, Due: due, By: seat, At: at}
	if last := len(n.Milestones) - 1; last >= 0 {
		n.Milestones[last].Next, n.Milestones[last].Due = kind, due
	}
	n.worked(at)
	return n, nil
}

// Overdue tells whether the next step was to be reached by now.
func (n *Next) Overdue(now time.Time) bool {
	return n != nil && !n.Due.IsZero() && !now.Before(n.Due)
}

// WatchesNext tells whether the clock of the next step still has something to say: the case has an owner who works on it.
func (c Case) WatchesNext() bool {
	return c.Status == Accepted && c.Next != nil && !c.Next.Due.IsZero() && c.Next.Warned < nextWarnings
}

// WarnNext counts one word of the clock about a next step whose deadline passed: ErrState when there is nothing to say, or not yet;
// ErrAlready when it was said.
func (c Case) WarnNext(warning int, at time.Time) (Case, error) {
	n, err := c.begin(MoveWarnNext, at)
	switch {
	case err != nil:
		return c, err
	case !c.Next.Overdue(at):
		return c, moveError(MoveWarnNext, c, ErrState)
	case c.Next.Warned >= warning || warning > nextWarnings:
		return c, moveError(MoveWarnNext, c, ErrAlready)
	}
	n.Next.Warned, n.Next.WarnedAt = warning, at
	return n, nil
}

// reached ends the plan when the step planned was reached. It works on a copy.
func (c *Case) reached(kind MilestoneKind) {
	if c.Next != nil && c.Next.Kind == kind {
		c.Next = nil
	}
}
