package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

func TestChatRow(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		row := engine.ChatRow{Person: "p", Address: private.NewText("tg:1"), Blocked: true, Wiped: start, Seen: start.Add(time.Hour)}
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveChat(ctx, row))
			must(t, tx.SaveChat(ctx, engine.ChatRow{Person: "p", Seen: start})) // no address, seen earlier
			got, err := tx.Chat(ctx, "p")
			must(t, err)
			equal(t, "chat", got, engine.ChatRow{Person: "p", Address: row.Address, Seen: row.Seen})
			if err := second(tx.Chat(ctx, "q")); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("unknown: got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}

// TestSeenChat notes when somebody wrote, which lifts a block, keeps a wipe, and never goes back; what is committed is read outside too.
func TestSeenChat(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		address := private.NewText("tg:1")
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveChat(ctx, engine.ChatRow{Person: "p", Address: address, Blocked: true, Wiped: start, Seen: start.Add(time.Hour)}))
			got, err := tx.Seen(ctx, "p", start.Add(2*time.Hour))
			must(t, err)
			equal(t, "after writing", got, engine.ChatRow{Person: "p", Address: address, Wiped: start, Seen: start.Add(2 * time.Hour)})
			got, err = tx.Seen(ctx, "p", start)
			must(t, err)
			equal(t, "with a clock gone back", got, engine.ChatRow{Person: "p", Address: address, Wiped: start, Seen: start.Add(2 * time.Hour)})
			if err := second(tx.Seen(ctx, "q", start)); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("unknown: got %v, want ErrNotFound", err)
			}
			return nil
		})
		got, err := h.db.Chat(ctx, "p")
		must(t, err)
		equal(t, "outside", got, engine.ChatRow{Person: "p", Address: address, Wiped: start, Seen: start.Add(2 * time.Hour)})
		if err := second(h.db.Chat(ctx, "q")); !errors.Is(err, engine.ErrNotFound) {
			t.Fatalf("unknown outside: got %v, want ErrNotFound", err)
		}
	})
}

func TestRememberedMessages(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		at := func(m int) time.Time { return start.Add(time.Duration(m) * time.Minute) }
		ids := func(list []engine.Sent, err error) string {
			t.Helper()
			must(t, err)
			out := ""
			for _, m := range list {
				out += fmt.Sprint(m.Person, m.ID, " ")
			}
			return out
		}
		h.system(func(tx engine.Tx) error {
			card := engine.Sent{Person: "p", ID: 3, Out: true, At: at(3), Keep: true, Case: "c", Card: true, Rev: 7}
			must(t, tx.NoteSent(ctx, engine.Sent{Person: "p", ID: 1, At: at(1)}, engine.Sent{Person: "p", ID: 2, At: at(2), Case: "c", Card: true}, card,
				engine.Sent{Person: "q", ID: 1, At: at(4), Case: "c"}))
			equal(t, "since", ids(tx.SentIn(ctx, "p", at(2))), "p2 p3 ")
			equal(t, "of the case", ids(tx.CardsOf(ctx, "c")), "p2 p3 q1 ")
			equal(t, "of no case", ids(tx.CardsOf(ctx, "")), "")
			got, err := tx.Card(ctx, "p", "c")
			must(t, err)
			equal(t, "newest card", got, card)
			if err := second(tx.Card(ctx, "q", "c")); !errors.Is(err, engine.ErrNotFound) {
				t.Fatalf("details are no card: got %v, want ErrNotFound", err)
			}
			must(t, tx.NoteAlso(ctx, card, "d", "e"))
			must(t, tx.NoteAlso(ctx, card, "d"))
			equal(t, "also of another case", ids(tx.CardsOf(ctx, "d")), "p3 ")
			equal(t, "of the case still", ids(tx.CardsOf(ctx, "c")), "p2 p3 q1 ")
			must(t, tx.Forget(ctx, "p", 1, 3))
			equal(t, "of another case after forgetting", ids(tx.CardsOf(ctx, "d")), "")
			equal(t, "after forgetting", ids(tx.SentIn(ctx, "p", at(0))), "p2 ")
			return nil
		})
	})
}

func TestFileComesBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		f := engine.File{ID: "f", Person: "p", Kind: "voice", Source: private.NewText("file-id"), Mime: "audio/ogg", Size: 3, State: "waiting", At: start}
		h.system(func(tx engine.Tx) error { return tx.SaveFile(ctx, f) })
		f.State, f.Hash, f.Body = "kept", "abc", make([]byte, store.FileMax)
		f.Body[len(f.Body)-1] = 7
		h.system(func(tx engine.Tx) error { return tx.SaveFile(ctx, f) })
		h.system(func(tx engine.Tx) error {
			got, err := tx.File(ctx, "f")
			must(t, err)
			equal(t, "content", string(got.Body) == string(f.Body), true)
			equal(t, "details", fmt.Sprint(got.State, got.Hash, got.Source.Reveal(), got.Kind, got.Mime, got.Size, got.At), fmt.Sprint("kept", "abc", "file-id", "voice", "audio/ogg", 3, start))
			f.Body = append(f.Body, 0)
			if err := tx.SaveFile(ctx, f); !errors.Is(err, store.ErrFileSize) {
				t.Fatalf("too large: got %v, want ErrFileSize", err)
			}
			return nil
		})
	})
}
