package tally

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// year draws facts of a year as thin as real ones are: most task forces have few, some have many.
func year(seed uint64, n int) []Fact {
	r := rand.New(rand.NewPCG(seed, 7))
	var codes []region.Code
	for p := range region.Default().AllRegencies() {
		codes = append(codes, p.Code)
	}
	forms := []casework.Form{casework.FormHeld, casework.FormLabour, casework.FormSexual, casework.FormDeparture, casework.FormScam, casework.FormChild, casework.FormOrgan}
	goals := []string{"MY", "KH", "SA", "TW", "HK", "31", "35", "sea", Unknown}
	var out []Fact
	for range n {
		lead := codes[int(r.ExpFloat64()*60)%len(codes)]
		switch r.IntN(9) {
		case 0:
			lead = "00"
		case 1, 2:
			lead = lead.Province()
		}
		from := codes[int(r.ExpFloat64()*40)%len(codes)].Province()
		f := Fact{Lead: lead, Opened: fmt.Sprintf("2025-%02d-%02d", 1+r.IntN(12), 1+r.IntN(28)), Form: forms[int(r.ExpFloat64()*2)%len(forms)], Origin: string(from),
			Goal: goals[int(r.ExpFloat64()*2)%len(goals)], Lang: []string{"id", "id", "jv", "sas"}[r.IntN(4)], Priority: casework.Ordinary}
		f.Route = f.Origin + ">>" + f.Goal
		f.Offers = []Offer{{1, lead, f.Opened, []string{Accepted, Accepted, Lapsed, Refused}[r.IntN(4)], -1, -1, 3600}}
		if f.Offers[0].Outcome == Accepted {
			f.Offers[0].Accept, f.Offers[0].Begin = int64(r.IntN(90_000)), int64(r.IntN(90_000))
		}
		out = append(out, f)
	}
	return out
}

// counted is the year as the snapshot counts it: month by month, then together.
func counted(facts []Fact) Counts {
	var months []Counts
	for _, m := range Months("2025-12", 12) {
		months = append(months, Count(m, facts))
	}
	return Sum(Add(months...))
}

// attack is the reader of attack.go before the figures as shown.
func attack(n, shown Counts) ([]Key, []bound) {
	keys := n.sorted()
	t := newTable(n, keys)
	for i, k := range keys {
		_, ok := shown[k]
		t.hidden[i] = !ok
	}
	return keys, t.read()
}

func TestNobodyIsFoundBySubtracting(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		n := counted(year(seed, 500+int(seed)*2500))
		shown := Publish(n)
		keys, b := attack(n, shown)
		for i, k := range keys {
			if n[k] < b[i].low || n[k] > b[i].high {
				t.Fatalf("the attack is wrong about %v: %d is not in %v", k, n[k], b[i])
			}
			if b[i].found() {
				t.Errorf("seed %d: a reader finds %v: between %d and %d", seed, k, b[i].low, b[i].high)
			}
		}
		t.Logf("seed %d: %d figures, %d shown", seed, len(n), len(shown))
	}
}

func TestTheAttackFindsSomebodyWithoutTheRule(t *testing.T) {
	t.Parallel()
	n := counted(year(3, 8000))
	shown := Counts{}
	for k, v := range n {
		if v >= Least {
			shown[k] = v
		}
	}
	found := 0
	keys := n.sorted()
	b := make([]bound, len(keys))
	for i, k := range keys {
		if v, ok := shown[k]; ok {
			b[i] = bound{v, v}
		} else {
			b[i] = bound{0, Least - 1}
		}
	}
	for range 20 {
		for _, r := range relations(keys) {
			learn(b, r)
		}
	}
	for i := range keys {
		if b[i].low >= 1 && b[i].high < Least {
			found++
		}
	}
	if found == 0 {
		t.Error("the attack finds nobody even in figures without secondary suppression and rounding: it shows nothing")
	}
	t.Logf("found without the rule: %d", found)
}

func TestTenThousandPairsIsolateNobody(t *testing.T) {
	t.Parallel()
	facts := year(11, 9000)
	asked := map[Key][2]int{} // true and shown, of all snapshots together
	var keys []Key
	for _, last := range []Month{"2025-10", "2025-11", "2025-12"} {
		for _, long := range []int{3, 12} {
			var months []Counts
			for _, m := range Months(last, long) {
				months = append(months, Count(m, facts))
			}
			n := Sum(Add(months...))
			shown := Publish(n)
			for _, k := range n.sorted() {
				name := Key{k.Code, k.Measure, fmt.Sprint(last, long, k.Cell)}
				v, ok := shown[k]
				if !ok {
					v = -1
				}
				asked[name] = [2]int{n[k], v}
				keys = append(keys, name)
			}
		}
	}
	r, shownPairs := rand.New(rand.NewPCG(1, 2)), 0
	for range 10_000 {
		a, b := asked[keys[r.IntN(len(keys))]], asked[keys[r.IntN(len(keys))]]
		if r.IntN(2) == 0 { // half of them among what is shown
			for a[1] < 0 {
				a = asked[keys[r.IntN(len(keys))]]
			}
			for b[1] < 0 {
				b = asked[keys[r.IntN(len(keys))]]
			}
			shownPairs++
		}
		lowA, highA := Bounds(a[1], a[1] >= 0)
		lowB, highB := Bounds(b[1], b[1] >= 0)
		low, high := lowA-highB, highA-lowB // what the difference can be
		if low >= 1 && high < Least || -high >= 1 && -low < Least {
			t.Fatalf("a pair isolates a group of %d to %d: %v %v", low, high, a, b)
		}
		if a[1] >= 0 && b[1] >= 0 && (a[1]-b[1])%step != 0 {
			t.Fatalf("two shown figures differ by %d", a[1]-b[1])
		}
	}
	t.Logf("10000 pairs, %d of them of shown figures", shownPairs)
}

func TestPublish(t *testing.T) {
	t.Parallel()
	total, part := Key{"53", Cases, ""}, func(c string) Key { return Key{"53", Forms, c} }
	for _, x := range []struct {
		name string
		in   map[string]int
		want map[string]int
	}{
		{"small ones are hidden, and one more for their sake", map[string]int{"labour": 20, "scam": 9, "held": 3}, map[string]int{"labour": 20}},
		{"enough is hidden already", map[string]int{"labour": 21, "scam": 3, "held": 3}, map[string]int{"labour": 20}},
		{"nothing is hidden", map[string]int{"labour": 12, "scam": 8}, map[string]int{"labour": 10, "scam": 10}},
		{"all is small", map[string]int{"labour": 2, "scam": 1}, map[string]int{}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			n := Counts{}
			for c, v := range x.in {
				n[part(c)] = v
				n[total] += v
			}
			got := Publish(n)
			delete(got, total)
			if len(got) != len(x.want) {
				t.Errorf("shown %v, want %v", got, x.want)
			}
			for c, v := range x.want {
				if got[part(c)] != v {
					t.Errorf("%s: got %d, want %d", c, got[part(c)], v)
				}
			}
		})
	}
}
