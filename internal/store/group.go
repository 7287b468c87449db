package store

import (
	"context"
	"fmt"
	"sync"
)

// groupMax bounds the transactions that share one commit, so that nobody waits long for the others.
const groupMax = 32

// group lets transactions that are asked for at the same time share one commit and so one sync of the disk, without making any of
// them wait for company: while one commit runs, others queue, and the next one takes all of them. SQLite has one writer, so they
// would run one after the other anyway. Each is a savepoint of its own: what one of them did is undone without touching its neighbours.
type group struct {
	db      *DB
	mu      sync.Mutex
	queue   []*member
	running bool
}

// member is one transaction on its way. Nobody is told that it is done before the commit.
type member struct {
	ctx    context.Context //nolint:containedctx // of the caller who waits
	do     func(*tx) error
	err    error
	broken any // what it panicked with; the caller's goroutine panics in its place
	ended  chan struct{}
}

// run queues one transaction and waits for its commit.
func (g *group) run(ctx context.Context, do func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m := &member{ctx: ctx, do: do, ended: make(chan struct{})}
	g.mu.Lock()
	g.queue = append(g.queue, m)
	if !g.running {
		g.running = true
		g.db.idle.Go(g.work)
	}
	g.mu.Unlock()
	<-m.ended
	if m.broken != nil {
		panic(m.broken)
	}
	return m.err
}

// work commits what is queued until nothing is.
func (g *group) work() {
	for {
		batch := g.take()
		if len(batch) == 0 {
			return
		}
		g.commit(batch)
		for _, m := range batch {
			close(m.ended)
		}
	}
}

func (g *group) take() []*member {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.queue), groupMax)
	batch := g.queue[:n:n]
	g.queue = g.queue[n:]
	g.running = n > 0
	return batch
}

// commit runs a batch in one transaction. When that cannot be carried to its end, each runs alone: a disk that is full refuses the
// one who writes too much, and not those who came with it.
func (g *group) commit(batch []*member) {
	if len(batch) > 1 && g.together(batch) == nil {
		return
	}
	for _, m := range batch {
		m.err, m.broken = nil, nil
		m.err = g.db.once(m.ctx, m.guarded)
	}
}

// together gives an error when nothing of the batch was committed.
func (g *group) together(batch []*member) error {
	return g.db.begun(context.Background(), func(t *tx) error {
		tainted := false
		for _, m := range batch {
			own := *t
			own.now, own.tainted = g.db.now(), tainted
			own.audit, own.last, own.keys, own.dirty, own.lane = nil, nil, nil, false, nil
			if err := own.savepoint(m); err != nil {
				return err
			}
			tainted = tainted || own.dirty
		}
		return nil
	})
}

// savepoint runs one member. The error it gives is that of the whole transaction; the member's own stays with the member.
func (t *tx) savepoint(m *member) error {
	if err := t.exec("SAVEPOINT one"); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	if m.err = t.db.blame(m.guarded(t)); m.err == nil {
		m.err = t.db.blame(t.finish())
	}
	if m.err == nil {
		return t.exec("RELEASE one")
	}
	if err := t.exec("ROLLBACK TO one"); err != nil {
		return fmt.Errorf("undo: %w", err) // SQLite undid everything by itself: a full disk, for example
	}
	return t.exec("RELEASE one")
}

// guarded keeps a panic for the caller: here it would end the writer of everybody.
func (m *member) guarded(t *tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			m.broken, err = p, fmt.Errorf("panicked: %T", p)
		}
	}()
	if err := m.ctx.Err(); err != nil {
		return err // the caller left while it waited
	}
	return m.do(t)
}
