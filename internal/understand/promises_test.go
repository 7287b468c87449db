package understand

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// TestPromises reads what issue 4 promises to understand, in every language (testdata/promises.txt).
func TestPromises(t *testing.T) {
	t.Parallel()
	list, err := os.ReadFile("testdata/promises.txt")
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]func(Result) bool{
		"nocall": func(r Result) bool { return r.Intent == Emergency && r.Urgent },
		"look":   func(r Result) bool { return r.Intent == Delete && r.Urgent },
		"wipe":   func(r Result) bool { return r.Intent == Delete },
		"evade":  func(r Result) bool { return r.Evade && r.Intent != Emergency && r.Intent != Report },
		"idle":   func(r Result) bool { return r.Idle && r.Intent == Other },
	}
	what, seen := "", map[string][]string{}
	for line := range strings.Lines(string(list)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		tag, text, _ := strings.Cut(line, " ")
		if tag == "=" {
			what = text
			continue
		}
		seen[what] = append(seen[what], tag)
		if got := reader().Read(text); !kept[what](got) {
			t.Errorf("%s %s %q: %+v", what, tag, text, got)
		}
	}
	for name := range kept {
		for _, tag := range tags {
			if !slices.Contains(seen[name], tag) {
				t.Errorf("no message for %q in %s", name, tag)
			}
		}
	}
}
