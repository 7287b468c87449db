package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// Limits of one transaction.
const (
	txTime  = 15 * time.Second      // after it the transaction is rolled back
	txTries = 6                     // how often it is run when others are in the way
	txWait  = 10 * time.Millisecond // wait before the second try; doubled each time, with chance added
)

// ErrDisk says that the disk failed to keep a commit. After it nothing is written any more, since a second sync may succeed
// without the data being there: the process has to end and start again.
var ErrDisk = errors.New("the disk failed to keep what was written; stop siaga, check the disk, and start again")

// tx is one open transaction; it meets engine.Tx. Its own context bounds every statement, whatever context a method is
// given: once begun, a transaction is carried to its end even while the process is stopping.
type tx struct {
	db    *DB
	ctx   context.Context
	sql   *sql.Tx      // nil with SQLite
	lite  *lite        // nil with PostgreSQL
	lane  *engine.Lane // nil outside a lane
	now   time.Time
	keys  map[string]private.DataKey // keys of cases opened so far
	last  []func() error             // run just before the commit
	audit []engine.Entry
	dirty bool // this transaction changed the register
	// somebody whose commit this one shares changed it: what is read of it is not to be kept beyond this transaction
	tainted bool
}

var _ engine.Tx = (*tx)(nil)

// System runs a transaction outside any lane. When others are in the way, do runs again from its start, so it must not
// change anything outside the transaction.
func (d *DB) System(ctx context.Context, do func(engine.Tx) error) error {
	return d.transact(ctx, func(t *tx) error { return do(t) })
}

// transact runs do in a transaction, again when that helps. The context counts until the transaction begins and between tries.
func (d *DB) transact(ctx context.Context, do func(*tx) error) error {
	wait := txWait
	for try := 1; ; try++ {
		err := d.attempt(ctx, do)
		if err == nil || try == txTries || !d.dialect.passing(err) {
			return err
		}
		timer := time.NewTimer(wait + rand.N(wait))
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
		wait *= 2
	}
}

// attempt runs a transaction, with SQLite together with those that come at the same time.
func (d *DB) attempt(ctx context.Context, do func(*tx) error) error {
	if d.group != nil {
		return d.group.run(ctx, do)
	}
	return d.once(ctx, do)
}

// once runs one transaction for itself.
func (d *DB) once(ctx context.Context, do func(*tx) error) error {
	return d.begun(ctx, func(t *tx) error {
		if err := do(t); err != nil {
			return err
		}
		return t.finish()
	})
}

// begun opens a transaction, runs do in it, and commits.
func (d *DB) begun(ctx context.Context, do func(*tx) error) error {
	if d.broken.Load() {
		return ErrDisk
	}
	if d.lite != nil {
		return d.begunLite(ctx, do)
	}
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("reach the database: %w", hideAddress(err))
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), txTime)
	defer cancel()
	raw, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return d.blame(fmt.Errorf("begin: %w", err))
	}
	defer raw.Rollback() //nolint:errcheck // after a commit it does nothing; before one the first error counts
	if err := do(&tx{db: d, ctx: ctx, sql: raw, now: d.now()}); err != nil {
		return d.blame(err)
	}
	if err := raw.Commit(); err != nil {
		return d.blame(commitError{err})
	}
	return nil
}

// begunLite is begun for SQLite.
func (d *DB) begunLite(ctx context.Context, do func(*tx) error) error {
	select {
	case d.writing <- struct{}{}:
		defer func() { <-d.writing }()
	case <-d.closed:
		return fmt.Errorf("reach the database: %w", errClosed)
	case <-ctx.Done():
		return fmt.Errorf("reach the database: %w", ctx.Err())
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), txTime)
	defer cancel()
	if err := d.lite.begin(); err != nil {
		return d.blame(fmt.Errorf("begin: %w", err))
	}
	defer d.lite.rollback() // after a commit it does nothing
	if err := do(&tx{db: d, ctx: ctx, lite: d.lite, now: d.now()}); err != nil {
		return d.blame(err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := d.lite.commit(); err != nil {
		return d.blame(commitError{err})
	}
	return nil
}

// commitError is the failure of a commit. Where only the connection was lost, it may have been carried out all the same.
type commitError struct{ error }

// Error implements error.
func (e commitError) Error() string { return "commit: " + e.error.Error() }

// Unwrap gives the driver's error.
func (e commitError) Unwrap() error { return e.error }

// finish does what waits for the end of a transaction.
func (t *tx) finish() error {
	for _, f := range t.last {
		if err := f(); err != nil {
			return err
		}
	}
	return t.writeAudit()
}

// blame notes a failed sync, after which the database is not written to any more.
func (d *DB) blame(err error) error {
	if err == nil || !d.dialect.disk(err) {
		return err
	}
	d.broken.Store(true)
	return fmt.Errorf("%w (%w)", ErrDisk, err)
}

// exec runs a statement whose number of rows does not matter.
func (t *tx) exec(query string, args ...any) error {
	_, err := t.count(query, args...)
	return err
}

// count runs a statement and gives the number of rows it touched.
func (t *tx) count(query string, args ...any) (int64, error) {
	if t.lite != nil {
		if err := t.ctx.Err(); err != nil {
			return 0, err
		}
		return t.lite.count(query, args)
	}
	res, err := t.sql.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// one runs a statement that must touch one row; it returns other when it touched none.
func (t *tx) one(other error, query string, args ...any) error {
	n, err := t.count(query, args...)
	if err == nil && n == 0 {
		return other
	}
	return err
}

// scanner is one row that was asked for.
type scanner interface{ Scan(into ...any) error }

// row asks for one row. With SQLite the statement runs when the row is scanned.
func (t *tx) row(query string, args ...any) scanner {
	if t.lite != nil {
		return liteRow{t, query, args}
	}
	return t.sql.QueryRowContext(t.ctx, query, args...)
}

type liteRow struct {
	t     *tx
	query string
	args  []any
}

// Scan implements scanner.
func (r liteRow) Scan(into ...any) error {
	if err := r.t.ctx.Err(); err != nil {
		return err
	}
	return r.t.lite.first(r.query, r.args, into)
}

// each runs a query and scans every row with f.
func (t *tx) each(f func(scan func(...any) error) error, query string, args ...any) error {
	if t.lite != nil {
		if err := t.ctx.Err(); err != nil {
			return err
		}
		return t.lite.each(f, query, args)
	}
	rows, err := t.sql.QueryContext(t.ctx, query, args...)
	return scanAll(rows, err, f)
}

func scanAll(rows *sql.Rows, err error, f func(scan func(...any) error) error) error {
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// notFound turns database/sql's answer into the engine's.
func notFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return engine.ErrNotFound
	}
	return err
}

// millis writes a time, 0 for none.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// moment reads it back.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// bit writes yes and no.
func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
