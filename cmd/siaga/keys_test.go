package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"siaga/internal/kms/kmstest"
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
	siaga(t, append(env, "SIAGA_KEYS=gcp-kms://projects/x"), "", "keys", "check").wants(t, exitUsage, "named by SIAGA_KMS")
}

// TestKeysSealedByAService makes, checks, rotates and retires keys in a file that only a key service opens. Without its token, or when its key was
// destroyed, nothing starts and nothing is read; the token is in no answer.
func TestKeysSealedByAService(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, true)
	file := filepath.Join(dir, "siaga.keys")
	clearFile, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	siaga(t, env, "", "taskforce", "import", seedCSV(t, dir))
	service := kmstest.Start(t)
	writeFile(t, filepath.Join(dir, "token"), kmstest.Token+"\n")
	bare := env
	env = append(env[:len(env):len(env)], "SIAGA_KMS="+service.Address(), "SIAGA_KMS_TOKEN_FILE="+filepath.Join(dir, "token"))
	siaga(t, env, "", "keys", "check").wants(t, exitUsage, "siaga keys wrap")
	done := func(says string, args ...string) string {
		t.Helper()
		got := siaga(t, env, "", args...)
		if got.code != exitDone || !strings.Contains(got.out, says) || strings.Contains(got.out+got.err, kmstest.Token) {
			t.Fatalf("%v: %+v, want %q", args, got, says)
		}
		return got.out
	}
	done("sealed by hcvault://", "keys", "wrap")
	if raw, err := os.ReadFile(file); err != nil || strings.Contains(string(raw), "AesGcmKey") || strings.Contains(string(raw), "encryptedKeyset") {
		t.Errorf("the file is in clear: %v", err)
	}
	first := regexp.MustCompile(`key (\d+) seals`).FindStringSubmatch(done("fingerprint", "keys", "check"))
	done("seals from now on", "keys", "rotate", "--wait", "0s")
	service.Rotate()
	done("sealed by", "keys", "wrap")
	done("is destroyed", "keys", "retire", first[1])
	done("", "taskforce", "show", "53.02")
	siaga(t, env, "", "keys", "init").wants(t, exitUsage, "exists already")
	done("rows, as of", "backup", filepath.Join(dir, "a.backup"))

	siaga(t, bare, "", "keys", "check").wants(t, exitUsage, "is sealed by a key service")
	siaga(t, append(bare[:len(bare):len(bare)], "SIAGA_KMS="+service.Address()), "", "keys", "check").wants(t, exitUsage, "SIAGA_KMS_TOKEN")
	siaga(t, append(bare[:len(bare):len(bare)], "SIAGA_KMS="+service.Address(), "SIAGA_KMS_TOKEN=hvs.wrong-one"), "", "taskforce", "show", "53.02").wants(t, exitUsage, "refuses the token")
	siaga(t, append(bare[:len(bare):len(bare)], "SIAGA_KMS=gcp-kms://x", "SIAGA_KMS_TOKEN=t"), "", "keys", "check").wants(t, exitUsage, "hcvault://")
	service.Fail(503)
	siaga(t, append(env[:len(env):len(env)], "SIAGA_TELEGRAM_TOKEN=1:x"), "", "serve").wants(t, exitUsage, "does not answer")
	service.Fail(0)
	service.Destroy()
	siaga(t, append(env[:len(env):len(env)], "SIAGA_TELEGRAM_TOKEN=1:x"), "", "serve").wants(t, exitUsage, "was destroyed")
	siaga(t, env, "", "restore", "--drill", filepath.Join(dir, "a.backup")).wants(t, exitUsage, "was destroyed")
	writeFile(t, file, string(clearFile))
	siaga(t, bare, "", "taskforce", "show", "53.02").wants(t, exitUsage, "older copy")
}

// TestKeysMadeByAService: the first key file is never in clear where a service is named.
func TestKeysMadeByAService(t *testing.T) {
	t.Parallel()
	dir, env := folder(t, false)
	service := kmstest.Start(t)
	env = append(env, "SIAGA_KMS="+service.Address(), "SIAGA_KMS_TOKEN="+kmstest.Token)
	service.Fail(503)
	if got := siaga(t, env, "", "keys", "init"); got.code == exitDone {
		t.Fatalf("%+v", got)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "siaga.keys*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	service.Fail(0)
	if got := siaga(t, env, "", "keys", "init"); got.code != exitDone || !strings.Contains(got.out, "sealed by") {
		t.Fatalf("%+v", got)
	}
	if got := siaga(t, env, "", "keys", "check"); got.code != exitDone {
		t.Errorf("%+v", got)
	}
}
