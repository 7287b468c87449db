package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

func TestCommitDespiteACancelledContext(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		stopping, cancel := context.WithCancel(ctx)
		must(t, h.db.System(stopping, func(tx engine.Tx) error {
			cancel()
			return tx.SaveDraft(stopping, "p", []byte("x"), 1, start.Add(time.Hour))
		}))
		h.system(func(tx engine.Tx) error {
			_, _, err := tx.Draft(ctx, "p")
			return err
		})
		if err := h.db.System(stopping, func(engine.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Fatalf("begun after the end: got %v, want Canceled", err)
		}
	})
}

func TestPanicGivesTheWriterBack(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = h.db.System(ctx, func(tx engine.Tx) error {
				must(t, tx.SaveDraft(ctx, "p", []byte("x"), 1, start))
				panic("fault")
			})
		}()
		h.system(func(tx engine.Tx) error {
			if _, _, err := tx.Draft(ctx, "p"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("got %v, want ErrNotFound", err)
			}
			return nil
		})
	})
}

// TestManyProcessesWrite has writers with pools of their own, which wait for each other in the database and not in this process.
func TestManyProcessesWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		for w := range 4 {
			db := h.open()
			wg.Go(func() {
				for i := range 20 {
					p := engine.Person(fmt.Sprint(w, "/", i))
					err := db.System(ctx, func(tx engine.Tx) error {
						_, _, err := tx.Guess(ctx, p, start)
						return errors.Join(err, tx.SaveDraft(ctx, p, []byte("x"), 1, start.Add(time.Hour)))
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "drafts", stats.Drafts, 80)
	})
}

// TestDeadlockIsTriedAgain makes two transactions wait for each other; SQLite, with its one writer, knows no such thing.
func TestDeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	block := func(tx engine.Tx, p engine.Person) error {
		return tx.SaveChat(ctx, engine.ChatRow{Person: p, Address: private.NewText("tg:1"), Blocked: true})
	}
	h.system(func(tx engine.Tx) error { return errors.Join(block(tx, "a"), block(tx, "b")) })
	var both sync.WaitGroup // passed when each holds its first row
	both.Add(2)
	var mu sync.Mutex
	tries := 0
	run := func(first, second engine.Person) error {
		var once sync.Once
		return h.db.System(ctx, func(tx engine.Tx) error {
			mu.Lock()
			tries++
			mu.Unlock()
			if err := block(tx, first); err != nil {
				return err
			}
			once.Do(both.Done)
			both.Wait()
			return block(tx, second)
		})
	}
	var wg sync.WaitGroup
	for _, pair := range [][2]engine.Person{{"a", "b"}, {"b", "a"}} {
		wg.Go(func() {
			if err := run(pair[0], pair[1]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if tries < 3 {
		t.Fatalf("got %d tries, want one more than two", tries)
	}
}
