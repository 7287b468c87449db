package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"siaga/internal/private"
)

// migratingIn names file and place at which this test binary, started again, is killed while it migrates.
const migratingIn = "SIAGA_TEST_MIGRATING_IN"

// places is how many places of the migrations are tried without SIAGA_CHAOS, spread over all.
const places = 8

// TestKilledInAMigration kills a process with signal 9 before a statement or commit of the migrations of a SQLite file that has rows from the
// first step: the next start brings it to its end, with the tables and rows of an undisturbed one. SIAGA_CHAOS=1 does so at every place.
func TestKilledInAMigration(t *testing.T) {
	if at := os.Getenv(migratingIn); at != "" {
		migrateUntilKilled(at)
		return
	}
	t.Parallel()
	want, all := undisturbedSQLite(t)
	var slots = make(chan struct{}, 4)
	for _, k := range chosen(all) {
		t.Run(strconv.Itoa(k), func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			file := oldSQLite(t)
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledInAMigration$")
			cmd.Env = append(os.Environ(), migratingIn+"="+strconv.Itoa(k)+":"+file)
			out, err := cmd.CombinedOutput()
			if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGKILL {
				t.Fatalf("the process ended with %v, want it killed: %s", err, out)
			}
			sameAs(t, want, finished(t, "sqlite:"+file))
		})
	}
}

// TestCutOffInAMigration loses all connections to PostgreSQL before a statement or commit of the migrations, as a process that is killed
// does: the next start brings them to their end. SIAGA_CHAOS=1 does so at every place.
func TestCutOffInAMigration(t *testing.T) {
	t.Parallel()
	address := os.Getenv("SIAGA_TEST_POSTGRES")
	if address == "" {
		if os.Getenv("SIAGA_REQUIRE_SERVICES") == "1" {
			t.Fatal("SIAGA_REQUIRE_SERVICES=1, but SIAGA_TEST_POSTGRES names no database")
		}
		t.Skip("set SIAGA_TEST_POSTGRES to the URL of a PostgreSQL database to run this")
	}
	url := oldPostgres(t, address)
	end := &ending{}
	if err := migrateOn(t, url, end); err != nil {
		t.Fatal(err)
	}
	want := finished(t, url)
	if len(want.columns) < 100 {
		t.Fatalf("only %d columns are compared", len(want.columns))
	}
	slots := make(chan struct{}, 2)
	for _, k := range chosen(end.seen) {
		t.Run(strconv.Itoa(k), func(t *testing.T) {
			t.Parallel()
			slots <- struct{}{}
			defer func() { <-slots }()
			url := oldPostgres(t, address)
			if err := migrateOn(t, url, &ending{at: k}); err == nil {
				t.Fatal("the migration was not cut off")
			}
			sameAs(t, want, finished(t, url))
		})
	}
}

// chosen are the places to try, of so many.
func chosen(all int) []int {
	step := max(all/places, 1)
	if os.Getenv("SIAGA_CHAOS") != "" {
		step = 1
	}
	var out []int
	for k := 1; k <= all; k += step {
		out = append(out, k)
	}
	return out
}

// undisturbedSQLite migrates a file to its end and counts the places at which it could have been killed.
func undisturbedSQLite(t *testing.T) (schema, int) {
	t.Helper()
	file, end := oldSQLite(t), &ending{}
	if err := migrateFile(file, end); err != nil {
		t.Fatal(err)
	}
	if end.seen < 100 {
		t.Fatalf("the migrations have only %d places: they are not seen", end.seen)
	}
	return finished(t, "sqlite:"+file), end.seen
}

func migrateUntilKilled(at string) {
	place, file, _ := strings.Cut(at, ":")
	k, _ := strconv.Atoi(place) // written above
	end := &ending{at: k, die: func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} }}
	fmt.Println("not killed:", migrateFile(file, end))
}

func migrateFile(file string, end *ending) error {
	plain, err := sql.Open("sqlite", sqliteDSN(file, false))
	if err != nil {
		return err
	}
	defer plain.Close()
	end.open = func(context.Context) (driver.Conn, error) { return plain.Driver().Open(sqliteDSN(file, false)) }
	db := sql.OpenDB(end)
	db.SetMaxOpenConns(1)
	defer db.Close()
	return migrate(context.Background(), goose.DialectSQLite3, sqliteDialect, db)
}

func migrateOn(t *testing.T, url string, end *ending) error {
	t.Helper()
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	end.open = stdlib.GetConnector(*cfg).Connect
	db := sql.OpenDB(end)
	defer db.Close()
	return migratePostgres(t.Context(), &DB{dialect: postgresDialect, write: db, read: db, log: slog.New(slog.DiscardHandler)})
}

// oldSQLite is a file on which only the first step was done, with rows.
func oldSQLite(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite", sqliteDSN(file, false))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	firstStep(t, goose.DialectSQLite3, sqliteDialect, db)
	return file
}

// oldPostgres is the same as a schema of its own.
func oldPostgres(t *testing.T, address string) string {
	t.Helper()
	name := "old_" + strings.ToLower(rand.Text())

	in, drop, err := Scratch(t.Context(), address, name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drop)
	db, err := sql.Open("pgx", in)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	firstStep(t, goose.DialectPostgres, postgresDialect, db)
	return in
}

// firstStep does it and leaves rows in every table that takes one.
func firstStep(t *testing.T, kind goose.Dialect, d dialect, db *sql.DB) {
	t.Helper()
	steps, err := stepsFor(d)
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(kind, db, nil, goose.WithGoMigrations(steps[0]), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	planted := 0
	for table, columns := range tablesOf(t, db, d.name) {
		if table == "goose_db_version" {
			continue
		}
		for n := range 3 {
			planted += plantRow(t, db, table, columns, n)
		}
	}
	if planted < 30 {
		t.Fatalf("only %d rows were planted", planted)
	}
}

// plantRow puts a row of small values into a table, if its rules allow that.
func plantRow(t *testing.T, db *sql.DB, table string, columns []string, n int) int {
	t.Helper()
	var names, values []string
	for _, c := range columns {
		name, kind, _ := strings.Cut(c, " ")
		names = append(names, strconv.Quote(name))
		switch strings.ToLower(kind) {
		case "bigint", "integer":
			values = append(values, strconv.Itoa(n+1))
		default:
			values = append(values, fmt.Sprintf("'%d'", n+1))
		}
	}
	_, err := db.ExecContext(t.Context(), fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(values, ", ")))
	if err != nil {
		return 0
	}
	return 1
}

// tablesOf are the tables and their columns, each "name type".
func tablesOf(t *testing.T, db *sql.DB, dialect string) map[string][]string {
	t.Helper()
	query := `SELECT m.name, c.name || ' ' || c.type FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid`
	if dialect == "postgres" {
		query = `SELECT table_name, column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`
	}
	rows, err := db.QueryContext(t.Context(), query)
	out := map[string][]string{}
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var table, column string
		err := scan(&table, &column)
		out[table] = append(out[table], column)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// schema is what a database looks like.
type schema struct {
	columns, indexes []string
	rows             map[string]int
}

// finished opens a database as the next start does and looks at it.
func finished(t *testing.T, url string) schema {
	t.Helper()
	keys, err := private.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(t.Context(), url, keys, Options{})
	if err != nil {
		t.Fatalf("the next start: %v", err)
	}
	defer d.Close()
	s := schema{rows: map[string]int{}}
	for table, columns := range tablesOf(t, d.write, d.dialect.name) {
		for _, c := range columns {
			s.columns = append(s.columns, table+"."+c)
		}
		var n int
		if err := d.write.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil {
			t.Fatal(err)
		}
		s.rows[table] = n
	}
	query := "SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1"
	if d.dialect.name == "postgres" {
		query = "SELECT indexname || ' ' || replace(indexdef, schemaname, '') FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
	}
	rows, err := d.write.QueryContext(t.Context(), query)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var index string
		err := scan(&index)
		s.indexes = append(s.indexes, index)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := migrateAgain(t, d); again != nil {
		t.Errorf("a third start: %v", again)
	}
	return s
}

func migrateAgain(t *testing.T, d *DB) error {
	t.Helper()
	before, err := d.SchemaVersion(t.Context())
	if err != nil {
		return err
	}
	if err := d.dialect.migrate(t.Context(), d); err != nil {
		return err
	}
	after, err := d.SchemaVersion(t.Context())
	if err == nil && before != after {
		err = fmt.Errorf("it went from %d to %d", before, after)
	}
	return err
}

func sameAs(t *testing.T, want, got schema) {
	t.Helper()
	lines := func(s schema) string {
		counts := make([]string, 0, len(s.rows))
		for table, n := range s.rows {
			counts = append(counts, fmt.Sprint(table, " ", n))
		}
		return sortedLines(s.columns) + "\n" + sortedLines(s.indexes) + "\n" + sortedLines(counts)
	}
	if want, got := lines(want), lines(got); want != got {
		t.Errorf("the database differs from one that was left in peace\ngot\n%s\nwant\n%s", got, want)
	}
}

// ending is the way to a database on which the process ends before one statement or commit.
type ending struct {
	open func(context.Context) (driver.Conn, error)
	at   int
	die  func() // nil: all connections are lost
	mu   sync.Mutex
	seen int
	dead bool
	all  []driver.Conn
}

var errDead = errors.New("the process is dead")

// Connect implements driver.Connector.
func (e *ending) Connect(ctx context.Context) (driver.Conn, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.dead {
		return nil, errDead
	}
	raw, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	e.all = append(e.all, raw)
	return &mortal{Conn: raw, e: e}, nil
}

// Driver implements driver.Connector.
func (e *ending) Driver() driver.Driver { return nil }

// step counts one place.
func (e *ending) step() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.seen++; e.seen == e.at {
		if e.die != nil {
			e.die()
		}
		e.dead = true
		for _, c := range e.all {
			_ = c.Close()
		}
	}
	if e.dead {
		return errDead
	}
	return nil
}

// mortal is a connection of a process that ends.
type mortal struct {
	driver.Conn
	e *ending
}

// ExecContext implements driver.ExecerContext: the statements of a text one by one.
func (m *mortal) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	do, _ := m.Conn.(driver.ExecerContext)
	if len(args) > 0 {
		if err := m.e.step(); err != nil {
			return nil, err
		}
		return do.ExecContext(ctx, query, args)
	}
	var last driver.Result
	for _, one := range statements(query) {
		if err := m.e.step(); err != nil {
			return nil, err
		}
		var err error
		if last, err = do.ExecContext(ctx, one, nil); err != nil {
			return nil, err
		}
	}
	return last, nil
}

// statementEnd is how a statement of the migrations ends.
var statementEnd = regexp.MustCompile(`;[ \t]*(--[^\n]*)?(\n|$)`)

// statements takes a text apart.
func statements(text string) []string {
	var out []string
	begin := 0
	for _, at := range statementEnd.FindAllStringIndex(text, -1) {
		out = append(out, text[begin:at[1]])
		begin = at[1]
	}
	if strings.TrimSpace(text[begin:]) != "" || len(out) == 0 {
		out = append(out, text[begin:])
	}
	return out
}

// QueryContext implements driver.QueryerContext.
func (m *mortal) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	do, _ := m.Conn.(driver.QueryerContext)
	return do.QueryContext(ctx, query, args)
}

// BeginTx implements driver.ConnBeginTx.
func (m *mortal) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	do, _ := m.Conn.(driver.ConnBeginTx)
	tx, err := do.BeginTx(ctx, opts)
	return mortalTx{tx, m.e}, err
}

// CheckNamedValue implements driver.NamedValueChecker.
func (m *mortal) CheckNamedValue(v *driver.NamedValue) error {
	if do, ok := m.Conn.(driver.NamedValueChecker); ok {
		return do.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

type mortalTx struct {
	driver.Tx
	e *ending
}

// Commit implements driver.Tx.
func (m mortalTx) Commit() error {
	if err := m.e.step(); err != nil {
		return err
	}
	return m.Tx.Commit()
}

func sortedLines(lines []string) string {
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}
