package casework

import (
	"slices"
	"time"
)

// central is the code of pusat; it stands above every task force.
const central = "00"

// ProposeClosing is the owner's wish to close; a second seat must confirm.
func (c Case) ProposeClosing(seat SeatID, reason CloseReason, at time.Time) (Case, error) {
	if err := c.mayWork(MovePropose, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MovePropose, at)
	if err != nil {
		return c, err
	}
	if !slices.Contains(CloseReasons(), reason) {
		return c, moveError(MovePropose, c, ErrUnknown)
	}
	n.Status, n.Close = Closing, &Closure{Reason: reason, ProposedBy: seat, ProposedAt: at}
	n.worked(at)
	n.await(at)
	return n, nil
}

// SentTo notes to which other office the reporter is sent, with a proposed closing. It is part of that move and counts as none.
func (c Case) SentTo(door string) Case {
	n := c.clone()
	n.Close.Door = door
	return n
}

// NotReached notes that the reporter can not be written to, with a proposed closing. It is part of that move and counts as none.
func (c Case) NotReached() Case {
	n := c.clone()
	n.Close.Unreached = true
	return n
}

// How long the reporter has to answer whether it is over, and when the reporter is asked again.
const (
	ClosingSilence = 7 * 24 * time.Hour
	FollowUpAfter  = 28 * 24 * time.Hour
)

// ClosableFrom is from when a second seat may confirm a proposed closing although the reporter did not: at once, but where it is said
// that all was done. That the reporter may say, and the reporters of the cases that were joined with it.
func (c Case) ClosableFrom(joined ...Case) time.Time {
	for _, o := range append([]Case{c}, joined...) {
		if o.Close != nil && o.Close.Reason == CloseHandled && o.Close.Answer != Yes && !o.Close.Unreached && !o.Same {
			return o.Close.ProposedAt.Add(ClosingSilence)
		}
	}
	return time.Time{}
}

// Confirmed tells whether the reporter said that it is over.
func (c Closure) Confirmed() bool { return c.Answer == Yes }

// Unconfirmed tells whether the case is about to end, or has ended, and the reporter did not say that it is over: words that the reporter
// writes anywhere may be the answer. Whoever is asked again weeks later is asked for itself.
func (c Case) Unconfirmed() bool {
	return c.Close != nil && !c.Close.Confirmed() && c.Close.FollowedAt.IsZero()
}

// Said is the code of what the reporter says to a closing: "yes", "unreached" when nobody could ask, else "silent".
func (c Closure) Said() string {
	switch {
	case c.Confirmed():
		return "yes"
	case c.Unreached:
		return "unreached"
	}
	return "silent"
}

// Said is the code of what all reporters say to a closing: "silent" when one did not answer, "unreached" when one could not be asked.
func (c Case) Said(joined ...Case) string {
	said := "yes"
	for _, o := range append([]Case{c}, joined...) {
		switch {
		case o.Close == nil || o.Same:
		case o.Close.Said() == "silent":
			return "silent"
		case o.Close.Said() == "unreached":
			said = "unreached"
		}
	}
	return said
}

// SayClosing takes the reporter's answer whether it is over: of a proposed or done closing, or weeks later of the follow-up. What a
// "no" sets off is another move.
func (c Case) SayClosing(over YesNo, at time.Time) (Case, error) {
	n, err := c.begin(MoveSay, at)
	if err != nil {
		return c, err
	}
	if c.Close == nil {
		return c, moveError(MoveSay, c, ErrState)
	}
	if c.Awaits() == AskedFollowUp {
		n.Close.FollowUp = over
	} else {
		n.Close.Answer, n.Close.AnsweredAt = over, at
	}
	n.heard(at)
	return n, nil
}

// FollowUp notes that the reporter of a closed case is asked again.
func (c Case) FollowUp(at time.Time) (Case, error) {
	n, err := c.begin(MoveFollowUp, at)
	if err != nil {
		return c, err
	}
	if !c.Over() {
		return c, moveError(MoveFollowUp, c, ErrState)
	}
	if !c.Close.FollowedAt.IsZero() {
		return c, moveError(MoveFollowUp, c, ErrAlready)
	}
	if at.Before(c.Close.ConfirmedAt.Add(FollowUpAfter)) {
		return c, moveError(MoveFollowUp, c, ErrState)
	}
	n.Close.FollowedAt = at
	n.await(at)
	return n, nil
}

// ConfirmClosing closes the case. The seat is another one, of the same task force, its province or pusat. Before ClosableFrom it is
// ErrUnconfirmed: a reporter may still say that it is not over.
func (c Case) ConfirmClosing(seat SeatID, at time.Time, joined ...Case) (Case, error) {
	n, err := c.begin(MoveConfirm, at)
	if err != nil {
		return c, err
	}
	if err := c.maySecond(MoveConfirm, seat); err != nil {
		return c, err
	}
	if at.Before(c.ClosableFrom(joined...)) {
		return c, moveError(MoveConfirm, c, ErrUnconfirmed)
	}
	n.Close.ConfirmedBy, n.Close.ConfirmedAt = seat, at
	n.newest().EndedAt = at // it stays "accepted": that is how it went
	n.Status, n.Owner, n.Wait = Closed, "", nil
	return n, nil
}

// KeepOpen turns a proposed closing down; the owner goes on. An empty seat is the reporter, who was asked and said no.
func (c Case) KeepOpen(seat SeatID, at time.Time) (Case, error) {
	n, err := c.begin(MoveKeepOpen, at)
	if err != nil {
		return c, err
	}
	if seat != "" && seat != c.Owner {
		if err := c.maySecond(MoveKeepOpen, seat); err != nil {
			return c, err
		}
	}
	n.undoClosing(seat, at)
	n.Status = Accepted
	n.await(at)
	return n, nil
}

// Reopen offers a closed case again. An empty seat is the reporter.
func (c Case) Reopen(seat SeatID, o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveReopen, at)
	if err != nil {
		return c, err
	}
	if seat != "" && c.MayNotSee(seat.TaskForce(), seat) {
		return c, moveError(MoveReopen, c, ErrExcluded)
	}
	n.undoClosing(seat, at)
	return n.pass(c, MoveReopen, "", o, at)
}

// undoClosing moves the closing, proposed or done, to the history.
func (c *Case) undoClosing(by SeatID, at time.Time) {
	c.EraseFrom = time.Time{} // whoever writes on is heard, and what was to be erased stays
	if c.Close == nil {
		return
	}
	past := *c.Close
	past.UndoneAt, past.UndoneBy = at, by
	c.Closures, c.Close = append(c.Closures, past), nil
}

// maySecond checks a seat that judges a proposed closing.
func (c Case) maySecond(m MoveName, seat SeatID) error {
	tf := seat.TaskForce()
	switch {
	case c.MayNotSee(tf, seat):
		return moveError(m, c, ErrExcluded)
	case c.Close != nil && seat == c.Close.ProposedBy:
		return moveError(m, c, ErrSameSeat)
	case tf != c.Lead && tf != c.Lead.Province() && tf != central:
		return moveError(m, c, ErrNotOwner)
	}
	return nil
}
