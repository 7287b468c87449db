package store

import (
	"context"
	"errors"
	"fmt"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// loadRota reads the rota of all task forces.
func (t *tx) loadRota() (taskforce.Rota, error) {
	rota := taskforce.Rota{Weeks: map[casework.SeatID]taskforce.Week{}, Off: map[region.Code][]string{}}
	err := t.each(func(scan func(...any) error) error {
		var seat casework.SeatID
		var week int64
		err := scan(&seat, &week)
		rota.Weeks[seat] = taskforce.Week(week)
		return err
	}, "SELECT seat, week FROM rota_weeks")
	if err != nil {
		return rota, err
	}
	err = t.each(func(scan func(...any) error) error {
		var tf region.Code
		var c taskforce.Change
		var slot, duty int64
		if err := scan(&tf, &c.Date, &slot, &c.Seat, &duty); err != nil {
			return err
		}
		if c.Slot, c.On = taskforce.Slot(slot), duty != 0; c.Slot == taskforce.DayOff() {
			rota.Off[tf] = append(rota.Off[tf], c.Date)
			return nil
		}
		rota.Changes = append(rota.Changes, c)
		return nil
	}, "SELECT task_force, date, slot, seat, duty FROM rota_changes ORDER BY task_force, date, slot, seat")
	return rota, err
}

// SaveWeek sets the weekly rota of a seat; an empty week takes the seat out of the rota.
func (t *tx) SaveWeek(_ context.Context, seat casework.SeatID, w taskforce.Week) error {
	err := t.exec("DELETE FROM rota_weeks WHERE seat = $1", seat)
	if err == nil && w != 0 {
		err = t.exec("INSERT INTO rota_weeks (seat, week) VALUES ($1, $2)", seat, int64(w))
	}
	if err != nil {
		return fmt.Errorf("save the rota of seat %s: %w", seat, err)
	}
	return t.changed()
}

// SaveChange puts one shift of a seat otherwise than its week says.
func (t *tx) SaveChange(_ context.Context, c taskforce.Change) error {
	return t.saveChange(c.Seat.TaskForce(), c)
}

// SetDayOff makes a local day one on which nobody of the task force is on duty, or an ordinary one again.
func (t *tx) SetDayOff(_ context.Context, tf region.Code, date string, off bool) error {
	if off {
		return t.saveChange(tf, taskforce.Change{Date: date, Slot: taskforce.DayOff()})
	}
	if err := t.exec("DELETE FROM rota_changes WHERE task_force = $1 AND date = $2 AND slot = $3", tf, date, int64(taskforce.DayOff())); err != nil {
		return fmt.Errorf("drop a day off: %w", err)
	}
	return t.changed()
}

// changesKept is how long a change of the rota is kept after its day.
const changesKept = 60

func (t *tx) saveChange(tf region.Code, c taskforce.Change) error {
	old := t.now.AddDate(0, 0, -changesKept).Format("2006-01-02")
	err := t.exec("DELETE FROM rota_changes WHERE date < $1", old)
	if err == nil {
		err = t.exec(`INSERT INTO rota_changes (task_force, date, slot, seat, duty) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (task_force, date, slot, seat) DO UPDATE SET duty = excluded.duty`, tf, c.Date, int64(c.Slot), c.Seat, bit(c.On))
	}
	if err != nil {
		return fmt.Errorf("save a change of the rota: %w", err)
	}
	return t.changed()
}

// SaveCover inserts or replaces a wish to be replaced in one shift. Those whose time is long over are dropped.
func (t *tx) SaveCover(_ context.Context, c engine.Cover) error {
	err := t.exec("DELETE FROM covers WHERE until < $1", millis(t.now.AddDate(0, 0, -changesKept)))
	if err == nil {
		err = t.exec(`INSERT INTO covers (id, task_force, seat, date, slot, taker, back_date, back_slot, state, until)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (id) DO UPDATE SET taker = excluded.taker, back_date = excluded.back_date, back_slot = excluded.back_slot, state = excluded.state`,
			c.ID, c.Seat.TaskForce(), c.Seat, c.Date, int64(c.Slot), c.Taker, c.BackDate, int64(c.BackSlot), c.State, millis(c.Until))
	}
	if err != nil {
		return fmt.Errorf("save a wish to be replaced: %w", err)
	}
	return nil
}

// Cover finds it; ErrNotFound.
func (t *tx) Cover(_ context.Context, id string) (engine.Cover, error) {
	c := engine.Cover{ID: id}
	var slot, back, until int64
	err := t.row("SELECT seat, date, slot, taker, back_date, back_slot, state, until FROM covers WHERE id = $1", id).
		Scan(&c.Seat, &c.Date, &slot, &c.Taker, &c.BackDate, &back, &c.State, &until)
	if err != nil {
		return engine.Cover{}, fmt.Errorf("find a wish to be replaced: %w", notFound(err))
	}
	c.Slot, c.BackSlot, c.Until = taskforce.Slot(slot), taskforce.Slot(back), moment(until)
	return c, nil
}

// RotaMark tells how far the rota of a task force was carried out; the zero mark when never.
func (t *tx) RotaMark(_ context.Context, tf region.Code) (engine.RotaMark, error) {
	m := engine.RotaMark{TaskForce: tf}
	var applied, warned, answered, raised, uncovered int64
	err := notFound(t.row("SELECT applied_at, warned_at, answered_at, raised_at, uncovered_at FROM rota_marks WHERE task_force = $1", tf).
		Scan(&applied, &warned, &answered, &raised, &uncovered))
	if errors.Is(err, engine.ErrNotFound) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("read the mark of a rota: %w", err)
	}
	m.Applied, m.Warned, m.Answered, m.Raised, m.Uncovered = moment(applied), moment(warned), moment(answered), moment(raised), moment(uncovered)
	return m, nil
}

// SaveRotaMark replaces it.
func (t *tx) SaveRotaMark(_ context.Context, m engine.RotaMark) error {
	err := t.exec(`INSERT INTO rota_marks (task_force, applied_at, warned_at, answered_at, raised_at, uncovered_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (task_force) DO UPDATE SET applied_at = excluded.applied_at, warned_at = excluded.warned_at,
			answered_at = excluded.answered_at, raised_at = excluded.raised_at,
			uncovered_at = excluded.uncovered_at`,
		m.TaskForce, millis(m.Applied), millis(m.Warned), millis(m.Answered), millis(m.Raised), millis(m.Uncovered))
	if err != nil {
		return fmt.Errorf("save the mark of a rota: %w", err)
	}
	return nil
}
