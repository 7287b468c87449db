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
	return n, nil
}

// ConfirmClosing closes the case. The seat is another one, of the same task force, its province or pusat.
func (c Case) ConfirmClosing(seat SeatID, at time.Time) (Case, error) {
	n, err := c.begin(MoveConfirm, at)
	if err != nil {
		return c, err
	}
	if err := c.maySecond(MoveConfirm, seat); err != nil {
		return c, err
	}
	n.Close.ConfirmedBy, n.Close.ConfirmedAt = seat, at
	n.newest().EndedAt = at // it stays "accepted": that is how it went
	n.Status, n.Owner = Closed, ""
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
