package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/internal/taskforce"
)

// outcome is what a command left.
type outcome struct {
	code     int
	out, err string
}

// TestMain lets this test program be the process that it starts for a stranger's file.
func TestMain(m *testing.M) {
	pictureChild(os.Args[1:])
	os.Exit(m.Run())
}

// siaga runs one command in this process.
func siaga(t *testing.T, environ []string, in string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var out, errs bytes.Buffer
	code := run(ctx, args, streams{strings.NewReader(in), &out, &errs}, environ)
	return outcome{code, out.String(), errs.String()}
}

// folder gives settings for a database of its own, with a key file when asked for.
func folder(t *testing.T, keys bool) (dir string, environ []string) {
	t.Helper()
	dir = t.TempDir()
	environ = []string{"SIAGA_DATABASE_URL=sqlite:" + filepath.Join(dir, "siaga.db"), "SIAGA_KEYS=" + filepath.Join(dir, "siaga.keys")}
	if keys {
		if got := siaga(t, environ, "", "keys", "init"); got.code != exitDone {
			t.Fatalf("keys init: %+v", got)
		}
	}
	return dir, environ
}

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// seedCSV writes the register of the demonstration.
func seedCSV(t *testing.T, dir string) string {
	t.Helper()
	forces, seats := taskforce.Seed()
	var b strings.Builder
	if err := taskforce.WriteCSV(&b, forces, seats); err != nil {
		t.Fatal(err)
	}
	return writeFile(t, filepath.Join(dir, "register.csv"), b.String())
}

// wants checks code and sentence: one line on the error stream that begins with the program's name.
func (o outcome) wants(t *testing.T, code int, sentence string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d\n%s", o.code, code, o.err)
	}
	if !strings.Contains(o.err, sentence) || !strings.HasPrefix(o.err, "siaga: ") || strings.Count(o.err, "\n") != 1 {
		t.Errorf("the error stream says\n%s\nwant one line with: %s", o.err, sentence)
	}
}

func TestWrongSettings(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	file := writeFile(t, filepath.Join(dir, "token"), "1:abc\n")
	token := "SIAGA_TELEGRAM_TOKEN=1:abc"
	for _, c := range []struct {
		name    string
		environ []string
		args    []string
		want    string
	}{
		{"no token", nil, []string{"serve"}, "SIAGA_TELEGRAM_TOKEN is missing"},
		{"no token at all", []string{"SIAGA_TELEGRAM_TOKEN=abc"}, []string{"serve"}, "does not look like a token"},
		{"unknown kind of database", []string{token, "SIAGA_DATABASE_URL=mysql://x"}, []string{"serve"}, "SIAGA_DATABASE_URL must begin with"},
		{"no file of a database", []string{token, "SIAGA_DATABASE_URL=sqlite:"}, []string{"serve"}, "names no file"},
		{"both ways of giving a value", []string{token, "SIAGA_TELEGRAM_TOKEN_FILE=" + file}, []string{"serve"}, "either SIAGA_TELEGRAM_TOKEN or SIAGA_TELEGRAM_TOKEN_FILE"},
		{"a file that is not there", []string{"SIAGA_TELEGRAM_TOKEN_FILE=" + dir + "/none"}, []string{"serve"}, "SIAGA_TELEGRAM_TOKEN_FILE: the file cannot be read"},
		{"no key file", []string{token, "SIAGA_KEYS=" + dir + "/none.keys"}, []string{"serve"}, "siaga keys init"},
		{"a key file that is none", []string{token, "SIAGA_KEYS=" + file}, []string{"serve"}, "SIAGA_KEYS"},
		{"no address", []string{token, "SIAGA_LISTEN=8080"}, []string{"serve"}, "SIAGA_LISTEN must be host:port"},
		{"a webhook without secret", []string{token, "SIAGA_WEBHOOK_URL=https://siaga.example/x"}, []string{"serve"}, "SIAGA_WEBHOOK_SECRET is missing"},
		{"a strange secret", []string{token, "SIAGA_WEBHOOK_URL=https://siaga.example/x", "SIAGA_WEBHOOK_SECRET=a b"}, []string{"serve"}, "may hold only"},
		{"a strange Redis", []string{token, "SIAGA_REDIS_URL=http://x"}, []string{"serve"}, "SIAGA_REDIS_URL"},
		{"unknown command", nil, []string{"sevre"}, "sevre"},
		{"unknown flag", nil, []string{"demo", "--fast"}, "--fast"},
		{"a missing argument", nil, []string{"taskforce", "import"}, "see siaga --help"},
		{"a conversation that is none", nil, []string{"rehearse", "--flow", "weather"}, "weather"},
		{"a language that is none", nil, []string{"rehearse", "--lang", "xx"}, `there is no language "xx"`},
		{"a folder that cannot be", nil, []string{"demo", "--headless", "--data", file + "/x"}, "cannot be made"},
		{"an address that cannot be", nil, []string{"emulator", "--listen", "300.1.1.1:1"}, "cannot listen"},
		{"a key file that exists", nil, []string{"keys", "init"}, "exists already"},
		{"a seat that is none", nil, []string{"officer", "invite", "99/duty/1"}, "siaga officer list"},
		{"a seat to confirm that is none", nil, []string{"officer", "confirm", "99/duty/1"}, "siaga officer list"},
		{"a shift that is none", nil, []string{"officer", "rota", "53.02/duty/1", "--set", "monday"}, "mon:morning"},
		{"a role that is none", nil, []string{"officer", "seat", "53.02/boss/1", "--role", "boss", "--title", "x"}, "daily_chair"},
		{"a rota of no task force", nil, []string{"taskforce", "rota", "99"}, "siaga taskforce list"},
		{"a seat to empty that is none", nil, []string{"officer", "revoke", "99/duty/1"}, "siaga officer list"},
		{"a task force that is none", nil, []string{"taskforce", "show", "99"}, "siaga taskforce list"},
		{"a register that is not there", nil, []string{"taskforce", "import", dir + "/none.csv"}, "cannot be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			environ := append(append([]string{}, env...), c.environ...)
			siaga(t, environ, "", c.args...).wants(t, exitUsage, c.want)
		})
	}
}

func TestTokenFromAFile(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, false)
	env = append(env, "SIAGA_TELEGRAM_TOKEN_FILE="+writeFile(t, filepath.Join(dir, "token"), "1:abc\n"))
	siaga(t, env, "", "serve").wants(t, exitUsage, "SIAGA_KEYS") // the token is read; the key file is missing next
}

func TestBrokenCSV(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	good, err := os.ReadFile(seedCSV(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(good), "\n")
	lines[4] = "99.99," + strings.SplitN(lines[4], ",", 2)[1]
	broken := writeFile(t, filepath.Join(dir, "broken.csv"), strings.Join(lines, ""))
	before := siaga(t, env, "", "taskforce", "list", "--json")
	for _, command := range []string{"check", "import"} {
		siaga(t, env, "", "taskforce", command, broken).wants(t, exitUsage, "line 5")
	}
	after := siaga(t, env, "", "taskforce", "list", "--json")
	if before.code != exitDone || after.out != before.out {
		t.Errorf("a refused import changed the register (%s%s)", before.err, after.err)
	}
	siaga(t, env, "no,such,columns\n", "taskforce", "check", "-").wants(t, exitUsage, "line 1")
}

func TestRegisterFromTheCommandLine(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	file, rota := seedCSV(t, dir), filepath.Join(dir, "rota.csv")
	if err := os.WriteFile(rota, []byte("seat,mon,tue,wed,thu,fri,sat,sun\n53.02/duty/2,,,,,,afternoon,night\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"taskforce", "check", file}, "is good"},
		{[]string{"taskforce", "import", file}, "imported"},
		{[]string{"taskforce", "import", file}, "imported"}, // a second time changes nothing
		{[]string{"taskforce", "check", file, "--json"}, `{"taskforces":`},
		{[]string{"taskforce", "import", file, "--json"}, `,"seats":`},
		{[]string{"taskforce", "list"}, "53.02"},
		{[]string{"taskforce", "list", "--json"}, `"code":"53.02"`},
		{[]string{"taskforce", "show", "53.02"}, "53.02/duty/1"},
		{[]string{"taskforce", "coverage"}, "GOES TO"},
		{[]string{"taskforce", "coverage", "--json", "--register", file}, `"code":"53.02"`},
		{[]string{"officer", "list"}, "53.02/duty/1"},
		{[]string{"officer", "list", "--json"}, `"linked":false`},
		{[]string{"officer", "invite", "53.02/duty/1"}, "/start "},
		{[]string{"officer", "link", "53.02/duty/1"}, "/start "},
		{[]string{"officer", "rota", "53.02/duty/1", "--set", "mon:morning,sat:night"}, "sat  night"},
		{[]string{"officer", "rota", "53.02/duty/1", "--json"}, `{"day":"mon","shifts":["morning"]}`},
		{[]string{"officer", "seat", "53.02/subforce/1", "--role", "subforce", "--subforce", "prevention", "--title", "Anggota"}, "53.02/subforce/1"},
		{[]string{"taskforce", "rota", "53.02", "--days", "1"}, "SHIFT"},
		{[]string{"taskforce", "rota", "show", "53.02", "--days", "1"}, "SHIFT"},
		{[]string{"taskforce", "rota", "import", rota, "--dry-run"}, "1 seats read, 1 would change: 53.02/duty/2"},
		{[]string{"taskforce", "rota", "import", rota}, "1 seats read, 1 changed: 53.02/duty/2"},
		{[]string{"taskforce", "rota", "import", rota}, "1 seats read, 0 changed: -"}, // the dry run before it changed nothing
		{[]string{"taskforce", "rota", "export", "--code", "53.02"}, "53.02/duty/2,,,,,,afternoon,night"},
		{[]string{"taskforce", "rota", "export", rota}, ""},
		{[]string{"taskforce", "rota", "import", rota}, "0 changed"},
		{[]string{"taskforce", "show", "53.02", "--json"}, `"seat":"53.02/subforce/1"`},
		{[]string{"taskforce", "export"}, "53.02/subforce/1,subforce,Anggota"},
		{[]string{"officer", "revoke", "53.02/duty/1"}, "is empty"},
		{[]string{"officer", "revoke", "53.02/duty/1", "--json"}, `{"seat":"53.02/duty/1","done":"revoked"}`},
		{[]string{"officer", "invite", "53.02/duty/1", "--json"}, `{"seat":"53.02/duty/1","link":"/start `},
		{[]string{"keys", "check"}, "fingerprint"},
		{[]string{"version"}, "siaga dev"},
	} {
		got := siaga(t, env, "", c.args...)
		if got.code != exitDone || !strings.Contains(got.out, c.want) {
			t.Errorf("siaga %s: code %d, printed\n%.500s\n%s\nwant: %s", strings.Join(c.args, " "), got.code, got.out, got.err, c.want)
		}
	}
}

func TestHelpOfEachCommand(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"", "demo", "serve", "doctor", "keys", "keys init", "keys check", "taskforce", "taskforce import",
		"taskforce check", "taskforce list", "taskforce show", "taskforce coverage", "officer", "officer invite", "officer list",
		"officer link", "officer seat", "officer rota", "taskforce export", "taskforce rota", "taskforce rota import", "taskforce rota export", "officer confirm", "officer refuse", "officer revoke", "emulator", "rehearse", "place", "route", "understand", "settings", "version"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			got := siaga(t, nil, "", append(strings.Fields(command), "--help")...)
			if got.code != exitDone || !strings.Contains(got.out, "Usage: siaga "+command) || got.err != "" {
				t.Errorf("code %d\n%s%s", got.code, got.out, got.err)
			}
		})
	}
}
