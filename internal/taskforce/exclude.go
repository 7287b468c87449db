package taskforce

import (
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Whys of exclusions.
const (
	WhyAsked    = "route.exclude.asked"    // the reporter asked to keep it from them
	WhyDeclared = "route.exclude.declared" // the reporter says an official there is involved
	WhyMatched  = "route.exclude.matched"  // somebody or a unit named in the report sits there
)

// exclude collects who must never see the case: whom the report names, whom the reporter asks to avoid, and, when an
// official is said to be involved, the task forces at hand. Only the reporter's own choice of task forces (Units) replaces
// the last: that a name was recognised elsewhere does not prove that nobody here is meant.
func (p *planner) exclude() {
	for _, x := range p.f.Excluded {
		p.keepFrom(x)
	}
	for _, c := range p.f.Units {
		p.keepFrom(casework.Exclusion{TaskForce: c, Why: WhyAsked})
	}
	texts := append([]private.Text{p.f.Who}, p.f.Said...)
	for _, m := range Conflicts(reveal(texts), p.reg) {
		x := casework.Exclusion{TaskForce: m.TaskForce, Seat: m.Seat, Why: WhyMatched}
		if p.f.Official == casework.Yes || m.Head {
			x.Seat = ""
		}
		p.keepFrom(x)
	}
	if p.f.Official == casework.Yes && len(p.f.Units) == 0 {
		p.declared()
	}
}

// declared keeps the case from the local task force, and from those of the case's other places, for nobody knows at which
// of them the official sits; from their provinces too when somebody of the province is named, or may be: whoever was named in a
// voice note is not known before somebody hears it. Pusat is never excluded as a
// whole: only seats of it can be, or the case would be with nobody.
func (p *planner) declared() {
	locals := []region.Code{p.d.Wanted}
	for _, role := range placeOrder() {
		locals = append(locals, p.f.at(role).force())
	}
	for _, c := range append(locals, p.f.More...) {
		if c.Level() == region.NoLevel {
			continue
		}
		p.keepFrom(casework.Exclusion{TaskForce: c, Why: WhyDeclared})
		if p.f.Aloud || ofProvince(p.f.Who.Reveal()) {
			p.keepFrom(casework.Exclusion{TaskForce: c.Province(), Why: WhyDeclared})
		}
	}
}

// keepFrom adds an exclusion once. A whole task force makes exclusions of its seats needless; of pusat each seat is
// excluded instead, so that a case can still be offered there when nobody else is left.
func (p *planner) keepFrom(x casework.Exclusion) {
	if x.TaskForce == Pusat && x.Seat == "" {
		for _, s := range p.reg.seats[Pusat] {
			p.keepFrom(casework.Exclusion{TaskForce: Pusat, Seat: s.ID, Why: x.Why})
		}
		return
	}
	if x.TaskForce == "" {
		return
	}
	if slices.ContainsFunc(p.d.Excluded, func(o casework.Exclusion) bool {
		return o.TaskForce == x.TaskForce && (o.Seat == "" || o.Seat == x.Seat)
	}) {
		return
	}
	p.d.Excluded = append(p.d.Excluded, x)
}

// ofProvince tells whether words name somebody of the province, who commands the kabupaten.
func ofProvince(who string) bool {
	words := strings.Fields(normalise(who))
	for _, w := range []string{"polda", "kapolda", "wakapolda", "gubernur", "wagub", "provinsi", "kejati", "kajati", "pemprov", "dirreskrimum", "ditreskrimum", "kanwil"} {
		if slices.Contains(words, w) {
			return true
		}
	}
	return false
}

func reveal(texts []private.Text) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		if !t.IsZero() {
			out = append(out, t.Reveal())
		}
	}
	return out
}
