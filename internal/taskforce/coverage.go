package taskforce

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// CoverageRow says where a report from one region would go today.
type CoverageRow struct {
	Code     region.Code `json:"code"`
	Name     string      `json:"name"`
	Formed   bool        `json:"formed"`
	Valid    bool        `json:"valid"` // the decree is in force at the time asked
	Seats    int         `json:"seats"`
	Linked   int         `json:"linked"`
	OnDuty   int         `json:"on_duty"`
	Lead     region.Code `json:"lead"` // who would get an ordinary report from here
	LeadName string      `json:"lead_name"`
	Why      string      `json:"why"` // one Indonesian sentence
	Alarm    bool        `json:"alarm"`
}

// Coverage tells for every region, in the order of All, whether a task force exists and works, and who would get a report.
func Coverage(r *Register, now time.Time) []CoverageRow {
	rows := make([]CoverageRow, 0, len(r.order))
	for _, f := range r.All() {
		row := CoverageRow{Code: f.Code, Name: f.Name, Formed: f.Formed, Seats: len(r.seats[f.Code]), OnDuty: len(r.OnDuty(f.Code))}
		row.Valid = f.Formed && (f.ValidUntil.IsZero() || now.Before(f.ValidUntil.AddDate(0, 0, 1)))
		for _, s := range r.seats[f.Code] {
			if s.Linked() {
				row.Linked++
			}
		}
		d := Route(factsFrom(f.Code), r, now)
		row.Lead, row.Alarm, row.Why = d.Lead, d.Alarm, d.Reasons[0].Text
		row.LeadName = r.forces[d.Lead].Name
		if d.Lead != f.Code || d.Alarm {
			row.Why = d.Reasons[1].Text // the first says whose it would be
		}
		rows = append(rows, row)
	}
	return rows
}

// factsFrom are those of an ordinary report of which only the region is known; for pusat not even that.
func factsFrom(c region.Code) Facts {
	f := Facts{Priority: casework.Ordinary, Women: casework.Yes}
	if c != Pusat {
		f.Places = map[casework.PlaceRole]Spot{casework.VictimNow: {Code: c}}
	}
	return f
}
