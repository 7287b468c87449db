// Package config reads the settings once, at the start, and says in one sentence what is wrong with them; it must not know
// what the settings are used for.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"
)

// Config holds all settings. Each can also be read from the file that the variable with _FILE behind its name names.
type Config struct {
	Token         string `env:"SIAGA_TELEGRAM_TOKEN" help:"token of the bot from @BotFather"`
	APIURL        string `env:"SIAGA_TELEGRAM_API_URL" envDefault:"https://api.telegram.org" help:"base address of the Bot API"`
	DatabaseURL   string `env:"SIAGA_DATABASE_URL" envDefault:"sqlite:siaga.db" help:"sqlite:PATH or postgres://…"`
	RedisURL      string `env:"SIAGA_REDIS_URL" help:"redis://, rediss://, redis+sentinel:// or redis+cluster://; empty: sessions in the database"`
	WebhookURL    string `env:"SIAGA_WEBHOOK_URL" help:"public address Telegram posts to; empty: long polling"`
	WebhookSecret string `env:"SIAGA_WEBHOOK_SECRET" help:"secret Telegram sends with each post (1-256 of A-Z a-z 0-9 _ -)"`
	Listen        string `env:"SIAGA_LISTEN" envDefault:"127.0.0.1:8080" help:"address of the webhook, /healthz and /readyz (and of /metrics when polling)"`
	PublicURL     string `env:"SIAGA_PUBLIC_URL" help:"address under which a browser reaches SIAGA_LISTEN, for the oversight page; empty: that of the webhook, else http:// and SIAGA_LISTEN"`
	OpsListen     string `env:"SIAGA_OPS_LISTEN" envDefault:"127.0.0.1:9464" help:"address of /healthz, /readyz and /metrics when a webhook is used"`
	Keys          string `env:"SIAGA_KEYS" envDefault:"siaga.keys" help:"key file, made by \"siaga keys init\""`
	KMS           string `env:"SIAGA_KMS" help:"key service that seals the key file: hcvault://HOST:PORT/transit/keys/NAME (Vault, OpenBao); empty: none"`
	KMSToken      string `env:"SIAGA_KMS_TOKEN" help:"token with which the key service is asked"`
	Ledger        string `env:"SIAGA_LEDGER" help:"folder for marks of the audit and the list of erased cases; empty: beside the key file"`
	RetainDays    int    `env:"SIAGA_RETAIN_DAYS" envDefault:"1825" help:"days a handled case is kept after closing, then erased for ever; 0: never"`
	ReadsAnHour   int    `env:"SIAGA_READS_AN_HOUR" envDefault:"20" help:"how often a seat may open the content of cases within an hour; then it is frozen until a coordinator opens it again"`
	IdleMinutes   int    `env:"SIAGA_IDLE_MINUTES" envDefault:"15" help:"minutes without a press after which an officer's PIN is asked for before content is shown"`
	Numbers       string `env:"SIAGA_NUMBERS" help:"the operator's list of telephone numbers (CSV of \"siaga directory\"); empty: those built in"`
	VoiceDir      string `env:"SIAGA_VOICE_DIR" help:"folder with recorded clips (TAG/voice/KEY.ogg, see locales/README.md); empty: nothing is read aloud"`
	Tesseract     string `env:"SIAGA_TESSERACT" envDefault:"tesseract" help:"program that reads pictures of advertisements, with its Indonesian data; off: none are read"`
	LogLevel      string `env:"SIAGA_LOG_LEVEL" envDefault:"info" help:"debug, info, warn or error"`
}

// Error is a setting that cannot be used, in one sentence that says what to do. The program ends with code 2.
type Error struct{ Message string }

func (e *Error) Error() string { return e.Message }

// Bad makes a settings error.
func Bad(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }

// Read takes the settings from an environment ("NAME=value" as os.Environ gives it).
func Read(environ []string) (Config, error) {
	vars := env.ToMap(environ)
	if err := fromFiles(vars); err != nil {
		return Config{}, err
	}
	var c Config
	if err := env.ParseWithOptions(&c, env.Options{Environment: vars}); err != nil {
		return c, Bad("a setting cannot be read: %v", err)
	}
	return c, c.check()
}

// fromFiles fills settings whose _FILE variable names a file. Both at once is an error: nobody could tell which one holds.
func fromFiles(vars map[string]string) error {
	for _, f := range Fields() {
		path, ok := vars[f.Name+"_FILE"]
		if !ok || path == "" {
			continue
		}
		if vars[f.Name] != "" {
			return Bad("set either %s or %s_FILE, not both", f.Name, f.Name)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return Bad("%s_FILE: the file cannot be read (%v)", f.Name, Reason(err))
		}
		vars[f.Name] = strings.TrimSpace(string(raw))
	}
	return nil
}

// Reason gives a file error without the rest of its path.
func Reason(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// check finds what cannot work, before anything runs.
func (c Config) check() error {
	if u, err := url.Parse(c.APIURL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return Bad("SIAGA_TELEGRAM_API_URL must be an address such as https://api.telegram.org")
	}
	if !strings.HasPrefix(c.DatabaseURL, "sqlite:") && !strings.HasPrefix(c.DatabaseURL, "postgres://") && !strings.HasPrefix(c.DatabaseURL, "postgresql://") {
		return Bad("SIAGA_DATABASE_URL must begin with sqlite: or postgres://")
	}
	if strings.TrimPrefix(c.DatabaseURL, "sqlite:") == "" {
		return Bad("SIAGA_DATABASE_URL names no file: write sqlite:siaga.db")
	}
	for name, addr := range map[string]string{"SIAGA_LISTEN": c.Listen, "SIAGA_OPS_LISTEN": c.OpsListen} {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			return Bad("%s must be host:port, for example 127.0.0.1:8080", name)
		}
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		return Bad("SIAGA_PUBLIC_URL must be an address such as https://siaga.example.go.id")
	}
	if c.RetainDays < 0 {
		return Bad("SIAGA_RETAIN_DAYS must be a number of days, or 0")
	}
	if c.ReadsAnHour < 1 {
		return Bad("SIAGA_READS_AN_HOUR must be a number, at least 1")
	}
	if c.IdleMinutes < 1 {
		return Bad("SIAGA_IDLE_MINUTES must be a number of minutes, at least 1")
	}
	return c.checkWebhook()
}

// Public is the address, without a slash at its end, under which a browser reaches the oversight page.
func (c Config) Public() string {
	if c.PublicURL != "" {
		return strings.TrimRight(c.PublicURL, "/")
	}
	if u, err := url.Parse(c.WebhookURL); err == nil && u.Host != "" {
		return u.Scheme + "://" + u.Host
	}
	return "http://" + c.Listen
}

func (c Config) checkWebhook() error {
	if c.WebhookURL == "" {
		return nil
	}
	if u, err := url.Parse(c.WebhookURL); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return Bad("SIAGA_WEBHOOK_URL must be a full address such as https://siaga.example.go.id/telegram")
	}
	if u, _ := url.Parse(c.WebhookURL); strings.HasPrefix(u.Path, "/oversight") {
		return Bad("SIAGA_WEBHOOK_URL must not lie under /oversight, where the oversight page stands")
	}
	if c.WebhookSecret == "" {
		return Bad("SIAGA_WEBHOOK_SECRET is missing: with a webhook, set a long random secret (for example: openssl rand -hex 32)")
	}
	for _, r := range c.WebhookSecret {
		if !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", r) {
			return Bad("SIAGA_WEBHOOK_SECRET may hold only A-Z a-z 0-9 _ and -")
		}
	}
	if len(c.WebhookSecret) > 256 {
		return Bad("SIAGA_WEBHOOK_SECRET is longer than 256 characters")
	}
	return nil
}

// NeedToken checks what only a running bot needs.
func (c Config) NeedToken() error {
	if c.Token == "" {
		return Bad("SIAGA_TELEGRAM_TOKEN is missing: ask @BotFather for one, or try \"siaga demo\" without any")
	}
	if id, rest, ok := strings.Cut(c.Token, ":"); !ok || id == "" || rest == "" {
		return Bad("SIAGA_TELEGRAM_TOKEN does not look like a token (it is a number, a colon, and letters)")
	}
	return nil
}

// LedgerDir is the folder of the ledger, "" when there is none: without a key file nothing outlives the process anyway.
func (c Config) LedgerDir() string {
	if c.Ledger != "" || c.Keys == "" {
		return c.Ledger
	}
	return strings.TrimSuffix(c.Keys, ".keys") + ".ledger"
}

// Secrets lists what must never be printed.
func (c Config) Secrets() []string {
	var out []string
	for _, s := range []string{c.Token, c.WebhookSecret, c.KMSToken, password(c.DatabaseURL), password(c.RedisURL)} {
		if len(s) >= 8 {
			out = append(out, s)
		}
	}
	return out
}

func password(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.User == nil {
		return ""
	}
	p, _ := u.User.Password()
	return p
}

// Field describes one setting, for --help and for the test that compares the README's table.
type Field struct{ Name, Default, Help string }

// Fields lists all settings in order.
func Fields() []Field {
	var out []Field
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		out = append(out, Field{tag.Get("env"), tag.Get("envDefault"), tag.Get("help")})
	}
	return out
}
