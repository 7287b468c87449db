package store

import (
	"context"
	"fmt"

	"siaga/internal/engine"
	"siaga/internal/region"
)

// noActivity holds for files that are no photo of prevention work.
const noActivity = "NOT EXISTS (SELECT 1 FROM activities a WHERE a.file = files.id)"

// SaveActivity keeps prevention work that was done.
func (t *tx) SaveActivity(_ context.Context, a engine.Activity) error {
	err := t.exec(`INSERT INTO activities (id, task_force, place, kind, people, day, at, seat, file, exercise)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING`,
		a.ID, a.TaskForce, a.Place, a.Kind, a.People, a.Day, millis(a.At), a.Seat, a.File, bit(a.Exercise))
	if err != nil {
		return fmt.Errorf("keep an activity: %w", err)
	}
	return nil
}

// DropActivity forgets one of a task force, with its photo; ErrNotFound.
func (t *tx) DropActivity(_ context.Context, tf region.Code, id string) error {
	var file string
	err := t.row("DELETE FROM activities WHERE id = $1 AND task_force = $2 RETURNING file", id, tf).Scan(&file)
	if err == nil && file != "" {
		err = t.deleteFiles("id = $1 AND case_id = '' AND "+unrecorded, file)
	}
	if err != nil {
		return fmt.Errorf("forget an activity: %w", notFound(err))
	}
	return nil
}

// ActivityPhoto gives the id of the photo of one of a task force; ErrNotFound.
func (t *tx) ActivityPhoto(_ context.Context, tf region.Code, id string) (file string, err error) {
	err = t.row("SELECT file FROM activities WHERE id = $1 AND task_force = $2 AND file <> ''", id, tf).Scan(&file)
	if err != nil {
		return "", fmt.Errorf("find the photo of an activity: %w", notFound(err))
	}
	return file, nil
}

// Activities lists those of a task force (of all when empty) on the local days from one to another, both included; the newest first.
func (t *tx) Activities(_ context.Context, tf region.Code, from, to string, exercise bool) ([]engine.Activity, error) {
	var out []engine.Activity
	err := t.each(func(scan func(...any) error) error {
		a := engine.Activity{Exercise: exercise}
		var at int64
		if err := scan(&a.ID, &a.TaskForce, &a.Place, &a.Kind, &a.People, &a.Day, &at, &a.Seat, &a.File); err != nil {
			return err
		}
		a.At = moment(at)
		out = append(out, a)
		return nil
	}, `SELECT id, task_force, place, kind, people, day, at, seat, file FROM activities
		WHERE ($1 = '' OR task_force = $1) AND day >= $2 AND day <= $3 AND exercise = $4 ORDER BY day DESC, at DESC, id`, tf, from, to, bit(exercise))
	if err != nil {
		return nil, fmt.Errorf("list activities: %w", err)
	}
	return out, nil
}

// ActivityCounts counts them by task force and kind, for reports.
func (t *tx) ActivityCounts(_ context.Context, from, to string, exercise bool) ([]engine.ActivityCount, error) {
	var out []engine.ActivityCount
	err := t.each(func(scan func(...any) error) error {
		var c engine.ActivityCount
		err := scan(&c.TaskForce, &c.Kind, &c.Times, &c.People)
		out = append(out, c)
		return err
	}, `SELECT task_force, kind, COUNT(*), SUM(people) FROM activities WHERE day >= $1 AND day <= $2 AND exercise = $3
		GROUP BY task_force, kind ORDER BY task_force, kind`, from, to, bit(exercise))
	if err != nil {
		return nil, fmt.Errorf("count activities: %w", err)
	}
	return out, nil
}
