package ocr_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"siaga/internal/cell"
	"siaga/internal/ocr"
	"siaga/internal/ocr/ocrtest"
)

// TestMain lets this test program be the child that Read starts.
func TestMain(m *testing.M) {
	if cell.Inside() {
		os.Exit(ocr.Child(os.Args[1:], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func reader(t *testing.T) *ocr.Reader {
	t.Helper()
	r, err := ocr.Find(t.Context(), "tesseract", os.Args[0])
	if err != nil {
		if os.Getenv("SIAGA_REQUIRE_SERVICES") != "" {
			t.Fatal(err)
		}
		t.Skipf("left out, since no picture can be read here: %v; SIAGA_REQUIRE_SERVICES=1 makes this a failure", err)
	}
	return r
}

const advertisement = "LOWONGAN KERJA KAMBOJA\nAdmin online, gaji 15 juta per bulan\nTanpa pengalaman, tanpa ijazah\nTiket dan paspor ditanggung kantor\nBerangkat minggu ini, hubungi 0812-0000-1101"

// TestAdvertisementsAreRead: dark on light, light on dark, small, coloured, as JPEG and as PNG.
func TestAdvertisementsAreRead(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for name, style := range map[string]ocrtest.Style{
		"plain":  {},
		"dark":   {Ink: color.White, Paper: color.RGBA{20, 20, 90, 255}},
		"small":  {Size: 13, Width: 480},
		"large":  {Size: 90, Width: 2600},
		"yellow": {Ink: color.RGBA{180, 0, 0, 255}, Paper: color.RGBA{255, 230, 60, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			picture, err := ocrtest.Picture(advertisement, style)
			if err != nil {
				t.Fatal(err)
			}
			var file bytes.Buffer
			if name == "dark" || name == "small" {
				err = png.Encode(&file, picture)
			} else {
				err = jpeg.Encode(&file, picture, &jpeg.Options{Quality: 70})
			}
			if err != nil {
				t.Fatal(err)
			}
			got, err := r.Read(t.Context(), file.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			said := strings.ToLower(got)
			for _, w := range []string{"kamboja", "admin", "15 juta", "pengalaman", "ditanggung", "12-0000-1101"} {
				if !strings.Contains(said, w) {
					t.Errorf("%q is not in\n%s", w, got)
				}
			}
		})
	}
}

// TestPicturesWithoutWords: noise, one colour and a face of dots say nothing, or hardly anything.
func TestPicturesWithoutWords(t *testing.T) {
	t.Parallel()
	r := reader(t)
	noise := image.NewGray(image.Rect(0, 0, 400, 300))
	for i := range noise.Pix {
		noise.Pix[i] = byte(rand.N(256))
	}
	for name, picture := range map[string]image.Image{"noise": noise, "white": image.NewGray(image.Rect(0, 0, 300, 300))} {
		var b bytes.Buffer
		if err := png.Encode(&b, picture); err != nil {
			t.Fatal(err)
		}
		got, err := r.Read(t.Context(), b.Bytes())
		if err != nil || len(strings.Fields(got)) > 3 {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestHostileFiles: none is read, none costs more than its time, none stops this process.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	r := reader(t)
	good, err := ocrtest.PNG(advertisement, ocrtest.Style{})
	if err != nil {
		t.Fatal(err)
	}
	var photo bytes.Buffer
	picture, _ := ocrtest.Picture(advertisement, ocrtest.Style{})
	if err := jpeg.Encode(&photo, picture, nil); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"empty": {}, "text": []byte("bukan gambar"), "twenty megabytes": append(bytes.Clone(good), make([]byte, 20<<20)...),
		"png of nothing": []byte("\x89PNG\r\n\x1a\n"), "jpeg of nothing": []byte("\xff\xd8\xff\xe0"), "zip": []byte("PK\x03\x04" + strings.Repeat("0", 1000)),
		"svg": []byte("<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"), "pdf": []byte("%PDF-1.7 ..."),
		"claims 60000x60000": claim(good, 60000, 60000), "claims 2^31": claim(good, 1<<31-1, 1<<31-1), "claims no width": claim(good, 0, 700),
		"bomb 5000x5000": bomb(t, 5000), "webp of nothing": []byte("RIFF\xff\xff\xff\xffWEBPVP8L" + strings.Repeat("\xff", 400)),
		"only the beginning": good[:len(good)/3], "scans without end": scans(photo.Bytes()),
	}
	for name, file := range files {
		start := time.Now()
		got, err := r.Read(t.Context(), file)
		took := time.Since(start)
		if err == nil && name != "only the beginning" && name != "scans without end" || took > time.Minute {
			t.Errorf("%s: %q, %v, %v", name, got, err, took)
		}
		t.Logf("%s: %v in %v", name, err, took.Round(time.Millisecond))
	}
	damaged := 12
	if os.Getenv("SIAGA_REQUIRE_SERVICES") != "" { // the full run
		damaged = 60
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range damaged {
		file := bytes.Clone([][]byte{good, photo.Bytes()}[n%2])
		for range 1 + random.IntN(20) {
			file[random.IntN(len(file))] = byte(random.IntN(256))
		}
		if _, err := r.Read(t.Context(), file); err != nil && !errors.Is(err, ocr.ErrUnreadable) {
			t.Errorf("damaged %d: %v", n, err)
		}
	}
}

// TestTimeOfAReading: whoever stops waiting is not kept.
func TestTimeOfAReading(t *testing.T) {
	t.Parallel()
	r := reader(t)
	good, err := ocrtest.PNG(advertisement, ocrtest.Style{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := r.Read(ctx, good); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// TestWhatIsMissing: the operator is told what to install.
func TestWhatIsMissing(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{"": "switched off", "off": "switched off", "no-such-program": "not installed", "false": "does not answer"} {
		if _, err := ocr.Find(t.Context(), program); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", program, err, want)
		}
	}
	if path, err := exec.LookPath("true"); err == nil { // answers, and knows no language
		if _, err := ocr.Find(t.Context(), path); err == nil || !strings.Contains(err.Error(), "Indonesian") {
			t.Errorf("got %v", err)
		}
	}
}

// claim writes another size into the head of a PNG, with the checksum that belongs to it.
func claim(file []byte, w, h uint32) []byte {
	out := bytes.Clone(file)
	binary.BigEndian.PutUint32(out[16:], w)
	binary.BigEndian.PutUint32(out[20:], h)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

// bomb is a small file of a huge picture.
func bomb(t *testing.T, side int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// scans repeats the last scan of a JPEG as often as a file may be long.
func scans(file []byte) []byte {
	at := bytes.LastIndex(file, []byte("\xff\xda"))
	out := bytes.Clone(file)
	for len(out) < 19<<20 {
		out = append(out, file[at:]...)
	}
	return out
}
