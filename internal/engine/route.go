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

// surge gives the key of the incident that a new case belongs to when many like it came from the same place within days.
func (w *work) surge(c casework.Case) (string, error) {
	d := taskforce.Route(taskforce.FactsOfCase(c), w.reg, w.now)
	others, err := w.tx.CasesOf(w.ctx, d.Lead)
	if err != nil {
		return "", err
	}
	var recent []taskforce.Sighting
	for _, o := range others {
		if o.Exercise == c.Exercise {
			recent = append(recent, sighting(o))
		}
	}
	key, _ := taskforce.Surge(sighting(c), recent)
	return key, nil
}

// sighting is a case as the watch for surges sees it.
func sighting(c casework.Case) taskforce.Sighting {
	p, ok := c.Report.Places[casework.VictimNow]
	if !ok {
		p = c.Report.Places[casework.Incident]
	}
	return taskforce.Sighting{Place: taskforce.Spot{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}, Form: c.Report.Form, At: c.OpenedAt}
}
