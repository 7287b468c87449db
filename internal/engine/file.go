package engine

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"siaga/internal/copies"
)

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// rebuild makes the copy an officer gets: a neutral name, and nothing of who made the file, where, when and with what. held is true
// for a file of which no such copy can be made: only its sealed original is kept.
func rebuild(f File, n int) (out MessageFile, held bool) {
	c, err := copies.Of(f.Body)
	if err != nil {
		return out, true
	}
	name := "berkas"
	kind := "document"
	switch {
	case c.Mime == "image/jpeg" && copies.Shown(c.Body):
		kind, name = "photo", "foto"
	case f.Kind == "voice" && strings.HasPrefix(c.Mime, "audio/"), f.Kind == "video" && c.Mime == "video/mp4":
		kind = f.Kind
	}
	return MessageFile{Kind: kind, Mime: c.Mime, Body: c.Body, Name: fmt.Sprintf("%s-%d%s", name, n, Ending(c.Mime))}, false
}

// Ending gives the file ending of the few kinds that officers can open.
func Ending(mime string) string {
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
	case "audio/mp4":
		return ".m4a"
	case "text/plain":
		return ".txt"
	}
	return ".bin"
}
