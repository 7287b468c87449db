package tally

import "siaga/internal/region"

// Standing is how one task force stood on one day. It speaks of desks, not of cases, so nothing of it is hidden.
type Standing struct {
	Day    string
	Code   region.Code
	Score  int // readiness, 0-100 (docs/readiness.md)
	Formed bool
	Valid  bool // its decree is in force
	Seats  int
	Linked int // seats whose officer can be written to
	OnDuty int // of these, on duty when it was looked at
}

// Live tells whether anybody answers there.
func (s Standing) Live() bool { return s.OnDuty > 0 }
