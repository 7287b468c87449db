package tally

import (
	"math/rand/v2"
	"testing"

	"siaga/internal/region"
)

// uses draws a year of lessons and posters: much without a region, little in most.
func uses(seed uint64) Counts {
	r := rand.New(rand.NewPCG(seed, 11))
	all := []Use{{"", UseLearn, 5000}, {"", UseOffer, 9000}}
	for p := range region.Default().AllRegencies() {
		for _, what := range UseKinds() {
			all = append(all, Use{p.Code, what, int(r.ExpFloat64() * 4)}, Use{p.Code.Province(), what, int(r.ExpFloat64() / 4)})
		}
	}
	return Sum(CountUses(all))
}

// TestUsesAreHiddenLikeCases publishes lessons and posters by the rule of all figures: fewer than five are not shown, what is shown is rounded,
// and a reader who subtracts everything from everything finds nobody.
func TestUsesAreHiddenLikeCases(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		n := uses(seed)
		shown := Publish(n)
		small, hidden := 0, 0
		keys, b := attack(n, shown)
		for i, k := range keys {
			got, ok := shown[k]
			if n[k] < Least {
				small++
			}
			if !ok {
				hidden++
			}
			switch {
			case ok && (n[k] < Least || got != Round(n[k])):
				t.Errorf("seed %d: %v is %d and shown as %d", seed, k, n[k], got)
			case n[k] < b[i].low || n[k] > b[i].high:
				t.Fatalf("the attack is wrong about %v: %d is not in %v", k, n[k], b[i])
			case b[i].found():
				t.Errorf("seed %d: a reader finds %v: between %d and %d", seed, k, b[i].low, b[i].high)
			}
		}
		if small < 100 || hidden < small || len(shown) < 50 {
			t.Errorf("seed %d shows too little: %d small, %d hidden, %d shown", seed, small, hidden, len(shown))
		}
		t.Logf("seed %d: %d small, %d hidden, %d shown", seed, small, hidden, len(shown))
	}
}

// TestUsesBelongToTheirRegion counts a use for the region of its poster, its province and the country, and one without a poster for the country.
func TestUsesBelongToTheirRegion(t *testing.T) {
	t.Parallel()
	n := Sum(CountUses([]Use{{"53.02", UseLearn, 6}, {"53", UseLearn, 7}, {"", UseLearn, 100}}))
	for code, want := range map[region.Code]int{"53.02": 6, "53+": 7, "53": 13, "ID+": 100, All: 113, "52": 0, "00+": 0} {
		if got := n[Key{code, Uses, UseLearn}]; got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}
