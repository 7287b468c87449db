package poster

import (
	"bytes"
	"fmt"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
)

const (
	family   = "go"
	pointsMM = 72 / 25.4
)

// PDF draws the poster on one page with its fonts inside; code and address can be tapped where the file itself is passed on.
func PDF(c Content) ([]byte, error) {
	p, err := layout(c)
	if err != nil {
		return nil, err
	}
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: p.w, Ht: p.h}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.AddUTF8FontFromBytes(family, "", goregular.TTF)
	f.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	p.describe(f)
	f.AddPage()
	for _, b := range p.boxes {
		f.SetFillColor(b.ink.ints())
		f.RoundedRect(b.x, b.y, b.w, b.h, b.r, "1234", "F")
	}
	p.code.pdf(f)
	f.LinkString(p.code.x, p.code.y, p.code.side, p.code.side, p.link)
	for _, l := range p.lines {
		p.writePDF(f, l)
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("write the PDF: %w", err)
	}
	return out.Bytes(), nil
}

// describe sets what stands in the properties of the file. The date is a fixed one: the same poster is the same file, and
// nobody reads from it when it was made.
func (p *page) describe(f *fpdf.Fpdf) {
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.SetCreationDate(day)
	f.SetModificationDate(day)
	f.SetCatalogSort(true)
	f.SetProducer("", true)
	f.SetTitle(p.title, true)
	f.SetLang(p.lang)
}

// pdf fills all modules as one path, so that no seams show between them.
func (c code) pdf(f *fpdf.Fpdf) {
	m := c.module()
	f.SetFillColor(0, 0, 0)
	c.runs(func(col, row, n int) {
		left, top := c.x+float64(col)*m, c.y+float64(row)*m
		right := left + float64(n)*m
		f.MoveTo(left, top)
		f.LineTo(right, top)
		f.LineTo(right, top+m)
		f.LineTo(left, top+m)
		f.ClosePath()
	})
	f.DrawPath("F")
}

func (p *page) writePDF(f *fpdf.Fpdf, l line) {
	style := ""
	if l.bold {
		style = "B"
	}
	f.SetFont(family, style, l.em*pointsMM)
	f.SetTextColor(l.ink.ints())
	width := f.GetStringWidth(l.s)
	f.Text(l.x-width/2, l.y, l.s)
	if "https://"+l.s == p.link {
		f.LinkString(l.x-width/2, l.y-l.em, width, l.em*1.3, p.link)
	}
}

func (i ink) ints() (r, g, b int) {
	x, y, z := i.rgb()
	return int(x), int(y), int(z)
}
