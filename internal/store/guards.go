package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
)

// caseRead is the action of an audit line for each opening of a case's content. The index audit_reads names it too.
const caseRead = "case.read"

// Guard gives what stands between a seat and content, and how often it opened content since a time. Whoever asks for the same seat
// meanwhile waits until this transaction ends, so that openings at the same moment count each other. Lines of a time to come count
// too: a clock that is put back forgets nothing.
func (t *tx) Guard(_ context.Context, seat casework.SeatID, since time.Time) (engine.Guard, error) {
	g := engine.Guard{Seat: seat}
	var at, counted int64
	err := t.row(`INSERT INTO seat_guards (seat) VALUES ($1) ON CONFLICT (seat) DO UPDATE SET seat = excluded.seat
		RETURNING freeze_id, frozen_at, counted`, seat).Scan(&g.Freeze, &at, &counted)
	if err != nil {
		return g, fmt.Errorf("ask whether seat %s is frozen: %w", seat, err)
	}
	err = t.row("SELECT COUNT(*) FROM audit WHERE action = 'case.read' AND actor = $1 AND at > $2 AND seq > $3", seat, millis(since), counted).Scan(&g.Reads)
	if err != nil {
		return g, fmt.Errorf("count what seat %s opened: %w", seat, err)
	}
	for _, e := range t.audit {
		if e.Action == caseRead && e.Actor == string(seat) {
			g.Reads++
		}
	}
	g.FrozenAt = moment(at)
	return g, nil
}

// Frozen gives the guard whose freeze has this id; ErrNotFound when it holds no more.
func (t *tx) Frozen(_ context.Context, id string) (engine.Guard, error) {
	g := engine.Guard{Freeze: id}
	var at int64
	if err := t.row("SELECT seat, frozen_at FROM seat_guards WHERE freeze_id = $1 AND freeze_id <> ''", id).Scan(&g.Seat, &at); err != nil {
		return g, fmt.Errorf("find a freeze: %w", notFound(err))
	}
	g.FrozenAt = moment(at)
	return g, nil
}

// FreezeSeat closes content to a seat.
func (t *tx) FreezeSeat(_ context.Context, seat casework.SeatID, id string, at time.Time) error {
	err := t.exec(`INSERT INTO seat_guards (seat, freeze_id, frozen_at) VALUES ($1, $2, $3)
		ON CONFLICT (seat) DO UPDATE SET freeze_id = excluded.freeze_id, frozen_at = excluded.frozen_at`, seat, id, millis(at))
	if err != nil {
		return fmt.Errorf("freeze seat %s: %w", seat, err)
	}
	return nil
}

// ThawSeat opens it again; what was opened before counts no more. ErrNotFound when the freeze of this id holds no more.
func (t *tx) ThawSeat(_ context.Context, seat casework.SeatID, id string) error {
	err := t.one(engine.ErrNotFound, `UPDATE seat_guards SET freeze_id = '', frozen_at = 0, counted = (SELECT n FROM counters WHERE name = 'audit')
		WHERE seat = $1 AND freeze_id = $2 AND freeze_id <> ''`, seat, id)
	if err != nil {
		return fmt.Errorf("thaw seat %s: %w", seat, err)
	}
	return nil
}
