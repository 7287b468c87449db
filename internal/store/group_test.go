package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
)

// many runs n transactions that all wait for each other's commit, on SQLite: the first holds the writer until the others queue.
func many(t *testing.T, h *house, n int, do func(i int, tx engine.Tx) error) []error {
	t.Helper()
	held, queued := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	errs := make([]error, n)
	all.Go(func() {
		must(t, h.db.System(ctx, func(engine.Tx) error {
			close(held)
			<-queued
			return nil
		}))
	})
	<-held
	for i := range n {
		all.Go(func() { errs[i] = h.db.System(ctx, func(tx engine.Tx) error { return do(i, tx) }) })
	}
	time.AfterFunc(100*time.Millisecond, func() { close(queued) }) // those who come later come alone, which is no failure
	all.Wait()
	return errs
}

// TestOneFailsAmongManyThatShareACommit has every third transaction fail after it wrote: its neighbours are committed, nothing of it is.
func TestOneFailsAmongManyThatShareACommit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		wrong := errors.New("wrong")
		errs := many(t, h, 30, func(i int, tx engine.Tx) error {
			must(t, tx.SaveDraft(ctx, engine.Person(fmt.Sprint("p", i)), []byte("x"), 1, start.Add(time.Hour)))
			must(t, tx.Audit(ctx, engine.Entry{Actor: "a", Action: "act", Target: fmt.Sprint(i)}))
			if i%3 == 0 {
				return wrong
			}
			return nil
		})
		for i, err := range errs {
			if errors.Is(err, wrong) != (i%3 == 0) {
				t.Errorf("transaction %d: got %v", i, err)
			}
			h.system(func(tx engine.Tx) error {
				_, _, err := tx.Draft(ctx, engine.Person(fmt.Sprint("p", i)))
				if errors.Is(err, engine.ErrNotFound) != (i%3 == 0) {
					t.Errorf("draft %d: got %v", i, err)
				}
				return nil
			})
		}
		entries, err := h.db.AuditEntries(ctx, 0, 100)
		must(t, err)
		equal(t, "audit entries", len(entries), 20)
		for _, e := range entries {
			if !e.Intact {
				t.Errorf("entry %d of the audit is broken", e.Seq)
			}
		}
	})
}

// TestPanicAmongManyThatShareACommit panics where it was called, and nowhere else.
func TestPanicAmongManyThatShareACommit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		panicked := func() (p any) {
			defer func() { p = recover() }()
			return h.db.System(ctx, func(engine.Tx) error { panic("here") })
		}
		equal(t, "panic", panicked(), any("here"))
		h.system(func(tx engine.Tx) error { return nil })
	})
}

// TestWhoLeftIsNotWrittenFor gives a context that has ended.
func TestWhoLeftIsNotWrittenFor(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		err := h.db.System(gone, func(engine.Tx) error {
			t.Error("it ran")
			return nil
		})
		if err == nil {
			t.Error("got no error")
		}
	})
}

// TestLastTurnGivesTheLaneBack in its own commit, and a failed one does not.
func TestLastTurnGivesTheLaneBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		lane := h.claim()
		lane.Ends = true
		if err := h.db.Turn(ctx, lane, func(engine.Tx) error { return errors.New("wrong") }); err == nil {
			t.Fatal("got no error")
		}
		h.nothing() // it is held still
		h.put("2", "tg:1", "b")
		must(t, h.db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, lane.Updates[0].Seq) }))
		equal(t, "next", bodies(h.claim()), "b")
		if err := h.db.Turn(ctx, lane, func(engine.Tx) error { return nil }); !errors.Is(err, engine.ErrLaneLost) {
			t.Errorf("a turn after the end: got %v, want ErrLaneLost", err)
		}
	})
}

// TestFreshReceiptIsFoundAndSettled by its fast lookup first, and then only by the slow one.
func TestFreshReceiptIsFoundAndSettled(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			if _, err := tx.FreshReceipt(ctx); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("before: got %v", err)
			}
			return tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: "fast", Hash: "digits", Fresh: true, Person: "p"})
		})
		h.system(func(tx engine.Tx) error {
			want := engine.ReceiptRow{Lookup: "fast", Hash: "digits", Fresh: true, Person: "p"}
			r, err := tx.Receipt(ctx, "fast")
			must(t, err)
			equal(t, "by lookup", r, want)
			r, err = tx.FreshReceipt(ctx)
			must(t, err)
			equal(t, "the oldest", r, want)
			return tx.SettleReceipt(ctx, "fast", engine.ReceiptRow{Lookup: "slow", Hash: "proof"})
		})
		h.system(func(tx engine.Tx) error {
			r, err := tx.Receipt(ctx, "slow")
			must(t, err)
			equal(t, "settled", r, engine.ReceiptRow{Lookup: "slow", Hash: "proof", Person: "p"})
			if _, err := tx.Receipt(ctx, "fast"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("the fast lookup still finds it: %v", err)
			}
			return tx.SettleReceipt(ctx, "fast", engine.ReceiptRow{Lookup: "slow", Hash: "other"}) // somebody else was first
		})
	})
}

// TestJobEndsInTheCommitOfItsDeed, and stays when somebody else has it meanwhile.
func TestJobEndsInTheCommitOfItsDeed(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			return tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "p", Body: []byte("a")}, engine.Job{Kind: "ring", Person: "q", RunAt: start.Add(48 * time.Hour)})
		})
		jobs, err := h.db.ClaimJobs(ctx, "one", time.Minute, 8)
		must(t, err)
		equal(t, "jobs", len(jobs), 1)
		h.wait(2 * time.Minute)
		again, err := h.db.ClaimJobs(ctx, "two", time.Minute, 8)
		must(t, err)
		equal(t, "jobs of another", len(again), 1)
		h.system(func(tx engine.Tx) error { return tx.FinishJob(ctx, jobs[0]) }) // too late: it is not ours any more
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "waiting jobs", stats.Jobs, 2)
		h.system(func(tx engine.Tx) error { return tx.FinishJob(ctx, again[0]) })
		stats, err = h.db.Stats(ctx)
		must(t, err)
		equal(t, "waiting jobs", stats.Jobs, 1)
	})
}
