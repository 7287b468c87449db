package store_test

import (
	"testing"
)

// TestStoredIsThere fills a database for measuring, and real work goes on beside it.
func TestStoredIsThere(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		must(t, h.db.Stored(ctx, 1234))
		s, err := h.db.Stats(ctx)
		must(t, err)
		if s.Cases["closed"] != 1234 || s.Drafts != 1234 || s.Waiting != 0 || s.Jobs != 0 {
			t.Fatalf("stored: %+v", s)
		}
		h.put("update", "person", "body")
		lane, ok, err := h.db.Claim(ctx, "one", 1e9)
		if err != nil || !ok || len(lane.Updates) != 1 {
			t.Fatalf("claim beside what is stored: %+v %v %v", lane, ok, err)
		}
	})
}
