package e2e_test

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite", to make a database of a newer version

	"siaga/internal/emulator"
)

// badStart is one way in which "siaga serve" cannot start, or must start all the same.
type badStart struct {
	env  []string                         // overrides
	mess func(t *testing.T, env []string) // done after a good setting up
	code int                              // exit code; -1: it must start
	says string                           // in the last line
}

// badStarts are all of them.
func badStarts(t *testing.T) map[string]badStart {
	t.Helper()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	dead := freeAddress(t)
	return map[string]badStart{
		"no token":               {env: []string{"SIAGA_TELEGRAM_TOKEN="}, code: 2, says: "SIAGA_TELEGRAM_TOKEN is missing"},
		"token of no form":       {env: []string{"SIAGA_TELEGRAM_TOKEN=abc"}, code: 2, says: "does not look like a token"},
		"token with odd letters": {env: []string{"SIAGA_TELEGRAM_TOKEN=1:a b/c"}, code: 2, says: "token"},
		"wrong token":            {env: []string{"SIAGA_TELEGRAM_TOKEN=2:another-token-of-somebody"}, code: 2, says: "does not know this token (401)"},
		"no key file":            {env: []string{"SIAGA_KEYS=/nowhere/siaga.keys"}, code: 2, says: "siaga keys init"},
		"folder missing":         {env: []string{"SIAGA_DATABASE_URL=sqlite:/dev/null/siaga/siaga.db"}, code: 1, says: "open the database file: mkdir /dev/null: not a directory"},
		"postgres down":          {env: []string{"SIAGA_DATABASE_URL=postgres://siaga:secret-word@" + dead + "/siaga?sslmode=disable"}, code: 1, says: "PostgreSQL"},
		"database of no kind":    {env: []string{"SIAGA_DATABASE_URL=mysql://x"}, code: 2, says: "sqlite: or postgres://"},
		"redis of no form":       {env: []string{"SIAGA_REDIS_URL=http://" + dead}, code: 2, says: "SIAGA_REDIS_URL"},
		"redis down":             {env: []string{"SIAGA_REDIS_URL=redis://" + dead}, code: -1},
		"webhook without secret": {env: []string{"SIAGA_WEBHOOK_URL=https://siaga.example.go.id/hook"}, code: 2, says: "SIAGA_WEBHOOK_SECRET is missing"},
		"port in use":            {env: []string{"SIAGA_LISTEN=" + taken.Addr().String()}, code: 2, says: "cannot listen on " + taken.Addr().String()},
		"port of no form":        {env: []string{"SIAGA_LISTEN=here"}, code: 2, says: "SIAGA_LISTEN must be host:port"},
		"keys of another":        {mess: otherKeys, code: 2, says: "key"},
		"newer schema":           {mess: newerSchema, code: 1, says: "newer"},
		"telegram down":          {env: []string{"SIAGA_TELEGRAM_API_URL=http://" + dead}, code: -1},
	}
}

// otherKeys puts another key file in the place of the one that the database was made with.
func otherKeys(t *testing.T, env []string) {
	t.Helper()
	keys := value(env, "SIAGA_KEYS")
	if err := os.Remove(keys); err != nil {
		t.Fatal(err)
	}
	run(t, env, "keys", "init")
}

// newerSchema writes down a migration that this program does not know.
func newerSchema(t *testing.T, env []string) {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(value(env, "SIAGA_DATABASE_URL"), "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)"); err != nil {
		t.Fatal(err)
	}
}

func value(env []string, name string) string {
	for i := len(env) - 1; i >= 0; i-- {
		if v, ok := strings.CutPrefix(env[i], name+"="); ok {
			return v
		}
	}
	return ""
}

// run runs one command to its end and gives exit code and what it wrote to the error stream.
func run(t *testing.T, env []string, args ...string) (int, string) {
	t.Helper()
	c, err := begin(program(t), env, args...)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case <-c.ended:
	case <-ctx.Done():
		_ = c.cmd.Process.Kill()
		t.Fatalf("siaga %v does not end:\n%s", args, c.err)
	}
	var exit *exec.ExitError
	if errors.As(c.result, &exit) {
		return exit.ExitCode(), c.err.String()
	}
	return 0, c.err.String()
}

// TestBadStarts wants one sentence that says what to do and the right exit code for each thing that is wrong at the start, and
// never a secret in it.
func TestBadStarts(t *testing.T) {
	t.Parallel()
	emu := emulator.New(emulator.Options{Token: token})
	server := httptest.NewServer(emu.Handler())
	t.Cleanup(func() { emu.Close(); server.Close() })
	for name, b := range badStarts(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			env := []string{"SIAGA_TELEGRAM_TOKEN=" + token, "SIAGA_TELEGRAM_API_URL=" + server.URL, "SIAGA_DATABASE_URL=sqlite:" + filepath.Join(dir, "siaga.db"),
				"SIAGA_KEYS=" + filepath.Join(dir, "siaga.keys"), "SIAGA_LISTEN=" + freeAddress(t)}
			for _, args := range [][]string{{"keys", "init"}, {"taskforce", "import", seedFile(t)}} {
				if code, out := run(t, env, args...); code != 0 {
					t.Fatalf("siaga %v: %s", args, out)
				}
			}
			if b.mess != nil {
				b.mess(t, env)
			}
			env = append(env, b.env...)
			if b.code < 0 {
				starts(t, env)
				return
			}
			code, out := run(t, env, "serve")
			lines := strings.Split(strings.TrimSpace(out), "\n")
			last := lines[len(lines)-1]
			t.Log(last)
			if code != b.code || !strings.HasPrefix(last, "siaga: ") || !strings.Contains(last, b.says) {
				t.Errorf("code %d, want %d with %q:\n%s", code, b.code, b.says, out)
			}
			if strings.Contains(out, "secret-word") || strings.Contains(out, token) || strings.Contains(out, "goroutine") {
				t.Errorf("it says too much:\n%s", out)
			}
		})
	}
}

// starts wants the program to begin, to say on /healthz that it lives, and to end at SIGTERM within ten seconds.
func starts(t *testing.T, env []string) {
	t.Helper()
	c, err := begin(program(t), env, "serve")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.cmd.Process.Kill() })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := c.await(ctx, c.err, `"msg":"ready"`); err != nil {
		t.Fatal(err)
	}
	res, err := http.Get("http://" + value(env, "SIAGA_LISTEN") + "/healthz")
	if err != nil || res.StatusCode != http.StatusOK {
		t.Errorf("healthz: %v %v", res, err)
	}
	ends(t, c)
}

// ends sends SIGTERM and wants the end within ten seconds, with code 0.
func ends(t *testing.T, c *child) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := c.end(ctx, syscall.SIGTERM); err != nil {
		t.Error(err)
	} else if c.result != nil {
		t.Errorf("ended with %v:\n%s", c.result, c.err)
	}
}

// TestSecondPoller starts the program twice with one token: the second says in a sentence that somebody else takes the updates.
func TestSecondPoller(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits a minute for the rests between six refusals; left out with -short")
	}
	b := backends()[0]
	h := newProcess(t, program(t), b)
	dir := t.TempDir()
	env := append(h.env[:len(h.env):len(h.env)], "SIAGA_DATABASE_URL=sqlite:"+filepath.Join(dir, "b.db"), "SIAGA_KEYS="+filepath.Join(dir, "b.keys"),
		"SIAGA_LISTEN="+freeAddress(t), "SIAGA_OPS_LISTEN="+freeAddress(t))
	if code, out := run(t, env, "keys", "init"); code != 0 {
		t.Fatal(out)
	}
	second, err := begin(program(t), env, "serve")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.cmd.Process.Kill() }()
	select {
	case <-second.ended:
		t.Logf("the second ended: %s", second.err)
	case <-h.serve.ended:
		t.Logf("the first ended: %s", h.serve.err)
		second, h.serve = h.serve, second
	case <-time.After(2 * time.Minute):
		t.Fatal("two pollers live side by side")
	}
	if !strings.Contains(second.err.String(), "another program takes the updates") {
		t.Errorf("it says: %s", second.err)
	}
}

// TestStopWithHangingTelegram stops the program while Telegram answers no message at all: it ends in time, and after the next
// start what was written meanwhile is answered.
func TestStopWithHangingTelegram(t *testing.T) {
	t.Parallel()
	h := newProcess(t, program(t), backends()[0])
	for id := int64(1); id <= 12; id++ {
		h.emu.AddPerson(emulator.Person{ID: id, FirstName: "orang"})
	}
	if err := h.emu.Fault(emulator.Fault{Method: "sendMessage", Kind: emulator.Timeout, Times: 1000}); err != nil {
		t.Fatal(err)
	}
	for id := int64(1); id <= 12; id++ {
		if _, err := h.emu.Start(id, ""); err != nil {
			t.Fatal(err)
		}
	}
	for len(h.emu.Faults()) > 0 && h.emu.Faults()[0].Times > 996 { // the first calls hang now
		<-h.emu.Changed()
	}
	began := time.Now()
	ends(t, h.serve)
	t.Logf("ended after %v", time.Since(began).Round(10*time.Millisecond))
	h.emu.ClearFaults()
	if err := h.start(t.Context()); err != nil {
		t.Fatal(err)
	}
	limit := time.After(2 * time.Minute) // what had begun at the stop is taken up when its lease ends
	for id := int64(1); id <= 12; id++ {
		for !answered(h.emu, id) {
			select {
			case <-h.emu.Changed():
			case <-time.After(100 * time.Millisecond):
			case <-limit:
				t.Fatalf("person %d has no answer", id)
			}
		}
	}
}

func answered(emu *emulator.Server, id int64) bool {
	for _, m := range emu.Chat(id) {
		if m.FromBot {
			return true
		}
	}
	return false
}
