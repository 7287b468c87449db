package soak

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

func mold(t *testing.T) *Mold {
	t.Helper()
	m, err := NewMold(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}

// days are those of a run.
const days = 30

// TestASeedReplays lives the same days twice, with other keys and so with other pseudonyms and another order of them: all that was said
// and done is the same, line by line.
func TestASeedReplays(t *testing.T) {
	t.Parallel()
	const seed = 2
	var first Report
	for i := range 2 {
		rep, err := Run(t.Context(), mold(t), seed, Plan(seed, 6), "")
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = rep
			continue
		}
		for n := range max(len(rep.Trace), len(first.Trace)) {
			if n >= len(rep.Trace) || n >= len(first.Trace) || rep.Trace[n] != first.Trace[n] {
				t.Fatalf("line %d differs:\n%s\n%s", n, strings.Join(first.Trace[max(0, n-5):min(n+1, len(first.Trace))], "\n"), strings.Join(rep.Trace[max(0, n-5):min(n+1, len(rep.Trace))], "\n"))
			}
		}
		if rep.Hash != first.Hash {
			t.Errorf("the hash is %s, and was %s", rep.Hash, first.Hash)
		}
		t.Logf("seed %d: %d lines, %d reports, %d deaths, hash %s", seed, len(rep.Trace), rep.Reports, rep.Deaths, rep.Hash)
	}
}

// TestSoak lives some days of a few seeds. SIAGA_SOAK=N lives a month of N of them, SIAGA_SOAK_FROM tells after which seed to begin.
func TestSoak(t *testing.T) {
	t.Parallel()
	seeds, length := 2, 5
	from, _ := strconv.ParseUint(os.Getenv("SIAGA_SOAK_FROM"), 10, 64)
	n, err := strconv.Atoi(os.Getenv("SIAGA_SOAK"))
	if err == nil {
		seeds, length = n, days
	}
	m, sum, began := mold(t), Report{}, time.Now()
	for seed := from + 1; seed <= from+uint64(seeds); seed++ {
		plan := Plan(seed, length)
		rep, err := Run(t.Context(), m, seed, plan, "")
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if rep.Broken != nil {
			broke(t, m, seed, plan, rep)
		}
		sum.Reports, sum.Deaths, sum.Said, sum.Steps = sum.Reports+rep.Reports, sum.Deaths+rep.Deaths, sum.Said+rep.Said, sum.Steps+rep.Steps
		if n > 0 {
			t.Logf("seed %d after %s: %d lines, so far %d reports, %d deaths, %d texts said", seed, time.Since(began).Round(time.Second), rep.Steps, sum.Reports, sum.Deaths, sum.Said)
		}
	}
	t.Logf("%d seeds of %d days: %d reports, %d deaths, %d texts said, %d lines", seeds, length, sum.Reports, sum.Deaths, sum.Said, sum.Steps)
}

// broke prints a seed with the shortest plan that breaks the same rule, and what happened then.
func broke(t *testing.T, m *Mold, seed uint64, plan []Deed, rep Report) {
	t.Helper()
	short, last, err := Shorten(t.Context(), m, seed, plan, "", rep, time.Minute)
	if err != nil {
		t.Error(err)
	}
	var b strings.Builder
	for _, d := range short {
		b.WriteString("  " + d.String() + "\n")
	}
	t.Errorf("seed %d breaks: %v\nafter %d of %d deeds:\n%s%s", seed, last.Broken, len(short), len(plan), b.String(), strings.Join(last.Trace[max(0, len(last.Trace)-150):], "\n"))
}

// TestEachRuleCanFail builds a fault into the house for each rule and sees that the watch finds it.
func TestEachRuleCanFail(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("lives many days; left out with -short")
	}
	m := mold(t)
	for bug, rule := range map[string]string{"forgetful intake": "durable", "empty seat": "owner", "closed at once": "legal", "exclusions forgotten": "excluded",
		"wipe forgotten": "silence", "no clock": "owner", "said again": "repeats", "audit changed": "audit", "no alarm": "alarm", "lost message": "said", "told to a stranger": "secrets"} {
		t.Run(bug, func(t *testing.T) {
			for seed := uint64(1); seed <= 12; seed++ {
				rep, err := Run(t.Context(), m, seed, Plan(seed, 8), bug)
				if err != nil {
					t.Fatal(err)
				}
				if rep.Broken == nil {
					continue
				}
				if rep.Broken.Rule != rule {
					t.Errorf("seed %d: %v, want the rule %q to break", seed, rep.Broken, rule)
				}
				t.Logf("seed %d: %v", seed, rep.Broken)
				return
			}
			t.Errorf("nobody noticed")
		})
	}
}
