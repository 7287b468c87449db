// Package gauge draws a score with its parts as a small picture for a telephone; it must not know what the score is of, who sees it, or
// how it is sent.
package gauge

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"strconv"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Gauge is what is drawn.
type Gauge struct {
	Title string
	Score int    // 0 to 100
	Of    string // what stands behind the score: "dari 100"
	Parts []Part
	Foot  string
}

// Part is one bar. One that was not measured is hatched, so that it looks like nothing and not like zero.
type Part struct {
	Label       string
	Points, Max int
	Measured    bool
}

// Sizes in pixels: twice those of a small telephone, so that it stays sharp.
const (
	wide   = 720
	margin = 40
	head   = 236
	row    = 62
	foot   = 56
	bar    = 14
)

// The colours differ in lightness too, for whoever does not see red and green; the figures say the same.
var (
	paper = color.RGBA{255, 255, 255, 255}
	ink   = color.RGBA{24, 28, 36, 255}
	faint = color.RGBA{92, 100, 112, 255}
	empty = color.RGBA{222, 226, 232, 255}
	low   = color.RGBA{178, 34, 34, 255}
	mid   = color.RGBA{205, 127, 0, 255}
	high  = color.RGBA{20, 110, 60, 255}
)

// PNG draws it.
func PNG(g Gauge) ([]byte, error) {
	s, err := newSheet(head + row*len(g.Parts) + foot)
	if err != nil {
		return nil, err
	}
	s.header(g)
	for i, p := range g.Parts {
		s.part(p, head+i*row)
	}
	s.write(s.small, g.Foot, margin, head+row*len(g.Parts)+30, faint, wide-2*margin)
	var out bytes.Buffer
	if err := png.Encode(&out, s.to); err != nil {
		return nil, fmt.Errorf("write the picture: %w", err)
	}
	return out.Bytes(), nil
}

// sheet is the picture while it is drawn.
type sheet struct {
	to                        *image.RGBA
	small, plain, title, huge font.Face
}

func newSheet(high int) (*sheet, error) {
	s := &sheet{to: image.NewRGBA(image.Rect(0, 0, wide, high))}
	draw.Draw(s.to, s.to.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	for _, f := range []struct {
		to   *font.Face
		ttf  []byte
		size float64
	}{{&s.small, goregular.TTF, 22}, {&s.plain, goregular.TTF, 26}, {&s.title, gobold.TTF, 30}, {&s.huge, gobold.TTF, 96}} {
		parsed, err := opentype.Parse(f.ttf)
		if err != nil {
			return nil, fmt.Errorf("read a font: %w", err)
		}
		if *f.to, err = opentype.NewFace(parsed, &opentype.FaceOptions{Size: f.size, DPI: 72}); err != nil {
			return nil, fmt.Errorf("read a font: %w", err)
		}
	}
	return s, nil
}

func (s *sheet) header(g Gauge) {
	s.write(s.title, g.Title, margin, 58, ink, wide-2*margin)
	end := s.write(s.huge, strconv.Itoa(g.Score), margin, 166, tone(g.Score, 100), wide)
	s.write(s.plain, g.Of, end+16, 166, faint, wide-end-16-margin)
	s.bar(margin, 192, wide-2*margin, g.Score, 100, true)
}

func (s *sheet) part(p Part, y int) {
	figure := "–"
	if p.Measured {
		figure = strconv.Itoa(p.Points) + "/" + strconv.Itoa(p.Max)
	}
	length := font.MeasureString(s.small, figure).Ceil()
	s.write(s.small, p.Label, margin, y+22, ink, wide-2*margin-length-16)
	s.write(s.small, figure, wide-margin-length, y+22, faint, length+2)
	s.bar(margin, y+34, wide-2*margin, p.Points, p.Max, p.Measured)
}

// bar fills a share of a line.
func (s *sheet) bar(x, y, w, points, most int, measured bool) {
	s.fill(image.Rect(x, y, x+w, y+bar), empty)
	switch {
	case !measured:
		for at := x; at+6 <= x+w; at += 18 {
			s.fill(image.Rect(at, y, at+6, y+bar), paper)
		}
	case most > 0:
		s.fill(image.Rect(x, y, x+w*min(max(points, 0), most)/most, y+bar), tone(points, most))
	}
}

func (s *sheet) fill(at image.Rectangle, c color.Color) {
	draw.Draw(s.to, at, image.NewUniform(c), image.Point{}, draw.Src)
}

// tone is the colour of so many of so many.
func tone(points, most int) color.RGBA {
	switch {
	case most > 0 && 100*points >= 80*most:
		return high
	case most > 0 && 100*points >= 50*most:
		return mid
	}
	return low
}

// write sets a line of text, shortened to what fits, and gives where it ends.
func (s *sheet) write(face font.Face, text string, x, y int, c color.Color, fits int) int {
	d := font.Drawer{Dst: s.to, Src: image.NewUniform(c), Face: face, Dot: fixed.P(x, y)}
	d.DrawString(shortened(face, printable(text), fits))
	return int(math.Ceil(float64(d.Dot.X) / 64))
}

// printable leaves out what the fonts cannot show, such as pictures.
func printable(text string) string {
	var out []rune
	for _, r := range text {
		if r < 0x2100 && unicode.IsPrint(r) {
			out = append(out, r)
		}
	}
	return string(out)
}

func shortened(face font.Face, text string, fits int) string {
	r := []rune(text)
	for cut := len(r); cut > 0; cut-- {
		try := string(r[:cut])
		if cut < len(r) {
			try += "…"
		}
		if font.MeasureString(face, try).Ceil() <= fits {
			return try
		}
	}
	return ""
}
