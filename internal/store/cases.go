package store

import (
	"context"
	"errors"
	"fmt"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
)

// Case gives a case by id; ErrNotFound.
func (t *tx) Case(_ context.Context, id string) (casework.Case, error) {
	found, err := t.cases("WHERE id = $1", id)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return casework.Case{}, fmt.Errorf("read case %s: %w", id, err)
	}
	return found[0], nil
}

// CasesOf lists the open cases a task force leads, newest first.
func (t *tx) CasesOf(_ context.Context, tf region.Code) ([]casework.Case, error) {
	found, err := t.cases("WHERE lead = $1 AND status <> $2 ORDER BY opened_at DESC, id", tf, casework.Closed)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return found, nil
}

// cases reads first and opens afterwards, since opening asks the database for keys.
func (t *tx) cases(where string, args ...any) ([]casework.Case, error) {
	type row struct {
		id      string
		version int64
		body    []byte
	}
	var rows []row
	err := t.each(func(scan func(...any) error) error {
		var r row
		err := scan(&r.id, &r.version, &r.body)
		rows = append(rows, r)
		return err
	}, "SELECT id, version, body FROM cases "+where, args...)
	if err != nil {
		return nil, err
	}
	out := make([]casework.Case, len(rows))
	for i, r := range rows {
		k, err := t.caseKey(r.id)
		if err != nil {
			return nil, err
		}
		if err := openValue(k, placeAt("cases", r.id, "body", r.version), r.body, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SaveCase inserts (Version 1) or replaces the version before; ErrConflict when somebody was first, or when the code of a new
// case is taken. Files that the case names are tied to it: they end with it.
func (t *tx) SaveCase(_ context.Context, c casework.Case) error {
	if c.ID == "" || c.Version < 1 {
		return errors.New("save a case: it has no id or no version")
	}
	if err := t.saveCase(c); err != nil {
		return fmt.Errorf("save case %s: %w", c.ID, err)
	}
	return nil
}

func (t *tx) saveCase(c casework.Case) error {
	k, err := t.needCaseKey(c.ID)
	if err != nil {
		return err
	}
	body, err := sealValue(k, placeAt("cases", c.ID, "body", c.Version), c)
	if err != nil {
		return err
	}
	query := `UPDATE cases SET code = $2, version = $3, status = $4, priority = $5, lead = $6, owner = $7, exercise = $8,
		opened_at = $9, changed_at = $10, body = $11 WHERE id = $1 AND version = $3 - 1`
	if c.Version == 1 {
		query = `INSERT INTO cases (id, code, version, status, priority, lead, owner, exercise, opened_at, changed_at, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`
	}
	err = t.one(engine.ErrConflict, query, c.ID, c.Code, c.Version, c.Status, c.Priority, c.Lead, c.Owner, bit(c.Exercise),
		millis(c.OpenedAt), millis(c.ChangedAt), body)
	if err != nil {
		return err
	}
	if err := t.saveReferrals(c); err != nil {
		return err
	}
	return t.tieFiles(c, k)
}

// saveReferrals writes the rows that statistics count.
func (t *tx) saveReferrals(c casework.Case) error {
	if err := t.exec("DELETE FROM referrals WHERE case_id = $1", c.ID); err != nil {
		return err
	}
	bounces := 0
	for _, r := range c.Referrals {
		if r.Status == casework.ReferralRefused {
			bounces++
		}
		err := t.exec(`INSERT INTO referrals (case_id, n, to_code, status, offered_at, deadline, accepted_at, ended_at, reason, bounces)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, c.ID, r.N, r.To, r.Status, millis(r.OfferedAt), millis(r.Deadline),
			millis(r.AcceptedAt), millis(r.EndedAt), r.Reason, bounces)
		if err != nil {
			return err
		}
	}
	return nil
}

// SetReporter ties the case to the person who reported it.
func (t *tx) SetReporter(_ context.Context, id string, p engine.Person) error {
	if err := t.one(engine.ErrNotFound, "UPDATE cases SET reporter = $2 WHERE id = $1", id, p); err != nil {
		return fmt.Errorf("tie case %s to its reporter: %w", id, err)
	}
	return nil
}

// Reporter gives that person; ErrNotFound when nobody is tied to the case.
func (t *tx) Reporter(_ context.Context, id string) (engine.Person, error) {
	var p engine.Person
	if err := t.row("SELECT reporter FROM cases WHERE id = $1 AND reporter <> ''", id).Scan(&p); err != nil {
		return "", fmt.Errorf("find the reporter of case %s: %w", id, notFound(err))
	}
	return p, nil
}

// MoveReporter gives all cases of one person to another.
func (t *tx) MoveReporter(_ context.Context, from, to engine.Person) error {
	if from == "" {
		return errors.New("move cases: nobody has none")
	}
	if err := t.exec("UPDATE cases SET reporter = $2 WHERE reporter = $1", from, to); err != nil {
		return fmt.Errorf("move cases to another chat: %w", err)
	}
	return nil
}

// CodeTaken tells whether a short code is in use.
func (t *tx) CodeTaken(_ context.Context, code string) (bool, error) {
	var n int
	if err := t.row("SELECT COUNT(*) FROM cases WHERE code = $1", code).Scan(&n); err != nil {
		return false, fmt.Errorf("look for a case code: %w", err)
	}
	return n > 0, nil
}

// EraseCase destroys a case for ever: its key first, with which every copy of its content becomes unreadable, then its rows,
// files, jobs and buttons. The audit keeps that it existed. Erasing twice does no harm.
func (d *DB) EraseCase(ctx context.Context, id string) error {
	err := d.transact(ctx, func(t *tx) error {
		for _, from := range []string{"case_keys", "referrals", "jobs", "actions", "sent"} {
			if err := t.exec("DELETE FROM "+from+" WHERE case_id = $1", id); err != nil {
				return err
			}
		}
		if err := t.deleteFiles("case_id = $1", id); err != nil {
			return err
		}
		return t.exec("DELETE FROM cases WHERE id = $1", id)
	})
	if err == nil && d.dialect.erased != nil {
		err = d.dialect.erased(ctx, d)
	}
	if err != nil {
		return fmt.Errorf("erase case %s: %w", id, err)
	}
	return nil
}
