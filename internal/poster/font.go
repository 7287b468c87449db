package poster

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

// fonts are the Go fonts in two weights. They travel in the program, so that a poster looks the same on every machine; they
// cover Latin, Greek and Cyrillic.
type fonts struct{ regular, bold *opentype.Font }

func loadFonts() (fonts, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return fonts{}, fmt.Errorf("read the regular font: %w", err)
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return fonts{}, fmt.Errorf("read the bold font: %w", err)
	}
	return fonts{regular, bold}, nil
}

// face is a weight at a size in pixels to the em.
func (f fonts) face(bold bool, em float64) (font.Face, error) {
	of := f.regular
	if bold {
		of = f.bold
	}
	face, err := opentype.NewFace(of, &opentype.FaceOptions{Size: em, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("set the font to %.1f: %w", em, err)
	}
	return face, nil
}

// width is the length of a text in ems.
func (f fonts) width(s string, bold bool) (float64, error) {
	const fine = 1000
	face, err := f.face(bold, fine)
	if err != nil {
		return 0, err
	}
	defer face.Close()
	return float64(font.MeasureString(face, s)) / 64 / fine, nil
}
