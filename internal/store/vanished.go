package store

import (
	"context"
	"net"
	"sync/atomic"
	"time"
)

// A machine can vanish without closing its connections. PostgreSQL then keeps what a program held until it notices (see the settings of
// a session in openPostgres), and a program waits for answers that never come. These bound both.
const (
	answerTime   = 20 * time.Second // within which PostgreSQL says something: a statement ends after five
	longAnswer   = time.Hour        // the same while something is done that may take long
	lockPatience = time.Minute      // how long a start waits for rows that somebody holds who may be gone
	lockPause    = 500 * time.Millisecond
)

// patience is how long the connections of a database wait for an answer.
type patience struct{ long atomic.Int32 }

// more lets them wait for long until the function it gives is called.
func (p *patience) more() func() {
	if p == nil {
		return func() {}
	}
	p.long.Add(1)
	return func() { p.long.Add(-1) }
}

func (p *patience) time() time.Duration {
	if p.long.Load() > 0 {
		return longAnswer
	}
	return answerTime
}

// dial opens connections whose reading ends when nothing comes: the driver itself waits for as long as the system does, which resends
// for a quarter of an hour.
func (p *patience) dial(connect func(ctx context.Context, network, address string) (net.Conn, error)) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := connect(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &bounded{Conn: conn, patience: p}, nil
	}
}

// bounded is a connection that waits for an answer for so long only. A deadline that the driver sets goes first.
type bounded struct {
	net.Conn
	patience *patience
	theirs   atomic.Bool
}

// Read implements net.Conn.
func (b *bounded) Read(p []byte) (int, error) {
	if !b.theirs.Load() {
		if err := b.Conn.SetReadDeadline(time.Now().Add(b.patience.time())); err != nil {
			return 0, err
		}
	}
	return b.Conn.Read(p)
}

// SetDeadline implements net.Conn.
func (b *bounded) SetDeadline(t time.Time) error {
	b.theirs.Store(!t.IsZero())
	return b.Conn.SetDeadline(t)
}

// SetReadDeadline implements net.Conn.
func (b *bounded) SetReadDeadline(t time.Time) error {
	b.theirs.Store(!t.IsZero())
	return b.Conn.SetReadDeadline(t)
}

// WhileHeld does something again as long as it fails for rows or tables that somebody else holds, for a minute at most, and says so in the
// log. A start needs it: the machine of a program before it may have vanished, and PostgreSQL keeps what it held for 15 seconds.
func (d *DB) WhileHeld(ctx context.Context, do func() error) error {
	until, told := time.Now().Add(lockPatience), false
	for {
		err := do()
		if err == nil || !d.dialect.held(err) || time.Now().After(until) {
			return err
		}
		if !told {
			told = true
			d.log.Warn("the database is held by another program, which may be gone: waiting", "most", lockPatience)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPause):
		}
	}
}
