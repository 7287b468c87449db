package store

import (
	"context"
	"fmt"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// CountMonth counts a month by tally's rule and keeps the result for good; a month that was counted stays as it is.
func (d *DB) CountMonth(ctx context.Context, m tally.Month) error {
	err := d.transact(ctx, func(t *tx) error {
		n, err := t.count("INSERT INTO stat_months (month, at) VALUES ($1, $2) ON CONFLICT (month) DO NOTHING", m, millis(t.now))
		if err != nil || n == 0 {
			return err
		}
		facts, err := t.facts(m)
		if err != nil {
			return err
		}
		uses, err := t.uses(m)
		if err != nil {
			return err
		}
		return t.saveCounts("stat_counts", m, tally.Add(tally.Count(m, facts), tally.CountUses(uses)))
	})
	if err != nil {
		return fmt.Errorf("count %s: %w", m, err)
	}
	return nil
}

func (t *tx) saveCounts(table string, m tally.Month, counts tally.Counts) error {
	for k, n := range counts {
		err := t.exec("INSERT INTO "+table+" (month, code, measure, cell, n) VALUES ($1, $2, $3, $4, $5)", m, k.Code, k.Measure, k.Cell, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// facts reads the facts that have anything to do with a month.
func (t *tx) facts(m tally.Month) ([]tally.Fact, error) {
	first, last := string(m)+"-01", string(m)+"-31" // days are texts that sort
	const in = " BETWEEN $1 AND $2"
	touched := "id IN (SELECT id FROM case_facts WHERE opened" + in + " UNION SELECT id FROM case_facts WHERE closed <> '' AND closed" + in +
		" UNION SELECT id FROM fact_steps WHERE day" + in + " UNION SELECT id FROM fact_offers WHERE day" + in + ")"
	byID := map[string]*tally.Fact{}
	var ids []string
	err := t.each(func(scan func(...any) error) error {
		var id string
		f := &tally.Fact{}
		err := scan(&id, &f.Lead, &f.Opened, &f.Priority, &f.Form, &f.Origin, &f.Goal, &f.Route, &f.Lang, &f.Closed, &f.Reason, &f.Confirmed)
		byID[id] = f
		ids = append(ids, id)
		return err
	}, "SELECT id, lead, opened, priority, form, origin, goal, route, lang, closed, reason, confirmed FROM case_facts WHERE "+touched+" ORDER BY id", first, last)
	if err != nil {
		return nil, err
	}
	err = t.each(func(scan func(...any) error) error {
		var id string
		var s tally.Step
		err := scan(&id, &s.Kind, &s.Day)
		if f := byID[id]; f != nil {
			f.Steps = append(f.Steps, s)
		}
		return err
	}, "SELECT id, kind, day FROM fact_steps WHERE day"+in, first, last)
	if err != nil {
		return nil, err
	}
	err = t.each(func(scan func(...any) error) error {
		var id string
		var o tally.Offer
		err := scan(&id, &o.N, &o.To, &o.Day, &o.Outcome, &o.Accept, &o.Begin, &o.Limit)
		if f := byID[id]; f != nil {
			f.Offers = append(f.Offers, o)
		}
		return err
	}, "SELECT id, n, code, day, outcome, accept, begin_s, limit_s FROM fact_offers WHERE day"+in, first, last)
	if err != nil {
		return nil, err
	}
	out := make([]tally.Fact, len(ids))
	for i, id := range ids {
		out[i] = *byID[id]
	}
	return out, nil
}

// FirstFact is the month of the oldest fact or use; empty when there is none.
func (d *DB) FirstFact(ctx context.Context) (tally.Month, error) {
	var m tally.Month
	err := d.ask(ctx, `SELECT COALESCE(MIN(month), '') FROM (SELECT substr(MIN(opened), 1, 7) AS month FROM case_facts
		UNION ALL SELECT MIN(month) FROM region_uses) firsts`).Scan(&m)
	if err != nil {
		return "", fmt.Errorf("find the first case: %w", err)
	}
	return m, nil
}

// MonthCounts gives what was counted of a month; ok is false when it was not counted.
func (d *DB) MonthCounts(ctx context.Context, m tally.Month) (counts tally.Counts, ok bool, err error) {
	var n int
	if err := d.ask(ctx, "SELECT COUNT(*) FROM stat_months WHERE month = $1", m).Scan(&n); err != nil {
		return nil, false, fmt.Errorf("look for %s: %w", m, err)
	}
	counts, err = d.counts(ctx, "SELECT code, measure, cell, n FROM stat_counts WHERE month = $1", m)
	return counts, n > 0, err
}

func (d *DB) counts(ctx context.Context, query string, args ...any) (tally.Counts, error) {
	out := tally.Counts{}
	rows, err := d.read.QueryContext(ctx, query, args...)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var k tally.Key
		var n int
		err := scan(&k.Code, &k.Measure, &k.Cell, &n)
		out[k] = n
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read counts: %w", err)
	}
	return out, nil
}

// shownMark stands under a month once its figures are there, so that a month without any is known to be done.
const shownMark = "done"

// SaveShown keeps what may be shown up to and with a month; what was shown before stays as it is.
func (d *DB) SaveShown(ctx context.Context, m tally.Month, shown tally.Counts) error {
	err := d.transact(ctx, func(t *tx) error {
		n, err := t.count("INSERT INTO stat_shown (month, code, measure, cell, n) VALUES ($1, '', $2, '', 0) ON CONFLICT DO NOTHING", m, shownMark)
		if err != nil || n == 0 {
			return err
		}
		return t.saveCounts("stat_shown", m, shown)
	})
	if err != nil {
		return fmt.Errorf("keep the figures of %s: %w", m, err)
	}
	return nil
}

// ShownMonths lists the months of which there are figures, the newest first.
func (d *DB) ShownMonths(ctx context.Context) ([]tally.Month, error) {
	var out []tally.Month
	rows, err := d.read.QueryContext(ctx, "SELECT month FROM stat_shown WHERE measure = $1 ORDER BY month DESC", shownMark)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var m tally.Month
		err := scan(&m)
		out = append(out, m)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the months shown: %w", err)
	}
	return out, nil
}

// Shown gives the figures up to and with a month.
func (d *DB) Shown(ctx context.Context, m tally.Month) (tally.Counts, error) {
	return d.counts(ctx, "SELECT code, measure, cell, n FROM stat_shown WHERE month = $1 AND measure <> $2", m, shownMark)
}

// SaveStandings keeps how all task forces stood on a day; a day that was kept stays as it is.
func (d *DB) SaveStandings(ctx context.Context, rows []tally.Standing) error {
	err := d.transact(ctx, func(t *tx) error {
		for _, s := range rows {
			err := t.exec(`INSERT INTO standings (day, code, score, formed, valid, seats, linked, on_duty) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
				ON CONFLICT (day, code) DO NOTHING`, s.Day, s.Code, s.Score, bit(s.Formed), bit(s.Valid), s.Seats, s.Linked, s.OnDuty)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("keep the standings of a day: %w", err)
	}
	return nil
}

// Standings gives those of a day, by code.
func (d *DB) Standings(ctx context.Context, day string) ([]tally.Standing, error) {
	return d.standings(ctx, "WHERE day = $1 ORDER BY code", day)
}

// StandingsOf gives those of one task force since a day, oldest first.
func (d *DB) StandingsOf(ctx context.Context, code, since string) ([]tally.Standing, error) {
	return d.standings(ctx, "WHERE code = $1 AND day >= $2 ORDER BY day", code, since)
}

// StandingDay is the newest day up to and with one of which there are standings; empty when there is none.
func (d *DB) StandingDay(ctx context.Context, upTo string) (day string, err error) {
	if err = d.ask(ctx, "SELECT COALESCE(MAX(day), '') FROM standings WHERE day <= $1", upTo).Scan(&day); err != nil {
		return "", fmt.Errorf("find a day: %w", err)
	}
	return day, nil
}

// MeanScores gives the mean score of all task forces of each day since one, oldest first.
func (d *DB) MeanScores(ctx context.Context, since string) ([]tally.Standing, error) {
	var out []tally.Standing
	rows, err := d.read.QueryContext(ctx, "SELECT day, SUM(score), COUNT(*) FROM standings WHERE day >= $1 GROUP BY day ORDER BY day", since)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		s := tally.Standing{Code: tally.All}
		var sum, n int
		err := scan(&s.Day, &sum, &n)
		s.Score = (sum + n/2) / max(n, 1)
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read mean scores: %w", err)
	}
	return out, nil
}

func (d *DB) standings(ctx context.Context, where string, args ...any) ([]tally.Standing, error) {
	var out []tally.Standing
	rows, err := d.read.QueryContext(ctx, "SELECT day, code, score, formed, valid, seats, linked, on_duty FROM standings "+where, args...)
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var s tally.Standing
		var formed, valid int64
		err := scan(&s.Day, &s.Code, &s.Score, &formed, &valid, &s.Seats, &s.Linked, &s.OnDuty)
		s.Formed, s.Valid = formed != 0, valid != 0
		out = append(out, s)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read standings: %w", err)
	}
	return out, nil
}

// CountUse counts uses of something in a month; code is the region it was used in, empty when nobody said one.
func (t *tx) CountUse(_ context.Context, m tally.Month, code region.Code, what string, n int) error {
	err := t.exec(`INSERT INTO region_uses (month, code, what, n) VALUES ($1, $2, $3, $4)
		ON CONFLICT (month, code, what) DO UPDATE SET n = region_uses.n + excluded.n`, m, code, what, n)
	if err != nil {
		return fmt.Errorf("count a use: %w", err)
	}
	return nil
}

// uses reads how often something was used in a month.
func (t *tx) uses(m tally.Month) ([]tally.Use, error) {
	var out []tally.Use
	err := t.each(func(scan func(...any) error) error {
		var u tally.Use
		err := scan(&u.Code, &u.What, &u.N)
		out = append(out, u)
		return err
	}, "SELECT code, what, n FROM region_uses WHERE month = $1", m)
	return out, err
}
