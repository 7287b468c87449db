package casework

import "time"

// View notes that the owner read the content for the first time, or the first time after an answer; ErrAlready later. Each reading is a line of the audit besides.
func (c Case) View(seat SeatID, at time.Time) (Case, error) {
	if err := c.mayWork(MoveView, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveView, at)
	if err != nil {
		return c, err
	}
	if !c.Referral().BegunAt.IsZero() && !c.Unread() {
		return c, moveError(MoveView, c, ErrAlready)
	}
	n.worked(at)
	return n, nil
}

// Unread tells whether an answer came after the owner's newest deed.
func (c Case) Unread() bool { return c.lastAnswer().After(c.WorkedAt) }

func (c Case) lastAnswer() time.Time {
	last := c.NewsAt
	for _, q := range c.Questions {
		if q.AnsweredAt.After(last) {
			last = q.AnsweredAt
		}
	}
	return last
}

// instant is the least time between two things that came one after the other: stores keep milliseconds.
const instant = time.Millisecond

// worked notes a deed of the owner, which came after every answer there is. It works on a copy.
func (c *Case) worked(at time.Time) {
	if last := c.lastAnswer(); !at.After(last) {
		at = last.Add(instant)
	}
	c.WorkedAt = at
	if r := c.newest(); r.BegunAt.IsZero() {
		r.BegunAt = at
	}
}

// Waits tells that nobody has accepted the offer yet, or that nothing followed the acceptance.
func (c Case) Waits() bool {
	return c.Status == Offered || c.Status == Accepted && c.Referral().BegunAt.IsZero()
}

// Warn counts one warning of a clock: ErrState when there is nothing to warn of any more, ErrAlready when it was given.
func (c Case) Warn(warning int, at time.Time) (Case, error) {
	n, err := c.begin(MoveWarn, at)
	switch {
	case err != nil:
		return c, err
	case !c.Waits():
		return c, moveError(MoveWarn, c, ErrState)
	case c.Referral().Warned >= warning:
		return c, moveError(MoveWarn, c, ErrAlready)
	}
	n.newest().Warned, n.newest().WarnedAt = warning, at
	return n, nil
}

// LetGo takes an accepted case back with which nothing was done, and offers it anew.
func (c Case) LetGo(o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveLetGo, at)
	if err != nil {
		return c, err
	}
	if !c.Waits() {
		return c, moveError(MoveLetGo, c, ErrState)
	}
	n.end(ReferralUnbegun, "", o.To, at)
	return n.pass(c, MoveLetGo, o.To, o, at)
}

// Rebase moves the times of the newest referral that lie ahead of a clock that went back, so that no deadline waits for the
// old time to come again; ErrAlready when none does.
func (c Case) Rebase(at time.Time) (Case, error) {
	n, err := c.begin(MoveRebase, at)
	if err != nil {
		return c, err
	}
	ahead := false
	back := func(t *time.Time) {
		if t.After(at) {
			*t, ahead = at, true
		}
	}
	r := n.newest()
	for span := r.Deadline.Sub(r.OfferedAt); r.OfferedAt.After(at); {
		back(&r.OfferedAt)
		r.Deadline = at.Add(span)
	}
	for span := r.Again.Sub(r.AlarmedAt); r.AlarmedAt.After(at); {
		back(&r.AlarmedAt)
		r.Again = at.Add(span)
	}
	for _, t := range []*time.Time{&r.AcceptedAt, &r.WarnedAt, &r.BegunAt, &n.WorkedAt} {
		back(t)
	}
	if n.Next != nil {
		back(&n.Next.At)
		back(&n.Next.WarnedAt)
	}
	for i := range n.Rights {
		if r := &n.Rights[i]; r.Open() {
			back(&r.AskedAt)
			back(&r.WarnedAt)
		}
	}
	if !ahead {
		return c, moveError(MoveRebase, c, ErrAlready)
	}
	return n, nil
}
