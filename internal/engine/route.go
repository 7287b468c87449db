package engine

import (
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// plan is what routing decided, with what the house must do about it.
type plan struct {
	casework.Plan
	Alarm bool // nobody is on duty anywhere
}

// plan asks routing where the case goes.
func (w *work) plan(c casework.Case) (plan, error) {
	d := taskforce.Route(taskforce.FactsOfCase(c), w.reg, w.now)
	return plan{Plan: d.Plan(w.now), Alarm: d.Alarm}, nil
}
