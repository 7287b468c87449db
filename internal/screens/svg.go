package screens

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Measures of the drawing, in pixels. Widths of letters are guessed: a drawing is for reading a text in its place, not for print.
const (
	width   = 360
	margin  = 12
	bubble  = 292 // widest bubble
	line    = 19  // height of a line of text
	perLine = 38  // letters in a line of a bubble
	letter  = 7.4 // width of a letter
	button  = 34  // height of a button with the gap below it
)

// SVG draws a screen as a telephone shows it: what the person did on the right, what the bot says on the left, its buttons below.
// The button that is meant has a thick border.
func (s Screen) SVG() string {
	d := &drawing{y: margin}
	if _, say, ok := strings.Cut(s.Said, "> "); ok && say != "" {
		d.bubble(say, true)
	}
	for _, text := range s.Before {
		d.bubble(text, false)
	}
	d.bubble(s.Text, false)
	for _, row := range s.Buttons {
		d.buttons(row, s.Chosen)
	}
	height := d.y + margin
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">`+
		"\n"+`<rect width="100%%" height="100%%" fill="#dfe7ec"/>`+"\n%s</svg>\n", width, height, width, height, d.body.String())
}

type drawing struct {
	body strings.Builder
	y    int
}

func (d *drawing) bubble(text string, mine bool) {
	lines := wrap(text, perLine)
	longest := 0
	for _, l := range lines {
		longest = max(longest, utf8.RuneCountInString(l))
	}
	w := min(bubble, int(float64(longest)*letter)+2*margin)
	x, fill := margin, "#ffffff"
	if mine {
		x, fill = width-margin-w, "#d7f3c8"
	}
	h := len(lines)*line + margin
	fmt.Fprintf(&d.body, `<rect x="%d" y="%d" width="%d" height="%d" rx="12" fill="%s"/>`+"\n", x, d.y, w, h, fill)
	for i, l := range lines {
		if l != "" {
			fmt.Fprintf(&d.body, `<text x="%d" y="%d" fill="#111111">%s</text>`+"\n", x+margin, d.y+line*(i+1), xmlText(l))
		}
	}
	d.y += h + 6
}

func (d *drawing) buttons(labels []string, chosen string) {
	if len(labels) == 0 {
		return
	}
	gap := 4
	w := (bubble - gap*(len(labels)-1)) / len(labels)
	for i, label := range labels {
		x := margin + i*(w+gap)
		border := 1
		if label == chosen && chosen != "" {
			border = 3
		}
		fmt.Fprintf(&d.body, `<rect x="%d" y="%d" width="%d" height="%d" rx="8" fill="#ffffff" stroke="#4a7f9c" stroke-width="%d"/>`+"\n",
			x, d.y, w, button-gap, border)
		fmt.Fprintf(&d.body, `<text x="%d" y="%d" text-anchor="middle" fill="#22556e">%s</text>`+"\n", x+w/2, d.y+20, xmlText(label))
	}
	d.y += button
}

// wrap breaks a text into lines of at most n letters, between words where possible.
func wrap(text string, n int) []string {
	var lines []string
	for _, paragraph := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		current := ""
		for _, word := range strings.Fields(paragraph) {
			for utf8.RuneCountInString(word) > n {
				r := []rune(word)
				lines, word = append(flush(lines, &current), string(r[:n])), string(r[n:])
			}
			if current != "" && utf8.RuneCountInString(current)+1+utf8.RuneCountInString(word) > n {
				lines = flush(lines, &current)
			}
			current = strings.TrimPrefix(current+" "+word, " ")
		}
		lines = append(lines, current)
	}
	return lines
}

func flush(lines []string, current *string) []string {
	if *current != "" {
		lines = append(lines, *current)
	}
	*current = ""
	return lines
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// xmlText makes words harmless in a drawing; what XML does not know is left out.
func xmlText(s string) string {
	return xmlEscapes.Replace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s))
}
