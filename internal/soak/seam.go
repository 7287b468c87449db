package soak

import (
	"context"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/store"
)

// seam stands before the database: the program may die just before a commit and just after it, and every case that is written is seen.
type seam struct {
	w  *world
	db *store.DB
}

// through runs one transaction, unless the program is dead or dies.
func (s *seam) through(name string, do func() error) error {
	if s.w.dead {
		return errDead
	}
	if s.w.burns() {
		return s.w.die("before " + name)
	}
	if err := do(); err != nil {
		return err
	}
	if s.w.burns() {
		return s.w.die("after " + name)
	}
	return nil
}

// Put implements engine.Store.
func (s *seam) Put(ctx context.Context, updates ...engine.Incoming) error {
	for _, u := range updates {
		s.w.watch.offered(u)
	}
	if s.w.bug == "forgetful intake" && s.w.odds.below(20) == 0 {
		return nil
	}
	return s.through("put", func() error { return s.db.Put(ctx, updates...) })
}

// Claim implements engine.Store.
func (s *seam) Claim(ctx context.Context, owner string, lease time.Duration) (lane engine.Lane, ok bool, err error) {
	err = s.through("claim", func() (err error) {
		lane, ok, err = s.db.Claim(ctx, owner, lease)
		return err
	})
	return lane, ok, err
}

// Release implements engine.Store.
func (s *seam) Release(ctx context.Context, lane engine.Lane, retry time.Time) error {
	return s.through("release", func() error { return s.db.Release(ctx, lane, retry) })
}

// SetAside implements engine.Store.
func (s *seam) SetAside(ctx context.Context, lane engine.Lane, seq int64, class string) error {
	return s.through("set aside", func() error { return s.db.SetAside(ctx, lane, seq, class) })
}

// Turn implements engine.Store.
func (s *seam) Turn(ctx context.Context, lane engine.Lane, do func(engine.Tx) error) error {
	return s.transaction("turn", do, func(do func(engine.Tx) error) error { return s.db.Turn(ctx, lane, do) })
}

// System implements engine.Store.
func (s *seam) System(ctx context.Context, do func(engine.Tx) error) error {
	return s.transaction("system", do, func(do func(engine.Tx) error) error { return s.db.System(ctx, do) })
}

// Chat implements engine.Store: it reads, so there is nothing to die at.
func (s *seam) Chat(ctx context.Context, p engine.Person) (engine.ChatRow, error) {
	if s.w.dead {
		return engine.ChatRow{}, errDead
	}
	return s.db.Chat(ctx, p)
}

func (s *seam) transaction(name string, do func(engine.Tx) error, run func(func(engine.Tx) error) error) error {
	return s.through(name, func() error {
		var saved []casework.Case
		err := run(func(tx engine.Tx) error {
			saved = nil
			return do(seenTx{tx, &saved, s.w})
		})
		if err == nil {
			s.w.watch.committed(saved)
		}
		return err
	})
}

// ClaimJobs implements outbox.Store.
func (s *seam) ClaimJobs(ctx context.Context, owner string, lease time.Duration, limit int) (jobs []engine.Job, err error) {
	err = s.through("claim jobs", func() (err error) {
		jobs, err = s.db.ClaimJobs(ctx, owner, lease, limit)
		return err
	})
	return jobs, err
}

// FinishJob implements outbox.Store.
func (s *seam) FinishJob(ctx context.Context, job engine.Job) error {
	return s.through("finish job", func() error { return s.db.FinishJob(ctx, job) })
}

// RetryJob implements outbox.Store.
func (s *seam) RetryJob(ctx context.Context, job engine.Job, at time.Time, counted bool) error {
	return s.through("retry job", func() error { return s.db.RetryJob(ctx, job, at, counted) })
}

// FailJob implements outbox.Store.
func (s *seam) FailJob(ctx context.Context, job engine.Job, class string) error {
	return s.through("fail job", func() error { return s.db.FailJob(ctx, job, class) })
}

// seenTx is a transaction whose cases are seen.
type seenTx struct {
	engine.Tx
	saved *[]casework.Case
	w     *world
}

// SaveCase implements engine.Cases.
func (t seenTx) SaveCase(ctx context.Context, c casework.Case) error {
	switch {
	case t.w.bug == "empty seat" && c.Status == casework.Accepted:
		c.Owner = c.Owner[:len(c.Owner)-1] + "9"
	case t.w.bug == "closed at once" && c.Version == 3:
		c.Status, c.Owner = casework.Closed, ""
	}
	if err := t.Tx.SaveCase(ctx, c); err != nil {
		return err
	}
	*t.saved = append(*t.saved, c)
	return nil
}

// Case implements engine.Cases.
func (t seenTx) Case(ctx context.Context, id string) (casework.Case, error) {
	c, err := t.Tx.Case(ctx, id)
	if t.w.bug == "exclusions forgotten" {
		c.Excluded = nil
	}
	return c, err
}

// SaveChat implements engine.Chats.
func (t seenTx) SaveChat(ctx context.Context, c engine.ChatRow) error {
	if t.w.bug == "wipe forgotten" && t.w.odds.below(2) == 0 {
		c.Wiped = time.Time{}
	}
	return t.Tx.SaveChat(ctx, c)
}

// Enqueue implements engine.Jobs.
func (t seenTx) Enqueue(ctx context.Context, jobs ...engine.Job) error {
	if t.w.bug == "no clock" && jobs[0].Kind == "deadline" {
		return nil
	}
	return t.Tx.Enqueue(ctx, jobs...)
}

// FinishJob implements engine.Jobs.
func (t seenTx) FinishJob(ctx context.Context, job engine.Job) error {
	if t.w.bug == "said again" {
		return nil
	}
	return t.Tx.FinishJob(ctx, job)
}

// Audit implements engine.Tx.
func (t seenTx) Audit(ctx context.Context, e engine.Entry) error {
	if t.w.bug == "audit changed" {
		t.w.tamper = true
	}
	return t.Tx.Audit(ctx, e)
}
