package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// secretPart is the part of the token that must never be seen anywhere.
const secretPart = "AAtokenNobodyMaySee_x"

const testToken = "4242:" + secretPart

// house is a bot with the emulator it talks to, and one person.
type house struct {
	t    *testing.T
	emu  *emulator.Server
	bot  *Bot
	log  *lockedBuffer
	seen *counter
	web  *httptest.Server
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// counter counts classes; each is also announced, so that tests wait for a signal.
type counter struct {
	mu sync.Mutex
	n  map[string]int
	ch chan string
}

func newCounter() *counter { return &counter{n: map[string]int{}, ch: make(chan string, 1000)} }

func (c *counter) add(class string) {
	c.mu.Lock()
	c.n[class]++
	c.mu.Unlock()
	select {
	case c.ch <- class:
	default:
	}
}

func (c *counter) count(class string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[class]
}

const anna int64 = 1001

func newHouse(t *testing.T) *house {
	t.Helper()
	return newHouseOf(t, emulator.Options{})
}

func newHouseOf(t *testing.T, o emulator.Options) *house {
	t.Helper()
	o.Token, o.BotUsername = testToken, "Siaga_Uji_Bot"
	h := &house{t: t, emu: emulator.New(o), log: &lockedBuffer{}, seen: newCounter()}
	h.web = httptest.NewServer(h.emu.Handler())
	t.Cleanup(func() {
		h.emu.Close()
		h.web.Close()
		h.clean("log", h.log.String())
	})
	h.bot = h.make(h.web.URL)
	h.emu.AddPerson(emulator.Person{ID: anna, FirstName: "Anna", LanguageCode: "jv"})
	return h
}

// make gives a bot whose rests between tries are short but counted.
func (h *house) make(url string) *Bot {
	h.t.Helper()
	b, err := New(Options{Token: private.NewText(testToken), APIURL: url, Log: slog.New(slog.NewTextHandler(h.log, nil)), Watch: h.seen.add,
		Wait: func(ctx context.Context, d time.Duration) error {
			h.seen.add(fmt.Sprintf("rest %s", d))
			return rest(ctx, time.Millisecond)
		}})
	if err != nil {
		h.t.Fatal(err)
	}
	return b
}

// started lets the person press start, so that the bot may write.
func (h *house) started() *house {
	h.t.Helper()
	if _, err := h.emu.Start(anna, ""); err != nil {
		h.t.Fatal(err)
	}
	return h
}

func (h *house) say(text string) {
	h.t.Helper()
	if _, err := h.emu.Say(anna, text); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) fault(f emulator.Fault) {
	h.t.Helper()
	if err := h.emu.Fault(f); err != nil {
		h.t.Fatal(err)
	}
}

// clean fails when the token shows.
func (h *house) clean(where, text string) {
	h.t.Helper()
	if strings.Contains(text, secretPart) {
		h.t.Errorf("%s shows the token", where)
	}
}

// class gives the class of a delivery error, and checks that no form of printing it shows the token.
func (h *house) class(err error) string {
	h.t.Helper()
	h.clean("error", fmt.Sprintf("%v %+v %#v", err, err, err))
	var d *engine.DeliveryError
	if errors.As(err, &d) {
		return d.Class
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func ctxOf(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// inbox stores what it is given, unless it was told to fail.
type inbox struct {
	mu   sync.Mutex
	fail int
	got  []engine.Incoming
	keys map[string]bool
	came chan engine.Incoming
	size []int // of each batch
}

func newInbox() *inbox {
	return &inbox{keys: map[string]bool{}, came: make(chan engine.Incoming, 1000)}
}

func (i *inbox) accept(_ context.Context, updates ...engine.Incoming) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.size = append(i.size, len(updates))
	if i.fail > 0 {
		i.fail--
		return errors.New("disk full")
	}
	for _, u := range updates {
		if !i.keys[u.Key] {
			i.keys[u.Key] = true
			i.got = append(i.got, u)
			i.came <- u
		}
	}
	return nil
}

func (i *inbox) next(t *testing.T) engine.Incoming {
	t.Helper()
	select {
	case u := <-i.came:
		return u
	case <-time.After(10 * time.Second):
		t.Fatal("no update came")
	}
	return engine.Incoming{}
}
