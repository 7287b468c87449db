package store_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"siaga/internal/store"
)

// TestAProgramThatVanishedIsWaitedFor holds what a start needs, as PostgreSQL does for a program whose machine is gone: longer than a
// statement may wait. The start says that it waits, and goes on as soon as PostgreSQL has ended that session.
func TestAProgramThatVanishedIsWaitedFor(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for PostgreSQL to end a session; left out with -short")
	}
	h := postgresHouse(t)
	gone, err := h.db.SQL().Conn(ctx)
	must(t, err)
	defer gone.Close()
	for _, statement := range []string{"SET idle_in_transaction_session_timeout = 7000", "BEGIN", "LOCK TABLE meta IN ACCESS EXCLUSIVE MODE"} {
		_, err := gone.ExecContext(ctx, statement)
		must(t, err)
	}
	var log bytes.Buffer
	began := time.Now()
	db, err := store.Open(ctx, h.url, h.keys, store.Options{Now: h.now, Log: slog.New(slog.NewTextHandler(&log, nil))})
	must(t, err)
	must(t, db.Close())
	if took := time.Since(began); took < 6*time.Second || took > 30*time.Second {
		t.Errorf("the start took %v", took)
	}
	if !strings.Contains(log.String(), "held by another program") {
		t.Errorf("the start does not say that it waits: %q", log.String())
	}
}

// TestMigrationsOfAnotherAreWaitedFor holds the lock of migrations: the start says so, and goes on when it is free.
func TestMigrationsOfAnotherAreWaitedFor(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	other, err := h.db.SQL().Conn(ctx)
	must(t, err)
	_, err = other.ExecContext(ctx, "SELECT pg_advisory_lock($1, hashtext(current_schema()))", 0x7369_6167_616d_6967&0x7fffffff)
	must(t, err)
	told := &told{word: "waiting for it", seen: make(chan struct{})}
	opened := make(chan error, 1)
	go func() {
		db, err := store.Open(ctx, h.url, h.keys, store.Options{Now: h.now, Log: slog.New(slog.NewTextHandler(told, nil))})
		if err == nil {
			err = db.Close()
		}
		opened <- err
	}()
	select {
	case <-told.seen:
	case err := <-opened:
		t.Fatalf("it did not wait: %v", err)
	}
	_, err = other.ExecContext(ctx, "SELECT pg_advisory_unlock_all()")
	must(t, err)
	must(t, other.Close())
	must(t, <-opened)
}

// told is closed as soon as a word is written.
type told struct {
	word string
	seen chan struct{}
}

// Write implements io.Writer.
func (w *told) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(w.word)) {
		close(w.seen)
	}
	return len(p), nil
}

// TestSessionsOfAVanishedMachineEnd reads what PostgreSQL was told of the sessions: within half a minute it notices that nobody is there.
func TestSessionsOfAVanishedMachineEnd(t *testing.T) {
	t.Parallel()
	h := postgresHouse(t)
	u, err := url.Parse(h.url)
	must(t, err)
	overTCP := u.Hostname() != "" && !strings.HasPrefix(u.Hostname(), "/")
	for name, want := range map[string]string{"tcp_keepalives_idle": "15", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3", "tcp_user_timeout": "30000",
		"idle_in_transaction_session_timeout": "15s", "statement_timeout": "5s"} {
		if strings.HasPrefix(name, "tcp_") && !overTCP {
			continue // there is no machine between
		}
		var got string
		must(t, h.db.SQL().QueryRowContext(context.WithoutCancel(ctx), "SHOW "+name).Scan(&got))
		if got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// TestAServerThatVanishedIsGivenUp has PostgreSQL gone without a word: a question whose caller sets no limit is given up within half a minute,
// and not when the system stops to resend.
func TestAServerThatVanishedIsGivenUp(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for an answer that never comes; left out with -short")
	}
	h := postgresHouse(t)
	u, err := url.Parse(h.url)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	var silent atomic.Bool
	go passOn(l, u.Host, &silent)
	u.Host = l.Addr().String()
	db, err := store.Open(ctx, u.String(), h.keys, store.Options{Now: h.now})
	must(t, err)
	_, err = db.Pending(ctx)
	must(t, err)
	silent.Store(true)
	began := time.Now()
	if _, err := db.Pending(ctx); err == nil {
		t.Error("a server that is gone answered")
	}
	if took := time.Since(began); took < 10*time.Second || took > 50*time.Second {
		t.Errorf("it was given up after %v", took)
	}
	silent.Store(false)
	_, err = db.Pending(ctx) // on a new connection
	must(t, err)
	must(t, db.Close())
}

// passOn carries connections to a server, and swallows everything while silent is set.
func passOn(l net.Listener, to string, silent *atomic.Bool) {
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", to)
		if err != nil {
			near.Close()
			continue
		}
		for _, way := range [][2]net.Conn{{near, far}, {far, near}} {
			go func() {
				defer near.Close()
				defer far.Close()
				piece := make([]byte, 64<<10)
				for {
					n, err := way[0].Read(piece)
					if err != nil {
						return
					}
					if silent.Load() {
						continue
					}
					if _, err := way[1].Write(piece[:n]); err != nil {
						return
					}
				}
			}()
		}
	}
}
