package e2e_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/internal/app"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/ocr"
	"siaga/internal/ocr/ocrtest"
)

const (
	poster = "LOWONGAN KERJA KAMBOJA\nAdmin online, gaji 15 juta per bulan\nTanpa pengalaman, tanpa ijazah\nTiket dan paspor ditanggung kantor " + canary
	citizn = int64(1001)
)

// needTesseract leaves a test out where nothing reads pictures.
func needTesseract(t *testing.T) {
	t.Helper()
	if _, err := ocr.Find(t.Context(), "tesseract"); err != nil {
		if os.Getenv("SIAGA_REQUIRE_SERVICES") != "" {
			t.Fatal(err)
		}
		t.Skipf("left out, since no picture can be read here: %v; SIAGA_REQUIRE_SERVICES=1 makes this a failure", err)
	}
}

// reading is a house that reads pictures, and a phone that asked for a check.
func reading(t *testing.T, b backend) (*inProcess, *e2e.Phones) {
	t.Helper()
	needTesseract(t)
	h := newInProcess(t, b)
	h.shut()
	h.cfg.Tesseract = "tesseract"
	h.open()
	phones := e2e.NewPhones(h.emu, h)
	says(t, phones, "citizen> /start", "citizen> [Ya, aman]", "citizen> [Cek tawaran kerja]")
	return h, phones
}

func pngOf(t *testing.T, words string) []byte {
	t.Helper()
	file, err := ocrtest.PNG(words, ocrtest.Style{})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func sends(t *testing.T, h *inProcess, kind, mime string, file []byte) {
	t.Helper()
	if _, err := h.emu.SendMedia(citizn, citizn, kind, emulator.Upload{Name: "iklan.png", MIME: mime, Data: file}); err != nil {
		t.Fatal(err)
	}
}

func settle(t *testing.T, phones *e2e.Phones) { says(t, phones, "stranger> (sticker)") }

// TestPicturesAreRead: photo and document, through everything, on all backends; the words are in no log, and the same update twice
// brings one result.
func TestPicturesAreRead(t *testing.T) {
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h, phones := reading(t, b)
			for n, kind := range []string{"photo", "document"} {
				sends(t, h, kind, "image/png", pngOf(t, poster))
				if err := h.emu.DuplicateLast(1); err != nil {
					t.Fatal(err)
				}
				settle(t, phones)
				if got := saidSince(h, citizn, 0, "🔴"); got != n+1 {
					t.Fatalf("%s: %d results, want %d\n%s", kind, got, n+1, talk(h))
				}
				says(t, phones, "citizen> [Periksa tawaran lain]")
			}
			if logged := h.logs.String(); strings.Contains(strings.ToLower(logged), canary) || strings.Contains(logged, "KAMBOJA") {
				t.Error("words of a picture stand in the log")
			}
		})
	}
}

// TestDocumentsAreRead: an advertisement that comes as a PDF gets its result; a hostile one, and one without words, gets the request to
// type the main lines; the words are in no log.
func TestDocumentsAreRead(t *testing.T) {
	t.Parallel()
	h, phones := reading(t, backends()[0])
	sends(t, h, "document", "application/pdf", ocrtest.PDF(poster))
	settle(t, phones)
	if got := saidSince(h, citizn, 0, "🔴"); got != 1 {
		t.Fatalf("%d results, want 1\n%s", got, talk(h))
	}
	for n, file := range [][]byte{ocrtest.PDF(""), []byte("%PDF-1.7 nothing"), ocrtest.PDF(poster)[:300]} {
		says(t, phones, "citizen> [Periksa tawaran lain]")
		before := len(h.emu.History(citizn))
		sends(t, h, "document", "application/pdf", file)
		settle(t, phones)
		if saidSince(h, citizn, before, "🔴") != 0 || saidSince(h, citizn, before, "Tolong ketik baris") == 0 {
			t.Errorf("file %d\n%s", n, talk(h))
		}
	}
	if logged := h.logs.String(); strings.Contains(strings.ToLower(logged), canary) || strings.Contains(logged, "KAMBOJA") {
		t.Error("words of a document stand in the log")
	}
}

// TestCrashWhilePictureIsRead: the house ends between the picture and its words; after the start they are read, once.
func TestCrashWhilePictureIsRead(t *testing.T) {
	for i, b := range backends() {
		if i%2 == 1 {
			continue // the two ways of intake do not differ here
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h, phones := reading(t, b)
			sends(t, h, "photo", "image/png", pngOf(t, poster))
			for range 3 {
				if err := h.Crash(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			settle(t, phones)
			if got := saidSince(h, citizn, 0, "🔴"); got != 1 {
				t.Errorf("%d results, want 1\n%s", got, talk(h))
			}
		})
	}
}

// TestReadingTwiceIsOne: a crash after the words were stored, and before the job was settled, does the job again.
func TestReadingTwiceIsOne(t *testing.T) {
	t.Parallel()
	h, phones := reading(t, backends()[0])
	sends(t, h, "photo", "image/png", pngOf(t, poster))
	settle(t, phones)
	file := ""
	err := h.house.Store.SQL().QueryRowContext(t.Context(), "SELECT id FROM files").Scan(&file)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := h.house.Engine.Fire(t.Context(), engine.Job{Kind: "read", Body: []byte(file)}); err != nil {
			t.Fatal(err)
		}
	}
	settle(t, phones)
	if got := saidSince(h, citizn, 0, "🔴"); got != 1 {
		t.Errorf("%d results, want 1\n%s", got, talk(h))
	}
}

// TestWipeWhilePictureIsRead: nothing is said afterwards, and no words of the picture stay.
func TestWipeWhilePictureIsRead(t *testing.T) {
	t.Parallel()
	h, phones := reading(t, backends()[0])
	sends(t, h, "photo", "image/png", pngOf(t, poster))
	if _, err := h.emu.Say(citizn, "hapus"); err != nil {
		t.Fatal(err)
	}
	settle(t, phones)
	if got := len(h.emu.Chat(citizn)); got != 0 {
		t.Errorf("%d messages stay\n%s", got, talk(h))
	}
	if got := saidSince(h, citizn, 0, "🔴") + saidSince(h, citizn, 0, "Maaf, saya belum bisa membaca"); got != 0 {
		t.Errorf("something was said after the wipe\n%s", talk(h))
	}
}

// TestWipeWhileSomethingIsSaid: an answer that was on its way when the wish came arrives after everything else was deleted. It is taken
// away too, whether the chat is forgotten (nothing worth keeping was said) or silent.
func TestWipeWhileSomethingIsSaid(t *testing.T) {
	t.Parallel()
	for name, before := range map[string][]string{
		"forgotten": {"citizen> /start", "citizen> [Ya, aman]"},
		"silent":    {"citizen> /start", "citizen> [Ya, aman]", "citizen> [Dalam beberapa hari]", "citizen> [Keluarganya]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, backends()[0])
			phones := e2e.NewPhones(h.emu, h)
			says(t, phones, before...)
			if err := h.emu.Fault(emulator.Fault{Method: "sendMessage", Chat: citizn, Kind: emulator.Slow}); err != nil {
				t.Fatal(err)
			}
			if _, err := h.emu.Say(citizn, "/start"); err != nil {
				t.Fatal(err)
			}
			comesTrue(t, "the answer is on its way", func() bool { return len(h.emu.Faults()) == 0 })
			if _, err := h.emu.Say(citizn, "hapus"); err != nil {
				t.Fatal(err)
			}
			comesTrue(t, "the chat is empty", func() bool { return len(h.emu.Chat(citizn)) == 0 })
			h.emu.ClearFaults()
			settle(t, phones)
			if got := len(h.emu.Chat(citizn)); got != 0 {
				t.Errorf("%d messages stay\n%s", got, talk(h))
			}
		})
	}
}

// comesTrue waits for something that nothing else waits for.
func comesTrue(t *testing.T, what string, is func() bool) {
	t.Helper()
	for until := time.Now().Add(time.Minute); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("in a minute it did not come true that %s", what)
		}
	}
}

// TestHostilePictures: each is answered kindly, none stops anything, and the next good one is read.
func TestHostilePictures(t *testing.T) {
	t.Parallel()
	h, phones := reading(t, backends()[0])
	good := pngOf(t, poster)
	var huge, photo bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 6000, 6000))); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		t.Fatal(err)
	}
	bad := [][]byte{[]byte("\x89PNG\r\n\x1a\n kosong"), huge.Bytes(), good[:200], slices.Concat([]byte("PK\x03\x04"), good), photo.Bytes()[:40],
		slices.Concat(good[:100], bytes.Repeat([]byte{0xff}, 15<<20)), []byte("<svg onload='alert(1)'/>")}
	for _, file := range bad {
		sends(t, h, "document", "image/png", file)
		settle(t, phones)
	}
	if got := saidSince(h, citizn, 0, "Maaf, saya belum bisa membaca"); got != len(bad) {
		t.Errorf("%d of %d pictures were answered\n%s", got, len(bad), talk(h))
	}
	for range 6 { // more at a time than are read at a time
		sends(t, h, "photo", "image/png", good)
	}
	for range 8 {
		settle(t, phones)
		if err := h.Advance(2 * time.Second); err != nil {
			t.Fatal(err)
		}
	}
	says(t, phones, "citizen> [Selesai]", "citizen> [Cek tawaran kerja]")
	sends(t, h, "photo", "image/png", good)
	settle(t, phones)
	if got := saidSince(h, citizn, 0, "🔴"); got == 0 {
		t.Errorf("a good picture is not read any more\n%s", talk(h))
	}
}

// TestProgramReadsPictures: the program as it is installed starts itself for a picture, and refuses to be started so by others.
func TestProgramReadsPictures(t *testing.T) {
	t.Parallel()
	needTesseract(t)
	path := program(t)
	r, err := ocr.Find(t.Context(), "tesseract", path, app.PictureCommand)
	if err != nil {
		t.Fatal(err)
	}
	got, err := r.Read(t.Context(), pngOf(t, poster))
	if err != nil || !strings.Contains(got, "KAMBOJA") {
		t.Errorf("got %q, %v", got, err)
	}
	c, err := begin(path, nil, app.PictureCommand, "read", "/bin/echo", "ind")
	if err != nil {
		t.Fatal(err)
	}
	<-c.ended
	if c.result == nil || c.out.String() != "" {
		t.Errorf("anybody may start the child: %q", c.out.String())
	}
}

// talk is what the citizen's phone shows, for a failure.
func talk(h *inProcess) string {
	var out []string
	for _, m := range h.emu.History(citizn) {
		out = append(out, m.Text)
	}
	return strings.Join(out, "\n--\n")
}
