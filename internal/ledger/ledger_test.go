package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/ledger"
	"siaga/internal/private"
)

var day = time.Date(2026, 11, 3, 4, 5, 6, 7, time.UTC)

func opened(t *testing.T) (*ledger.Ledger, string, *private.Keys) {
	t.Helper()
	keys, err := private.NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "ledger")
	l, err := ledger.Open(dir, keys)
	if err != nil {
		t.Fatal(err)
	}
	return l, dir, keys
}

// TestHeadsAreKeptOnce writes a head once, again after a day, and each new one.
func TestHeadsAreKeptOnce(t *testing.T) {
	t.Parallel()
	l, dir, keys := opened(t)
	for _, h := range []engine.Head{{Seq: 1, Mark: "a", At: day}, {Seq: 1, Mark: "a", At: day.Add(time.Hour)}, {Seq: 2, Mark: "b", At: day.Add(2 * time.Hour)}, {Seq: 2, Mark: "b", At: day.Add(27 * time.Hour)}} {
		if err := l.Publish(t.Context(), h); err != nil {
			t.Fatal(err)
		}
	}
	again, err := ledger.Open(dir, keys)
	if err != nil {
		t.Fatal(err)
	}
	heads, strange, err := again.Heads()
	if err != nil || strange != 0 || len(heads) != 3 || heads[1].Seq != 2 || !heads[0].At.Equal(day.Truncate(time.Second)) {
		t.Errorf("got %+v, %d strange, %v", heads, strange, err)
	}
	info, err := os.Stat(filepath.Join(dir, "heads.jsonl"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v %v", info.Mode(), err)
	}
}

// TestForgedLinesCountForNothing changes lines, adds one made with other keys, and tears one as a crash does; what is written afterwards
// is read.
func TestForgedLinesCountForNothing(t *testing.T) {
	t.Parallel()
	l, dir, _ := opened(t)
	other, otherDir, _ := opened(t)
	for _, e := range []struct {
		l  *ledger.Ledger
		id string
	}{{l, "one"}, {l, "two"}, {other, "theirs"}} {
		if err := e.l.Erase(ledger.Erasure{Case: e.id, Why: "retention", At: day}); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(dir, "erased.jsonl")
	mine, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := os.ReadFile(filepath.Join(otherDir, "erased.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	forged := strings.Replace(string(mine), `"two"`, `"too"`, 1) + string(theirs) + `{"case":"torn","w`
	if err := os.WriteFile(name, []byte(forged), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Erase(ledger.Erasure{Case: "three", Why: "request", At: day}); err != nil {
		t.Fatal(err)
	}
	got, strange, err := l.Erased()
	if err != nil || strange != 3 || len(got) != 2 || got[0].Case != "one" || got[1].Case != "three" {
		t.Errorf("got %+v, %d strange, %v", got, strange, err)
	}
}

// TestErrorsNameNoPath keeps the operator's folders out of what is printed.
func TestErrorsNameNoPath(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(dir, nil); err == nil || strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
}
