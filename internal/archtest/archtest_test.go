package archtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// TestHouse walks the whole module.
func TestHouse(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	files, err := load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 100 {
		t.Fatalf("only %d files found: the walk is wrong", len(files))
	}
	for _, sentence := range check(files) {
		t.Error(sentence)
	}
	seen := map[string]bool{}
	for _, f := range files {
		seen[f.room], seen[f.name] = true, true
	}
	for _, r := range law {
		if !strings.HasSuffix(r.room, "/*") && !seen[r.room] {
			t.Errorf("the law has a row for %s, which does not exist", r.room)
		}
	}
	for name := range longFiles {
		if !seen[name] {
			t.Errorf("longFiles names %s, which does not exist", name)
		}
	}
}

// TestLawCanBeBroken plants one break at a time and wants exactly that sentence.
func TestLawCanBeBroken(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, body, want string }{
		{"a clean noun", "internal/casework/a.go", `import "siaga/internal/region"`, ""},
		{"a noun looks up", "internal/region/a.go", `import "siaga/internal/casework"`, "must not import siaga/internal/casework"},
		{"a noun opens files", "internal/taskforce/a.go", `import "os"`, "must not import os"},
		{"a noun reads an address", "internal/directory/a.go", `import "net/url"`, ""},
		{"a noun calls out", "internal/directory/a.go", `import "net/http"`, "must not import net/http"},
		{"a noun uses a big library", "internal/offer/a.go", `import "github.com/redis/go-redis/v9"`, "must not import github.com/redis"},
		{"a flow knows the engine", "flows/report/a.go", `import "siaga/internal/engine"`, "must not import siaga/internal/engine"},
		{"a flow knows another", "flows/report/a.go", `import "siaga/flows/duty"`, "must not import siaga/flows/duty"},
		{"a new flow", "flows/learn/a.go", `import "siaga/flows"`, ""},
		{"a flow logs", "flows/duty/a.go", `import "log/slog"`, "must not import log/slog"},
		{"a flow builds machines", "flows/duty/a.go", `import "github.com/looplab/fsm"`, "must not import github.com/looplab/fsm"},
		{"a flow asks for the time", "flows/report/a.go", "import \"time\"\nvar f = func() time.Time { return time.Now() }", "time.Now (line 4)"},
		{"a flow is given the time", "flows/report/a.go", "import \"time\"\nfunc f(t time.Time) time.Time { return t.Add(time.Hour) }", ""},
		{"a flow throws dice", "flows/a.go", `import "math/rand/v2"`, "must not import math/rand/v2"},
		{"flowtest tests", "flows/flowtest/a.go", "import (\n\"os\"\n\"testing\"\n)", ""},
		{"the engine knows Telegram", "internal/engine/a.go", `import "siaga/bot"`, "must not import siaga/bot"},
		{"the engine knows SQL", "internal/engine/a.go", `import "database/sql"`, "must not import database/sql"},
		{"the engine knows a flow", "internal/engine/a.go", `import "siaga/flows/report"`, "must not import siaga/flows/report"},
		{"an edge knows another", "internal/store/a.go", `import "siaga/internal/session"`, "must not import siaga/internal/session"},
		{"the bot knows the store", "bot/a.go", `import "siaga/internal/store"`, "must not import siaga/internal/store"},
		{"the store knows Telegram", "internal/store/a.go", `import "github.com/go-telegram/bot"`, "must not import github.com/go-telegram/bot"},
		{"the emulator knows us", "internal/emulator/a.go", `import "siaga/internal/private"`, "must not import siaga/internal/private"},
		{"the emulator's test knows us", "internal/emulator/a_test.go", `import "siaga/bot"`, "must not import siaga/bot"},
		{"a part knows the whole", "internal/outbox/a_test.go", `import "siaga/internal/app"`, "must not import siaga/internal/app"},
		{"a command knows the whole", "cmd/siaga/a.go", `import "siaga/internal/app"`, ""},
		{"a room without law", "internal/attic/a.go", "", "has no row in the law"},
		{"a flow below a flow", "flows/report/deep/a.go", "", "has no row in the law"},
		{"init", "internal/config/a.go", "func init() {}", "has an init function"},
		{"init is a fine name for a method", "internal/config/a.go", "type t int\nfunc (t) init() {}", ""},
		{"a variable changes", "internal/engine/a.go", "var n int\nfunc f() { n++ }", "changes the package variable n (line 4)"},
		{"a variable of another file changes", "internal/engine/a.go", "func f() { n = 2 }", "changes the package variable n"},
		{"a local variable changes", "internal/engine/a.go", "var n int\nfunc f(n int) { n++; m := n; m = 2; _ = m }", ""},
		{"a very long file", "internal/engine/a.go", strings.Repeat("\n", maxLines), "more than 500"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := broken(t, c.file, "// Package a is planted.\npackage a\n"+c.body+"\n")
			switch {
			case c.want == "" && len(got) > 0:
				t.Errorf("refused without need:\n%s", strings.Join(got, "\n"))
			case c.want != "" && (len(got) != 1 || !strings.Contains(got[0], c.want)):
				t.Errorf("got:\n%s\nwant one sentence with: %s", strings.Join(got, "\n"), c.want)
			}
		})
	}
	if got := broken(t, "bot/a.go", "package bot\n"); len(got) != 1 || !strings.Contains(got[0], "no package comment") {
		t.Errorf("a room without a comment: %q", got)
	}
}

func broken(t *testing.T, name, source string) []string {
	t.Helper()
	files, err := load(fstest.MapFS{name: {Data: []byte(source)}})
	if err != nil {
		t.Fatal(err)
	}
	return check(files)
}
