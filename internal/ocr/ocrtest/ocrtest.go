// Package ocrtest draws advertisements for tests, as people photograph them and as somebody hostile would make them.
package ocrtest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Style is how an advertisement looks.
type Style struct {
	Size       float64 // of the letters, in dots; 0: 28
	Ink, Paper color.Color
	Width      int // of the picture; 0: 1000
}

// Picture draws lines of words.
func Picture(text string, s Style) (image.Image, error) {
	if s.Size == 0 {
		s.Size = 28
	}
	if s.Width == 0 {
		s.Width = 1000
	}
	if s.Ink == nil {
		s.Ink, s.Paper = color.Black, color.White
	}
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: s.Size, DPI: 72})
	if err != nil {
		return nil, err
	}
	lines := wrap(face, text, s.Width-80)
	high := int(s.Size * 1.6)
	img := image.NewRGBA(image.Rect(0, 0, s.Width, high*(len(lines)+3)))
	paper := image.NewUniform(s.Paper)
	for y := range img.Bounds().Dy() {
		for x := range s.Width {
			img.Set(x, y, paper.C)
		}
	}
	d := font.Drawer{Dst: img, Src: image.NewUniform(s.Ink), Face: face}
	for i, l := range lines {
		d.Dot = fixed.P(40, high*(i+2))
		d.DrawString(l)
	}
	return img, nil
}

// PNG draws lines of words as a file.
func PNG(text string, s Style) ([]byte, error) {
	img, err := Picture(text, s)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = png.Encode(&out, img)
	return out.Bytes(), err
}

func wrap(face font.Face, text string, width int) []string {
	var out []string
	for l := range strings.Lines(text) {
		line := ""
		for _, w := range strings.Fields(l) {
			if line != "" && font.MeasureString(face, line+" "+w).Ceil() > width {
				out, line = append(out, line), ""
			}
			line = strings.TrimSpace(line + " " + w)
		}
		out = append(out, line)
	}
	return out
}
