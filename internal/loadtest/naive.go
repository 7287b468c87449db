package loadtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/redis/go-redis/v9"
)

// Naive is the baseline: a bot as a tutorial would write it, with the same library and a session in Redis. It says as many messages
// as the real one, with as many buttons, and that is all: nothing is stored durably, sealed or audited, and an update is confirmed
// before it is handled.
type Naive struct {
	Token, APIURL, RedisURL string
	Listen, WebhookURL      string // both empty: polling
	Officer                 int64  // gets a card for each report
}

// naiveSession is what it remembers of somebody.
type naiveSession struct {
	Step    int               `json:"step"`
	Answers map[string]string `json:"answers"`
}

// Run works until the context ends; ready is called once it can take updates.
func (n Naive) Run(ctx context.Context, ready func()) error {
	o, err := redis.ParseURL(n.RedisURL)
	if err != nil {
		return errors.New("the baseline needs redis://host:port/db")
	}
	client := redis.NewClient(o)
	defer client.Close()
	b, err := tg.New(n.Token, tg.WithServerURL(n.APIURL), tg.WithErrorsHandler(func(error) {}),
		tg.WithDefaultHandler(func(ctx context.Context, b *tg.Bot, u *models.Update) { n.handle(ctx, b, client, u) }))
	if err != nil {
		return fmt.Errorf("start the baseline: %w", err)
	}
	if n.WebhookURL == "" {
		ready()
		b.Start(ctx)
		return nil
	}
	return n.webhook(ctx, b, ready)
}

func (n Naive) webhook(ctx context.Context, b *tg.Bot, ready func()) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", n.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: b.WebhookHandler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(l) }()
	defer server.Close()
	if _, err := b.SetWebhook(ctx, &tg.SetWebhookParams{URL: n.WebhookURL}); err != nil {
		return fmt.Errorf("set the webhook: %w", err)
	}
	ready()
	b.StartWebhook(ctx)
	return nil
}

func (n Naive) handle(ctx context.Context, b *tg.Bot, client *redis.Client, u *models.Update) {
	var id int64
	var said string
	switch {
	case u.Message != nil:
		id, said = u.Message.Chat.ID, u.Message.Text
	case u.CallbackQuery != nil:
		id, said = u.CallbackQuery.From.ID, u.CallbackQuery.Data
		_, _ = b.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID})
	default:
		return
	}
	key := "naive:" + strconv.FormatInt(id, 10)
	var s naiveSession
	if raw, err := client.Get(ctx, key).Bytes(); err == nil {
		_ = json.Unmarshal(raw, &s)
	}
	if said == "/start" {
		s = naiveSession{Answers: map[string]string{}}
	}
	at := s.Step
	if s.Answers == nil || at >= len(Script("")) {
		return
	}
	s.Answers[strconv.Itoa(at)] = said
	s.Step++
	raw, _ := json.Marshal(s)
	client.Set(ctx, key, raw, 6*time.Hour)
	n.answer(ctx, b, id, at) // after it is kept: whoever answers at once would else meet the step before
}

// answer says what belongs to a step.
func (n Naive) answer(ctx context.Context, b *tg.Bot, id int64, at int) {
	script := Script("")
	label := lastButton
	if at < len(script)-1 {
		label = script[at+1].Press
	}
	for i := range script[at].Says {
		p := &tg.SendMessageParams{ChatID: id, Text: naiveText}
		if i == script[at].Says-1 {
			p.ReplyMarkup = keyboard(label)
		}
		_, _ = b.SendMessage(ctx, p)
	}
	if at == len(script)-1 && n.Officer != 0 {
		_, _ = b.SendMessage(ctx, &tg.SendMessageParams{ChatID: n.Officer, Text: naiveText, ReplyMarkup: keyboard("Terima")})
	}
}

// naiveText is as long as the questions of the real bot are.
var naiveText = strings.Repeat("Satu kalimat yang panjangnya biasa. ", 4)

func keyboard(label string) models.InlineKeyboardMarkup {
	if label == "" {
		label = "Lanjut"
	}
	var rows [][]models.InlineKeyboardButton
	for _, text := range []string{label, "Jawaban kedua", "Jawaban ketiga", "Tidak tahu", "Kirim sekarang", "Kembali"} {
		rows = append(rows, []models.InlineKeyboardButton{{Text: text, CallbackData: text}})
	}
	return models.InlineKeyboardMarkup{InlineKeyboard: rows}
}
