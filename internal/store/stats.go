package store

import (
	"context"
	"fmt"
	"time"
)

// Stats is what metrics, readiness and the doctor show. It names nobody.
type Stats struct {
	Waiting    int       // updates not handled yet
	Oldest     time.Time // when the oldest of them was stored; zero when none waits
	SetAside   int       // updates that could not be handled
	Jobs       int       // jobs not done, those for later included
	JobsDue    int       // of these the ones that should have run by now
	JobsDead   int       // jobs given up
	JobsOldest time.Time // when the oldest due job should have run; zero when none is due
	Drafts     int
	Cases      map[string]int // by status, exercises left out
	Exercises  int            // cases that are exercises
}

// Stats counts.
func (d *DB) Stats(ctx context.Context) (Stats, error) {
	s := Stats{Cases: make(map[string]int)}
	var oldest, due int64
	now := millis(d.now())
	counts := []struct {
		query string
		args  []any
		into  []any
	}{
		{"SELECT COUNT(*), COALESCE(MIN(at), 0) FROM inbox WHERE state = 0", nil, []any{&s.Waiting, &oldest}},
		{"SELECT COUNT(*) FROM inbox WHERE state = 2", nil, []any{&s.SetAside}},
		{"SELECT COUNT(*) FROM jobs WHERE state = 0", nil, []any{&s.Jobs}},
		{"SELECT COUNT(*), COALESCE(MIN(run_at), 0) FROM jobs WHERE state = 0 AND run_at <= $1", []any{now}, []any{&s.JobsDue, &due}},
		{"SELECT COUNT(*) FROM jobs WHERE state = 2", nil, []any{&s.JobsDead}},
		{"SELECT COUNT(*) FROM drafts", nil, []any{&s.Drafts}},
		{"SELECT COUNT(*) FROM cases WHERE exercise <> 0", nil, []any{&s.Exercises}},
	}
	for _, c := range counts {
		if err := d.ask(ctx, c.query, c.args...).Scan(c.into...); err != nil {
			return Stats{}, fmt.Errorf("count rows: %w", err)
		}
	}
	s.Oldest, s.JobsOldest = moment(oldest), moment(due)
	rows, err := d.read.QueryContext(ctx, "SELECT status, COUNT(*) FROM cases WHERE exercise = 0 GROUP BY status")
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var status string
		var n int
		err := scan(&status, &n)
		s.Cases[status] = n
		return err
	})
	if err != nil {
		return Stats{}, fmt.Errorf("count cases: %w", err)
	}
	return s, nil
}

// Pending counts what can be worked on at this moment: updates that wait, and jobs that are due.
func (d *DB) Pending(ctx context.Context) (int, error) {
	var n int
	err := d.ask(ctx, `SELECT (SELECT COUNT(*) FROM inbox WHERE state = 0) + (SELECT COUNT(*) FROM jobs WHERE state = 0 AND run_at <= $1)`,
		millis(d.now())).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count what is pending: %w", err)
	}
	return n, nil
}

// ask runs a query of one row outside any transaction. With SQLite it runs when the row is scanned.
func (d *DB) ask(ctx context.Context, query string, args ...any) scanner {
	if d.readers != nil {
		return liteAsked{ctx, d.readers, query, args}
	}
	return d.read.QueryRowContext(ctx, query, args...)
}

type liteAsked struct {
	ctx   context.Context //nolint:containedctx // of the caller who scans
	from  *readersOf
	query string
	args  []any
}

// Scan implements scanner.
func (a liteAsked) Scan(into ...any) error { return a.from.first(a.ctx, a.query, a.args, into) }
