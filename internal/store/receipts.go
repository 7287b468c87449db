package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// guessTime is how long a failed try of a receipt counts.
const guessTime = time.Hour

// SaveReceipt lets the receipt with this lookup open the person's conversation.
func (t *tx) SaveReceipt(_ context.Context, r engine.ReceiptRow) error {
	hash, err := t.db.keys.Seal(place("receipts", r.Lookup, "hash"), []byte(r.Hash))
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO receipts (lookup, hash, person, at, fresh) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (lookup) DO UPDATE SET hash = excluded.hash, person = excluded.person, fresh = excluded.fresh`,
		r.Lookup, hash, r.Person, millis(t.now), bit(r.Fresh))
	if err != nil {
		return fmt.Errorf("save a receipt: %w", err)
	}
	return nil
}

// Receipt finds a receipt by its lookup; ErrNotFound.
func (t *tx) Receipt(_ context.Context, lookup string) (engine.ReceiptRow, error) {
	return t.receipt("SELECT lookup, hash, person, fresh FROM receipts WHERE lookup = $1", lookup)
}

// FreshReceipt gives the oldest receipt that has no proof yet; ErrNotFound when all have one.
func (t *tx) FreshReceipt(context.Context) (engine.ReceiptRow, error) {
	return t.receipt("SELECT lookup, hash, person, fresh FROM receipts WHERE fresh = 1 ORDER BY at LIMIT 1")
}

func (t *tx) receipt(query string, args ...any) (engine.ReceiptRow, error) {
	var r engine.ReceiptRow
	var hash []byte
	var fresh int
	if err := t.row(query, args...).Scan(&r.Lookup, &hash, &r.Person, &fresh); err != nil {
		return engine.ReceiptRow{}, fmt.Errorf("read a receipt: %w", notFound(err))
	}
	plain, err := t.db.keys.Open(place("receipts", r.Lookup, "hash"), hash)
	if err != nil {
		return engine.ReceiptRow{}, fmt.Errorf("open a receipt: %w", err)
	}
	r.Hash, r.Fresh = string(plain), fresh != 0
	return r, nil
}

// SettleReceipt puts lookup and hash of r in the place of what a fresh receipt had. One settled meanwhile is no error.
func (t *tx) SettleReceipt(_ context.Context, fresh string, r engine.ReceiptRow) error {
	hash, err := t.db.keys.Seal(place("receipts", r.Lookup, "hash"), []byte(r.Hash))
	if err != nil {
		return err
	}
	if err := t.exec("UPDATE receipts SET lookup = $1, hash = $2, fresh = 0 WHERE lookup = $3 AND fresh = 1", r.Lookup, hash, fresh); err != nil {
		return fmt.Errorf("settle a receipt: %w", err)
	}
	return nil
}

// Guess counts a failed try of a person, and gives the tries of the person and of all within the hour before at.
func (t *tx) Guess(ctx context.Context, p engine.Person, at time.Time) (own, all int, err error) {
	if err := t.exec("INSERT INTO guesses (person, at) VALUES ($1, $2)", p, millis(at)); err != nil {
		return 0, 0, fmt.Errorf("count a guess: %w", err)
	}
	return t.Guesses(ctx, p, at)
}

// Guesses gives both counts without adding.
func (t *tx) Guesses(_ context.Context, p engine.Person, at time.Time) (own, all int, err error) {
	err = t.row("SELECT COALESCE(SUM(CASE WHEN person = $1 THEN 1 ELSE 0 END), 0), COUNT(*) FROM guesses WHERE at > $2",
		p, millis(at.Add(-guessTime))).Scan(&own, &all)
	if err != nil {
		return 0, 0, fmt.Errorf("count guesses: %w", err)
	}
	return own, all, nil
}
