package app

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/simulate"
	"siaga/internal/store"
)

// atOnce is how many cases are stored in one transaction.
const atOnce = 100

// PutYear stores a simulated year in an empty database, as if it had been real, and gives the cases. Only a demonstration and tests do so.
func PutYear(ctx context.Context, db *store.DB, y *simulate.Year, cases int) ([]casework.Case, error) {
	stats, err := db.Stats(ctx)
	if err != nil {
		return nil, err
	}
	if len(stats.Cases) > 0 {
		return nil, fmt.Errorf("there are cases in this database: a simulation goes into an empty one only")
	}
	if err := putRegister(ctx, db, y); err != nil {
		return nil, err
	}
	all, err := putCases(ctx, db, y, cases)
	if err != nil {
		return nil, err
	}
	for _, day := range y.Days() {
		if err := db.SaveStandings(ctx, y.Standings(day)); err != nil {
			return nil, err
		}
	}
	return all, putUses(ctx, db, y)
}

func putRegister(ctx context.Context, db *store.DB, y *simulate.Year) error {
	return db.System(ctx, func(tx engine.Tx) error {
		if err := tx.SaveTaskForces(ctx, y.Forces()); err != nil {
			return err
		}
		seats := y.Seats()
		if err := tx.SaveSeats(ctx, seats...); err != nil {
			return err
		}
		for _, s := range seats {
			if s.Officer == nil {
				continue
			}
			p := db.PersonOf(private.NewText(s.Officer.ID))
			if err := tx.Link(ctx, s.ID, p, *s.Officer); err != nil {
				return err
			}
			if err := tx.SetReachable(ctx, p, s.Officer.Reachable); err != nil {
				return err
			}
		}
		for seat, week := range y.Weeks() {
			if err := tx.SaveWeek(ctx, seat, week); err != nil {
				return err
			}
		}
		return nil
	})
}

func putCases(ctx context.Context, db *store.DB, y *simulate.Year, cases int) ([]casework.Case, error) {
	const oneExercise = 25 // of so many is one, which no figure may count
	all := make([]casework.Case, 0, cases)
	for n := range cases {
		c, err := y.Case(n, cases, n%oneExercise == 0)
		if err != nil {
			return nil, err
		}
		all = append(all, c)
	}
	for from := 0; from < len(all); from += atOnce {
		some := all[from:min(from+atOnce, len(all))]
		err := db.System(ctx, func(tx engine.Tx) error {
			for _, c := range some {
				if err := tx.SaveCase(ctx, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// putUses makes up how much people used by themselves, more where posters hang; activities come from the year.
func putUses(ctx context.Context, db *store.DB, y *simulate.Year) error {
	return db.System(ctx, func(tx engine.Tx) error {
		for _, u := range y.Uses() {
			if err := tx.CountUse(ctx, u.Month, u.Code, u.What, u.N); err != nil {
				return err
			}
		}
		for _, a := range y.Activities() {
			if err := tx.SaveActivity(ctx, engine.Activity{ID: a.ID, TaskForce: a.TaskForce, Place: a.TaskForce, Kind: a.Kind, People: a.People, Day: a.Day,
				At: y.End, Seat: casework.SeatID(string(a.TaskForce) + "/duty/1")}); err != nil {
				return err
			}
		}
		for _, d := range y.Drills() {
			if err := tx.SaveDrill(ctx, drilled(d)); err != nil {
				return err
			}
		}
		return nil
	})
}

// drilled is a drill of the year as the store keeps it.
func drilled(d simulate.Drill) engine.Drill {
	out := engine.Drill{ID: d.ID, TaskForce: d.TaskForce, State: engine.DrillDone, By: "plan", RunAt: d.At, SentAt: d.At, Ended: d.At.Add(time.Hour), Scenario: "departure"}
	for i, x := range []struct {
		did bool
		at  *time.Time
	}{{d.Delivered, &out.Delivered}, {d.Accepted, &out.Accepted}, {d.Opened, &out.Opened}, {d.Answered, &out.Answered}} {
		if x.did {
			*x.at = d.At.Add(time.Duration(i+1) * 3 * time.Minute)
		}
	}
	return out
}
