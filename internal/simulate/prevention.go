package simulate

import (
	"fmt"
	"time"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Activity is prevention work of a simulated task force.
type Activity struct {
	ID        string
	TaskForce region.Code
	Kind      string
	People    int
	Day       string
}

// Drill is a finished drill of a simulated task force.
type Drill struct {
	ID        string
	TaskForce region.Code
	taskforce.DrillVitals
}

// Drills lists those that were over when the year ends.
func (y *Year) Drills() []Drill {
	var out []Drill
	for _, c := range y.codes {
		for i, d := range y.forces[c].drills {
			if d.At.Add(time.Hour).Before(y.End) {
				out = append(out, Drill{fmt.Sprintf("sim-%s-%d", c, i), c, d})
			}
		}
	}
	return out
}

// Activities draws prevention work: the better a task force works, the more.
func (y *Year) Activities() []Activity {
	kinds := taskforce.ActivityKinds()
	days := int(y.End.Sub(y.Start) / (24 * time.Hour))
	var out []Activity
	for _, c := range y.codes {
		f := y.forces[c]
		if !f.Formed {
			continue
		}
		for n := range int(y.ExpFloat64() * 6 * f.quality) {
			day := y.Start.AddDate(0, 0, y.IntN(days))
			out = append(out, Activity{fmt.Sprintf("sim-%s-%d", c, n), c, kinds[y.IntN(len(kinds))], 10 * (1 + int(y.ExpFloat64()*6)), tally.Day(day)})
		}
	}
	return out
}

// Use is a count of one month.
type Use struct {
	Month tally.Month
	tally.Use
}

// Uses draws how often posters, lessons and the check of an offer were opened: much without any region, and where a task force works well
// some by its posters.
func (y *Year) Uses() []Use {
	var out []Use
	add := func(m tally.Month, c region.Code, what string, about float64) {
		if n := int(y.ExpFloat64() * about); n > 0 {
			out = append(out, Use{m, tally.Use{Code: c, What: what, N: n}})
		}
	}
	for m := tally.MonthOf(y.Start); m <= tally.MonthOf(y.End); m = m.Add(1) {
		add(m, "", tally.UseOffer, 1200)
		add(m, "", tally.UseLearn, 700)
		for _, c := range y.codes {
			if f := y.forces[c]; f.Formed && f.quality > .5 && c != taskforce.Pusat {
				add(m, c, tally.UsePoster, 6)
				add(m, c, tally.UseLearn, 2)
				add(m, c, tally.UseOffer, 3)
			}
		}
	}
	return out
}
