package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// SaveAction stores what a card's button does, under the hash of its handle.
func (t *tx) SaveAction(_ context.Context, a engine.ActionRow) error {
	arg, err := t.db.keys.Seal(place("actions", a.Hash, "arg"), []byte(a.Arg))
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO actions (hash, person, case_id, version, verb, arg, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (hash) DO UPDATE SET person = excluded.person, case_id = excluded.case_id, version = excluded.version,
			verb = excluded.verb, arg = excluded.arg, expires_at = excluded.expires_at`,
		a.Hash, a.Person, a.Case, a.Version, a.Verb, arg, millis(a.Expires))
	if err != nil {
		return fmt.Errorf("save a button: %w", err)
	}
	return nil
}

// Action finds it; ErrNotFound when unknown or expired.
func (t *tx) Action(_ context.Context, hash string, at time.Time) (engine.ActionRow, error) {
	a := engine.ActionRow{Hash: hash}
	var arg []byte
	var expires int64
	err := t.row("SELECT person, case_id, version, verb, arg, expires_at FROM actions WHERE hash = $1 AND expires_at > $2", hash, millis(at)).
		Scan(&a.Person, &a.Case, &a.Version, &a.Verb, &arg, &expires)
	if err != nil {
		return engine.ActionRow{}, fmt.Errorf("find a button: %w", notFound(err))
	}
	plain, err := t.db.keys.Open(place("actions", hash, "arg"), arg)
	if err != nil {
		return engine.ActionRow{}, fmt.Errorf("open a button: %w", err)
	}
	a.Arg, a.Expires = string(plain), moment(expires)
	return a, nil
}
