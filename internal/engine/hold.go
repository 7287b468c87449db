package engine

import (
	"context"

	"siaga/internal/casework"
)

// HoldOrder is the wish that a case be kept whatever its time, or no longer.
type HoldOrder struct {
	Code      string
	Purpose   string // why, one line; officers read it
	Reference string // number of the request of a court, the police or whoever has a right to it
	Lift      bool
}

// Hold keeps a case from being erased, or lets it go again, once officers of two task forces agreed; until then it asks them and gives
// OrderWaits. Those who agreed, the holder and the coordinators are told. Errors are those of Evidence; casework.ErrState when there is no
// hold to lift.
func (e *Engine) Hold(ctx context.Context, o HoldOrder) error {
	kind, action, key := casework.OrderHold, "case.hold", "duty.hold_set"
	if o.Lift {
		kind, action, key = casework.OrderLift, "case.release", "duty.hold_lifted"
	}
	wish := casework.Order{Kind: kind, Purpose: o.Purpose, Reference: o.Reference}
	return e.order(ctx, o.Code, wish, func(w *work, c casework.Case, seats []casework.SeatID) error {
		n, err := c.Keep(casework.Hold{Reference: o.Reference, By: seats, At: w.now})
		if o.Lift {
			n, err = c.Release(w.now)
		}
		if err != nil {
			return err
		}
		n.Version = c.Version // one change together with the order's end
		if err := w.saveCase(n, "operator", action, joinSeats(seats)); err != nil {
			return err
		}
		return w.toWitnesses(c, seats, key, map[string]string{"code": c.Code, "reference": o.Reference})
	})
}
