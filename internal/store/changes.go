package store

import (
	"context"
	"fmt"

	"siaga/internal/engine"
	"siaga/internal/region"
)

// SaveRegisterChanges keeps changes of rows, in their order.
func (t *tx) SaveRegisterChanges(_ context.Context, changes []engine.RegisterChange) error {
	var values [][]any
	for _, c := range changes {
		value, err := sealValue(t.db.keys, place("register_changes", c.ID, "value"), c.Value)
		if err != nil {
			return fmt.Errorf("keep a change of the register: %w", err)
		}
		values = append(values, []any{c.ID, c.Code, millis(c.At), c.Actor, c.Field, value})
	}
	if err := t.execMany("INSERT INTO register_changes (id, code, at, actor, field, value) VALUES %s", values); err != nil {
		return fmt.Errorf("keep changes of the register: %w", err)
	}
	return nil
}

// RegisterChanges lists the changes of a row, the newest first.
func (t *tx) RegisterChanges(_ context.Context, code region.Code, limit int) ([]engine.RegisterChange, error) {
	var out []engine.RegisterChange
	err := t.each(func(scan func(...any) error) error {
		c := engine.RegisterChange{Code: code}
		var at int64
		var value []byte
		if err := scan(&c.ID, &at, &c.Actor, &c.Field, &value); err != nil {
			return err
		}
		c.At = moment(at)
		if err := openValue(t.db.keys, place("register_changes", c.ID, "value"), value, &c.Value); err != nil {
			return err
		}
		out = append(out, c)
		return nil
	}, "SELECT id, at, actor, field, value FROM register_changes WHERE code = $1 ORDER BY seq DESC LIMIT $2 + 0", code, limit)
	if err != nil {
		return nil, fmt.Errorf("list changes of the register: %w", err)
	}
	return out, nil
}
