package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// SaveDrill inserts or replaces a drill.
func (t *tx) SaveDrill(_ context.Context, d engine.Drill) error {
	err := t.exec(`INSERT INTO drills (id, task_force, state, case_id, by_whom, run_at, sent_at, delivered_at, opened_at, accepted_at, accepted_by,
			covered_by, answered_at, ended_at, why, scenario) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, case_id = excluded.case_id, run_at = excluded.run_at, sent_at = excluded.sent_at,
			delivered_at = excluded.delivered_at, opened_at = excluded.opened_at, accepted_at = excluded.accepted_at,
			accepted_by = excluded.accepted_by, covered_by = excluded.covered_by, answered_at = excluded.answered_at,
			ended_at = excluded.ended_at, why = excluded.why`,
		d.ID, d.TaskForce, d.State, d.Case, d.By, millis(d.RunAt), millis(d.SentAt), millis(d.Delivered), millis(d.Opened), millis(d.Accepted), d.AcceptedBy,
		d.CoveredBy, millis(d.Answered), millis(d.Ended), d.Why, d.Scenario)
	if err != nil {
		return fmt.Errorf("save a drill: %w", err)
	}
	return nil
}

// Drill finds it; ErrNotFound.
func (t *tx) Drill(_ context.Context, id string) (engine.Drill, error) {
	found, err := t.drills("WHERE id = $1", id)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return engine.Drill{}, fmt.Errorf("find a drill: %w", err)
	}
	return found[0], nil
}

// Drills lists those planned and running, and those that ended after a time; the newest first.
func (t *tx) Drills(_ context.Context, since time.Time) ([]engine.Drill, error) {
	found, err := t.drills("WHERE state IN ('planned', 'running') OR ended_at > $1 ORDER BY run_at DESC, id", millis(since))
	if err != nil {
		return nil, fmt.Errorf("list drills: %w", err)
	}
	return found, nil
}

func (t *tx) drills(where string, args ...any) (out []engine.Drill, err error) {
	err = t.each(func(scan func(...any) error) error {
		var d engine.Drill
		var run, sent, delivered, opened, accepted, answered, ended int64
		if err := scan(&d.ID, &d.TaskForce, &d.State, &d.Case, &d.By, &run, &sent, &delivered, &opened, &accepted, &d.AcceptedBy, &d.CoveredBy,
			&answered, &ended, &d.Why, &d.Scenario); err != nil {
			return err
		}
		d.RunAt, d.SentAt, d.Delivered, d.Opened = moment(run), moment(sent), moment(delivered), moment(opened)
		d.Accepted, d.Answered, d.Ended = moment(accepted), moment(answered), moment(ended)
		out = append(out, d)
		return nil
	}, `SELECT id, task_force, state, case_id, by_whom, run_at, sent_at, delivered_at, opened_at, accepted_at, accepted_by, covered_by, answered_at,
		ended_at, why, scenario FROM drills `+where, args...)
	return out, err
}

// drillRule is the name under which the rules of drills are kept.
const drillRule = "drills"

// DrillRule gives the rules of drills, the zero rule when none were set.
func (t *tx) DrillRule(_ context.Context) (r engine.DrillRule, err error) {
	var value string
	err = notFound(t.row("SELECT value FROM meta WHERE name = $1", drillRule).Scan(&value))
	if errors.Is(err, engine.ErrNotFound) {
		return r, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(value), &r)
	}
	if err != nil {
		return r, fmt.Errorf("read the rules of drills: %w", err)
	}
	return r, nil
}

// SaveDrillRule replaces them.
func (t *tx) SaveDrillRule(_ context.Context, r engine.DrillRule) error {
	value, err := json.Marshal(r)
	if err == nil {
		err = t.exec("INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value", drillRule, string(value))
	}
	if err != nil {
		return fmt.Errorf("save the rules of drills: %w", err)
	}
	return nil
}
