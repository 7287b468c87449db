package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"siaga/internal/config"
)

func TestSettingsListsAll(t *testing.T) {
	t.Parallel()
	got := siaga(t, nil, "", "settings")
	if got.code != exitDone || !strings.Contains(got.out, "NAME_FILE=path") {
		t.Fatalf("code %d\n%s", got.code, got.out)
	}
	lines := strings.Split(got.out, "\n")
	for i, f := range config.Fields() {
		if !strings.HasPrefix(lines[i], f.Name+" ") || !strings.Contains(lines[i], f.Default) || !strings.HasSuffix(lines[i], f.Help) {
			t.Errorf("line %d is %q, want %s", i+1, lines[i], f.Name)
		}
	}
}

var settingRow = regexp.MustCompile("(?m)^\\| `(SIAGA_[A-Z_]+)` \\| (?:`([^`]*)`|\\(empty\\)) \\| (.+) \\|$")

// TestSettingsInReadme compares the table in the README with the settings: the same names in the same order, the same defaults.
func TestSettingsInReadme(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	rows, fields := settingRow.FindAllStringSubmatch(string(raw), -1), config.Fields()
	if len(rows) != len(fields) {
		t.Errorf("the README's table has %d settings, the program %d", len(rows), len(fields))
	}
	for i := range min(len(rows), len(fields)) {
		if rows[i][1] != fields[i].Name || rows[i][2] != fields[i].Default {
			t.Errorf("row %d of the README is %s = %q, want %s = %q", i+1, rows[i][1], rows[i][2], fields[i].Name, fields[i].Default)
		}
	}
	if !strings.Contains(string(raw), "_FILE") {
		t.Error("the README does not speak of _FILE")
	}
}
