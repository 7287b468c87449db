package casework

import "time"

// Training is set on a made-up case with a script for its reporter. One that a seat plays alone is seen by nobody else and its clocks
// stand still; one of a drill is offered like a real case. No load or figure holds either.
type Training struct {
	Seat     SeatID // who plays it alone; empty with a drill
	Scenario string
	Drill    string // id of the drill it belongs to
}

// InDrill tells whether it is the test referral of a drill.
func (c Case) InDrill() bool { return c.Training != nil && c.Training.Drill != "" }

// EndExercise ends a training case, however far it came. Any other case is ErrState.
func (c Case) EndExercise(at time.Time) (Case, error) {
	if c.Training == nil || c.Status == Closed {
		return c, moveError("end_exercise", c, ErrState)
	}
	n := c.clone()
	n.Version++
	n.ChangedAt, n.Status, n.Owner = at, Closed, ""
	n.newest().EndedAt = at
	return n, nil
}
