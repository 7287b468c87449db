package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestKeysRotate rotates, seals anew and retires, as an operator does; an older copy of the key file is refused afterwards.
func TestKeysRotate(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	file := filepath.Join(dir, "siaga.keys")
	siaga(t, env, "", "taskforce", "import", seedCSV(t, dir))
	older, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`key (\d+) seals`).FindStringSubmatch(siaga(t, env, "", "keys", "check").out)
	if first == nil {
		t.Fatal("keys check names no key")
	}
	siaga(t, env, "", "keys", "retire", first[1]).wants(t, exitUsage, "are still sealed under key")
	siaga(t, env, "", "keys", "rotate", "--promote").wants(t, exitUsage, "there is no new key")
	if got := siaga(t, env, "", "keys", "rotate", "--stage"); got.code != exitDone || !strings.Contains(got.out, "is in the file and opens") {
		t.Fatalf("%+v", got)
	}
	got := siaga(t, env, "", "keys", "rotate", "--promote")
	if got.code != exitDone || !strings.Contains(got.out, "seals from now on") || strings.Contains(got.out, "\n0 values were sealed anew") {
		t.Fatalf("%+v", got)
	}
	if got := siaga(t, env, "", "keys", "check", "--database"); got.code != exitDone || strings.Contains(got.out, "values under key "+first[1]) || !strings.Contains(got.out, "values under key") {
		t.Errorf("%+v", got)
	}
	if got := siaga(t, env, "", "keys", "rotate", "--wait", "0s"); got.code != exitDone {
		t.Errorf("all steps at once: %+v", got)
	}
	if got := siaga(t, env, "", "keys", "retire", first[1]); got.code != exitDone {
		t.Errorf("%+v", got)
	}
	if got := siaga(t, env, "", "taskforce", "show", "53.02"); got.code != exitDone {
		t.Errorf("after all of it: %+v", got)
	}
	writeFile(t, file, string(older))
	siaga(t, env, "", "taskforce", "show", "53.02").wants(t, exitUsage, "it may be an older copy")
	siaga(t, append(env, "SIAGA_KEYS=gcp-kms://projects/x"), "", "keys", "check").wants(t, exitUsage, "no key management service is built in")
}
