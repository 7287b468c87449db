package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

func TestDraftRevisions(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		save := func(body string, rev int64) error {
			return h.db.System(ctx, func(tx engine.Tx) error { return tx.SaveDraft(ctx, "p", []byte(body), rev, start.Add(time.Hour)) })
		}
		must(t, save("one", 1))
		must(t, save("two", 2))
		for _, rev := range []int64{1, 2, 4} {
			if err := save("late", rev); !errors.Is(err, engine.ErrConflict) {
				t.Fatalf("revision %d over 2: got %v, want ErrConflict", rev, err)
			}
		}
		h.system(func(tx engine.Tx) error {
			body, rev, err := tx.Draft(ctx, "p")
			must(t, err)
			equal(t, "draft", fmt.Sprint(string(body), rev), "two2")
			must(t, tx.DeleteDraft(ctx, "p"))
			if _, _, err := tx.Draft(ctx, "p"); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("deleted: got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}

func TestOlderDraftPutBackDoesNotOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error { return tx.SaveDraft(ctx, "p", []byte("one"), 1, start) })
		var old []byte
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT body FROM drafts").Scan(&old))
		h.system(func(tx engine.Tx) error { return tx.SaveDraft(ctx, "p", []byte("two"), 2, start) })
		_, err := h.db.SQL().ExecContext(ctx, "UPDATE drafts SET body = $1", old)
		must(t, err)
		h.system(func(tx engine.Tx) error {
			if _, _, err := tx.Draft(ctx, "p"); !errors.Is(err, private.ErrOpen) {
				t.Fatalf("got %v, want ErrOpen", err)
			}
			return nil
		})
	})
}

func TestConversationMovesToAnotherPhone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveDraft(ctx, "old", []byte("o1"), 1, start))
			must(t, tx.SaveDraft(ctx, "new", []byte("n1"), 1, start))
			must(t, tx.SaveDraft(ctx, "new", []byte("n2"), 2, start))
			must(t, tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: "l", Hash: "argon", Person: "old"}))
			must(t, tx.SaveFile(ctx, engine.File{ID: "f", Person: "old", Body: []byte("voice")}))
			must(t, tx.MoveDraft(ctx, "old", "new"))
			must(t, tx.SaveFile(ctx, engine.File{ID: "f", Person: "old", Body: []byte("fetched late")}))
			body, rev, err := tx.Draft(ctx, "new")
			must(t, err)
			equal(t, "moved", fmt.Sprint(string(body), rev), "o13")
			must(t, tx.SaveDraft(ctx, "new", []byte("n4"), 4, start))
			r, err := tx.Receipt(ctx, "l")
			must(t, err)
			equal(t, "receipt", r, engine.ReceiptRow{Lookup: "l", Hash: "argon", Person: "new"})
			f, err := tx.File(ctx, "f")
			must(t, err)
			equal(t, "whose file", f.Person, "new")
			for what, err := range map[string]error{"former": second(second2(tx.Draft(ctx, "old"))), "again": tx.MoveDraft(ctx, "old", "new"), "receipt": second(tx.Receipt(ctx, "x"))} {
				if !errors.Is(err, engine.ErrNotFound) {
					t.Fatalf("%s: got %v, want ErrNotFound", what, err)
				}
			}
			return nil
		})
	})
}

func second2(_ []byte, rev int64, err error) (int64, error) { return rev, err }

func TestOpenDrafts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		chat := func(name string, seen time.Duration, blocked bool, wiped time.Time) engine.ChatRow {
			return engine.ChatRow{Person: engine.Person(name), Address: private.NewText("tg:" + name), Seen: start.Add(seen), Blocked: blocked, Wiped: wiped}
		}
		h.system(func(tx engine.Tx) error {
			for _, c := range []engine.ChatRow{chat("late", 2*time.Hour, false, time.Time{}), chat("early", time.Hour, false, time.Time{}), chat("before", -time.Hour, false, time.Time{}),
				chat("blocked", time.Hour, true, time.Time{}), chat("wiped", time.Hour, false, start)} {
				must(t, tx.SaveChat(ctx, c))
				must(t, tx.SaveDraft(ctx, c.Person, []byte("x"), 1, start.Add(time.Hour)))
			}
			must(t, tx.SaveChat(ctx, chat("without", time.Hour, false, time.Time{})))
			got, err := tx.OpenDrafts(ctx, start)
			must(t, err)
			if want := []engine.Person{"early", "late"}; !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			return nil
		})
	})
}

func TestGuessesOfTheLastHour(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			for i, p := range []engine.Person{"a", "b", "a"} {
				_, _, err := tx.Guess(ctx, p, start.Add(time.Duration(i)*30*time.Minute))
				must(t, err)
			}
			for _, want := range []struct {
				p        engine.Person
				after    time.Duration
				own, all int
			}{{"a", 30 * time.Minute, 2, 3}, {"a", time.Hour, 1, 2}, {"b", time.Hour, 1, 2}, {"c", time.Hour, 0, 2}, {"a", 5 * time.Hour, 0, 0}} {
				own, all, err := tx.Guesses(ctx, want.p, start.Add(want.after))
				must(t, err)
				equal(t, fmt.Sprint("tries of ", want.p, " and all after ", want.after), fmt.Sprint(own, all), fmt.Sprint(want.own, want.all))
			}
			return nil
		})
	})
}

func TestForgottenConversationTakesItsFilesAlong(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveFile(ctx, engine.File{ID: "f1", Person: "p", Body: []byte("kept")}))
			must(t, tx.SaveFile(ctx, engine.File{ID: "loose", Person: "p", Body: []byte("gone")}))
			must(t, tx.DeleteDraft(ctx, "p"))
			return tx.SaveCase(ctx, fullCase("c1")) // names f1, after the conversation was forgotten
		})
		h.system(func(tx engine.Tx) error {
			must(t, second(tx.File(ctx, "f1")))
			if err := second(tx.File(ctx, "loose")); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("file of no case: got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}
