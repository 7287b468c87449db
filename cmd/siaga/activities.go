package main

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/region"
)

// TaskforceActivities lists prevention work.
type TaskforceActivities struct {
	Code string `arg:"" optional:"" help:"Only this task force."`
	From string `help:"First day, 2026-01-01; without it the first of this year." placeholder:"DAY"`
	To   string `help:"Last day; without it today." placeholder:"DAY"`
	Sum  bool   `help:"Count by task force and kind instead of listing."`
	JSON bool   `help:"As JSON lines."`
}

type activityLine struct {
	Day       string `json:"day"`
	TaskForce string `json:"task_force"`
	Place     string `json:"place"`
	Kind      string `json:"kind"`
	People    int    `json:"people"`
	Photo     bool   `json:"photo"`
}

type activitySum struct {
	TaskForce string `json:"task_force"`
	Kind      string `json:"kind"`
	Times     int    `json:"times"`
	People    int    `json:"people"`
}

// Run lists or counts them.
func (c TaskforceActivities) Run(ctx context.Context, s streams, env environment) error {
	now := time.Now()
	from, to := now.Format("2006")+"-01-01", now.AddDate(0, 0, 1).Format(time.DateOnly)
	for _, d := range []struct {
		given string
		into  *string
	}{{c.From, &from}, {c.To, &to}} {
		if d.given == "" {
			continue
		}
		if _, err := time.Parse(time.DateOnly, d.given); err != nil {
			return config.Bad("%q is no day like 2026-01-31", d.given)
		}
		*d.into = d.given
	}
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	var list []activityLine
	var sums []activitySum
	err = o.Store.System(ctx, func(tx engine.Tx) error {
		found, err := tx.Activities(ctx, region.Code(c.Code), from, to, false)
		for _, a := range found {
			list = append(list, activityLine{a.Day, string(a.TaskForce), string(a.Place), a.Kind, a.People, a.File != ""})
		}
		if err != nil || !c.Sum {
			return err
		}
		counts, err := tx.ActivityCounts(ctx, from, to, false)
		for _, n := range counts {
			if c.Code == "" || c.Code == string(n.TaskForce) {
				sums = append(sums, activitySum{string(n.TaskForce), n.Kind, n.Times, n.People})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if c.Sum {
		return listing(s.out, c.JSON, "TASK FORCE\tKIND\tTIMES\tPEOPLE", sums, func(r activitySum) string {
			return fmt.Sprintf("%s\t%s\t%d\t%d", r.TaskForce, r.Kind, r.Times, r.People)
		})
	}
	return listing(s.out, c.JSON, "DAY\tTASK FORCE\tPLACE\tKIND\tPEOPLE\tPHOTO", list, func(r activityLine) string {
		return fmt.Sprintf("%s\t%s\t%s\t%s\t%d\t%s", r.Day, r.TaskForce, r.Place, r.Kind, r.People, yes(r.Photo))
	})
}
