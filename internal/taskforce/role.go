package taskforce

import (
	"slices"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Field is one of the six sub task forces (domain notes §1.4; Perpres 69/2008).
type Field string

// The sub task forces.
const (
	Prevention   Field = "prevention"
	HealthRehab  Field = "health_rehab"
	SocialReturn Field = "social_rehab_return_reintegration"
	LegalNorms   Field = "legal_norms"
	Enforcement  Field = "law_enforcement"
	Coordination Field = "coordination"
)

// Fields lists the sub task forces in the order of the decree.
func Fields() []Field {
	return []Field{Prevention, HealthRehab, SocialReturn, LegalNorms, Enforcement, Coordination}
}

// roleNames are further names under which a register file may give a role.
func roleNames() map[string]Role {
	return map[string]Role{"duty_officer": Duty, "subforce_member": Subforce}
}

// Coordinates tells whether a role leads the others: it sees the load of each seat, sets the rota, invites and empties seats.
func (r Role) Coordinates() bool { return slices.Contains([]Role{Chair, DailyChair, Secretary}, r) }

// Oversees tells whether a seat sees how another task force stands, and keeps its row in the register: a coordinator of its province, or
// of pusat. Its own task force everybody sees.
func (s Seat) Oversees(tf region.Code) bool {
	return s.TaskForce == tf || s.Role.Coordinates() && (s.TaskForce == Pusat || tf.Province() == s.TaskForce)
}

// Manages tells whether a role decides who sits on seats of another: a secretary not on those of the chairs, a daily chair not on the
// chair's.
func (r Role) Manages(other Role) bool {
	rank := []Role{Subforce, Duty, Secretary, DailyChair, Chair}
	return r.Coordinates() && slices.Index(rank, r) >= slices.Index(rank, other)
}

// Coordinators lists the linked seats of a task force that lead the others, the daily chair first, who is nearest to the desk.
func (r *Register) Coordinators(tf region.Code) []Seat {
	var out []Seat
	for _, role := range []Role{DailyChair, Secretary, Chair} {
		for _, s := range r.seats[tf] {
			if s.Role == role && s.Linked() {
				out = append(out, s)
			}
		}
	}
	return out
}

// Keepers lists who may open content again to a seat that was frozen, in the order asked: the coordinators of its task force on other
// seats, then those of each task force above. Whoever sits on the seat is not among them.
func (r *Register) Keepers(seat Seat) [][]Seat {
	var tiers [][]Seat
	for _, tf := range append([]region.Code{seat.TaskForce}, r.CoverChain(seat.TaskForce)...) {
		tier := slices.DeleteFunc(r.Coordinators(tf), func(s Seat) bool {
			return s.ID == seat.ID || seat.Officer != nil && s.Officer.ID == seat.Officer.ID
		})
		if len(tier) > 0 {
			tiers = append(tiers, tier)
		}
	}
	return tiers
}

// Keeps tells whether one seat is among the keepers of another.
func (r *Register) Keeps(keeper, of Seat) bool {
	return slices.ContainsFunc(slices.Concat(r.Keepers(of)...), func(s Seat) bool { return s.ID == keeper.ID })
}

// LinkedSeats lists the seats of a task force whose officer can be written to.
func (r *Register) LinkedSeats(tf region.Code) []Seat {
	return slices.DeleteFunc(r.Seats(tf), func(s Seat) bool { return !s.Linked() })
}

// Confirmers lists who may say that somebody really is the one for a seat, in the order asked: colleagues of the task force,
// then whoever made the invitation, then those above. The person on the seat now is never asked about the successor, and
// nobody about himself.
func (r *Register) Confirmers(seat Seat, inviter casework.SeatID, self string) [][]Seat {
	fit := func(s Seat) bool { return s.Linked() && s.ID != seat.ID && s.Officer.ID != self }
	var first, second []Seat
	for _, s := range r.seats[seat.TaskForce] {
		switch {
		case !fit(s):
		case s.ID == inviter:
			second = append(second, s)
		default:
			first = append(first, s)
		}
	}
	tiers := [][]Seat{first, second}
	for _, above := range r.CoverChain(seat.TaskForce) {
		tiers = append(tiers, slices.DeleteFunc(r.Seats(above), func(s Seat) bool { return !fit(s) }))
	}
	return slices.DeleteFunc(tiers, func(t []Seat) bool { return len(t) == 0 })
}
