package taskforce

import (
	"fmt"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// ConfirmEvery is how long a row of the register counts as right without anybody saying so again.
const ConfirmEvery = 90 * 24 * time.Hour

// Due tells whether somebody has to say again that a row is right.
func (f TaskForce) Due(now time.Time) bool { return now.Sub(f.Confirmed) >= ConfirmEvery }

// FieldChange is one field of a row that was changed, and to what; an empty value: nothing is known any more.
type FieldChange struct{ Field, Value string }

// Differs lists the fields in which a row became another. When it was confirmed is no field.
func (f TaskForce) Differs(was TaskForce) []FieldChange {
	var out []FieldChange
	for _, c := range [][3]string{
		{"formed", string(was.Formation()), string(f.Formation())}, {"decree_no", was.DecreeNo, f.DecreeNo},
		{"decree_date", dayOf(was.DecreeDate), dayOf(f.DecreeDate)}, {"valid_until", dayOf(was.ValidUntil), dayOf(f.ValidUntil)},
		{"name", was.Name, f.Name}, {"cover", string(was.Cover), string(f.Cover)},
	} {
		if c[1] != c[2] {
			out = append(out, FieldChange{c[0], c[2]})
		}
	}
	return out
}

// MostDuty is how many duty seats can be made at once.
const MostDuty = 12

// SeatsWanted are the seats that are missing in a task force: a chair with the office named, a secretary, and so many duty officers; and a
// chair whose office became another. Seats are only added, never taken away: somebody may sit there.
func (r *Register) SeatsWanted(tf region.Code, chair string, duty int) []Seat {
	var out []Seat
	want := func(role Role, n int, title string) {
		id := casework.SeatID(fmt.Sprintf("%s/%s/%d", tf, role, n))
		if _, there := r.byID[id]; !there {
			out = append(out, Seat{ID: id, TaskForce: tf, Role: role, Title: title})
		}
	}
	if chair != "" {
		title := "Ketua (" + chair + ")"
		of := slices.IndexFunc(r.seats[tf], func(s Seat) bool { return s.Role == Chair })
		switch {
		case of < 0:
			want(Chair, 1, title)
		case r.seats[tf][of].Title != title:
			s := r.seats[tf][of]
			s.Title = title
			out = append(out, s)
		}
	}
	if duty > 0 {
		want(Secretary, 1, "Sekretaris")
	}
	for n := 1; n <= min(duty, MostDuty); n++ {
		want(Duty, n, fmt.Sprintf("Petugas piket %d", n))
	}
	return out
}
