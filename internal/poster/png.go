package poster

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// dpi is the resolution of print shops: A4 is 2480 x 3508 pixels.
const dpi = 300

// PNG draws the poster as a picture of 300 dots to the inch that knows its size on paper.
func PNG(c Content) ([]byte, error) {
	p, err := layout(c)
	if err != nil {
		return nil, err
	}
	s := sheet{image.NewRGBA(image.Rect(0, 0, dots(p.w), dots(p.h)))}
	draw.Draw(s.to, s.to.Bounds(), paper.uniform(), image.Point{}, draw.Src)
	for _, b := range p.boxes {
		s.box(b)
	}
	s.code(p.code)
	for _, l := range p.lines {
		if err := s.write(p.fonts, l); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, s.to); err != nil {
		return nil, fmt.Errorf("write the PNG: %w", err)
	}
	return withResolution(out.Bytes()), nil
}

// sheet is the picture while it is drawn, in pixels. It is a field: hidden in an embedding type, a picture misses the fast
// ways of drawing and encoding.
type sheet struct{ to *image.RGBA }

func pixels(mm float64) float64 { return mm * dpi / 25.4 }

func dots(mm float64) int { return int(math.Round(pixels(mm))) }

func (i ink) uniform() image.Image {
	r, g, b := i.rgb()
	return image.NewUniform(color.RGBA{r, g, b, 255})
}

// box fills a rectangle with round corners.
func (s sheet) box(b box) {
	at := image.Rect(dots(b.x), dots(b.y), dots(b.x+b.w), dots(b.y+b.h))
	w, h, r := float32(at.Dx()), float32(at.Dy()), float32(pixels(b.r))
	z := vector.NewRasterizer(at.Dx(), at.Dy())
	z.MoveTo(r, 0)
	z.LineTo(w-r, 0)
	z.QuadTo(w, 0, w, r)
	z.LineTo(w, h-r)
	z.QuadTo(w, h, w-r, h)
	z.LineTo(r, h)
	z.QuadTo(0, h, 0, h-r)
	z.LineTo(0, r)
	z.QuadTo(0, 0, r, 0)
	z.ClosePath()
	z.Draw(s.to, at, b.ink.uniform(), image.Point{})
}

// code draws all modules with the same whole number of pixels, in the middle of their square.
func (s sheet) code(c code) {
	n := len(c.dark)
	m := dots(c.side) / n
	left, top := dots(c.x)+(dots(c.side)-m*n)/2, dots(c.y)+(dots(c.side)-m*n)/2
	c.runs(func(col, row, n int) {
		at := image.Rect(left+col*m, top+row*m, left+(col+n)*m, top+(row+1)*m)
		draw.Draw(s.to, at, image.Black, image.Point{}, draw.Src)
	})
}

// write draws one line of text.
func (s sheet) write(f fonts, l line) error {
	face, err := f.face(l.bold, pixels(l.em))
	if err != nil {
		return err
	}
	defer face.Close()
	d := font.Drawer{Dst: s.to, Src: l.ink.uniform(), Face: face}
	left := fixed.Int26_6(math.Round(pixels(l.x)*64)) - d.MeasureString(l.s)/2
	d.Dot = fixed.Point26_6{X: left, Y: fixed.I(dots(l.y))}
	d.DrawString(l.s)
	return nil
}

// withResolution puts a pHYs chunk (PNG specification, 11.3.4.3) behind the first chunk, so that "100 %" prints the sheet in
// its true size. The standard encoder writes none.
func withResolution(file []byte) []byte {
	const header = 8 + 4 + 4 + 13 + 4 // signature, and IHDR with length, name and checksum
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk := append(make([]byte, 0, 21), 0, 0, 0, 9)
	chunk = append(chunk, "pHYs"...)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	out := make([]byte, 0, len(file)+len(chunk))
	out = append(out, file[:header]...)
	out = append(out, chunk...)
	return append(out, file[header:]...)
}
