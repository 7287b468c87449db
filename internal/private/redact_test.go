package private

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

// botToken has the form of a bot token and belongs to nobody.
const (
	botToken = "1000000001:AAExample-Token_of_nobody"
	password = `p"ss<w>&ord\ñ/9`
)

func newRedactor(t testing.TB) *Redactor {
	t.Helper()
	r, err := NewRedactor(botToken, "", password, botToken+"-longer")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shows reports whether a secret stands in out in a spelling a log may have.
func shows(out string) bool {
	for _, s := range []string{botToken, url.QueryEscape(botToken), password, url.QueryEscape(password), "AAExample", `p\"ss`, `ss\u003cw`} {
		if strings.Contains(out, s) {
			return true
		}
	}
	return false
}

func TestStrike(t *testing.T) {
	t.Parallel()
	r := newRedactor(t)
	cases := map[string]string{
		"":                                 "",
		"nothing here":                     "nothing here",
		"bot" + botToken + "/getMe":        "bot[struck]/getMe",
		botToken + botToken:                "[struck][struck]",
		botToken + "-longer":               "[struck]",
		"u?t=" + url.QueryEscape(botToken): "u?t=[struck]",
		fmt.Sprintf("%q", password):        `"[struck]"`,
	}
	for in, want := range cases {
		if got := r.Strike(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	var none *Redactor
	if got := none.Strike(botToken); got != botToken {
		t.Errorf("nil redactor: %q", got)
	}
	if _, err := NewRedactor("longenough", "short"); err == nil || strings.Contains(err.Error(), "short") {
		t.Errorf("a short secret: %v", err)
	}
}

type valuer struct{}

func (valuer) LogValue() slog.Value { return slog.StringValue("by value " + botToken) }

type jsonOnly struct{ p *string }

func (j jsonOnly) MarshalJSON() ([]byte, error) { return []byte(`"` + *j.p + `"`), nil }

func logEverything(log *slog.Logger) {
	token := botToken
	log = log.With("with", botToken, slog.Group("bound", "inner", password)).WithGroup("g" + botToken)
	log.Error("message "+botToken, "string", password, "key"+botToken, 1, "valuer", valuer{},
		"error", fmt.Errorf("get https://api.example/bot%s/x: %w", botToken, errors.New("refused")),
		"join", errors.Join(errors.New(password), errors.New("b")), "struct", struct{ A, b string }{botToken, password},
		"pointer", &struct{ A string }{botToken}, "inner pointer", struct{ A *string }{&token}, "map", map[string]any{botToken: []string{password}},
		"json only", jsonOnly{&token}, slog.Group("group", "deep", slog.GroupValue(slog.String("x", botToken))), "nil", nil, "number", 42)
}

func TestRedactHandler(t *testing.T) {
	t.Parallel()
	r := newRedactor(t)
	var struck, open bytes.Buffer
	for _, h := range []func(*bytes.Buffer) slog.Handler{
		func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
		func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
	} {
		logEverything(slog.New(RedactHandler(r, h(&struck))))
		logEverything(slog.New(h(&open)))
	}
	if !shows(open.String()) {
		t.Fatal("the check does not see the secrets in an open log")
	}
	if shows(struck.String()) {
		t.Errorf("secrets in the log:\n%s", struck.String())
	}
	for _, kept := range []string{`"number":42`, "number=42", "refused", "message [struck]"} {
		if !strings.Contains(struck.String(), kept) {
			t.Errorf("%q is missing:\n%s", kept, struck.String())
		}
	}
}

type panics struct{}

func (panics) MarshalJSON() ([]byte, error) { panic(botToken) }

func TestRedactHandlerSurvivesPanics(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	slog.New(RedactHandler(newRedactor(t), slog.NewJSONHandler(&out, nil))).Info("m", "v", panics{})
	if got := out.String(); !strings.Contains(got, "!PANIC in private.panics") || shows(got) {
		t.Errorf("got %s", got)
	}
}

func TestRedactHandlerKeepsLevels(t *testing.T) {
	t.Parallel()
	h := RedactHandler(newRedactor(t), slog.NewTextHandler(&bytes.Buffer{}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if h.Enabled(context.Background(), slog.LevelInfo) || !h.Enabled(context.Background(), slog.LevelWarn) {
		t.Error("the level of the next handler does not count")
	}
}

func TestRedactWriter(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := newRedactor(t).Writer(&out)
	line := "GET /bot" + botToken + "/getUpdates\n"
	if n, err := w.Write([]byte(line)); n != len(line) || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	if got := out.String(); got != "GET /bot[struck]/getUpdates\n" {
		t.Errorf("got %q", got)
	}
	logEverything(slog.New(slog.NewJSONHandler(w, nil)))
	if shows(out.String()) {
		t.Errorf("secrets in the log:\n%s", out.String())
	}
}
