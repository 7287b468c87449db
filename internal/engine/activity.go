package engine

import (
	"context"
	"errors"
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Activities keeps prevention work that task forces did.
type Activities interface {
	// SaveActivity keeps it; the same id twice is one. DropActivity forgets one of a task force, ErrNotFound.
	SaveActivity(ctx context.Context, a Activity) error
	DropActivity(ctx context.Context, tf region.Code, id string) error
	// ActivityPhoto gives the id of the photo of one of a task force, ErrNotFound.
	ActivityPhoto(ctx context.Context, tf region.Code, id string) (file string, err error)
	// Activities lists those of a task force (of all when empty) on the local days from one to another, both included; the newest first.
	Activities(ctx context.Context, tf region.Code, from, to string, exercise bool) ([]Activity, error)
	// ActivityCounts counts them by task force and kind.
	ActivityCounts(ctx context.Context, from, to string, exercise bool) ([]ActivityCount, error)
}

// Activity is one piece of prevention work.
type Activity struct {
	ID        string
	TaskForce region.Code
	Place     region.Code // kabupaten or kota, or the province where it was everywhere
	Kind      string      // of taskforce.ActivityKinds
	People    int
	Day       string // local, 2006-01-02
	At        time.Time
	Seat      casework.SeatID // who wrote it down
	File      string          // id of a photo; empty: none
	Exercise  bool            // of a demonstration
}

// ActivityCount is how often something was done, with how many people.
type ActivityCount struct {
	TaskForce region.Code
	Kind      string
	Times     int
	People    int
}

// logActivity keeps what an officer's task force did.
func (t *turn) logActivity(f flows.LogActivity) error {
	day, err := time.ParseInLocation(time.DateOnly, f.Day, taskforce.ZoneOf(f.By.TaskForce()))
	switch {
	case t.seat == nil || t.seat.ID != f.By, err != nil || day.After(t.now),
		!slices.Contains(taskforce.ActivityKinds(), f.Kind), f.People < 0 || f.People > taskforce.MostPeople, !inside(t.seat.TaskForce, f.Place):
		return refusal{key: "duty.refused"}
	}
	a := Activity{ID: f.ID, TaskForce: t.seat.TaskForce, Place: f.Place, Kind: f.Kind, People: f.People, Day: f.Day, At: t.now, Seat: f.By, File: f.File,
		Exercise: t.e.Exercise}
	entry := Entry{At: t.now, Actor: string(f.By), Action: "activity.log", Target: string(a.TaskForce), Detail: a.Kind}
	return errors.Join(t.tx.Audit(t.ctx, entry), t.tx.SaveActivity(t.ctx, a))
}

// inside tells whether a place belongs to a task force.
func inside(tf, place region.Code) bool {
	_, known := region.Default().Lookup(place)
	return place == tf || known && (tf == taskforce.Pusat || place.Province() == tf || place.Regency() == tf)
}

// dropActivity forgets one that was written down by mistake, of the own task force.
func (t *turn) dropActivity(f flows.DropActivity) error {
	if t.seat == nil || t.seat.ID != f.By {
		return refusal{key: "duty.refused"}
	}
	if err := t.tx.DropActivity(t.ctx, t.seat.TaskForce, f.ID); err != nil {
		if errors.Is(err, ErrNotFound) {
			return refusal{key: "duty.refused"}
		}
		return err
	}
	return t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.By), Action: "activity.drop", Target: string(t.seat.TaskForce)})
}

// activitiesSeen lists what the officer's task force did in the last year, as the conversation knows it.
func (t *turn) activitiesSeen() []flows.Activity {
	if t.seat == nil {
		return nil
	}
	found, err := t.tx.Activities(t.ctx, t.seat.TaskForce, t.now.AddDate(-1, 0, 0).Format(time.DateOnly), t.now.AddDate(0, 0, 1).Format(time.DateOnly), t.e.Exercise)
	if err != nil {
		t.e.Log.Error("list activities", "seat", t.seat.ID, "err", err)
		return nil
	}
	var out []flows.Activity
	for _, a := range found {
		out = append(out, flows.Activity{ID: a.ID, Kind: a.Kind, Place: a.Place, People: a.People, Day: a.Day, Photo: a.File != ""})
	}
	return out
}

// activityPhoto finds the photo of prevention work for a person who sits at the task force that did it; for everybody else there is none.
func (e *Engine) activityPhoto(ctx context.Context, p Person, id string) (file string, err error) {
	err = e.system(ctx, func(w *work) error {
		seat, err := w.tx.SeatOf(ctx, p)
		if err == nil {
			file, err = w.tx.ActivityPhoto(ctx, seat.TaskForce, id)
		}
		return ignoreMissing(err)
	})
	return file, err
}
