package app

import (
	"os"
	"path/filepath"
	"testing"

	"siaga/internal/private"
)

// TestKeyFileIsTakenOver changes the key file under a running process; a file of another installation is refused, and the keys go on.
func TestKeyFileIsTakenOver(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "siaga.keys")
	running, err := private.CreateKeysFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k := &keyFile{file: private.KeyFile{Path: path}, keys: running}
	look := func(want, fails bool) {
		t.Helper()
		if changed, err := k.look(); changed != want || (err != nil) != fails {
			t.Fatalf("got %v, %v; want changed %v, an error %v", changed, err, want, fails)
		}
	}
	look(true, false)
	look(false, false)
	operator, err := private.LoadKeysFile(path)
	if err != nil {
		t.Fatal(err)
	}
	id, err := operator.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	if err := private.ReplaceKeysFile(path, operator); err != nil {
		t.Fatal(err)
	}
	look(true, false)
	look(false, false)
	if running.PrimaryID() != id || len(running.IDs()) != 2 {
		t.Errorf("the process seals under %d of %v, want %d", running.PrimaryID(), running.IDs(), id)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	look(false, true)
	if _, err := private.CreateKeysFile(path); err != nil {
		t.Fatal(err)
	}
	look(false, true)
	if running.PrimaryID() != id {
		t.Error("keys of another installation were taken over")
	}
}
