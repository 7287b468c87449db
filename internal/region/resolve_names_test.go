package region

import (
	"os"
	"testing"
)

// The goals for names of places that name something else.
const (
	goalNamesRight    = 0.95
	goalNamesNonsense = 0.03
)

// TestResolverNames measures pairs of texts: in one a place names a person, a product, a dish, a club, a song, a street or
// a people, in the other the same words stand around a place. The third kept aside is only printed (see README.md).
func TestResolverNames(t *testing.T) {
	t.Parallel()
	places, nonsense := measure(t, "names.jsonl", os.Getenv("SHOW") != "")
	if got := float64(places.right) / float64(places.n); got < goalNamesRight {
		t.Errorf("%.1f %% of the places right, want %.0f %%", 100*got, 100*goalNamesRight)
	}
	if got := 1 - float64(nonsense.right)/float64(nonsense.n); got > goalNamesNonsense {
		t.Errorf("%.1f %% of the texts without a place resolved, want at most %.0f %%", 100*got, 100*goalNamesNonsense)
	}
}

// TestResolverNamesHeldOut prints the rates of every third text, which the lists were not tuned on, and holds the level of
// the day it was first measured: 19 of 21 texts without a place, which misses the goal.
func TestResolverNamesHeldOut(t *testing.T) {
	t.Parallel()
	places, nonsense := measure(t, "names_heldout.jsonl", false)
	if places.right < 21 || nonsense.right < 19 {
		t.Errorf("%d of %d places and %d of %d texts without one right", places.right, places.n, nonsense.right, nonsense.n)
	}
}
