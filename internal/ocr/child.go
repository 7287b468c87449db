package ocr

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // photos
	_ "image/png"  // screenshots
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // pictures saved from a page

	"siaga/internal/cell"
)

const (
	maxPixels = 12_600_000 // 4096 by 3072
	maxSide   = 2600       // of what tesseract gets
	smallSide = 1200       // below it letters of a screenshot are too small to be read well
)

// Child is what Read starts: "draw" makes a plain grey picture of any, "read" becomes tesseract, "text" takes the words out of a PDF. It gives the exit code and says
// nothing of what it saw.
func Child(args []string, in io.Reader, out io.Writer) int {
	if !cell.Inside() || len(args) == 0 || cell.Limit() != nil {
		return 2
	}
	switch {
	case args[0] == "draw" && len(args) == 1:
		if err := plain(in, out); err != nil {
			return 1
		}
		return 0
	case args[0] == "text" && len(args) == 1:
		if err := document(in, out); err != nil {
			return 1
		}
		return 0
	case args[0] == "read" && len(args) == 3:
		_ = cell.Become(args[1], args[1], "stdin", "stdout", "-l", args[2], "--psm", "3", "-c", "tessedit_create_tsv=1")
	}
	return 1
}

// plain draws a picture anew: grey, on white, of a size that can be read. Nothing but its dots gets through.
func plain(in io.Reader, out io.Writer) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("a decoder panicked")
		}
	}()
	raw, err := io.ReadAll(io.LimitReader(in, MaxBytes+1))
	if err != nil {
		return err
	}
	src, err := open(raw)
	if err != nil {
		return err
	}
	w, h := readable(src.Bounds().Dx(), src.Bounds().Dy())
	grey := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(grey, grey.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(grey, grey.Bounds(), src, src.Bounds(), draw.Over, nil)
	b := bufio.NewWriter(out)
	fmt.Fprintf(b, "P5\n%d %d\n255\n", w, h)
	_, _ = b.Write(grey.Pix)
	return b.Flush()
}

// readable is the size in which a picture is read.
func readable(w, h int) (int, int) {
	long := max(w, h)
	switch {
	case long > maxSide:
		return max(1, w*maxSide/long), max(1, h*maxSide/long)
	case long <= smallSide:
		return 2 * w, 2 * h
	}
	return w, h
}
