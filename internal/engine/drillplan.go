package engine

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
	"time"

	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// startDrills sees to it that the plan of drills is looked at every hour.
func startDrills(ctx context.Context, tx Tx, now time.Time) error {
	return tx.Enqueue(ctx, Job{Kind: "drills", Key: "drills", RunAt: now})
}

// drills announces new rules, and plans the drills of task forces in which the day begins; it comes again at the next full hour.
func (e *Engine) drills(ctx context.Context) error {
	err := e.system(ctx, func(w *work) error {
		rule, err := w.tx.DrillRule(ctx)
		if err != nil || !rule.On || !rule.Valid() {
			return err
		}
		if rule.Announced.IsZero() {
			return w.announceDrills(rule)
		}
		if w.now.Sub(rule.Announced) < drillNotice {
			return nil
		}
		return w.planDrills(rule)
	})
	if err != nil {
		return err
	}
	now := e.Clock()
	return &DeliveryError{Class: "later", After: now.Truncate(time.Hour).Add(time.Hour).Sub(now)}
}

// announceDrills tells every officer by which rules drills will come, at an hour when nobody sleeps.
func (w *work) announceDrills(rule DrillRule) error {
	data := map[string]string{"from": hour(rule.From), "to": hour(rule.To), "every": strconv.Itoa(rule.Every)}
	for _, s := range w.reg.AllSeats() {
		if !s.Linked() {
			continue
		}
		key := "drill_rules:" + string(s.ID) + ":" + strconv.FormatInt(w.now.UnixMilli(), 36)
		if err := w.enqueue(Person(s.Officer.ID), key, spoken{Key: "duty.drill_rules", Data: data}, nextHumane(w.now, s.TaskForce), false); err != nil {
			return err
		}
	}
	rule.Announced = w.now
	entry := Entry{At: w.now, Actor: "drill", Action: "drill.announce", Target: "register"}
	return errors.Join(w.tx.Audit(w.ctx, entry), w.tx.SaveDrillRule(w.ctx, rule))
}

func hour(h int) string { return strconv.Itoa(h) + ".00" }

// nextHumane is now, or the next hour at which nobody is woken.
func nextHumane(now time.Time, tf region.Code) time.Time {
	zone := taskforce.ZoneOf(tf)
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), warnFrom, 0, 0, 0, zone)
	switch {
	case local.Hour() < warnFrom:
		return at
	case local.Hour() >= warnTo:
		return at.AddDate(0, 0, 1)
	}
	return now
}

// planDrills draws, for each task force whose day of drills begins in this hour, whether there is one today and when. Only those with
// somebody to be reached are drilled: of the others it is known how it would end.
func (w *work) planDrills(rule DrillRule) error {
	last, today, err := w.drilled(rule)
	if err != nil {
		return err
	}
	var due []region.Code
	for _, f := range w.reg.All() {
		if w.now.In(taskforce.ZoneOf(f.Code)).Hour() == rule.From && len(w.reg.LinkedSeats(f.Code)) > 0 {
			due = append(due, f.Code)
		}
	}
	for i := range due { // in any order, so that the limit of a day does not favour the low codes
		j := i + w.e.draw(len(due)-i)
		due[i], due[j] = due[j], due[i]
	}
	for _, tf := range due {
		province := tf.Province()
		if today[""] >= rule.Most || province != "" && today[province] > 0 || !w.drawn(rule, last[tf]) {
			continue
		}
		if err := w.planDrill(tf, w.drillTime(rule, tf), "plan", w.drillStory()); err != nil {
			return err
		}
		today[""]++
		today[province]++
	}
	return nil
}

// drilled tells when each task force was drilled last or will be, and how many drills there are today, by province and ("") in all.
func (w *work) drilled(rule DrillRule) (last map[region.Code]time.Time, today map[region.Code]int, err error) {
	found, err := w.tx.Drills(w.ctx, w.now.AddDate(0, 0, -2*rule.Every))
	last, today = map[region.Code]time.Time{}, map[region.Code]int{}
	for _, d := range found {
		if d.State == DrillStopped {
			continue
		}
		if d.RunAt.After(last[d.TaskForce]) {
			last[d.TaskForce] = d.RunAt
		}
		if w.now.Sub(d.RunAt) < 20*time.Hour { // zones differ by two hours only
			today[""]++
			if p := d.TaskForce.Province(); p != "" {
				today[p]++
			}
		}
	}
	return last, today, err
}

// drawn is the lot: none within half the span, surely after one and a half, and any day between.
func (w *work) drawn(rule DrillRule, last time.Time) bool {
	span := time.Duration(rule.Every) * 24 * time.Hour
	switch since := w.now.Sub(last); {
	case !last.IsZero() && since < span/2:
		return false
	case !last.IsZero() && since > span+span/2:
		return true
	}
	return w.e.draw(rule.Every) == 0
}

// drillTime draws a minute of today between the hours of the rule.
func (w *work) drillTime(rule DrillRule, tf region.Code) time.Time {
	local := w.now.In(taskforce.ZoneOf(tf))
	from := time.Date(local.Year(), local.Month(), local.Day(), rule.From, 0, 0, 0, local.Location())
	at := from.Add(time.Duration(w.e.draw((rule.To-rule.From)*60)) * time.Minute)
	if at.Before(w.now) {
		return w.now
	}
	return at
}

// drillStory draws one of the stories; which, is kept with the drill.
func (w *work) drillStory() string {
	all := w.e.Desk.DrillStories()
	return all[w.e.draw(len(all))]
}

// planDrill writes a drill with its timer.
func (w *work) planDrill(tf region.Code, at time.Time, by, story string) error {
	d := Drill{ID: w.e.Random.ID(), TaskForce: tf, State: DrillPlanned, By: by, RunAt: at, Scenario: story}
	if err := w.tx.SaveDrill(w.ctx, d); err != nil {
		return err
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "drill", Key: "drill:" + d.ID, RunAt: at, Body: []byte("start " + d.ID)})
}

// draw gives a number below n that nobody can guess.
func (e *Engine) draw(n int) int {
	if n <= 1 {
		return 0
	}
	sum := sha256.Sum256([]byte(e.Random.ID()))
	return int(binary.BigEndian.Uint64(sum[:8]) % uint64(n))
}

// ErrNobody says that a task force has nobody who could be reached; ErrNoStory that no drill tells such a story.
var (
	ErrNobody  = errors.New("nobody there can be reached")
	ErrNoStory = errors.New("no drill tells this story")
)

// RunDrill is the operator's drill of one task force, now or later. Without a story one is drawn.
func (e *Engine) RunDrill(ctx context.Context, tf region.Code, at time.Time, story string) error {
	return e.system(ctx, func(w *work) error {
		if story != "" && !slices.Contains(w.e.Desk.DrillStories(), story) {
			return ErrNoStory
		}
		told := story
		if told == "" {
			told = w.drillStory()
		}
		if _, ok := w.reg.Force(tf); !ok {
			return ErrNotFound
		}
		if len(w.reg.LinkedSeats(tf)) == 0 {
			return ErrNobody
		}
		entry := Entry{At: w.now, Actor: "operator", Action: "drill.run", Target: string(tf)}
		return errors.Join(w.tx.Audit(ctx, entry), w.planDrill(tf, at, "operator", told))
	})
}

// SetDrillRule replaces the rules by which drills come; new ones are announced first.
func (e *Engine) SetDrillRule(ctx context.Context, rule DrillRule) error {
	return e.system(ctx, func(w *work) error {
		old, err := w.tx.DrillRule(ctx)
		if err != nil {
			return err
		}
		rule.Announced = old.Announced
		if rule != old {
			rule.Announced = time.Time{}
		}
		entry := Entry{At: w.now, Actor: "operator", Action: "drill.rule", Target: "register", Detail: strconv.FormatBool(rule.On)}
		return errors.Join(w.tx.Audit(ctx, entry), w.tx.SaveDrillRule(ctx, rule))
	})
}

// StopDrills ends a drill, or with an empty id all of them, and then plans no more. It gives their number.
func (e *Engine) StopDrills(ctx context.Context, id string) (n int, err error) {
	err = e.system(ctx, func(w *work) error {
		n = 0
		if id == "" {
			rule, err := w.tx.DrillRule(ctx)
			rule.On = false
			if err = errors.Join(err, w.tx.SaveDrillRule(ctx, rule)); err != nil {
				return err
			}
		}
		found, err := w.tx.Drills(ctx, w.now)
		found = slices.DeleteFunc(found, func(d Drill) bool {
			return id != "" && d.ID != id || d.State != DrillPlanned && d.State != DrillRunning
		})
		if err != nil {
			return err
		}
		for _, d := range found {
			if err := w.stopDrill(d); err != nil {
				return err
			}
		}
		if n = len(found); id != "" && n == 0 {
			return ErrNotFound
		}
		return w.tx.Audit(ctx, Entry{At: w.now, Actor: "operator", Action: "drill.stop", Target: "register", Detail: strconv.Itoa(n)})
	})
	return n, err
}

// stopDrill ends a planned one at once; a running one is ended by the program that speaks to officers.
func (w *work) stopDrill(d Drill) error {
	if d.State == DrillRunning {
		return w.tx.Enqueue(w.ctx, Job{Kind: "drill", Key: "drill:" + d.ID + ":stop", RunAt: w.now, Urgent: true, Body: []byte("stop " + d.ID)})
	}
	d.State, d.Why, d.Ended = DrillStopped, "operator", w.now
	return w.tx.SaveDrill(w.ctx, d)
}
