package bot

import (
	"context"
	"errors"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"siaga/internal/emulator"
	"siaga/internal/engine"
)

const hookSecret = "rahasia-webhook-123"

// watchedBody tells whether it was read.
type watchedBody struct {
	io.Reader
	read bool
}

func (w *watchedBody) Read(p []byte) (int, error) { w.read = true; return w.Reader.Read(p) }

func TestWebhookRefuses(t *testing.T) {
	t.Parallel()
	good := said(headMe, `"text":"halo"`)
	for _, c := range []struct {
		name, method, secret, body string
		status                     int
		reads                      bool
	}{
		{"right", "POST", hookSecret, good, 200, true},
		{"no secret", "POST", "", good, 401, false},
		{"wrong secret", "POST", "rahasia-webhook-124", good, 401, false},
		{"secret cut by one", "POST", hookSecret[:len(hookSecret)-1], good, 401, false},
		{"secret longer by one", "POST", hookSecret + "3", good, 401, false},
		{"secret in capitals", "POST", strings.ToUpper(hookSecret), good, 401, false},
		{"endless secret", "POST", strings.Repeat("a", 100000), good, 401, false},
		{"GET", "GET", hookSecret, good, 405, false},
		{"PUT", "PUT", hookSecret, good, 405, false},
		{"largest size", "POST", hookSecret, good + strings.Repeat(" ", maxUpdate-len(good)), 200, true},
		{"too large", "POST", hookSecret, good + strings.Repeat(" ", maxUpdate-len(good)+1), 413, true},
		{"no object", "POST", hookSecret, `[1,2]`, 400, true},
		{"nothing", "POST", hookSecret, ``, 400, true},
		{"broken but from Telegram", "POST", hookSecret, `{"update_id":1,"message":`, 200, true},
		{"forgotten: group talk", "POST", hookSecret, said(headGroup, `"text":"rapat"`), 200, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			in := newInbox()
			body := &watchedBody{Reader: strings.NewReader(c.body)}
			r := httptest.NewRequest(c.method, "/hook", body)
			if c.secret != "" {
				r.Header.Set(secretHeader, c.secret)
			}
			w := httptest.NewRecorder()
			newBot(t).Webhook(hookSecret, in.accept).ServeHTTP(w, r)
			if w.Code != c.status || w.Body.Len() != 0 || body.read != c.reads {
				t.Fatalf("%d, body %q, read %t", w.Code, w.Body, body.read)
			}
			if stored := c.status == 200 && !strings.HasPrefix(c.name, "forgotten"); stored != (len(in.got) == 1) {
				t.Fatalf("stored %d", len(in.got))
			}
		})
	}
}

func TestWebhookWithoutSecretRefusesAll(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	newBot(t).Webhook("", newInbox().accept).ServeHTTP(w, httptest.NewRequest("POST", "/", strings.NewReader(`{}`)))
	if w.Code != 401 {
		t.Fatal(w.Code)
	}
}

func TestWebhookAsksForARepetitionWhenNothingWasStored(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest("POST", "/", strings.NewReader(said(headMe, `"text":"x"`)))
	r.Header.Set(secretHeader, hookSecret)
	w := httptest.NewRecorder()
	newBot(t).Webhook(hookSecret, func(context.Context, ...engine.Incoming) error { return errors.New("disk full") }).ServeHTTP(w, r)
	if w.Code != 503 || w.Header().Get("Retry-After") != "5" || w.Body.Len() != 0 {
		t.Fatalf("%d %q %q", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
}

func TestWebhookStoresThoughTheCallerHangsUp(t *testing.T) {
	t.Parallel()
	ctx, hangUp := context.WithCancel(context.Background())
	hangUp()
	r := httptest.NewRequest("POST", "/", strings.NewReader(said(headMe, `"text":"x"`))).WithContext(ctx)
	r.Header.Set(secretHeader, hookSecret)
	w := httptest.NewRecorder()
	newBot(t).Webhook(hookSecret, func(ctx context.Context, _ ...engine.Incoming) error { return ctx.Err() }).ServeHTTP(w, r)
	if w.Code != 200 {
		t.Fatal(w.Code)
	}
}

// TestWebhookLosesNothing: the first two tries to store fail; the emulator repeats the post as Telegram does.
func TestWebhookLosesNothing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	h, in := newHouseOf(t, emulator.Options{Clock: func() time.Time { return now }}), newInbox()
	in.fail = 2
	web := httptest.NewServer(h.bot.Webhook(hookSecret, in.accept))
	t.Cleanup(func() { h.emu.Close(); web.Close() })
	if err := h.bot.SetWebhook(ctxOf(t), web.URL, hookSecret); err != nil {
		t.Fatal(err)
	}
	h.started()
	advance := time.NewTicker(5 * time.Millisecond)
	defer advance.Stop()
	for {
		select {
		case u := <-in.came:
			if a, err := h.bot.Decode(u.Body); err != nil || a.Input.Kind != "start" {
				t.Fatal(err, a.Input.Kind)
			}
			h.confirmed()
			state, err := h.bot.WebhookInfo(ctxOf(t))
			if err != nil || state.URL != web.URL || state.Pending != 0 || !strings.Contains(state.LastError, "503") {
				t.Fatalf("%v %+v", err, state)
			}
			return
		case <-advance.C:
			h.emu.Advance(6 * time.Second)
		case <-time.After(10 * time.Second):
			t.Fatal("never stored")
		}
	}
}
