package offer

import (
	_ "embed"
	"strings"
	"testing"

	"siaga/internal/region"
)

//go:embed examples_test.txt
var examples string

//go:embed told_test.txt
var told string

// TestExamples grades messages written after the rules; one in twenty may be wrong, and no high one may be missed.
func TestExamples(t *testing.T) {
	t.Parallel()
	right(t, "examples", examples)
}

// TestTold does the same with what people say in chats, on which the rules were mended; none that is dangerous may be taken for
// chatter.
func TestTold(t *testing.T) {
	t.Parallel()
	right(t, "told", told)
}

// right holds a list at nineteen of twenty, and at no dangerous one taken for less than caution.
func right(t *testing.T, name, list string) {
	t.Helper()
	a := New(region.Default())
	right, all := 0, 0
	for _, x := range readExamples(list) {
		got := a.Assess(x.Text)
		all++
		if string(got.Grade) == x.Label {
			right++
			continue
		}
		t.Logf("%s as %s %v safe %v\n   %s\n   %v", x.Label, got.Grade, got.Reasons, codesOf(got.Safe), x.Text, why(a, x.Text))
		if x.Label == "high" && got.Grade != Caution {
			t.Errorf("high taken for %s: %s", got.Grade, x.Text)
		}
	}
	least(t, name, "right", share(right, all), 0.95)
}

func readExamples(file string) []example {
	var out []example
	for _, line := range strings.Split(strings.TrimSpace(file), "\n") {
		label, text, ok := strings.Cut(line, " | ")
		switch {
		case strings.HasPrefix(line, "#"):
		case ok:
			out = append(out, example{Label: label, Text: text})
		default:
			out[len(out)-1].Text += "\n" + line
		}
	}
	return out
}
