package casework

import (
	"slices"
	"time"
)

// OrderKind is what the operator carries out with a case only after officers of two task forces agreed to it.
type OrderKind string

// The orders.
const (
	OrderEvidence OrderKind = "evidence" // a pack for the police, a court or LPSK
	OrderHold     OrderKind = "hold"     // to keep the case whatever its time
	OrderLift     OrderKind = "lift"     // to let it go again
)

// OrderTime is how long an order holds, from the asking to its being carried out.
const OrderTime = 72 * time.Hour

// openOrders is how many orders of a case may be open at once: officers are not asked until they press.
const openOrders = 5

// Order is what the operator wishes to do with a case, and what officers said to it.
type Order struct {
	N         int // 1 for the first of the case
	Kind      OrderKind
	For       string // who gets it, with OrderEvidence
	Purpose   string // why, one line
	Reference string // number of the request
	To        string // with OrderEvidence: mark of the keys it is sealed for; empty: not sealed
	AskedAt   time.Time
	Told      []string    // pseudonyms of the officers who were asked
	Words     []OrderWord // the newest of each seat
	DoneAt    time.Time   // when it was carried out; zero: it was not
}

// OrderWord is what one officer said to an order.
type OrderWord struct {
	Seat   SeatID
	Who    string // pseudonym of the officer: a successor on the seat did not say it
	Agreed bool
	At     time.Time
}

// Same tells whether two orders wish for the same.
func (o Order) Same(p Order) bool {
	return o.Kind == p.Kind && o.For == p.For && o.Purpose == p.Purpose && o.Reference == p.Reference && o.To == p.To
}

// Until is when it is over, carried out or not.
func (o Order) Until() time.Time { return o.AskedAt.Add(OrderTime) }

// Open tells whether it may still be agreed to and carried out. A clock that was put back before the asking closes it.
func (o Order) Open(now time.Time) bool {
	return o.DoneAt.IsZero() && !now.Before(o.AskedAt) && now.Before(o.Until())
}

// Said gives the word of an officer on a seat.
func (o Order) Said(seat SeatID, who string) (OrderWord, bool) {
	for _, w := range o.Words {
		if w.Seat == seat && w.Who == who {
			return w, true
		}
	}
	return OrderWord{}, false
}

// OpenOrder gives order n while it is open.
func (c Case) OpenOrder(n int, now time.Time) (Order, bool) {
	if n < 1 || n > len(c.Orders) || !c.Orders[n-1].Open(now) {
		return Order{}, false
	}
	return c.Orders[n-1], true
}

// AskOrder notes a new order, with those who are asked; ErrAlready while the same one is open, ErrMany when enough are.
func (c Case) AskOrder(o Order, told []string, at time.Time) (Case, error) {
	open := 0
	for _, was := range c.Orders {
		switch {
		case !was.Open(at):
		case was.Same(o):
			return c, moveError(MoveOrder, c, ErrAlready)
		default:
			open++
		}
	}
	switch {
	case open >= openOrders:
		return c, moveError(MoveOrder, c, ErrMany)
	case c.Training != nil, o.Purpose == "", o.Reference == "", (o.Kind == OrderEvidence) != (o.For != ""),
		!slices.Contains([]OrderKind{OrderEvidence, OrderHold, OrderLift}, o.Kind):
		return c, moveError(MoveOrder, c, ErrUnknown)
	case o.Kind == OrderLift && c.Hold == nil:
		return c, moveError(MoveOrder, c, ErrState)
	}
	n, err := c.beginRight(MoveOrder, at)
	if err != nil {
		return c, err
	}
	n.Orders = append(n.Orders, Order{N: len(c.Orders) + 1, Kind: o.Kind, For: o.For, Purpose: o.Purpose, Reference: o.Reference, To: o.To, AskedAt: at, Told: slices.Clone(told)})
	return n, nil
}

// TellOrder notes who is asked about order n besides; ErrAlready when all of them were.
func (c Case) TellOrder(n int, told []string, at time.Time) (Case, error) {
	o, open := c.OpenOrder(n, at)
	told = slices.DeleteFunc(slices.Clone(told), func(who string) bool { return slices.Contains(o.Told, who) })
	if !open || len(told) == 0 {
		return c, moveError(MoveOrder, c, ErrAlready)
	}
	next, err := c.beginRight(MoveOrder, at)
	if err != nil {
		return c, err
	}
	next.Orders[n-1].Told = append(next.Orders[n-1].Told, told...)
	return next, nil
}

// SayOrder is an officer's word about order n, in place of an earlier one of that seat; ErrAlready when that officer said it before or the order
// is over. Whose word is asked for, the register says.
func (c Case) SayOrder(seat SeatID, who string, n int, agreed bool, at time.Time) (Case, error) {
	o, open := c.OpenOrder(n, at)
	if !open {
		return c, moveError(MoveOrder, c, ErrAlready)
	}
	if c.MayNotSee(seat.TaskForce(), seat) {
		return c, moveError(MoveOrder, c, ErrExcluded)
	}
	if seat == "" || who == "" {
		return c, moveError(MoveOrder, c, ErrUnknown)
	}
	if was, said := o.Said(seat, who); said && was.Agreed == agreed {
		return c, moveError(MoveOrder, c, ErrAlready)
	}
	next, err := c.beginRight(MoveOrder, at)
	if err != nil {
		return c, err
	}
	w := &next.Orders[n-1]
	w.Words = slices.DeleteFunc(w.Words, func(o OrderWord) bool { return o.Seat == seat })
	w.Words = append(w.Words, OrderWord{Seat: seat, Who: who, Agreed: agreed, At: at})
	return next, nil
}

// DoOrder notes that order n was carried out: it is good for once. Whether two bodies agreed, the register says.
func (c Case) DoOrder(n int, at time.Time) (Case, error) {
	if _, open := c.OpenOrder(n, at); !open {
		return c, moveError(MoveOrder, c, ErrAlready)
	}
	next, err := c.beginRight(MoveOrder, at)
	if err != nil {
		return c, err
	}
	next.Orders[n-1].DoneAt = at
	return next, nil
}
