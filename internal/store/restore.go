package store

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// lived are the tables that hold something as soon as anybody used a database.
var lived = []string{"inbox", "chats", "cases", "drafts", "audit", "receipts"}

// Restore fills an empty database from a backup, all of it or nothing, and gives what is in it now: read again from the database before
// the commit, and equal to what the backup says of itself, row for row.
func (d *DB) Restore(ctx context.Context, from io.Reader) (BackupInfo, Tallies, error) {
	info, lines, err := d.openBackup(ctx, from)
	if err != nil {
		return info, nil, err
	}
	defer d.patience.more()()
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return info, nil, fmt.Errorf("begin: %w", hideAddress(err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	r := restoring{db: d, ctx: ctx, tx: tx, seen: map[string][]string{}}
	if err := r.begin(); err != nil {
		return info, nil, err
	}
	told, err := r.all(lines)
	if err != nil {
		return info, nil, err
	}
	got, err := r.compare(told)
	if err != nil {
		return info, nil, err
	}
	if err := tx.Commit(); err != nil {
		return info, nil, d.blame(fmt.Errorf("commit the restored rows: %w", err))
	}
	return info, got, nil
}

// openBackup reads the lines in front and opens the key.
func (d *DB) openBackup(ctx context.Context, from io.Reader) (BackupInfo, *json.Decoder, error) {
	in := bufio.NewReaderSize(from, backupPiece)
	var info BackupInfo
	magic := make([]byte, len(backupMagic))
	if _, err := io.ReadFull(in, magic); err != nil || string(magic) != backupMagic {
		return info, nil, ErrNoBackup
	}
	line, err := in.ReadSlice('\n')
	if err != nil || json.Unmarshal(line, &info) != nil {
		return info, nil, ErrNoBackup
	}
	own, err := d.SchemaVersion(ctx)
	if err != nil {
		return info, nil, err
	}
	if info.Schema > own {
		return info, nil, fmt.Errorf("%w (backup: %d, this program: %d)", ErrBackupNew, info.Schema, own)
	}
	row := backupRow(info.ID, line[:len(line)-1])
	key, err := d.keys.OpenDataKey(place("backup", info.ID, "key"), info.Key)
	if err != nil {
		return info, nil, fmt.Errorf("the backup does not open with this key file: %w", err)
	}
	return info, json.NewDecoder(&sealedReader{from: in, key: key, row: row}), nil
}

// restoring is one restore on its way.
type restoring struct {
	db     *DB
	ctx    context.Context //nolint:containedctx // of the one call
	tx     *sql.Tx
	tables map[string][]string
	seen   map[string][]string
	insert *sql.Stmt
	now    string // table being filled
}

// begin makes sure that nothing is there, and takes out what every new database has.
func (r *restoring) begin() error {
	if !r.db.dialect.oneWriter {
		if _, err := r.tx.ExecContext(r.ctx, "SET LOCAL statement_timeout = 0"); err != nil {
			return err
		}
	}
	for _, table := range lived {
		var n int
		if err := r.tx.QueryRowContext(r.ctx, "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil { //nolint:gosec // a name of ours
			return fmt.Errorf("look into table %s: %w", table, err)
		}
		if n > 0 {
			return ErrNotEmpty
		}
	}
	var err error
	if r.tables, err = r.db.tables(r.ctx, r.tx); err != nil {
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(r.tables)) {
		if slices.Contains(lived, table) {
			continue
		}
		if _, err := r.tx.ExecContext(r.ctx, "DELETE FROM "+table); err != nil { //nolint:gosec // a name of the schema
			return fmt.Errorf("empty table %s: %w", table, err)
		}
	}
	return nil
}

// all puts in every row and gives what the backup says at its end.
func (r *restoring) all(lines *json.Decoder) (Tallies, error) {
	for {
		var line backupLine
		if err := lines.Decode(&line); err != nil {
			return nil, ErrNoBackup
		}
		switch {
		case line.End != nil:
			if err := lines.Decode(&backupLine{}); !errors.Is(err, io.EOF) { // reads on to the mark of the end
				return nil, ErrNoBackup
			}
			return line.End, nil
		case line.Table != "":
			if err := r.table(line); err != nil {
				return nil, err
			}
		default:
			if err := r.row(line.Row); err != nil {
				return nil, err
			}
		}
	}
}

func (r *restoring) table(line backupLine) error {
	known, ok := r.tables[line.Table]
	if !ok || r.seen[line.Table] != nil {
		return fmt.Errorf("%w: table %q is not one of this program", ErrNoBackup, line.Table)
	}
	places := make([]string, len(line.Columns))
	for i, c := range line.Columns {
		if !slices.Contains(known, c) {
			return fmt.Errorf("%w: table %s has no column %q", ErrNoBackup, line.Table, c)
		}
		places[i] = "$" + strconv.Itoa(i+1)
	}
	var err error
	r.now, r.seen[line.Table] = line.Table, line.Columns
	r.insert, err = r.tx.PrepareContext(r.ctx, "INSERT INTO "+line.Table+" ("+strings.Join(line.Columns, ", ")+") VALUES ("+strings.Join(places, ", ")+")") //nolint:gosec // names compared with the schema
	return err
}

func (r *restoring) row(row []any) error {
	if r.insert == nil || len(row) != len(r.seen[r.now]) {
		return ErrNoBackup
	}
	values := make([]any, len(row))
	for i, v := range row {
		var err error
		if values[i], err = fromPortable(v); err != nil {
			return err
		}
	}
	if _, err := r.insert.ExecContext(r.ctx, values...); err != nil {
		return fmt.Errorf("put a row into table %s: %w", r.now, err)
	}
	return nil
}

// fromPortable reads what portable wrote.
func fromPortable(v any) (any, error) {
	s, ok := v.(string)
	switch {
	case v == nil:
		return nil, nil
	case !ok || s == "":
		return nil, ErrNoBackup
	case s[0] == '#':
		n, err := strconv.ParseInt(s[1:], 10, 64)
		return n, err
	}
	raw, err := base64.StdEncoding.DecodeString(s[1:])
	if err != nil || s[0] != '=' && s[0] != '!' {
		return nil, ErrNoBackup
	}
	if s[0] == '=' {
		return string(raw), nil
	}
	return raw, nil
}

// compare reads everything again, before anything is committed.
func (r *restoring) compare(told Tallies) (Tallies, error) {
	got := Tallies{}
	for table, columns := range r.seen {
		var err error
		if got[table], err = walkTable(r.ctx, r.tx, table, columns, func([]any) error { return nil }); err != nil {
			return nil, err
		}
	}
	if !maps.Equal(got, told) {
		return nil, fmt.Errorf("%w: what was restored is not what was written", ErrNoBackup)
	}
	if r.db.dialect.oneWriter {
		return got, nil
	}
	return got, r.counters()
}

// counters lets PostgreSQL go on numbering rows after those restored. SQLite does so by itself.
func (r *restoring) counters() error {
	type column struct{ table, name string }
	var numbered []column
	rows, err := r.tx.QueryContext(r.ctx, "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'")
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var c column
		err := scan(&c.table, &c.name)
		numbered = append(numbered, c)
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range numbered {
		if c.table == "goose_db_version" {
			continue
		}
		query := fmt.Sprintf("SELECT setval(pg_get_serial_sequence('%s', '%s'), GREATEST((SELECT MAX(%s) FROM %s), 1))", c.table, c.name, c.name, c.table) //nolint:gosec // names of the schema
		if _, err := r.tx.ExecContext(r.ctx, query); err != nil {
			return fmt.Errorf("number the rows of %s: %w", c.table, err)
		}
	}
	return nil
}
