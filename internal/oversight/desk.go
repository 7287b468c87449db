package oversight

import (
	"slices"
	"time"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Desk is how one task force is made up at this moment: roles, counts and days, never a name.
type Desk struct {
	Formation taskforce.Formation
	Decree    taskforce.DecreeState
	DecreeNo  bool   // its number is in the register
	From, To  string // days of the decree; empty: not stated
	Confirmed string // day on which somebody last said that the row is right; empty: never
	Seats     []DeskRole
	Rota      []DeskDay // the next seven days; empty: nobody is planned at all
	LastAck   time.Time // newest real referral it accepted; zero: none
	Drill     taskforce.DrillVitals
}

// DeskRole counts the seats of one role.
type DeskRole struct {
	Role                        taskforce.Role
	Seats, Filled, Linked, Duty int
}

// DeskDay is how many are planned for each shift of a day.
type DeskDay struct {
	Day   string // local
	Shift []int  // by taskforce.Slots
}

// rotaDays is how far ahead the page shows the rota.
const rotaDays = 7

// DeskOf reads what the register knows of a task force. What its cases and drills tell is filled in by whoever keeps them.
func DeskOf(r *taskforce.Register, code region.Code, now time.Time) Desk {
	f, _ := r.Force(code)
	d := Desk{Formation: f.Formation(), Decree: f.DecreeAt(now), DecreeNo: f.DecreeNo != "", From: dayOf(f.DecreeDate), To: dayOf(f.ValidUntil)}
	if !f.Confirmed.IsZero() {
		d.Confirmed = tally.Day(f.Confirmed)
	}
	for _, role := range []taskforce.Role{taskforce.Chair, taskforce.DailyChair, taskforce.Secretary, taskforce.Duty, taskforce.Subforce} {
		d.role(r, code, role)
	}
	if r.HasRota(code) {
		d.rota(r, code, now)
	}
	return d
}

// dayOf is a day of the register, which has no clock; empty when it is not stated.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// role counts the seats of a role. A role that every task force needs is there without seats too, so that what is missing shows.
func (d *Desk) role(r *taskforce.Register, code region.Code, role taskforce.Role) {
	n := DeskRole{Role: role}
	for _, s := range r.Seats(code) {
		if s.Role != role {
			continue
		}
		n.Seats++
		n.Filled += boolInt(s.Officer != nil)
		n.Linked += boolInt(s.Linked())
		n.Duty += boolInt(s.Linked() && s.OnDuty)
	}
	if n.Seats > 0 || slices.Contains([]taskforce.Role{taskforce.Chair, taskforce.Secretary, taskforce.Duty}, role) {
		d.Seats = append(d.Seats, n)
	}
}

func (d *Desk) rota(r *taskforce.Register, code region.Code, now time.Time) {
	local := now.In(taskforce.ZoneOf(code))
	for n := range rotaDays {
		day := DeskDay{Day: local.AddDate(0, 0, n).Format(time.DateOnly)}
		for _, slot := range taskforce.Slots() {
			planned := 0
			if shift, ok := taskforce.ShiftOf(code, day.Day, slot); ok {
				planned = len(r.PlannedFor(code, shift))
			}
			day.Shift = append(day.Shift, planned)
		}
		d.Rota = append(d.Rota, day)
	}
}

// Empty tells whether nobody ever filled in anything about a task force.
func Empty(r *taskforce.Register, code region.Code) bool {
	f, _ := r.Force(code)
	return f.Formation() == taskforce.FormedUnknown && f.DecreeNo == "" && !slices.ContainsFunc(r.Seats(code), func(s taskforce.Seat) bool { return s.Officer != nil })
}
