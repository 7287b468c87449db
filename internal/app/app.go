// Package app puts all parts together by hand, starts and stops them; it is the only room that knows all others, and only
// the commands know it.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"siaga/bot"
	"siaga/flows/duty"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/internal/ledger"
	"siaga/internal/outbox"
	"siaga/internal/private"
	"siaga/internal/session"
	"siaga/internal/store"
)

// Options are what a test or the demonstration does differently from the ordinary service.
type Options struct {
	Keys     *private.Keys // instead of the key file
	Clock    engine.Clock
	Random   engine.Random
	Log      *slog.Logger
	Exercise bool        // every case is an exercise
	Note     string      // what stands on the oversight page and its files (a key of its words); empty: nothing
	Workers  int         // lanes worked at once
	Pace     outbox.Pace // instead of the limits of the real Bot API
	Sessions engine.Sessions
	Telegram *http.Client                                     // makes the calls, instead of one of our own
	Rest     func(ctx context.Context, d time.Duration) error // between two tries of polling; nil: a timer
	Copier   engine.Copier                                    // copies files for others; nil: processes with limits do
}

// House is the whole program, put together.
type House struct {
	Config  config.Config
	Log     *slog.Logger
	Store   *store.DB
	Bot     *bot.Bot
	Engine  *engine.Engine
	Outbox  *outbox.Runner
	Metrics *Metrics
	Book    *Book
	numbers *numbersBook
	Ledger  *ledger.Ledger // nil without a key file

	clock     engine.Clock
	keyFile   *keyFile  // nil when keys were given
	retired   time.Time // when it was last looked for cases to erase; keepTidy alone uses it
	workers   int
	sessions  engine.Sessions
	redis     redis.UniversalClient // nil without Redis
	figures   *figures
	oversight http.Handler
	close     []func() error
}

// A stop takes ten seconds at most, listeners and store included; what is not done by then is left to the next start, which
// recovers all of it.
const (
	drainWithin = 3 * time.Second // for what was stored in the last moment
	stopWithin  = 4 * time.Second // for what has begun
)

// Build opens everything and starts nothing. All that can fail at the start fails here.
func Build(ctx context.Context, cfg config.Config, o Options) (*House, error) {
	o = o.withDefaults()
	warm()
	h := &House{Config: cfg, clock: o.Clock, workers: o.Workers}
	if err := h.build(ctx, o); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

func (h *House) build(ctx context.Context, o Options) error {
	redactor, err := private.NewRedactor(h.Config.Secrets()...)
	if err != nil {
		return fmt.Errorf("secrets: %w", err)
	}
	h.Log = slog.New(private.RedactHandler(redactor, o.Log.Handler()))
	keys, err := h.keys(o)
	if err != nil {
		return err
	}
	if h.Store, err = store.Open(ctx, h.Config.DatabaseURL, keys, store.Options{Now: o.Clock, Log: h.Log}); err != nil {
		return wrongKeys(err)
	}
	h.close = append(h.close, h.Store.Close)
	if err := h.openLedger(ctx, keys); err != nil {
		return err
	}
	if h.sessions, err = h.openSessions(o); err != nil {
		return err
	}
	if o.Pace == nil {
		o.Pace = h.pace(o)
	}
	h.Metrics = NewMetrics(h.Store)
	h.Bot, err = bot.New(bot.Options{Token: private.NewText(h.Config.Token), APIURL: h.Config.APIURL, Log: h.Log, Watch: h.Metrics.Event,
		Uploads: h.Store, HTTP: o.Telegram, Wait: o.Rest, Urgent: h.urgent(Understand())})
	if err != nil {
		return config.Bad("SIAGA_TELEGRAM_TOKEN or SIAGA_TELEGRAM_API_URL: %v", err)
	}
	return h.assemble(keys, o)
}

// assemble joins flows, engine and outbox.
func (h *House) assemble(keys *private.Keys, o Options) error {
	var err error
	if h.Book, err = NewBook(); err != nil {
		return err
	}
	words, places := Live{h.Book}, NewPlaces()
	talk, err := reporters()
	if err != nil {
		return err
	}
	numbers, err := openNumbers(h.Config.Numbers, h.Log)
	if err != nil {
		return err
	}
	h.numbers = numbers
	h.Metrics.Numbers(func() (stale, all int) { return numbers.Current().CountStale(o.Clock()) })
	dutyFlow, err := duty.New()
	if err != nil {
		return err
	}
	h.Outbox = &outbox.Runner{Store: h.Store, Pace: o.Pace, Clock: o.Clock, Log: h.Log, Owner: "outbox-" + rand.Text()[:8], Workers: 16,
		Watch: h.Metrics.Job, Talks: map[string]bool{"say": true, "card": true, "mark": true}, Timers: map[string]bool{"deadline": true, "ring": true, "begin": true, "digest": true, "rota": true, "nudge": true, "followup": true, "step": true, "head": true}}
	h.Metrics.Busy(h.Outbox.Busy)
	clips, err := h.clips()
	if err != nil {
		return err
	}
	h.Engine = engine.New(engine.Parts{
		Store: h.Store, Sessions: h.sessions, Channel: h.Bot, Texts: words, Clips: clips, Keys: keys, Places: places, Understand: Understand(),
		Numbers: Numbers(words, numbers.Current), Helpers: Helpers(words, numbers.Current), Stale: func(now time.Time) (int, int) { return numbers.Current().CountStale(now) }, Traces: Traces(numbers.Current), Contact: contacts(numbers.Current), Report: talk, Duty: dutyFlow, Desk: duty.Desk{}, Picture: drawGauge, Book: h.Book, Ledger: h.ledger(), Clock: o.Clock, Random: o.Random, Log: h.Log,
		Page:        page{h.Config.Public()},
		ReadsAnHour: h.Config.ReadsAnHour, IdleLock: time.Duration(h.Config.IdleMinutes) * time.Minute, Retention: casework.DefaultRetention(h.Config.RetainDays),
		Exercise: o.Exercise, Owner: "lanes-" + rand.Text()[:8], Watch: engine.Watch{Turn: h.Metrics.Turn, Event: h.Metrics.Event},
	}, h.Outbox.Wake)
	if err := h.openOversight(o); err != nil {
		return err
	}
	h.Outbox.Handlers = map[string]outbox.Handler{"say": h.Engine.Deliver, "card": h.Engine.Deliver, "wipe": h.Engine.Deliver, "mark": h.Engine.Deliver, "head": h.Engine.Fire,
		"delete": h.Engine.Deliver, "empty": h.Engine.Deliver, "tidy": h.Engine.Deliver, "clear": h.Engine.Deliver,
		"join": h.Engine.Fire, "rota": h.Engine.Fire, "gap": h.Engine.Fire, "train": h.Engine.Fire, "cover": h.Engine.Fire, "fetch": h.Engine.Fire, "heartbeat": h.Engine.Fire,
		"deadline": h.Engine.Fire, "nudge": h.Engine.Fire, "followup": h.Engine.Fire, "step": h.Engine.Fire, "ring": h.Engine.Fire, "begin": h.Engine.Fire, "digest": h.Engine.Fire}
	for _, kind := range []string{"checkin", "tip"} {
		h.Outbox.Handlers[kind], h.Outbox.Timers[kind] = h.Engine.Fire, true
	}
	h.Engine.Reader, h.Outbox.Handlers["read"] = h.pictureReader(), h.Engine.Fire
	h.Engine.Copier = h.copier(o)
	for _, kind := range []string{"drill", "drills", "weekly", "uncovered", "register", "frozen", "right"} {
		h.Outbox.Handlers[kind], h.Outbox.Timers[kind] = h.Engine.Fire, true
	}
	return nil
}

func (o Options) withDefaults() Options {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Random == nil {
		o.Random = Chance{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Workers == 0 {
		o.Workers = 16
	}
	return o
}

func (h *House) keys(o Options) (*private.Keys, error) {
	if o.Keys != nil {
		return o.Keys, nil
	}
	keys, err := LoadKeys(h.Config)
	if err != nil {
		return nil, err
	}
	file, err := KeyFile(h.Config)
	h.keyFile = &keyFile{file: file, keys: keys}
	return keys, err
}

// openSessions chooses where running conversations are kept.
func (h *House) openSessions(o Options) (engine.Sessions, error) {
	if o.Sessions != nil {
		return o.Sessions, nil
	}
	if h.Config.RedisURL == "" {
		return session.Nowhere{}, nil
	}
	client, err := session.Connect(h.Config.RedisURL)
	if err != nil {
		return nil, config.Bad("SIAGA_REDIS_URL: %v", err)
	}
	h.close, h.redis = append(h.close, client.Close), client
	return session.NewRedis(client, o.Clock), nil
}

// pace keeps Telegram's limits: with Redis over all processes together, else in this one.
func (h *House) pace(o Options) outbox.Pace {
	if h.redis == nil {
		return outbox.NewLocalPace(o.Clock)
	}
	return outbox.NewSharedPace(h.redis, o.Clock)
}

// Close closes what was opened, the last first.
func (h *House) Close() error {
	var errs []error
	for i := len(h.close) - 1; i >= 0; i-- {
		errs = append(errs, h.close[i]())
	}
	h.close = nil
	return errors.Join(errs...)
}

// Run starts all parts and works until the context ends; then intake stops first, what has begun is finished, and the rest
// stays in the store.
func (h *House) Run(ctx context.Context, ready func()) error {
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	if err := h.TakeUp(ctx); err != nil {
		return err
	}
	var wg sync.WaitGroup
	for range h.workers {
		wg.Go(func() { h.Engine.Run(work) })
	}
	wg.Go(func() { h.Engine.Settle(work) })
	wg.Go(func() { h.Outbox.Run(work) })
	wg.Go(func() { h.keepTidy(work) })
	wg.Go(func() { h.watchNumbers(work) })
	wg.Go(func() { h.keepKeys(work) })
	wg.Go(func() { h.Engine.KeepTexts(work) })
	wg.Go(func() { h.keepSnapshot(work) })
	err := h.intake(ctx, ready)
	h.drain(ctx)
	stopWork()
	done := make(chan struct{})
	go func() { wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(stopWithin):
		h.Log.Warn("stop: some work goes on at the next start")
	}
	return err
}

// TakeUp begins where the program ended before, whichever way it ended.
func (h *House) TakeUp(ctx context.Context) error {
	if err := h.Store.WhileHeld(ctx, func() error { return h.Store.TakeOver(ctx) }); err != nil {
		return err
	}
	if err := h.Store.WhileHeld(ctx, func() error { return h.Engine.StartHeartbeat(ctx) }); err != nil {
		return fmt.Errorf("start the heartbeat: %w", err)
	}
	if err := h.Store.WhileHeld(ctx, func() error { return h.Engine.Renew(ctx) }); err != nil {
		return fmt.Errorf("read what reviewers said: %w", err)
	}
	return nil
}

// drain gives what was stored in the last moment a short chance to be handled before the stop.
func (h *House) drain(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	until := time.Now().Add(drainWithin)
	for time.Now().Before(until) {
		if pending, err := h.Store.Pending(ctx); err != nil || pending == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// intake runs polling or the webhook, with the listeners, until the context ends or one of them fails.
func (h *House) intake(ctx context.Context, ready func()) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	servers, err := h.listen(cancel)
	if err != nil {
		return err
	}
	defer stopServers(servers)
	if err := h.meetTelegram(ctx); err != nil {
		return err
	}
	if h.Config.WebhookURL != "" {
		ready()
		err := h.insist(ctx, func() error { return h.Bot.SetWebhook(ctx, h.Config.WebhookURL, h.Config.WebhookSecret) })
		if err != nil {
			return fmt.Errorf("set the webhook: %w", err)
		}
		<-ctx.Done()
	} else {
		ready()
		if err := h.insist(ctx, func() error { return h.Bot.DeleteWebhook(ctx) }); err != nil {
			return fmt.Errorf("prepare polling: %w", err)
		}
		if err := h.Bot.Poll(ctx, h.Engine.Accept); err != nil && ctx.Err() == nil {
			return err
		}
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// meetTelegram learns the bot's own name, for commands in groups. A token that Telegram does not know ends the start; a
// Telegram that does not answer now may do so later.
func (h *House) meetTelegram(ctx context.Context) error {
	_, err := h.Bot.Me(ctx)
	if errors.Is(err, bot.ErrUnauthorized) {
		return config.Bad("Telegram does not know this token (401): copy it anew from @BotFather into SIAGA_TELEGRAM_TOKEN")
	}
	if err != nil {
		h.Log.Warn("telegram does not answer yet", "err", err)
		return nil
	}
	go h.setUp(ctx)
	return nil
}

// insist repeats a call until Telegram has answered it, one way or the other: a network that is down at the start may come back.
func (h *House) insist(ctx context.Context, call func() error) error {
	for wait := time.Second; ; wait = min(2*wait, 30*time.Second) {
		err := call()
		var d *engine.DeliveryError
		if err == nil || !errors.As(err, &d) || d.Class != "down" && d.Class != "rate" {
			return err
		}
		h.Log.Warn("telegram does not answer yet", "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(max(wait, d.After)):
		}
	}
}

// setUp gives the bot its neutral description and menu in every language. It may fail: the bot works without.
func (h *House) setUp(ctx context.Context) {
	var texts []bot.Texts
	now := h.Book.Now()
	for _, l := range now.Languages() {
		label := func(key string) string { return now.Label(l.Tag, key) }
		t := bot.Texts{Lang: l.Tag, Description: label("menu.description"), Short: label("menu.short"), Commands: []bot.Command{
			{Name: "start", Text: label("menu.start")}, {Name: "status", Text: label("menu.status")}, {Name: "bantuan", Text: label("menu.help")},
			{Name: "bahasa", Text: label("menu.language")}, {Name: "hapus", Text: label("menu.wipe")}}}
		if l.Tag == i18n.Source {
			everybody := t
			everybody.Lang = ""
			texts = append(texts, everybody)
		}
		texts = append(texts, t)
	}
	if err := h.Bot.SetUp(ctx, texts); err != nil && ctx.Err() == nil {
		h.Log.Warn("menu of the bot not set", "err", err)
	}
}

func stopServers(servers []*http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	for _, s := range servers {
		_ = s.Shutdown(ctx)
	}
}

// keepTidy removes what has served its time, once an hour. A clock that jumps makes it wait, never purge: see Sane.
func (h *House) keepTidy(ctx context.Context) {
	sane := NewSane(h.clock, h.Bot.Time)
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if why := sane.Doubt(); why != "" {
			h.Metrics.Event(why)
			h.Log.Warn("the clock cannot be believed: nothing is purged", "why", why)
			continue
		}
		if _, err := h.Store.Purge(ctx, h.clock(), store.DefaultLimits()); err != nil {
			h.Log.Error("purge", "err", err)
		}
		if _, err := EraseWished(ctx, h.Store, h.Ledger, h.clock()); err != nil {
			h.Log.Error("erase at a reporter's wish", "err", err)
		}
		h.retire(ctx)
	}
}

// retire erases cases whose time has come, once a day. The clock was believed just before.
func (h *House) retire(ctx context.Context) {
	if time.Since(h.retired) < 24*time.Hour {
		return
	}
	h.retired = time.Now()
	n, err := Retire(ctx, h.Store, h.Ledger, casework.DefaultRetention(h.Config.RetainDays), h.clock())
	if err != nil {
		h.Log.Error("erase what has served", "err", err)
	}
	if n > 0 {
		h.Log.Info("cases were erased for ever", "cases", n)
	}
}
