// Package outbox does what was committed: messages per chat in order, and timers when they are due; it must not know what a
// message says, who gets it, or how the database keeps it.
package outbox

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"siaga/internal/engine"
)

// Store is where the jobs are kept.
type Store interface {
	// ClaimJobs leases due jobs, urgent ones first, never two of one person at once.
	ClaimJobs(ctx context.Context, owner string, lease time.Duration, limit int) ([]engine.Job, error)
	FinishJob(ctx context.Context, job engine.Job) error
	RetryJob(ctx context.Context, job engine.Job, runAt time.Time, countAttempt bool) error
	FailJob(ctx context.Context, job engine.Job, class string) error
}

// Handler does one job. A *engine.DeliveryError tells what to do about a failure; any other error is tried again.
type Handler func(ctx context.Context, job engine.Job) error

// Pace is asked before each message; it waits until the limits allow it.
type Pace interface {
	// Allow gives how long to wait before a message to the chat may be sent, zero for now.
	Allow(ctx context.Context, chat engine.Person, urgent bool) time.Duration
	// Hold keeps every message (or those of one chat) back after the other side said so.
	Hold(chat engine.Person, until time.Time)
}

// Runner works the jobs.
type Runner struct {
	Store    Store
	Handlers map[string]Handler // by job kind
	Talks    map[string]bool    // kinds that speak to a chat, and so count against its pace
	Timers   map[string]bool    // kinds that are never given up after a fault: a clock must not stop
	Pace     Pace
	Clock    engine.Clock
	Log      *slog.Logger
	Owner    string
	Workers  int
	Watch    func(kind, outcome string)
	Chance   func(below int64) int64 // spreads waits, so that retries do not march in step; nil: from the system

	wake  chan struct{}
	slots chan struct{} // one for each job being done
	busy  sync.WaitGroup
	once  sync.Once
}

// Limits of patience. A message is tried for about a day, as long as Telegram would keep an update: some 17 minutes of doubling
// waits, then every ten minutes or a little more.
const (
	lease      = 60 * time.Second // what a dead process had begun is taken up after it
	idle       = 250 * time.Millisecond
	maxTries   = 140
	maxMoves   = 5 // times one message follows a group to its new address
	maxBackoff = 10 * time.Minute
)

func (r *Runner) start() {
	r.once.Do(func() { r.wake, r.slots = make(chan struct{}, 1), make(chan struct{}, max(r.Workers, 1)) })
}

// Wake makes the runner look for jobs at once.
func (r *Runner) Wake() {
	r.start()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Busy gives how many jobs are being done now; one that was cancelled meanwhile counts until its call is over.
func (r *Runner) Busy() int {
	r.start()
	return len(r.slots)
}

// Run works until the context ends, and then waits for the jobs that have begun. Jobs are done side by side: one call that hangs
// takes one slot, and never holds up other chats.
func (r *Runner) Run(ctx context.Context) {
	r.start()
	defer r.busy.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		n, err := r.begin(ctx)
		if err != nil && ctx.Err() == nil {
			r.Log.Error("outbox", "err", err)
		}
		if n > 0 && err == nil {
			continue
		}
		timer.Reset(idle)
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-timer.C:
		}
	}
}

// Once claims a batch, does it to the end, and gives the number of jobs.
func (r *Runner) Once(ctx context.Context) (int, error) {
	r.start()
	n, err := r.begin(ctx)
	r.busy.Wait()
	return n, err
}

// begin claims as many jobs as there are free slots, and begins them.
func (r *Runner) begin(ctx context.Context) (int, error) {
	free := cap(r.slots) - len(r.slots)
	if free == 0 {
		return 0, nil
	}
	jobs, err := r.Store.ClaimJobs(ctx, r.Owner, lease, free)
	if err != nil {
		return 0, err
	}
	ctx = context.WithoutCancel(ctx)
	for _, job := range jobs {
		r.slots <- struct{}{}
		r.busy.Go(func() {
			r.do(ctx, job)
			<-r.slots
			r.Wake()
		})
	}
	return len(jobs), nil
}

// do runs one job and settles what becomes of it.
func (r *Runner) do(ctx context.Context, job engine.Job) {
	if r.Talks[job.Kind] && r.Pace != nil {
		if wait := r.Pace.Allow(ctx, job.Person, job.Urgent); wait > 0 {
			r.settle(job, "paced", r.Store.RetryJob(ctx, job, r.Clock().Add(wait), false))
			return
		}
	}
	outcome, err := r.outcome(ctx, job, r.call(ctx, job))
	r.settle(job, outcome, err)
}

// call runs the handler; a panic in it is a failure of this job only.
func (r *Runner) call(ctx context.Context, job engine.Job) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.Log.Error("job panicked", "kind", job.Kind, "job", job.ID)
			err = errors.New("job panicked")
		}
	}()
	handler, ok := r.Handlers[job.Kind]
	if !ok {
		return &engine.DeliveryError{Class: "bad"}
	}
	return handler(ctx, job)
}

// outcome decides by the class of a failure: give up, try later, or hold the chat back.
func (r *Runner) outcome(ctx context.Context, job engine.Job, err error) (string, error) {
	var d *engine.DeliveryError
	switch {
	case err == nil:
		return "done", r.Store.FinishJob(ctx, job)
	case errors.As(err, &d) && d.Class == engine.Finished:
		return "done", nil
	case errors.As(err, &d):
		return r.delivery(ctx, job, d)
	}
	r.Log.Error("job", "kind", job.Kind, "job", job.ID, "err", err)
	return r.later(ctx, job, "fault")
}

func (r *Runner) delivery(ctx context.Context, job engine.Job, d *engine.DeliveryError) (string, error) {
	switch d.Class {
	case "rate": // costs no attempt: the other side only asked for patience
		until := r.Clock().Add(max(d.After, time.Second))
		if r.Pace != nil {
			r.Pace.Hold(job.Person, until)
		}
		return d.Class, r.Store.RetryJob(ctx, job, until, false)
	case "later": // it is to run again: a timer that repeats. Rows keep whole milliseconds: rounded down it would come too early, again and again
		return d.Class, r.Store.RetryJob(ctx, job, r.Clock().Add(d.After+time.Millisecond-1), false)
	case "blocked", "bad", "gone":
		return d.Class, r.Store.FailJob(ctx, job, d.Class)
	case "moved":
		if job.Attempts < maxMoves {
			return d.Class, r.Store.RetryJob(ctx, job, r.Clock(), true)
		}
	}
	return r.later(ctx, job, d.Class)
}

// later tries again with a doubling wait, and gives up in the end.
func (r *Runner) later(ctx context.Context, job engine.Job, class string) (string, error) {
	if job.Attempts >= maxTries && !r.Timers[job.Kind] {
		return "gave_up", r.Store.FailJob(ctx, job, class)
	}
	return class, r.Store.RetryJob(ctx, job, r.Clock().Add(r.backoff(job.Attempts)), true)
}

// backoff doubles from half a second to ten minutes, with a little chance so that retries do not march in step.
func (r *Runner) backoff(attempts int) time.Duration {
	chance := r.Chance
	if chance == nil {
		chance = rand.Int64N
	}
	wait := 500 * time.Millisecond << min(attempts, 12)
	wait = min(wait, maxBackoff)
	return wait + time.Duration(chance(int64(wait/4)+1))
}

func (r *Runner) settle(job engine.Job, outcome string, err error) {
	if err != nil {
		r.Log.Error("settle job", "kind", job.Kind, "job", job.ID, "outcome", outcome, "err", err)
	}
	if r.Watch != nil {
		r.Watch(job.Kind, outcome)
	}
}
