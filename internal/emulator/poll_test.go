package emulator

import (
	"encoding/json"
	"testing"
	"time"
)

func TestPollingConfirmsByOffset(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	for _, text := range []string{"a", "b", "c", "d"} {
		h.say(1001, text)
	}
	list := h.updates(map[string]any{"limit": 2})
	if texts(list) != "a b" {
		t.Fatalf("limit: %s", texts(list))
	}
	if got := texts(h.updates(map[string]any{"limit": 2})); got != "a b" {
		t.Fatalf("unconfirmed updates come again, got %s", got)
	}
	if m := h.Chat(1001); m[len(m)-1].Read {
		t.Fatal("d is read before it was confirmed")
	}
	if got := texts(h.updates(map[string]any{"offset": list[1].ID + 1})); got != "c d" {
		t.Fatalf("after confirming: %s", got)
	}
	if got := texts(h.updates(map[string]any{"offset": -1})); got != "d" {
		t.Fatalf("negative offset: %s", got)
	}
	if got := texts(h.updates(map[string]any{"offset": 999999999})); got != "d" {
		t.Fatalf("an unknown offset falls back to the head, got %q", got)
	}
	h.updates(map[string]any{"offset": list[1].ID + 3})
	if h.Pending() != 0 {
		t.Fatalf("%d pending", h.Pending())
	}
	if m := h.Chat(1001); !m[len(m)-1].Read {
		t.Fatal("d is not read after it was confirmed")
	}
}

func TestLongPollWakesAndSecondPollerEndsTheFirst(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	first := make(chan answer, 1)
	go func() {
		_, a := h.post("getUpdates", map[string]any{"timeout": 50})
		first <- a
	}()
	h.wait("the first poll", func(*Snapshot) bool { return h.polling() })
	second := make(chan answer, 1)
	go func() {
		_, a := h.post("getUpdates", map[string]any{"timeout": 50})
		second <- a
	}()
	if a := <-first; a.Code != 409 || a.Text != "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running" {
		t.Fatalf("first poller got %+v", a)
	}
	h.say(1001, "bangun")
	if a := <-second; !a.OK || len(a.Result) < 10 {
		t.Fatalf("second poller got %+v", a)
	}
	third := make(chan answer, 1)
	go func() {
		_, a := h.post("getUpdates", map[string]any{"timeout": 50, "offset": 2000000000})
		third <- a
	}()
	<-third // falls back to the head at once
	go func() {
		_, a := h.post("getUpdates", map[string]any{"timeout": 50, "offset": h.nextUpdate()})
		third <- a
	}()
	h.wait("the poll", func(*Snapshot) bool { return h.polling() })
	h.accepted("setWebhook", map[string]any{"url": "http://127.0.0.1:1/x"})
	if a := <-third; a.Text != "Conflict: terminated by setWebhook request" {
		t.Fatalf("got %+v", a)
	}
	h.refused("getUpdates", nil, 409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
}

func (h *house) polling() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.poll != nil
}

func (h *house) nextUpdate() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.queue.nextID
}

func TestUpdatesExpireByKind(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	h.send(1001, "pilih", map[string]any{"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"Ya","callback_data":"y"}]]}`)})
	press := func() string {
		t.Helper()
		id, err := h.Press(1001, 0, "Ya")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	id := press()
	h.say(1001, "teks")
	h.tick(149 * time.Second)
	if got := texts(h.updates(nil)); got != "[y] teks" {
		t.Fatalf("after 149 s: %s", got)
	}
	h.tick(time.Second)
	if got := texts(h.updates(nil)); got != "teks" {
		t.Fatalf("after 150 s: %s", got)
	}
	h.refused("answerCallbackQuery", map[string]any{"callback_query_id": id}, 400,
		"Bad Request: query is too old and response timeout expired or query ID is invalid")
	h.tick(24*time.Hour - 151*time.Second)
	if h.Pending() != 1 {
		t.Fatal("the message expired too early")
	}
	h.Advance(2 * time.Second)
	if h.Pending() != 0 || h.Dropped() != 2 {
		t.Fatalf("pending %d dropped %d", h.Pending(), h.Dropped())
	}
	fresh := press()
	h.accepted("answerCallbackQuery", map[string]any{"callback_query_id": fresh, "text": "ok"})
	h.refused("answerCallbackQuery", map[string]any{"callback_query_id": fresh}, 400,
		"Bad Request: query is too old and response timeout expired or query ID is invalid")
}

func TestOrderedOddities(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	h.say(1001, "satu")
	list := h.updates(nil)
	h.updates(map[string]any{"offset": list[0].ID + 1})
	if err := h.DuplicateLast(1); err != nil {
		t.Fatal(err)
	}
	again := h.updates(map[string]any{"offset": list[0].ID + 1})
	if len(again) != 1 || again[0].ID != list[0].ID {
		t.Fatalf("duplicate: %+v", again)
	}
	if rest := h.updates(map[string]any{"offset": list[0].ID + 1}); len(rest) != 0 {
		t.Fatalf("the duplicate is confirmed by the next call, got %+v", rest)
	}
	h.say(1001, "dua")
	h.say(1001, "tiga")
	if !h.SwapLast() {
		t.Fatal("two waited, so they can be swapped")
	}
	swapped := h.updates(nil)
	if texts(swapped) != "tiga dua" || swapped[0].ID >= swapped[1].ID {
		t.Fatalf("swapped: %+v", swapped)
	}
	h.updates(map[string]any{"offset": swapped[1].ID + 1})
	if h.SwapLast() {
		t.Fatal("nothing waited")
	}
	h.say(1001, "empat")
	if got := h.updates(nil); len(got) != 0 || h.Pending() != 1 {
		t.Fatalf("the first is held back, got %v", got)
	}
	h.say(1001, "lima")
	if got := texts(h.updates(nil)); got != "lima empat" {
		t.Fatalf("got %s", got)
	}
	h.updates(map[string]any{"offset": -1})
	h.RestartIDs(17)
	h.say(1001, "enam")
	got := h.updates(map[string]any{"offset": swapped[1].ID + 10})
	if len(got) != 2 || got[0].ID != 17 {
		t.Fatalf("after a restart of ids: %+v", got)
	}
	if err := h.Inject(json.RawMessage(`{"update_id":18,"message":{"chat":{"type":"marsian"}},"novel":1}`)); err != nil {
		t.Fatal(err)
	}
	if err := h.Inject(json.RawMessage(`{"poll":{}}`)); err != nil {
		t.Fatal(err)
	}
	if got := h.updates(map[string]any{"offset": 18}); got[0].ID != 18 || got[1].ID != 19 {
		t.Fatalf("injected: %+v", got)
	}
}

func TestAllowedUpdatesHoldForWhatComesAfter(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	m := h.say(1001, "lama")
	h.updates(map[string]any{"allowed_updates": []string{"edited_message"}})
	h.say(1001, "tak terlihat")
	if err := h.Edit(1001, m.ID, "baru"); err != nil {
		t.Fatal(err)
	}
	if got := texts(h.updates(nil)); got != "lama edit:baru" {
		t.Fatalf("got %s", got)
	}
	h.updates(map[string]any{"allowed_updates": []string{}})
	h.say(1001, "terlihat")
	if got := texts(h.updates(nil)); got != "lama edit:baru terlihat" {
		t.Fatalf("got %s", got)
	}
}

func TestPressAgainHasANewUpdateID(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.start()
	id := h.send(1001, "pilih", map[string]any{"reply_markup": json.RawMessage(`{"inline_keyboard":[[{"text":"Ya","callback_data":"y"}]]}`)})
	if _, err := h.Press(1001, id, "y"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.PressAgain(1001); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Forge(1001, 1001, 424242, "palsu"); err != nil {
		t.Fatal(err)
	}
	list := h.updates(nil)
	if texts(list) != "[y] [y] [palsu]" || list[0].ID == list[1].ID {
		t.Fatalf("got %+v", list)
	}
	if _, err := h.Press(1001, id, "Tidak ada"); err == nil {
		t.Fatal("a button that is not there was pressed")
	}
}
