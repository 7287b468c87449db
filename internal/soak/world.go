package soak

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/outbox"
	"siaga/internal/private"
	"siaga/internal/session"
)

const token = "1:token-of-the-emulator"

// start is a Monday, 09.00 WIB.
var start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// world is a house with everything around it. Only one goroutine ever works in it.
type world struct {
	ctx   context.Context //nolint:containedctx // the world lives as long as its run
	bug   string          // a fault built in by a test, to see that the watch finds it
	keys  *private.Keys
	dir   string
	now   time.Time
	emu   *emulator.Server
	phone http.Handler
	house *app.House
	db    *seam
	odds  *odds
	life  *rand.Rand      // what officers do when their phones make a sound
	mind  *session.Memory // the sessions, which may vanish
	trace *trace
	watch *watch

	fuse   int                // seams until the program dies; 0: it does not
	dead   bool               // it died, and is not started again yet
	online time.Time          // until when Telegram is out of reach
	job    engine.Job         // being done just now
	last   string             // kind and key of the job done last
	enough context.CancelFunc // ends the poll
	tamper bool               // with the bug that changes the audit
	took   bool               // it brought something
	people []int64            // phones of reporters
	desks  []desk
}

// desk is an officer's phone.
type desk struct {
	phone int64
	seat  casework.SeatID
}

var errDead = errors.New("the program is dead")

// newWorld makes one, with the database that the mold gives.
func newWorld(ctx context.Context, m *Mold, seed uint64) (*world, error) {
	w := &world{ctx: ctx, keys: m.keys, now: start, odds: newOdds(seed), life: rand.New(rand.NewPCG(seed, 3)), trace: newTrace()}
	w.watch = newWatch(w)
	w.mind = session.NewMemory(w.clock)
	w.emu = emulator.New(emulator.Options{Token: token, Clock: w.clock, Said: w.watch.appeared})
	w.phone = w.emu.Handler()
	var err error
	if w.dir, err = m.copy(); err != nil {
		return nil, err
	}
	return w, w.open()
}

func (w *world) clock() time.Time { return w.now }

// settings are those of a house whose database lies in a folder.
func settings(dir string) config.Config {
	return config.Config{Token: token, APIURL: "http://telegram", DatabaseURL: "sqlite:" + filepath.Join(dir, "siaga.db"), Tesseract: "off"}
}

// open starts the program, as serve does, with seams where it touches the world outside.
func (w *world) open() error {
	var err error
	w.house, err = app.Build(w.ctx, settings(w.dir), app.Options{Copier: app.Unconfined{}, Keys: w.keys, Clock: w.clock, Random: w.odds, Log: slog.New(w.watch.log()),
		Pace: unlimited{}, Sessions: w.mind, Telegram: &http.Client{Transport: w}, Rest: func(context.Context, time.Duration) error { return errDead }})
	if err != nil {
		return fmt.Errorf("open the house: %w", err)
	}
	w.db = &seam{w, w.house.Store}
	e, o := w.house.Engine, w.house.Outbox
	e.Store, e.Channel = w.db, silentAnswers{e.Channel}
	o.Store, o.Workers, o.Chance = w.db, 1, w.odds.below
	event := e.Watch.Event
	e.Watch.Event = func(class string) { event(class); w.watch.event(class) }
	for kind, handle := range o.Handlers {
		o.Handlers[kind] = w.watched(handle)
	}
	return w.house.TakeUp(w.ctx)
}

// silentAnswers leaves out what the engine says beside its work, in a goroutine.
type silentAnswers struct{ engine.Channel }

func (silentAnswers) Answered(context.Context, string, string) {}

// unlimited lets every message through: the limits have their own tests.
type unlimited struct{}

func (unlimited) Allow(context.Context, engine.Person, bool) time.Duration { return 0 }
func (unlimited) Hold(engine.Person, time.Time)                            {}

// watched tells the watch which job is being done.
func (w *world) watched(do outbox.Handler) outbox.Handler {
	return func(ctx context.Context, job engine.Job) error {
		w.job, w.last = job, job.Kind+" "+job.Key
		defer func() { w.job = engine.Job{} }()
		err := do(ctx, job)
		if !w.dead {
			w.watch.jobDone(job, err)
		}
		return err
	}
}

// die ends the program at once: from here on it changes nothing any more, neither outside nor in its database.
func (w *world) die(where string) error {
	w.dead, w.fuse = true, 0
	w.trace.add(w.now, "died "+where)
	w.watch.lost()
	return errDead
}

// burns counts a seam and tells whether the program dies at it.
func (w *world) burns() bool {
	if w.fuse == 0 {
		return false
	}
	w.fuse--
	return w.fuse == 0
}

// revive starts the program again.
func (w *world) revive(after time.Duration) error {
	if err := w.house.Close(); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	w.dead = false
	w.pass(after)
	w.trace.add(w.now, "started")
	return w.open()
}

// pass lets time go by while nothing happens.
func (w *world) pass(d time.Duration) {
	w.now = w.now.Add(d)
	if !w.online.IsZero() && !w.online.After(w.now) {
		w.online = time.Time{}
		w.emu.Network(true)
	}
	w.emu.ClockMoved()
}

// close ends everything and leaves nothing behind.
func (w *world) close() error {
	w.emu.Close()
	return errors.Join(w.house.Close(), os.RemoveAll(w.dir))
}

// mostRounds is how long a house may take to come to rest.
const mostRounds = 500

// settle works until everything that arrived was handled and everything due was said.
func (w *world) settle() error {
	for range mostRounds {
		worked, err := w.round()
		if err != nil {
			return err
		}
		if w.dead {
			if err := w.revive(2 * time.Second); err != nil {
				return err
			}
			worked = true
		}
		if !worked {
			return w.watch.rest()
		}
		if w.watch.broken != nil {
			return w.watch.broken
		}
	}
	return &Broken{"rest", "the house does not come to rest, it works at " + w.last}
}

// round takes what waits at Telegram, works a lane and does a job.
func (w *world) round() (worked bool, err error) {
	if w.emu.Pending() > 0 && w.online.IsZero() {
		ctx, enough := context.WithCancel(w.ctx)
		w.enough, w.took = enough, false
		err := w.house.Bot.Poll(ctx, w.house.Engine.Accept)
		enough()
		worked = w.took
		if err != nil {
			return false, fmt.Errorf("poll: %w", err)
		}
	}
	for _, step := range []func() (bool, error){
		func() (bool, error) { return w.house.Engine.Once(w.ctx) },
		func() (bool, error) { n, err := w.house.Outbox.Once(w.ctx); return n > 0, err },
		func() (bool, error) { return w.house.Engine.SettleOne(w.ctx) },
	} {
		if w.dead {
			return true, nil
		}
		did, err := step()
		if err != nil && !w.dead {
			return false, err
		}
		worked = worked || did
	}
	return worked, nil
}

// until lets time go by, and all that falls due meanwhile happen in its time.
func (w *world) until(end time.Time) error {
	for {
		next, err := w.due()
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(end) {
			w.pass(end.Sub(w.now))
			return w.settle()
		}
		w.pass(next.Sub(w.now))
		if err := w.settle(); err != nil {
			return err
		}
		if err := w.attend(); err != nil {
			return err
		}
	}
}

// attend lets officers do what a sound of their phones asks of them, in one of three times.
func (w *world) attend() error {
	for _, d := range w.desks {
		if w.life.IntN(3) > 0 {
			continue
		}
		if w.press(d.phone, w.life, func(label string) int { return boolInt(label == "Terima")*20 + boolInt(label == "Baca isi") }) {
			if err := w.settle(); err != nil {
				return err
			}
		}
	}
	return nil
}

// due is when something falls due next, zero for never. The beats of the house go along with whatever else happens.
func (w *world) due() (time.Time, error) {
	var ms int64
	err := w.house.Store.SQL().QueryRowContext(w.ctx, `SELECT COALESCE(MIN(at), 0) FROM (
		SELECT MIN(run_at) AS at FROM jobs WHERE state = 0 AND run_at > $1 AND kind NOT IN ('heartbeat', 'rota')
		UNION ALL SELECT MIN(l.ready_at) FROM lanes l WHERE l.ready_at > $1 AND EXISTS (SELECT 1 FROM inbox i WHERE i.person = l.person AND i.state = 0))`,
		w.now.UnixMilli()).Scan(&ms)
	if err != nil || ms == 0 {
		return w.online, err
	}
	at := time.UnixMilli(ms).UTC()
	if !w.online.IsZero() && w.online.Before(at) {
		at = w.online
	}
	return at, nil
}
