package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// SavePlan inserts revision 1, or replaces the revision before; ErrConflict when somebody was first.
func (t *tx) SavePlan(_ context.Context, r engine.PlanRow) error {
	body, err := sealValue(t.db.keys, placeAt("checkins", r.Plan.ID, "body", r.Rev), r.Plan)
	if err != nil {
		return err
	}
	if r.Rev == 1 {
		err = t.exec("INSERT INTO checkins (id, person, trusted, token, token_until, rev, body) VALUES ($1, $2, $3, $4, $5, 1, $6)",
			r.Plan.ID, r.Person, r.Trusted, r.Token, millis(r.Until), body)
	} else {
		err = t.one(engine.ErrConflict, "UPDATE checkins SET person = $2, trusted = $3, token = $4, token_until = $5, rev = $6, body = $7 WHERE id = $1 AND rev = $6 - 1",
			r.Plan.ID, r.Person, r.Trusted, r.Token, millis(r.Until), r.Rev, body)
	}
	if err != nil {
		return fmt.Errorf("save a plan: %w", err)
	}
	return nil
}

// Plan finds a plan by its id; ErrNotFound.
func (t *tx) Plan(_ context.Context, id string) (engine.PlanRow, error) {
	return t.plan("WHERE id = $1", id)
}

// PlanOf finds a person's own plan; ErrNotFound.
func (t *tx) PlanOf(_ context.Context, p engine.Person) (engine.PlanRow, error) {
	return t.plan("WHERE person = $1", p)
}

// PlanByToken finds the plan whose link is opened; ErrNotFound when unknown, used or expired.
func (t *tx) PlanByToken(_ context.Context, hash string, at time.Time) (engine.PlanRow, error) {
	return t.plan("WHERE token = $1 AND token <> '' AND token_until > $2", hash, millis(at))
}

func (t *tx) plan(where string, args ...any) (engine.PlanRow, error) {
	found, err := t.plans(where, args...)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return engine.PlanRow{}, fmt.Errorf("find a plan: %w", err)
	}
	return found[0], nil
}

// PlansFor lists the plans by which a person is told, or is asked to be.
func (t *tx) PlansFor(_ context.Context, trusted engine.Person) ([]engine.PlanRow, error) {
	found, err := t.plans("WHERE trusted = $1 AND trusted <> '' ORDER BY id", trusted)
	if err != nil {
		return nil, fmt.Errorf("list plans: %w", err)
	}
	return found, nil
}

func (t *tx) plans(where string, args ...any) ([]engine.PlanRow, error) {
	var out []engine.PlanRow
	err := t.each(func(scan func(...any) error) error {
		var r engine.PlanRow
		var id string
		var until int64
		var body []byte
		if err := scan(&id, &r.Person, &r.Trusted, &r.Token, &until, &r.Rev, &body); err != nil {
			return err
		}
		r.Until = moment(until)
		if err := openValue(t.db.keys, placeAt("checkins", id, "body", r.Rev), body, &r.Plan); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	}, "SELECT id, person, trusted, token, token_until, rev, body FROM checkins "+where, args...)
	return out, err
}

// CaredFor tells whether there is any plan of a person's own or by which the person is told, or tips.
func (t *tx) CaredFor(_ context.Context, p engine.Person) (bool, error) {
	var n int
	err := t.row(`SELECT CASE WHEN EXISTS (SELECT 1 FROM checkins WHERE person = $1) OR EXISTS (SELECT 1 FROM checkins WHERE trusted = $1 AND trusted <> '')
		OR EXISTS (SELECT 1 FROM tips WHERE person = $1) THEN 1 ELSE 0 END`, p).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("look for plans: %w", err)
	}
	return n > 0, nil
}

// DropPlan forgets a plan.
func (t *tx) DropPlan(_ context.Context, id string) error {
	if err := t.exec("DELETE FROM checkins WHERE id = $1", id); err != nil {
		return fmt.Errorf("drop a plan: %w", err)
	}
	return nil
}

// MoveCare gives the plan and the tips of one person to another, and whom they are told of; a plan of the other's own stays and the
// moved one is dropped.
func (t *tx) MoveCare(_ context.Context, from, to engine.Person) error {
	for _, q := range []string{
		"DELETE FROM checkins WHERE person = $1 AND EXISTS (SELECT 1 FROM checkins c WHERE c.person = $2)",
		"UPDATE checkins SET person = $2 WHERE person = $1",
		"UPDATE checkins SET trusted = $2 WHERE trusted = $1",
		"DELETE FROM tips WHERE person = $1 AND EXISTS (SELECT 1 FROM tips c WHERE c.person = $2)",
		"UPDATE tips SET person = $2 WHERE person = $1",
	} {
		if err := t.exec(q, from, to); err != nil {
			return fmt.Errorf("move a plan: %w", err)
		}
	}
	return nil
}

// SaveTips inserts or replaces who gets tips.
func (t *tx) SaveTips(_ context.Context, r engine.TipsRow) error {
	err := t.exec(`INSERT INTO tips (person, lang, n, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person) DO UPDATE SET lang = excluded.lang, n = excluded.n, at = excluded.at`, r.Person, r.Lang, r.N, millis(r.At))
	if err != nil {
		return fmt.Errorf("save tips: %w", err)
	}
	return nil
}

// Tips finds a person's row; ErrNotFound.
func (t *tx) Tips(_ context.Context, p engine.Person) (engine.TipsRow, error) {
	r := engine.TipsRow{Person: p}
	var at int64
	if err := t.row("SELECT lang, n, at FROM tips WHERE person = $1", p).Scan(&r.Lang, &r.N, &at); err != nil {
		return r, fmt.Errorf("find tips: %w", notFound(err))
	}
	r.At = moment(at)
	return r, nil
}

// DropTips ends them.
func (t *tx) DropTips(_ context.Context, p engine.Person) error {
	if err := t.exec("DELETE FROM tips WHERE person = $1", p); err != nil {
		return fmt.Errorf("drop tips: %w", err)
	}
	return nil
}
