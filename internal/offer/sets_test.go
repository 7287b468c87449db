package offer

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"siaga/internal/region"
)

// example is a line of the evaluation set (see testdata/README.md).
type example struct {
	Text, Label, Kind, Lang string
	Must                    []string
}

func readSet(t testing.TB, name string) []example {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []example
	for sc := bufio.NewScanner(f); sc.Scan(); {
		var x example
		if err := json.Unmarshal(sc.Bytes(), &x); err != nil {
			t.Fatal(err)
		}
		out = append(out, x)
	}
	return out
}

// score is how well a set was graded.
type score struct {
	high, highFound, highTaken int // taken for low or not_offer
	lowSaid, lowRight          int
	not, notRight              int
	all, right                 int
	must, mustFound            int
	spans, spansInText         int
}

func measure(a *Assessor, set []example) score {
	var s score
	for _, x := range set {
		got := a.Assess(x.Text)
		s.grades(x, got)
		s.codes(x, got)
	}
	return s
}

func (s *score) grades(x example, got Assessment) {
	s.all++
	if string(got.Grade) == x.Label {
		s.right++
	}
	switch Grade(x.Label) {
	case High:
		s.high++
		if got.Grade == High {
			s.highFound++
		}
		if got.Grade == Low || got.Grade == NotOffer {
			s.highTaken++
		}
	case NotOffer:
		s.not++
		if got.Grade == NotOffer {
			s.notRight++
		}
	}
	if got.Grade == Low {
		s.lowSaid++
		if x.Label == "low" {
			s.lowRight++
		}
	}
}

func (s *score) codes(x example, got Assessment) {
	have := map[string]bool{}
	for _, r := range append(append([]Reason{}, got.Reasons...), got.Safe...) {
		have[r.Code] = true
		s.spans++
		if r.Span != "" && strings.Contains(x.Text, r.Span) {
			s.spansInText++
		}
	}
	for _, m := range x.Must {
		s.must++
		if have[m] {
			s.mustFound++
		}
	}
}

func share(n, of int) float64 {
	if of == 0 {
		return 1
	}
	return float64(n) / float64(of)
}

func (s score) String() string {
	return fmt.Sprintf("all %.3f, high recall %.3f, high taken for low or not_offer %.3f, precision of low %.3f (%d said), not_offer %.3f, must codes %.3f, spans in text %.3f",
		share(s.right, s.all), share(s.highFound, s.high), share(s.highTaken, s.high), share(s.lowRight, s.lowSaid), s.lowSaid, share(s.notRight, s.not),
		share(s.mustFound, s.must), share(s.spansInText, s.spans))
}

// TestSets holds the goals on the sets that are learnt from; what is to be expected of others tells TestCross.
func TestSets(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	for _, file := range []string{"offers.jsonl", "offers_more.jsonl", "heldout.jsonl", "heldout_more.jsonl"} {
		holds(t, a, file, goalNotOffer)
	}
}

// goalNotOffer is the share of messages that are no offers which must be known as such.
const goalNotOffer = 0.93

// holds holds a set against the goals; only how many messages must be known as no offers differs from set to set.
func holds(t *testing.T, a *Assessor, file string, notOffer float64) {
	t.Helper()
	s := measure(a, readSet(t, file))
	t.Logf("%s: %v", file, s)
	least(t, file, "high recall", share(s.highFound, s.high), 0.95)
	least(t, file, "high kept out of low and not_offer", 1-share(s.highTaken, s.high), 0.99)
	least(t, file, "precision of low", share(s.lowRight, s.lowSaid), 0.92)
	least(t, file, "not_offer accuracy", share(s.notRight, s.not), notOffer)
	least(t, file, "spans in the text", share(s.spansInText, s.spans), 0.98)
}

func least(t *testing.T, set, what string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s: %s %.3f, want at least %.3f", set, what, got, want)
	}
}

// TestMistakes holds the tuning set at 97 of 100 right and says, with -v, which lines are graded otherwise than labelled and why.
func TestMistakes(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	right, all := 0, 0
	for i, x := range readSet(t, "offers.jsonl") {
		got := a.Assess(x.Text)
		all++
		if string(got.Grade) == x.Label {
			right++
			continue
		}
		t.Logf("%d %s as %s (%s, %s) %v safe %v\n   %s\n   %v", i, x.Label, got.Grade, x.Kind, x.Lang, got.Reasons, codesOf(got.Safe), x.Text, why(a, x.Text))
	}
	least(t, "offers.jsonl", "right", share(right, all), 0.97)
}

// why lists the rows of kinds.txt that hold.
func why(a *Assessor, text string) []string {
	s := a.read(text)
	var e Entities
	a.reckon(s, &e)
	s.putCodes(s.apply(a.signs))
	s.putCodes(s.apply(a.safe))
	var out []string
	for i := range a.kinds {
		r := &a.kinds[i]
		if at, ok := r.match(s); ok {
			out = append(out, fmt.Sprintf("%s+%d %q", r.code, r.weight, s.span(at)))
		}
	}
	return out
}

func BenchmarkAssess(b *testing.B) {
	a := New(region.Default())
	set := readSet(b, "offers.jsonl")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.Assess(set[i%len(set)].Text)
	}
}
