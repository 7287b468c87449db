package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackupAndRestoreByCommand goes the way of an operator: backup, drill, restore into a new database, and the refusals.
func TestBackupAndRestoreByCommand(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := []string{"SIAGA_DATABASE_URL=sqlite:" + filepath.Join(dir, "siaga.db"), "SIAGA_KEYS=" + filepath.Join(dir, "siaga.keys")}
	file := filepath.Join(dir, "one.backup")
	do := func(want int, env []string, args ...string) string {
		t.Helper()
		var out, errs strings.Builder
		if got := run(t.Context(), args, streams{strings.NewReader(""), &out, &errs}, env); got != want {
			t.Fatalf("siaga %s: got %d, want %d\n%s", strings.Join(args, " "), got, want, errs.String())
		}
		return out.String() + errs.String()
	}
	do(exitDone, env, "keys", "init")
	do(exitDone, env, "taskforce", "import", seedCSV(t, dir))
	made := do(exitDone, env, "backup", file, "--json")
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the backup: %v, %v", info, err)
	}
	do(exitUsage, env, "backup", file) // never over another
	drilled := do(exitDone, env, "restore", file, "--drill", "--json")
	do(exitFailed, env, "restore", file) // the database is in use
	fresh := []string{"SIAGA_DATABASE_URL=sqlite:" + filepath.Join(dir, "new.db"), env[1]}
	restored := do(exitDone, fresh, "restore", file, "--json")
	var a, b, c backupLine
	for i, into := range []*backupLine{&a, &b, &c} {
		if err := json.Unmarshal([]byte([]string{made, drilled, restored}[i]), into); err != nil {
			t.Fatal(err)
		}
	}
	for name, tally := range a.Tables {
		if b.Tables[name] != tally || c.Tables[name] != tally {
			t.Errorf("table %s: %v, drilled %v, restored %v", name, tally, b.Tables[name], c.Tables[name])
		}
	}
	if a.Tables["seats"].Rows == 0 {
		t.Errorf("seats: %v", a.Tables["seats"])
	}
	other := []string{fresh[0] + "x", "SIAGA_KEYS=" + filepath.Join(dir, "other.keys")}
	do(exitDone, other, "keys", "init")
	if out := do(exitFailed, other, "restore", file); !strings.Contains(out, "key file") {
		t.Errorf("with another key file: %s", out)
	}
	left, _ := filepath.Glob(filepath.Join(dir, "*.part"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
