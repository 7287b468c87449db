package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/tally"
)

// factID is under what the facts of a case are kept: only who holds the keys finds the case behind it.
func (d *DB) factID(caseID string) string { return d.keys.Pseudonym("fact", caseID) }

// saveFact writes what figures count of a case, anew at each change.
func (t *tx) saveFact(c casework.Case) error {
	id := t.db.factID(c.ID)
	f, ok := tally.FactOf(c)
	if !ok {
		if c.Exercise || c.Training != nil || c.Version == 1 {
			return nil // never had any
		}
		return t.dropFact(id)
	}
	err := t.exec(`INSERT INTO case_facts (id, lead, opened, priority, form, origin, goal, route, lang, closed, reason, confirmed)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO UPDATE SET lead = excluded.lead, opened = excluded.opened,
		priority = excluded.priority, form = excluded.form, origin = excluded.origin, goal = excluded.goal, route = excluded.route,
		lang = excluded.lang, closed = excluded.closed, reason = excluded.reason, confirmed = excluded.confirmed`,
		id, f.Lead, f.Opened, f.Priority, f.Form, f.Origin, f.Goal, f.Route, f.Lang, f.Closed, f.Reason, f.Confirmed)
	if err != nil {
		return err
	}
	for _, s := range f.Steps {
		if err := t.exec("INSERT INTO fact_steps (id, kind, day) VALUES ($1, $2, $3) ON CONFLICT (id, kind) DO NOTHING", id, s.Kind, s.Day); err != nil {
			return err
		}
	}
	for _, o := range f.Offers {
		err := t.exec(`INSERT INTO fact_offers (id, n, code, day, outcome, accept, begin_s, limit_s) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (id, n) DO UPDATE SET outcome = excluded.outcome, accept = excluded.accept, begin_s = excluded.begin_s`,
			id, o.N, o.To, o.Day, o.Outcome, o.Accept, o.Begin, o.Limit)
		if err != nil {
			return err
		}
	}
	return nil
}

func factTables() []string { return []string{"case_facts", "fact_steps", "fact_offers"} }

func (t *tx) dropFact(id string) error {
	for _, table := range factTables() {
		if err := t.exec("DELETE FROM "+table+" WHERE id = $1", id); err != nil {
			return err
		}
	}
	return nil
}

// loosenFact cuts the facts of an erased case off from it: they still count, and nothing leads from them to anybody.
func (t *tx) loosenFact(caseID string) error {
	loose := rand.Text()
	for _, table := range factTables() {
		if err := t.exec("UPDATE "+table+" SET id = $2 WHERE id = $1", t.db.factID(caseID), loose); err != nil {
			return err
		}
	}
	return nil
}

// FillFacts writes the facts of real cases that have none: those of before there were facts. It gives their number. Once all were looked
// through there are no more of them, and a process does not look again.
func (d *DB) FillFacts(ctx context.Context) (int, error) {
	if d.counted.Load() {
		return 0, nil
	}
	n := 0
	for after, more := "", true; more; {
		var missing []string
		var err error
		if missing, after, more, err = d.casesWithoutFact(ctx, after); err != nil {
			return 0, fmt.Errorf("look for cases that are not counted: %w", err)
		}
		for _, id := range missing {
			err := d.transact(ctx, func(t *tx) error {
				found, err := t.cases("WHERE id = $1", id)
				if err != nil || len(found) == 0 {
					return err
				}
				return t.saveFact(found[0])
			})
			if err != nil {
				return 0, fmt.Errorf("count case %s: %w", id, err)
			}
		}
		n += len(missing)
	}
	d.counted.Store(true)
	return n, nil
}

// factsAtOnce bounds the cases that are looked at with one query.
const factsAtOnce = 500

// casesWithoutFact looks at the cases after an id, a few of them; last is where to go on.
func (d *DB) casesWithoutFact(ctx context.Context, after string) (missing []string, last string, more bool, err error) {
	var ids []string
	rows, err := d.read.QueryContext(ctx, "SELECT id FROM cases WHERE exercise = 0 AND status <> 'merged' AND id > $1 ORDER BY id LIMIT $2 + 0", after, factsAtOnce)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, after, false, err
	}
	marks, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		marks[i], args[i] = fmt.Sprintf("$%d", i+1), d.factID(id)
	}
	has := map[string]bool{}
	rows, err = d.read.QueryContext(ctx, "SELECT id FROM case_facts WHERE id IN ("+strings.Join(marks, ", ")+")", args...)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		has[id] = true
		return err
	})
	missing = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return has[d.factID(id)] })
	return missing, ids[len(ids)-1], len(ids) == factsAtOnce, err
}
