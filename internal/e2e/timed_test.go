package e2e_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"siaga/internal/emulator"
)

// timedStories need a moved clock, or send much at once: drills, check-ins, wishes about the own data, evidence of every kind. They are
// killed on a house in a process of its own whose clock the story moves, at calls and at commits, on both kinds of databases.
var timedStories = []string{"drill", "checkin_trusted", "checkin_called", "checkin_force", "evidence_of_all_kinds", "data_seen_and_corrected", "data_clock_runs_out", "data_deleted_by_two"}

// clockOf gives the clock of a story: its own, or nil for the system's.
func clockOf(t *testing.T, name string) *ownClock {
	t.Helper()
	if !slices.Contains(timedStories, name) {
		return nil
	}
	return newOwnClock(t)
}

// everyCommit is which commits are struck in the whole form: there are three times as many as calls.
const everyCommit = 7

// way is one way to strike a house in the middle of a story.
type way struct {
	name string
	tell func(t *testing.T, path, story string, k int, after bool) ending
	slot chan struct{}
	pg   bool
}

func ways() []way {
	many, few := make(chan struct{}, 4), make(chan struct{}, atOncePostgres)
	out := []way{
		{"sqlite_calls", tellTimed(0), many, false},
		{"sqlite_commits", tellAtCommitOnSQLite, many, false},
		{"postgres_calls", tellTimed(2), few, true},
	}
	for kind, strike := range strikes {
		out = append(out, way{"postgres_commits_" + kind, func(t *testing.T, path, story string, k int, after bool) ending {
			return tellAtCommit(t, path, story, k, after, strike)
		}, few, true})
	}
	return out
}

// TestTimedStoriesKilled kills a house at its k-th call to Telegram and its k-th commit, before and after it, in stories over hours and
// days. The end is that of the undisturbed story. SIAGA_CHAOS=1 does so at every call and every seventh commit of all of them, SIAGA_CHAOS=NAME
// at all of one, with SIAGA_CHAOS_STEP=N at every N-th; else each way strikes one story at a few places, another story each.
func TestTimedStoriesKilled(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts many programs; left out with -short")
	}
	path, only := program(t), os.Getenv("SIAGA_CHAOS")
	var all sync.WaitGroup
	for i, w := range ways() {
		stories := timedStories
		switch only {
		case "":
			stories = timedStories[i : i+1]
		case "1":
		default:
			if !slices.Contains(timedStories, only) {
				continue
			}
			stories = []string{only}
		}
		for n, name := range stories {
			all.Go(func() {
				t.Run(w.name+"/"+name, func(t *testing.T) {
					if w.pg {
						need(t, "SIAGA_TEST_POSTGRES")
					}
					w.strikes(t, path, name, n)
				})
			})
		}
	}
	all.Wait()
}

// strikes tells a story undisturbed and then struck at its seams.
func (w way) strikes(t *testing.T, path, name string, begin int) {
	t.Helper()
	w.slot <- struct{}{}
	whole := w.tell(t, path, name, 0, false)
	<-w.slot
	if whole.calls < 10 {
		t.Fatalf("%s has only %d seams", name, whole.calls)
	}
	step := 0
	switch only := os.Getenv("SIAGA_CHAOS"); {
	case only == "":
	case only == "1" && strings.Contains(w.name, "commits"):
		step = everyCommit
	default:
		step = 1
	}
	if n, err := strconv.Atoi(os.Getenv("SIAGA_CHAOS_STEP")); err == nil && n > 0 && step > 0 {
		step = n
	}
	var all sync.WaitGroup
	places := seams(whole.calls, step, begin)
	if step == 0 {
		places = places[1:3]
	}
	for _, s := range places {
		all.Go(func() {
			w.slot <- struct{}{}
			defer func() { <-w.slot }()
			t.Run(fmt.Sprintf("%d-%v", s.k, s.after), func(t *testing.T) { whole.equals(t, w.tell(t, path, name, s.k, s.after)) })
		})
	}
	all.Wait()
	t.Logf("%d seams", whole.calls)
}

// tellTimed plays a story on a moved clock, killed at call k, on one of the back ends.
func tellTimed(n int) func(t *testing.T, path, name string, k int, after bool) ending {
	return func(t *testing.T, path, name string, k int, after bool) ending {
		t.Helper()
		b, script := backends()[n], story(t, name)
		b.moved = clockOf(t, name)
		h := &fragile{k: k, after: after}
		address := b.database(t)
		b.database = func(*testing.T) string { return address }
		h.process = newProcessBehind(t, path, b, h.front, voices(script)...)
		if b.redis != nil {
			h.watchesRetries(t, address)
		}
		return h.tells(t, script)
	}
}

// tellAtCommitOnSQLite plays a story on a house that ends itself with signal 9 at its k-th commit. The ending's calls are the commits seen.
func tellAtCommitOnSQLite(t *testing.T, path, name string, k int, after bool) ending {
	t.Helper()
	b, script := backends()[0], story(t, name)
	b.moved = clockOf(t, name)
	h := &fragile{}
	count, when := filepath.Join(t.TempDir(), "commits"), "before"
	if after {
		when = "after"
	}
	h.process = newProcess(t, path, b, voices(script)...)
	h.stop(t)
	h.served = append(slices.Clone(h.env), fmt.Sprintf("%s=%s %d %s", dieAt, count, k, when))
	h.fell, h.risen = h.wasStruck, h.isBack
	if err := h.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	e := h.tells(t, script)
	raw, err := os.ReadFile(count)
	if err != nil {
		t.Fatal(err)
	}
	e.calls = int(readCount(bytes.NewReader(raw)))
	return e
}

// wasStruck tells whether a program that ended did so at its commit.
func (h *fragile) wasStruck(c *child) bool {
	<-c.ended
	if !strings.Contains(c.err.String(), struckNote) {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down, h.killed = true, "a commit"
	return true
}

// isBack notes that it began anew.
func (h *fragile) isBack(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down, h.failed = false, err
}

// media tells the kind of a file that a message carries.
func media(m emulator.Message) string {
	if m.Media == nil {
		return ""
	}
	return " (" + m.Media.Kind + ")"
}
