package directory

import (
	"slices"
	"testing"
)

func TestNeedsAreWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, n := range Needs() {
		if seen[n.Code] || n.Text == "" || n.Source == "" || len(n.First) == 0 || len(n.Serves) == 0 {
			t.Errorf("%s: twice or incomplete", n.Code)
		}
		seen[n.Code] = true
		for _, code := range slices.Concat(n.First, n.Then) {
			if name, ok := BodyName(code); !ok || name == "" {
				t.Errorf("%s: body %q has no name", n.Code, code)
			}
		}
	}
	if len(seen) != 17 {
		t.Errorf("got %d needs, want 17", len(seen))
	}
}

func TestMenHaveAWayEverywhere(t *testing.T) {
	t.Parallel()
	for _, n := range Needs() {
		if !n.For(Men) && n.Code != "woman_victim" && n.Code != "child_victim" {
			t.Errorf("%s: no way for men", n.Code)
		}
		if n.For(Men) && (slices.Contains(n.First, "uptd_ppa") || slices.Contains(n.First, "sapa129")) {
			t.Errorf("%s: sends men to a body for women and children first", n.Code)
		}
	}
}

func TestEveryAgencyOfANumberHasAName(t *testing.T) {
	t.Parallel()
	d := built()
	for _, e := range d.Entries() {
		if _, ok := BodyName(e.Agency); !ok {
			t.Errorf("%s: agency %q has no name", e.ID, e.Agency)
		}
		if !slices.ContainsFunc(d.Of(e.Agency), func(o Entry) bool { return o.ID == e.ID }) {
			t.Errorf("%s is not among those of %s", e.ID, e.Agency)
		}
	}
}

func BenchmarkFor(b *testing.B) {
	d := built()
	for b.Loop() {
		_ = Lines("id", d.For(Place{Country: "TW"}, today))
	}
}

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		_ = Default()
	}
}
