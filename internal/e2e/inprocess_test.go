package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/region"
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
	waits []engine.OrderWaits // what orders of the operator still wanted
}

// backend is one way to run the house.
type backend struct {
	name     string
	database func(t *testing.T) string
	redis    func(t *testing.T) string
	webhook  bool
	moved    *ownClock // of a process of its own; nil: the system's clock
}

func (h *inProcess) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// newInProcess makes emulator and house for one transcript, with clips of the languages named.
func newInProcess(t *testing.T, b backend, voices ...string) *inProcess {
	t.Helper()
	return newInProcessAt(t, b, start, voices...)
}

// newInProcessAt is newInProcess on another day.
func newInProcessAt(t *testing.T, b backend, at time.Time, voices ...string) *inProcess {
	t.Helper()
	keys, err := private.NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	h := &inProcess{t: t, keys: keys, now: at, seed: app.NewSeeded(7), logs: &tail{}}
	h.emu = emulator.New(emulator.Options{Token: token, Clock: h.clock, After: func(time.Duration) <-chan time.Time { return time.After(5 * time.Millisecond) }})
	server := httptest.NewServer(h.emu.Handler())
	h.cfg = config.Config{Token: token, APIURL: server.URL, RetainDays: 1825, DatabaseURL: b.database(t), Listen: freeAddress(t), OpsListen: freeAddress(t),
		VoiceDir: clipsOf(t, voices)}
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

// portsGiven counts the ports that freeAddress gave away.
var portsGiven atomic.Int64

// Systems give ports from 32768 or 49152 upwards to whoever asks for any: to each client connection too, of which these tests open
// thousands. A port from there may be taken between the look and the listening, and again between a kill and the next start.
const firstPort, lastPort = 15000, 32000

// freeAddress gives an address on loopback that nothing listens on and that nobody else is given.
func freeAddress(t *testing.T) string {
	t.Helper()
	begin := int64(os.Getpid() * 7) // somewhere else in each run, so that two runs at a time seldom meet
	for range lastPort - firstPort {
		port := firstPort + (begin+portsGiven.Add(1))%(lastPort-firstPort)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.FormatInt(port, 10)))
		if err != nil {
			continue
		}
		defer l.Close()
		return l.Addr().String()
	}
	t.Fatal("no port is free on 127.0.0.1")
	return ""
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
	pending, err := h.house.Store.Pending(ctx)
	if err != nil {
		return false, err
	}
	return pending == 0 && h.house.Outbox.Busy() == 0, nil
}

// Invite implements e2e.House.
func (h *inProcess) Invite(ctx context.Context, seat, name string) (string, error) {
	return h.house.Engine.Invite(ctx, casework.SeatID(seat), taskforce.Officer{Name: name, Reachable: true})
}

// Link implements e2e.House.
func (h *inProcess) Link(ctx context.Context, seat, name string) (string, error) {
	return h.house.Engine.Link(ctx, casework.SeatID(seat), taskforce.Officer{Name: name, Reachable: true})
}

// Speaker implements e2e.House.
func (h *inProcess) Speaker(ctx context.Context, tag, role, can string) (string, error) {
	return h.house.Engine.InviteSpeaker(ctx, engine.SpeakerInvite{Tag: tag, Role: role, Can: []string{can}})
}

// Words implements e2e.House.
func (h *inProcess) Words(ctx context.Context, verb, what string) error {
	tag, key, _ := strings.Cut(what, " ")
	switch verb {
	case "confirm":
		_, err := h.house.Engine.ConfirmWording(ctx, tag, key)
		return err
	case "clip":
		_, err := h.house.Engine.ConfirmRecording(ctx, tag, key)
		return err
	case "noclip":
		return h.house.Engine.UndoRecording(ctx, tag, key)
	case "undo":
		return h.house.Engine.UndoWording(ctx, tag, key)
	case "dismiss":
		all, err := h.house.Engine.Speakers(ctx)
		for _, s := range all {
			if s.Role == what && s.Ended.IsZero() {
				err = errors.Join(err, h.house.Engine.DismissSpeaker(ctx, s.ID, false))
			}
		}
		return err
	}
	return fmt.Errorf("the operator cannot %s", verb)
}

// Office implements e2e.House.
func (h *inProcess) Office(ctx context.Context, verb, seat string) error {
	switch verb {
	case "confirm":
		return h.house.Engine.Confirm(ctx, casework.SeatID(seat))
	case "refuse":
		return h.house.Engine.Refuse(ctx, casework.SeatID(seat))
	case "revoke":
		return h.house.Engine.Revoke(ctx, casework.SeatID(seat))
	case "thaw":
		return h.house.Engine.Thaw(ctx, casework.SeatID(seat))
	case "limit": // of openings in an hour: a setting, so the house starts anew with it
		n, err := strconv.Atoi(seat)
		h.cfg.ReadsAnHour = n
		return errors.Join(err, h.Crash(ctx))
	case "drill":
		return h.house.Engine.RunDrill(ctx, region.Code(seat), h.clock(), "departure")
	case "tidy": // what the house does by itself once an hour
		_, err := app.EraseWished(ctx, h.house.Store, h.house.Ledger, h.clock())
		return err
	case "evidence", "hold", "lift": // what the operator's command does; that somebody has to agree first is what officers see
		return h.order(ctx, verb, seat)
	case "drills":
		_, err := h.house.Engine.StopDrills(ctx, "")
		return err
	}
	return fmt.Errorf("the office cannot %s", verb)
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

// order is the operator's command about evidence or a hold. OrderWaits is an answer, and no failure.
func (h *inProcess) order(ctx context.Context, verb, code string) (err error) {
	if verb == "evidence" {
		_, err = h.house.Engine.Evidence(ctx, engine.EvidenceOrder{Code: code, For: "LPSK", Purpose: "perlindungan", Reference: "R-1/2026"})
	} else {
		err = h.house.Engine.Hold(ctx, engine.HoldOrder{Code: code, Purpose: "sidang", Reference: "PN-7/2026", Lift: verb == "lift"})
	}
	var waits engine.OrderWaits
	if errors.As(err, &waits) {
		h.waits = append(h.waits, waits)
		return nil
	}
	return err
}
