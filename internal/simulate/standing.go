package simulate

import (
	"time"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Days are those of which standings are made: each week of the year, and each day of the last month.
func (y *Year) Days() []time.Time {
	var out []time.Time
	noon := time.Date(y.End.Year(), y.End.Month(), y.End.Day(), 3, 0, 0, 0, time.UTC)
	for day := y.Start.AddDate(0, 0, 7); day.Before(noon.AddDate(0, 0, -31)); day = day.AddDate(0, 0, 7) {
		out = append(out, day)
	}
	for i := 31; i >= 0; i-- {
		out = append(out, noon.AddDate(0, 0, -i))
	}
	return out
}

// Standings reckons how every task force stood on a day, by the real formula, from the cases played before.
func (y *Year) Standings(day time.Time) []tally.Standing {
	reg := y.Register(day)
	vitals := map[region.Code]*taskforce.Vitals{}
	for _, c := range y.codes {
		v := reg.Vitals(c, day)
		v.Drill = y.forces[c].lastDrill(day)
		vitals[c] = &v
	}
	for _, o := range y.offers {
		v := vitals[o.to]
		if o.at.After(day) || day.Sub(o.at) > taskforce.OffersCount {
			continue
		}
		v.Offers++
		if !o.ended.IsZero() && !o.ended.After(day) {
			v.Ended++
			v.Lapsed += one(o.lapsed)
			v.Bounced += one(o.bounced)
		}
	}
	for _, c := range y.closings {
		if v := vitals[c.lead]; !c.at.After(day) && day.Sub(c.at) <= taskforce.ClosingsCount {
			v.Closings++
			v.Confirmed += one(c.yes)
		}
	}
	out := make([]tally.Standing, 0, len(y.codes))
	for _, c := range y.codes {
		v := vitals[c]
		out = append(out, tally.Standing{Day: tally.Day(day), Code: c, Score: taskforce.Reckon(*v).Score, Formed: v.Formation == taskforce.FormedYes,
			Valid: v.Decree == taskforce.DecreeValid || v.Decree == taskforce.DecreeEnding, Seats: len(reg.Seats(c)), Linked: len(reg.LinkedSeats(c)), OnDuty: v.OnDutyNow})
	}
	return out
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lastDrill is the newest drill that still counts.
func (f *force) lastDrill(day time.Time) (d taskforce.DrillVitals) {
	for _, x := range f.drills {
		if !x.At.After(day) && day.Sub(x.At) <= taskforce.DrillCounts {
			d = x
		}
	}
	return d
}
