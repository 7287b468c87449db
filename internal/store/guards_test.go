package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
)

const reader = casework.SeatID("53.02/duty/1")

// guard reads how a seat stands at the house's clock.
func (h *house) guard() (g engine.Guard) {
	h.t.Helper()
	h.system(func(tx engine.Tx) (err error) {
		g, err = tx.Guard(ctx, reader, h.now().Add(-time.Hour))
		return err
	})
	return g
}

func (h *house) reads(seat casework.SeatID, action string) {
	h.t.Helper()
	h.system(func(tx engine.Tx) error {
		return tx.Audit(ctx, engine.Entry{At: h.now(), Actor: string(seat), Action: action, Target: "c1"})
	})
}

// TestReadingsOfAnHour counts the openings of one seat within the hour, whatever was done with the clock meanwhile.
func TestReadingsOfAnHour(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.reads(reader, "case.read")
		h.reads(reader, "case.note")          // is no opening
		h.reads("53.02/duty/2", "case.read")  // is another seat's
		h.reads("53.02/duty/10", "case.read") // begins alike
		equal(t, "after one", h.guard().Reads, 1)
		h.wait(59 * time.Minute)
		h.reads(reader, "case.read")
		equal(t, "within the hour", h.guard().Reads, 2)
		h.wait(2 * time.Minute)
		equal(t, "the first is older than an hour", h.guard().Reads, 1)
		h.wait(-30 * 24 * time.Hour)
		equal(t, "the clock is put back by a month", h.guard().Reads, 2)
		h.system(func(tx engine.Tx) error {
			if err := tx.Audit(ctx, engine.Entry{At: h.now(), Actor: string(reader), Action: "case.read", Target: "c1"}); err != nil {
				return err
			}
			g, err := tx.Guard(ctx, reader, h.now().Add(-time.Hour))
			equal(t, "what this transaction opened", g.Reads, 3)
			return err
		})
	})
}

// TestFreezeAndThaw keeps a freeze over a restart, ends it by its own name only, and then counts from the beginning.
func TestFreezeAndThaw(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.reads(reader, "case.read")
		h.system(func(tx engine.Tx) error { return tx.FreezeSeat(ctx, reader, "one", h.now()) })
		h.db = h.open() // as after a restart
		g := h.guard()
		equal(t, "freeze", g.Freeze, "one")
		equal(t, "since", g.FrozenAt, start)
		for seat, id := range map[casework.SeatID]string{reader: "two", "53.02/duty/2": "one", "x": ""} {
			err := h.db.System(ctx, func(tx engine.Tx) error { return tx.ThawSeat(ctx, seat, id) })
			if !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("thaw %s by %q: got %v, want ErrNotFound", seat, id, err)
			}
		}
		h.system(func(tx engine.Tx) error {
			found, err := tx.Frozen(ctx, "one")
			equal(t, "found by its name", found.Seat, reader)
			if _, err := tx.Frozen(ctx, ""); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("no name: got %v, want ErrNotFound", err)
			}
			return err
		})
		h.system(func(tx engine.Tx) error { return tx.ThawSeat(ctx, reader, "one") })
		equal(t, "after the thaw", h.guard(), engine.Guard{Seat: reader})
		h.reads(reader, "case.read")
		equal(t, "counts anew", h.guard().Reads, 1)
	})
}

// TestOpeningsAtOnceCountEachOther lets many transactions of one seat ask at the same moment: no more than the limit are let through.
func TestOpeningsAtOnceCountEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		const limit, tries = 3, 16
		second := h.open() // another process
		var wg sync.WaitGroup
		var mu sync.Mutex
		opened := 0
		for i := range tries {
			db := h.db
			if i%2 == 1 {
				db = second
			}
			wg.Go(func() {
				let := false
				err := db.System(ctx, func(tx engine.Tx) error {
					g, err := tx.Guard(ctx, reader, h.now().Add(-time.Hour))
					if let = err == nil && g.Reads < limit; !let {
						return err
					}
					return tx.Audit(ctx, engine.Entry{At: h.now(), Actor: string(reader), Action: "case.read", Target: fmt.Sprint("c", i)})
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				if let {
					opened++
				}
			})
		}
		wg.Wait()
		equal(t, "opened", opened, limit)
		equal(t, "in the audit", h.guard().Reads, limit)
	})
}
