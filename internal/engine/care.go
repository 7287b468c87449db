package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/checkin"
	"siaga/internal/private"
)

// Cares keeps plans by which somebody is asked how things are, and who gets tips.
type Cares interface {
	// SavePlan inserts revision 1, or replaces the revision before; ErrConflict when somebody was first.
	SavePlan(ctx context.Context, r PlanRow) error
	// Plan, PlanOf and PlanByToken find a plan by its id, by whose it is, and by the hash of its link; ErrNotFound.
	Plan(ctx context.Context, id string) (PlanRow, error)
	PlanOf(ctx context.Context, p Person) (PlanRow, error)
	PlanByToken(ctx context.Context, hash string, at time.Time) (PlanRow, error)
	// PlansFor lists the plans by which a person is told, or is asked to be.
	PlansFor(ctx context.Context, trusted Person) ([]PlanRow, error)
	// CaredFor tells whether there is any plan of a person's own or by which the person is told, or tips.
	CaredFor(ctx context.Context, p Person) (bool, error)
	// DropPlan forgets a plan.
	DropPlan(ctx context.Context, id string) error
	// MoveCare gives what is kept up with one person to another (access from another phone).
	MoveCare(ctx context.Context, from, to Person) error
	// SaveTips, Tips and DropTips keep who gets tips; ErrNotFound for everybody else.
	SaveTips(ctx context.Context, r TipsRow) error
	Tips(ctx context.Context, p Person) (TipsRow, error)
	DropTips(ctx context.Context, p Person) error
}

// PlanRow is a plan with the people in it.
type PlanRow struct {
	Plan    checkin.Plan
	Person  Person
	Trusted Person    // has agreed to be told (Plan.Agreed), or was asked; empty: nobody yet
	Token   string    // hash of the link by which somebody is asked; empty: opened
	Until   time.Time // how long the link works
	Rev     int64
}

// TipsRow is somebody who gets tips.
type TipsRow struct {
	Person Person
	Lang   string
	N      int       // the next tip
	At     time.Time // when it is due
}

const (
	timerPlan   = "checkin"
	timerTip    = "tip"
	trustPrefix = "c-"
	trustKept   = 7 * 24 * time.Hour // how long a link to agree works
)

// mark is what the key makes of words that must be recognised and never read.
func (e *Engine) mark(id, words string) string { return e.Keys.Pseudonym("plan-word", id+"\x00"+words) }

// care brings what is kept up with the person who writes.
func (t *turn) care() flows.Care {
	var out flows.Care
	if t.seat != nil {
		return out
	}
	if cared, err := t.tx.CaredFor(t.ctx, t.lane.Person); err == nil && !cared {
		return out // nearly everybody
	}
	row, err := t.tx.PlanOf(t.ctx, t.lane.Person)
	if err == nil {
		out.Plan = &row.Plan
	}
	_, noTips := t.tx.Tips(t.ctx, t.lane.Person)
	out.Tips = noTips == nil
	others, failed := t.tx.PlansFor(t.ctx, t.lane.Person)
	for _, o := range others {
		if o.Plan.Agreed {
			out.Trusted = true
		} else {
			out.Asked = o.Plan.ID
		}
	}
	if err = errors.Join(ignoreMissing(err), ignoreMissing(noTips), failed); err != nil {
		t.e.Log.Error("read what is kept up with a person", "err", err)
	}
	return out
}

// applyCare does the effects about what is kept up with a person.
func (t *turn) applyCare(effect flows.Effect) error {
	switch f := effect.(type) {
	case flows.SetPlan:
		return t.setPlan(f.Plan)
	case flows.ChangePlan:
		return t.changePlan(f.Do)
	case flows.AnswerTrust:
		return t.answerTrust(f)
	case flows.EndTrust:
		return t.endTrust()
	case flows.SetTips:
		return t.setTips(f.On)
	case flows.TakeBack:
		if t.arrival.MessageID == 0 {
			return nil
		}
		return t.deleteLater(t.lane.Person, "", t.arrival.MessageID, 0)
	}
	return t.applyRights(effect)
}

// keepPlan writes a changed plan and sets its clock.
func (w *work) keepPlan(r PlanRow) error {
	r.Rev++
	if err := w.tx.SavePlan(w.ctx, r); err != nil {
		return err
	}
	if r.Plan.Due.IsZero() {
		return nil
	}
	n := strconv.FormatInt(r.Plan.N, 10)
	return w.tx.Enqueue(w.ctx, Job{Kind: timerPlan, Key: "checkin:" + r.Plan.ID + ":" + n, RunAt: r.Plan.Due, Urgent: r.Plan.Open(), Body: []byte(r.Plan.ID + " " + n)})
}

func (w *work) noted(action string, p checkin.Plan) error {
	w.e.Watch.Event(strings.ReplaceAll(action, ".", "_"))
	return w.tx.Audit(w.ctx, Entry{At: w.now, Actor: "reporter", Action: action, Target: p.ID})
}

// setPlan begins a plan. With somebody to be told it runs from their yes on; the link that asks them is given out here.
func (t *turn) setPlan(p checkin.Plan) error {
	old, err := t.tx.PlanOf(t.ctx, t.lane.Person)
	if err == nil {
		err = t.tx.DropPlan(t.ctx, old.Plan.ID)
	}
	if ignoreMissing(err) != nil {
		return err
	}
	row := PlanRow{Plan: p, Person: t.lane.Person}
	if p.To == checkin.ToPerson {
		token := t.e.Random.Handle()
		row.Token, row.Until = private.TokenHash(token), t.now.Add(trustKept)
		link := "/start " + trustPrefix + token
		if l, ok := t.e.Channel.(Linker); ok {
			link = l.Link(trustPrefix + token)
		}
		m := spoken{Key: "checkin.link", Data: map[string]string{"link": link}, Lang: p.Lang}
		if err := t.enqueue(t.lane.Person, "checkin:link:"+p.ID, m, t.now, false); err != nil {
			return err
		}
	}
	if err := t.keepPlan(row); err != nil {
		return err
	}
	return t.noted("plan.set", p)
}

// changePlan notes what the person did about the plan. Without one there is nothing to do.
func (t *turn) changePlan(do string) error {
	row, err := t.tx.PlanOf(t.ctx, t.lane.Person)
	if err != nil {
		return ignoreMissing(err)
	}
	p := row.Plan
	switch do {
	case flows.PlanCall:
		return t.called(row)
	case flows.PlanAlive:
		row.Plan = p.Alive(t.now)
	case flows.PlanPause:
		row.Plan = p.Pause(t.now)
	case flows.PlanResume:
		row.Plan = p.Begin(t.now)
		row.Plan.Silent = false
	case flows.PlanStop:
	default:
		return fmt.Errorf("a plan cannot %q", do)
	}
	if p.Stage == checkin.Told {
		if err := t.backAgain(&row); err != nil {
			return err
		}
	}
	if do == flows.PlanStop {
		if err := t.tx.DropPlan(t.ctx, p.ID); err != nil {
			return err
		}
		return t.noted("plan.stop", p)
	}
	return t.keepPlan(row)
}

// planDue plays the timer of a plan. The plan is read again, so one that is late, early or repeated does no harm.
func (w *work) planDue(job Job) error {
	id, number, _ := strings.Cut(string(job.Body), " ")
	n, bad := strconv.ParseInt(number, 10, 64)
	if bad != nil {
		return &DeliveryError{Class: "bad"}
	}
	row, err := w.tx.Plan(w.ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	before := row.Plan.N
	next, deed, again := row.Plan.Tick(n, w.now)
	if !again.IsZero() {
		return &DeliveryError{Class: "later", After: again.Sub(w.now)}
	}
	if next.N == before && deed == checkin.Nothing {
		return nil
	}
	row.Plan = next
	switch deed {
	case checkin.Ended:
		return w.tx.DropPlan(w.ctx, id)
	case checkin.Ask:
		err = w.askHow(row)
	case checkin.Lost:
		err = w.toOwner(row, "checkin.lost")
	case checkin.Alarm:
		err = w.alarmOf(&row, false)
	}
	if err != nil {
		return err
	}
	return w.keepPlan(row)
}

// askHow asks the neutral question that was chosen.
func (w *work) askHow(row PlanRow) error {
	m := spoken{Key: "checkin.ask." + row.Plan.Question, Data: map[string]string{"words": row.Plan.Words.Reveal()}, Lang: row.Plan.Lang, State: "checkin.asked",
		Buttons: [][]flows.Button{{{Key: "checkin.ask.ok", Choice: "ok"}}}}
	return w.enqueue(row.Person, fmt.Sprintf("checkin:ask:%s:%d", row.Plan.ID, row.Plan.N), m, w.now, false)
}

// toOwner says something about the plan to whoever made it; nothing in a chat that was wiped.
func (w *work) toOwner(row PlanRow, key string) error {
	if row.Plan.Silent {
		return nil
	}
	return w.enqueue(row.Person, fmt.Sprintf("%s:%s:%d", key, row.Plan.ID, row.Plan.N), spoken{Key: key, Lang: row.Plan.Lang}, w.now, false)
}

// careWiped carries out what a wipe means: tips end, the plan ends or goes on without a word as its owner chose, and nobody is told
// anything in this chat any more.
func (t *turn) careWiped() error {
	if err := t.tx.DropTips(t.ctx, t.lane.Person); err != nil {
		return err
	}
	if err := t.endTrust(); err != nil {
		return err
	}
	row, err := t.tx.PlanOf(t.ctx, t.lane.Person)
	if err != nil {
		return ignoreMissing(err)
	}
	if !row.Plan.Keep {
		if err := t.tx.DropPlan(t.ctx, row.Plan.ID); err != nil {
			return err
		}
		return t.noted("plan.wiped", row.Plan)
	}
	row.Plan = row.Plan.Hush(t.now)
	return t.keepPlan(row)
}

// unhush lets a plan be asked about again, after its owner came back to a chat that was wiped or from another phone.
func (t *turn) unhush() error {
	row, err := t.tx.PlanOf(t.ctx, t.lane.Person)
	if err != nil || !row.Plan.Silent {
		return ignoreMissing(err)
	}
	row.Plan.Silent = false
	if row.Plan.Running() {
		row.Plan = row.Plan.Begin(t.now)
	}
	return t.keepPlan(row)
}
