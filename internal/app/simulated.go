package app

import (
	"context"
	"fmt"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/simulate"
	"siaga/internal/store"
	"siaga/internal/tally"
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
		for _, s := range y.Seats() {
			if err := tx.SaveSeat(ctx, s); err != nil {
				return err
			}
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

func putUses(ctx context.Context, db *store.DB, y *simulate.Year) error {
	return db.System(ctx, func(tx engine.Tx) error {
		for day := y.Start; day.Before(y.End); day = day.AddDate(0, 0, 1) {
			for what, about := range map[string]int{"selfcheck": 40, "learn": 25} {
				if err := tx.CountUse(ctx, tally.Day(day), what, "id", about+(day.YearDay()*7)%11); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
