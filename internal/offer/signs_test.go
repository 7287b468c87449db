package offer

import (
	_ "embed"
	"strings"
	"testing"

	"siaga/internal/region"
)

//go:embed signs_test.txt
var plainSigns string

// TestPlainSigns reads the decisive signs in the plain words of many languages, and lawful sentences that use the same words.
func TestPlainSigns(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	for line := range strings.Lines(plainSigns) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		weight := 0
		s, _ := a.opened(f[2])
		for _, r := range s.reasons(s.apply(a.signs)) {
			if r.Code == f[1] {
				weight = r.Weight
			}
		}
		if got, want := weight >= decides, f[0] == "+"; got != want {
			t.Errorf("%q: %s weighs %d; decides is %v, want %v", f[2], f[1], weight, got, want)
		}
	}
}
