package session_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"siaga/internal/session"
)

// frozen listens, takes connections and never answers, like a stopped Redis. asked counts connections.
func frozen(t *testing.T) (address string, asked *atomic.Int64) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	asked = new(atomic.Int64)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			go func() { _, _ = io.Copy(io.Discard, conn) }()
		}
	}()
	return l.Addr().String(), asked
}

func TestFrozenRedisCostsLittleTime(t *testing.T) {
	t.Parallel()
	address, asked := frozen(t)
	client, err := session.Connect("redis://" + address)
	must(t, err)
	defer client.Close()
	c := newClock()
	s := session.NewRedis(client, c.time)
	for range 3 {
		began := time.Now()
		_, _, err := s.Load(ctx, "p")
		if took := time.Since(began); !errors.Is(err, session.ErrUnavailable) || took > 2*time.Second {
			t.Fatalf("got %v after %v, want ErrUnavailable after 300 ms", err, took)
		}
	}
	before := asked.Load()
	for range 100 {
		if _, err := s.Save(ctx, "p", nil, 1, time.Minute); !errors.Is(err, session.ErrUnavailable) {
			t.Fatalf("got %v, want ErrUnavailable", err)
		}
	}
	if after := asked.Load(); after != before {
		t.Fatalf("asked %d times while paused, want none", after-before)
	}
	c.wait(2 * time.Second)
	if err := s.Drop(ctx, "p"); !errors.Is(err, session.ErrUnavailable) || strings.Contains(err.Error(), "paused") {
		t.Fatalf("after the pause: got %v, want a new try", err)
	}
	if err := s.Drop(ctx, "p"); !strings.Contains(err.Error(), "paused") {
		t.Fatalf("after a failed try: got %v, want a new pause", err)
	}
}

func TestRedisThatComesBack(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	client, err := session.Connect("redis://" + server.Addr())
	must(t, err)
	defer client.Close()
	c := newClock()
	s := session.NewRedis(client, c.time)
	save(t, s, "p", "satu", 1, true)
	server.SetError("READONLY You can't write against a read only replica.")
	for range 3 {
		if _, err := s.Save(ctx, "p", nil, 2, time.Minute); !errors.Is(err, session.ErrUnavailable) || !strings.Contains(err.Error(), "read only") {
			t.Fatalf("got %v, want ErrUnavailable because it is read only", err)
		}
	}
	if err := s.Ping(ctx); !errors.Is(err, session.ErrUnavailable) {
		t.Fatalf("ping: got %v, want ErrUnavailable", err)
	}
	server.SetError("")
	must(t, s.Ping(ctx))
	c.wait(2 * time.Second)
	holds(t, s, "p", "satu", 1)
	holds(t, s, "p", "satu", 1)
}

func TestCallerWhoLeavesIsNoFailureOfRedis(t *testing.T) {
	t.Parallel()
	client, err := session.Connect("redis://" + miniredis.RunT(t).Addr())
	must(t, err)
	defer client.Close()
	s := session.NewRedis(client, newClock().time)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	for range 5 {
		if _, _, err := s.Load(gone, "p"); err == nil || errors.Is(err, session.ErrUnavailable) {
			t.Fatalf("got %v, want the caller's own end", err)
		}
	}
	holds(t, s, "p", "", 0)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	type want struct {
		addrs, user, password, master, sentinel string
		db                                      int
		secure, cluster                         bool
	}
	for address, w := range map[string]want{
		"redis://r":                                {addrs: "r:6379"},
		"redis://r:1/3":                            {addrs: "r:1", db: 3},
		"redis://[::1]:7/":                         {addrs: "[::1]:7"},
		"rediss://u:p%40%3A%2F@r:6380/2":           {addrs: "r:6380", user: "u", password: "p@:/", db: 2, secure: true},
		"redis://:geheim@r":                        {addrs: "r:6379", password: "geheim"},
		"redis+sentinel://m@a:1,b:2/4":             {addrs: "a:1 b:2", master: "m", db: 4},
		"rediss+sentinel://u:p@m@a,b":              {addrs: "a:26379 b:26379", master: "m", user: "u", password: "p", secure: true},
		"redis+sentinel://m@a?sentinel_password=s": {addrs: "a:26379", master: "m", sentinel: "s"},
		"redis+cluster://u:p@a:1,b:2,c:3":          {addrs: "a:1 b:2 c:3", user: "u", password: "p", cluster: true},
	} {
		o, err := session.Options(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		got := want{strings.Join(o.Addrs, " "), o.Username, o.Password, o.MasterName, o.SentinelPassword, o.DB, o.TLSConfig != nil, o.IsClusterMode}
		if got != w {
			t.Errorf("%s: got %+v, want %+v", address, got, w)
		}
		if !o.ContextTimeoutEnabled || o.MaxRetries != -1 || o.ReadTimeout <= 0 || o.WriteTimeout <= 0 || o.DialTimeout <= 0 || o.PoolTimeout <= 0 {
			t.Errorf("%s: a time limit is missing: %+v", address, o)
		}
	}
}

func TestBadAddresses(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "r:6379", "http://r", "redis://", "redis://a,b", "redis://r/x", "redis://r/-1", "redis+://r", "redis+sentinel://a:1",
		"redis+sentinel://u:geheim@a:1", "redis+cluster://a/1", "redis://u:geheim%zz@r", "redis://r?x=geheim", "redis+cluster://a,,b"} {
		if _, err := session.Connect(address); !errors.Is(err, session.ErrAddress) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%q: got %v, want ErrAddress without the password", address, err)
		}
	}
}
