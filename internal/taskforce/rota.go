package taskforce

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Slot is one of the three shifts of a day. The night belongs to the day on which it begins.
type Slot int

// The shifts; hours are those of the clock on the wall of the task force.
const (
	Morning   Slot = iota // 06.00 to 14.00
	Afternoon             // 14.00 to 22.00
	Night                 // 22.00 to 06.00
	wholeDay  Slot = -1   // with a day off
)

const (
	slotsADay = 3
	firstHour = 6
	slotHours = 8
)

// Slots lists the shifts of a day in order.
func Slots() []Slot { return []Slot{Morning, Afternoon, Night} }

// Days lists the days of a week, Monday first.
func Days() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

// Week is the weekly rota of one seat: a bit for each shift, Monday morning first.
type Week uint32

// AllWeek is every shift of a week.
const AllWeek Week = 1<<(7*slotsADay) - 1

func weekBit(d time.Weekday, s Slot) Week { return 1 << ((int(d)+6)%7*slotsADay + int(s)) }

// Has tells whether a shift is in the week.
func (w Week) Has(d time.Weekday, s Slot) bool { return w&weekBit(d, s) != 0 }

// Toggle puts a shift in or takes it out.
func (w Week) Toggle(d time.Weekday, s Slot) Week { return w ^ weekBit(d, s) }

// Set puts a shift in.
func (w Week) Set(d time.Weekday, s Slot) Week { return w | weekBit(d, s) }

// Change is one shift of a seat that differs from its week: a cover, a swap. On a day off of the task force nobody is on duty but
// by such a change.
type Change struct {
	Date string // local day on which the shift begins, 2006-01-02
	Slot Slot
	Seat casework.SeatID
	On   bool
}

// Rota is who is planned when, for all task forces.
type Rota struct {
	Weeks   map[casework.SeatID]Week
	Off     map[region.Code][]string // days off of a task force, in order
	Changes []Change
}

// DayOff is the slot under which a day off of a whole task force is kept.
func DayOff() Slot { return wholeDay }

// WithRota gives a snapshot that also knows the rota.
func (r *Register) WithRota(rota Rota) *Register {
	n := *r
	n.rota = rota
	n.changed = map[Change]bool{}
	for _, c := range rota.Changes {
		key := c
		key.On = false
		n.changed[key] = c.On
	}
	return &n
}

// WithForce gives a snapshot in which one row is another.
func (r *Register) WithForce(f TaskForce) *Register {
	n := *r
	n.forces = maps.Clone(r.forces)
	n.forces[f.Code] = f
	return &n
}

// WithWeek gives a snapshot in which one seat has another week.
func (r *Register) WithWeek(seat casework.SeatID, w Week) *Register {
	rota := r.rota
	rota.Weeks = maps.Clone(rota.Weeks)
	if rota.Weeks == nil {
		rota.Weeks = map[casework.SeatID]Week{}
	}
	rota.Weeks[seat] = w
	return r.WithRota(rota)
}

// Shift is one shift of a task force at a certain time.
type Shift struct {
	Date     string
	Slot     Slot
	From, To time.Time
}

// Weekday is the day on which the shift begins.
func (s Shift) Weekday() time.Weekday { return s.From.Weekday() }

// shiftOn makes the shift of a local day. A zone of Indonesia has no summer time, so hours are as long as they look.
func shiftOn(day time.Time, s Slot) Shift {
	from := time.Date(day.Year(), day.Month(), day.Day(), firstHour+slotHours*int(s), 0, 0, 0, day.Location())
	return Shift{Date: day.Format(dayForm), Slot: s, From: from, To: from.Add(slotHours * time.Hour)}
}

const dayForm = "2006-01-02"

// ZoneOf is the clock of a task force; pusat's is that of Jakarta.
func ZoneOf(tf region.Code) *time.Location {
	zone, _ := region.Default().Zone(tf)
	return zone
}

// ShiftAt is the shift of a task force that is on at a time.
func ShiftAt(tf region.Code, at time.Time) Shift {
	local := at.In(ZoneOf(tf))
	for _, day := range []time.Time{local, local.AddDate(0, 0, -1)} {
		for _, s := range Slots() {
			if shift := shiftOn(day, s); !at.Before(shift.From) && at.Before(shift.To) {
				return shift
			}
		}
	}
	return Shift{}
}

// ShiftOf finds a shift by its local day and slot; false when there is no such day.
func ShiftOf(tf region.Code, date string, s Slot) (Shift, bool) {
	day, err := time.ParseInLocation(dayForm, date, ZoneOf(tf))
	if err != nil || s < Morning || s > Night {
		return Shift{}, false
	}
	return shiftOn(day, s), true
}

// Ahead lists the shifts of a task force that begin after a time, for a number of days.
func Ahead(tf region.Code, at time.Time, days int) []Shift {
	var out []Shift
	local := at.In(ZoneOf(tf))
	for n := range days + 1 {
		for _, s := range Slots() {
			if shift := shiftOn(local.AddDate(0, 0, n), s); shift.From.After(at) && shift.From.Before(at.AddDate(0, 0, days)) {
				out = append(out, shift)
			}
		}
	}
	return out
}

// WeekOf is the weekly rota of a seat.
func (r *Register) WeekOf(seat casework.SeatID) Week { return r.rota.Weeks[seat] }

// DaysOff lists the days off of a task force from a local day on.
func (r *Register) DaysOff(tf region.Code, from string) []string {
	return slices.DeleteFunc(slices.Sorted(slices.Values(r.rota.Off[tf])), func(d string) bool { return d < from })
}

// Planned tells whether a seat is to be on duty in a shift: a change decides, then a day off, then the week.
func (r *Register) Planned(seat casework.SeatID, s Shift) bool {
	if on, ok := r.changed[Change{Date: s.Date, Slot: s.Slot, Seat: seat}]; ok {
		return on
	}
	if slices.Contains(r.rota.Off[seat.TaskForce()], s.Date) {
		return false
	}
	return r.rota.Weeks[seat].Has(s.Weekday(), s.Slot)
}

// Rostered tells whether a seat goes on and off duty by the rota: it has a week, or a change for this shift or the one before.
// Seats without are switched by hand only.
func (r *Register) Rostered(seat casework.SeatID, s Shift) bool {
	if r.rota.Weeks[seat] != 0 {
		return true
	}
	before := ShiftAt(seat.TaskForce(), s.From.Add(-time.Minute))
	for _, at := range []Shift{s, before} {
		if _, ok := r.changed[Change{Date: at.Date, Slot: at.Slot, Seat: seat}]; ok {
			return true
		}
	}
	return false
}

// HasRota tells whether any seat of a task force has a weekly rota. Without one nothing can be said about gaps.
func (r *Register) HasRota(tf region.Code) bool {
	return slices.ContainsFunc(r.seats[tf], func(s Seat) bool { return r.rota.Weeks[s.ID] != 0 })
}

// RotaForces lists the task forces that have a rota, in order.
func (r *Register) RotaForces() []region.Code {
	found := map[region.Code]bool{}
	for seat := range r.rota.Weeks {
		found[seat.TaskForce()] = true
	}
	for _, c := range r.rota.Changes {
		found[c.Seat.TaskForce()] = true
	}
	return slices.Sorted(maps.Keys(found))
}

// Gaps lists the shifts that begin within days and for which nobody is planned whom the bot can write to.
func (r *Register) Gaps(tf region.Code, at time.Time, days int) []Shift {
	if !r.HasRota(tf) {
		return nil
	}
	return slices.DeleteFunc(Ahead(tf, at, days), func(s Shift) bool { return len(r.PlannedFor(tf, s)) > 0 })
}

// PlannedFor lists the linked seats planned for a shift.
func (r *Register) PlannedFor(tf region.Code, s Shift) []Seat {
	return slices.DeleteFunc(r.LinkedSeats(tf), func(seat Seat) bool { return !r.Planned(seat.ID, s) })
}

// ShiftsOf lists the shifts of a seat that begin after a time, for a number of days.
func (r *Register) ShiftsOf(seat casework.SeatID, at time.Time, days int) []Shift {
	return slices.DeleteFunc(Ahead(seat.TaskForce(), at, days), func(s Shift) bool { return !r.Planned(seat, s) })
}

// NextOnDuty lists the colleagues to whom a seat's cases can go now: those on duty, else whoever is planned next.
func (r *Register) NextOnDuty(seat Seat, at time.Time) []Seat {
	other := func(s Seat) bool { return s.ID == seat.ID }
	if on := slices.DeleteFunc(r.OnDuty(seat.TaskForce), other); len(on) > 0 {
		return on
	}
	var next []Seat
	first := time.Time{}
	for _, s := range slices.DeleteFunc(r.LinkedSeats(seat.TaskForce), other) {
		shifts := r.ShiftsOf(s.ID, at, 2)
		if len(shifts) == 0 {
			continue
		}
		switch c := cmp.Or(boolCompare(first.IsZero()), shifts[0].From.Compare(first)); {
		case c < 0:
			next, first = []Seat{s}, shifts[0].From
		case c == 0:
			next = append(next, s)
		}
	}
	return next
}

func boolCompare(yes bool) int {
	if yes {
		return -1
	}
	return 0
}
