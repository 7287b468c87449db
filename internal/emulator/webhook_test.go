package emulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// hookCall is one post that a test webhook got; the test answers it when it likes.
type hookCall struct {
	update rawUpdate
	secret string
	answer chan func(http.ResponseWriter)
}

func status(code int) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) { w.WriteHeader(code) }
}

// hook points the emulator at a webhook whose posts arrive on the returned channel.
func (h *house) hook(more map[string]any) chan hookCall {
	h.t.Helper()
	calls := make(chan hookCall, 100)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		c := hookCall{secret: r.Header.Get("X-Telegram-Bot-Api-Secret-Token"), answer: make(chan func(http.ResponseWriter), 1)}
		if err := json.Unmarshal(body, &c.update); err != nil {
			w.WriteHeader(400)
			return
		}
		calls <- c
		select {
		case f := <-c.answer:
			f(w)
		case <-r.Context().Done():
		}
	}))
	h.t.Cleanup(func() { h.Server.Close(); web.Close() })
	body := map[string]any{"url": web.URL + "/hook", "secret_token": "rahasia"}
	for k, v := range more {
		body[k] = v
	}
	h.accepted("setWebhook", body)
	return calls
}

func (h *house) next(calls chan hookCall) hookCall {
	h.t.Helper()
	select {
	case c := <-calls:
		return c
	case <-time.After(10 * time.Second):
		h.t.Fatal("no post came")
	}
	return hookCall{}
}

func TestWebhookOneQueuePerChatAndAnotherForPresses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	h.send(1001, "pilih", map[string]any{"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"Ya","callback_data":"y"}]]}`)})
	calls := h.hook(nil)
	h.say(1001, "satu")
	first := h.next(calls)
	if first.secret != "rahasia" || first.update.String() != "satu" {
		t.Fatalf("got %s with secret %q", first.update, first.secret)
	}
	h.say(1001, "dua")
	if _, err := h.Press(1001, 0, "Ya"); err != nil {
		t.Fatal(err)
	}
	press := h.next(calls)
	if press.update.String() != "[y]" {
		t.Fatalf("the press must overtake the waiting text, got %s", press.update)
	}
	press.answer <- status(200)
	first.answer <- status(200)
	second := h.next(calls)
	if second.update.String() != "dua" {
		t.Fatalf("got %s", second.update)
	}
	second.answer <- status(204)
	h.wait("an empty queue", func(n *Snapshot) bool { return n.Pending() == 0 })
}

func TestWebhookRetries(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	calls := h.hook(nil)
	h.say(1001, "ulang")
	h.next(calls).answer <- status(500)
	h.next(calls).answer <- status(503) // at once
	for _, wait := range []int{2, 4, 8, 16, 32, 64, 90, 90} {
		h.settled()
		h.tick(time.Duration(wait)*time.Second - time.Millisecond)
		if n := h.inflight(); n != 0 {
			t.Fatalf("posted before %d s were over", wait)
		}
		h.tick(time.Millisecond)
		h.next(calls).answer <- status(500)
	}
	h.settled()
	var info struct {
		Pending int    `json:"pending_update_count"`
		Last    string `json:"last_error_message"`
		Max     int    `json:"max_connections"`
	}
	_ = json.Unmarshal(h.accepted("getWebhookInfo", nil), &info)
	if info.Pending != 1 || info.Max != 40 || info.Last != "Wrong response from the webhook: 500 Internal Server Error" {
		t.Fatalf("info %+v", info)
	}
	h.tick(90 * time.Second)
	h.next(calls).answer <- func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "99999")
		w.WriteHeader(503)
	}
	h.settled()
	h.tick(3599 * time.Second)
	if h.inflight() != 0 {
		t.Fatal("Retry-After was not honoured up to an hour")
	}
	h.tick(time.Second)
	h.next(calls).answer <- status(200)
	h.wait("delivery", func(n *Snapshot) bool { return n.Pending() == 0 })
}

// settled waits until no post is on its way.
func (h *house) settled() {
	h.t.Helper()
	h.wait("the post's end", func(*Snapshot) bool { return h.inflight() == 0 })
}

func (h *house) inflight() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.Server.hook.inflight
}

func TestWebhookParallelLimitAndSwap(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for id := int64(2001); id <= 2005; id++ {
		h.AddPerson(Person{ID: id})
	}
	calls := h.hook(map[string]any{"max_connections": 2})
	for id := int64(2001); id <= 2005; id++ {
		h.say(id, "halo")
	}
	a, b := h.next(calls), h.next(calls)
	if h.inflight() != 2 {
		t.Fatalf("%d at once", h.inflight())
	}
	a.answer <- status(200)
	b.answer <- status(200)
	for range 3 {
		h.next(calls).answer <- status(200)
	}
	h.wait("an empty queue", func(n *Snapshot) bool { return n.Pending() == 0 })
	h.SwapLast()
	h.say(2001, "pertama")
	h.say(2001, "kedua")
	first := h.next(calls)
	first.answer <- status(200)
	second := h.next(calls)
	second.answer <- status(200)
	if first.update.String() != "kedua" || first.update.ID < second.update.ID {
		t.Fatalf("swapped by webhook: %v %v", first.update, second.update)
	}
}

func TestWebhookAnswerWithMethodIsExecuted(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	calls := h.hook(nil)
	h.say(1001, "halo")
	h.next(calls).answer <- func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"method":"sendMessage","chat_id":1001,"text":"dari jawaban"}`)
	}
	h.wait("the message", func(n *Snapshot) bool {
		c := n.Chat(1001)
		return c[len(c)-1].Text == "dari jawaban"
	})
	if c := h.Calls(); c[len(c)-1].Via != "webhook" {
		t.Fatalf("logged as %+v", c[len(c)-1])
	}
}

func TestWebhookGoneIsRemovedAfter23Hours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	calls := h.hook(nil)
	h.say(1001, "halo")
	gone := func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(http.StatusGone)
	}
	for range 23 {
		h.next(calls).answer <- gone
		h.settled()
		h.tick(time.Hour)
	}
	h.next(calls).answer <- gone
	h.wait("the webhook's end", func(*Snapshot) bool { return h.WebhookURL() == "" })
	if got := texts(h.updates(nil)); got != "halo" {
		t.Fatalf("left for polling: %q", got)
	}
}

func TestNetworkOffAndOn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	calls := h.hook(nil)
	h.Network(false)
	h.say(1001, "terputus")
	h.settled()
	if _, err := h.bot.GetMe(t.Context()); err == nil {
		t.Fatal("a call got through a dead network")
	}
	h.Network(true)
	h.next(calls).answer <- status(200)
	h.wait("delivery", func(n *Snapshot) bool { return n.Pending() == 0 })
	if _, err := h.bot.GetMe(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestSetAndDeleteWebhook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.refused("setWebhook", map[string]any{"url": "ftp://x"}, 400, "Bad Request: bad webhook: invalid webhook URL specified")
	h.refused("setWebhook", map[string]any{"url": "http://x/", "secret_token": "a b"}, 400, "Bad Request: secret token contains unallowed characters")
	h.say(1001, "tertinggal")
	h.accepted("setWebhook", map[string]any{"url": "http://127.0.0.1:1/", "drop_pending_updates": true})
	if h.Pending() != 0 {
		t.Fatal("pending updates were not dropped")
	}
	h.say(1001, "baru")
	h.accepted("deleteWebhook", nil)
	if got := texts(h.updates(nil)); got != "baru" {
		t.Fatalf("got %q", got)
	}
}

func TestManyPeopleAtOnceKeepTheirOrder(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const people, each = 40, 10
	var mu sync.Mutex
	got := map[int64][]string{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var u struct {
			Message struct {
				Text string
				From struct{ ID int64 }
			}
		}
		_ = json.NewDecoder(r.Body).Decode(&u)
		mu.Lock()
		defer mu.Unlock()
		got[u.Message.From.ID] = append(got[u.Message.From.ID], u.Message.Text)
	}))
	t.Cleanup(func() { h.Server.Close(); web.Close() })
	h.accepted("setWebhook", map[string]any{"url": web.URL})
	var talk sync.WaitGroup
	for id := int64(3001); id <= 3000+people; id++ {
		h.AddPerson(Person{ID: id})
		talk.Go(func() {
			for i := range each {
				if _, err := h.Say(id, fmt.Sprint(i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	talk.Wait()
	h.wait("everything to arrive", func(n *Snapshot) bool { return n.Pending() == 0 })
	mu.Lock()
	defer mu.Unlock()
	for id, texts := range got {
		if strings.Join(texts, "") != "0123456789" {
			t.Errorf("person %d was heard as %v", id, texts)
		}
	}
	if len(got) != people {
		t.Errorf("%d people were heard", len(got))
	}
}
