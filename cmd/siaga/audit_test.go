package main

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"
)

// TestAuditVerify changes a row behind the program's back, and puts yesterday's database back: the command says so and fails.
func TestAuditVerify(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	if got := siaga(t, env, "", "taskforce", "import", seedCSV(t, dir)); got.code != exitDone {
		t.Fatalf("%+v", got)
	}
	yesterday, err := os.ReadFile(filepath.Join(dir, "siaga.db"))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		siaga(t, env, "", "taskforce", "import", filepath.Join(dir, "register.csv"))
	}
	head := siaga(t, env, "", "audit", "head")
	if head.code != exitDone || !strings.HasPrefix(head.out, "4:") {
		t.Fatalf("%+v", head)
	}
	mark := strings.TrimSpace(head.out)
	if got := siaga(t, env, "", "audit", "verify", "--head", mark); got.code != exitDone || !strings.Contains(got.out, "4 entries, whole; compared with 2 published heads") {
		t.Errorf("an untouched audit: %+v", got)
	}
	siaga(t, env, "", "audit", "verify", "--head", "4:short").wants(t, exitUsage, "is no mark")

	change(t, filepath.Join(dir, "siaga.db"))
	got := siaga(t, env, "", "audit", "verify", "--json")
	var line struct {
		Whole  bool
		Faults []struct {
			Seq  int64
			Kind string
		}
	}
	if err := json.Unmarshal([]byte(got.out), &line); err != nil || line.Whole || len(line.Faults) != 1 || line.Faults[0].Seq != 2 || line.Faults[0].Kind != "changed" {
		t.Errorf("a changed entry: %v %+v", err, got)
	}
	got.wants(t, exitFailed, "the audit is not what was written")

	for _, rest := range []string{"-wal", "-shm"} {
		_ = os.Remove(filepath.Join(dir, "siaga.db"+rest))
	}
	writeFile(t, filepath.Join(dir, "siaga.db"), string(yesterday))
	if got := siaga(t, env, "", "audit", "verify"); got.code != exitFailed || !strings.Contains(got.out, "entry 4: cut") {
		t.Errorf("a database put back: %+v", got)
	}
}

// change edits the second entry as somebody does who owns the file.
func change(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"DROP TRIGGER audit_keep_text", "UPDATE audit SET detail = '1 rows' WHERE seq = 2", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}
