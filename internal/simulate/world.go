package simulate

import (
	"fmt"
	"math/rand/v2"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// fortnights is how often the register changes in the year.
const fortnights = 26

// Year is one simulated year that ends at a moment.
type Year struct {
	Start, End time.Time
	*rand.Rand
	codes     []region.Code
	forces    map[region.Code]*force
	registers []*taskforce.Register // one for each fortnight
	offers    []offered
	closings  []closing
}

// force is a task force as the simulation knows it: how well it works, and what happens to its seats.
type force struct {
	taskforce.TaskForce
	quality float64 // 0 to 1
	seats   []seat
	drills  []taskforce.DrillVitals
}

// seat is a seat with the fortnights in which somebody sits on it and can be written to.
type seat struct {
	taskforce.Seat
	filled, linked, on [fortnights]bool
	week               taskforce.Week
}

// NewYear draws the task forces of a year that ends at a moment. The same seed gives the same year.
func NewYear(seed uint64, end time.Time) *Year {
	y := &Year{Start: end.AddDate(-1, 0, 0), End: end, Rand: rand.New(rand.NewPCG(seed, 38514)), forces: map[region.Code]*force{}}
	y.codes = []region.Code{taskforce.Pusat}
	for _, p := range region.Default().Provinces() {
		y.codes = append(y.codes, p.Code)
		for _, r := range region.Default().Regencies(p.Code) {
			y.codes = append(y.codes, r.Code)
		}
	}
	lift := map[region.Code]float64{} // a province that works well carries its kabupaten
	for _, c := range y.codes {
		if c.Level() != region.RegencyLevel {
			lift[c] = y.Float64()
		}
		y.forces[c] = y.force(c, lift[c.Province()])
	}
	for i := range fortnights {
		y.registers = append(y.registers, y.register(i))
	}
	return y
}

// force draws one: 84 of 100 provinces and half of the kabupaten and kota exist, as in 2023 (domain notes §1.4).
func (y *Year) force(c region.Code, lift float64) *force {
	f := &force{TaskForce: taskforce.TaskForce{Code: c}}
	if p, ok := region.Default().Lookup(c); ok {
		f.Name = "Gugus Tugas PP TPPO " + p.Name
	}
	formed := map[region.Level]float64{region.NoLevel: 1, region.ProvinceLevel: .87, region.RegencyLevel: .25 + .6*lift}[c.Level()]
	f.quality = min(1, max(.02, .25+.45*lift+.3*(y.Float64()-.5)))
	if c == taskforce.Pusat {
		f.quality = .85
	}
	if y.Float64() >= formed {
		f.Absent = y.IntN(3) == 0 // of the others nobody has said
		return f
	}
	f.Formed, f.DecreeNo = true, "SIMULASI-"+string(c)
	f.DecreeDate = y.Start.AddDate(0, -y.IntN(30), 0)
	if y.IntN(4) > 0 {
		f.ValidUntil = f.DecreeDate.AddDate(2+y.IntN(3), 0, 0)
	}
	f.Confirmed = y.End.AddDate(0, 0, -int(97*f.quality))
	y.staff(f)
	y.drill(f)
	return f
}

// staff draws the seats and what becomes of them: people rotate, accounts fall silent, shifts are left out.
func (y *Year) staff(f *force) {
	add := func(role taskforce.Role, n int, title string) {
		s := seat{Seat: taskforce.Seat{ID: casework.SeatID(fmt.Sprintf("%s/%s/%d", f.Code, role, n)), TaskForce: f.Code, Role: role, Title: title}}
		from := y.IntN(8) - 4 // some are there before the year, some join later
		if y.Float64() > f.quality {
			from = y.IntN(fortnights + 8)
		}
		gone, back := fortnights, fortnights
		if y.IntN(3) == 0 { // a rotation
			gone = y.IntN(fortnights)
			back = gone + 1 + int(y.ExpFloat64()*3*(1.2-f.quality))
		}
		for i := range fortnights {
			s.filled[i] = i >= from && (i < gone || i >= back)
			s.linked[i] = s.filled[i] && y.Float64() < .55+.45*f.quality
			s.on[i] = s.linked[i] && role == taskforce.Duty && y.Float64() < .4+.65*f.quality
		}
		if y.Float64() < f.quality {
			s.week = y.week(f.quality)
		}
		f.seats = append(f.seats, s)
	}
	add(taskforce.Chair, 1, "Ketua")
	add(taskforce.Secretary, 1, "Sekretaris")
	for n := range 2 + y.IntN(2) {
		add(taskforce.Duty, n+1, fmt.Sprintf("Petugas piket %d", n+1))
	}
}

func (y *Year) week(quality float64) (w taskforce.Week) {
	for _, d := range taskforce.Days() {
		for _, s := range taskforce.Slots() {
			if y.Float64() < .3+.6*quality {
				w = w.Set(d, s)
			}
		}
	}
	return w
}

// drill draws a drill for every quarter.
func (y *Year) drill(f *force) {
	for q := range 4 {
		at := y.Start.AddDate(0, 3*q, y.IntN(80))
		d := taskforce.DrillVitals{At: at, Delivered: y.Float64() < .6+.4*f.quality}
		d.Opened = d.Delivered && y.Float64() < .4+.6*f.quality
		d.Accepted = d.Opened && y.Float64() < .3+.7*f.quality
		d.Answered = d.Accepted && y.Float64() < .2+.8*f.quality
		f.drills = append(f.drills, d)
	}
}

// register is the snapshot of one fortnight.
func (y *Year) register(i int) *taskforce.Register {
	var forces []taskforce.TaskForce
	var seats []taskforce.Seat
	rota := taskforce.Rota{Weeks: map[casework.SeatID]taskforce.Week{}}
	for _, c := range y.codes {
		f := y.forces[c]
		forces = append(forces, f.TaskForce)
		for _, s := range f.seats {
			one := s.Seat
			if s.filled[i] {
				one.Officer = &taskforce.Officer{ID: "sim:" + string(s.ID), Name: s.Title, Reachable: s.linked[i]}
			}
			one.OnDuty = s.on[i]
			seats = append(seats, one)
			if s.week != 0 {
				rota.Weeks[s.ID] = s.week
			}
		}
	}
	return taskforce.Load(forces, seats).WithRota(rota)
}

// Register is the register at a time of the year; before and after it the nearest.
func (y *Year) Register(at time.Time) *taskforce.Register {
	i := int(at.Sub(y.Start) / (y.End.Sub(y.Start)/fortnights + 1))
	return y.registers[min(max(i, 0), fortnights-1)]
}

// Forces and Seats are the rows of the register as the year ends; a seat's officer is nil where nobody sits.
func (y *Year) Forces() []taskforce.TaskForce { return y.registers[fortnights-1].All() }

// Seats lists them.
func (y *Year) Seats() []taskforce.Seat { return y.registers[fortnights-1].AllSeats() }

// Weeks is the weekly rota of seats.
func (y *Year) Weeks() map[casework.SeatID]taskforce.Week {
	out := map[casework.SeatID]taskforce.Week{}
	for _, f := range y.forces {
		for _, s := range f.seats {
			if s.week != 0 {
				out[s.ID] = s.week
			}
		}
	}
	return out
}
