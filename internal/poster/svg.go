package poster

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// SVG draws the poster with real text. The reader's sans-serif font is stretched to the width of ours, so that every line
// keeps its place whatever fonts the machine has.
func SVG(c Content) ([]byte, error) {
	p, err := layout(c)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%gmm" height="%gmm" viewBox="0 0 %g %g" xml:lang="%s" font-family="Go, Arial, Helvetica, 'Liberation Sans', sans-serif" text-anchor="middle">`+"\n",
		p.w, p.h, p.w, p.h, escaped(p.lang))
	fmt.Fprintf(&b, "<title>%s</title>\n", escaped(p.title))
	fmt.Fprintf(&b, `<rect width="%g" height="%g" fill="%s"/>`+"\n", p.w, p.h, paper.hex())
	for _, x := range p.boxes {
		fmt.Fprintf(&b, `<rect x="%.3f" y="%.3f" width="%.3f" height="%.3f" rx="%.3f" fill="%s"/>`+"\n", x.x, x.y, x.w, x.h, x.r, x.ink.hex())
	}
	fmt.Fprintf(&b, `<a href="%s">%s</a>`+"\n", escaped(p.link), p.code.svg())
	for _, l := range p.lines {
		fmt.Fprintf(&b, `<text x="%.3f" y="%.3f" font-size="%.3f" font-weight="%s" textLength="%.3f" lengthAdjust="spacingAndGlyphs" fill="%s">%s</text>`+"\n",
			l.x, l.y, l.em, weight(l.bold), l.width, l.ink.hex(), escaped(l.s))
	}
	b.WriteString("</svg>\n")
	return b.Bytes(), nil
}

// svg is one path for all modules, in modules, so that no seams show between them.
func (c code) svg() string {
	var b strings.Builder
	m := c.module()
	fmt.Fprintf(&b, `<path transform="translate(%.4f %.4f) scale(%.6f)" fill="#000000" shape-rendering="crispEdges" d="`, c.x, c.y, m)
	c.runs(func(col, row, n int) { fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", col, row, n, n) })
	b.WriteString(`"/>`)
	return b.String()
}

func (i ink) hex() string { return fmt.Sprintf("#%06X", uint32(i)) }

func weight(bold bool) string {
	if bold {
		return "bold"
	}
	return "normal"
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}
