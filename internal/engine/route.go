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
	all, err := w.together(c)
	if err != nil {
		return plan{}, err
	}
	d := taskforce.Route(taskforce.FactsOfCase(all), w.reg, w.now)
	return plan{Plan: d.Plan(w.now), Alarm: d.Alarm}, nil
}

// surge gives the key of the incident that a new case belongs to when many like it came from the same place within days.
func (w *work) surge(c casework.Case) (string, error) {
	d := taskforce.Route(taskforce.FactsOfCase(c), w.reg, w.now)
	newest := sighting(c)
	last := newest
	var recent []taskforce.Sighting
	for from := 0; ; from += surgePage {
		others, err := w.tx.CasesSince(w.ctx, d.Lead, c.OpenedAt.Add(-taskforce.SurgeReports*taskforce.SurgeGap), from, surgePage)
		if err != nil {
			return "", err
		}
		for _, o := range others {
			before := sighting(o)
			if o.Exercise != c.Exercise || !taskforce.SameIncident(newest, before) {
				continue
			}
			if last.At.Sub(before.At) > taskforce.SurgeGap { // the chain ends here
				others = nil
				break
			}
			if o.Incident != "" { // it goes on: its first report is the first of this one too
				return o.Incident, nil
			}
			recent, last = append(recent, before), before
		}
		if len(others) < surgePage {
			key, _ := taskforce.Surge(newest, recent)
			return key, nil
		}
	}
}

// surgePage is how many cases are looked at in one go: in a surge the first one tells, and to open a case's content is most of the cost.
const surgePage = 4

// sighting is a case as the watch for surges sees it.
func sighting(c casework.Case) taskforce.Sighting {
	p, ok := c.Report.Places[casework.VictimNow]
	if !ok {
		p = c.Report.Places[casework.Incident]
	}
	return taskforce.Sighting{Place: taskforce.Spot{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}, Form: c.Report.Form, At: c.OpenedAt}
}
