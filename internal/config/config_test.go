package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"siaga/internal/config"
)

func TestDefaults(t *testing.T) {
	t.Parallel()
	c, err := config.Read(nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.APIURL != "https://api.telegram.org" || c.DatabaseURL != "sqlite:siaga.db" || c.Listen != "127.0.0.1:8080" || c.RedisURL != "" {
		t.Errorf("defaults are %+v", c)
	}
}

func TestSettingFromAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("1:from-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Read([]string{"SIAGA_TELEGRAM_TOKEN_FILE=" + file})
	if err != nil || c.Token != "1:from-a-file" {
		t.Errorf("got %q, %v", c.Token, err)
	}
}

func TestWhatCannotWorkIsSaidInOneSentence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		env        []string
	}{
		{"both", "not both", []string{"SIAGA_KEYS=a", "SIAGA_KEYS_FILE=b"}},
		{"file is missing", "SIAGA_TELEGRAM_TOKEN_FILE", []string{"SIAGA_TELEGRAM_TOKEN_FILE=/does/not/exist"}},
		{"API address", "SIAGA_TELEGRAM_API_URL", []string{"SIAGA_TELEGRAM_API_URL=telegram"}},
		{"database", "SIAGA_DATABASE_URL", []string{"SIAGA_DATABASE_URL=mysql://x"}},
		{"database without a file", "names no file", []string{"SIAGA_DATABASE_URL=sqlite:"}},
		{"listen", "SIAGA_LISTEN", []string{"SIAGA_LISTEN=8080"}},
		{"webhook without secret", "SIAGA_WEBHOOK_SECRET is missing", []string{"SIAGA_WEBHOOK_URL=https://x.example/hook"}},
		{"secret with a space", "may hold only", []string{"SIAGA_WEBHOOK_URL=https://x.example/hook", "SIAGA_WEBHOOK_SECRET=a b"}},
		{"webhook address", "SIAGA_WEBHOOK_URL", []string{"SIAGA_WEBHOOK_URL=x", "SIAGA_WEBHOOK_SECRET=abc"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Read(test.env)
			var bad *config.Error
			if !errors.As(err, &bad) || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want a settings error with %q", err, test.want)
			}
		})
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	for token, ok := range map[string]bool{"": false, "abc": false, "1:": false, "1:abc": true} {
		if err := (config.Config{Token: token}).NeedToken(); (err == nil) != ok {
			t.Errorf("token %q: %v", token, err)
		}
	}
}

func TestSecretsAreListed(t *testing.T) {
	t.Parallel()
	c := config.Config{Token: "1:long-enough", WebhookSecret: "also-long-enough", DatabaseURL: "postgres://u:password-1@h/d", RedisURL: "redis://:password-2@h"}
	if got := strings.Join(c.Secrets(), " "); got != "1:long-enough also-long-enough password-1 password-2" {
		t.Errorf("got %q", got)
	}
}
