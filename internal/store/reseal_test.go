package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

// copied gives the keys as another process has them.
func copied(t testing.TB, k *private.Keys) *private.Keys {
	t.Helper()
	raw, err := k.Marshal()
	must(t, err)
	out, err := private.ParseKeys(raw)
	must(t, err)
	return out
}

// seals reads every sealed value of the database.
func (h *house) seals() map[string][]byte {
	h.t.Helper()
	out := map[string][]byte{}
	for _, q := range []string{"SELECT 'case_keys', case_id, sealed FROM case_keys", "SELECT 'chats', person, address FROM chats", "SELECT 'files', id, sealed_key FROM files",
		"SELECT 'seats', id, details FROM seats WHERE officer IS NOT NULL", "SELECT 'drafts', person, body FROM drafts", "SELECT 'inbox', key, body FROM inbox WHERE state <> 1"} {
		rows, err := h.db.SQL().QueryContext(ctx, q)
		must(h.t, err)
		for rows.Next() {
			var table, row string
			var sealed []byte
			must(h.t, rows.Scan(&table, &row, &sealed))
			out[table+"/"+row] = bytes.Clone(sealed)
		}
		must(h.t, rows.Err())
	}
	return out
}

// everything reads all that plant wrote.
func everything(t *testing.T, db *store.DB) {
	t.Helper()
	must(t, db.System(ctx, func(tx engine.Tx) error {
		c, err := tx.Case(ctx, "c1")
		must(t, err)
		equal(t, "story", c.Report.Story[0].Reveal(), canary)
		must(t, second3(tx.Draft(ctx, "p")))
		r, err := tx.Receipt(ctx, "l")
		must(t, err)
		equal(t, "receipt", r.Hash, canary)
		chat, err := tx.Chat(ctx, "p")
		must(t, err)
		equal(t, "address", chat.Address.Reveal(), canary)
		f, err := tx.File(ctx, "f1")
		must(t, err)
		equal(t, "file", string(f.Body), canary)
		a, err := tx.Action(ctx, "h", start)
		must(t, err)
		equal(t, "action", a.Arg, canary)
		j, err := tx.Join(ctx, "w", start)
		if !errors.Is(err, engine.ErrNotFound) {
			must(t, err)
			equal(t, "join", j.Officer.Name, canary)
		}
		n, err := tx.Note(ctx, dutySeat)
		must(t, err)
		equal(t, "note", n.Text.Reveal(), canary)
		s, err := tx.SeatOf(ctx, "p")
		must(t, err)
		equal(t, "officer", s.Officer.Name, canary)
		return nil
	}))
}

func second3[A, B any](_ A, _ B, err error) error { return err }

// TestRotationWhileRunning rotates the keys of two processes that go on reading and writing: nobody ever meets a key it does not have,
// everything is sealed anew, and when the old key is destroyed all is still there for whoever has the new one, and nothing of a backup.
func TestRotationWhileRunning(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plant(h)
		old := h.keys.PrimaryID()
		talk := private.Binding{Table: "conversation", Row: "talks", Field: "body", Version: 1} // as the engine seals it
		conversation, err := h.keys.Seal(talk, []byte(canary))
		must(t, err)
		h.system(func(tx engine.Tx) error { return tx.SaveDraft(ctx, "talks", conversation, 1, start.Add(time.Hour)) })
		_, err = h.db.SQL().ExecContext(ctx, "INSERT INTO sessions (person, body, rev, expires_at) VALUES ('talks', $1, 1, $2)", conversation, start.Add(time.Hour).UnixMilli())
		must(t, err)
		backup := h.seals()
		if len(backup) < 6 {
			t.Fatalf("only %d values to rotate", len(backup))
		}
		other := copied(t, h.keys)
		twin, err := store.Open(ctx, h.url, other, store.Options{Now: h.now})
		must(t, err)
		defer twin.Close()

		var stop atomic.Bool
		var turns atomic.Int64
		ticks, broken := make(chan struct{}, 1), make(chan struct{})
		var wg sync.WaitGroup
		var once sync.Once
		for w, db := range []*store.DB{h.db, twin, h.db, twin} {
			wg.Go(func() {
				for i := 0; !stop.Load(); i++ {
					p := engine.Person(fmt.Sprintf("load%d-%d", w, i%40))
					err := db.System(ctx, func(tx engine.Tx) error {
						if err := tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: string(p), Hash: canary, Person: p}); err != nil {
							return err
						}
						if _, err := tx.Case(ctx, "c1"); err != nil {
							return err
						}
						// What the other process wrote, under whichever key it seals with just now.
						_, err := tx.Receipt(ctx, fmt.Sprintf("load%d-%d", (w+1)%4, i%40))
						if errors.Is(err, engine.ErrNotFound) {
							err = nil
						}
						return err
					})
					turns.Add(1)
					if err != nil {
						t.Error(err)
						stop.Store(true)
						once.Do(func() { close(broken) })
						return
					}
					select {
					case ticks <- struct{}{}:
					default:
					}
				}
			})
		}
		busy := func() { // every step meets some turns
			for range 40 {
				select {
				case <-ticks:
				case <-broken:
					t.FailNow()
				}
			}
		}
		busy()
		id, err := h.keys.Stage()
		must(t, err)
		busy()
		must(t, other.Adopt(copied(t, h.keys)))
		busy()
		must(t, h.keys.Promote(id))
		must(t, h.db.SaveKeyCheck(ctx))
		busy() // one process seals under the new key, the other still under the old one
		must(t, other.Adopt(copied(t, h.keys)))
		busy()
		done, err := h.db.Reseal(ctx)
		must(t, err)
		if done.Done < len(backup) || done.Broken != 0 {
			t.Errorf("sealed anew: %+v, want at least %d and nothing broken", done, len(backup))
		}
		busy()
		stop.Store(true)
		wg.Wait()

		again, err := twin.Reseal(ctx)
		must(t, err)
		equal(t, "left for a second run", again.Done, 0)
		under, err := h.db.SealedUnder(ctx)
		must(t, err)
		equal(t, "still under the old key", under.Under[old], 0)
		must(t, h.keys.Retire(old))
		must(t, other.Adopt(copied(t, h.keys)))
		everything(t, h.db)
		everything(t, h.open())
		var session []byte
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT body FROM sessions WHERE person = 'talks'").Scan(&session))
		h.system(func(tx engine.Tx) error {
			draft, _, err := tx.Draft(ctx, "talks")
			must(t, err)
			for what, sealed := range map[string][]byte{"draft": draft, "session": session} {
				words, err := h.keys.Open(talk, sealed)
				must(t, err)
				equal(t, what, string(words), canary)
			}
			return nil
		})
		for name, sealed := range backup {
			if id, ok := private.SealedUnder(sealed); ok && id == old {
				continue // of a key that nobody has any more; that Keys refuse it is in their own tests
			}
			if name != "files/f1" { // its outer seal is that of a case
				t.Errorf("%s of the backup is not under the destroyed key", name)
			}
		}
		t.Logf("%d turns, %d values sealed anew", turns.Load(), done.Done)
	})
}

// TestADestroyedKeyDestroysTheBackupToo restores a database of before a rotation beside the key file of after it.
func TestADestroyedKeyDestroysTheBackupToo(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		plant(h)
		old := h.keys.PrimaryID()
		later := copied(t, h.keys)
		must(t, second(later.Rotate()))
		must(t, later.Retire(old))
		_, err := store.Open(ctx, h.url, later, store.Options{Now: h.now})
		if !errors.Is(err, private.ErrWrongKeys) {
			t.Errorf("a backup under a destroyed key: got %v, want ErrWrongKeys", err)
		}
		// Whoever makes the check value fit gets no further.
		value, err := later.CheckValue()
		must(t, err)
		_, err = h.db.SQL().ExecContext(ctx, "UPDATE meta SET value = $1 WHERE name = 'key_check'", value)
		must(t, err)
		db, err := store.Open(ctx, h.url, later, store.Options{Now: h.now})
		must(t, err)
		defer db.Close()
		found, err := db.SealedUnder(ctx)
		must(t, err)
		if found.Broken < 6 || len(found.Under) != 0 {
			t.Errorf("got %+v, want every value unreadable", found)
		}
		if err := db.System(ctx, func(tx engine.Tx) error { return second(tx.Case(ctx, "c1")) }); !errors.Is(err, private.ErrOpen) {
			t.Errorf("the case of the backup: got %v, want ErrOpen", err)
		}
	})
}
