package poster

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"siaga/internal/region"
)

var timor = Content{Bot: "siaga_bot", Region: "53.02", Lang: "id", Size: A4}

// longest has the longest name a bot can have, and so the finest code and the smallest address.
var longest = Content{Bot: "siaga_" + strings.Repeat("w", 22) + "_bot", Region: "71.09", Lang: "en", Size: A5}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, lang := range Languages() {
		for _, size := range []Size{A4, A5} {
			if err := (Content{"siaga_bot", "53", lang, size}).Check(); err != nil {
				t.Errorf("%s %s: %v", lang, size, err)
			}
		}
	}
	for _, c := range []struct {
		content Content
		want    string
	}{
		{Content{"siaga_bot", "53.02", "xx", A4}, `no poster text in "xx" yet; there is: ace, ban`},
		{Content{"siaga_bot", "53.02", "id", "a3"}, `"a3" is not a paper size; write a4 or a5`},
		{Content{"siaga_bot", "53.99", "id", A4}, `no region "53.99"`},
		{Content{"", "53.02", "id", A4}, "cannot be the name of a bot"},
	} {
		for name, check := range map[string]func(Content) ([]byte, error){"SVG": SVG, "PNG": PNG, "PDF": PDF,
			"Check": func(c Content) ([]byte, error) { return nil, c.Check() }} {
			if out, err := check(c.content); err == nil || !strings.Contains(err.Error(), c.want) || out != nil {
				t.Errorf("%s of %+v: %d bytes, %v; want %q", name, c.content, len(out), err, c.want)
			}
		}
	}
}

// A poster must not say what it is about, nor lead anywhere but to the bot.
func TestWordsGiveNobodyAway(t *testing.T) {
	t.Parallel()
	for lang, w := range words {
		all := []string{w.ask[0], w.ask[1], w.open, w.scan, w.write, w.same, w.free}
		for _, s := range all {
			if s == "" {
				t.Errorf("%s: a line is empty", lang)
			}
		}
		low := strings.ToLower(strings.Join(all, " "))
		for _, word := range []string{"tppo", "korban", "lapor", "perdagangan", "polisi", "trafficking", "victim", "report", "police"} {
			if strings.Contains(low, word) {
				t.Errorf("%s: says %q", lang, word)
			}
		}
		if strings.ContainsAny(low, "0123456789") {
			t.Errorf("%s: holds a number", lang)
		}
		if !strings.Contains(w.free, "OTP") {
			t.Errorf("%s: does not say what is never asked for: %q", lang, w.free)
		}
	}
}

// Every line of every region stays on the sheet, in letters that the font has and that can be read.
func TestLayoutOfEveryRegion(t *testing.T) {
	t.Parallel()
	g := region.Default()
	all := g.Provinces()
	for p := range g.AllRegencies() {
		all = append(all, p)
	}
	f, err := loadFonts()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		c := Content{longest.Bot, p.Code, "id", A4}
		place, above := names(p.Code)
		page := page{link: wantLink(t, c), fonts: f}
		if err := page.set(c, place, above); err != nil {
			t.Fatalf("%s: %v", p.Code, err)
		}
		for _, l := range page.lines {
			if l.width > 180 || l.em < 3.5 {
				t.Errorf("%s: %q is %.0f mm wide in letters of %.1f mm", p.Code, l.s, l.width, l.em)
			}
			missing(t, page.fonts, l)
		}
	}
}

// The last line tells which region a sheet is for, with its province where it is not one.
func TestRegionIsNamed(t *testing.T) {
	t.Parallel()
	for code, want := range map[region.Code]string{"53.02": "Kabupaten Timor Tengah Selatan, Provinsi Nusa Tenggara Timur", "53": "Provinsi Nusa Tenggara Timur"} {
		c := timor
		c.Region = code
		p, err := layout(c)
		if err != nil {
			t.Fatal(err)
		}
		if last := p.lines[len(p.lines)-1].s; last != want {
			t.Errorf("%s: the last line is %q, want %q", code, last, want)
		}
	}
}

func missing(t *testing.T, f fonts, l line) {
	t.Helper()
	var b sfnt.Buffer
	for _, r := range l.s {
		if i, err := f.regular.GlyphIndex(&b, r); i == 0 || err != nil {
			t.Errorf("%q: the font has no %q", l.s, r)
		}
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size    Size
		w, h    float64
		atLeast float64 // side of the code in millimetres
	}{{A4, 210, 297, 100}, {A5, 148, 210, 70}} {
		content := longest
		content.Size = c.size
		p, err := layout(content)
		if err != nil {
			t.Fatal(err)
		}
		if p.w != c.w || p.h != c.h {
			t.Errorf("%s: %v x %v mm", c.size, p.w, p.h)
		}
		if p.code.side < c.atLeast {
			t.Errorf("%s: the code is %.1f mm wide, want %v", c.size, p.code.side, c.atLeast)
		}
		for _, b := range p.boxes {
			if b.x < 5 || b.y < 5 || b.x+b.w > c.w-5 || b.y+b.h > c.h-5 {
				t.Errorf("%s: %+v is where office printers do not print", c.size, b)
			}
		}
		if middle := p.code.x + p.code.side/2; math.Abs(middle-c.w/2) > 0.01 {
			t.Errorf("%s: the middle of the code is at %.2f mm", c.size, middle)
		}
	}
}

// The same content is the same file, without a date or a name that would tell who made it, where or when.
func TestSameContentSameFile(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(Content) ([]byte, error){"SVG": SVG, "PDF": PDF} {
		a, err := draw(timor)
		if err != nil {
			t.Fatal(err)
		}
		b, err := draw(timor)
		if err != nil || !bytes.Equal(a, b) {
			t.Errorf("%s: two files of one poster differ, %v", name, err)
		}
		other := timor
		other.Region = "53.03"
		if d, err := draw(other); err != nil || bytes.Equal(a, d) {
			t.Errorf("%s: two regions have one poster, %v", name, err)
		}
	}
}
