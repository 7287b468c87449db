package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const testToken = "77:demo-token"

// house is one emulator behind HTTP with a clock that only the test moves.
type house struct {
	*Server
	t    *testing.T
	url  string
	bot  *tg.Bot
	tick func(time.Duration)
}

func newHouse(t *testing.T, change ...func(*Options)) *house {
	t.Helper()
	var mu sync.Mutex
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	o := Options{Token: testToken, BotName: "Teman", BotUsername: "teman_bot", Clock: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}}
	for _, c := range change {
		c(&o)
	}
	s := New(o)
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() { s.Close(); web.Close() })
	bot, err := tg.New(testToken, tg.WithServerURL(web.URL), tg.WithSkipGetMe())
	if err != nil {
		t.Fatal(err)
	}
	h := &house{Server: s, t: t, url: web.URL, bot: bot, tick: func(d time.Duration) {
		mu.Lock()
		now = now.Add(d)
		mu.Unlock()
		s.ClockMoved()
	}}
	h.AddPerson(Person{ID: 1001, FirstName: "Sari", Username: "sari", LanguageCode: "id", Phone: "+620000"})
	h.AddPerson(Person{ID: 1002, FirstName: "Budi"})
	return h
}

// post makes a raw call with a JSON body.
func (h *house) post(method string, body any) (int, answer) {
	h.t.Helper()
	raw, _ := json.Marshal(body)
	return h.do(method, "application/json", bytes.NewReader(raw))
}

func (h *house) do(method, kind string, body io.Reader) (int, answer) {
	h.t.Helper()
	res, err := http.Post(h.url+"/bot"+testToken+"/"+method, kind, body)
	if err != nil {
		h.t.Fatalf("%s: %v", method, err)
	}
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		h.t.Fatalf("%s answered no JSON: %v", method, err)
	}
	return res.StatusCode, a
}

// refused makes a call that must fail with exactly this code and text.
func (h *house) refused(method string, body map[string]any, code int, text string) {
	h.t.Helper()
	status, a := h.post(method, body)
	if a.OK || status != code || a.Code != code || a.Text != text {
		h.t.Errorf("%s %v\ngot  %d %q\nwant %d %q", method, body, status, a.Text, code, text)
	}
}

// accepted makes a call that must succeed.
func (h *house) accepted(method string, body map[string]any) json.RawMessage {
	h.t.Helper()
	if _, a := h.post(method, body); a.OK {
		return a.Result
	} else {
		h.t.Fatalf("%s %v: %d %s", method, body, a.Code, a.Text)
	}
	return nil
}

type rawUpdate struct {
	ID      int64 `json:"update_id"`
	Message *struct {
		Text string `json:"text"`
	} `json:"message"`
	Callback *struct {
		ID   string `json:"id"`
		Data string `json:"data"`
	} `json:"callback_query"`
	Member *json.RawMessage `json:"my_chat_member"`
	Edited *struct {
		Text string `json:"text"`
	} `json:"edited_message"`
}

func (u rawUpdate) String() string {
	switch {
	case u.Message != nil:
		return u.Message.Text
	case u.Callback != nil:
		return "[" + u.Callback.Data + "]"
	case u.Member != nil:
		return "member"
	case u.Edited != nil:
		return "edit:" + u.Edited.Text
	}
	return "?"
}

func (h *house) updates(params map[string]any) []rawUpdate {
	h.t.Helper()
	var list []rawUpdate
	if err := json.Unmarshal(h.accepted("getUpdates", params), &list); err != nil {
		h.t.Fatal(err)
	}
	return list
}

func texts(list []rawUpdate) string {
	var out []string
	for _, u := range list {
		out = append(out, u.String())
	}
	return strings.Join(out, " ")
}

func (h *house) say(id int64, text string) Message {
	h.t.Helper()
	m, err := h.Say(id, text)
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

func (h *house) start() {
	h.t.Helper()
	if _, err := h.Start(1001, ""); err != nil {
		h.t.Fatal(err)
	}
	h.updates(map[string]any{"offset": -1})
	list := h.updates(nil)
	h.updates(map[string]any{"offset": list[len(list)-1].ID + 1})
}

// send makes the bot send a text and returns the message's id.
func (h *house) send(chat int64, text string, more map[string]any) int {
	h.t.Helper()
	body := map[string]any{"chat_id": chat, "text": text}
	for k, v := range more {
		body[k] = v
	}
	var m struct {
		ID int `json:"message_id"`
	}
	if err := json.Unmarshal(h.accepted("sendMessage", body), &m); err != nil {
		h.t.Fatal(err)
	}
	return m.ID
}

func (h *house) wait(what string, condition func(*Snapshot) bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := h.Wait(ctx, condition); err != nil {
		h.t.Fatalf("waiting for %s: %v", what, err)
	}
}

func TestClientLibraryTalksWithPeople(t *testing.T) {
	t.Parallel()
	h, ctx := newHouse(t), t.Context()
	me, err := h.bot.GetMe(ctx)
	if err != nil || me.Username != "teman_bot" || me.ID != 77 {
		t.Fatalf("getMe: %+v %v", me, err)
	}
	if _, err := h.Start(1001, "abc"); err != nil {
		t.Fatal(err)
	}
	if got := texts(h.updates(nil)); got != "/start abc" {
		t.Fatalf("got %q", got)
	}
	sent, err := h.bot.SendMessage(ctx, &tg.SendMessageParams{ChatID: 1001, Text: "<b>Halo</b> Sari", ParseMode: models.ParseModeHTML,
		ReplyMarkup: &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "Ya", CallbackData: "y"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	seen := h.Chat(1001)
	last := seen[len(seen)-1]
	if last.ID != sent.ID || last.Text != "Halo Sari" || !last.FromBot || fmt.Sprint(last.Entities) != "[{bold 0 4  }]" {
		t.Fatalf("the person sees %+v", last)
	}
	if _, err := h.Press(1001, 0, "Ya"); err != nil {
		t.Fatal(err)
	}
	list := h.updates(map[string]any{"offset": -1})
	if texts(list) != "[y]" {
		t.Fatalf("got %s", texts(list))
	}
	if _, err := h.bot.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: list[0].Callback.ID, Text: "baik"}); err != nil {
		t.Fatal(err)
	}
	if a := h.Answers(); len(a) != 1 || a[0].Text != "baik" || a[0].Person != 1001 {
		t.Fatalf("answers %+v", a)
	}
	if _, err := h.bot.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: 1001, MessageID: sent.ID, Text: "Terima kasih"}); err != nil {
		t.Fatal(err)
	}
	seen = h.Chat(1001)
	if last = seen[len(seen)-1]; last.Text != "Terima kasih" || !last.Edited || last.Inline != nil {
		t.Fatalf("after the edit %+v", last)
	}
	if ok, err := h.bot.DeleteMessages(ctx, &tg.DeleteMessagesParams{ChatID: 1001, MessageIDs: []int{sent.ID, 99999}}); !ok || err != nil {
		t.Fatal(err)
	}
	if got := len(h.Chat(1001)); got != 1 {
		t.Fatalf("%d messages left, want the person's own", got)
	}
}
