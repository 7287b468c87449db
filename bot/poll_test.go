package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"siaga/internal/emulator"
	"siaga/internal/engine"
)

// polling runs Poll in the background; stop ends it and gives what it returned.
func (h *house) polling(b *Bot, accept Accept) (stop func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Poll(ctx, accept) }()
	h.t.Cleanup(cancel)
	return func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(10 * time.Second):
			return errors.New("Poll does not end")
		}
	}
}

func (h *house) text(in engine.Incoming) string {
	h.t.Helper()
	a, err := h.bot.Decode(in.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return a.Input.Text.Reveal()
}

func (h *house) confirmed() {
	h.t.Helper()
	if err := h.emu.Wait(ctxOf(h.t), func(s *emulator.Snapshot) bool { return s.Pending() == 0 }); err != nil {
		h.t.Fatalf("%d updates are not confirmed", h.emu.Pending())
	}
}

// signal waits until a class was counted.
func (h *house) signal(class string) {
	h.t.Helper()
	limit := time.After(10 * time.Second)
	for {
		select {
		case got := <-h.seen.ch:
			if got == class {
				return
			}
		case <-limit:
			h.t.Fatalf("%s was never counted", class)
		}
	}
}

func TestPollConfirmsOnlyWhatIsStored(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	in.fail = 3
	h.say("tolong")
	before := h.emu.Pending()
	checked := make(chan int, 10)
	stop := h.polling(h.bot, func(ctx context.Context, u ...engine.Incoming) error {
		checked <- h.emu.Pending() // nothing may be confirmed while it is being stored, nor after it failed
		return in.accept(ctx, u...)
	})
	for range 4 {
		if n := <-checked; n != before {
			t.Fatalf("%d of %d left before the commit", n, before)
		}
	}
	h.confirmed()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if len(in.got) != 2 || h.text(in.got[1]) != "tolong" {
		t.Fatalf("stored %d", len(in.got))
	}
	if n := h.seen.count("poll_accept_failed"); n != 3 {
		t.Fatalf("%d failures counted", n)
	}
	if h.seen.count("rest 1s") != 1 || h.seen.count("rest 2s") != 1 || h.seen.count("rest 4s") != 1 {
		t.Fatal("the rests do not grow")
	}
}

func TestPollKilledBetweenStoringAndConfirmingIsGivenAgainWithTheSameKey(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	ctx, kill := context.WithCancel(ctxOf(t))
	err := h.bot.Poll(ctx, func(ctx context.Context, u ...engine.Incoming) error {
		kill()
		if ctx.Err() != nil {
			t.Error("storing was cancelled by the stop")
		}
		return in.accept(ctx, u...)
	})
	if err != nil || len(in.got) != 1 || h.emu.Pending() != 1 {
		t.Fatalf("err %v, stored %d, pending %d", err, len(in.got), h.emu.Pending())
	}
	stop := h.polling(h.make(h.web.URL), in.accept)
	h.confirmed()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if len(in.size) != 2 || len(in.got) != 1 {
		t.Fatalf("given %d times, stored %d", len(in.size), len(in.got))
	}
}

func TestPollTakesAHundredAtOnceAndFollowsIDsThatStartAgain(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	for i := range 149 {
		h.say(fmt.Sprint("pesan ", i))
	}
	stop := h.polling(h.bot, in.accept)
	h.confirmed()
	if fmt.Sprint(in.size) != "[100 50]" {
		t.Fatalf("batches %v", in.size)
	}
	h.emu.RestartIDs(17)
	h.say("sesudah sepekan")
	for range 150 {
		in.next(t)
	}
	if got := h.text(in.next(t)); got != "sesudah sepekan" {
		t.Fatal(got)
	}
	h.confirmed()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestPollSecondPollerEndsWithConflict(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.fault(emulator.Fault{Method: "getUpdates", Kind: emulator.Conflict, Times: conflictLimit})
	err := h.bot.Poll(ctxOf(t), newInbox().accept)
	h.class(err)
	if !errors.Is(err, ErrConflict) || h.seen.count("poll_conflict") != conflictLimit {
		t.Fatalf("%v after %d", err, h.seen.count("poll_conflict"))
	}
	if h.seen.count("rest 1s") != 1 || h.seen.count("rest 16s") != 1 {
		t.Fatal("no growing rests between the tries")
	}
}

func TestPollASetWebhookIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.bot.SetWebhook(ctxOf(t), h.web.URL+"/none", "rahasia"); err != nil {
		t.Fatal(err)
	}
	err := h.bot.Poll(ctxOf(t), newInbox().accept)
	h.class(err)
	if !errors.Is(err, ErrConflict) || !strings.Contains(err.Error(), "a webhook is set") {
		t.Fatal(err)
	}
}

func TestPollShortConflictPasses(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	h.fault(emulator.Fault{Method: "getUpdates", Kind: emulator.Conflict, Times: conflictLimit - 1})
	stop := h.polling(h.bot, in.accept)
	in.next(t)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestPollRefusedTokenEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.fault(emulator.Fault{Method: "getUpdates", Kind: emulator.Unauthorized, Times: refusedLimit})
	err := h.bot.Poll(ctxOf(t), newInbox().accept)
	h.class(err)
	if !errors.Is(err, ErrUnauthorized) || h.seen.count("poll_unauthorized") != refusedLimit {
		t.Fatalf("%v after %d", err, h.seen.count("poll_unauthorized"))
	}
}

func TestPollOutlivesEveryTroubleOfTheWay(t *testing.T) {
	t.Parallel()
	for _, kind := range []emulator.FaultKind{emulator.ServerError, emulator.HTMLBody, emulator.Reset, emulator.Garbage,
		emulator.TooManyRequests, emulator.AcceptThenReset} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			h, in := newHouse(t).started(), newInbox()
			h.fault(emulator.Fault{Method: "getUpdates", Kind: kind, Times: 8, RetryAfter: 7})
			stop := h.polling(h.bot, in.accept)
			in.next(t)
			h.confirmed()
			if err := stop(); err != nil {
				t.Fatal(err)
			}
			if kind == emulator.TooManyRequests && h.seen.count("rest 7s") != 8 {
				t.Fatal("Retry-After was not kept")
			}
		})
	}
}

func TestPollNetworkStopsAndComesBack(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	stop := h.polling(h.bot, in.accept)
	in.next(t)
	h.emu.Network(false)
	h.signal("poll_down")
	h.say("masih ada")
	h.emu.Network(true)
	if got := h.text(in.next(t)); got != "masih ada" {
		t.Fatal(got)
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestPollUnreadableUpdatesStopNobody(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t).started(), newInbox()
	for _, raw := range []string{
		`{"message":{"message_id":"x","chat":{"id":1001,"type":"private"}}}`,
		`{"message":[1,2,3]}`,
		`{"channel_post":{"message_id":1,"date":1,"chat":{"id":-1007,"type":"channel"},"text":"siaran"}}`,
		`{"message":{"message_id":5,"date":1,"chat":{"id":1001,"type":"private"},"from":{"id":1001},"text":"baik","gift":{"type":"unknown union"}}}`,
	} {
		if err := h.emu.Inject(json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
	}
	stop := h.polling(h.bot, in.accept)
	h.confirmed()
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	var lanes []string
	for _, u := range in.got {
		lanes = append(lanes, u.Address.Reveal())
	}
	if got := strings.Join(lanes, " "); got != "tg:1001 tg:0 tg:0 tg:1001" {
		t.Fatal(got)
	}
	if h.seen.count("update_dropped") != 1 || h.seen.count("update_unreadable") != 2 {
		t.Fatal("not counted")
	}
	if _, err := h.bot.Decode(in.got[1].Body); err == nil {
		t.Fatal("the engine must learn that it is poison")
	}
}

// TestPollPassesByAnAnswerThatIsNoJSON: an update that breaks the whole answer is stored as it came after three tries.
func TestPollPassesByAnAnswerThatIsNoJSON(t *testing.T) {
	t.Parallel()
	h, in := newHouse(t), newInbox()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch offset, limit := r.FormValue("offset"), r.FormValue("limit"); {
		case offset == "8":
			_, _ = fmt.Fprint(w, `{"ok":true,"result":[{"update_id":8,"message":{"message_id":1,"date":1,"chat":{"id":1001,"type":"private"},"text":"sesudahnya"}}]}`)
		case offset == "9":
			<-r.Context().Done()
		case limit == "1":
			_, _ = fmt.Fprint(w, `{"ok":true,"result":[{"update_id":7,"message":{"text":"\x"}}]}`)
		default:
			_, _ = fmt.Fprint(w, `{"ok":true,"result":[{"update_id":7,"message":{"text":"\x"}},{"update_id":8}]}`)
		}
	}))
	defer web.Close()
	stop := h.polling(h.make(web.URL), in.accept)
	first, second := in.next(t), in.next(t)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if first.Address.Reveal() != "tg:0" || !strings.Contains(string(first.Body), `"update_id":7`) || h.text(second) != "sesudahnya" {
		t.Fatalf("%s then %s", first.Body, second.Body)
	}
}

func TestPollAnswerWithoutProgressRests(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ok":true,"result":[{"message":{}}]}`)
	}))
	defer web.Close()
	stop := h.polling(h.make(web.URL), newInbox().accept)
	h.signal("rest 30s")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if h.seen.count("poll_stuck") < 6 {
		t.Fatal("the same answer over and over is not noticed")
	}
}

func TestPollAsksOnlyForWhatItUses(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	asked := make(chan *http.Request, 10)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked <- r
		<-r.Context().Done()
	}))
	defer web.Close()
	stop := h.polling(h.make(web.URL), newInbox().accept)
	r := <-asked
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if r.FormValue("allowed_updates") != allowed || r.FormValue("timeout") != "50" || r.FormValue("limit") != "100" || r.Form.Has("offset") {
		t.Fatal(r.Form)
	}
	if r.ContentLength <= 0 || len(r.TransferEncoding) != 0 {
		t.Fatal("no Content-Length")
	}
}
