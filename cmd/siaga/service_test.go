package main

import (
	"database/sql"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"siaga/internal/emulator"
)

const goodToken = "1:token-of-the-emulator"

// telegram is a Bot API on this machine that knows one token.
func telegram(t *testing.T) string {
	t.Helper()
	e := emulator.New(emulator.Options{Token: goodToken, BotUsername: "siaga_test_bot"})
	server := httptest.NewServer(e.Handler())
	t.Cleanup(func() { e.Close(); server.Close() })
	return server.URL
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	env = append(env, "SIAGA_TELEGRAM_API_URL="+telegram(t), "SIAGA_LISTEN=127.0.0.1:0", "SIAGA_LOG_LEVEL=error")
	newer := filepath.Join(dir, "newer.db")
	makeNewer(t, append(env, "SIAGA_DATABASE_URL=sqlite:"+newer), newer)
	for _, c := range []struct {
		name    string
		environ []string
		code    int
		want    string
	}{
		{"a token that Telegram does not know", []string{"SIAGA_TELEGRAM_TOKEN=2:wrong"}, exitUsage, "(401)"},
		{"no PostgreSQL", []string{"SIAGA_TELEGRAM_TOKEN=" + goodToken, "SIAGA_DATABASE_URL=postgres://u:hidden-word@127.0.0.1:1/x"}, exitFailed, "database"},
		{"a database of a newer version", []string{"SIAGA_TELEGRAM_TOKEN=" + goodToken, "SIAGA_DATABASE_URL=sqlite:" + newer}, exitFailed, "newer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := siaga(t, append(append([]string{}, env...), c.environ...), "", "serve")
			if got.code != c.code || !strings.Contains(got.err, c.want) || strings.Contains(got.err, "hidden-word") || strings.Contains(got.err, goodToken) {
				t.Errorf("code %d, want %d; the error stream says\n%s\nwant: %s", got.code, c.code, got.err, c.want)
			}
			if last := lastLine(got.err); !strings.HasPrefix(last, "siaga: ") {
				t.Errorf("the last line is %q", last)
			}
		})
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// makeNewer makes a database and marks it as one of a later program.
func makeNewer(t *testing.T, env []string, file string) {
	t.Helper()
	if got := siaga(t, env, "", "taskforce", "list"); got.code != exitDone {
		t.Fatal(got.err)
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9000, 1)"); err != nil {
		t.Fatal(err)
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	env = append(env, "SIAGA_TELEGRAM_API_URL="+telegram(t))
	if got := siaga(t, env, "", "taskforce", "import", seedCSV(t, dir)); got.code != exitDone {
		t.Fatal(got.err)
	}
	for _, c := range []struct {
		name    string
		environ []string
		want    string
	}{
		{"nobody on duty", []string{"SIAGA_TELEGRAM_TOKEN=" + goodToken}, "siaga officer invite 00/duty/1"},
		{"a wrong token", []string{"SIAGA_TELEGRAM_TOKEN=2:wrong"}, "(401)"},
		{"no token", nil, "SIAGA_TELEGRAM_TOKEN is missing"},
		{"no Redis", []string{"SIAGA_TELEGRAM_TOKEN=" + goodToken, "SIAGA_REDIS_URL=redis://127.0.0.1:1"}, "redis        does not answer"},
		{"no key file", []string{"SIAGA_KEYS=" + dir + "/none"}, "siaga keys init"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := siaga(t, append(append([]string{}, env...), c.environ...), "", "doctor")
			if got.code != exitFailed || !strings.Contains(got.out, c.want) || !strings.Contains(got.err, "mend the lines marked bad") {
				t.Errorf("code %d\n%s%s\nwant: %s", got.code, got.out, got.err, c.want)
			}
		})
	}
}
