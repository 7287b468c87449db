package store

import "context"

// OnWriter runs a statement on the connection that writes.
func (d *DB) OnWriter(ctx context.Context, query string) error {
	return d.transact(ctx, func(t *tx) error { return t.exec(query) })
}
