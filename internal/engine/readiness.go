package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Readinesses collects the facts from which readiness is reckoned.
type Readinesses interface {
	// Vitals gives them of every task force, in the order of the register; with codes only of these. Cases of a demonstration count
	// with exercise, real ones without; trainings and drills are never among them.
	Vitals(ctx context.Context, now time.Time, exercise bool, codes ...region.Code) ([]taskforce.Vitals, error)
	// ScoresOn gives the scores of all task forces on the newest day between two of which there are any; none when there is no such day.
	ScoresOn(ctx context.Context, first, last string) (map[region.Code]int, error)
}

// A trend compares with four weeks ago, or with the newest day in the two weeks before that.
const (
	trendDays  = 28
	trendSlack = 14
)

// scoresBefore gives the scores of four weeks ago.
func (w *work) scoresBefore() (map[region.Code]int, error) {
	last := w.now.AddDate(0, 0, -trendDays)
	return w.tx.ScoresOn(w.ctx, tally.Day(last.AddDate(0, 0, -trendSlack)), tally.Day(last))
}

// readiness reckons the scores of task forces, of all without codes.
func (w *work) readiness(codes ...region.Code) ([]taskforce.Readiness, error) {
	vitals, err := w.tx.Vitals(w.ctx, w.now, w.e.Exercise, codes...)
	out := make([]taskforce.Readiness, len(vitals))
	for i, v := range vitals {
		out[i] = taskforce.Reckon(v)
	}
	return out, err
}

// scoresBefore gives the scores of four weeks ago that the officer of this turn may see.
func (t *turn) scoresBefore() map[region.Code]int {
	if t.seat == nil {
		return nil
	}
	found, err := t.work.scoresBefore()
	if err != nil {
		t.e.Log.Error("look for the scores of four weeks ago", "seat", t.seat.ID, "err", err)
	}
	maps.DeleteFunc(found, func(c region.Code, _ int) bool { return !t.seat.Oversees(c) })
	return found
}

// vitalsSeen tells how task forces stand that the officer of this turn may see, all these without codes.
func (t *turn) vitalsSeen(codes ...region.Code) []taskforce.Vitals {
	if t.seat == nil {
		return nil
	}
	found, err := t.tx.Vitals(t.ctx, t.now, t.e.Exercise, codes...)
	if err != nil {
		t.e.Log.Error("collect what readiness counts", "seat", t.seat.ID, "err", err)
		return nil
	}
	return slices.DeleteFunc(found, func(v taskforce.Vitals) bool { return !t.seat.Oversees(v.Code) })
}

// readinessPicture draws the score of a task force as it is now, for a person whose seat may see it now; for everybody else there is none.
func (e *Engine) readinessPicture(ctx context.Context, p Person, code region.Code) ([]MessageFile, error) {
	var g flows.Gauge
	err := e.system(ctx, func(w *work) error {
		seat, err := w.tx.SeatOf(ctx, p)
		if err != nil || !seat.Oversees(code) {
			return ignoreMissing(err)
		}
		in, err := w.tongueOf(p)
		if err != nil {
			return err
		}
		found, err := w.readiness(code)
		if err == nil && len(found) == 1 {
			g = e.Desk.Gauge(found[0], w.now, in)
		}
		return err
	})
	if err != nil || len(g.Parts) == 0 || e.Picture == nil {
		return nil, err
	}
	body, err := e.Picture(g)
	if err != nil {
		return nil, fmt.Errorf("draw readiness: %w", err)
	}
	return []MessageFile{{Kind: "photo", Name: "kesiapan.png", Mime: "image/png", Body: body}}, nil
}
