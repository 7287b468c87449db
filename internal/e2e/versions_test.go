package e2e_test

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// olderBy is how many commits lie between the two programs, where SIAGA_OLDER names no revision.
const olderBy = "HEAD~12"

// older builds the program of an earlier revision (SIAGA_OLDER, or some commits ago) from the history, or skips where there is none.
func older(t *testing.T) string {
	t.Helper()
	rev := cmp.Or(os.Getenv("SIAGA_OLDER"), olderBy)
	dir := t.TempDir()
	archive := exec.CommandContext(t.Context(), "git", "archive", "--format=tar", "-o", filepath.Join(dir, "older.tar"), rev)
	archive.Dir = "../.."
	if out, err := archive.CombinedOutput(); err != nil {
		t.Skipf("the history does not reach back to %s: %v %s", rev, err, out)
	}
	source := filepath.Join(dir, "source")
	if err := os.Mkdir(source, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "tar", "-C", source, "-xf", filepath.Join(dir, "older.tar")).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	path := filepath.Join(dir, "older")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", path, "./cmd/siaga")
	build.Dir = source
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build of %s: %v %s", rev, err, out)
	}
	t.Logf("the older program is that of %s", strings.TrimSpace(rev))
	return path
}

// TestTwoVersionsSideBySide serves with an older program, starts the newer one beside it on the same PostgreSQL and Redis while three people
// tell their stories, kills the older one in the middle and starts the newer in its place, as a rolling restart does. Each story keeps
// every line of it in order, and what one version asked, the other one hears.
func TestTwoVersionsSideBySide(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds an older program and runs for minutes; left out with -short")
	}
	need(t, "SIAGA_TEST_POSTGRES")
	need(t, "SIAGA_TEST_REDIS")
	r := newReplicasOf(t, older(t), program(t))
	ctx, cancel := context.WithTimeout(t.Context(), 12*time.Minute)
	defer cancel()
	r.officer(ctx, t)
	people := []int64{2001, 2002, 2003}
	r.each(people, func(id int64) error { return r.report(ctx, id) }) // each step of it by whichever program gets it
	r.each(people, func(id int64) error { return r.lines(id, 0, 8) })
	if err := r.programs[0].serve.end(ctx, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	r.each(people, func(id int64) error { return r.lines(id, 8, 16) })
	r.programs[0].path = program(t)
	if err := r.programs[0].start(ctx); err != nil {
		t.Fatal(err)
	}
	r.each(people, func(id int64) error { return r.lines(id, 16, 24) })
	r.handled(ctx, t)
	if err := r.reads(ctx, len(people)); err != nil {
		t.Fatalf("%v\n%s", err, r.phone(dutyPhone))
	}
	for _, id := range people {
		r.inOrder(t, id, 24)
		if err := r.hears(ctx, id, "sudah menerima"); err != nil {
			t.Error(err)
		}
	}
}
