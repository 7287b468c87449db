package app

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"siaga/internal/engine"
	"siaga/internal/oversight"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/store"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// overseers meets oversight.People by the store.
type overseers struct{ db *store.DB }

func (o overseers) Person(account int64) string {
	return string(o.db.PersonOf(private.NewText("tg:" + strconv.FormatInt(account, 10))))
}

func (o overseers) SeatOf(ctx context.Context, person string) (oversight.Seat, error) {
	return sitting(o.db.OverseerOf(ctx, engine.Person(person)))
}

func (o overseers) Overseer(ctx context.Context, hash string, at time.Time) (oversight.Seat, error) {
	return sitting(o.db.Overseer(ctx, hash, at))
}

func sitting(found store.Overseer, err error) (oversight.Seat, error) {
	return oversight.Seat{Code: found.TaskForce, Role: found.Role}, nobody(err)
}

func nobody(err error) error {
	if errors.Is(err, engine.ErrNotFound) {
		return oversight.ErrNobody
	}
	return err
}

func (o overseers) UseLink(ctx context.Context, hash string, at time.Time) (string, error) {
	p, err := o.db.UsePageLink(ctx, hash, at)
	return string(p), nobody(err)
}

func (o overseers) SaveSession(ctx context.Context, hash, person string, until time.Time) error {
	return o.db.SavePageSession(ctx, hash, engine.Person(person), until)
}

func (o overseers) EndSession(ctx context.Context, hash string) error {
	return o.db.EndPageSession(ctx, hash)
}

// figures meets oversight.Figures and oversight.Ledger by the store.
type figures struct {
	*store.DB
	clock    engine.Clock
	exercise bool // in a demonstration readiness counts its exercises

	mu   sync.Mutex
	reg  *taskforce.Register
	seen time.Time
}

// dutyKept is how long a look at who is on duty is good for: the page says "now".
const dutyKept = 10 * time.Second

// History gives the standings of one task force, or the means of all.
func (l *figures) History(ctx context.Context, code region.Code, since string) ([]tally.Standing, error) {
	if code == tally.All {
		return l.MeanScores(ctx, since)
	}
	return l.StandingsOf(ctx, string(code), since)
}

// register is the register as it is now, or was a few seconds ago.
func (l *figures) register(ctx context.Context) (*taskforce.Register, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock()
	if l.reg != nil && now.Sub(l.seen).Abs() < dutyKept {
		return l.reg, nil
	}
	var reg *taskforce.Register
	if err := l.System(ctx, func(tx engine.Tx) (err error) { reg, err = tx.Register(ctx); return err }); err != nil {
		return nil, err
	}
	l.reg, l.seen = reg, now
	return reg, nil
}

// OnDuty counts who answers at each task force.
func (l *figures) OnDuty(ctx context.Context) (map[region.Code]int, error) {
	reg, err := l.register(ctx)
	if err != nil {
		return nil, err
	}
	duty := map[region.Code]int{}
	for _, f := range reg.All() {
		if n := len(reg.OnDuty(f.Code)); n > 0 {
			duty[f.Code] = n
		}
	}
	return duty, nil
}

// Empty tells of which task forces nobody ever filled in anything.
func (l *figures) Empty(ctx context.Context) (map[region.Code]bool, error) {
	reg, err := l.register(ctx)
	if err != nil {
		return nil, err
	}
	empty := map[region.Code]bool{}
	for _, f := range reg.All() {
		if oversight.Empty(reg, f.Code) {
			empty[f.Code] = true
		}
	}
	return empty, nil
}

// Desk tells how one task force is made up, with its newest drill and accepted referral.
func (l *figures) Desk(ctx context.Context, code region.Code) (oversight.Desk, error) {
	reg, err := l.register(ctx)
	if err != nil {
		return oversight.Desk{}, err
	}
	now := l.clock()
	d := oversight.DeskOf(reg, code, now)
	vitals, err := l.Vitals(ctx, now, l.exercise, code)
	if err != nil {
		return d, err
	}
	for _, v := range vitals {
		d.Drill, d.LastAck = v.Drill, v.LastAck
	}
	return d, nil
}

// Prevention counts prevention work by task force and kind.
func (l *figures) Prevention(ctx context.Context, first, last string) (out []oversight.Activity, err error) {
	err = l.System(ctx, func(tx engine.Tx) error {
		found, err := tx.ActivityCounts(ctx, first, last, l.exercise)
		for _, a := range found {
			out = append(out, oversight.Activity{Code: a.TaskForce, Kind: a.Kind, Times: a.Times, People: a.People})
		}
		return err
	})
	return out, err
}

// PreventionOf lists that of one task force.
func (l *figures) PreventionOf(ctx context.Context, code region.Code, first, last string) (out []oversight.Activity, err error) {
	err = l.System(ctx, func(tx engine.Tx) error {
		found, err := tx.Activities(ctx, code, first, last, l.exercise)
		for _, a := range found {
			out = append(out, oversight.Activity{Code: code, Kind: a.Kind, Times: 1, People: a.People, Day: a.Day, Place: a.Place, Photo: a.File != ""})
		}
		return err
	})
	return out, err
}

// Standing looks at every task force.
func (l *figures) Standing(ctx context.Context) ([]tally.Standing, error) {
	now := l.clock()
	vitals, err := l.Vitals(ctx, now, l.exercise)
	if err != nil {
		return nil, err
	}
	var reg *taskforce.Register
	if err := l.System(ctx, func(tx engine.Tx) (err error) { reg, err = tx.Register(ctx); return err }); err != nil {
		return nil, err
	}
	out := make([]tally.Standing, 0, len(vitals))
	for _, v := range vitals {
		s := tally.Standing{Code: v.Code, Score: taskforce.Reckon(v).Score, OnDuty: v.OnDutyNow, Seats: len(reg.Seats(v.Code)), Linked: len(reg.LinkedSeats(v.Code))}
		s.Formed = v.Formation == taskforce.FormedYes
		s.Valid = v.Decree == taskforce.DecreeValid || v.Decree == taskforce.DecreeEnding
		out = append(out, s)
	}
	return out, nil
}

// page meets engine.Page.
type page struct{ base string }

// Sees tells whether there is anything to see for a seat.
func (page) Sees(s taskforce.Seat) bool {
	return oversight.ScopeOf(oversight.Seat{Code: s.TaskForce, Role: s.Role}) != oversight.Scope{}
}

// Link is the address that opens the page once. The token stands behind the #, which is sent to no server.
func (p page) Link(token string) string { return p.base + oversight.Path + "open#" + token }

// App is the address of the Mini App: Telegram opens https only.
func (p page) App() string {
	if !strings.HasPrefix(p.base, "https://") {
		return ""
	}
	return p.base + oversight.Path + oversight.App
}

// openOversight makes the page. note stands on all of it; empty: nothing.
func (h *House) openOversight(o Options) error {
	h.figures = &figures{DB: h.Store, clock: o.Clock, exercise: o.Exercise}
	s, err := oversight.New(oversight.Options{People: overseers{h.Store}, Figures: h.figures, Token: private.NewText(h.Config.Token), Now: o.Clock, Log: h.Log,
		Secure: strings.HasPrefix(h.Config.Public(), "https://"), Note: o.Note})
	if err != nil {
		return err
	}
	h.oversight = s.Handler()
	return nil
}

// firstSnapshot is how long after the start the first snapshot is looked for; later ones every hour.
const firstSnapshot = 5 * time.Second

// keepSnapshot fixes the figures of each day and month. A clock that jumps makes it wait: what is fixed is fixed for good.
func (h *House) keepSnapshot(ctx context.Context) {
	sane := NewSane(h.clock, h.Bot.Time)
	wait := firstSnapshot
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		wait = time.Hour
		if why := sane.Doubt(); why != "" {
			h.Log.Warn("the clock is not believed: no snapshot is taken", "why", why)
			wait = time.Minute
			continue
		}
		taken, err := oversight.Snapshot(ctx, h.figures, h.clock())
		if err != nil && ctx.Err() == nil {
			h.Log.Error("snapshot", "err", err)
		} else if taken.Day != "" {
			h.Log.Info("snapshot", "day", taken.Day, "months", len(taken.Months))
		}
	}
}
