package oversight

import (
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Seat is where somebody sits, as the register says at this moment.
type Seat struct {
	Code region.Code
	Role taskforce.Role
}

// Scope is the region that a seat may see, with all below it; empty: none.
type Scope struct{ Root region.Code }

// ScopeOf is the whole table of who may see what: pusat, where the ministries sit, sees all; a province itself and its
// kabupaten and kota; of a kabupaten or kota those who lead it see it alone. Nobody sees a neighbour, or what is above.
func ScopeOf(s Seat) Scope {
	switch {
	case s.Code == taskforce.Pusat:
		return Scope{tally.All}
	case s.Code.Level() == region.ProvinceLevel:
		return Scope{s.Code}
	case s.Code.Level() == region.RegencyLevel && s.Role.Coordinates():
		return Scope{s.Code}
	}
	return Scope{}
}

// May tells whether a region may be seen.
func (s Scope) May(c region.Code) bool {
	if s.Root == "" || c == "" {
		return false
	}
	return s.Root == tally.All || c.Within(s.Root)
}

// known tells whether a code is the country, a province or a kabupaten or kota.
func known(c region.Code) bool {
	if c == tally.All {
		return true
	}
	_, ok := region.Default().Lookup(c)
	return ok && c.Level() <= region.RegencyLevel
}
