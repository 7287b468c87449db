// Package store keeps everything that must outlive the process in SQL (inbox, lanes, conversations, cases, register, outbox,
// audit, files) on SQLite or PostgreSQL, sealed; it must not know Telegram, Redis, or what a conversation means.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// DB is an open database. It meets engine.Store, and has what the outbox, the doctor and the metrics need besides. All its
// methods may be called at the same time. None may be called from inside a function given to Turn or System: with
// SQLite there is one writer, and it would wait for itself.
type DB struct {
	dialect  dialect
	write    *sql.DB // with SQLite one connection
	read     *sql.DB // with PostgreSQL the same pool as write
	keys     *private.Keys
	now      func() time.Time
	log      *slog.Logger
	puts     batcher
	group    *group // nil with PostgreSQL
	register registerCache
	patience *patience     // nil with SQLite
	lite     *lite         // SQLite's one writing connection; nil with PostgreSQL
	writing  chan struct{} // holds one who uses it
	closed   chan struct{} // is closed when nobody may use it any more
	ending   sync.Once
	readers  *readersOf  // nil with PostgreSQL
	broken   atomic.Bool // the disk refused a sync: nothing more is written
	marked   atomic.Bool // closed cases were looked through for marks
	counted  atomic.Bool // and all cases for facts
	idle     sync.WaitGroup
}

var _ engine.Store = (*DB)(nil)

// Options are what Open may be told besides the address.
type Options struct {
	Now func() time.Time // nil: the system's clock
	Log *slog.Logger     // nil: nothing is logged
}

// Errors of Open that a program tells apart; their sentences are meant for the operator.
var (
	ErrAddress     = errors.New("the database address is not usable")
	ErrNoKeys      = errors.New("there are no keys to seal the database with; set the key file and start again")
	ErrNewerSchema = errors.New("the database was made by a newer version of siaga; start that version, or restore a backup made before it")
)

// Open opens the database at url ("sqlite:path/to/file.db" or "postgres://user@host/name"), brings its schema up to date
// and makes sure that keys are those it was written with (an error wraps private.ErrWrongKeys otherwise). Several
// processes may do so at the same time.
func Open(ctx context.Context, url string, keys *private.Keys, opts Options) (*DB, error) {
	if keys == nil {
		return nil, ErrNoKeys
	}
	d, err := connect(url)
	if err != nil {
		return nil, err
	}
	d.keys, d.now, d.log = keys, opts.Now, opts.Log
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.New(slog.DiscardHandler)
	}
	d.puts.db = d
	if d.dialect.oneWriter {
		d.group = &group{db: d}
	}
	if err := d.prepare(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

// connect chooses the database by the scheme of its address. Errors never repeat the address, which may hold a password.
func connect(url string) (*DB, error) {
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "sqlite":
		return openSQLite(rest)
	case "postgres", "postgresql":
		return openPostgres(url)
	}
	return nil, fmt.Errorf("%w: it must begin with sqlite: or postgres://", ErrAddress)
}

func (d *DB) prepare(ctx context.Context) error {
	if err := d.WhileHeld(ctx, func() error { return d.dialect.migrate(ctx, d) }); err != nil {
		return err
	}
	return d.WhileHeld(ctx, func() error { return d.checkKeys(ctx) })
}

// Close waits for stored updates to be committed and closes the database.
func (d *DB) Close() error {
	d.idle.Wait()
	if d.read == d.write {
		return d.write.Close()
	}
	var err error
	d.ending.Do(func() {
		d.writing <- struct{}{} // after whoever writes just now
		close(d.closed)
		err = errors.Join(d.lite.Close(), d.readers.close())
	})
	return errors.Join(err, d.read.Close(), d.write.Close())
}

// SQL gives the pool that may write, for the session table, which the migrations made.
func (d *DB) SQL() *sql.DB { return d.write }

// Dialect is "sqlite" or "postgres".
func (d *DB) Dialect() string { return d.dialect.name }

// Ping tells whether the database answers and still takes writes.
func (d *DB) Ping(ctx context.Context) error {
	if d.broken.Load() {
		return ErrDisk
	}
	if err := d.read.PingContext(ctx); err != nil {
		return fmt.Errorf("reach the database: %w", err)
	}
	return nil
}
