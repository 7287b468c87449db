package store

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestLimitsAreNotParsedAgain holds the rule told at prepared: a bare LIMIT $n costs SQLite a parse at each use.
func TestLimitsAreNotParsedAgain(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	limit, bare := regexp.MustCompile(`LIMIT \$\d`), regexp.MustCompile(`LIMIT \$\d+($|[^0-9 ]| [^+])`)
	found := 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		found += len(limit.FindAll(raw, -1))
		for _, m := range bare.FindAll(raw, -1) {
			t.Errorf("%s: %s: write LIMIT $n + 0", f, m)
		}
	}
	if found == 0 {
		t.Error("no statement with a limit was found: the test looks in the wrong place")
	}
}
