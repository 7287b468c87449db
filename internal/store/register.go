package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// registerCache keeps the newest snapshot; the counter "register" in the database tells whether it still is the newest.
type registerCache struct {
	mu       sync.Mutex
	version  int64
	snapshot *taskforce.Register
}

func (c *registerCache) get(version int64) *taskforce.Register {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.version != version {
		return nil
	}
	return c.snapshot
}

func (c *registerCache) put(version int64, r *taskforce.Register) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.version, c.snapshot = version, r
}

// Register gives the newest snapshot. It may be shared; it is never changed.
func (t *tx) Register(_ context.Context) (*taskforce.Register, error) {
	r, err := t.snapshot()
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	return r, nil
}

func (t *tx) snapshot() (*taskforce.Register, error) {
	var version int64
	if err := t.row("SELECT n FROM counters WHERE name = 'register'").Scan(&version); err != nil {
		return nil, err
	}
	if r := t.db.register.get(version); r != nil && !t.dirty {
		return r, nil
	}
	r, err := t.loadRegister()
	if err == nil && !t.dirty && !t.tainted { // what is not committed yet is for this transaction only
		t.db.register.put(version, r)
	}
	return r, err
}

func (t *tx) loadRegister() (*taskforce.Register, error) {
	var forces []taskforce.TaskForce
	err := t.each(func(scan func(...any) error) error {
		var code string
		var body []byte
		if err := scan(&code, &body); err != nil {
			return err
		}
		var f taskforce.TaskForce
		err := openValue(t.db.keys, place("task_forces", code, "body"), body, &f)
		forces = append(forces, f)
		return err
	}, "SELECT code, body FROM task_forces ORDER BY code")
	if err != nil {
		return nil, err
	}
	seats, err := t.seats("ORDER BY id")
	if err != nil {
		return nil, err
	}
	rota, err := t.loadRota()
	if err != nil {
		return nil, err
	}
	return taskforce.Load(forces, seats).WithRota(rota), nil
}

// seats reads seats with their officers.
func (t *tx) seats(where string, args ...any) ([]taskforce.Seat, error) {
	var out []taskforce.Seat
	err := t.each(func(scan func(...any) error) error {
		var s taskforce.Seat
		var onDuty, reachable int64
		var officer sql.NullString
		var details []byte
		if err := scan(&s.ID, &s.TaskForce, &s.Role, &s.Title, &s.Field, &onDuty, &officer, &details, &reachable); err != nil {
			return err
		}
		s.OnDuty = onDuty != 0
		if officer.Valid {
			s.Officer = &taskforce.Officer{}
			if err := openValue(t.db.keys, place("seats", string(s.ID), "details"), details, s.Officer); err != nil {
				return err
			}
			s.Officer.ID, s.Officer.Reachable = officer.String, reachable != 0
		}
		out = append(out, s)
		return nil
	}, "SELECT id, task_force, role, title, field, on_duty, officer, details, reachable FROM seats "+where, args...)
	return out, err
}

func (t *tx) seat(where string, args ...any) (taskforce.Seat, error) {
	found, err := t.seats(where, args...)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return taskforce.Seat{}, fmt.Errorf("read a seat: %w", err)
	}
	return found[0], nil
}

// SeatOf gives the seat a person sits on; ErrNotFound for everybody else.
func (t *tx) SeatOf(_ context.Context, p engine.Person) (taskforce.Seat, error) {
	return t.seat("WHERE officer = $1", p)
}

// OfficerChat gives the person on a seat; ErrNotFound when it is empty.
func (t *tx) OfficerChat(_ context.Context, seat casework.SeatID) (engine.Person, error) {
	var p engine.Person
	if err := t.row("SELECT officer FROM seats WHERE id = $1 AND officer IS NOT NULL", seat).Scan(&p); err != nil {
		return "", fmt.Errorf("find the officer of seat %s: %w", seat, notFound(err))
	}
	return p, nil
}

// SaveTaskForces inserts or replaces rows.
func (t *tx) SaveTaskForces(_ context.Context, rows []taskforce.TaskForce) error {
	var values [][]any
	for _, f := range lastOf(rows, func(f taskforce.TaskForce) region.Code { return f.Code }) {
		body, err := sealValue(t.db.keys, place("task_forces", string(f.Code), "body"), f)
		if err != nil {
			return err
		}
		values = append(values, []any{f.Code, bit(f.Formed), millis(f.ValidUntil), body})
	}
	err := t.execMany(`INSERT INTO task_forces (code, formed, valid_until, body) VALUES %s
		ON CONFLICT (code) DO UPDATE SET formed = excluded.formed, valid_until = excluded.valid_until, body = excluded.body`, values)
	if err != nil {
		return fmt.Errorf("save %d task forces: %w", len(values), err)
	}
	return t.changed()
}

// changed makes every process read the register again.
func (t *tx) changed() error {
	if t.dirty {
		return nil
	}
	t.dirty = true
	if err := t.exec("UPDATE counters SET n = n + 1 WHERE name = 'register'"); err != nil {
		return fmt.Errorf("renew the register: %w", err)
	}
	return nil
}

// SaveSeats inserts or replaces seats (their duty flags and titles, not their officers).
func (t *tx) SaveSeats(_ context.Context, seats ...taskforce.Seat) error {
	var values [][]any
	for _, s := range lastOf(seats, func(s taskforce.Seat) casework.SeatID { return s.ID }) {
		values = append(values, []any{s.ID, s.TaskForce, s.Role, s.Title, s.Field, bit(s.OnDuty), []byte{}})
	}
	err := t.execMany(`INSERT INTO seats (id, task_force, role, title, field, on_duty, details) VALUES %s
		ON CONFLICT (id) DO UPDATE SET task_force = excluded.task_force, role = excluded.role, title = excluded.title,
			field = excluded.field, on_duty = excluded.on_duty`, values)
	if err != nil {
		return fmt.Errorf("save %d seats: %w", len(values), err)
	}
	return t.changed()
}

func (t *tx) link(seat casework.SeatID, p engine.Person, officer taskforce.Officer) error {
	officer.ID, officer.Reachable = string(p), true
	details, err := sealValue(t.db.keys, place("seats", string(seat), "details"), officer)
	if err != nil {
		return err
	}
	if err := t.exec("UPDATE seats SET officer = NULL, details = $1, reachable = 0 WHERE officer = $2", []byte{}, p); err != nil {
		return err
	}
	for _, over := range []string{"DELETE FROM invites WHERE seat = $1", "DELETE FROM joins WHERE seat = $1 AND state = 'waiting'"} {
		if err := t.exec(over, seat); err != nil {
			return err
		}
	}
	err = t.one(engine.ErrNotFound, "UPDATE seats SET officer = $1, details = $2, reachable = 1 WHERE id = $3", p, details, seat)
	if err != nil && t.db.dialect.unique(err) {
		return errors.Join(engine.ErrConflict, err) // linked to another seat at this very moment
	}
	if err != nil {
		return err
	}
	return t.changed()
}

// Unlink empties a seat; its invitations end too.
func (t *tx) Unlink(_ context.Context, seat casework.SeatID) error {
	err := t.exec("UPDATE seats SET officer = NULL, details = $1, reachable = 0 WHERE id = $2", []byte{}, seat)
	for _, over := range []string{"DELETE FROM invites WHERE seat = $1", "DELETE FROM joins WHERE seat = $1", "DELETE FROM seat_notes WHERE seat = $1"} {
		if err == nil {
			err = t.exec(over, seat)
		}
	}
	if err != nil {
		return fmt.Errorf("empty seat %s: %w", seat, err)
	}
	return t.changed()
}

// SetReachable notes that the officer's account can or cannot be written to. For people who are no officers it does nothing.
func (t *tx) SetReachable(_ context.Context, p engine.Person, ok bool) error {
	n, err := t.count("UPDATE seats SET reachable = $1 WHERE officer = $2 AND reachable <> $1", bit(ok), p)
	if err != nil {
		return fmt.Errorf("note whether an officer can be reached: %w", err)
	}
	if n == 0 {
		return nil
	}
	return t.changed()
}
