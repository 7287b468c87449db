package e2e_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

const token = "1:token-of-the-emulator"

// start is the time at which every transcript begins: Monday, 23 November 2026, 09.00 WIB.
var start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// inProcess is a house in this process, on a clock that the transcript moves.
type inProcess struct {
	t     *testing.T
	cfg   config.Config
	keys  *private.Keys
	emu   *emulator.Server
	mu    sync.Mutex
	now   time.Time
	house *app.House
	stop  context.CancelFunc
	ended chan error
	seed  *app.Seeded
	logs  *tail // everything the house logs, down to debug
	redis engine.Sessions
}

// backend is one way to run the house.
type backend struct {
	name     string
	database func(t *testing.T) string
	redis    func(t *testing.T) string
	webhook  bool
}

func (h *inProcess) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// newInProcess makes emulator and house for one transcript.
func newInProcess(t *testing.T, b backend) *inProcess {
	t.Helper()
	keys, err := private.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	h := &inProcess{t: t, keys: keys, now: start, seed: app.NewSeeded(7), logs: &tail{}}
	h.emu = emulator.New(emulator.Options{Token: token, Clock: h.clock, After: func(time.Duration) <-chan time.Time { return time.After(5 * time.Millisecond) }})
	server := httptest.NewServer(h.emu.Handler())
	h.cfg = config.Config{Token: token, APIURL: server.URL, DatabaseURL: b.database(t), Listen: freeAddress(t), OpsListen: freeAddress(t)}
	if b.redis != nil {
		h.cfg.RedisURL = b.redis(t)
	}
	if b.webhook {
		h.cfg.WebhookURL, h.cfg.WebhookSecret = "http://"+h.cfg.Listen+"/hook", "a-secret-for-the-tests"
	}
	h.open()
	t.Cleanup(func() {
		h.shut()
		h.emu.Close()
		server.Close()
	})
	forces, seats := taskforce.Seed()
	for i := range seats {
		seats[i].Officer = nil
	}
	if err := h.house.Engine.Import(t.Context(), forces, seats); err != nil {
		t.Fatal(err)
	}
	return h
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// unlimited lets every message through: the limits of the real Bot API have their own tests.
type unlimited struct{}

func (unlimited) Allow(context.Context, engine.Person, bool) time.Duration { return 0 }
func (unlimited) Hold(engine.Person, time.Time)                            {}

func (h *inProcess) open() {
	h.t.Helper()
	var out io.Writer = h.logs
	if os.Getenv("SIAGA_TEST_LOG") != "" {
		out = io.MultiWriter(h.logs, os.Stderr)
	}
	log := slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	house, err := app.Build(h.t.Context(), h.cfg, app.Options{Keys: h.keys, Clock: h.clock, Random: h.seed, Log: log, Pace: unlimited{}, Sessions: h.redis})
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	h.house, h.stop, h.ended = house, stop, make(chan error, 1)
	ready := make(chan struct{})
	go func() { h.ended <- house.Run(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
	case err := <-h.ended:
		h.t.Fatalf("the house did not start: %v", err)
	}
}

func (h *inProcess) shut() {
	h.stop()
	if err := <-h.ended; err != nil {
		h.t.Errorf("stop: %v", err)
	}
	if err := h.house.Close(); err != nil {
		h.t.Errorf("close: %v", err)
	}
}

// Idle implements e2e.House.
func (h *inProcess) Idle(ctx context.Context) (bool, error) {
	s, err := h.house.Store.Stats(ctx)
	if err != nil {
		return false, fmt.Errorf("stats: %w", err)
	}
	return s.Waiting == 0 && s.JobsDue == 0, nil
}

// Invite implements e2e.House.
func (h *inProcess) Invite(ctx context.Context, seat, name string) (string, error) {
	return h.house.Engine.Invite(ctx, casework.SeatID(seat), taskforce.Officer{Name: name, Reachable: true})
}

// Advance implements e2e.House.
func (h *inProcess) Advance(d time.Duration) error {
	h.mu.Lock()
	h.now = h.now.Add(d)
	h.mu.Unlock()
	h.emu.ClockMoved()
	h.house.Outbox.Wake()
	return nil
}

// Crash implements e2e.House: everything in memory is gone, the stores stay.
func (h *inProcess) Crash(context.Context) error {
	h.shut()
	h.open()
	return nil
}

// Away implements e2e.House.
func (h *inProcess) Away(_ context.Context, meanwhile func() error) error {
	h.shut()
	err := meanwhile()
	h.open()
	return err
}

// backends are the four ways to run, as far as the services are there.
func backends() []backend {
	sqlite := func(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "siaga.db") }
	return []backend{
		{name: "sqlite_polling", database: sqlite},
		{name: "sqlite_webhook", database: sqlite, webhook: true},
		{name: "postgres_redis_polling", database: postgres, redis: redisAddress},
		{name: "postgres_redis_webhook", database: postgres, redis: redisAddress, webhook: true},
	}
}

var _ e2e.House = (*inProcess)(nil)
