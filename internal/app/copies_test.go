package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"siaga/internal/cell"
	"siaga/internal/copies"
)

// TestMain lets this test program be the process that it starts for a stranger's file. As "probe" it tells what it cannot do there.
func TestMain(m *testing.M) {
	if cell.Inside() && len(os.Args) > 2 && os.Args[1] == PictureCommand {
		if os.Args[2] == "probe" {
			os.Exit(probe(os.Stdin, os.Stdout))
		}
		os.Exit(Child(os.Args[2:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

// probe tries what a hostile file might make a process do: each word it writes is something that worked.
func probe(in io.Reader, out io.Writer) int {
	said, err := io.ReadAll(in)
	if err != nil || cell.Limit() != nil {
		return 2
	}
	address, file, _ := strings.Cut(string(said), "\n")
	if c, err := net.DialTimeout("tcp", address, time.Second); err == nil {
		_, _ = out.Write([]byte("network "))
		_ = c.Close()
	}
	if os.WriteFile(file, []byte("x"), 0o600) == nil {
		_, _ = out.Write([]byte("file "))
	}
	if len(os.Environ()) > 1 {
		_, _ = out.Write([]byte("environment "))
	}
	if _, err := cell.New([]string{"/proc/self/exe"}).Run(context.Background(), time.Second, nil, 10, "x"); !errors.Is(err, cell.ErrNoProcess) {
		_, _ = out.Write([]byte("cell "))
	}
	_, _ = out.Write([]byte("ended"))
	return 0
}

// TestACellHasNoNetworkAndNoFiles: the process of a file reaches no listener, writes no file, sees no variable of the house, starts no other.
func TestACellHasNoNetworkAndNoFiles(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c := aCopier(t)
	got, err := c.cell.Run(t.Context(), 30*time.Second, []byte(l.Addr().String()+"\n"+filepath.Join(t.TempDir(), "x")), 100, "probe")
	if err != nil {
		t.Fatal(err)
	}
	if said := string(got); said != "ended" && (runtime.GOOS == "linux" || said != "network ended") {
		t.Errorf("what worked in there: %q", said)
	}
}

func aCopier(t *testing.T) *copier {
	t.Helper()
	c, err := newCopier()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestTwoHundredHostileFiles: each is copied in a process of its own; whatever happens there, this process goes on, the answer is a copy or
// that the file is held, and a good file is copied afterwards as before.
func TestTwoHundredHostileFiles(t *testing.T) {
	t.Parallel()
	c := aCopier(t)
	var good bytes.Buffer
	if err := jpeg.Encode(&good, image.NewGray(image.Rect(0, 0, 640, 480)), nil); err != nil {
		t.Fatal(err)
	}
	files := hostile(t, good.Bytes(), map[bool]int{true: 40, false: 200}[testing.Short()])
	copied, held, slowest := 0, 0, time.Duration(0)
	for name, body := range files {
		start := time.Now()
		got, err := c.Copy(t.Context(), body)
		slowest = max(slowest, time.Since(start))
		switch {
		case err == nil && len(got.Body) <= copyMost:
			copied++
		case errors.Is(err, copies.ErrHeld):
			held++
		default:
			t.Errorf("%s: %v", name, err)
		}
	}
	t.Logf("%d files: %d copied, %d held, the slowest took %v", len(files), copied, held, slowest.Round(time.Millisecond))
	if slowest > copyTime+15*time.Second {
		t.Errorf("one took %v", slowest)
	}
	if got, err := c.Copy(t.Context(), good.Bytes()); err != nil || got.Mime != "image/jpeg" {
		t.Errorf("a good file afterwards: %q, %v", got.Mime, err)
	}
}

// hostile makes n files: bombs, lies about sizes, cut and damaged ones of every kind, archives, programs.
func hostile(t *testing.T, good []byte, n int) map[string][]byte {
	t.Helper()
	var huge, moving bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 9000, 9000))); err != nil {
		t.Fatal(err)
	}
	if err := gif.Encode(&moving, image.NewGray(image.Rect(0, 0, 40, 40)), nil); err != nil {
		t.Fatal(err)
	}
	claims := bytes.Clone(good)
	at := bytes.Index(claims, []byte{0xff, 0xc0})
	copy(claims[at+5:], []byte{0xff, 0xff, 0xff, 0xff})
	out := map[string][]byte{
		"bomb": huge.Bytes(), "claims 65535x65535": claims, "empty": {}, "zip": append([]byte("PK\x03\x04"), good...), "program": append([]byte("\x7fELF"), good...),
		"svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>`), "20 MB": append(bytes.Clone(good), make([]byte, 20<<20)...),
		"pdf in itself": []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF"),
		"brackets":      []byte("%PDF-1.7 " + strings.Repeat("<<[(", 200_000)), "boxes": bytes.Repeat([]byte("\x00\x00\x00\x08moov"), 100_000),
		"ogg":     bytes.Repeat(append([]byte("OggS\x00\x02"), make([]byte, 22)...), 10_000),
		"no size": []byte("\x00\x00\x00\x00ftypisom\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"), "mp3": bytes.Repeat([]byte{0xff, 0xfb, 0x90, 0x64}, 200_000),
		"webp": []byte("RIFF\xff\xff\xff\xffWEBPVP8L" + strings.Repeat("\xff", 4000)), "page": []byte("<script>alert(1)</script>"),
	}
	seeds, r := [][]byte{good, moving.Bytes(), out["pdf in itself"], out["ogg"][:2800], out["no size"], out["webp"]}, rand.New(rand.NewPCG(8, 6))
	for i := 0; len(out) < n; i++ {
		body := bytes.Clone(seeds[i%len(seeds)])
		for range 1 + r.IntN(9) {
			body[r.IntN(len(body))] = byte(r.IntN(256))
		}
		out["damaged "+string(rune('a'+i%26))+strings.Repeat("'", i/26)] = body[:1+r.IntN(len(body))]
	}
	return out
}

// TestNoProcessIsNoWordAboutTheFile: when no process can be started, that is no word about the file.
func TestNoProcessIsNoWordAboutTheFile(t *testing.T) {
	t.Parallel()
	c := &copier{cell.New([]string{filepath.Join(t.TempDir(), "gone")}), make(chan struct{}, 1)}
	if _, err := c.Copy(t.Context(), onePoint); !errors.Is(err, cell.ErrNoProcess) || errors.Is(err, copies.ErrHeld) {
		t.Errorf("got %v", err)
	}
	if f := examineCopies(t.Context()); f.Grade != Good {
		t.Errorf("doctor: %+v", f)
	}
}
