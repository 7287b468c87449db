package poster

import (
	"fmt"

	"github.com/skip2/go-qrcode"

	"siaga/internal/deeplink"
	"siaga/internal/region"
)

// quiet is the white border of a QR code in modules (ISO/IEC 18004).
const quiet = 4

// The white square for the code with its border. A code is read from about ten times its side: this one leaves ten
// centimetres or more for every link, for a telephone a metre away.
const codeX, codeY, codeSide = 40, 79, 130

// page is a poster before it is drawn. All lengths are millimetres of the sheet, from its upper left corner.
type page struct {
	w, h        float64
	boxes       []box
	lines       []line
	code        code
	link        string
	title, lang string
	fonts       fonts
}

// box is a filled rectangle with round corners.
type box struct {
	x, y, w, h, r float64
	ink           ink
}

// line is one line of text, its middle at x, standing on y.
type line struct {
	s     string
	x, y  float64
	em    float64 // size of the font
	width float64
	bold  bool
	ink   ink
}

// code is the QR code: dark modules by row, drawn into a square whose white border is not counted.
type code struct {
	x, y, side float64
	dark       [][]bool
}

// ink is a colour as 0xRRGGBB. Each pair that meets stays readable from a black-and-white printer.
type ink uint32

const (
	paper  ink = 0xFFFFFF
	black  ink = 0x1A1A1A
	accent ink = 0x0B4F5E
	pale   ink = 0xE3EFF1
)

func (i ink) rgb() (r, g, b uint8) { return uint8(i >> 16), uint8(i >> 8), uint8(i) }

// layout sets a poster. It is drawn for A4 and made smaller as a whole for other sheets.
func layout(c Content) (*page, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	link, err := deeplink.Link(c.Bot, c.Region, c.Lang)
	if err != nil {
		return nil, err
	}
	f, err := loadFonts()
	if err != nil {
		return nil, err
	}
	dark, err := modules(link)
	if err != nil {
		return nil, err
	}
	w, h, _ := c.Size.millimetres()
	p := &page{w: w, h: h, link: link, lang: c.Lang, fonts: f, code: codeBox(dark)}
	place, above := names(c.Region)
	p.title = place
	p.boxes = []box{
		{10, 10, 190, 62, 6, accent},
		{38, 77, 134, 134, 6, accent}, {codeX, codeY, codeSide, codeSide, 5, paper},
		{10, 259, 190, 28, 6, pale},
	}
	if err := p.set(c, place, above); err != nil {
		return nil, err
	}
	return p.scaled(), nil
}

// modules is the code as dark and light squares, with the strongest error correction: posters tear, fade and get dirty.
func modules(link string) ([][]bool, error) {
	q, err := qrcode.New(link, qrcode.Highest)
	if err != nil {
		return nil, fmt.Errorf("make the QR code: %w", err)
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}

// codeBox places the code with its quiet border.
func codeBox(dark [][]bool) code {
	border := codeSide * quiet / float64(len(dark)+2*quiet)
	return code{codeX + border, codeY + border, codeSide - 2*border, dark}
}

// names are a region and the province around it, "" for a province.
func names(place region.Code) (name, above string) {
	g := region.Default()
	p, _ := g.Lookup(place)
	around, _ := g.Lookup(p.Parent)
	return p.Name, around.Name
}

// set writes all lines from top to bottom.
func (p *page) set(c Content, place, above string) error {
	t := words[c.Lang]
	if above != "" {
		place += ", " + above
	}
	for _, l := range []line{
		{s: t.ask[0], y: 32, em: 13.5, bold: true, ink: paper},
		{s: t.ask[1], y: 48, em: 13.5, bold: true, ink: paper},
		{s: t.open, y: 62, em: 6.6, ink: paper},
		{s: t.scan, y: 220.5, em: 6, ink: black},
		{s: t.write, y: 231, em: 5.2, ink: black},
		{s: p.link[len("https://"):], y: 240, em: 8, bold: true, ink: accent},
		{s: t.same + " @" + c.Bot, y: 249.5, em: 5.2, ink: black},
		{s: t.free, y: 270, em: 6.6, bold: true, ink: black},
		{s: place, y: 281, em: 5.2, ink: black},
	} {
		if err := p.write(l); err != nil {
			return err
		}
	}
	return nil
}

// write adds a line in the middle, with smaller letters where it would be too long.
func (p *page) write(l line) error {
	const middle, widest = 105, 178
	ems, err := p.fonts.width(l.s, l.bold)
	if err != nil {
		return err
	}
	l.em = min(l.em, widest/ems)
	l.x, l.width = middle, ems*l.em
	p.lines = append(p.lines, l)
	return nil
}

// scaled fits the drawing to the sheet, whose sides are not exactly in the relation of A4.
func (p *page) scaled() *page {
	w, h, _ := A4.millimetres()
	k := min(p.w/w, p.h/h)
	dx, dy := (p.w-w*k)/2, (p.h-h*k)/2
	for i, b := range p.boxes {
		p.boxes[i] = box{dx + b.x*k, dy + b.y*k, b.w * k, b.h * k, b.r * k, b.ink}
	}
	for i := range p.lines {
		l := &p.lines[i]
		l.x, l.y, l.em, l.width = dx+l.x*k, dy+l.y*k, l.em*k, l.width*k
	}
	p.code.x, p.code.y, p.code.side = dx+p.code.x*k, dy+p.code.y*k, p.code.side*k
	return p
}

// runs goes through the dark modules, neighbours of a row taken together: column, row and length in modules.
func (c code) runs(each func(col, row, n int)) {
	for row, cells := range c.dark {
		for col := 0; col < len(cells); {
			n := 0
			for col+n < len(cells) && cells[col+n] {
				n++
			}
			if n > 0 {
				each(col, row, n)
			}
			col += n + 1
		}
	}
}

// module is the side of one module in millimetres.
func (c code) module() float64 { return c.side / float64(len(c.dark)) }
