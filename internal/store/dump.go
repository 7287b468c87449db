package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"siaga/internal/engine"
)

// Dump gives every row of every table as the database holds it, sealed values and all: what a stolen backup would tell. It is for looking
// through, not for restoring.
func (d *DB) Dump(ctx context.Context, see func(table string, row []byte)) error {
	list := "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
	if d.dialect.name == "postgres" {
		list = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
	}
	var tables []string
	rows, err := d.read.QueryContext(ctx, list)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		tables = append(tables, name)
		return err
	})
	if err != nil {
		return fmt.Errorf("list the tables: %w", err)
	}
	for _, name := range tables {
		if err := d.dumpTable(ctx, name, see); err != nil {
			return fmt.Errorf("dump %s: %w", name, err)
		}
	}
	return nil
}

func (d *DB) dumpTable(ctx context.Context, name string, see func(string, []byte)) error {
	rows, err := d.read.QueryContext(ctx, fmt.Sprintf("SELECT * FROM %q", name))
	if err != nil {
		return err
	}
	columns, err := rows.Columns()
	if err != nil {
		return scanAll(rows, err, nil)
	}
	cells := make([]sql.RawBytes, len(columns))
	into := make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	return scanAll(rows, nil, func(scan func(...any) error) error {
		if err := scan(into...); err != nil {
			return err
		}
		var row bytes.Buffer
		for _, c := range cells {
			row.Write(c)
			row.WriteByte('\t')
		}
		see(name, slices.Clone(row.Bytes()))
		return nil
	})
}

// Control puts a word in clear into the database, or takes it away again (""): a scan that does not find it is blind.
func (d *DB) Control(ctx context.Context, word string) error {
	return d.transact(ctx, func(t *tx) error {
		if word == "" {
			return t.exec("DELETE FROM meta WHERE name = 'leakscan'")
		}
		return t.exec("INSERT INTO meta (name, value) VALUES ('leakscan', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value", word)
	})
}

// Files gives the files that the database is made of, none with PostgreSQL: these are on another machine.
func (d *DB) Files(ctx context.Context) []string {
	var out []string
	if d.dialect.name != "sqlite" {
		return nil
	}
	rows, err := d.read.QueryContext(ctx, "SELECT file FROM pragma_database_list WHERE file <> ''")
	_ = scanAll(rows, err, func(scan func(...any) error) error {
		var name string
		err := scan(&name)
		out = append(out, name, name+"-wal", name+"-shm")
		return err
	})
	return out
}

// DropChat forgets a chat that was made for a scan.
func (d *DB) DropChat(ctx context.Context, p engine.Person) error {
	return d.transact(ctx, func(t *tx) error { return t.exec("DELETE FROM chats WHERE person = $1", p) })
}
