package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

// childDir names the folder in which this test binary, started again, writes until it is killed.
const childDir = "SIAGA_TEST_KILLED_IN"

// TestKilledProcess kills a process that stores and handles updates, at no chosen moment, several times over one file: every
// update it acknowledged is there afterwards, and what it said was done is never given out again.
func TestKilledProcess(t *testing.T) {
	if dir := os.Getenv(childDir); dir != "" {
		workUntilKilled(t, dir)
		return
	}
	t.Parallel()
	dir := t.TempDir()
	keys, err := private.CreateKeysFile(filepath.Join(dir, "keys"))
	must(t, err)
	stored, done := map[string]bool{}, map[string]bool{}
	for round := range 5 {
		runAndKill(t, dir, 20+7*round, stored, done)
	}
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "siaga.db"), keys, store.Options{Now: func() time.Time { return time.Now().Add(time.Hour) }})
	must(t, err)
	defer db.Close()
	left := map[string]bool{}
	for {
		lane, ok, err := db.Claim(ctx, "after", time.Minute)
		must(t, err)
		if !ok {
			break
		}
		for _, u := range lane.Updates {
			left[string(u.Body)] = true
			must(t, db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, u.Seq) }))
		}
		must(t, db.Release(ctx, lane, time.Time{}))
	}
	if len(stored) < 50 || len(done) < 20 {
		t.Fatalf("got %d stored and %d done, want enough to learn from", len(stored), len(done))
	}
	for body := range done {
		if left[body] {
			t.Errorf("%s was done and is given out again", body)
		}
	}
	lost := 0
	for body := range stored {
		if !left[body] && !done[body] {
			lost++ // done without having been able to say so is possible once a round
		}
	}
	if lost > 5 {
		t.Errorf("%d acknowledged updates are gone", lost)
	}
}

// runAndKill starts the child and kills it after so many lines.
func runAndKill(t *testing.T, dir string, lines int, stored, done map[string]bool) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	scanner := bufio.NewScanner(out)
	for n := 0; scanner.Scan(); n++ {
		var what, body string
		if _, err := fmt.Sscan(scanner.Text(), &what, &body); err != nil {
			t.Errorf("the child said %q", scanner.Text())
		}
		map[string]map[string]bool{"stored": stored, "done": done}[what][body] = true
		if n == lines {
			must(t, cmd.Process.Kill())
		}
	}
	_ = cmd.Wait() // it was killed
}

func workUntilKilled(t *testing.T, dir string) {
	keys, err := private.LoadKeysFile(filepath.Join(dir, "keys"))
	must(t, err)
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "siaga.db"), keys, store.Options{})
	must(t, err)
	go func() {
		for i := 0; ; i++ {
			body := fmt.Sprint(os.Getpid(), "/", i)
			must(t, db.Put(ctx, incoming(body, "tg:"+body, body)))
			fmt.Println("stored", body)
		}
	}()
	for {
		lane, ok, err := db.Claim(ctx, "child", 30*time.Minute)
		must(t, err)
		for _, u := range lane.Updates {
			must(t, db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, u.Seq) }))
			fmt.Println("done", string(u.Body))
		}
		if ok {
			must(t, db.Release(ctx, lane, time.Time{}))
		}
	}
}
