package store

import (
	"context"
	"encoding/json"
	"fmt"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
)

// Pin gives the PIN of a seat; ErrNotFound when none was ever asked for.
func (t *tx) Pin(_ context.Context, seat casework.SeatID) (engine.Pin, error) {
	return t.pin("seat = $1", seat)
}

// PinReset gives the PIN about which coordinators were asked under this id; ErrNotFound when nobody waits for an answer.
func (t *tx) PinReset(_ context.Context, id string) (engine.Pin, error) {
	return t.pin("reset_id = $1 AND reset_id <> ''", id)
}

func (t *tx) pin(where string, arg any) (engine.Pin, error) {
	var p engine.Pin
	var seat string
	var rev int64
	var sealed []byte
	if err := t.row("SELECT seat, rev, body FROM seat_pins WHERE "+where, arg).Scan(&seat, &rev, &sealed); err != nil {
		return p, fmt.Errorf("find the PIN of a seat: %w", notFound(err))
	}
	raw, err := t.db.keys.Open(placeAt("seat_pins", seat, "body", rev), sealed)
	if err != nil {
		return p, fmt.Errorf("open the PIN of a seat: %w", err)
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return p, fmt.Errorf("read the PIN of a seat: %w", err)
	}
	p.Seat, p.Rev = casework.SeatID(seat), rev
	return p, nil
}

// SavePin writes it over the revision it was read at, 0 for a new one; ErrConflict when somebody was first.
func (t *tx) SavePin(_ context.Context, p engine.Pin) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write the PIN of a seat: %w", err)
	}
	body, err := t.db.keys.Seal(placeAt("seat_pins", string(p.Seat), "body", p.Rev+1), raw)
	if err != nil {
		return fmt.Errorf("seal the PIN of a seat: %w", err)
	}
	query := "INSERT INTO seat_pins (seat, rev, reset_id, body) VALUES ($1, $2, $3, $4) ON CONFLICT (seat) DO NOTHING"
	args := []any{p.Seat, p.Rev + 1, p.Reset, body}
	if p.Rev > 0 {
		query, args = "UPDATE seat_pins SET rev = $2, reset_id = $3, body = $4 WHERE seat = $1 AND rev = $5", append(args, p.Rev)
	}
	if err := t.one(engine.ErrConflict, query, args...); err != nil {
		return fmt.Errorf("save the PIN of a seat: %w", err)
	}
	return nil
}

// PinRequired tells whether the seats of a task force open content with a PIN only.
func (t *tx) PinRequired(_ context.Context, tf region.Code) (bool, error) {
	var n int
	if err := t.row("SELECT COUNT(*) FROM pin_forces WHERE task_force = $1", tf).Scan(&n); err != nil {
		return false, fmt.Errorf("ask whether %s requires PINs: %w", tf, err)
	}
	return n > 0, nil
}

// RequirePin makes it so, or not.
func (t *tx) RequirePin(_ context.Context, tf region.Code, on bool) error {
	query := "DELETE FROM pin_forces WHERE task_force = $1"
	if on {
		query = "INSERT INTO pin_forces (task_force) VALUES ($1) ON CONFLICT (task_force) DO NOTHING"
	}
	if err := t.exec(query, tf); err != nil {
		return fmt.Errorf("require PINs of %s: %w", tf, err)
	}
	return nil
}
