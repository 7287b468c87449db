package casework

import (
	"slices"
	"time"
)

// Hold keeps a case from being erased, whatever its time: a court, the police or somebody's right may need it.
type Hold struct {
	Reference string   // number of the request
	By        []SeatID // in whose name
	At        time.Time
}

// Keep puts a hold on a case, in place of an earlier one.
func (c Case) Keep(h Hold) (Case, error) {
	n, err := c.begin(MoveKeep, h.At)
	if err != nil {
		return c, err
	}
	if h.Reference == "" || len(h.By) == 0 {
		return c, moveError(MoveKeep, c, ErrUnknown)
	}
	n.ChangedAt = c.ChangedAt // the time to keep it is counted from its end
	h.By = slices.Clone(h.By)
	n.Hold = &h
	return n, nil
}

// Release ends the hold.
func (c Case) Release(at time.Time) (Case, error) {
	n, err := c.begin(MoveRelease, at)
	if err != nil {
		return c, err
	}
	if c.Hold == nil {
		return c, moveError(MoveRelease, c, ErrAlready)
	}
	n.ChangedAt, n.Hold = c.ChangedAt, nil
	return n, nil
}
