// Package poster draws a printable page whose QR code opens the bot in one region and one language; it must not know who
// prints, carries or photographs it, nor anything of Telegram but how a deep link is written.
package poster

import (
	"fmt"
	"strings"

	"siaga/internal/deeplink"
	"siaga/internal/region"
)

// Size is a paper size.
type Size string

// The sizes. A4 (210 x 297 mm) is for a wall: its code is read from a metre away. A5 (148 x 210 mm) is for a counter.
const (
	A4 Size = "a4"
	A5 Size = "a5"
)

// millimetres is the width and height of the sheet.
func (s Size) millimetres() (w, h float64, ok bool) {
	switch s {
	case A4:
		return 210, 297, true
	case A5:
		return 148, 210, true
	}
	return 0, 0, false
}

// Content is all that differs between two posters. None of it is about a person.
type Content struct {
	Bot    string      // name of the bot, without @
	Region region.Code // province, kabupaten or kota
	Lang   string      // language tag, one of Languages
	Size   Size
}

// Check says in one sentence what cannot be printed and what to write instead. SVG, PNG and PDF check too.
func (c Content) Check() error {
	if _, err := deeplink.Link(c.Bot, c.Region, c.Lang); err != nil {
		return err
	}
	if _, ok := words[c.Lang]; !ok {
		return fmt.Errorf("there is no poster text in %q yet; there is: %s", c.Lang, strings.Join(Languages(), ", "))
	}
	if _, _, ok := c.Size.millimetres(); !ok {
		return fmt.Errorf("%q is not a paper size; write %s or %s", c.Size, A4, A5)
	}
	return nil
}
