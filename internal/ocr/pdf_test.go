package ocr_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"siaga/internal/ocr"
)

// pdfOf makes a PDF of objects, numbered from 1; the first is the catalogue.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	at := make([]int, 0, len(objects))
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

// onePage makes a PDF of one page with this content, as it is or packed.
func onePage(content string, packed bool) []byte {
	filter := ""
	if packed {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		_, _ = z.Write([]byte(content))
		_ = z.Close()
		content, filter = b.String(), " /Filter /FlateDecode"
	}
	return pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
		fmt.Sprintf("<< /Length %d%s >>\nstream\n%s\nendstream", len(content), filter, content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
}

// written puts lines below each other, as programs that write documents do.
func written(text string) string {
	var b strings.Builder
	b.WriteString("BT /F1 12 Tf 50 800 Td 14 TL\n")
	for line := range strings.Lines(text) {
		fmt.Fprintf(&b, "(%s) Tj T*\n", strings.NewReplacer("\n", "", "(", `\(`, ")", `\)`).Replace(line))
	}
	b.WriteString("ET")
	return b.String()
}

// TestDocumentsAreRead: the words of an advertisement that was sent as a PDF.
func TestDocumentsAreRead(t *testing.T) {
	t.Parallel()
	r := reader(t)
	for _, packed := range []bool{false, true} {
		got, err := r.Read(t.Context(), onePage(written(advertisement), packed))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []string{"LOWONGAN KERJA KAMBOJA", "gaji 15 juta per bulan", "ditanggung kantor", "0812-0000-1101"} {
			if !strings.Contains(got, w) {
				t.Errorf("packed %v: %q is not in\n%s", packed, w, got)
			}
		}
	}
	long, err := r.Read(t.Context(), onePage(written(strings.Repeat("gaji besar sekali\n", 2000)), true))
	if err != nil || len(long) > 2*ocr.MaxWords || len(long) < ocr.MaxWords/2 {
		t.Errorf("%d bytes of a long one, %v", len(long), err)
	}
	if got, err := r.Read(t.Context(), onePage("0 0 595 842 re f", false)); got != "" || err != nil {
		t.Errorf("a page without words says %q, %v", got, err)
	}
}

// TestHostileDocuments: none costs more than its time, none stops this process, and none says anything it should not.
func TestHostileDocuments(t *testing.T) {
	t.Parallel()
	r := reader(t)
	good := onePage(written(advertisement), false)
	files := map[string][]byte{
		"only a head": []byte("%PDF-1.7 ..."), "half": good[:len(good)/2], "no end": bytes.TrimSuffix(good, []byte("%%EOF\n")),
		"open array":      onePage("BT /F1 12 Tf 20 100 Td [ ", false),
		"open string":     onePage("BT /F1 12 Tf (never closed", false),
		"open hex string": onePage("BT /F1 12 Tf <48656c", false),
		"deep":            onePage(strings.Repeat("[", 1<<20), true),
		"deep dictionary": onePage(strings.Repeat("<< /A ", 1<<18), true),
		"bomb":            onePage(strings.Repeat("\x00", 64<<20), true),
		"bomb of words":   onePage("BT /F1 12 Tf "+strings.Repeat("(gaji) Tj ", 1<<20), true),
		"own parent":      pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1000000000 >>"),
		"own contents":    pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 3 0 R /Contents 3 0 R /Resources 3 0 R >>"),
		"many pages":      pdfOf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids ["+strings.Repeat("3 0 R ", 50_000)+"] /Count 50000 >>", "<< /Type /Page /Parent 2 0 R >>"),
		"claims objects":  bytes.Replace(good, []byte("/Size 6"), []byte("/Size 1000000000"), 1),
		"negative length": bytes.Replace(good, []byte("/Length "), []byte("/Length -"), 1),
		"script":          pdfOf("<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", "<< /Type /Pages /Kids [] /Count 0 >>"),
		"locked":          bytes.Replace(good, []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt << /Filter /Standard /V 5 /R 6 >>"), 1),
		"too large":       append(bytes.Clone(good), make([]byte, 20<<20)...),
	}
	for name, file := range files {
		start := time.Now()
		got, err := r.Read(t.Context(), file)
		took := time.Since(start)
		if err != nil && !errors.Is(err, ocr.ErrUnreadable) || took > 40*time.Second || len(got) > 2*ocr.MaxWords {
			t.Errorf("%s: %d bytes, %v, %v", name, len(got), err, took)
		}
		t.Logf("%s: %d bytes, %v in %v", name, len(got), err, took.Round(time.Millisecond))
	}
	damaged := 12
	if os.Getenv("SIAGA_REQUIRE_SERVICES") != "" { // the full run
		damaged = 60
	}
	random := rand.New(rand.NewPCG(1, 2))
	for n := range damaged {
		file := bytes.Clone(good)
		for range 1 + random.IntN(20) {
			file[5+random.IntN(len(file)-5)] = byte(random.IntN(256))
		}
		if _, err := r.Read(t.Context(), file); err != nil && !errors.Is(err, ocr.ErrUnreadable) {
			t.Errorf("damaged %d: %v", n, err)
		}
	}
}
