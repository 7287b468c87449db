package ocr

import (
	"bytes"
	"fmt"
	"image"
)

// open decodes a picture whose size is bearable: a file of some bytes may claim to be as large as a house.
func open(raw []byte) (image.Image, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	if size.Width < 8 || size.Height < 8 || size.Width > maxPixels || size.Height > maxPixels || size.Width*size.Height > maxPixels {
		return nil, fmt.Errorf("%d by %d dots", size.Width, size.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(raw))
	return src, err
}
