package understand

import (
	"os"
	"strings"
	"testing"
)

// TestPlacesTold reads messages in fourteen languages that name a place in passing, and as many words that only look like one
// (testdata/places_told.txt). Nineteen of twenty must be right in all, and seventeen of twenty in every language.
func TestPlacesTold(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("testdata/places_told.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all part
	by := map[string]*part{}
	for line := range strings.Lines(string(list)) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), "|", 3)
		if len(f) != 3 {
			continue // a comment
		}
		if by[f[0]] == nil {
			by[f[0]] = &part{}
		}
		got := reader().Read(f[2]).Place
		all.add(got == f[1])
		by[f[0]].add(got == f[1])
		if got != f[1] {
			t.Logf("%s %q: %q, want %q", f[0], f[2], got, f[1])
		}
	}
	atLeast(t, "places told", all, 0.95)
	for tag, p := range by {
		atLeast(t, "places told in "+tag, *p, 0.85)
	}
	if len(by) != langs {
		t.Errorf("%d languages, want %d", len(by), langs)
	}
}
