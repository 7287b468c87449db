package oversight

import (
	"context"
	"sync"
	"time"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Figures are what the page reads: nothing but sums that may be shown, and how desks stand.
type Figures interface {
	// ShownMonths lists the months of which there are figures, the newest first.
	ShownMonths(ctx context.Context) ([]tally.Month, error)
	// Shown gives the figures of the twelve months up to and with one.
	Shown(ctx context.Context, m tally.Month) (tally.Counts, error)
	// StandingDay is the newest day up to and with one of which there are standings; Standings gives them.
	StandingDay(ctx context.Context, upTo string) (string, error)
	Standings(ctx context.Context, day string) ([]tally.Standing, error)
	// History gives the standings of one task force since a day, or the means of all for the country.
	History(ctx context.Context, code region.Code, since string) ([]tally.Standing, error)
	// OnDuty counts who answers at each task force at this moment; Empty tells of which nobody ever filled in anything.
	OnDuty(ctx context.Context) (map[region.Code]int, error)
	Empty(ctx context.Context) (map[region.Code]bool, error)
	// Desk tells how one task force is made up at this moment.
	Desk(ctx context.Context, code region.Code) (Desk, error)
	// Prevention counts the prevention work of all task forces between two local days, by task force and kind; PreventionOf lists that of one,
	// the newest first.
	Prevention(ctx context.Context, first, last string) ([]Activity, error)
	PreventionOf(ctx context.Context, code region.Code, first, last string) ([]Activity, error)
}

// window is how many months the figures about cases cover.
const window = 12

// trendDays is how far back a trend looks.
const trendDays = 30

// byRegion are figures sorted by whose they are.
type byRegion map[region.Code]tally.Counts

// kept are figures that never change once they are written.
type kept struct {
	mu    sync.Mutex
	shown map[tally.Month]byRegion
	days  map[string]map[region.Code]tally.Standing
}

func newKept() *kept {
	return &kept{shown: map[tally.Month]byRegion{}, days: map[string]map[region.Code]tally.Standing{}}
}

// mostKept bounds how many days and months are kept at once.
const mostKept = 64

func (k *kept) month(ctx context.Context, f Figures, m tally.Month) (byRegion, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n, ok := k.shown[m]; ok {
		return n, nil
	}
	counts, err := f.Shown(ctx, m)
	if err != nil {
		return nil, err
	}
	n := byRegion{}
	for key, v := range counts {
		if n[key.Code] == nil {
			n[key.Code] = tally.Counts{}
		}
		n[key.Code][key] = v
	}
	if len(k.shown) >= mostKept {
		clear(k.shown)
	}
	k.shown[m] = n
	return n, nil
}

// day gives the standings of the newest day up to and with one.
func (k *kept) day(ctx context.Context, f Figures, upTo string) (string, map[region.Code]tally.Standing, error) {
	day, err := f.StandingDay(ctx, upTo)
	if err != nil || day == "" {
		return "", nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if rows, ok := k.days[day]; ok {
		return day, rows, nil
	}
	list, err := f.Standings(ctx, day)
	if err != nil {
		return "", nil, err
	}
	rows := make(map[region.Code]tally.Standing, len(list))
	for _, s := range list {
		rows[s.Code] = s
	}
	if len(k.days) >= mostKept {
		clear(k.days)
	}
	k.days[day] = rows
	return day, rows, nil
}

// data is all that one page or file is made of.
type data struct {
	code    region.Code
	now     time.Time
	months  []tally.Month // of which there are figures, the newest first
	month   tally.Month   // up to which the figures go; empty: none yet
	counts  byRegion
	day     string // of the standings; empty: none yet
	today   map[region.Code]tally.Standing
	before  map[region.Code]tally.Standing // trendDays earlier, as near as there is
	history []tally.Standing
	duty    map[region.Code]int
	empty   map[region.Code]bool
	desk    Desk // of the task force of the region itself

	span       span                       // of the prevention work
	prevention map[region.Code][]Activity // counted by kind
	entries    []Activity                 // of the task force of the region itself, the newest first
}

// gather reads the figures of a region as they were fixed up to a month; empty: the newest.
func (s *Server) gather(ctx context.Context, code region.Code, month tally.Month) (d data, err error) {
	d = data{code: code, now: s.now(), counts: byRegion{}}
	if d.months, err = s.figures.ShownMonths(ctx); err != nil {
		return d, err
	}
	for _, m := range d.months {
		if d.month == "" && (month == "" || m == month) {
			d.month = m
		}
	}
	if d.month != "" {
		if d.counts, err = s.kept.month(ctx, s.figures, d.month); err != nil {
			return d, err
		}
	}
	today := tally.Day(d.now)
	if d.day, d.today, err = s.kept.day(ctx, s.figures, today); err != nil {
		return d, err
	}
	if _, d.before, err = s.kept.day(ctx, s.figures, tally.Day(d.now.AddDate(0, 0, -trendDays))); err != nil {
		return d, err
	}
	if d.history, err = s.figures.History(ctx, code, tally.Day(d.now.AddDate(-1, 0, 0))); err != nil {
		return d, err
	}
	if d.duty, err = s.figures.OnDuty(ctx); err != nil {
		return d, err
	}
	if d.empty, err = s.figures.Empty(ctx); err != nil {
		return d, err
	}
	if d.desk, err = s.figures.Desk(ctx, deskOf(code)); err != nil {
		return d, err
	}
	return d, s.gatherPrevention(ctx, &d)
}

// deskOf is the task force of a region itself: of the country pusat.
func deskOf(c region.Code) region.Code {
	if c == tally.All {
		return taskforce.Pusat
	}
	return c
}

// get is one figure of the region; ok is false when it is hidden.
func (d data) get(m tally.Measure, cell string) (n int, ok bool) {
	n, ok = d.counts[d.code][tally.Key{Code: d.code, Measure: m, Cell: cell}]
	return n, ok
}
