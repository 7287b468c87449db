package engine

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/offer"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
	"siaga/internal/voice"
)

// Texts is what the engine needs from the languages. internal/i18n gives it.
type Texts interface {
	Text(tag, key string, data map[string]any) (string, error)
	// Heard writes a text in the parts in which it is heard.
	Heard(tag, key string, data map[string]any, has func(tag, key string) bool) ([]voice.Part, error)
	// Spoken gives the words of a key that a clip can speak, "" for none.
	Spoken(tag, key string) string
	flows.Words
}

// Desk is what the engine needs from the officers' conversation: how a card and the content of a case read.
type Desk interface {
	Card(c casework.Case, seat taskforce.Seat, reg *taskforce.Register, in flows.Tongue) flows.Reply
	Linked(card flows.Reply, links casework.Links) flows.Reply
	Details(c casework.Case, joined []casework.Case, in flows.Tongue) flows.Reply
	Identity(c casework.Case, joined []casework.Case) (flows.Reply, bool)
	Scenario(name string, seat taskforce.Seat, in flows.Tongue, at time.Time) (casework.Report, bool)
	// DrillStories lists the scenarios that a drill can tell.
	DrillStories() []string
	Answer(q casework.Question, in flows.Tongue) private.Text
	Feedback(c casework.Case, in flows.Tongue) flows.Reply
	Digest(late []casework.Case, below map[region.Code]int, seat taskforce.Seat, now time.Time, in flows.Tongue) flows.Reply
	Gauge(r taskforce.Readiness, now time.Time, in flows.Tongue) flows.Gauge
	Weekly(tf region.Code, known []taskforce.Vitals, before map[region.Code]int, in flows.Tongue) flows.Reply
	ShiftName(s taskforce.Shift, in flows.Tongue) string
	Pack(held []casework.Case, seat taskforce.Seat, note private.Text, in flows.Tongue) flows.Reply
}

// Parts are all things the engine is put together from.
type Parts struct {
	Store       Store
	Sessions    Sessions
	Channel     Channel
	Texts       Texts
	Clips       Clips // nil: nothing was recorded
	Keys        *private.Keys
	Places      flows.Places
	Understand  func(string) flows.Meaning
	Numbers     func(lang string, p casework.Place, now time.Time) flows.Data
	Contact     func(lang, agency, mission string, now time.Time) (line string, ok bool) // may be nil: no numbers
	Stale       func(now time.Time) (stale, all int)                                     // numbers not verified lately; nil: not known
	Helpers     func(lang, need string, p casework.Place, now time.Time) flows.Data      // who to turn to, see flows.Env; may be nil
	Traces      func(words string) []offer.Trace                                         // telephones, accounts and companies in somebody's words; nil: none
	Reader      Reader                                                                   // of pictures; nil: none are read
	Copier      Copier                                                                   // of files for somebody else
	Report      flows.Flow
	Duty        flows.Flow
	Desk        Desk
	Page        Page                              // the oversight page; nil: there is none
	Ledger      Ledger                            // where heads of the audit are published; nil: nowhere
	Book        Book                              // what speakers go through; may be nil
	Picture     func(flows.Gauge) ([]byte, error) // draws a score; nil: no pictures
	Clock       Clock
	Random      Random
	Log         *slog.Logger
	ReadsAnHour int // openings of content that a seat has within an hour; 0: the usual number
	Retention   casework.Retention
	IdleLock    time.Duration // after which an officer's PIN is asked for; 0: the usual time
	Exercise    bool          // cases opened here are exercises (demonstration, training)
	Owner       string        // name of this process among its replicas
	Watch       Watch         // counts, may be zero
}

// Random gives the unguessable values of the house; a test gives its own.
type Random interface {
	ID() string
	Code() string
	Handle() string
	Receipt() private.Receipt
}

// Watch is told what happened, by class and never by person.
type Watch struct {
	Turn  func(kind string, took time.Duration)
	Event func(class string)
}

// Engine runs turns.
type Engine struct {
	Parts
	reads    *readQueue
	fetching sync.Map // id of a file -> *sync.Mutex
	wake     chan struct{}
	waits    atomic.Int64 // about how many updates wait, as far as this process knows
	beaten   atomic.Bool  // the first heartbeat of this process was seen, and what it tells was done
	gone     atomic.Int64 // milliseconds of the time since which nobody was here, until that was done; 0: there was no outage
	renewing sync.Mutex
	aloud    atomic.Pointer[map[spokenAs]Recording] // the recordings that are played
	wording  int64                                  // number of what was said of texts that is laid over them
	spoke    func()                                 // tells the outbox that something was enqueued
}

// Lease times. A worker that dies gives its lane up after the lease; a turn takes milliseconds.
const (
	laneLease   = 15 * time.Second
	maxAttempts = 3
	draftKept   = 72 * time.Hour      // an unsent report
	talkKept    = 90 * 24 * time.Hour // the conversation after sending, and an officer's
	sessionKept = 6 * time.Hour
	wipeReach   = 47*time.Hour + 55*time.Minute // Telegram deletes messages younger than 48 h (Bot API deleteMessage)
)

// handledDays is how long a handled case is kept where no setting says otherwise.
const handledDays = 1825

// New puts an engine together. spoke is called after each commit that put something into the outbox.
func New(p Parts, spoke func()) *Engine {
	e := &Engine{Parts: p, wake: make(chan struct{}, 1), reads: newReadQueue(), spoke: spoke}
	if e.ReadsAnHour == 0 {
		e.ReadsAnHour = readsAnHour
	}
	if e.Retention == (casework.Retention{}) {
		e.Retention = casework.DefaultRetention(handledDays)
	}
	if e.IdleLock == 0 {
		e.IdleLock = idleLock
	}
	if e.Watch.Turn == nil {
		e.Watch.Turn = func(string, time.Duration) {}
	}
	if e.Watch.Event == nil {
		e.Watch.Event = func(string) {}
	}
	return e
}

// Accept stores updates durably and wakes a worker. When it returns nil the updates may be acknowledged.
func (e *Engine) Accept(ctx context.Context, updates ...Incoming) error {
	if err := e.Store.Put(ctx, updates...); err != nil {
		return err
	}
	e.waits.Add(int64(len(updates)))
	e.Wake()
	return nil
}

// crowd is how many updates wait before whoever comes now has to stand in line for long.
const crowd = 32

// Crowded tells whether what comes now has to wait behind many others.
func (e *Engine) Crowded() bool { return e.waits.Load() > crowd }

// Wake makes an idle worker look for updates at once.
func (e *Engine) Wake() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// Run works lanes until the context ends; a turn that has begun is finished. Several may run at once, here and elsewhere.
func (e *Engine) Run(ctx context.Context) {
	idle := time.NewTimer(0)
	defer idle.Stop()
	for ctx.Err() == nil {
		worked, err := e.Once(ctx)
		if err != nil && ctx.Err() == nil {
			e.Log.Error("lane", "err", err)
		}
		if worked && err == nil {
			continue
		}
		idle.Reset(idleWait(err))
		select {
		case <-ctx.Done():
		case <-e.wake:
		case <-idle.C:
		}
	}
}

// idleWait is how long a worker rests: shorter when idle (other replicas may have stored something) than after a fault.
func idleWait(err error) time.Duration {
	if err != nil {
		return time.Second
	}
	return 250 * time.Millisecond
}

// Once works one lane if one waits.
func (e *Engine) Once(ctx context.Context) (bool, error) {
	lane, ok, err := e.Store.Claim(ctx, e.Owner, laneLease)
	if err == nil && !ok {
		e.waits.Store(0) // what others handled, or was there twice, is counted no longer
	}
	if err != nil || !ok {
		return false, err
	}
	defer e.waits.Add(-int64(len(lane.Updates)))
	e.Wake() // another worker may take the next lane meanwhile
	ctx = context.WithoutCancel(ctx)
	retry := time.Time{}
	for i, w := range lane.Updates {
		lane.Ends = i == len(lane.Updates)-1
		if err := e.handle(ctx, lane, w); err != nil {
			if errors.Is(err, ErrLaneLost) {
				return true, nil
			}
			e.Log.Error("turn", "lane", lane.Person, "seq", w.Seq, "err", err)
			retry = e.Clock().Add(backoff(w.Attempts))
			break
		}
	}
	if retry.IsZero() {
		return true, nil // the last turn gave the lane back
	}
	return true, e.Store.Release(ctx, lane, retry)
}

func backoff(attempts int) time.Duration {
	return time.Duration(min(attempts+1, 6)) * 500 * time.Millisecond
}
