package taskforce

import (
	"cmp"
	"math"
	"slices"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Force finds a row; false only for a code that is none.
func (r *Register) Force(c region.Code) (TaskForce, bool) {
	f, ok := r.forces[c]
	return f, ok
}

// All lists every row, pusat first, then by code.
func (r *Register) All() []TaskForce {
	all := make([]TaskForce, 0, len(r.order))
	for _, c := range r.order {
		all = append(all, r.forces[c])
	}
	return all
}

// Seats lists the seats of a task force by id.
func (r *Register) Seats(c region.Code) []Seat { return slices.Clone(r.seats[c]) }

// AllSeats lists every seat in the order of All.
func (r *Register) AllSeats() []Seat {
	var all []Seat
	for _, c := range r.order {
		all = append(all, r.seats[c]...)
	}
	return all
}

// Seat finds a seat.
func (r *Register) Seat(id casework.SeatID) (Seat, bool) {
	s, ok := r.byID[id]
	return s, ok
}

// OnDuty lists the seats that answer now: linked, reachable, and switched on duty.
func (r *Register) OnDuty(c region.Code) []Seat { return r.answering(c, nil) }

// Live tells whether anybody answers at a task force. A person who answers counts, not the decree: a task force whose
// decree ran out still helps, and one with a fine decree and nobody on duty does not.
func (r *Register) Live(c region.Code) bool { return r.live(c, nil) }

// live leaves out whom the case must be kept from.
func (r *Register) live(c region.Code, out []casework.Exclusion) bool {
	return len(r.answering(c, out)) > 0
}

func (r *Register) answering(c region.Code, out []casework.Exclusion) []Seat {
	k := casework.Case{Excluded: out}
	var on []Seat
	for _, s := range r.seats[c] {
		if s.OnDuty && s.Linked() && !k.MayNotSee(c, s.ID) {
			on = append(on, s)
		}
	}
	return on
}

// CoverChain lists who is asked when nobody answers at c: its named cover or province, so upwards, pusat last. For pusat
// the list is empty.
func (r *Register) CoverChain(c region.Code) []region.Code {
	var chain []region.Code
	for at := c; at != Pusat && len(chain) < 8; {
		f, ok := r.forces[at]
		if !ok {
			f = TaskForce{Code: at}
		}
		if at = above(f); slices.Contains(chain, at) || at == c {
			break
		}
		chain = append(chain, at)
	}
	if c != Pusat && !slices.Contains(chain, Pusat) {
		chain = append(chain, Pusat)
	}
	return chain
}

// Neighbours lists the n task forces of the same level whose people live nearest, the nearest first. It goes by the
// distance of the middles, not by borders; officers know their borders and choose.
func (r *Register) Neighbours(c region.Code, n int) []region.Code {
	g := region.Default()
	here, ok := g.Lookup(c)
	if !ok {
		return nil
	}
	type far struct {
		code region.Code
		km   float64
	}
	var all []far
	for _, code := range r.order {
		if p, ok := g.Lookup(code); ok && code != c && code.Level() == c.Level() {
			all = append(all, far{code, distance(here, p)})
		}
	}
	slices.SortFunc(all, func(a, b far) int { return cmp.Or(cmp.Compare(a.km, b.km), cmp.Compare(a.code, b.code)) })
	var near []region.Code
	for _, f := range all[:min(n, len(all))] {
		near = append(near, f.code)
	}
	return near
}

// distance is good enough for sorting: a flat map, longitudes shortened by the cosine of the latitude, in km.
func distance(a, b region.Place) float64 {
	const kmPerDegree = 111.2
	dx := (a.Lon - b.Lon) * math.Cos(a.Lat*math.Pi/180)
	return kmPerDegree * math.Hypot(dx, a.Lat-b.Lat)
}
