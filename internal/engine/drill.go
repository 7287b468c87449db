package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Drills keeps test referrals and the rules by which they come.
type Drills interface {
	// SaveDrill inserts or replaces a drill; Drill finds it, ErrNotFound.
	SaveDrill(ctx context.Context, d Drill) error
	Drill(ctx context.Context, id string) (Drill, error)
	// Drills lists those planned and running, and those that ended after a time; the newest first.
	Drills(ctx context.Context, since time.Time) ([]Drill, error)
	// DrillRule gives the rules, the zero rule when none were set; SaveDrillRule replaces them.
	DrillRule(ctx context.Context) (DrillRule, error)
	SaveDrillRule(ctx context.Context, r DrillRule) error
}

// The states of a drill.
const (
	DrillPlanned = "planned"
	DrillRunning = "running"
	DrillDone    = "done"
	DrillStopped = "stopped" // it says nothing about the task force, and counts nowhere
)

// Drill is one test referral to one task force. Times are zero for what did not happen.
type Drill struct {
	ID         string
	TaskForce  region.Code
	State      string
	Case       string // id of its made-up case
	By         string // "operator" or "plan"
	RunAt      time.Time
	SentAt     time.Time
	Delivered  time.Time       // the card reached the first phone
	Accepted   time.Time       // by whomever
	AcceptedBy casework.SeatID //
	CoveredBy  region.Code     // task force of that seat, when it is another one
	Opened     time.Time       // its content was read
	Answered   time.Time       // the made-up reporter was asked, or a step was noted
	Ended      time.Time
	Why        string // why it was stopped: "load", "operator", "twice"
	Scenario   string // name of the story told
}

// DrillRule is how drills are planned. It is announced to all officers a day before the first.
type DrillRule struct {
	On        bool
	Every     int // days from one drill of a task force to the next, on average
	From, To  int // hours of the wall clock between which they come
	Most      int // in the whole country on one day; one in a province
	Announced time.Time
}

// DefaultDrillRule is gentle: one in about two months, by day.
func DefaultDrillRule() DrillRule { return DrillRule{On: true, Every: 60, From: 8, To: 20, Most: 20} }

// Valid tells whether the rule can be kept.
func (r DrillRule) Valid() bool {
	return r.Every >= 7 && r.Every <= 365 && r.From >= 0 && r.From < r.To && r.To <= 24 && r.Most >= 1 && r.Most <= 600
}

const (
	drillWhole    = 8 * time.Hour    // after which a drill ends, whatever happened
	drillWork     = 2 * time.Hour    // after accepting
	drillAfter    = 40 * time.Second // after the reporter was answered: the script answers first
	drillNotice   = 24 * time.Hour   // between the announcement of the rules and the first drill
	drillCodeMark = "UJI-"           // before the code of its case
)

// drillStep does one step of a drill: "start ID" or "stop ID".
func (w *work) drillStep(job Job) error {
	step, id, _ := strings.Cut(string(job.Body), " ")
	d, err := w.tx.Drill(w.ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	switch {
	case step == "start" && d.State == DrillPlanned:
		if early := d.RunAt.Sub(w.now); early > 0 { // the clock went back
			return &DeliveryError{Class: "later", After: early}
		}
		return w.startDrill(d)
	case step == "stop" && d.State == DrillRunning:
		c, err := w.tx.Case(w.ctx, d.Case)
		if err != nil {
			return ignoreMissing(err)
		}
		return w.endDrill(c, "operator")
	}
	return nil
}

// startDrill offers a made-up case to a task force as a real one would be: to it if anybody is on duty, else to whoever covers. Real
// work goes first: where a report waits for an answer, or many come from one place, there is no drill.
func (w *work) startDrill(d Drill) error {
	if why, err := w.undrillable(d.TaskForce); err != nil || why != "" {
		d.State, d.Why, d.Ended = DrillStopped, why, w.now
		return errors.Join(err, w.keepDrill(d, "drill.stop", why))
	}
	in := flows.Tongue{Words: w.e.Texts}
	if on := w.reg.OnDuty(d.TaskForce); len(on) > 0 {
		var err error
		if in, err = w.seatTongue(on[0].ID); err != nil {
			return err
		}
	}
	if d.Scenario == "" { // planned by an older program
		d.Scenario = w.drillStory()
	}
	report, ok := w.e.Desk.Scenario(d.Scenario, taskforce.Seat{TaskForce: d.TaskForce}, in, w.now)
	if !ok {
		return &DeliveryError{Class: "bad"}
	}
	c := casework.Open(w.e.Random.ID(), drillCodeMark+w.e.Random.Code(), report, true, w.now)
	c.Training = &casework.Training{Scenario: d.Scenario, Drill: d.ID}
	c.Lead = d.TaskForce
	c, err := c.Refer(w.reg.Anew(c, nil, taskforce.WhyNamed, w.now), w.now)
	if err != nil {
		return fmt.Errorf("start a drill: %w", err)
	}
	d.State, d.Case, d.SentAt = DrillRunning, c.ID, w.now
	if err := w.keepDrill(d, "drill.start", string(c.Lead)); err != nil {
		return err
	}
	if err := w.saveCase(c, "drill", "training.open", d.Scenario); err != nil {
		return err
	}
	return w.train(c, "end", drillWhole)
}

// undrillable tells why no drill may begin at a task force now; "" when it may.
func (w *work) undrillable(tf region.Code) (string, error) {
	running, err := w.tx.Drills(w.ctx, w.now)
	if err != nil {
		return "", err
	}
	if slices.ContainsFunc(running, func(d Drill) bool { return d.State == DrillRunning && d.TaskForce == tf }) {
		return "twice", nil
	}
	cases, err := w.tx.CasesOf(w.ctx, tf)
	if err != nil {
		return "", err
	}
	for _, c := range cases {
		surging := c.Incident != "" && w.now.Sub(c.OpenedAt) < taskforce.SurgeGap
		if c.Status == casework.Offered || surging || c.Priority == casework.Imminent && c.Status == casework.Accepted {
			return "load", nil
		}
	}
	return "", nil
}

// keepDrill writes a drill with its line of the audit.
func (w *work) keepDrill(d Drill, action, detail string) error {
	entry := Entry{At: w.now, Actor: "drill", Action: action, Target: string(d.TaskForce), Detail: detail}
	return errors.Join(w.tx.Audit(w.ctx, entry), w.tx.SaveDrill(w.ctx, d))
}

// showDrill shows the case of a drill as a real one, and notes how far it came.
func (w *work) showDrill(c casework.Case) error {
	if err := w.cards(c); err != nil {
		return err
	}
	if err := w.clock(c); err != nil {
		return err
	}
	d, err := w.tx.Drill(w.ctx, c.Training.Drill)
	if err != nil || c.Status == casework.Closed {
		return ignoreMissing(err)
	}
	before := d
	d.follow(c)
	if d != before {
		if err := w.tx.SaveDrill(w.ctx, d); err != nil {
			return err
		}
	}
	if before.Accepted.IsZero() && !d.Accepted.IsZero() {
		if err := w.train(c, "end accepted", drillWork); err != nil {
			return err
		}
	}
	if q, open := c.Unanswered(); open {
		if err := w.train(c, "answer "+strconv.Itoa(q.N), trainAnswer); err != nil {
			return err
		}
	}
	if before.Answered.IsZero() && !d.Answered.IsZero() || c.Status == casework.Closing {
		return w.train(c, "end answered", drillAfter)
	}
	return nil
}

// follow notes what the case tells.
func (d *Drill) follow(c casework.Case) {
	r := c.Referral()
	if c.Owner == "" {
		return
	}
	first := func(at *time.Time, now time.Time) {
		if at.IsZero() {
			*at = now
		}
	}
	first(&d.Accepted, r.AcceptedAt)
	if d.AcceptedBy == "" {
		if d.AcceptedBy = c.Owner; c.Lead != d.TaskForce {
			d.CoveredBy = c.Lead
		}
	}
	if !r.BegunAt.IsZero() {
		first(&d.Opened, r.BegunAt)
	}
	switch {
	case len(c.Questions) > 0:
		first(&d.Answered, c.Questions[0].AskedAt)
	case len(c.Milestones) > 0:
		first(&d.Answered, c.Milestones[0].At)
	}
}

// drillDelivered notes that the card of a drill's offer reached the first phone.
func (e *Engine) drillDelivered(ctx context.Context, id string) error {
	return e.system(ctx, func(w *work) error {
		d, err := w.tx.Drill(ctx, id)
		if err != nil || !d.Delivered.IsZero() || d.State != DrillRunning {
			return ignoreMissing(err)
		}
		d.Delivered = w.now
		return w.tx.SaveDrill(ctx, d)
	})
}

// endDrill ends a drill, and says how it went to whoever took it and to the coordinators of the task force tested. With a reason it was
// stopped, and counts nowhere.
func (w *work) endDrill(c casework.Case, why string) error {
	d, err := w.tx.Drill(w.ctx, c.Training.Drill)
	if err != nil {
		return ignoreMissing(err)
	}
	owner := c.Owner
	n, err := c.EndExercise(w.now)
	if errors.Is(err, casework.ErrState) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("end a drill: %w", err)
	}
	d.follow(c)
	d.State, d.Ended, d.Why = DrillDone, w.now, why
	if why != "" {
		d.State = DrillStopped
	}
	if err := w.keepDrill(d, "drill."+d.State, why); err != nil {
		return err
	}
	if err := w.saveCase(n, "drill", "training.end", ""); err != nil {
		return err
	}
	for _, kind := range []string{"train", timerRing, timerDeadline} {
		if _, err := w.tx.CancelCase(w.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	return w.tellDrill(d, n, owner)
}

// tellDrill says how it went.
func (w *work) tellDrill(d Drill, c casework.Case, owner casework.SeatID) error {
	to := []casework.SeatID{owner}
	if d.State == DrillDone {
		for _, s := range w.reg.Coordinators(d.TaskForce) {
			to = append(to, s.ID)
		}
	}
	data := map[string]string{"code": c.Code, "taskforce": w.forceName(d.TaskForce), "stopped": d.Why, "minutes": "", "read": "", "answered": "", "covered": ""}
	if !d.Accepted.IsZero() {
		data["minutes"] = strconv.Itoa(max(1, int(d.Accepted.Sub(d.SentAt).Round(time.Minute)/time.Minute)))
	}
	data["read"], data["answered"] = yes(!d.Opened.IsZero()), yes(!d.Answered.IsZero())
	if d.CoveredBy != "" {
		data["covered"] = w.forceName(d.CoveredBy)
	}
	slices.Sort(to)
	for _, seat := range slices.Compact(to) {
		if seat == "" {
			continue
		}
		if err := w.toSeat(seat, "drill_end:"+d.ID+":"+string(seat), spoken{Key: "duty.drill_end", Data: data}); err != nil {
			return err
		}
	}
	return nil
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

// yieldDrills ends the drills that are with a task force when a real case is offered to it.
func (w *work) yieldDrills(real casework.Case) error {
	if real.Status != casework.Offered {
		return nil
	}
	running, err := w.tx.Drills(w.ctx, w.now)
	if err != nil {
		return err
	}
	for _, d := range running {
		if d.State != DrillRunning {
			continue
		}
		c, err := w.tx.Case(w.ctx, d.Case)
		if err != nil {
			return ignoreMissing(err)
		}
		if c.Lead != real.Lead {
			continue
		}
		if err := w.endDrill(c, "load"); err != nil {
			return err
		}
	}
	return nil
}
