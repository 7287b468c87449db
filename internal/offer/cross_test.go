package offer

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"sort"
	"testing"

	"siaga/internal/region"
)

// TestCross tries the model on messages it was not made from: each fifth of every set is left out in turn. OFFER_CROSS=1 runs it (some ten
// seconds), =misses tells what was misread.
func TestCross(t *testing.T) {
	how := os.Getenv("OFFER_CROSS")
	if how == "" {
		t.Skip("OFFER_CROSS=1 runs it")
	}
	a := New(region.Default())
	all := lessons(t, a)
	var c school
	c.hear(a, all)
	sets, seen := map[string]*score{}, ranks{}
	for n := range learntSets {
		sets[n] = &score{}
	}
	for fold := range fifths {
		m, err := readModel(c.write(c.learn(all, func(l *lesson) bool { return l.fold != fold })))
		if err != nil {
			t.Fatal(err)
		}
		a.model = m
		for n, s := range sets {
			for i, x := range readSet(t, n) {
				if i%fifths != fold {
					continue
				}
				got := a.Assess(x.Text)
				s.grades(x, got)
				r := a.ranked(x)
				if n != "offers.jsonl" && n != "offers_more.jsonl" { // the rules were made on those
					seen[r.group] = append(seen[r.group], r)
				}
				if how == "misses" && r.offer != (got.Grade != NotOffer) {
					t.Logf("MISS %s %d %s as %s (%s %s) %.2f %s\n  %s", n, i, x.Label, got.Grade, x.Kind, x.Lang, r.chance, r.group, x.Text)
				}
			}
		}
	}
	for _, g := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%s: %s", g, seen.curve(g))
	}
	for _, n := range slices.Sorted(maps.Keys(sets)) {
		t.Logf("%-20s %v", n, sets[n])
	}
}

// kindGroups is how many times the model is made in TestKinds, each time without every so manieth kind.
const kindGroups = 8

// TestKinds tries the model on kinds of messages it has not seen: the kinds of train/acts.txt are left out in turn. OFFER_CROSS=1 runs it, =misses
// tells what was misread.
func TestKinds(t *testing.T) {
	how := os.Getenv("OFFER_CROSS")
	if how == "" {
		t.Skip("OFFER_CROSS=1 runs it")
	}
	a := New(region.Default())
	all := lessons(t, a)
	var c school
	c.hear(a, all)
	var kinds []string
	for i := range all {
		if k := all[i].Kind; all[i].fold < 0 && k != "" && !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	out := func(l *lesson, group int) bool {
		return l.fold < 0 && l.Kind != "" && slices.Index(kinds, l.Kind)%kindGroups == group
	}
	right, seen := map[string]int{}, map[string]int{}
	for group := range kindGroups {
		m, err := readModel(c.write(c.learn(all, func(l *lesson) bool { return !out(l, group) })))
		if err != nil {
			t.Fatal(err)
		}
		a.model = m
		for i := range all {
			l := &all[i]
			if !out(l, group) {
				continue
			}
			got := a.Assess(l.Text)
			for _, k := range []string{l.Kind, "all that are " + l.Label} {
				seen[k]++
				if (got.Grade == NotOffer) == (l.Label == string(NotOffer)) {
					right[k]++
				} else if how == "misses" && k == l.Kind {
					t.Logf("MISS %s: %s as %s\n  %s", k, l.Label, got.Grade, l.Text)
				}
			}
		}
	}
	for _, k := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%-24s %3d of %3d", k, right[k], seen[k])
	}
}

// rank is the chance of being an offer that a message was given, and what else the bar depends on.
type rank struct {
	chance float64
	offer  bool
	group  string
}

type ranks map[string][]rank

func (a *Assessor) ranked(x example) rank {
	s, points := a.opened(x.Text)
	reasons := s.reasons(s.apply(a.signs))
	kind, _ := a.kind(s)
	group := fmt.Sprintf("decisive %v, by the rules an offer %v", decisive(reasons), !a.otherKind(kind, points, reasons))
	return rank{a.chances(s, points)[offers], x.Label != string(NotOffer), group}
}

// curve tells how many of the others are found at the price of how many offers.
func (r ranks) curve(group string) string {
	list := r[group]
	sort.Slice(list, func(i, j int) bool { return list[i].chance < list[j].chance })
	lost, found, row := 0, 0, ""
	for _, x := range list {
		if !x.offer {
			found++
			continue
		}
		if lost++; lost <= 3 || lost == 5 || lost == 8 || lost == 12 {
			row += fmt.Sprintf(" %d lost at %.2f, %d found;", lost, x.chance, found)
		}
	}
	return fmt.Sprintf("%d offers, %d others:%s", lost, found, row)
}
