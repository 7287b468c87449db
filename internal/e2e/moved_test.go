package e2e_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// A house in a process of its own on a clock that the transcript moves is this test program, started once more with these variables: what
// it is to do, how far its clock is from the system's, and where it hears of it.
const (
	asHouse   = "SIAGA_E2E_HOUSE"
	clockOff  = "SIAGA_E2E_CLOCK"
	clockHear = "SIAGA_E2E_HEAR"
)

// ownClock is the clock of such a house, in the process that plays the transcript.
type ownClock struct {
	hear string
	off  atomic.Int64 // from the system's clock
	mu   sync.Mutex   // while it is told
}

// newOwnClock begins where every transcript begins.
func newOwnClock(t *testing.T) *ownClock {
	t.Helper()
	m := &ownClock{hear: freeAddress(t)}
	m.off.Store(int64(time.Until(start)))
	return m
}

// now is the time of the house.
func (m *ownClock) now() time.Time { return time.Now().Add(time.Duration(m.off.Load())) }

func (m *ownClock) environ(what string) []string {
	return []string{asHouse + "=" + what, clockOff + "=" + strconv.FormatInt(m.off.Load(), 10), clockHear + "=" + m.hear}
}

// advance moves it. Who is not there to hear it starts with the new time.
func (m *ownClock) advance(by time.Duration, running func() bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.off.Add(int64(by))
	for until := time.Now().Add(time.Minute); running(); {
		if _, err := m.ask("clock", url.Values{"off": {strconv.FormatInt(m.off.Load(), 10)}}); err == nil {
			return nil
		} else if time.Now().After(until) {
			return err
		}
		time.Sleep(5 * time.Millisecond) // it is being started, or has just been killed
	}
	return nil
}

// ask puts a question to the house.
func (m *ownClock) ask(what string, q url.Values) (string, error) {
	client := &http.Client{Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	res, err := client.Get("http://" + m.hear + "/" + what + "?" + q.Encode())
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", what, body)
	}
	return string(body), err
}

// beHouse is what this program does when it is started as a house: it serves, or does one command of the operator.
func beHouse(what string, args []string) error {
	cfg, err := config.Read(os.Environ())
	if err != nil {
		return err
	}
	off, err := strconv.ParseInt(os.Getenv(clockOff), 10, 64)
	if err != nil {
		return err
	}
	m := &ownClock{hear: os.Getenv(clockHear)}
	m.off.Store(off)
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	house, err := app.Build(context.Background(), cfg, app.Options{Clock: m.now, Log: log, Pace: unlimited{}})
	if err != nil {
		return err
	}
	if what == "serve" && os.Getenv(dieAt) != "" {
		if err := watchCommits(house.Store, os.Getenv(dieAt)); err != nil {
			return err
		}
	}
	defer house.Close()
	if what != "serve" {
		return m.command(house, what, args)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", m.hear)
	if err != nil {
		return err
	}
	hears := &http.Server{Handler: m.hears(house)}
	go func() { _ = hears.Serve(l) }()
	defer hears.Close()
	return house.Run(ctx, func() { log.Info("ready") })
}

// hears lets the transcript move the clock, and ask whether the house is at rest.
func (m *ownClock) hears(house *app.House) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/clock", func(w http.ResponseWriter, r *http.Request) {
		off, err := strconv.ParseInt(r.FormValue("off"), 10, 64)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		m.off.Store(off)
		house.Outbox.Wake()
	})
	mux.HandleFunc("/idle", func(w http.ResponseWriter, r *http.Request) {
		n, err := house.Store.Pending(r.Context())
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = fmt.Fprint(w, n+house.Outbox.Busy())
	})
	return mux
}

// command does one command of the operator, at the time of the house.
func (m *ownClock) command(house *app.House, what string, args []string) error {
	ctx := context.Background()
	switch what {
	case "link", "invite":
		open := house.Engine.Link
		if what == "invite" {
			open = house.Engine.Invite
		}
		payload, err := open(ctx, casework.SeatID(args[0]), taskforce.Officer{Name: args[1], Reachable: true})
		if err == nil {
			fmt.Println("?start=" + payload)
		}
		return err
	case "drill":
		return house.Engine.RunDrill(ctx, region.Code(args[0]), m.now(), "departure")
	case "drills":
		_, err := house.Engine.StopDrills(ctx, "")
		return err
	case "tidy":
		_, err := app.EraseWished(ctx, house.Store, house.Ledger, m.now())
		return err
	case "confirm", "refuse", "revoke":
		do := map[string]func(context.Context, casework.SeatID) error{"confirm": house.Engine.Confirm, "refuse": house.Engine.Refuse, "revoke": house.Engine.Revoke}
		return do[what](ctx, casework.SeatID(args[0]))
	}
	return fmt.Errorf("the operator cannot %s", what)
}

// runs tells whether the program is there, as far as is known.
func (h *process) runs() bool {
	c := h.latest.Load()
	if c == nil {
		return false
	}
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}

// idleMoved is Idle on a moved clock: nothing is held back there, so one look is enough.
func (h *process) idleMoved() (bool, error) {
	left, err := h.moved.ask("idle", nil)
	if err != nil {
		time.Sleep(5 * time.Millisecond) // it is down; nothing signals its start
		return false, err
	}
	return strings.TrimSpace(left) == "0", nil
}

// ownCommand runs a command of the operator at the time of the house.
func (h *process) ownCommand(ctx context.Context, what string, args ...string) (string, error) {
	c, err := begin(os.Args[0], append(h.env, h.moved.environ(what)...), args...)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	select {
	case <-c.ended:
	case <-ctx.Done():
		_ = c.cmd.Process.Kill()
		<-c.ended
	}
	if c.result != nil {
		return "", fmt.Errorf("%s: %w\n%s", what, c.result, c.err)
	}
	return c.out.String(), nil
}
