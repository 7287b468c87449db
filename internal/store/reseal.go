package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// sealedColumn is a column sealed under the master keys. What is sealed under the key of a case (cases.body, file_bodies.body,
// files.details, jobs of a case) is not here: only the key of the case is sealed again, and all under it stays as it is.
type sealedColumn struct {
	table, column string
	row           string // expression that names the row as its binding does, unique
	version       string // expression of the version in the binding, "0" for none
	where         string // rows that are under the master keys
	dataKey       bool   // it holds a data key
	// own replaces the usual sealing anew where there is more than one seal.
	own func(t *tx, at private.Binding, sealed []byte) ([]byte, bool, error)
}

// sealedColumns are all of them; a test compares them with the migrations.
func sealedColumns() []sealedColumn {
	return []sealedColumn{
		{table: "case_keys", column: "sealed", row: "case_id", dataKey: true},
		{table: "files", column: "sealed_key", row: "id", dataKey: true, own: resealFileKey},
		{table: "inbox", column: "body", row: "key", where: "state <> 1"},
		{table: "chats", column: "address", row: "person"},
		{table: "drafts", column: "body", row: "person", version: "rev", own: resealDraft},
		{table: "sessions", column: "body", row: "person", version: "rev", own: resealSession},
		{table: "receipts", column: "hash", row: "lookup"},
		{table: "actions", column: "arg", row: "hash"},
		{table: "task_forces", column: "body", row: "code"},
		{table: "seats", column: "details", row: "id", where: "officer IS NOT NULL"},
		{table: "invites", column: "officer", row: "hash"},
		{table: "joins", column: "officer", row: "id"},
		{table: "seat_notes", column: "body", row: "seat"},
		{table: "jobs", column: "body", row: "ref", where: "case_id = ''"},
		{table: "checkins", column: "body", row: "id", version: "rev"},
		{table: "seat_pins", column: "body", row: "seat", version: "rev"},
		{table: "register_changes", column: "value", row: "id"},
		{table: "verdicts", column: "note", row: "tag || ' ' || key || ' ' || speaker"},
	}
}

// Resealed counts one run.
type Resealed struct {
	Done   int            // values sealed anew under the primary key
	Under  map[uint32]int // values by the id of the key they are under now
	Broken int            // values that open under none of the keys
}

// resealPage is how many rows share a transaction: with SQLite nobody else writes meanwhile.
const resealPage = 100

// Reseal seals everything anew that is not under the primary key, while others go on working. A value that somebody changes at the same
// moment is left to them: they seal under the primary key. It may be stopped and begun again at any time.
func (d *DB) Reseal(ctx context.Context) (Resealed, error) { return d.walkSealed(ctx, true) }

// SealedUnder counts under which keys the values are, and changes nothing.
func (d *DB) SealedUnder(ctx context.Context) (Resealed, error) { return d.walkSealed(ctx, false) }

func (d *DB) walkSealed(ctx context.Context, write bool) (Resealed, error) {
	total := Resealed{Under: map[uint32]int{}}
	for _, c := range sealedColumns() {
		for after, more := "", true; more; {
			var page Resealed
			err := d.transact(ctx, func(t *tx) (err error) {
				page = Resealed{Under: map[uint32]int{}}
				after, more, err = t.resealPage(c, after, write, &page)
				return err
			})
			if err != nil {
				return total, fmt.Errorf("seal %s.%s anew: %w", c.table, c.column, err)
			}
			total.add(page)
		}
	}
	if total.Done > 0 && d.dialect.erased != nil { // what was under the old key leaves the files
		return total, d.dialect.erased(ctx, d)
	}
	return total, nil
}

func (r *Resealed) add(o Resealed) {
	r.Done += o.Done
	r.Broken += o.Broken
	for id, n := range o.Under {
		r.Under[id] += n
	}
}

// sealedRow is one value as it is.
type sealedRow struct {
	row     string
	version int64
	sealed  []byte
}

func (t *tx) resealPage(c sealedColumn, after string, write bool, page *Resealed) (last string, more bool, err error) {
	version, where := c.version, c.where
	if version == "" {
		version = "0"
	}
	if where == "" {
		where = "1 = 1"
	}
	var rows []sealedRow
	err = t.each(func(scan func(...any) error) error {
		var r sealedRow
		err := scan(&r.row, &r.version, &r.sealed)
		rows = append(rows, r)
		return err
	}, fmt.Sprintf("SELECT %[1]s, %[2]s, %[3]s FROM %[4]s WHERE %[1]s > $1 AND %[5]s ORDER BY %[1]s LIMIT %[6]d", c.row, version, c.column, c.table, where, resealPage), after)
	if err != nil || len(rows) == 0 {
		return after, false, err
	}
	for _, r := range rows {
		if err := t.resealRow(c, r, write, page); err != nil {
			return after, false, err
		}
	}
	return rows[len(rows)-1].row, len(rows) == resealPage, nil
}

func (t *tx) resealRow(c sealedColumn, r sealedRow, write bool, page *Resealed) error {
	next, changed, err := t.sealedAnew(c, r)
	switch {
	case errors.Is(err, private.ErrOpen), errors.Is(err, engine.ErrNotFound):
		page.Broken++
		return nil
	case err != nil:
		return err
	case !changed:
		page.Under[t.db.keys.PrimaryID()]++
		return nil
	case !write:
		page.Under[t.under(c, r)]++
		return nil
	}
	n, err := t.count(fmt.Sprintf("UPDATE %s SET %s = $2 WHERE %s = $1 AND %s = $3", c.table, c.column, c.row, c.column), r.row, next, r.sealed)
	page.Done += int(n)
	page.Under[t.db.keys.PrimaryID()]++
	return err
}

func (t *tx) sealedAnew(c sealedColumn, r sealedRow) ([]byte, bool, error) {
	at := placeAt(c.table, r.row, c.column, r.version)
	switch {
	case c.own != nil:
		return c.own(t, at, r.sealed)
	case c.dataKey:
		return t.db.keys.ResealDataKey(at, r.sealed)
	}
	return t.db.keys.Reseal(at, r.sealed)
}

// under gives the older key a value is under. With more than one seal any older key will do: all of them have to go before it does.
func (t *tx) under(c sealedColumn, r sealedRow) uint32 {
	ids := t.db.keys.IDs()
	if id, ok := private.SealedUnder(r.sealed); ok && id != t.db.keys.PrimaryID() && slices.Contains(ids, id) {
		return id
	}
	for _, id := range ids {
		if id != t.db.keys.PrimaryID() {
			return id
		}
	}
	return t.db.keys.PrimaryID()
}

// resealFileKey opens the seal of the case first, if there is one.
func resealFileKey(t *tx, at private.Binding, sealed []byte) ([]byte, bool, error) {
	var caseID string
	if err := t.row("SELECT case_id FROM files WHERE id = $1", at.Row).Scan(&caseID); err != nil {
		return nil, false, notFound(err)
	}
	if caseID == "" {
		return t.db.keys.ResealDataKey(at, sealed)
	}
	k, err := t.caseKey(caseID)
	if err != nil {
		return nil, false, err
	}
	inner, err := k.Open(at, sealed)
	if err != nil {
		return nil, false, err
	}
	next, changed, err := t.db.keys.ResealDataKey(at, inner)
	if err != nil || !changed {
		return sealed, false, err
	}
	out, err := k.Seal(at, next)
	return out, err == nil, err
}

// resealDraft seals both the draft and the conversation in it, which the engine sealed.
func resealDraft(t *tx, at private.Binding, sealed []byte) ([]byte, bool, error) {
	inner, err := t.db.keys.Open(at, sealed)
	if err != nil {
		return nil, false, err
	}
	next, changed := engine.ResealConversation(t.db.keys, engine.Person(at.Row), at.Version, inner)
	if changed {
		out, err := t.db.keys.Seal(at, next)
		return out, err == nil, err
	}
	return t.db.keys.Reseal(at, sealed)
}

// resealSession seals a running conversation kept in SQL. One that does not open is worth no more than a missing one.
func resealSession(t *tx, at private.Binding, sealed []byte) ([]byte, bool, error) {
	next, changed := engine.ResealConversation(t.db.keys, engine.Person(at.Row), at.Version, sealed)
	return next, changed, nil
}
