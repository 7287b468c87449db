package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"

	"siaga/internal/engine"
)

const (
	maxDownload   = 20 << 20 // Bot API, getFile
	maxPhoto      = 10 << 20 // Bot API, sendPhoto
	downloadLimit = 30 * time.Second
)

// Fetch downloads what a person sent, by the Source of its [engine.File]. The type is read from the content, because Telegram
// serves all files as plain bytes. A file that is too big or not known gives the class "bad".
func (b *Bot) Fetch(ctx context.Context, source string) ([]byte, string, error) {
	o, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.GetFile(ctx, &tg.GetFileParams{FileID: source})
	})
	if err != nil {
		return nil, "", err
	}
	var f struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if json.Unmarshal(o.Result, &f) != nil || !safePath(f.Path) || f.Size > maxDownload {
		return nil, "", &engine.DeliveryError{Class: classBad}
	}
	body, class := b.wire.download(ctx, f.Path)
	if class != "" {
		b.watch("fetch_" + class)
		return nil, "", &engine.DeliveryError{Class: class}
	}
	return body, sniff(body), nil
}

// safePath takes a path that stays below the place of the bot's files.
func safePath(path string) bool {
	if path == "" {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." {
			return false
		}
	}
	return true
}

// download gets a file, or the class of what went wrong.
func (w *wire) download(ctx context.Context, path string) (body []byte, class string) {
	ctx, cancel := context.WithTimeout(ctx, downloadLimit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.file(path), http.NoBody)
	if err != nil {
		return nil, classBad
	}
	resp, err := w.http.Do(req)
	if err != nil {
		return nil, classDown
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, classDown // the link lives an hour; the next try asks for a new one
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxDownload+1))
	switch {
	case err != nil:
		return nil, classDown
	case len(body) > maxDownload:
		return nil, classBad
	}
	return body, ""
}

func sniff(body []byte) string {
	kind, _, _ := strings.Cut(http.DetectContentType(body), ";")
	if kind == "application/ogg" {
		return "audio/ogg"
	}
	return kind
}

// formOf tells as what a file is sent: Telegram takes photos up to 10 MB and voice in three formats.
func formOf(f engine.MessageFile) string {
	switch {
	case f.Kind == "photo" && len(f.Body) <= maxPhoto, f.Kind == "video":
		return f.Kind
	case f.Kind == "voice" && (f.Mime == "audio/ogg" || f.Mime == "audio/mpeg" || f.Mime == "audio/mp4"):
		return f.Kind
	}
	return "document"
}

var neutral = regexp.MustCompile(`^[a-z]{3,12}-[0-9]{1,3}\.[a-z0-9]{1,5}$`)

// neutralName keeps a name of the house's own form ("foto-1.jpg") and replaces any other: a file's name may tell who made it.
func neutralName(f engine.MessageFile, n int) string {
	if neutral.MatchString(f.Name) {
		return f.Name
	}
	return fmt.Sprintf("berkas-%d.%s", n, endingOf(f.Mime))
}

func endingOf(mime string) string {
	switch mime {
	case "image/jpeg":
		return "jpg"
	case "image/png":
		return "png"
	case "image/webp":
		return "webp"
	case "audio/ogg":
		return "ogg"
	case "audio/mpeg":
		return "mp3"
	case "audio/mp4":
		return "m4a"
	case "video/mp4":
		return "mp4"
	case "application/pdf":
		return "pdf"
	}
	return "bin"
}
