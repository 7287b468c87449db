package private

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeyFileIsMadeOnceForItsOwner(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	made, err := CreateKeysFile(path)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
	}
	loaded, err := LoadKeysFile(path)
	if err != nil || loaded.Fingerprint() != made.Fingerprint() {
		t.Fatalf("load: %v", err)
	}
	before, _ := os.ReadFile(path)
	if _, err := CreateKeysFile(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second creation: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("the second creation changed the file")
	}
	if _, err := CreateKeysFile(filepath.Join(path, "under-a-file")); err == nil || errors.Is(err, fs.ErrExist) {
		t.Errorf("an impossible place: %v", err)
	}
}

func TestKeyFileOthersCanReadIsRefused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	if _, err := CreateKeysFile(path); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o644, 0o640, 0o604, 0o660, 0o602, 0o601, 0o610} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeysFile(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("mode %o: got %v, want a refusal that says chmod 600", mode, err)
		}
	}
	for _, mode := range []os.FileMode{0o600, 0o400} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := LoadKeysFile(path); err != nil {
			t.Errorf("mode %o: %v", mode, err)
		}
	}
}

func TestKeyFileRefusalsAreSentences(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	cases := []struct{ name, path, want string }{
		{"missing", filepath.Join(dir, "none.json"), "siaga keys init"},
		{"a folder", dir, "not an ordinary file"},
		{"empty", write("empty", ""), "not usable Siaga keys"},
		{"foreign", write("foreign", canary), "not usable Siaga keys"},
		{"too large", write("large", strings.Repeat(" ", maxKeyFile+1)), "larger than a key file"},
	}
	for _, c := range cases {
		_, err := LoadKeysFile(c.path)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), canary) {
			t.Errorf("%s: got %v, want a sentence with %q", c.name, err, c.want)
		}
	}
	if _, err := LoadKeysFile(cases[0].path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v does not match fs.ErrNotExist", err)
	}
}

func TestReplacedKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys.json")
	k, err := CreateKeysFile(path)
	if err != nil {
		t.Fatal(err)
	}
	id, err := k.Rotate()
	if err != nil {
		t.Fatal(err)
	}
	// What an earlier attempt left behind when it was cut off must not stop this one.
	if err := os.WriteFile(path+".new", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ReplaceKeysFile(path, k); err != nil {
		t.Fatal(err)
	}
	again, err := LoadKeysFile(path)
	if err != nil || again.PrimaryID() != id {
		t.Errorf("after replacing: %v", err)
	}
	left, _ := os.ReadDir(filepath.Dir(path))
	if len(left) != 1 {
		t.Errorf("%d files left, want 1", len(left))
	}
	if err := ReplaceKeysFile(path+".none", k); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("replacing nothing: %v", err)
	}
	before, _ := os.ReadFile(path)
	if err := ReplaceKeysFile(path, newKeys(t)); !errors.Is(err, ErrKeyChange) {
		t.Errorf("replacing with the keys of another installation: %v", err)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("a refused replacement changed the file")
	}
}
