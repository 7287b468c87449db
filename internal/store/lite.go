package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"
)

// lite is one connection to SQLite without database/sql in between, whose goroutines, conversions and names of columns cost several times
// what a small statement does. One caller uses it at a time. Statements are kept ready.
type lite struct {
	path   string
	reader bool
	conn   *sqlite.Conn
	ready  map[string]*liteStmt
	watch  func(after bool) // see DB.AtCommits
	seen   int64            // rows changed when watch was called last
}

// liteStmt is a ready statement. SQLite numbers $1, $2 in the order in which they first stand in the text: order gives for each of its
// own numbers the place among the arguments.
type liteStmt struct {
	*sqlite.Stmt
	order []int
	busy  bool // its rows are being read
}

// busyTimeout is how long a statement waits for another process that writes.
const busyTimeout = 5 * time.Second

// SQLite parses a ready statement again after each new value of a bare LIMIT: it looks whether another way through the indexes would
// be better. Behind "+ 0" it does not look, so the statements of this package say LIMIT $n + 0.

// mostReady bounds how many statements are kept ready; the program has far fewer, and one built anew each time finds no place.
const mostReady = 512

// open connects when that was not done yet.
func (l *lite) open() error {
	if l.conn != nil {
		return nil
	}
	flags, settings := sqlite.OpenReadWrite, sqliteSettings
	if l.reader {
		settings = append(settings[:len(settings):len(settings)], "query_only(1)")
	}
	conn, err := sqlite.OpenConn(filepath.Clean(l.path), flags)
	if err != nil {
		return err
	}
	conn.SetBusyTimeout(busyTimeout)
	for _, s := range settings {
		if err := sqlitex.ExecuteTransient(conn, "PRAGMA "+s, nil); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
	l.conn, l.ready = conn, map[string]*liteStmt{}
	return nil
}

// Close ends the connection; the next use opens another.
func (l *lite) Close() error {
	if l.conn == nil {
		return nil
	}
	err := l.conn.Close()
	l.conn, l.ready = nil, nil
	return err
}

// statement gives a statement with its arguments, to be stepped and then released.
func (l *lite) statement(query string, args []any) (*liteStmt, error) {
	s, known := l.ready[query]
	if !known || s.busy {
		stmt, err := l.prepare(query, known || len(l.ready) >= mostReady)
		if err != nil {
			return nil, err
		}
		s = stmt
	}
	if err := s.bind(args); err != nil {
		l.release(query, s)
		return nil, err
	}
	return s, nil
}

// prepare makes a statement, to be kept or for once.
func (l *lite) prepare(query string, once bool) (*liteStmt, error) {
	var stmt *sqlite.Stmt
	var err error
	if once {
		stmt, _, err = l.conn.PrepareTransient(query)
	} else {
		stmt, err = l.conn.Prepare(query)
	}
	if err != nil {
		return nil, err
	}
	s := &liteStmt{Stmt: stmt, order: make([]int, stmt.BindParamCount())}
	for i := range s.order {
		if _, err := fmt.Sscanf(stmt.BindParamName(i+1), "$%d", &s.order[i]); err != nil {
			return nil, fmt.Errorf("parameter %d of %q has no number", i+1, query)
		}
	}
	if !once {
		l.ready[query] = s
	}
	return s, nil
}

// release ends the reading of a statement's rows.
func (l *lite) release(query string, s *liteStmt) {
	_ = s.Reset() // tells again what the last step told
	if l.ready[query] != s {
		_ = s.Finalize()
	}
}

func (s *liteStmt) bind(args []any) error {
	for i, n := range s.order {
		if n < 1 || n > len(args) {
			return fmt.Errorf("argument $%d is missing", n)
		}
		if err := s.bindOne(i+1, args[n-1]); err != nil {
			return err
		}
	}
	return nil
}

func (s *liteStmt) bindOne(i int, arg any) error {
	switch v := arg.(type) {
	case string:
		s.BindText(i, v)
	case int64:
		s.BindInt64(i, v)
	case int:
		s.BindInt64(i, int64(v))
	case bool:
		s.BindBool(i, v)
	case float64:
		s.BindFloat(i, v)
	case nil:
		s.BindNull(i)
	case []byte:
		if v == nil {
			s.BindNull(i)
		} else {
			s.BindBytes(i, v)
		}
	default:
		plain, err := driver.DefaultParameterConverter.ConvertValue(arg)
		if err != nil {
			return fmt.Errorf("argument of type %T: %w", arg, err)
		}
		if _, is := plain.(time.Time); is {
			return fmt.Errorf("argument of type %T: times are kept in milliseconds", arg)
		}
		return s.bindOne(i, plain)
	}
	return nil
}

// count runs a statement and gives the number of rows it touched.
func (l *lite) count(query string, args []any) (int64, error) {
	s, err := l.statement(query, args)
	if err != nil {
		return 0, err
	}
	defer l.release(query, s)
	for more := true; more; {
		if more, err = s.Step(); err != nil {
			return 0, err
		}
	}
	return int64(l.conn.Changes()), nil
}

// each runs a query and scans every row with f.
func (l *lite) each(f func(scan func(...any) error) error, query string, args []any) error {
	s, err := l.statement(query, args)
	if err != nil {
		return err
	}
	s.busy = true
	defer func() { s.busy = false; l.release(query, s) }()
	for {
		more, err := s.Step()
		if err != nil || !more {
			return err
		}
		if err := f(s.scan); err != nil {
			return err
		}
	}
}

// first scans the first row of a query; errNoRow when there is none.
func (l *lite) first(query string, args, into []any) error {
	s, err := l.statement(query, args)
	if err != nil {
		return err
	}
	defer l.release(query, s)
	some, err := s.Step()
	if err != nil {
		return err
	}
	if !some {
		return errNoRow
	}
	return s.scan(into...)
}

// begin opens a transaction that may write.
func (l *lite) begin() error {
	if err := l.open(); err != nil {
		return err
	}
	_, err := l.count("BEGIN IMMEDIATE", nil)
	return err
}

// commit ends it.
func (l *lite) commit() error {
	if l.watch != nil && l.changed() {
		l.watch(false)
		defer l.watch(true)
	}
	_, err := l.count("COMMIT", nil)
	return err
}

// changed tells whether a row was changed since it was asked last.
func (l *lite) changed() bool {
	var all int64
	err := l.first("SELECT total_changes()", nil, []any{&all})
	was := l.seen
	l.seen = all
	return err == nil && all != was
}

// AtCommits has f called before and after each commit to SQLite that changed a row, for tests that end a process there. It is called
// before anything else works with the database.
func (d *DB) AtCommits(f func(after bool)) {
	if d.lite != nil {
		d.lite.watch = f
	}
}

// rollback undoes what is open; where that fails the connection is given up, and what it did with it.
func (l *lite) rollback() {
	if l.conn == nil || l.conn.AutocommitEnabled() {
		return
	}
	if _, err := l.count("ROLLBACK", nil); err != nil {
		_ = l.Close()
	}
}

// readersOf gives out connections that read.
type readersOf struct {
	free   chan *lite
	closed chan struct{}
}

// errClosed is what becomes of questions to a database that was closed.
var errClosed = errors.New("the database is closed")

func newReaders(path string, n int) *readersOf {
	r := &readersOf{free: make(chan *lite, n), closed: make(chan struct{})}
	for range n {
		r.free <- &lite{path: path, reader: true}
	}
	return r
}

// first scans the first row of a query outside any transaction.
func (r *readersOf) first(ctx context.Context, query string, args, into []any) error {
	select {
	case l := <-r.free:
		defer func() { r.free <- l }()
		if err := l.open(); err != nil {
			return err
		}
		return l.first(query, args, into)
	case <-r.closed:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close waits for those who read. It is called once.
func (r *readersOf) close() (err error) {
	close(r.closed)
	for range cap(r.free) {
		err = errors.Join(err, (<-r.free).Close())
	}
	return err
}
