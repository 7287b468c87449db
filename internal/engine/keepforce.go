package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Changes keeps what was changed in rows of the register.
type Changes interface {
	// SaveRegisterChanges keeps changes of rows; RegisterChanges lists those of one row, the newest first.
	SaveRegisterChanges(ctx context.Context, changes []RegisterChange) error
	RegisterChanges(ctx context.Context, code region.Code, limit int) ([]RegisterChange, error)
}

// RegisterChange is one field of a row that became another, or (field "confirmed") somebody's word that the row is right.
type RegisterChange struct {
	ID    string
	At    time.Time
	Code  region.Code
	Actor string // a seat, or "operator"
	Field string
	Value string // what it became; empty: nothing is known any more
}

// mayKeep tells whether the seat of this turn keeps the row of a task force: its coordinators do, those of its province, and of pusat.
func (t *turn) mayKeep(by string, of region.Code) bool {
	if _, known := t.reg.Force(of); !known || t.seat == nil {
		return false
	}
	return string(t.seat.ID) == by && t.seat.Role.Coordinates() && t.seat.Oversees(of)
}

// keepForce sets what is known of a task force, notes each change with its day, and makes the seats that are missing.
func (t *turn) keepForce(f flows.KeepForce) error {
	if !t.mayKeep(string(f.By), f.Of) {
		return refusal{key: "duty.refused"}
	}
	was, _ := t.reg.Force(f.Of)
	is := was
	is.Formed, is.Absent = f.Formed == taskforce.FormedYes, f.Formed == taskforce.FormedNo
	is.DecreeNo, is.DecreeDate, is.ValidUntil = f.DecreeNo.Reveal(), f.DecreeDate, f.ValidUntil
	if !is.Formed {
		is.DecreeNo, is.DecreeDate, is.ValidUntil = "", time.Time{}, time.Time{}
	}
	changed := is.Differs(was)
	if is.Formed {
		wanted := t.reg.SeatsWanted(f.Of, f.Chair.Reveal(), f.Duty)
		if err := t.tx.SaveSeats(t.ctx, wanted...); err != nil {
			return err
		}
		for _, s := range wanted {
			changed = append(changed, taskforce.FieldChange{Field: "seat", Value: string(s.ID) + " " + s.Title})
		}
	}
	return t.standFor(is, changed, f.By)
}

// confirmForce notes that a row is right as it is. What nobody knows cannot be right.
func (t *turn) confirmForce(f flows.ConfirmForce) error {
	force, _ := t.reg.Force(f.Of)
	if !t.mayKeep(string(f.By), f.Of) || force.Formation() == taskforce.FormedUnknown {
		return refusal{key: "duty.refused"}
	}
	return t.standFor(force, nil, f.By)
}

// standFor keeps a row for which a seat stands, with a line of the audit that names the fields, not their content.
func (t *turn) standFor(f taskforce.TaskForce, changed []taskforce.FieldChange, by casework.SeatID) error {
	changed = append([]taskforce.FieldChange{{Field: "confirmed"}}, changed...)
	var fields []string
	for _, c := range changed {
		fields = append(fields, c.Field)
	}
	entry := Entry{At: t.now, Actor: string(by), Action: "register.keep", Target: string(f.Code), Detail: strings.Join(fields, " ")}
	if err := t.tx.Audit(t.ctx, entry); err != nil {
		return err
	}
	var kept keptRows
	kept.add(&t.work, f, changed, string(by))
	return kept.save(&t.work)
}

// imported is the row of a file as it is kept. What no file holds (the group, and when somebody was asked) stays.
func (w *work) imported(f taskforce.TaskForce) (is, was taskforce.TaskForce) {
	was, _ = w.reg.Force(f.Code)
	if f.Name == "" {
		f.Name = was.Name
	}
	if f.Group == "" {
		f.Group = was.Group
	}
	f.Confirmed, f.Asked = was.Confirmed, was.Asked
	return f, was
}

// keptRows are rows that somebody stands for now, with what changed in them.
type keptRows struct {
	forces  []taskforce.TaskForce
	changes []RegisterChange
}

func (k *keptRows) add(w *work, f taskforce.TaskForce, changed []taskforce.FieldChange, actor string) {
	f.Confirmed, f.Asked = w.now, time.Time{}
	if f.Formation() == taskforce.FormedUnknown {
		f.Confirmed = time.Time{}
	}
	k.forces = append(k.forces, f)
	for _, c := range changed {
		k.changes = append(k.changes, RegisterChange{ID: w.e.Random.ID(), At: w.now, Code: f.Code, Actor: actor, Field: c.Field, Value: c.Value})
	}
}

func (k *keptRows) save(w *work) error {
	if err := w.tx.SaveRegisterChanges(w.ctx, k.changes); err != nil {
		return err
	}
	return w.tx.SaveTaskForces(w.ctx, k.forces)
}

// registerHour is when coordinators are asked whether rows of the register are still right, and askAgain how often at most.
const (
	registerHour = 10
	askAgain     = 14 * 24 * time.Hour
)

// startRegister sees to it that there is one row for each time zone; that of an earlier run is kept.
func startRegister(ctx context.Context, tx Tx, now time.Time) error {
	for _, code := range zones() {
		job := Job{Kind: "register", Key: "register:" + string(code), RunAt: nextAsking(code, now), Body: []byte(code)}
		if err := tx.Enqueue(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

func nextAsking(code region.Code, now time.Time) time.Time {
	zone, _ := region.Default().Zone(code)
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), registerHour, 0, 0, 0, zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// askRegister asks in one time zone whether rows are still right: the coordinators of the task force itself, else those above, who are
// told how many rows wait for them.
func (e *Engine) askRegister(ctx context.Context, job Job) error {
	zone := region.Code(job.Body)
	if err := e.system(ctx, func(w *work) error { return w.askRows(zone) }); err != nil {
		return err
	}
	now := e.Clock()
	return &DeliveryError{Class: "later", After: nextAsking(zone, now).Sub(now)}
}

func (w *work) askRows(zone region.Code) error {
	above, asked := map[region.Code]int{}, []taskforce.TaskForce{}
	for _, f := range w.reg.All() {
		if !sameZone(f.Code, zone) || !f.Due(w.now) || w.now.Sub(f.Asked) < askAgain {
			continue
		}
		own := w.reg.Coordinators(f.Code)
		switch {
		case len(own) > 0:
			if err := w.askOwn(f, own); err != nil {
				return err
			}
		default:
			leaders := w.leadersAbove(f.Code)
			if len(leaders) == 0 || !leaders[0].Role.Coordinates() {
				continue
			}
			above[leaders[0].TaskForce]++
		}
		f.Asked = w.now
		asked = append(asked, f)
	}
	for tf, rows := range above {
		if err := w.askAbove(tf, rows); err != nil {
			return err
		}
	}
	if len(asked) == 0 {
		return nil
	}
	return w.tx.SaveTaskForces(w.ctx, asked)
}

// askOwn asks the coordinators of a task force about their own row.
func (w *work) askOwn(f taskforce.TaskForce, own []taskforce.Seat) error {
	m := spoken{Key: "duty.force_ask", Data: map[string]string{"taskforce": f.Name, "known": yes(f.Formation() != taskforce.FormedUnknown)},
		Buttons: [][]flows.Button{{{Key: "duty.force_open", Choice: "force=" + string(f.Code)}}}}
	if f.Formation() != taskforce.FormedUnknown {
		m.Buttons = append([][]flows.Button{{{Key: "duty.force_right", Choice: "forceok=" + string(f.Code)}}}, m.Buttons...)
	}
	for _, s := range own {
		if err := w.enqueue(Person(s.Officer.ID), w.askKey(s), m, w.now, false); err != nil {
			return err
		}
	}
	return nil
}

// askAbove tells the coordinators of a province or of pusat how many rows wait for them.
func (w *work) askAbove(tf region.Code, rows int) error {
	m := spoken{Key: "duty.forces_ask", Data: map[string]string{"count": strconv.Itoa(rows)},
		Buttons: [][]flows.Button{{{Key: "duty.forces_open", Choice: "forces="}}}}
	for _, s := range w.reg.Coordinators(tf) {
		if err := w.enqueue(Person(s.Officer.ID), w.askKey(s)+":above", m, w.now, false); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) askKey(s taskforce.Seat) string {
	return fmt.Sprintf("register:%s:%s", s.ID, strconv.FormatInt(w.now.UnixMilli(), 36))
}
