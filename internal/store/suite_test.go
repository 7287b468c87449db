package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

// house is one empty database with its keys and a clock that stands still until moved.
type house struct {
	t    testing.TB
	url  string
	dir  string // folder of the file; empty with PostgreSQL
	keys *private.Keys
	mu   sync.Mutex
	time time.Time
	db   *store.DB
}

var ctx = context.Background()

// start is when every test begins.
var start = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// onBoth runs a test on SQLite and, when the environment names one, on PostgreSQL.
func onBoth(t *testing.T, test func(*testing.T, *house)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, sqliteHouse(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, postgresHouse(t))
	})
}

func sqliteHouse(t testing.TB) *house {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	return newHouse(t, "sqlite:"+filepath.Join(dir, "siaga.db"), dir)
}

// postgresHouse gives a schema of its own, dropped at the end.
func postgresHouse(t testing.TB) *house {
	t.Helper()
	address := os.Getenv("SIAGA_TEST_POSTGRES")
	if address == "" {
		if os.Getenv("SIAGA_REQUIRE_SERVICES") == "1" {
			t.Fatal("SIAGA_REQUIRE_SERVICES=1, but SIAGA_TEST_POSTGRES names no database")
		}
		t.Skip("set SIAGA_TEST_POSTGRES to the URL of a PostgreSQL database to run this on it as well")
	}
	schema := "siaga_" + strings.ToLower(rand.Text())
	admin, err := sql.Open("pgx", address)
	must(t, err)
	_, err = admin.ExecContext(ctx, "CREATE SCHEMA "+schema)
	must(t, err)
	t.Cleanup(func() {
		_, err := admin.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE")
		must(t, err)
		must(t, admin.Close())
	})
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return newHouse(t, u.String(), "")
}

func newHouse(t testing.TB, address, dir string) *house {
	t.Helper()
	keys, err := private.NewKeys()
	must(t, err)
	h := &house{t: t, url: address, dir: dir, keys: keys, time: start}
	h.db = h.open()
	return h
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.time
}

func (h *house) wait(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.time = h.time.Add(d)
}

// open opens the database once more, as another process would.
func (h *house) open() *store.DB {
	h.t.Helper()
	db, err := store.Open(ctx, h.url, h.keys, store.Options{Now: h.now})
	must(h.t, err)
	h.t.Cleanup(func() { must(h.t, db.Close()) })
	return db
}

func (h *house) put(key, address, body string) {
	h.t.Helper()
	must(h.t, h.db.Put(ctx, incoming(key, address, body)))
}

func incoming(key, address, body string) engine.Incoming {
	return engine.Incoming{Key: key, Address: private.NewText(address), Body: []byte(body)}
}

func (h *house) person(address string) engine.Person {
	return engine.Person(h.keys.Pseudonym("chat", address))
}

// claim takes the next lane, which must be there.
func (h *house) claim() engine.Lane {
	h.t.Helper()
	lane, ok, err := h.db.Claim(ctx, "one", time.Minute)
	must(h.t, err)
	if !ok {
		h.t.Fatal("got no lane, want one")
	}
	return lane
}

// nothing makes sure that no lane can be claimed.
func (h *house) nothing() {
	h.t.Helper()
	lane, ok, err := h.db.Claim(ctx, "one", time.Minute)
	must(h.t, err)
	if ok {
		h.t.Fatalf("got a lane with %q, want none", bodies(lane))
	}
}

// system runs a transaction that must succeed.
func (h *house) system(do func(engine.Tx) error) {
	h.t.Helper()
	must(h.t, h.db.System(ctx, do))
}

// handle marks all updates of a lane as done and gives it back.
func (h *house) handle(lane engine.Lane) {
	h.t.Helper()
	for _, u := range lane.Updates {
		must(h.t, h.db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, u.Seq) }))
	}
	must(h.t, h.db.Release(ctx, lane, time.Time{}))
}

func bodies(lane engine.Lane) string {
	var out []string
	for _, u := range lane.Updates {
		out = append(out, string(u.Body))
	}
	return strings.Join(out, " ")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}
