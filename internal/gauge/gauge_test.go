package gauge

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func sample() Gauge {
	return Gauge{Title: "Kabupaten Timor Tengah Selatan", Score: 62, Of: "dari 100", Foot: "Rumus 1 · 7/12/2026", Parts: []Part{
		{"Dibentuk, SK berlaku", 15, 15, true}, {"Kursi terisi", 7, 15, true}, {"Akun terhubung", 10, 15, true}, {"Piket 7 hari ke depan", 4, 20, true},
		{"Latihan terakhir", 0, 10, false}, {"Kasus tepat waktu", 8, 10, true}, {"Tidak dioper", 5, 5, true}, {"Pelapor bilang selesai", 0, 10, true}}}
}

func TestPictureShowsTheShares(t *testing.T) {
	t.Parallel()
	g := sample()
	body, err := PNG(g)
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("SIAGA_ARTEFACTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "readiness.png"), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(body) > 60<<10 {
		t.Errorf("the picture has %d bytes", len(body))
	}
	p, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(p.At(x, y)).(color.RGBA) }
	for i, part := range g.Parts {
		y := head + i*row + 34 + bar/2
		long := (wide - 2*margin) * part.Points / part.Max
		if !part.Measured {
			if at(margin+2, y) != paper || at(margin+10, y) != empty {
				t.Errorf("%s: not measured, and drawn as %v", part.Label, at(margin+2, y))
			}
			continue
		}
		if long > 0 && at(margin+long-2, y) != tone(part.Points, part.Max) {
			t.Errorf("%s: the bar ends before %d", part.Label, long)
		}
		if part.Points < part.Max && at(margin+long+2, y) != empty {
			t.Errorf("%s: the bar goes beyond %d", part.Label, long)
		}
	}
}

func TestAnythingIsDrawn(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Kabupaten Kepulauan Siau Tagulandang Biaro 🟢 ", 20)
	for _, g := range []Gauge{{}, {Title: long, Score: -5, Of: long, Foot: long, Parts: []Part{{long, 99, 3, true}, {long, -1, 0, true}}}, {Score: 1 << 40}} {
		body, err := PNG(g)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := png.Decode(bytes.NewReader(body)); err != nil || p.Bounds().Dx() != wide {
			t.Errorf("%v, %v", p, err)
		}
	}
}
