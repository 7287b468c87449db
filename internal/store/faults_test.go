package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/store"
)

// acked are the keys of updates that the store said it has.
type acked struct {
	mu   sync.Mutex
	keys map[string]bool
}

// write has eight writers store updates until stop is closed; what was refused is tried again, as Telegram does.
func (a *acked) write(db *store.DB, stop <-chan struct{}) *sync.WaitGroup {
	a.keys = map[string]bool{}
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprint(w, "-", i)
				if err := db.Put(ctx, incoming(key, fmt.Sprint("tg:", w), key)); err == nil {
					a.mu.Lock()
					a.keys[key] = true
					a.mu.Unlock()
				}
			}
		})
	}
	return &wg
}

// kept makes sure that every update that was acknowledged is there, once, by working all lanes to their end.
func (a *acked) kept(t *testing.T, h *house, db *store.DB) {
	t.Helper()
	seen := map[string]int{}
	for {
		lane, ok, err := db.Claim(ctx, "one", time.Minute)
		must(t, err)
		if !ok {
			break
		}
		for _, u := range lane.Updates {
			seen[string(u.Body)]++
			must(t, db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, u.Seq) }))
		}
		must(t, db.Release(ctx, lane, time.Time{}))
	}
	for key := range a.keys {
		if seen[key] != 1 {
			t.Errorf("update %s was acknowledged and is there %d times", key, seen[key])
		}
	}
	if len(a.keys) == 0 {
		t.Error("nothing was acknowledged at all")
	}
}

// TestConnectionsCutUnderLoad ends all connections of the store at PostgreSQL, again and again, as a restart of it does.
func TestConnectionsCutUnderLoad(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	u, err := url.Parse(h.url)
	must(t, err)
	q := u.Query()
	name := q.Get("search_path")
	q.Set("application_name", name)
	u.RawQuery = q.Encode()
	db, err := store.Open(ctx, u.String(), h.keys, store.Options{Now: h.now})
	must(t, err)
	defer db.Close()
	stop := make(chan struct{})
	var a acked
	wg := a.write(db, stop)
	cuts := 0
	for range 20 {
		var n int
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1) AS cut", name).Scan(&n))
		cuts += n
		time.Sleep(50 * time.Millisecond) // a time under load, not a wait for something
	}
	close(stop)
	wg.Wait()
	if cuts < 10 {
		t.Errorf("only %d connections were cut", cuts)
	}
	a.kept(t, h, db)
}

// TestLockedTableIsNoAcknowledgement holds the table of updates locked for longer than a statement may take: Put says no, in time, and all
// goes on once the lock is gone.
func TestLockedTableIsNoAcknowledgement(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	lock, err := h.db.SQL().BeginTx(ctx, nil)
	must(t, err)
	_, err = lock.ExecContext(ctx, "LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
	must(t, err)
	began := time.Now()
	if err := h.db.Put(ctx, incoming("1", "tg:1", "a")); err == nil {
		t.Error("an update was acknowledged that cannot be stored")
	}
	if took := time.Since(began); took > 12*time.Second {
		t.Errorf("it took %v to say no", took)
	}
	must(t, lock.Rollback())
	must(t, h.db.Put(ctx, incoming("1", "tg:1", "a")))
	equal(t, "afterwards", bodies(h.claim()), "a")
}

// TestReadOnlyDatabaseIsNoAcknowledgement has PostgreSQL refuse all writes, as a standby does.
func TestReadOnlyDatabaseIsNoAcknowledgement(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	h.db.SQL().SetMaxOpenConns(1) // so that the setting below is that of every transaction
	_, err := h.db.SQL().ExecContext(ctx, "SET default_transaction_read_only = on")
	must(t, err)
	if err := h.db.Put(ctx, incoming("1", "tg:1", "a")); err == nil {
		t.Error("an update was acknowledged that cannot be stored")
	}
	_, err = h.db.SQL().ExecContext(ctx, "SET default_transaction_read_only = off")
	must(t, err)
	must(t, h.db.Put(ctx, incoming("1", "tg:1", "a")))
	equal(t, "afterwards", bodies(h.claim()), "a")
}

// TestFullDisk lets the SQLite file grow no further while eight write: who is refused is told so, and with room again all goes on.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	h := sqliteHouse(t)
	limit := func(pages int) {
		must(t, h.db.OnWriter(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)))
	}
	var now int
	must(t, h.db.SQL().QueryRowContext(ctx, "PRAGMA page_count").Scan(&now))
	limit(now + 20)
	stop := make(chan struct{})
	var a acked
	wg := a.write(h.db, stop)
	deadline, full := time.Now().Add(20*time.Second), false
	for i := 0; !full && time.Now().Before(deadline); i++ {
		full = h.db.Put(ctx, incoming(fmt.Sprint("big", i), "tg:big", string(make([]byte, 4000)))) != nil
	}
	if !full {
		t.Error("the disk never was full")
	}
	limit(1 << 30)
	must(t, h.db.Put(ctx, incoming("after", "tg:after", "after")))
	close(stop)
	wg.Wait()
	a.kept(t, h, h.db)
	var whole string
	must(t, h.db.SQL().QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&whole))
	equal(t, "integrity", whole, "ok")
}

// TestBusyFile has another program hold the SQLite file for a moment: nobody sees an error.
func TestBusyFile(t *testing.T) {
	t.Parallel()
	h := sqliteHouse(t)
	other, err := sql.Open("sqlite", "file:"+h.url[len("sqlite:"):]+"?_txlock=immediate")
	must(t, err)
	defer other.Close()
	held, err := other.BeginTx(context.Background(), nil)
	must(t, err)
	time.AfterFunc(700*time.Millisecond, func() { _ = held.Rollback() })
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { must(t, h.db.Put(ctx, incoming(fmt.Sprint(i), "tg:1", "x"))) })
	}
	wg.Wait()
	stats, err := h.db.Stats(ctx)
	must(t, err)
	equal(t, "stored", stats.Waiting, 8)
}

// TestStartTakesOver what a process that is gone had begun: at once on SQLite, when the leases end on PostgreSQL.
func TestStartTakesOver(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		h.system(func(tx engine.Tx) error {
			return tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "p", Body: []byte("x")})
		})
		old := h.claim()
		jobs, err := h.db.ClaimJobs(ctx, "one", time.Minute, 1)
		must(t, err)
		must(t, h.db.TakeOver(ctx))
		want := 1
		if h.db.Dialect() == "postgres" {
			want = 0
		}
		lane, ok, err := h.db.Claim(ctx, "two", time.Minute)
		must(t, err)
		equal(t, "lane at once", ok, want == 1)
		again, err := h.db.ClaimJobs(ctx, "two", time.Minute, 8)
		must(t, err)
		equal(t, "jobs at once", len(again), want)
		if want == 1 {
			equal(t, "lane", bodies(lane), "a")
			if err := h.db.Turn(ctx, old, func(engine.Tx) error { return nil }); err == nil {
				t.Error("whoever had the lane before still writes")
			}
			if err := h.db.FinishJob(ctx, jobs[0]); err == nil {
				t.Error("whoever had the job before still ends it")
			}
		}
	})
}
