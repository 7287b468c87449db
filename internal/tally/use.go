package tally

import "siaga/internal/region"

// Use is how often something was used in a region. It knows no person, no day and no language.
type Use struct {
	Code region.Code // of the poster by which somebody came; empty: nobody said where
	What string      // one of UseKinds
	N    int
}

// The kinds of use.
const (
	UsePoster = "poster"    // a conversation was opened from a poster of the region
	UseLearn  = "learn"     // the lessons were opened
	UseOffer  = "selfcheck" // the check of a job offer was begun
)

// UseKinds lists them in the order in which they are shown.
func UseKinds() []string { return []string{UsePoster, UseLearn, UseOffer} }

// CountUses counts uses by the regions themselves; Sum adds up the wholes, as with cases.
func CountUses(uses []Use) Counts {
	n := Counts{}
	for _, u := range uses {
		code := Own(All)
		if u.Code != "" {
			code = leaf(u.Code)
		}
		n[Key{code, Uses, u.What}] += u.N
	}
	return n
}
