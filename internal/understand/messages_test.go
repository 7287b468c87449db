package understand

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// TestMessages reads messages of our own, beside those of the evaluation sets: rules may be made from these.
func TestMessages(t *testing.T) {
	t.Parallel()
	r := reader()
	f, err := os.Open("examples/messages.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, wrong := 0, 0
	for s := bufio.NewScanner(f); s.Scan(); n++ {
		want, text, ok := strings.Cut(s.Text(), "\t")
		if !ok {
			t.Fatalf("no tab in %q", s.Text())
		}
		if got := r.Read(text); got.Intent != want {
			wrong++
			t.Logf("%q: got %s %v, want %s", text, got.Intent, got.Why, want)
		}
	}
	if wrong*20 > n {
		t.Errorf("%d of %d messages misread", wrong, n)
	}
}
