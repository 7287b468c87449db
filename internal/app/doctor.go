package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"siaga/bot"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/session"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// Grade says how a check ended.
type Grade string

// The grades of a check.
const (
	Good Grade = "good"
	Warn Grade = "warn"
	Bad  Grade = "bad"
)

// Finding is the result of one check: one sentence, and what to do when it is not good.
type Finding struct {
	Grade    Grade
	What     string
	Sentence string
}

// Examine checks settings, keys, database, Redis, Telegram and register. It changes nothing but the database's schema.
func Examine(ctx context.Context, cfg config.Config) []Finding {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	found := []Finding{{Good, "settings", "readable; list them with: siaga settings"}}
	found = append(found, examineStore(ctx, cfg)...)
	found = append(found, examineRedis(ctx, cfg), examineNumbers(cfg), examinePictures(ctx, cfg), examineCopies(ctx), examineListeners(cfg))
	return append(found, examineTelegram(ctx, cfg)...)
}

func examineStore(ctx context.Context, cfg config.Config) []Finding {
	keys, err := LoadKeys(cfg)
	if err != nil {
		return []Finding{{Bad, "keys", err.Error()}}
	}
	found := []Finding{{Good, "keys", "fingerprint " + keys.Fingerprint()}}
	db, err := store.Open(ctx, cfg.DatabaseURL, keys, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return append(found, Finding{Bad, "database", err.Error()})
	}
	defer db.Close()
	version, err := db.SchemaVersion(ctx)
	if err != nil {
		return append(found, Finding{Bad, "database", err.Error()})
	}
	found = append(found, Finding{Good, "database", fmt.Sprintf("%s answers, schema %d", db.Dialect(), version)})
	found = append(found, examineStats(ctx, db))
	reg, register := examineRegister(ctx, db)
	found = append(found, register, examineAgencies(ctx, db))
	if reg != nil {
		found = append(found, examineWitnesses(reg))
	}
	return found
}

// agenciesAge is how old the register of licensed agencies may become before the operator is reminded.
const agenciesAge = 90 * 24 * time.Hour

// examineAgencies tells whether names in offers are compared with a register, and how old it is.
func examineAgencies(ctx context.Context, db *store.DB) Finding {
	var asOf time.Time
	rows := 0
	err := db.System(ctx, func(tx engine.Tx) (err error) {
		asOf, rows, err = tx.AgencyRegister(ctx)
		return err
	})
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return Finding{Warn, "p3mi", "no register of licensed agencies: nothing is said of names; import one with siaga p3mi import FILE.csv --date YYYY-MM-DD"}
	case err != nil:
		return Finding{Bad, "p3mi", err.Error()}
	case time.Since(asOf) > agenciesAge:
		return Finding{Warn, "p3mi", fmt.Sprintf("the register of %d agencies is of %s: import a newer one", rows, asOf.Format(time.DateOnly))}
	}
	return Finding{Good, "p3mi", fmt.Sprintf("%d agencies, of %s", rows, asOf.Format(time.DateOnly))}
}

// examineListeners tells when figures can be read from other machines. A webhook may be public, if a proxy stands in front.
func examineListeners(cfg config.Config) Finding {
	figures, name := cfg.Listen, "SIAGA_LISTEN"
	if cfg.WebhookURL != "" {
		figures, name = cfg.OpsListen, "SIAGA_OPS_LISTEN"
	}
	host, _, err := net.SplitHostPort(figures)
	if ip := net.ParseIP(host); err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		return Finding{Good, "listeners", "figures are read from this machine only"}
	}
	return Finding{Warn, "listeners", name + " is no loopback address: whoever reaches it reads the figures; put it behind something that asks who reads"}
}

// examineWitnesses tells whether the head of the audit is on two phones.
func examineWitnesses(reg *taskforce.Register) Finding {
	if n := len(engine.Witnesses(reg)); n < 2 {
		return Finding{Warn, "audit", fmt.Sprintf("its head is on the phones of %d of 2 officers at pusat: link another one", n)}
	}
	return Finding{Good, "audit", "its head is on the phones of two officers at pusat"}
}

func examineStats(ctx context.Context, db *store.DB) Finding {
	s, err := db.Stats(ctx)
	switch {
	case err != nil:
		return Finding{Bad, "work", err.Error()}
	case s.SetAside > 0 || s.JobsDead > 0:
		return Finding{Warn, "work", fmt.Sprintf("%d updates are set aside and %d jobs were given up; look at the log of that time", s.SetAside, s.JobsDead)}
	}
	return Finding{Good, "work", fmt.Sprintf("%d updates and %d jobs wait", s.Waiting, s.JobsDue)}
}

// examineRegister tells whether reports would reach anybody.
func examineRegister(ctx context.Context, db *store.DB) (reg *taskforce.Register, f Finding) {
	err := db.System(ctx, func(tx engine.Tx) (err error) {
		reg, err = tx.Register(ctx)
		return err
	})
	if err != nil {
		return nil, Finding{Bad, "register", err.Error()}
	}
	live, all := 0, reg.All()
	for _, f := range all {
		if reg.Live(f.Code) {
			live++
		}
	}
	switch {
	case len(all) == 0:
		return reg, Finding{Bad, "register", "empty: import one with siaga taskforce import FILE.csv"}
	case !reg.Live(taskforce.Pusat):
		return reg, Finding{Bad, "register", fmt.Sprintf("nobody is on duty at pusat, so a report may reach nobody (%d of %d task forces on duty); invite officers with siaga officer invite 00/duty/1", live, len(all))}
	case live < len(all):
		return reg, Finding{Warn, "register", fmt.Sprintf("%d of %d task forces have an officer on duty; the others are covered from above (siaga taskforce coverage)", live, len(all))}
	}
	return reg, Finding{Good, "register", fmt.Sprintf("all %d task forces have an officer on duty", len(all))}
}

func examineRedis(ctx context.Context, cfg config.Config) Finding {
	if cfg.RedisURL == "" {
		return Finding{Good, "redis", "not used: conversations run in the database"}
	}
	client, err := session.Connect(cfg.RedisURL)
	if err != nil {
		return Finding{Bad, "redis", fmt.Sprintf("SIAGA_REDIS_URL: %v", err)}
	}
	defer client.Close()
	if err := session.NewRedis(client, time.Now).Ping(ctx); err != nil {
		return Finding{Bad, "redis", "does not answer: start it or correct SIAGA_REDIS_URL; the bot works on without it, from the database"}
	}
	return Finding{Good, "redis", "answers"}
}

func examineTelegram(ctx context.Context, cfg config.Config) []Finding {
	if err := cfg.NeedToken(); err != nil {
		return []Finding{{Bad, "telegram", err.Error()}}
	}
	b, err := bot.New(bot.Options{Token: private.NewText(cfg.Token), APIURL: cfg.APIURL, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return []Finding{{Bad, "telegram", err.Error()}}
	}
	me, err := b.Me(ctx)
	if err != nil {
		return []Finding{{Bad, "telegram", telegramTrouble(err)}}
	}
	found := []Finding{{Good, "telegram", "the bot is @" + me.Username}}
	info, err := b.WebhookInfo(ctx)
	if err != nil {
		return append(found, Finding{Warn, "webhook", telegramTrouble(err)})
	}
	return append(found, examineWebhook(cfg, info))
}

func telegramTrouble(err error) string {
	var d *engine.DeliveryError
	if errors.Is(err, bot.ErrUnauthorized) || errors.As(err, &d) && d.Class == "unauthorized" {
		return "Telegram does not know this token (401): copy it anew from @BotFather into SIAGA_TELEGRAM_TOKEN"
	}
	return "Telegram does not answer: look at the network and SIAGA_TELEGRAM_API_URL"
}

// examineWebhook finds a webhook that is not ours, or one that fails.
func examineWebhook(cfg config.Config, info bot.WebhookState) Finding {
	switch {
	case info.URL != "" && info.URL != cfg.WebhookURL && cfg.WebhookURL != "":
		return Finding{Bad, "webhook", "Telegram posts to another address than SIAGA_WEBHOOK_URL: if nobody of you set it, the token is stolen; renew it with @BotFather"}
	case info.URL != "" && cfg.WebhookURL == "":
		return Finding{Bad, "webhook", "Telegram posts to a webhook although polling is set: if nobody of you set it, the token is stolen; siaga serve will remove it"}
	case info.LastError != "":
		return Finding{Warn, "webhook", fmt.Sprintf("the last post failed (%s); %d updates wait at Telegram", info.LastError, info.Pending)}
	case cfg.WebhookURL != "" && info.URL == "":
		return Finding{Warn, "webhook", "not set yet: siaga serve sets it at its start"}
	case info.URL == "":
		return Finding{Good, "webhook", fmt.Sprintf("none, long polling; %d updates wait at Telegram", info.Pending)}
	}
	return Finding{Good, "webhook", fmt.Sprintf("set as wished; %d updates wait at Telegram", info.Pending)}
}
