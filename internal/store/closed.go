package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/casework"
)

// ClosedPage gives closed cases that did not change since a time, after an id, at most limit. One that does not open is left out: its key
// may be gone already.
func (d *DB) ClosedPage(ctx context.Context, before time.Time, after string, limit int) (cases []casework.Case, last string, err error) {
	var ids []string
	rows, err := d.read.QueryContext(ctx, "SELECT id FROM cases WHERE status = 'closed' AND changed_at <= $1 AND id > $2 ORDER BY id LIMIT $3 + 0", millis(before), after, limit)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("list closed cases: %w", err)
	}
	for _, id := range ids {
		err := d.transact(ctx, func(t *tx) error {
			c, err := t.Case(ctx, id)
			if err == nil {
				cases = append(cases, c)
			}
			return nil
		})
		if err != nil {
			return nil, "", fmt.Errorf("read closed cases: %w", err)
		}
		last = id
	}
	return cases, last, nil
}

// CaseByCode finds a case by the short code that officers say; ErrNotFound.
func (d *DB) CaseByCode(ctx context.Context, code string) (c casework.Case, err error) {
	err = d.transact(ctx, func(t *tx) error {
		var id string
		if err := t.row("SELECT id FROM cases WHERE code = $1", code).Scan(&id); err != nil {
			return notFound(err)
		}
		c, err = t.Case(ctx, id)
		return err
	})
	if err != nil {
		return c, fmt.Errorf("find a case by its code: %w", err)
	}
	return c, nil
}
