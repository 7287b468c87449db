package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurityPageNamesRealTests keeps the promises of docs/security.md, processing.md and dpia.md tied to tests: every test and transcript
// named there exists, and every line of the table names one, or says that nothing does.
func TestSecurityPageNamesRealTests(t *testing.T) {
	t.Parallel()
	tests, scripts := map[string]bool{}, map[string]bool{}
	err := filepath.WalkDir("../..", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if strings.HasSuffix(name, ".txt") && strings.Contains(name, "testdata") {
			scripts[e.Name()] = true
		}
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		raw, err := os.ReadFile(name)
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`).FindAllStringSubmatch(string(raw), -1) {
			tests[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for _, page := range []string{"security.md", "processing.md", "dpia.md"} {
		raw, err := os.ReadFile("../../docs/" + page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("`(Test[A-Z]\\w+)`|`(\\w+\\.txt)`|-run (Test\\w+)").FindAllStringSubmatch(string(raw), -1) {
			named++
			if name := m[1] + m[3]; name != "" && !tests[name] {
				t.Errorf("docs/%s names %s, which is no test", page, name)
			}
			if m[2] != "" && !scripts[m[2]] {
				t.Errorf("docs/%s names %s, which is no transcript", page, m[2])
			}
		}
		if page == "security.md" {
			everyLineIsKept(t, string(raw))
		}
	}
	if named < 40 {
		t.Errorf("only %d tests are named", named)
	}
}

// everyLineIsKept reads the first table.
func everyLineIsKept(t *testing.T, page string) {
	t.Helper()
	_, rest, _ := strings.Cut(page, "|---|---|---|---|\n")
	table, _, _ := strings.Cut(rest, "\n\n")
	lines := strings.Split(table, "\n")
	if len(lines) < 9 {
		t.Errorf("the table has %d lines", len(lines))
	}
	for _, line := range lines {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 4 || !strings.Contains(cells[3], "`") && cells[3] != "nothing" {
			t.Errorf("no test keeps this line true: %s", line)
		}
	}
}
