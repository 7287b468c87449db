package e2e_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"siaga/flows/flowtest"
)

// commitStories are killed at commits on PostgreSQL; without SIAGA_CHAOS the first one, at a few.
var commitStories = []string{"report_accepted", "question_and_answer", "wipe_and_other_phone", "refused_to_next_owner"}

// strikes are what happens at a commit.
var strikes = map[string]func(*fragile){
	"killed": func(h *fragile) { h.kill() },
	"answer_lost": func(h *fragile) {
		if h.moved != nil { // what it held until then is given out again
			_ = h.Advance(aMinute)
		}
	},
}

// TestFaultsAtCommitsOnPostgreSQL strikes at the k-th commit that changes anything, before PostgreSQL hears of it or after it was done: the
// program is killed with signal 9 and started again, or lives on without ever getting the answer. The end is that of the undisturbed
// story. SIAGA_CHAOS=1 does so at every thirteenth commit of several stories, SIAGA_CHAOS=NAME at each of one.
func TestFaultsAtCommitsOnPostgreSQL(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many programs; left out with -short")
	}
	need(t, "SIAGA_TEST_POSTGRES")
	stories, step := commitStories[:1], 0
	switch only := os.Getenv("SIAGA_CHAOS"); only {
	case "":
	case "1":
		stories, step = commitStories, 13
	default:
		stories, step = []string{only}, 1
	}
	path, slots := program(t), make(chan struct{}, atOncePostgres)
	var all sync.WaitGroup
	for i, name := range stories {
		all.Go(func() {
			whole := tellAtCommit(t, path, name, 0, false, nil)
			if whole.calls < 30 {
				t.Errorf("%s has only %d commits: they are not seen", name, whole.calls)
				return
			}
			for n, seam := range seams(whole.calls, step, i) {
				for kind, strike := range strikes {
					if step == 0 && (kind == "killed") != (n%2 == 0) {
						continue
					}
					all.Go(func() {
						slots <- struct{}{}
						defer func() { <-slots }()
						t.Run(fmt.Sprintf("%s/%s/%d-%v", kind, name, seam.k, seam.after), func(t *testing.T) {
							whole.equals(t, tellAtCommit(t, path, name, seam.k, seam.after, strike))
						})
					})
				}
			}
		})
	}
	all.Wait()
}

// seam is a place in a story: before or after the k-th commit.
type seam struct {
	k     int
	after bool
}

// seams are the places to try of so many commits; with step 0 a few.
func seams(all, step, begin int) []seam {
	if step == 0 {
		return []seam{{all / 4, true}, {all / 3, true}, {all * 2 / 3, false}, {all * 3 / 4, false}}
	}
	var out []seam
	for k := 1 + begin%step; k <= all; k += step {
		out = append(out, seam{k, false}, seam{k, true})
	}
	return out
}

// tellAtCommit plays one story on PostgreSQL, struck at commit k. The ending's calls are the commits seen.
func tellAtCommit(t *testing.T, path, name string, k int, after bool, strike func(*fragile)) ending {
	t.Helper()
	script := story(t, name)
	h, at := behindWire(t, path, clockOf(t, name), voices(script)...)
	at.arm(k, after, func() { h.struckAt(fmt.Sprint("commit ", k), strike) })
	e := h.tells(t, script)
	e.calls, _ = at.count()
	return e
}

// behindWire starts the program on PostgreSQL and Redis, with a wire before PostgreSQL; commands of the operator do not go through it.
func behindWire(t *testing.T, path string, moved *ownClock, voices ...string) (*fragile, *commits) {
	t.Helper()
	direct := postgres(t)
	at, through := newCommits(t, direct)
	b := backends()[2]
	b.moved = moved
	b.database = func(*testing.T) string { return through }
	h := &fragile{process: newProcess(t, path, b, voices...)}
	h.watchesRetries(t, direct)
	h.served = slices.Clone(h.env)
	h.env[slices.Index(h.env, "SIAGA_DATABASE_URL="+through)] = "SIAGA_DATABASE_URL=" + direct
	return h, at
}

// watchesRetries makes what is to be tried again later count as work that is left.
func (h *fragile) watchesRetries(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	h.left = func(ctx context.Context) (n int, err error) {
		return n, db.QueryRowContext(ctx, "SELECT COUNT(*) FROM jobs WHERE state = 0 AND retried = 1 AND kind IN ('say', 'card', 'edit', 'wipe', 'empty')").Scan(&n)
	}
}

// arm begins to count.
func (c *commits) arm(k int, after bool, strike func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen, c.k, c.after, c.strike = 0, k, after, strike
}

// struckAt notes that the story was disturbed, and does it.
func (h *fragile) struckAt(what string, strike func(*fragile)) {
	h.mu.Lock()
	h.down, h.killed = true, what
	h.mu.Unlock()
	strike(h)
	h.mu.Lock()
	h.down = false
	h.mu.Unlock()
}

// TestSlowPostgreSQL lets every answer of PostgreSQL take 10 to 40 milliseconds, with SIAGA_CHAOS 50 to 200: the story has the same words,
// everything once.
func TestSlowPostgreSQL(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes minutes; left out with -short")
	}
	need(t, "SIAGA_TEST_POSTGRES")
	raw, err := os.ReadFile(filepath.Join("testdata", "report_accepted.txt"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := flowtest.Parse("report_accepted", string(raw))
	if err != nil {
		t.Fatal(err)
	}
	h, at := behindWire(t, program(t), nil)
	least := 10 * time.Millisecond
	if os.Getenv("SIAGA_CHAOS") != "" {
		least *= 5
	}
	at.slow(func() time.Duration { return least + rand.N(3*least) })
	began := time.Now()
	phones := newPhones(h.emu, h)
	got, err := phones.Play(t.Context(), script)
	at.slow(nil)
	if err != nil {
		t.Fatalf("%v\n%s\nlog:\n%s", err, got, h.serve.err)
	}
	t.Logf("the story took %v", time.Since(began).Round(time.Second))
	if want, got := blank(string(raw)), blank(got); want != got {
		t.Errorf("something else is said\n%s", flowtest.Diff(want, got))
	}
}
