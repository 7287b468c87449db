package app

import (
	"context"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/ocr"
)

// PictureCommand is the command of this program that works on files of strangers, for its own use.
const PictureCommand = "picture"

// pictureReader is what reads pictures; nil when the machine has nothing for it, which is no fault.
func (h *House) pictureReader() engine.Reader {
	r, err := findReader(context.Background(), h.Config)
	if err != nil {
		h.Log.Info("pictures are not read", "why", err.Error())
		return nil
	}
	return r
}

// findReader finds tesseract, and this program itself, which takes on the limits under which it runs.
func findReader(ctx context.Context, cfg config.Config) (*ocr.Reader, error) {
	self, err := ownPath()
	if err != nil {
		return nil, err
	}
	return ocr.Find(ctx, cfg.Tesseract, self, PictureCommand)
}

func examinePictures(ctx context.Context, cfg config.Config) Finding {
	r, err := findReader(ctx, cfg)
	if err != nil {
		return Finding{Warn, "pictures", "of advertisements are not read, people are asked to type the main lines: " + err.Error()}
	}
	return Finding{Good, "pictures", "of advertisements are read by tesseract (" + r.Languages() + ")"}
}
