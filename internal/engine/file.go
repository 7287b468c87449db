package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"siaga/internal/copies"
)

func hashOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

// Copier makes the copies of files that somebody else gets: [copies.ErrHeld] for those of which none can be made. Any other error says
// nothing about the file.
type Copier interface {
	Copy(ctx context.Context, body []byte) (copies.Copy, error)
}

// rebuild makes the copy an officer gets: a neutral name, and nothing of who made the file, where, when and with what. held is true
// for a file of which no such copy can be made: only its sealed original is kept.
func (e *Engine) rebuild(ctx context.Context, f File, n int) (out MessageFile, held bool, err error) {
	c, err := e.Copier.Copy(ctx, f.Body)
	if errors.Is(err, copies.ErrHeld) {
		e.Watch.Event("file_held")
		return out, true, nil
	}
	if err != nil {
		return out, false, err
	}
	name := "berkas"
	kind := "document"
	switch {
	case c.Mime == "image/jpeg" && copies.Shown(c.Body):
		kind, name = "photo", "foto"
	case f.Kind == "voice" && strings.HasPrefix(c.Mime, "audio/"), f.Kind == "video" && c.Mime == "video/mp4":
		kind = f.Kind
	}
	return MessageFile{Kind: kind, Mime: c.Mime, Body: c.Body, Name: fmt.Sprintf("%s-%d%s", name, n, Ending(c.Mime))}, false, nil
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
