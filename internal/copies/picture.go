package copies

import (
	"bytes"
	"image"
	_ "image/gif" // the first picture of it
	"image/jpeg"
	_ "image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Bounds of a picture that is opened (a small file may claim a huge one), and of the one that is handed on.
const (
	maxPixels = 50_000_000 // the largest cameras of telephones; twice that many bytes for JPEG
	maxDeep   = 25_000_000 // for the kinds that take four bytes a pixel and more
	maxSide   = 2560       // as Telegram itself makes photos
)

// redraw decodes a picture and encodes it anew: the picture alone survives, the right way up.
func redraw(body []byte) ([]byte, error) {
	size, kind, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil || size.Width <= 0 || size.Height <= 0 {
		return nil, errBroken
	}
	limit := maxDeep
	if kind == "jpeg" {
		limit = maxPixels
	}
	if size.Width > limit/size.Height {
		return nil, ErrHeld
	}
	picture, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, errBroken
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, upright(smaller(picture), turned(body)), &jpeg.Options{Quality: 85}); err != nil {
		return nil, ErrHeld
	}
	return out.Bytes(), nil
}

// smaller shrinks what is larger than a screen needs.
func smaller(p image.Image) image.Image {
	b := p.Bounds()
	long := max(b.Dx(), b.Dy())
	if long <= maxSide {
		return p
	}
	out := image.NewRGBA(image.Rect(0, 0, max(1, b.Dx()*maxSide/long), max(1, b.Dy()*maxSide/long)))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), p, b, draw.Src, nil)
	return out
}

// upright turns a picture as its camera wished (EXIF, tag Orientation, values 3, 6 and 8; mirrored ones are left).
func upright(p image.Image, how int) image.Image {
	b := p.Bounds()
	w, h := b.Dx(), b.Dy()
	var out *image.RGBA
	var to func(x, y int) (int, int)
	switch how {
	case 3:
		out, to = image.NewRGBA(image.Rect(0, 0, w, h)), func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }
	case 6:
		out, to = image.NewRGBA(image.Rect(0, 0, h, w)), func(x, y int) (int, int) { return h - 1 - y, x }
	case 8:
		out, to = image.NewRGBA(image.Rect(0, 0, h, w)), func(x, y int) (int, int) { return y, w - 1 - x }
	default:
		return p
	}
	for y := range h {
		for x := range w {
			tx, ty := to(x, y)
			out.Set(tx, ty, p.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// turned reads the orientation from the EXIF segment of a JPEG file; 1 when there is none.
func turned(body []byte) int {
	for i := 2; i+4 < len(body) && body[0] == 0xff && body[1] == 0xd8 && body[i] == 0xff && body[i+1] != 0xda; {
		n := int(body[i+2])<<8 | int(body[i+3])
		if n < 2 || i+2+n > len(body) {
			return 1
		}
		if seg := body[i+4 : i+2+n]; body[i+1] == 0xe1 && bytes.HasPrefix(seg, []byte("Exif\x00\x00")) {
			return orientation(seg[6:])
		}
		i += 2 + n
	}
	return 1
}

// orientation reads the tag from the first directory of a TIFF block.
func orientation(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	little := t[0] == 'I'
	u16 := func(at int) int {
		switch {
		case at < 0 || at+2 > len(t):
			return 0
		case little:
			return int(t[at]) | int(t[at+1])<<8
		}
		return int(t[at])<<8 | int(t[at+1])
	}
	first := u16(4)<<16 | u16(6)
	if little {
		first = u16(6)<<16 | u16(4)
	}
	for n := range min(u16(first), 200) {
		if at := first + 2 + 12*n; u16(at) == 0x0112 {
			return u16(at + 8)
		}
	}
	return 1
}
