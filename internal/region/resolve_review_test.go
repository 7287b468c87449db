package region

import (
	"os"
	"testing"
)

// TestResolverReview measures texts that a reader wrote, with their labels, before seeing lists or code. The lists were
// mended on them afterwards, so the rates of today guard against falling back; what the resolver did at first sight
// stands in README.md.
func TestResolverReview(t *testing.T) {
	t.Parallel()
	places, nonsense := measure(t, "review.jsonl", os.Getenv("SHOW") != "")
	if got := float64(places.right) / float64(places.n); got < goalRight {
		t.Errorf("%.1f %% of the places right, want %.0f %%", 100*got, 100*goalRight)
	}
	if got := 1 - float64(nonsense.right)/float64(nonsense.n); got > goalNonsense {
		t.Errorf("%.1f %% of the texts without a place resolved, want at most %.0f %%", 100*got, 100*goalNonsense)
	}
}

// TestResolverRegression holds answers that the resolver gave and a reader found sound. They say nothing about how often
// it is right, so no rate is made of them: a row that changes must be looked at.
func TestResolverRegression(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "regress.jsonl") {
		if a := testResolver().Resolve(c.Text); !c.right(a) {
			t.Errorf("%q: got %v, was %v", c.Text, answerCodes(a), c.want)
		}
	}
}
