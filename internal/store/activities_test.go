package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/store"
)

func TestActivitiesAreListedAndCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		rows := []engine.Activity{
			{ID: "a", TaskForce: "53.02", Place: "53.02", Kind: "training", People: 20, Day: "2026-01-31", At: start, Seat: "53.02/duty/1"},
			{ID: "b", TaskForce: "53.02", Place: "53.02", Kind: "training", People: 5, Day: "2026-02-01", At: start, Seat: "53.02/duty/1", File: "f1"},
			{ID: "c", TaskForce: "53", Place: "53.21", Kind: "advocacy", People: 7, Day: "2026-02-28", At: start, Seat: "53/duty/1"},
			{ID: "d", TaskForce: "53", Place: "53.21", Kind: "advocacy", People: 900, Day: "2026-02-28", At: start, Seat: "53/duty/1", Exercise: true},
			{ID: "e", TaskForce: "53", Place: "53", Kind: "advocacy", People: 9, Day: "2026-03-01", At: start, Seat: "53/duty/1"},
		}
		h.system(func(tx engine.Tx) error {
			for _, a := range append(rows, rows[0]) { // the same once more is one
				must(t, tx.SaveActivity(ctx, a))
			}
			must(t, tx.SaveFile(ctx, engine.File{ID: "f1", Person: "p", Kind: "photo", State: "kept", Body: []byte("x"), At: start.AddDate(0, 0, -30)}))
			must(t, tx.SaveFile(ctx, engine.File{ID: "f2", Person: "p", Kind: "photo", State: "kept", Body: []byte("y"), At: start.AddDate(0, 0, -30)}))
			return nil
		})
		ids := func(tf region.Code, from, to string, exercise bool) (out string) {
			h.system(func(tx engine.Tx) error {
				found, err := tx.Activities(ctx, tf, from, to, exercise)
				for _, a := range found {
					out += a.ID
				}
				return err
			})
			return out
		}
		equal(t, "all", ids("", "2026-01-01", "2026-12-31", false), "ecba")
		equal(t, "one task force", ids("53.02", "2026-01-01", "2026-12-31", false), "ba")
		equal(t, "February", ids("", "2026-02-01", "2026-02-28", false), "cb")
		equal(t, "a demonstration", ids("", "2026-01-01", "2026-12-31", true), "d")
		h.system(func(tx engine.Tx) error {
			got, err := tx.ActivityCounts(ctx, "2026-01-01", "2026-02-28", false)
			must(t, err)
			want := []engine.ActivityCount{{TaskForce: "53", Kind: "advocacy", Times: 1, People: 7}, {TaskForce: "53.02", Kind: "training", Times: 2, People: 25}}
			if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if err := tx.DropActivity(ctx, "53", "a"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("another task force's was dropped: %v", err)
			}
			return tx.DropActivity(ctx, "53.02", "a")
		})
		equal(t, "after one was dropped", ids("53.02", "2026-01-01", "2026-12-31", false), "b")
		p, err := h.db.Purge(ctx, start, store.DefaultLimits())
		must(t, err)
		equal(t, "photos purged", p.Files, 1)
	})
}

// TestPhotosOfActivities keeps the photo of prevention work as long as the task force needs it: beyond the conversation of the officer who
// sent it, and beyond the week of other files; and lets it go with the entry, or when its time is over, whoever has a conversation open.
func TestPhotosOfActivities(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		day := 24 * time.Hour
		photos := func(what, want string) {
			t.Helper()
			got := ""
			h.system(func(tx engine.Tx) error {
				for _, id := range []string{"f1", "f2", "f3", "loose"} {
					if f, err := tx.File(ctx, id); err == nil && len(f.Body) > 0 {
						got += id + " "
					} else if err != nil && !errors.Is(err, engine.ErrNotFound) {
						t.Error(err)
					}
				}
				return nil
			})
			equal(t, what, got, want)
		}
		h.system(func(tx engine.Tx) error {
			for id, at := range map[string]time.Time{"f1": start, "f2": start, "f3": start.Add(400 * day), "loose": start} {
				must(t, tx.SaveFile(ctx, engine.File{ID: id, Person: "p", Kind: "photo", State: "kept", Body: []byte("x"), At: at}))
			}
			must(t, tx.SaveActivity(ctx, engine.Activity{ID: "a1", TaskForce: "53.02", Place: "53.02", Kind: "training", People: 20, Day: "2026-01-31", At: start, Seat: "53.02/duty/1", File: "f1"}))
			must(t, tx.SaveActivity(ctx, engine.Activity{ID: "a2", TaskForce: "53.02", Place: "53.02", Kind: "training", People: 20, Day: "2026-01-31", At: start, Seat: "53.02/duty/1", File: "f2"}))
			must(t, tx.SaveActivity(ctx, engine.Activity{ID: "a3", TaskForce: "53.02", Place: "53.02", Kind: "training", People: 20, Day: "2027-03-01", At: start.Add(400 * day), Seat: "53.02/duty/1", File: "f3"}))
			return tx.SaveDraft(ctx, "p", []byte("talk"), 1, start.Add(9000*day))
		})
		h.system(func(tx engine.Tx) error {
			file, err := tx.ActivityPhoto(ctx, "53.02", "a1")
			equal(t, "the photo of the own task force", file, "f1")
			if _, other := tx.ActivityPhoto(ctx, "53", "a1"); !errors.Is(other, engine.ErrNotFound) {
				t.Errorf("another task force finds it: %v", other)
			}
			return err
		})
		purge := func(at time.Time) store.Purged {
			p, err := h.db.Purge(ctx, at, store.DefaultLimits())
			must(t, err)
			return p
		}
		h.system(func(tx engine.Tx) error { return tx.DropActivity(ctx, "53.02", "a2") })
		photos("after one entry was taken back", "f1 f3 loose ")
		purge(start.Add(100 * day))
		photos("after a hundred days", "f1 f3 loose ") // the loose one belongs to an open conversation
		h.system(func(tx engine.Tx) error { return tx.DropFiles(ctx, "p") })
		photos("after the officer wiped the chat", "f1 f3 ")
		h.system(func(tx engine.Tx) error { return tx.DeleteDraft(ctx, "p") })
		photos("after the conversation ended", "f1 f3 ")
		h.system(func(tx engine.Tx) error { return tx.SaveDraft(ctx, "p", []byte("talk"), 1, start.Add(9000*day)) })
		equal(t, "photos before their time is over", purge(start.Add(549*day)).Photos, 0)
		photos("before their time is over", "f1 f3 ")
		equal(t, "photos whose time is over", purge(start.Add(551*day)).Photos, 1)
		photos("when the time of one is over", "f3 ")
		h.system(func(tx engine.Tx) error {
			found, err := tx.Activities(ctx, "53.02", "2026-01-01", "2026-12-31", false)
			if len(found) != 1 || found[0].File != "" || found[0].People != 20 {
				t.Errorf("the entry itself: %+v", found)
			}
			return err
		})
	})
}

func TestChangesOfTheRegisterAreKeptSealed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		const secret = "188.45/ZZQQ/2025"
		h.system(func(tx engine.Tx) error {
			for i, value := range []string{"", secret, "2027-12-31"} {
				c := engine.RegisterChange{ID: "change" + string(rune('0'+i)), At: start.Add(time.Duration(i) * time.Minute), Code: "53.02", Actor: "53/secretary/1", Field: []string{"confirmed", "decree_no", "valid_until"}[i], Value: value}
				must(t, tx.SaveRegisterChanges(ctx, []engine.RegisterChange{c}))
			}
			got, err := tx.RegisterChanges(ctx, "53.02", 2)
			must(t, err)
			if len(got) != 2 || got[0].Field != "valid_until" || got[1].Value != secret || !got[1].At.Equal(start.Add(time.Minute)) {
				t.Errorf("got %+v", got)
			}
			other, err := tx.RegisterChanges(ctx, "53.01", 9)
			equal(t, "changes of another row", len(other), 0)
			return err
		})
		if h.dir == "" {
			return
		}
		files, err := filepath.Glob(filepath.Join(h.dir, "*"))
		must(t, err)
		for _, f := range files {
			raw, err := os.ReadFile(f)
			must(t, err)
			if bytes.Contains(raw, []byte("ZZQQ")) {
				t.Errorf("%s holds what was typed", f)
			}
		}
	})
}
