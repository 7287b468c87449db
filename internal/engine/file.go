package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // photos may be PNG
)

// maxPixels bounds a picture that is opened for rebuilding: a small file may claim a huge picture.
const maxPixels = 40_000_000

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// rebuild makes the copy an officer gets: a neutral name, and pictures drawn anew so that neither place, camera nor author
// travel with them. A picture that cannot be opened is given as a document, as it is.
func rebuild(f File, n int) MessageFile {
	out := MessageFile{Kind: f.Kind, Mime: f.Mime, Body: f.Body, Name: fmt.Sprintf("berkas-%d%s", n, endingOf(f.Mime))}
	if f.Kind != "photo" {
		return out
	}
	clean, err := redraw(f.Body)
	if err != nil {
		out.Kind = "document"
		return out
	}
	out.Body, out.Mime, out.Name = clean, "image/jpeg", fmt.Sprintf("foto-%d.jpg", n)
	return out
}

// redraw decodes a picture and encodes it anew; only the picture itself survives.
func redraw(body []byte) ([]byte, error) {
	size, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width*size.Height > maxPixels {
		return nil, fmt.Errorf("picture of %d x %d is too large", size.Width, size.Height)
	}
	picture, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 85}); err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return out.Bytes(), nil
}

// endingOf gives the file ending of the few kinds that officers can open.
func endingOf(mime string) string {
	switch mime {
	case "audio/ogg":
		return ".ogg"
	case "audio/mpeg":
		return ".mp3"
	case "video/mp4":
		return ".mp4"
	case "application/pdf":
		return ".pdf"
	case "image/jpeg":
		return ".jpg"
	case "image/png":
		return ".png"
	}
	return ".bin"
}
