package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// TestLeakscanLeavesNothing runs the scan where no bot runs: it finds nothing but its controls, and takes away all that it planted.
func TestLeakscanLeavesNothing(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	got := siaga(t, env, "", "leakscan")
	// This process was started by the test runner, not by "siaga leakscan": it may be blind for arguments, and then says so.
	if !strings.Contains(got.out, "50 words planted, 0 leaks, ") || strings.Count(got.out, "BLIND") != strings.Count(got.out, "not found in process arguments") {
		t.Errorf("%s", got.out)
	}
	log := writeFile(t, filepath.Join(dir, "old.log"), "x\nMaria%20Tefa\n")
	if got := siaga(t, env, "maria tefa\n", "leakscan", "--words", log); !strings.Contains(got.out, "LEAK: word 50 as percent in "+log) || strings.Contains(got.out+got.err, "aria") {
		t.Errorf("%+v", got)
	}
	siaga(t, env, "ab\n", "leakscan", "--words").wants(t, exitUsage, "at least 6 bytes")
	siaga(t, env, "", "leakscan", filepath.Join(dir, "nowhere")).wants(t, exitUsage, "cannot be looked through")
	db, err := sql.Open("sqlite", filepath.Join(dir, "siaga.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"cases", "case_keys", "files", "file_bodies", "drafts", "jobs", "invites", "actions", "chats"} {
		var n int
		if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows are left in %s, %v", n, table, err)
		}
	}
	var n int
	if err := db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM meta WHERE name = 'leakscan'").Scan(&n); err != nil || n != 0 {
		t.Errorf("the control word is left, %v", err)
	}
}
