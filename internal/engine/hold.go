package engine

import (
	"context"
	"strings"

	"siaga/internal/casework"
)

// HoldOrder is the wish that a case be kept whatever its time, or no longer.
type HoldOrder struct {
	Code      string
	Reference string            // number of the request of a court, the police or whoever has a right to it
	Seats     []casework.SeatID // in whose name; two task forces, one of which leads the case
	Lift      bool
}

// Hold keeps a case from being erased, or lets it go again. Those in whose name it is done, the holder and the coordinators are told.
// Errors are those of Evidence; casework.ErrAlready when there is no hold to lift.
func (e *Engine) Hold(ctx context.Context, o HoldOrder) error {
	return e.system(ctx, func(w *work) error {
		c, err := w.tx.CaseByCode(w.ctx, o.Code)
		if err != nil {
			return err
		}
		if err := w.standFor(c, o.Seats); err != nil {
			return err
		}
		action, key := "case.hold", "duty.hold_set"
		n, err := c.Keep(casework.Hold{Reference: o.Reference, By: o.Seats, At: w.now})
		if o.Lift {
			action, key = "case.release", "duty.hold_lifted"
			n, err = c.Release(w.now)
		}
		if err != nil {
			return err
		}
		var names []string
		for _, id := range o.Seats {
			names = append(names, string(id))
		}
		if err := w.keepCase(n, "operator", action, strings.Join(names, " ")); err != nil {
			return err
		}
		return w.toWitnesses(c, o.Seats, key, map[string]string{"code": c.Code, "reference": o.Reference, "seats": w.titles(o.Seats)})
	})
}
