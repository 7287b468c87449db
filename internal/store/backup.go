package store

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"siaga/internal/private"
)

// A backup is one file: a line that names the format, a line about it ([BackupInfo]), and pieces sealed under a key of its own, which
// is sealed under the master keys. It holds rows, not pages, so that one made on SQLite can be restored on PostgreSQL and back. Each
// piece is bound to the line about it and to its number, and the last one is marked: nothing can be cut, swapped or put in.
const backupMagic = "siaga-backup 1\n"

// backupPiece is how much is sealed at a time.
const backupPiece = 1 << 20

// BackupInfo is what can be read of a backup without keys.
type BackupInfo struct {
	ID     string    `json:"id"`
	From   string    `json:"from"` // dialect
	Schema int64     `json:"schema"`
	At     time.Time `json:"at"`
	Key    []byte    `json:"key"`
}

// Tally counts the rows of a table. Sum is the sum of the SHA-256 of all of them, so that it does not depend on their order.
type Tally struct {
	Rows int64  `json:"rows"`
	Sum  string `json:"sum"`
}

// Tallies are all tables by name.
type Tallies map[string]Tally

// backupLine is one line inside: the head of a table, a row, or the end.
type backupLine struct {
	Table   string   `json:"t,omitempty"`
	Columns []string `json:"c,omitempty"`
	Row     []any    `json:"r,omitempty"`
	End     Tallies  `json:"end,omitempty"`
}

// Backup writes everything as it is at one moment, while others go on working, and gives what it wrote.
func (d *DB) Backup(ctx context.Context, to io.Writer) (BackupInfo, Tallies, error) {
	info := BackupInfo{ID: rand.Text(), From: d.dialect.name, At: d.now().UTC()}
	var err error
	if info.Schema, err = d.SchemaVersion(ctx); err != nil {
		return info, nil, err
	}
	var key private.DataKey
	if info.Key, key, err = d.keys.NewDataKey(place("backup", info.ID, "key")); err != nil {
		return info, nil, fmt.Errorf("make the key of the backup: %w", err)
	}
	line, err := json.Marshal(info)
	if err != nil {
		return info, nil, err
	}
	if _, err := fmt.Fprintf(to, "%s%s\n", backupMagic, line); err != nil {
		return info, nil, fmt.Errorf("write the backup: %w", err)
	}
	pieces := &sealedWriter{to: to, key: key, row: backupRow(info.ID, line)}
	out := bufio.NewWriterSize(pieces, backupPiece)
	tallies, err := d.writeAll(ctx, json.NewEncoder(out))
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = pieces.end()
	}
	if err != nil {
		return info, nil, fmt.Errorf("write the backup: %w", err)
	}
	return info, tallies, nil
}

// backupRow binds pieces to the line about the backup.
func backupRow(id string, line []byte) string {
	sum := sha256.Sum256(line)
	return id + "/" + hex.EncodeToString(sum[:])
}

// writeAll reads all tables in one moment of the database.
func (d *DB) writeAll(ctx context.Context, out *json.Encoder) (Tallies, error) {
	tallies := Tallies{}
	err := d.snapshotTx(ctx, func(tx *sql.Tx) error {
		tables, err := d.tables(ctx, tx)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(tables)) {
			if err := out.Encode(backupLine{Table: name, Columns: tables[name]}); err != nil {
				return err
			}
			tallies[name], err = walkTable(ctx, tx, name, tables[name], func(row []any) error { return out.Encode(backupLine{Row: row}) })
			if err != nil {
				return err
			}
		}
		return out.Encode(backupLine{End: tallies})
	})
	return tallies, err
}

// Tally counts everything as it is now.
func (d *DB) Tally(ctx context.Context) (Tallies, error) {
	return d.writeAll(ctx, json.NewEncoder(io.Discard))
}

// snapshotTx runs do on one unchanging picture of the database.
func (d *DB) snapshotTx(ctx context.Context, do func(*sql.Tx) error) error {
	o := &sql.TxOptions{ReadOnly: true}
	if !d.dialect.oneWriter {
		o.Isolation = sql.LevelRepeatableRead
	}
	tx, err := d.read.BeginTx(ctx, o)
	if err != nil {
		return fmt.Errorf("begin: %w", hideAddress(err))
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	if !d.dialect.oneWriter {
		if _, err := tx.ExecContext(ctx, "SET LOCAL statement_timeout = 0"); err != nil {
			return err
		}
	}
	defer d.patience.more()()
	return do(tx)
}

// tables lists the columns of every table, both in order of their names; the table of the migrations is not one of them.
func (d *DB) tables(ctx context.Context, tx *sql.Tx) (map[string][]string, error) {
	query := "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2"
	if d.dialect.oneWriter {
		query = `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY 1, 2`
	}
	out := map[string][]string{}
	rows, err := tx.QueryContext(ctx, query)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var table, column string
		err := scan(&table, &column)
		if table != "goose_db_version" {
			out[table] = append(out[table], column)
		}
		return err
	})
	for _, columns := range out {
		slices.Sort(columns) // not by the collation of the database
	}
	return out, err
}

// walkTable gives every row to see, in a form that is the same on both databases, and counts.
func walkTable(ctx context.Context, tx *sql.Tx, table string, columns []string, see func([]any) error) (Tally, error) {
	var total sum
	n := int64(0)
	rows, err := tx.QueryContext(ctx, "SELECT "+strings.Join(columns, ", ")+" FROM "+table) //nolint:gosec // names of the schema itself
	err = scanAll(rows, err, func(scan func(...any) error) error {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := scan(into...); err != nil {
			return err
		}
		for i, v := range row {
			var err error
			if row[i], err = portable(v); err != nil {
				return fmt.Errorf("column %s: %w", columns[i], err)
			}
		}
		if err := total.add(columns, row); err != nil {
			return err
		}
		n++
		return see(row)
	})
	if err != nil {
		return Tally{}, fmt.Errorf("read table %s: %w", table, err)
	}
	return Tally{Rows: n, Sum: hex.EncodeToString(total[:])}, nil
}

// portable turns a value into what JSON keeps exactly: nil, a string, a number as a string behind "#", bytes in base64 behind "!".
func portable(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case int64:
		return fmt.Sprintf("#%d", v), nil
	case string:
		return "=" + base64.StdEncoding.EncodeToString([]byte(v)), nil
	case []byte:
		return "!" + base64.StdEncoding.EncodeToString(v), nil
	}
	return nil, fmt.Errorf("a value of type %T has no form in a backup", v)
}

// sum adds SHA-256 hashes as numbers.
type sum [sha256.Size]byte

// add adds one row, with the names of its columns: a column that an older backup did not have counts as one that is not there.
func (s *sum) add(columns []string, row []any) error {
	raw, err := json.Marshal([]any{columns, row})
	if err != nil {
		return err
	}
	h := sha256.Sum256(raw)
	carry := 0
	for i := len(s) - 1; i >= 0; i-- {
		carry += int(s[i]) + int(h[i])
		s[i] = byte(carry)
		carry >>= 8
	}
	return nil
}

// sealedWriter seals what is written, piece by piece.
type sealedWriter struct {
	to  io.Writer
	key private.DataKey
	row string
	n   int64
}

// Write seals one piece.
func (w *sealedWriter) Write(p []byte) (int, error) { return len(p), w.piece("piece", p) }

// end marks the end, so that a file that was cut is noticed.
func (w *sealedWriter) end() error { return w.piece("end", nil) }

func (w *sealedWriter) piece(field string, p []byte) error {
	w.n++
	sealed, err := w.key.Seal(placeAt("backup", w.row, field, w.n), p)
	if err != nil {
		return err
	}
	if err := binary.Write(w.to, binary.BigEndian, uint32(len(sealed))); err != nil { //nolint:gosec // a piece is about a megabyte
		return err
	}
	_, err = w.to.Write(sealed)
	return err
}

// Errors of a restore that somebody can do something about.
var (
	ErrNoBackup  = errors.New("this is no backup of siaga, or it was damaged or cut")
	ErrNotEmpty  = errors.New("the database is not empty; restore into a new one and keep the old one until all is well")
	ErrBackupNew = errors.New("the backup was made by a newer version of siaga; restore it with that version")
)

// sealedReader opens piece after piece.
type sealedReader struct {
	from  io.Reader
	key   private.DataKey
	row   string
	n     int64
	rest  []byte
	ended bool
}

// Read gives what was sealed. The end is only believed when it was marked and nothing follows.
func (r *sealedReader) Read(p []byte) (int, error) {
	for len(r.rest) == 0 {
		if r.ended {
			return 0, io.EOF
		}
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

func (r *sealedReader) next() error {
	var size uint32
	if err := binary.Read(r.from, binary.BigEndian, &size); err != nil || size > 64<<20 {
		return ErrNoBackup
	}
	sealed := make([]byte, size)
	if _, err := io.ReadFull(r.from, sealed); err != nil {
		return ErrNoBackup
	}
	r.n++
	var err error
	if r.rest, err = r.key.Open(placeAt("backup", r.row, "piece", r.n), sealed); err == nil {
		return nil
	}
	if _, err := r.key.Open(placeAt("backup", r.row, "end", r.n), sealed); err != nil {
		return ErrNoBackup
	}
	if n, err := r.from.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return ErrNoBackup
	}
	r.ended = true
	return nil
}
