package understand

import "testing"

// TestMessages reads messages of our own, beside those of the evaluation sets: rules may be made from these.
func TestMessages(t *testing.T) {
	t.Parallel()
	r := reader()
	n, wrong := 0, 0
	for _, name := range append(tags[:], "messages") {
		for _, one := range examples(t, name) {
			n++
			if got := r.Read(one.Text); got.Intent != one.Intent {
				wrong++
				t.Logf("%q: got %s %v, want %s", one.Text, got.Intent, got.Why, one.Intent)
			}
		}
	}
	if wrong*20 > n {
		t.Errorf("%d of %d messages misread", wrong, n)
	}
}
