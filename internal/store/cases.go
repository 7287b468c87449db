package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

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

// isOpen is what SQL calls an open case.
const isOpen = "status NOT IN ('closed', 'merged')"

// CasesOf lists the open cases a task force leads, newest first.
func (t *tx) CasesOf(_ context.Context, tf region.Code) ([]casework.Case, error) {
	found, err := t.cases("WHERE lead = $1 AND "+isOpen+" AND exercise <> 2 ORDER BY opened_at DESC, id", tf)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return found, nil
}

// CasesSince lists the open cases that a task force leads and that were opened since a time, newest first, from one on, at most limit.
func (t *tx) CasesSince(_ context.Context, tf region.Code, since time.Time, from, limit int) ([]casework.Case, error) {
	found, err := t.cases("WHERE lead = $1 AND opened_at >= $2 AND "+isOpen+" AND exercise <> 2 ORDER BY opened_at DESC, id LIMIT $3 + 0 OFFSET $4",
		tf, millis(since), limit, from)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return found, nil
}

// OpenCases lists open cases of all task forces in the order of their ids, those after an id, at most limit.
func (t *tx) OpenCases(_ context.Context, after string, limit int) ([]casework.Case, error) {
	found, err := t.cases("WHERE id > $1 AND "+isOpen+" AND exercise <> 2 ORDER BY id LIMIT $2 + 0", after, limit)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return found, nil
}

// seenBy gives the cases that a task force ($1) leads or has a part in; those it leads are looked for among open ones alone.
const seenBy = "SELECT id FROM cases WHERE lead = $1 AND " + isOpen + " UNION SELECT case_id FROM case_parts WHERE code = $1"

// CasesSeen lists the open cases that a task force leads or has a part in, newest first.
func (t *tx) CasesSeen(_ context.Context, tf region.Code) ([]casework.Case, error) {
	found, err := t.cases("WHERE id IN ("+seenBy+") AND "+isOpen+" AND exercise <> 2 ORDER BY opened_at DESC, id", tf)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	return found, nil
}

// TrainingOf lists the open training cases of a seat, and those of drills at its task force. No other list holds them: their column
// "exercise" is 2.
func (t *tx) TrainingOf(_ context.Context, seat casework.SeatID) ([]casework.Case, error) {
	found, err := t.cases("WHERE lead = $1 AND "+isOpen+" AND exercise = 2 ORDER BY opened_at, id", seat.TaskForce())
	if err != nil {
		return nil, fmt.Errorf("list training cases: %w", err)
	}
	return slices.DeleteFunc(found, func(c casework.Case) bool { return c.Training == nil || !c.InDrill() && c.Training.Seat != seat }), nil
}

// exerciseOf tells apart what is real (0), what belongs to a demonstration (1), and what is practised, alone or in a drill (2).
func exerciseOf(c casework.Case) int64 {
	if c.Training != nil {
		return 2
	}
	return bit(c.Exercise)
}

// saveParts writes who has a part in the case beside its lead.
func (t *tx) saveParts(c casework.Case) error {
	if err := t.exec("DELETE FROM case_parts WHERE case_id = $1", c.ID); err != nil {
		return err
	}
	for _, code := range c.Parts() {
		if err := t.exec("INSERT INTO case_parts (case_id, code) VALUES ($1, $2)", c.ID, code); err != nil {
			return err
		}
	}
	return nil
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
		opened_at = $9, changed_at = $10, body = $11, rights_due = $12, erase_from = $13 WHERE id = $1 AND version = $3 - 1`
	if c.Version == 1 {
		query = `INSERT INTO cases (id, code, version, status, priority, lead, owner, exercise, opened_at, changed_at, body, rights_due, erase_from)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`
	}
	err = t.one(engine.ErrConflict, query, c.ID, c.Code, c.Version, c.Status, c.Priority, c.Lead, c.Owner, exerciseOf(c),
		millis(c.OpenedAt), millis(c.ChangedAt), body, rightsDue(c), millis(c.EraseFrom))
	if err != nil {
		return err
	}
	if err := t.saveReferrals(c); err != nil {
		return err
	}
	if err := t.saveParts(c); err != nil {
		return err
	}
	if err := t.saveMarks(c); err != nil {
		return err
	}
	if err := t.saveFact(c); err != nil {
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

// CasesBy lists the ids of a person's cases, oldest first.
func (t *tx) CasesBy(_ context.Context, p engine.Person) ([]string, error) {
	var out []string
	err := t.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	}, "SELECT id FROM cases WHERE reporter = $1 AND reporter <> '' ORDER BY opened_at, id", p)
	if err != nil {
		return nil, fmt.Errorf("list the cases of a reporter: %w", err)
	}
	return out, nil
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

// CaseByCode reads the case with a short code.
func (t *tx) CaseByCode(_ context.Context, code string) (casework.Case, error) {
	found, err := t.cases("WHERE code = $1 LIMIT 1", code)
	if err != nil {
		return casework.Case{}, fmt.Errorf("find a case by its code: %w", err)
	}
	if len(found) == 0 {
		return casework.Case{}, engine.ErrNotFound
	}
	return found[0], nil
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
// files, jobs and buttons. The cases that were joined with it end with it: they point to nothing any more, and tell of the same. The audit
// keeps that they existed and why they were erased, a code. Erasing twice does no harm.
func (d *DB) EraseCase(ctx context.Context, id, why string) error {
	err := d.transact(ctx, func(t *tx) error {
		for _, id := range t.joinedInto(ctx, id) {
			if err := t.Audit(ctx, engine.Entry{Actor: "system", Action: "case.erase", Target: id, Detail: why}); err != nil {
				return err
			}
			if err := t.eraseCase(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && d.dialect.erased != nil {
		err = d.dialect.erased(ctx, d)
	}
	if err != nil {
		return fmt.Errorf("erase case %s: %w", id, err)
	}
	return nil
}

// Held tells which cases the database has anything of: a row, or only a key.
func (d *DB) Held(ctx context.Context) (map[string]bool, error) {
	held := map[string]bool{}
	rows, err := d.read.QueryContext(ctx, "SELECT id FROM cases UNION SELECT case_id FROM case_keys")
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		held[id] = true
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the cases held: %w", err)
	}
	return held, nil
}

// joinedInto lists a case and those that were joined with it, and with those; of a case whose key is gone already nothing more is known.
func (t *tx) joinedInto(ctx context.Context, id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		c, err := t.Case(ctx, out[i])
		if err != nil {
			continue
		}
		for _, j := range c.Joined {
			if !slices.Contains(out, j.ID) {
				out = append(out, j.ID)
			}
		}
	}
	return out
}

func (t *tx) eraseCase(id string) error {
	if err := t.forgetTalk(id); err != nil {
		return err
	}
	for _, from := range []string{"case_keys", "referrals", "case_parts", "case_marks", "traces", "jobs", "actions", "sent", "sent_also"} {
		if err := t.exec("DELETE FROM "+from+" WHERE case_id = $1", id); err != nil {
			return err
		}
	}
	if err := t.deleteFiles("case_id = $1", id); err != nil {
		return err
	}
	if err := t.loosenFact(id); err != nil {
		return err
	}
	return t.exec("DELETE FROM cases WHERE id = $1", id)
}
