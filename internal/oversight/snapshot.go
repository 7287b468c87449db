package oversight

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/tally"
)

// Ledger is where the snapshot is written. Each write happens once: a month counted, figures shown, a day kept stay as they are.
type Ledger interface {
	// FillFacts counts cases of before there were facts.
	FillFacts(ctx context.Context) (int, error)
	// FirstFact is the month of the oldest case; empty when there is none.
	FirstFact(ctx context.Context) (tally.Month, error)
	CountMonth(ctx context.Context, m tally.Month) error
	MonthCounts(ctx context.Context, m tally.Month) (n tally.Counts, counted bool, err error)
	ShownMonths(ctx context.Context) ([]tally.Month, error)
	SaveShown(ctx context.Context, m tally.Month, shown tally.Counts) error
	StandingDay(ctx context.Context, upTo string) (string, error)
	SaveStandings(ctx context.Context, rows []tally.Standing) error
	// Standing looks at every task force at this moment.
	Standing(ctx context.Context) ([]tally.Standing, error)
}

// Taken is what one snapshot did.
type Taken struct {
	Day    string        `json:"day"`    // of the standings written; empty: that day was there already
	Months []tally.Month `json:"months"` // whose figures were made
}

// Snapshot fixes what there is to fix: how all task forces stand today, and the figures of every month that is over. Done
// twice, also by several processes at once, it changes nothing.
func Snapshot(ctx context.Context, l Ledger, now time.Time) (Taken, error) {
	var t Taken
	if err := stand(ctx, l, now, &t); err != nil {
		return t, err
	}
	if _, err := l.FillFacts(ctx); err != nil {
		return t, err
	}
	first, err := l.FirstFact(ctx)
	if err != nil || first == "" {
		return t, err
	}
	for m := first; m <= tally.Closed(now); m = m.Add(1) {
		if err := l.CountMonth(ctx, m); err != nil {
			return t, err
		}
	}
	err = publish(ctx, l, first, tally.Closed(now), &t)
	return t, err
}

func stand(ctx context.Context, l Ledger, now time.Time, t *Taken) error {
	today := tally.Day(now)
	day, err := l.StandingDay(ctx, today)
	if err != nil || day == today {
		return err
	}
	rows, err := l.Standing(ctx)
	if err != nil {
		return fmt.Errorf("look at the task forces: %w", err)
	}
	for i := range rows {
		rows[i].Day = today
	}
	t.Day = today
	return l.SaveStandings(ctx, rows)
}

// publish makes the figures of the newest month that is over, and of every December, which are those of a yearly report.
func publish(ctx context.Context, l Ledger, first, last tally.Month, t *Taken) error {
	done, err := l.ShownMonths(ctx)
	if err != nil {
		return err
	}
	has := map[tally.Month]bool{}
	for _, m := range done {
		has[m] = true
	}
	for m := first; m <= last; m = m.Add(1) {
		if has[m] || m != last && m.Begin().Month() != time.December {
			continue
		}
		shown, err := figuresOf(ctx, l, m)
		if err != nil {
			return err
		}
		if err := l.SaveShown(ctx, m, shown); err != nil {
			return err
		}
		t.Months = append(t.Months, m)
	}
	return nil
}

// figuresOf adds up the months of a window and takes out what may not be shown.
func figuresOf(ctx context.Context, l Ledger, last tally.Month) (tally.Counts, error) {
	var all []tally.Counts
	for _, m := range tally.Months(last, window) {
		n, _, err := l.MonthCounts(ctx, m)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	return tally.Publish(tally.Sum(tally.Add(all...))), nil
}
