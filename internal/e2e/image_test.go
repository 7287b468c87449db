package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestImage builds the image of docs/deploy/Containerfile.dist with buildah and runs its program as the image's own user in its own root: keys
// are made, everything but the token and the officers that nobody gave is found in order, and a stranger's file is copied in a process of its own.
func TestImage(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("an image takes half a minute")
	}
	if _, err := exec.LookPath("buildah"); err != nil || os.Geteuid() != 0 {
		t.Skip("no image is built here: that takes buildah (Debian: buildah) and root")
	}
	dir := t.TempDir()
	build := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-o", filepath.Join(dir, "siaga"), "siaga/cmd/siaga") // as make build does
	build.Env = append(os.Environ(), "CGO_ENABLED=0")                                                                          // an empty root has no library to link with
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	certificates, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		certificates = nil
	}
	if err := os.WriteFile(filepath.Join(dir, "ca-certificates.crt"), certificates, 0o644); err != nil { //nolint:gosec // no secret
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(dir, "storage")
	buildah := func(args ...string) (string, error) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, "buildah", append([]string{"--root", kept, "--runroot", kept + "-run", "--storage-driver", "vfs"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	must := func(args ...string) string {
		t.Helper()
		out, err := buildah(args...)
		if err != nil {
			t.Fatalf("buildah %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(out)
	}
	file, err := filepath.Abs("../../docs/deploy/Containerfile.dist")
	if err != nil {
		t.Fatal(err)
	}
	must("bud", "--isolation", "chroot", "--format", "docker", "-f", file, "-t", "siaga", dir)
	box := must("from", "--pull-never", "localhost/siaga:latest")
	run := func(args ...string) (string, error) {
		return buildah(append([]string{"run", "--isolation", "chroot", "--user", "65532:65532", box, "--", "/siaga"}, args...)...)
	}
	if out, err := run("keys", "init"); err != nil || !strings.Contains(out, "made /data/siaga.keys") {
		t.Fatalf("%v\n%s", err, out)
	}
	out, err := run("doctor")
	if err == nil || !strings.Contains(out, "SIAGA_TELEGRAM_TOKEN is missing") || !strings.Contains(out, "nobody is on duty at pusat") || strings.Count(out, "\nbad ") != 2 {
		t.Errorf("the doctor: %v\n%s", err, out)
	}
	if !strings.Contains(out, "copied in processes with limits") {
		t.Errorf("no file can be copied in the image\n%s", out)
	}
	if out, err := run("ready"); err == nil || !strings.Contains(out, "no bot answers here") {
		t.Errorf("ready without a bot: %v\n%s", err, out)
	}
	if spec := must("inspect", "--type", "image", "localhost/siaga:latest"); !strings.Contains(spec, `"User": "65532:65532"`) || !strings.Contains(spec, `"/siaga"`) {
		t.Errorf("the image is not for an ordinary user\n%s", spec)
	}
}
