package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Overseer is who has the oversight page open: the seat the person sits on at this moment.
type Overseer struct {
	TaskForce region.Code
	Role      taskforce.Role
	Field     taskforce.Field
}

// PersonOf gives the pseudonym of an address.
func (d *DB) PersonOf(a private.Text) engine.Person { return d.person(a) }

// SavePageLink keeps a link that opens the oversight page once. An older one of the same person ends, and so does what is over.
func (t *tx) SavePageLink(_ context.Context, hash string, p engine.Person, until time.Time) error {
	err := t.exec("DELETE FROM oversight_links WHERE until <= $1 OR person = $2", millis(t.now), p)
	if err == nil {
		err = t.exec("INSERT INTO oversight_links (hash, person, until) VALUES ($1, $2, $3)", hash, p, millis(until))
	}
	if err != nil {
		return fmt.Errorf("keep a link to the page: %w", err)
	}
	return nil
}

// SavePageSession keeps who has the oversight page open, and removes what is over.
func (d *DB) SavePageSession(ctx context.Context, hash string, p engine.Person, until time.Time) error {
	err := d.transact(ctx, func(t *tx) error {
		if err := t.exec("DELETE FROM oversight_sessions WHERE until <= $1", millis(t.now)); err != nil {
			return err
		}
		return t.exec("INSERT INTO oversight_sessions (hash, person, until) VALUES ($1, $2, $3)", hash, p, millis(until))
	})
	if err != nil {
		return fmt.Errorf("keep who has the page open: %w", err)
	}
	return nil
}

// UsePageLink ends a link and tells whose it was; ErrNotFound when it is unknown, used or over.
func (d *DB) UsePageLink(ctx context.Context, hash string, at time.Time) (p engine.Person, err error) {
	err = d.transact(ctx, func(t *tx) error {
		return t.row("DELETE FROM oversight_links WHERE hash = $1 AND until > $2 RETURNING person", hash, millis(at)).Scan(&p)
	})
	if err != nil {
		return "", fmt.Errorf("use a link: %w", notFound(err))
	}
	return p, nil
}

// Overseer tells who sits behind a session now: ErrNotFound when it is over, or when the person sits on no seat any more.
func (d *DB) Overseer(ctx context.Context, hash string, at time.Time) (Overseer, error) {
	return overseer(d.ask(ctx, `SELECT s.task_force, s.role, s.field FROM oversight_sessions o JOIN seats s ON s.officer = o.person
		WHERE o.hash = $1 AND o.until > $2`, hash, millis(at)))
}

// OverseerOf is the same for a person without a session.
func (d *DB) OverseerOf(ctx context.Context, p engine.Person) (Overseer, error) {
	return overseer(d.ask(ctx, "SELECT s.task_force, s.role, s.field FROM seats s WHERE s.officer = $1", p))
}

func overseer(row scanner) (o Overseer, err error) {
	if err := row.Scan(&o.TaskForce, &o.Role, &o.Field); err != nil {
		return Overseer{}, fmt.Errorf("find an overseer: %w", notFound(err))
	}
	return o, nil
}

// EndPageSession ends a session.
func (d *DB) EndPageSession(ctx context.Context, hash string) error {
	err := d.transact(ctx, func(t *tx) error { return t.exec("DELETE FROM oversight_sessions WHERE hash = $1", hash) })
	if err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}
