package tally

import (
	"slices"
	"strings"

	"siaga/internal/region"
)

// Least is the smallest number of cases that is ever shown. Anything below it, none included, is "fewer than five".
const Least = 5

// step is the grain of what is shown: numbers are rounded to it, so that two of them never differ by one case.
const step = 5

// relation says that a whole is the sum of its parts, which everybody who reads a table knows.
type relation struct {
	whole int
	parts []int
}

// Publish gives what may be shown of counts that Sum has added up. Hidden are all below Least; and further ones, the smallest
// first, where what is hidden of a whole would be so little that subtracting tells it. What remains is rounded. Then a reader
// is played who subtracts everything from everything (see attack.go), and what gives somebody away is hidden as well. Keys
// that are hidden are not in the result.
func Publish(n Counts) Counts {
	keys := n.sorted()
	t := newTable(n, keys)
	t.settle()
	for t.defend() {
		t.settle()
	}
	out := Counts{}
	for i, k := range keys {
		if !t.hidden[i] {
			out[k] = Round(t.n[i])
		}
	}
	return out
}

// Round rounds a number that may be shown.
func Round(n int) int { return (n + step/2) / step * step }

// Bounds are what somebody who knows the rule can say of a figure: the true number lies between.
func Bounds(shown int, visible bool) (low, high int) {
	if !visible {
		return 0, Least - 1
	}
	return max(Least, shown-step/2), shown + step/2
}

type table struct {
	n         []int
	hidden    []bool
	relations []relation
}

func newTable(n Counts, keys []Key) *table {
	t := &table{n: make([]int, len(keys)), hidden: make([]bool, len(keys)), relations: relations(keys)}
	for i, k := range keys {
		t.n[i] = n[k]
		t.hidden[i] = n[k] < Least || k.Measure == Routes && k.Code.Level() == region.RegencyLevel
	}
	return t
}

// settle hides until no relation gives a small number away. Each round hides at least one more, so it ends.
func (t *table) settle() {
	for again := true; again; {
		again = false
		for _, r := range t.relations {
			for t.tells(r) && t.hideOne(r) {
				again = true
			}
		}
	}
}

// tells says whether the hidden parts together are so few that the relation gives them away.
func (t *table) tells(r relation) bool {
	rest, any := 0, false
	for _, p := range r.parts {
		if t.hidden[p] {
			rest += t.n[p]
			any = true
		}
	}
	if t.hidden[r.whole] && t.n[r.whole] >= Least {
		return rest < Least // hidden for the sake of another: its parts must not add up to it
	}
	return any && !t.hidden[r.whole] && rest > 0 && rest < Least
}

// hideOne hides the smallest part that is still shown; false when there is none.
func (t *table) hideOne(r relation) bool {
	least := -1
	for _, p := range r.parts {
		if !t.hidden[p] && (least < 0 || t.n[p] < t.n[least]) {
			least = p
		}
	}
	if least < 0 {
		return false
	}
	t.hidden[least] = true
	return true
}

// relations finds every sum that the tables hold, by the places of its keys.
func relations(keys []Key) []relation {
	at := make(map[Key]int, len(keys))
	for i, k := range keys {
		at[k] = i
	}
	parts := map[int]map[string][]int{}
	tie := func(whole Key, kind string, part int) {
		if w, ok := at[whole]; ok && w != part {
			if parts[w] == nil {
				parts[w] = map[string][]int{}
			}
			parts[w][kind] = append(parts[w][kind], part)
		}
	}
	for i, k := range keys {
		if up := above(k.Code); up != "" {
			tie(Key{up, k.Measure, k.Cell}, "tree", i)
		}
		if slices.Contains(Shares(), k.Measure) {
			tie(Key{k.Code, Cases, ""}, string(k.Measure), i)
		}
		switch k.Measure {
		case Routes:
			ends := strings.Split(k.Cell, ">")
			tie(Key{k.Code, Origins, ends[0]}, "from", i)
			tie(Key{k.Code, Goals, ends[len(ends)-1]}, "to", i)
		case Accepts:
			tie(Key{k.Code, Offers, Accepted}, "accepted", i)
		}
	}
	var out []relation
	for w := range keys {
		for _, kind := range sortedKeys(parts[w]) {
			out = append(out, relation{w, parts[w][kind]})
		}
	}
	return out
}

func sortedKeys(m map[string][]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
