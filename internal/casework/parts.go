package casework

import (
	"slices"

	"siaga/internal/region"
)

// Parts lists the task forces that have something to do with an open case beside its lead: who was asked for help, and who
// decided that the lead takes it, as long as nobody accepted.
func (c Case) Parts() []region.Code {
	var out []region.Code
	add := func(code region.Code) {
		if code != "" && code != c.Lead && !c.MayNotSee(code, "") && !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	if c.Status == Offered {
		add(c.Referral().Ruled)
	}
	for _, h := range c.Helps {
		if h.Open() {
			add(h.To)
		}
	}
	return out
}
