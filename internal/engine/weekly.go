package engine

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// weeklyHour is when provinces and pusat get their week's letter, on Mondays.
const weeklyHour = 8

// startWeeklies sees to it that there is one row for each time zone; that of an earlier run is kept.
func startWeeklies(ctx context.Context, tx Tx, now time.Time) error {
	for _, code := range zones() {
		job := Job{Kind: "weekly", Key: "weekly:" + string(code), RunAt: nextWeekly(code, now), Body: []byte(code)}
		if err := tx.Enqueue(ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// nextWeekly is the next Monday morning in a time zone; after an outage of weeks it is one Monday.
func nextWeekly(code region.Code, now time.Time) time.Time {
	zone, _ := region.Default().Zone(code)
	local := now.In(zone)
	ahead := (int(time.Monday-local.Weekday()) + 7) % 7
	at := time.Date(local.Year(), local.Month(), local.Day()+ahead, weeklyHour, 0, 0, 0, zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 7)
	}
	return at
}

// weekly tells provinces and pusat of one time zone how their task forces stand, and dates itself to the next Monday.
func (e *Engine) weekly(ctx context.Context, job Job) error {
	zone := region.Code(job.Body)
	if err := e.system(ctx, func(w *work) error { return w.weeklies(zone) }); err != nil {
		return err
	}
	now := e.Clock()
	return &DeliveryError{Class: "later", After: nextWeekly(zone, now).Sub(now)}
}

func (w *work) weeklies(zone region.Code) error {
	known, err := w.tx.Vitals(w.ctx, w.now, w.e.Exercise)
	if err != nil {
		return err
	}
	before, err := w.scoresBefore()
	if err != nil {
		return err
	}
	if sameZone(taskforce.Pusat, zone) {
		if err := w.staleNumbers(); err != nil {
			return err
		}
	}
	for _, f := range w.reg.All() {
		if f.Code.Level() == region.RegencyLevel || !sameZone(f.Code, zone) {
			continue
		}
		for _, s := range w.answerable(f.Code) {
			if err := w.weeklyFor(f.Code, s, known, before); err != nil {
				return err
			}
		}
	}
	return nil
}

// answerable are the coordinators of a task force, or whoever is linked there when it has none.
func (w *work) answerable(tf region.Code) []taskforce.Seat {
	if found := w.reg.Coordinators(tf); len(found) > 0 {
		return found
	}
	return w.reg.LinkedSeats(tf)
}

func (w *work) weeklyFor(tf region.Code, s taskforce.Seat, known []taskforce.Vitals, before map[region.Code]int) error {
	p := Person(s.Officer.ID)
	in, err := w.tongueOf(p)
	if err != nil {
		return err
	}
	r := w.e.Desk.Weekly(tf, known, before, in)
	m := spoken{Key: r.Key, Data: plain(r.Data), Buttons: r.Buttons, Lang: in.Lang}
	key := fmt.Sprintf("weekly:%s:%s", s.ID, strconv.FormatInt(w.now.UnixMilli(), 36))
	return w.enqueue(p, key, m, w.now, false)
}

// How long nobody answers at a task force before that is said, and how long it is not said again.
const (
	uncoveredAfter = 15 * time.Minute
	uncoveredAgain = 20 * time.Hour
)

// uncovered sees to it that it is said when nobody answers at a task force any more, unless somebody comes within minutes.
func (w *work) uncovered(tf region.Code) error {
	if w.reg.Live(tf) {
		return nil
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "uncovered", Key: "uncovered:" + string(tf), RunAt: w.now.Add(uncoveredAfter), Body: []byte(tf)})
}

// outOfCover tells the coordinators of a task force at which nobody answers, and those above, who get its cases. Nobody is woken while
// somebody above answers; when nobody in the whole chain does, everybody is told at once.
func (w *work) outOfCover(job Job) error {
	tf := region.Code(job.Body)
	if w.reg.Live(tf) {
		return nil
	}
	var covers region.Code
	for _, above := range w.reg.CoverChain(tf) {
		if w.reg.Live(above) {
			covers = above
			break
		}
	}
	if wait := nextHumane(w.now, tf).Sub(w.now); covers != "" && wait > 0 {
		return &DeliveryError{Class: "later", After: wait}
	}
	mark, err := w.tx.RotaMark(w.ctx, tf)
	if since := w.now.Sub(mark.Uncovered); err != nil || covers != "" && since >= 0 && since < uncoveredAgain {
		return err
	}
	mark.TaskForce, mark.Uncovered = tf, w.now
	if err := w.tx.SaveRotaMark(w.ctx, mark); err != nil {
		return err
	}
	w.e.Watch.Event("uncovered")
	if covers == "" {
		w.e.Watch.Event("alarm_uncovered")
		w.e.Log.Error("nobody is on duty at a task force, nor above it", "task_force", tf)
	}
	return w.tellUncovered(tf, covers, job.Key)
}

func (w *work) tellUncovered(tf, covers region.Code, key string) error {
	data := map[string]string{"taskforce": w.forceName(tf), "covers": ""}
	if covers != "" {
		data["covers"] = w.forceName(covers)
	}
	to := append(w.reg.Coordinators(tf), w.leadersAbove(tf)...)
	if covers == "" {
		to = w.reg.LinkedSeats(tf)
		for _, above := range w.reg.CoverChain(tf) {
			to = append(to, w.reg.LinkedSeats(above)...)
		}
	}
	for _, s := range to {
		m := spoken{Key: "duty.uncovered", Data: data}
		if s.TaskForce == tf && s.Role.Coordinates() {
			m.Buttons = [][]flows.Button{{{Key: "duty.gap.fill", Choice: "week=team"}}}
		}
		again := strconv.FormatInt(w.now.UnixMilli(), 36)
		if err := w.enqueue(Person(s.Officer.ID), key+":"+string(s.ID)+":"+again, m, w.now, covers == ""); err != nil {
			return err
		}
	}
	return nil
}

// staleNumbers tells the coordinators of pusat how many telephone numbers nobody has verified lately: people are shown them with a
// warning, and a wrong one can cost a life.
func (w *work) staleNumbers() error {
	if w.e.Stale == nil {
		return nil
	}
	stale, all := w.e.Stale(w.now)
	if stale == 0 {
		return nil
	}
	for _, s := range w.reg.Coordinators(taskforce.Pusat) {
		p, err := w.tx.OfficerChat(w.ctx, s.ID)
		if err != nil {
			if ignoreMissing(err) == nil {
				continue
			}
			return err
		}
		m := spoken{Key: "duty.numbers_stale", Data: map[string]string{"stale": strconv.Itoa(stale), "all": strconv.Itoa(all)}}
		key := fmt.Sprintf("numbers:%s:%s", s.ID, strconv.FormatInt(w.now.UnixMilli(), 36))
		if err := w.enqueue(p, key, m, w.now, false); err != nil {
			return err
		}
	}
	return nil
}
