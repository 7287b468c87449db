package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
	direct "zombiezen.com/go/sqlite"
)

// readers is the size of SQLite's pool of reading connections.
const readers = 4

var sqliteDialect = dialect{
	name:    "sqlite",
	id:      "INTEGER PRIMARY KEY AUTOINCREMENT",
	blob:    "BLOB",
	rows:    1, // names of values are looked up one by one, so that a statement costs the square of them
	migrate: migrateSQLite,
	passing: func(err error) bool {
		c := sqliteCode(err) & 0xff
		return c == lib.SQLITE_BUSY || c == lib.SQLITE_LOCKED
	},
	unique: func(err error) bool {
		c := sqliteCode(err)
		return c == lib.SQLITE_CONSTRAINT_UNIQUE || c == lib.SQLITE_CONSTRAINT_PRIMARYKEY
	},
	disk: func(err error) bool {
		c := sqliteCode(err)
		return c == lib.SQLITE_IOERR_FSYNC || c == lib.SQLITE_IOERR_DIR_FSYNC
	},
	held:      func(error) bool { return false }, // its file is free as soon as a process ends
	erased:    truncateWAL,
	oneWriter: true,
}

// sqliteCode gives the extended result code of an error, 0 for none. The text cannot be relied on: some BUSY
// errors do not say so.
func sqliteCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()
	}
	return int(direct.ErrCode(err)) // of lite; SQLITE_ERROR for errors of others
}

// openSQLite opens the file at path, which nobody but its owner may read.
func openSQLite(path string) (*DB, error) {
	if path == "" || path == ":memory:" {
		return nil, fmt.Errorf("%w: sqlite: needs the path of a file", ErrAddress)
	}
	if err := privateFile(path); err != nil {
		return nil, fmt.Errorf("open the database file: %w", err)
	}
	write, err := sql.Open("sqlite", sqliteDSN(path, false))
	if err != nil {
		return nil, fmt.Errorf("open the database file: %w", err)
	}
	write.SetMaxOpenConns(1)
	read, err := sql.Open("sqlite", sqliteDSN(path, true))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database file: %w", err), write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &DB{dialect: sqliteDialect, write: write, read: read, lite: &lite{path: path}, writing: make(chan struct{}, 1), closed: make(chan struct{}),
		readers: newReaders(path, readers)}, nil
}

// privateFile makes the file (0600) and its folder (0700) when they are missing, and takes others' rights from an old file. The
// WAL beside it inherits its mode.
func privateFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		err = f.Chmod(0o600)
	}
	return errors.Join(err, f.Close())
}

// sqliteSettings are those of every connection.
var sqliteSettings = []string{"synchronous(FULL)", "temp_store(MEMORY)", "foreign_keys(1)", "secure_delete(1)", "trusted_schema(0)", "journal_size_limit(67108864)"}

// sqliteDSN holds every setting, because a PRAGMA executed later reaches one pooled connection only. FULL: NORMAL loses
// commits at power loss in WAL mode.
func sqliteDSN(path string, readOnly bool) string {
	q := url.Values{"_pragma": slices.Concat([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)"}, sqliteSettings)}
	if readOnly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// migrateSQLite repeats when another process was migrating at the same time: each step is one transaction, so whoever comes
// second finds the step done.
func migrateSQLite(ctx context.Context, d *DB) error {
	var err error
	for range migrateTries {
		if err = migrate(ctx, goose.DialectSQLite3, d.dialect, d.write); err == nil || errors.Is(err, ErrNewerSchema) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// truncateWAL empties the write-ahead log, where deleted rows would stay readable. It is no failure when a reader holds it back:
// the next checkpoint does it.
func truncateWAL(ctx context.Context, d *DB) error {
	var busy, frames, moved int
	return d.write.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
}
