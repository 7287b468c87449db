package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"siaga/internal/engine"
)

// TestPins keeps the PIN of a seat sealed, lets nobody write over what was changed meanwhile, and finds it by the question to coordinators.
func TestPins(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		pin := func() (p engine.Pin, err error) {
			err = h.db.System(ctx, func(tx engine.Tx) (err error) { p, err = tx.Pin(ctx, reader); return err })
			return p, err
		}
		save := func(p engine.Pin) error {
			return h.db.System(ctx, func(tx engine.Tx) error { return tx.SavePin(ctx, p) })
		}
		if _, err := pin(); !errors.Is(err, engine.ErrNotFound) {
			t.Fatalf("before any: %v", err)
		}
		must(t, save(engine.Pin{Seat: reader, Person: "someone", Proof: "proof-in-clear", Reset: "ask", Misses: 3, Wait: start.Add(time.Minute)}))
		p, err := pin()
		must(t, err)
		equal(t, "read back", p, engine.Pin{Seat: reader, Rev: 1, Person: "someone", Proof: "proof-in-clear", Reset: "ask", Misses: 3, Wait: start.Add(time.Minute)})
		for _, stale := range []int64{0, 7} {
			p.Rev = stale
			if err := save(p); !errors.Is(err, engine.ErrConflict) {
				t.Errorf("written over revision %d: %v", stale, err)
			}
		}
		h.system(func(tx engine.Tx) error {
			found, err := tx.PinReset(ctx, "ask")
			equal(t, "found by the question", found.Seat, reader)
			if _, err := tx.PinReset(ctx, ""); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("no question: %v", err)
			}
			return err
		})
		rows := 0
		must(t, h.db.Dump(ctx, func(table string, row []byte) {
			if table == "seat_pins" {
				rows++
			}
			if bytes.Contains(row, []byte("proof-in-clear")) {
				t.Error("the proof stands in clear in the database")
			}
		}))
		equal(t, "rows looked at", rows, 1)
	})
}

// TestPinsRequired keeps which task forces require a PIN.
func TestPinsRequired(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for _, on := range []bool{false, true, true, false, false} {
			h.system(func(tx engine.Tx) error { return tx.RequirePin(ctx, "53.02", on) })
			h.system(func(tx engine.Tx) error {
				own, err := tx.PinRequired(ctx, "53.02")
				equal(t, "required", own, on)
				must(t, err)
				other, err := tx.PinRequired(ctx, "53")
				equal(t, "of another", other, false)
				return err
			})
		}
	})
}
