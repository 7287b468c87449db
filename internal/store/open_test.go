package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

func TestWrongOrMissingKeysAreRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		others, err := private.NewKeys()
		must(t, err)
		if _, err := store.Open(ctx, h.url, others, store.Options{}); !errors.Is(err, private.ErrWrongKeys) {
			t.Fatalf("other keys: got %v, want ErrWrongKeys", err)
		}
		if _, err := store.Open(ctx, h.url, nil, store.Options{}); !errors.Is(err, store.ErrNoKeys) {
			t.Fatalf("no keys: got %v, want ErrNoKeys", err)
		}
		raw, err := h.keys.Marshal()
		must(t, err)
		_, err = h.keys.Rotate()
		must(t, err)
		must(t, h.db.SaveKeyCheck(ctx))
		older, err := private.ParseKeys(raw)
		must(t, err)
		if _, err := store.Open(ctx, h.url, older, store.Options{}); !errors.Is(err, private.ErrWrongKeys) {
			t.Fatalf("keys from before a rotation: got %v, want ErrWrongKeys", err)
		}
		h.open()
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		v, err := h.db.SchemaVersion(ctx)
		must(t, err)
		_, err = h.db.SQL().ExecContext(ctx, "INSERT INTO goose_db_version (version_id, is_applied) VALUES ($1, $2)", v+1, true)
		must(t, err)
		if _, err := store.Open(ctx, h.url, h.keys, store.Options{}); !errors.Is(err, store.ErrNewerSchema) {
			t.Fatalf("got %v, want ErrNewerSchema", err)
		}
	})
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	keys, err := private.NewKeys()
	must(t, err)
	for _, address := range []string{"", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://u:geheim@h:port/x", "file.db"} {
		_, err := store.Open(ctx, address, keys, store.Options{})
		if !errors.Is(err, store.ErrAddress) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: got %v, want ErrAddress without the password", address, err)
		}
	}
	_, err = store.Open(ctx, "postgres://u:geheim@127.0.0.1:1/x", keys, store.Options{})
	if err == nil || strings.Contains(err.Error(), "geheim") {
		t.Errorf("nobody there: got %v, want an error without the password", err)
	}
}

func TestInstancesThatStartTogether(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		address, clean := emptyTwin(t, h)
		defer clean()
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				db, err := store.Open(ctx, address, h.keys, store.Options{})
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

// emptyTwin gives an address where no table is yet.
func emptyTwin(t *testing.T, h *house) (address string, clean func()) {
	t.Helper()
	if h.dir != "" {
		return "sqlite:" + filepath.Join(t.TempDir(), "new folder", "öther?.db"), func() {}
	}
	var schema string
	must(t, h.db.SQL().QueryRowContext(ctx, "SELECT current_schema()").Scan(&schema))
	_, err := h.db.SQL().ExecContext(ctx, "CREATE SCHEMA "+schema+"_twin")
	must(t, err)
	return strings.Replace(h.url, schema, schema+"_twin", 1), func() {
		_, err := h.db.SQL().ExecContext(ctx, "DROP SCHEMA "+schema+"_twin CASCADE")
		must(t, err)
	}
}

func TestFilesAreForTheirOwnerOnly(t *testing.T) {
	t.Parallel()
	h := sqliteHouse(t)
	h.put("1", "tg:1", "a")
	info, err := os.Stat(h.dir)
	must(t, err)
	equal(t, "folder", info.Mode().Perm(), fs.FileMode(0o700))
	files, err := os.ReadDir(h.dir)
	must(t, err)
	if len(files) < 2 {
		t.Fatalf("got %d files, want the database and its log", len(files))
	}
	for _, f := range files {
		info, err := f.Info()
		must(t, err)
		equal(t, f.Name(), info.Mode().Perm(), fs.FileMode(0o600))
	}
}

const canary = "kenarikuning"

// plant says the canary wherever a person's words, names or addresses can go.
func plant(h *house) {
	word := private.NewText(canary)
	h.put(canary, canary, canary)
	must(h.t, h.db.Put(ctx, incoming(canary+"2", canary+"2", canary)))
	lane := h.claim()
	must(h.t, h.db.SetAside(ctx, lane, lane.Updates[0].Seq, "poison"))
	c := fullCase("c1")
	c.Report.Story = []private.Text{word}
	c.Report.OfficialWho = word
	c.Report.Places[casework.Home] = casework.Place{Said: word, Town: canary}
	h.system(func(tx engine.Tx) error {
		must(h.t, tx.SaveDraft(ctx, "p", []byte(canary), 1, start.Add(time.Hour)))
		must(h.t, tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: "l", Hash: canary, Person: "p"}))
		must(h.t, tx.SaveCase(ctx, c))
		must(h.t, tx.SaveChat(ctx, engine.ChatRow{Person: "p", Address: word}))
		must(h.t, tx.Enqueue(ctx, engine.Job{Kind: "say", Case: "c1", Body: []byte(canary)}, engine.Job{Kind: "say", Body: []byte(canary)}))
		must(h.t, tx.SaveFile(ctx, engine.File{ID: "f1", Source: word, Mime: canary, Hash: canary, Body: []byte(canary)}))
		must(h.t, tx.SaveAction(ctx, engine.ActionRow{Hash: "h", Arg: canary, Expires: start.Add(time.Hour)}))
		must(h.t, tx.SaveTaskForces(ctx, []taskforce.TaskForce{{Code: "00", Name: canary, Group: canary}}))
		must(h.t, tx.SaveSeats(ctx, taskforce.Seat{ID: dutySeat, TaskForce: "00", Role: taskforce.Duty}))
		officer := taskforce.Officer{Name: canary, Phone: canary, Username: canary}
		must(h.t, tx.SaveInvite(ctx, engine.Invite{Hash: "i", Seat: dutySeat, Officer: officer, Expires: start.Add(time.Hour)}))
		must(h.t, tx.SaveInvite(ctx, engine.Invite{Hash: "j", Seat: dutySeat, Officer: officer, Expires: start.Add(time.Hour)}))
		must(h.t, tx.SaveJoin(ctx, engine.Join{ID: "w", Person: "p", Seat: dutySeat, Officer: officer, State: engine.JoinWaits, Expires: start.Add(time.Hour)}))
		must(h.t, tx.SaveNote(ctx, dutySeat, engine.Note{Text: word}, start))
		i, err := tx.UseInvite(ctx, "i", start)
		must(h.t, err)
		return tx.Link(ctx, i.Seat, "p", i.Officer)
	})
}

// leaks counts in how many places a word can be read without keys.
func (h *house) leaks(word string) int {
	h.t.Helper()
	if h.dir != "" {
		return h.leaksInFiles(word)
	}
	var tables []string
	rows, err := h.db.SQL().QueryContext(ctx, "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
	must(h.t, err)
	for rows.Next() {
		var name string
		must(h.t, rows.Scan(&name))
		tables = append(tables, name)
	}
	must(h.t, rows.Err())
	if len(tables) < 15 {
		h.t.Fatalf("got %d tables, want to search them all", len(tables))
	}
	n := 0
	for _, table := range tables {
		var hits int
		must(h.t, h.db.SQL().QueryRowContext(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM %q AS r WHERE r::text LIKE '%%' || $1 || '%%' OR r::text LIKE '%%' || $2 || '%%'`, table),
			word, fmt.Sprintf("%x", word)).Scan(&hits))
		n += hits
	}
	return n
}

func (h *house) leaksInFiles(word string) int {
	n := 0
	files, err := os.ReadDir(h.dir)
	must(h.t, err)
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(h.dir, f.Name()))
		must(h.t, err)
		n += bytes.Count(raw, []byte(word))
	}
	return n
}

func TestNoWordsInTheDatabase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		// The search itself is worth something only if it finds what is there.
		_, err := h.db.SQL().ExecContext(ctx, "INSERT INTO file_bodies (file_id, body) VALUES ('probe', $1)", []byte("burungnuri"))
		must(t, err)
		if h.leaks("burungnuri") == 0 {
			t.Fatal("the search does not find a word that is there")
		}
		plant(h)
		if n := h.leaks(canary); n > 0 {
			t.Fatalf("got the word in %d places, want none", n)
		}
	})
}

func TestPurge(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		h.handle(h.claim())
		open := fullCase("c1")
		closed := fullCase("c2")
		closed.Status = casework.Closed
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveDraft(ctx, "short", []byte("x"), 1, start.Add(time.Hour)))
			must(t, tx.SaveDraft(ctx, "long", []byte("x"), 1, start.Add(1000*time.Hour)))
			must(t, tx.SaveCase(ctx, open))
			must(t, tx.SaveCase(ctx, closed))
			must(t, tx.NoteSent(ctx, engine.Sent{Person: "p", ID: 1, At: start}, engine.Sent{Person: "p", ID: 2, At: start, Case: "c1", Card: true},
				engine.Sent{Person: "p", ID: 3, At: start, Case: "c2", Card: true}))
			must(t, tx.SaveAction(ctx, engine.ActionRow{Hash: "h", Expires: start.Add(time.Hour)}))
			for id, p := range map[string]engine.Person{"loose": "nobody", "drafted": "long"} {
				must(t, tx.SaveFile(ctx, engine.File{ID: id, Person: p, At: start, Body: []byte("x")}))
			}
			return nil
		})
		none, err := h.db.Purge(ctx, h.now(), store.Limits{}) // limits not set are the usual ones, never "at once"
		must(t, err)
		equal(t, "at once", none, store.Purged{})
		h.wait(8 * 24 * time.Hour)
		got, err := h.db.Purge(ctx, h.now(), store.DefaultLimits())
		must(t, err)
		equal(t, "after eight days", got, store.Purged{Inbox: 1, Drafts: 1, Buttons: 1, Messages: 2, Files: 1})
		h.system(func(tx engine.Tx) error {
			must(t, second(tx.Card(ctx, "p", "c1")))
			must(t, second(tx.File(ctx, "drafted")))
			return nil
		})
	})
}

// TestClosedDatabaseSaysSo: who comes after the end, or ends it twice, waits for nobody.
func TestClosedDatabaseSaysSo(t *testing.T) {
	t.Parallel()
	h := sqliteHouse(t)
	must(t, h.db.Put(ctx, incoming("1", "tg:1", "a")))
	must(t, h.db.Close())
	must(t, h.db.Close())
	if err := h.db.Put(ctx, incoming("2", "tg:2", "b")); err == nil {
		t.Error("a closed database took an update")
	}
	if _, err := h.db.Pending(ctx); err == nil {
		t.Error("a closed database was asked")
	}
}
