package store

import (
	"context"
	"errors"
	"fmt"

	"siaga/internal/private"
)

// checkKeys compares the keys with the check value in the database, and leaves one in a new database.
func (d *DB) checkKeys(ctx context.Context) error {
	value, err := d.keys.CheckValue()
	if err != nil {
		return err
	}
	err = d.transact(ctx, func(t *tx) error {
		if err := t.exec("INSERT INTO meta (name, value) VALUES ('key_check', $1) ON CONFLICT (name) DO NOTHING", value); err != nil {
			return err
		}
		var kept string
		if err := t.row("SELECT value FROM meta WHERE name = 'key_check'").Scan(&kept); err != nil {
			return err
		}
		return d.keys.VerifyCheck(kept)
	})
	if errors.Is(err, private.ErrWrongKeys) {
		return fmt.Errorf("the database cannot be opened; give siaga the key file it was written with: %w", err)
	}
	if err != nil {
		return fmt.Errorf("compare the keys with the database: %w", err)
	}
	return nil
}

// SaveKeyCheck writes the check value anew. Call it after every rotation of the keys, so that an older copy of them is refused.
func (d *DB) SaveKeyCheck(ctx context.Context) error {
	value, err := d.keys.CheckValue()
	if err != nil {
		return err
	}
	err = d.transact(ctx, func(t *tx) error {
		return t.exec("UPDATE meta SET value = $1 WHERE name = 'key_check'", value)
	})
	if err != nil {
		return fmt.Errorf("keep the check value of the keys: %w", err)
	}
	return nil
}
