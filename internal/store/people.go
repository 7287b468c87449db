package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/taskforce"
)

// SaveInvite stores a one-time invitation to a seat by the hash of its token.
func (t *tx) SaveInvite(_ context.Context, i engine.Invite) error {
	officer, err := sealValue(t.db.keys, place("invites", i.Hash, "officer"), i.Officer)
	if err != nil {
		return err
	}
	err = t.exec("INSERT INTO invites (hash, seat, officer, inviter, confirmed, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
		i.Hash, i.Seat, officer, i.Inviter, bit(i.Confirmed), millis(i.Expires))
	if err != nil {
		return fmt.Errorf("save an invitation: %w", err)
	}
	return nil
}

// UseInvite consumes it; ErrNotFound when unknown, used or expired.
func (t *tx) UseInvite(_ context.Context, hash string, at time.Time) (engine.Invite, error) {
	i := engine.Invite{Hash: hash}
	var sealed []byte
	var confirmed, expires int64
	err := t.row("DELETE FROM invites WHERE hash = $1 AND expires_at > $2 RETURNING seat, officer, inviter, confirmed, expires_at",
		hash, millis(at)).Scan(&i.Seat, &sealed, &i.Inviter, &confirmed, &expires)
	if err != nil {
		return engine.Invite{}, fmt.Errorf("use an invitation: %w", notFound(err))
	}
	i.Confirmed, i.Expires = confirmed != 0, moment(expires)
	return i, openValue(t.db.keys, place("invites", hash, "officer"), sealed, &i.Officer)
}

// Link puts a person on a seat. Who sat on the seat before loses it, and the person leaves the seat held before: nobody sits on two.
func (t *tx) Link(_ context.Context, seat casework.SeatID, p engine.Person, o taskforce.Officer) error {
	if err := t.link(seat, p, o); err != nil {
		return fmt.Errorf("link an officer to seat %s: %w", seat, err)
	}
	return nil
}

// SaveJoin inserts or replaces somebody who waits to be confirmed; a person waits for one seat only.
func (t *tx) SaveJoin(_ context.Context, j engine.Join) error {
	officer, err := sealValue(t.db.keys, place("joins", j.ID, "officer"), j.Officer)
	if err != nil {
		return err
	}
	if err := t.exec("DELETE FROM joins WHERE person = $1 AND state = $2 AND id <> $3", j.Person, engine.JoinWaits, j.ID); err != nil {
		return fmt.Errorf("drop an earlier wish for a seat: %w", err)
	}
	err = t.exec(`INSERT INTO joins (id, person, seat, inviter, officer, state, at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state`,
		j.ID, j.Person, j.Seat, j.Inviter, officer, j.State, millis(j.At), millis(j.Expires))
	if err != nil {
		return fmt.Errorf("save who waits for a seat: %w", err)
	}
	return nil
}

// Join finds it, also when it was judged already; ErrNotFound when unknown or expired.
func (t *tx) Join(_ context.Context, id string, at time.Time) (engine.Join, error) {
	found, err := t.joins("WHERE id = $1 AND expires_at > $2", id, millis(at))
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return engine.Join{}, fmt.Errorf("find who waits for a seat: %w", err)
	}
	return found[0], nil
}

// Joins lists who waits for a seat (for any when empty), the first first.
func (t *tx) Joins(_ context.Context, seat casework.SeatID, at time.Time) ([]engine.Join, error) {
	found, err := t.joins("WHERE state = $1 AND expires_at > $2 AND ($3 = '' OR seat = $3) ORDER BY at, id", engine.JoinWaits, millis(at), seat)
	if err != nil {
		return nil, fmt.Errorf("list who waits for a seat: %w", err)
	}
	return found, nil
}

func (t *tx) joins(where string, args ...any) ([]engine.Join, error) {
	var out []engine.Join
	err := t.each(func(scan func(...any) error) error {
		var j engine.Join
		var sealed []byte
		var at, expires int64
		if err := scan(&j.ID, &j.Person, &j.Seat, &j.Inviter, &sealed, &j.State, &at, &expires); err != nil {
			return err
		}
		j.At, j.Expires = moment(at), moment(expires)
		out = append(out, j)
		return openValue(t.db.keys, place("joins", j.ID, "officer"), sealed, &out[len(out)-1].Officer)
	}, "SELECT id, person, seat, inviter, officer, state, at, expires_at FROM joins "+where, args...)
	return out, err
}

// SaveNote keeps what a seat's officer leaves for the next one.
func (t *tx) SaveNote(_ context.Context, seat casework.SeatID, n engine.Note, at time.Time) error {
	body, err := sealValue(t.db.keys, place("seat_notes", string(seat), "body"), n)
	if err == nil {
		err = t.exec("INSERT INTO seat_notes (seat, body, at) VALUES ($1, $2, $3) ON CONFLICT (seat) DO UPDATE SET body = excluded.body, at = excluded.at",
			seat, body, millis(at))
	}
	if err != nil {
		return fmt.Errorf("save a note for a successor: %w", err)
	}
	return nil
}

// Note gives it; ErrNotFound when there is none.
func (t *tx) Note(_ context.Context, seat casework.SeatID) (engine.Note, error) {
	var n engine.Note
	var body []byte
	if err := t.row("SELECT body FROM seat_notes WHERE seat = $1", seat).Scan(&body); err != nil {
		return n, fmt.Errorf("find a note for a successor: %w", notFound(err))
	}
	return n, openValue(t.db.keys, place("seat_notes", string(seat), "body"), body, &n)
}

// DropNote forgets it.
func (t *tx) DropNote(_ context.Context, seat casework.SeatID) error {
	if err := t.exec("DELETE FROM seat_notes WHERE seat = $1", seat); err != nil {
		return fmt.Errorf("drop a note for a successor: %w", err)
	}
	return nil
}
