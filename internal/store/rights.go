package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
)

// rightsDue is when the oldest open wish of a case must be answered, in milliseconds; 0 when none is open.
func rightsDue(c casework.Case) int64 {
	if open := c.OpenRights(); len(open) > 0 {
		return millis(open[0].Due())
	}
	return 0
}

// CasesAsked lists the cases that are over, that a task force led last, and whose reporter wishes something about the own data.
func (t *tx) CasesAsked(_ context.Context, tf region.Code) ([]casework.Case, error) {
	found, err := t.cases("WHERE lead = $1 AND rights_due > 0 AND NOT ("+isOpen+") AND exercise <> 2 ORDER BY rights_due, id", tf)
	if err != nil {
		return nil, fmt.Errorf("list cases with a wish: %w", err)
	}
	return found, nil
}

// Opened counts who opened the content of a case, by whoever did.
func (t *tx) Opened(_ context.Context, caseID string) ([]engine.Opening, error) {
	var out []engine.Opening
	err := t.each(func(scan func(...any) error) error {
		var o engine.Opening
		err := scan(&o.By, &o.Times)
		out = append(out, o)
		return err
	}, `SELECT actor, COUNT(*) FROM audit WHERE target = $1 AND action IN ('case.read', 'identity.read', 'case.evidence')
		GROUP BY actor ORDER BY actor`, caseID)
	if err != nil {
		return nil, fmt.Errorf("count who opened a case: %w", err)
	}
	return out, nil
}

// Looked counts how often its reporter saw what is kept of a case since a time.
func (t *tx) Looked(_ context.Context, caseID string, since time.Time) (n int, err error) {
	err = t.row("SELECT COUNT(*) FROM audit WHERE target = $1 AND action = 'right.access' AND at > $2", caseID, millis(since)).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count looks at the own data: %w", err)
	}
	return n, nil
}

// Unwished lists closed cases that two seats agreed to erase until a time, in the order of their ids, those after an id, at most limit; last
// is empty when there are no more. One that does not open is left out: its key may be gone already.
func (d *DB) Unwished(ctx context.Context, until time.Time, after string, limit int) (cases []casework.Case, last string, err error) {
	err = d.transact(ctx, func(t *tx) error {
		cases, last = nil, ""
		var ids []string
		err := t.each(func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			ids = append(ids, id)
			return err
		}, "SELECT id FROM cases WHERE erase_from > 0 AND erase_from <= $1 AND status = 'closed' AND id > $2 ORDER BY id LIMIT $3 + 0", millis(until), after, limit)
		for _, id := range ids {
			if c, missing := t.Case(ctx, id); missing == nil {
				cases = append(cases, c)
			}
			last = id
		}
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("list cases to be erased by wish: %w", err)
	}
	return cases, last, nil
}

// forgetTalk empties the conversation about a case that is erased: the words are in it too. Its receipts open nothing any more. A
// conversation about something else stays.
func (t *tx) forgetTalk(caseID string) error {
	var p engine.Person
	err := t.row("SELECT reporter FROM cases WHERE id = $1 AND reporter <> ''", caseID).Scan(&p)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	body, rev, err := t.Draft(t.ctx, p)
	if errors.Is(err, engine.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	next, forgot, err := engine.ForgottenConversation(t.db.keys, p, rev, body, caseID)
	if err != nil || !forgot {
		return nil // none of these keys' conversations: it can be read by nobody
	}
	if err := t.SaveDraft(t.ctx, p, next, rev+1, t.now.Add(forgottenKept)); err != nil {
		return err
	}
	return t.exec("DELETE FROM receipts WHERE person = $1", p)
}

// forgottenKept is how long an emptied conversation stays, so that no copy of the former one passes for it.
const forgottenKept = 72 * time.Hour
