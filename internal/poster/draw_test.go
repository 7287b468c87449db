package poster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"

	"siaga/internal/deeplink"
)

// scan reads a picture as a telephone does: it searches the code first.
func scan(t *testing.T, m image.Image) string {
	t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := qrcode.NewQRCodeReader().Decode(bits, nil)
	if err != nil {
		t.Fatalf("the code cannot be read: %v", err)
	}
	return r.GetText()
}

// smaller keeps every third pixel of both directions, as from some way off.
func smaller(m image.Image) image.Image {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()/3, b.Dy()/3))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Set(x, y, m.At(b.Min.X+3*x, b.Min.Y+3*y))
		}
	}
	return out
}

// decode reads a code from its modules.
func decode(t *testing.T, dark [][]bool) string {
	t.Helper()
	r, err := decoder.NewDecoder().DecodeBoolMapWithoutHint(dark)
	if err != nil {
		t.Fatalf("the modules cannot be read: %v", err)
	}
	return r.GetText()
}

func wantLink(t *testing.T, c Content) string {
	t.Helper()
	link, err := deeplink.Link(c.Bot, c.Region, c.Lang)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestPNG(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		content Content
		w, h    int
	}{{timor, 2480, 3508}, {longest, 1748, 2480}} {
		file, err := PNG(c.content)
		if err != nil {
			t.Fatal(err)
		}
		resolution(t, file)
		m, err := png.Decode(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if b := m.Bounds(); b.Dx() != c.w || b.Dy() != c.h {
			t.Errorf("%s: %v pixels, want %d x %d", c.content.Size, b, c.w, c.h)
		}
		if got, want := scan(t, smaller(m)), wantLink(t, c.content); got != want {
			t.Errorf("the code says %q, want %q", got, want)
		}
	}
}

// resolution finds the pHYs chunk right behind IHDR.
func resolution(t *testing.T, file []byte) {
	t.Helper()
	chunk := file[33:54]
	if string(chunk[4:8]) != "pHYs" || binary.BigEndian.Uint32(chunk[8:]) != 11811 || binary.BigEndian.Uint32(chunk[12:]) != 11811 || chunk[16] != 1 {
		t.Errorf("no resolution of 300 dpi: %q", chunk)
	}
	if binary.BigEndian.Uint32(chunk[17:]) != crc32.ChecksumIEEE(chunk[4:17]) {
		t.Error("the checksum of pHYs is wrong")
	}
}

// A poster outdoors is torn and written on: the code is read with a sixth of it gone.
func TestTornCode(t *testing.T) {
	t.Parallel()
	p, err := layout(timor)
	if err != nil {
		t.Fatal(err)
	}
	m := image.NewGray(image.Rect(0, 0, 600, 600))
	draw.Draw(m, m.Bounds(), image.White, image.Point{}, draw.Src)
	p.code.runs(func(col, row, n int) {
		draw.Draw(m, image.Rect(80+col*10, 80+row*10, 80+(col+n)*10, 90+row*10), image.Black, image.Point{}, draw.Src)
	})
	side := 10 * len(p.code.dark)
	hole := image.Rect(80+side*4/10, 80+side*4/10, 80+side*8/10, 80+side*8/10)
	draw.Draw(m, hole, image.White, image.Point{}, draw.Src)
	if got, want := scan(t, m), wantLink(t, timor); got != want {
		t.Errorf("the torn code says %q, want %q", got, want)
	}
}

func TestSVG(t *testing.T) {
	t.Parallel()
	for _, c := range []Content{timor, longest} {
		file, err := SVG(c)
		if err != nil {
			t.Fatal(err)
		}
		text := wellFormed(t, file)
		link := wantLink(t, c)
		for _, want := range []string{link[len("https://"):], "@" + c.Bot, words[c.Lang].free, words[c.Lang].ask[0]} {
			if !strings.Contains(text, want) {
				t.Errorf("the SVG does not say %q", want)
			}
		}
		if !bytes.Contains(file, []byte(`<a href="`+link+`">`)) {
			t.Errorf("the code of the SVG does not link to %q", link)
		}
		if got := decode(t, pathModules(t, string(file))); got != link {
			t.Errorf("the code of the SVG says %q, want %q", got, link)
		}
	}
}

// wellFormed reads the whole file and gives the text in it.
func wellFormed(t *testing.T, file []byte) string {
	t.Helper()
	var text strings.Builder
	d := xml.NewDecoder(bytes.NewReader(file))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return text.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := tok.(xml.CharData); ok {
			text.Write(data)
		}
	}
}

var pathRun = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// pathModules reads the modules back from the path of the SVG.
func pathModules(t *testing.T, svg string) [][]bool {
	t.Helper()
	var runs [][3]int
	for _, m := range pathRun.FindAllStringSubmatch(svg, -1) {
		var run [3]int
		for i := range run {
			run[i], _ = strconv.Atoi(m[i+1])
		}
		runs = append(runs, run)
	}
	return grid(runs)
}

// grid draws runs (column, row, length) into a square.
func grid(runs [][3]int) [][]bool {
	n := 0
	for _, r := range runs {
		n = max(n, r[0]+r[2], r[1]+1)
	}
	dark := make([][]bool, n)
	for i := range dark {
		dark[i] = make([]bool, n)
	}
	for _, r := range runs {
		for i := range r[2] {
			dark[r[1]][r[0]+i] = true
		}
	}
	return dark
}

func TestPDF(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		content Content
		media   string // points
	}{{timor, "595.28 841.89"}, {longest, "419.53 595.28"}} {
		file, err := PDF(c.content)
		if err != nil {
			t.Fatal(err)
		}
		link := wantLink(t, c.content)
		if !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(file), []byte("%%EOF")) {
			t.Error("not a whole PDF")
		}
		for what, want := range map[string]int{"/Type /Page\n": 1, "/URI (" + link + ")": 2, "/FontFile2 ": 2, "[0 0 " + c.media + "]": 1} {
			if got := bytes.Count(file, []byte(what)); got != want {
				t.Errorf("%s: %q is there %d times, want %d", c.content.Size, what, got, want)
			}
		}
		if got := decode(t, pdfModules(t, file)); got != link {
			t.Errorf("the code of the PDF says %q, want %q", got, link)
		}
	}
}

var (
	pdfStream = regexp.MustCompile(`(?s)/FlateDecode /Length (\d+)>>\nstream\n`)
	pdfRun    = regexp.MustCompile(`([\d.]+) ([\d.]+) m\s+([\d.]+) ([\d.]+) l\s+([\d.]+) ([\d.]+) l\s+([\d.]+) ([\d.]+) l\s+h`)
)

// pdfModules reads the modules back from the drawing on the page; the paper's origin is the lower left corner.
func pdfModules(t *testing.T, file []byte) [][]bool {
	t.Helper()
	at := pdfStream.FindSubmatchIndex(file)
	if at == nil {
		t.Fatal("the PDF has no drawing")
	}
	z, err := zlib.NewReader(bytes.NewReader(file[at[1]:]))
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var rects [][4]float64 // left, top, right, bottom in points
	for _, m := range pdfRun.FindAllSubmatch(page, -1) {
		rects = append(rects, [4]float64{number(t, m[1]), number(t, m[2]), number(t, m[5]), number(t, m[6])})
	}
	if len(rects) == 0 {
		t.Fatal("no modules in the PDF")
	}
	left, top := rects[0][0], rects[0][1]
	side := top - rects[0][3]
	var runs [][3]int
	for _, r := range rects {
		runs = append(runs, [3]int{near(r[0]-left, side), near(top-r[1], side), near(r[2]-r[0], side)})
	}
	return grid(runs)
}

func number(t *testing.T, s []byte) float64 {
	t.Helper()
	var f float64
	if _, err := fmt.Sscan(string(s), &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func near(length, side float64) int { return int(math.Round(length / side)) }

func BenchmarkPNG(b *testing.B) {
	for b.Loop() {
		if _, err := PNG(timor); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPDF(b *testing.B) {
	for b.Loop() {
		if _, err := PDF(timor); err != nil {
			b.Fatal(err)
		}
	}
}
