package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Drill manages test referrals.
type Drill struct {
	Run  DrillRun  `cmd:"" help:"Send one task force a test referral, now or at a time."`
	Plan DrillPlan `cmd:"" help:"Let drills come by themselves on random days and hours; officers are told the rules a day before."`
	Stop DrillStop `cmd:"" help:"End all drills at once and plan no more; or end one."`
	List DrillList `cmd:"" help:"Drills planned, running and done, and the rules in force."`
}

// DrillRun runs one drill.
type DrillRun struct {
	Code  string `arg:"" help:"Code, for example 53.02; 00 is pusat."`
	Story string `help:"Which story; without it one is drawn: departure, house, wage, scam, cafe, baby, ship, jawa." placeholder:"NAME"`
	At    string `help:"When, by the clock of the task force: \"2026-12-07 14:30\". Without it: now." placeholder:"TIME"`
	JSON  bool   `help:"As a JSON line."`
}

// drillRunLine is what a program reads of a drill that was ordered.
type drillRunLine struct {
	TaskForce string    `json:"task_force"`
	RunAt     time.Time `json:"run_at"`
}

// Run writes it down; the running bot sends it.
func (c DrillRun) Run(ctx context.Context, s streams, env environment) error {
	code, at := region.Code(c.Code), time.Now()
	if c.At != "" {
		var err error
		if at, err = time.ParseInLocation("2006-01-02 15:04", c.At, taskforce.ZoneOf(code)); err != nil {
			return config.Bad("--at must be a time like \"2026-12-07 14:30\", not %q", c.At)
		}
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	err = o.Engine.RunDrill(ctx, code, at, c.Story)
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return config.Bad("there is no task force %q in the register; see siaga taskforce list", c.Code)
	case errors.Is(err, engine.ErrNoStory):
		return config.Bad("there is no story %q; see siaga drill run --help", c.Story)
	case errors.Is(err, engine.ErrNobody):
		return config.Bad("nobody of %s can be reached, so there is nothing to drill; see siaga officer invite", c.Code)
	case err != nil:
		return err
	}
	return done(s.out, c.JSON, drillRunLine{c.Code, at.UTC()}, fmt.Sprintf("the drill of %s begins %s", c.Code, at.Format("2006-01-02 15:04 MST")))
}

// DrillPlan sets the rules.
type DrillPlan struct {
	Every int  `default:"60" help:"Days from one drill of a task force to the next, on average; 7 to 365."`
	From  int  `default:"8" help:"Hour of the wall clock from which drills come."`
	To    int  `default:"20" help:"Hour until which they come."`
	Most  int  `default:"20" help:"Most drills of the whole country on one day; a province has one at most."`
	JSON  bool `help:"As a JSON line."`
}

// drillRuleLine is what a program reads of the rules.
type drillRuleLine struct {
	On        bool       `json:"on"`
	Every     int        `json:"every_days"`
	From      int        `json:"from_hour"`
	To        int        `json:"to_hour"`
	Most      int        `json:"most_a_day"`
	Announced *time.Time `json:"announced,omitempty"`
}

func ruleLine(r engine.DrillRule) drillRuleLine {
	line := drillRuleLine{r.On, r.Every, r.From, r.To, r.Most, nil}
	if !r.Announced.IsZero() {
		line.Announced = &r.Announced
	}
	return line
}

// Run checks them and writes them down.
func (c DrillPlan) Run(ctx context.Context, s streams, env environment) error {
	rule := engine.DrillRule{On: true, Every: c.Every, From: c.From, To: c.To, Most: c.Most}
	if !rule.Valid() {
		return config.Bad("--every must be 7 to 365, --from an hour before --to, --most 1 to 600")
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.Engine.SetDrillRule(ctx, rule); err != nil {
		return err
	}
	return done(s.out, c.JSON, ruleLine(rule), fmt.Sprintf("drills come between %d.00 and %d.00, about every %d days, at most %d a day; officers are told first", c.From, c.To, c.Every, c.Most))
}

// DrillStop ends drills.
type DrillStop struct {
	ID   string `arg:"" optional:"" help:"Id of one drill, from siaga drill list; without it all end, and no more are planned."`
	JSON bool   `help:"As a JSON line."`
}

type drillStopLine struct {
	Stopped int `json:"stopped"`
}

// Run stops what is planned at once; what runs is ended by the running bot within seconds.
func (c DrillStop) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	n, err := o.Engine.StopDrills(ctx, c.ID)
	if errors.Is(err, engine.ErrNotFound) {
		return config.Bad("no drill %q is planned or running; see siaga drill list", c.ID)
	}
	if err != nil {
		return err
	}
	return done(s.out, c.JSON, drillStopLine{n}, fmt.Sprintf("%d drills stopped", n))
}

// DrillList lists drills.
type DrillList struct {
	Days int  `default:"120" help:"How many days back."`
	JSON bool `help:"As JSON lines; the rules come first."`
}

type drillLine struct {
	ID        string `json:"id"`
	TaskForce string `json:"task_force"`
	State     string `json:"state"`
	Story     string `json:"story"`
	RunAt     string `json:"run_at"`
	Delivered string `json:"delivered"` // time after it was sent, empty: not
	Accepted  string `json:"accepted"`
	Opened    string `json:"opened"`
	Answered  string `json:"answered"`
	CoveredBy string `json:"covered_by"`
	Why       string `json:"why,omitempty"`
}

// Run prints them, the newest first.
func (c DrillList) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	var found []engine.Drill
	var rule engine.DrillRule
	err = o.Store.System(ctx, func(tx engine.Tx) (err error) {
		if rule, err = tx.DrillRule(ctx); err != nil {
			return err
		}
		found, err = tx.Drills(ctx, time.Now().AddDate(0, 0, -c.Days))
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		err = encodeAll(s.out, []drillRuleLine{ruleLine(rule)})
	} else if rule.On {
		_, err = fmt.Fprintf(s.out, "drills come between %d.00 and %d.00, about every %d days, at most %d a day\n", rule.From, rule.To, rule.Every, rule.Most)
	} else {
		_, err = fmt.Fprintln(s.out, "no drills come by themselves; see siaga drill plan")
	}
	if err != nil {
		return err
	}
	var rows []drillLine
	for _, d := range found {
		rows = append(rows, lineOfDrill(d))
	}
	return listing(s.out, c.JSON, "ID\tTASK FORCE\tSTATE\tSTORY\tBEGINS (UTC)\tDELIVERED\tACCEPTED\tOPENED\tANSWERED\tCOVERED BY", rows, func(r drillLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s", r.ID, r.TaskForce, r.State, orDash(r.Story), r.RunAt, orDash(r.Delivered), orDash(r.Accepted), orDash(r.Opened), orDash(r.Answered), orDash(r.CoveredBy))
	})
}

func lineOfDrill(d engine.Drill) drillLine {
	after := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return at.Sub(d.SentAt).Round(time.Second).String()
	}
	return drillLine{ID: d.ID, TaskForce: string(d.TaskForce), State: d.State, Story: d.Scenario, RunAt: d.RunAt.UTC().Format("2006-01-02 15:04"), Delivered: after(d.Delivered),
		Accepted: after(d.Accepted), Opened: after(d.Opened), Answered: after(d.Answered), CoveredBy: string(d.CoveredBy), Why: d.Why}
}
