package session_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/redis/go-redis/v9"
	_ "modernc.org/sqlite"

	"siaga/internal/engine"
	"siaga/internal/session"
)

var ctx = context.Background()

// place is one kind of session place. wait moves its clock; it is nil where the clock is not ours (a real Redis).
type place struct {
	engine.Sessions
	wait func(time.Duration)
}

// onAll runs a test on every kind of place there is.
func onAll(t *testing.T, test func(*testing.T, place)) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) place{
		"memory": memory, "sqlite": sqlite, "postgres": postgres, "miniredis": mini, "redis": realRedis,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// clock stands still until moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)} }

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func memory(*testing.T) place {
	c := newClock()
	return place{session.NewMemory(c.time), c.wait}
}

func sqlite(t *testing.T) place {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "s.db")+"?_txlock=immediate&_pragma=busy_timeout(5000)")
	must(t, err)
	db.SetMaxOpenConns(1)
	return table(t, db, "BLOB")
}

func postgres(t *testing.T) place {
	address := service(t, "SIAGA_TEST_POSTGRES", "a PostgreSQL database")
	schema := "siaga_" + strings.ToLower(rand.Text())
	u, err := url.Parse(address)
	must(t, err)
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	db, err := sql.Open("pgx", u.String())
	must(t, err)
	_, err = db.ExecContext(ctx, "CREATE SCHEMA "+schema)
	must(t, err)
	p := table(t, db, "BYTEA")
	t.Cleanup(func() {
		_, err := db.ExecContext(ctx, "DROP SCHEMA "+schema+" CASCADE")
		must(t, err)
	})
	return p
}

// table makes the table as the migrations of the database do.
func table(t *testing.T, db *sql.DB, blob string) place {
	t.Cleanup(func() { must(t, db.Close()) })
	_, err := db.ExecContext(ctx, fmt.Sprintf("CREATE TABLE sessions (person TEXT PRIMARY KEY, body %s NOT NULL, rev BIGINT NOT NULL, expires_at BIGINT NOT NULL)", blob))
	must(t, err)
	c := newClock()
	return place{session.NewSQL(db, c.time), c.wait}
}

func mini(t *testing.T) place {
	server := miniredis.RunT(t)
	client, err := session.Connect("redis://" + server.Addr())
	must(t, err)
	t.Cleanup(func() { must(t, client.Close()) })
	return place{session.NewRedis(client, newClock().time), server.FastForward}
}

func realRedis(t *testing.T) place {
	client, err := session.Connect(service(t, "SIAGA_TEST_REDIS", "a Redis that tests may write to"))
	must(t, err)
	t.Cleanup(func() { must(t, client.Close()) })
	return place{Sessions: session.NewRedis(client, newClock().time)}
}

// service gives the address of a service, or skips with the reason.
func service(t *testing.T, name, what string) string {
	t.Helper()
	address := os.Getenv(name)
	if address == "" && os.Getenv("SIAGA_REQUIRE_SERVICES") == "1" {
		t.Fatalf("SIAGA_REQUIRE_SERVICES=1, but %s names no service", name)
	}
	if address == "" {
		t.Skipf("set %s to the URL of %s to run this on it as well", name, what)
	}
	return address
}

// somebody is a person of this test only, since tests may share a Redis.
func somebody() engine.Person { return engine.Person(strings.ToLower(rand.Text())) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func save(t *testing.T, s engine.Sessions, p engine.Person, body string, rev int64, want bool) {
	t.Helper()
	saved, err := s.Save(ctx, p, []byte(body), rev, time.Minute)
	must(t, err)
	if saved != want {
		t.Fatalf("saved %q as revision %d: got %v, want %v", body, rev, saved, want)
	}
}

func holds(t *testing.T, s engine.Sessions, p engine.Person, want string, wantRev int64) {
	t.Helper()
	body, rev, err := s.Load(ctx, p)
	must(t, err)
	if string(body) != want || rev != wantRev {
		t.Fatalf("got %q revision %d, want %q revision %d", body, rev, want, wantRev)
	}
}

func TestSavedSessionComesBack(t *testing.T) {
	onAll(t, func(t *testing.T, s place) {
		p, q := somebody(), somebody()
		holds(t, s, p, "", 0)
		save(t, s, p, "\x00satu\xff", 1, true)
		holds(t, s, p, "\x00satu\xff", 1)
		holds(t, s, q, "", 0)
		must(t, s.Drop(ctx, p))
		must(t, s.Drop(ctx, p))
		holds(t, s, p, "", 0)
		save(t, s, p, "", 1, true)
		holds(t, s, p, "", 1)
	})
}

func TestOlderRevisionNeverReplacesANewerOne(t *testing.T) {
	onAll(t, func(t *testing.T, s place) {
		p := somebody()
		save(t, s, p, "dua", 2, true)
		save(t, s, p, "satu", 1, false)
		holds(t, s, p, "dua", 2)
		save(t, s, p, "dua lagi", 2, true)
		save(t, s, p, "sepuluh", 10, true) // compared as numbers, not as text
		save(t, s, p, "sembilan", 9, false)
		holds(t, s, p, "sepuluh", 10)
	})
}

func TestWritersAtOnceLeaveTheNewest(t *testing.T) {
	onAll(t, func(t *testing.T, s place) {
		p := somebody()
		var wg sync.WaitGroup
		for rev := range int64(20) {
			wg.Go(func() {
				if _, err := s.Save(ctx, p, fmt.Append(nil, rev+1), rev+1, time.Minute); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		holds(t, s, p, "20", 20)
	})
}

func TestSessionEnds(t *testing.T) {
	onAll(t, func(t *testing.T, s place) {
		if s.wait == nil {
			t.Skip("the clock of a real Redis cannot be moved; its expiry is checked in TestKeysOfRealRedis")
		}
		p := somebody()
		save(t, s, p, "lima", 5, true)
		s.wait(59 * time.Second)
		holds(t, s, p, "lima", 5)
		save(t, s, p, "enam", 6, true) // begins a new minute
		s.wait(59 * time.Second)
		holds(t, s, p, "enam", 6)
		s.wait(time.Second)
		holds(t, s, p, "", 0)
		save(t, s, p, "satu", 1, true) // revisions of a session that ended do not count
	})
}

func TestKeysOfRealRedis(t *testing.T) {
	t.Parallel()
	s := realRedis(t)
	client, err := session.Connect(os.Getenv("SIAGA_TEST_REDIS"))
	must(t, err)
	defer client.Close()
	checkKey(t, s, client)
}

func TestKeysOfMiniredis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	client, err := session.Connect("redis://" + server.Addr())
	must(t, err)
	defer client.Close()
	checkKey(t, session.NewRedis(client, time.Now), client)
}

// checkKey makes sure that the key has prefix, version and an end.
func checkKey(t *testing.T, s engine.Sessions, client redis.UniversalClient) {
	t.Helper()
	p := somebody()
	save(t, s, p, "x", 1, true)
	ttl, err := client.PTTL(ctx, "siaga:v1:s:"+string(p)).Result()
	must(t, err)
	if ttl <= 0 || ttl > time.Minute {
		t.Fatalf("time to live: got %v, want up to a minute", ttl)
	}
	must(t, s.Drop(ctx, p))
}
