package store_test

import "testing"

func TestUploads(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		want := func(bot, clip, id string) {
			t.Helper()
			got, err := h.db.Upload(ctx, bot, clip)
			must(t, err)
			equal(t, bot+" "+clip, got, id)
		}
		want("1", "a", "")
		must(t, h.db.SaveUpload(ctx, "1", "a", "first"))
		must(t, h.db.SaveUpload(ctx, "1", "a", "second"))
		want("1", "a", "second")
		want("2", "a", "")
		want("1", "b", "")
	})
}
