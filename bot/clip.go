package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"siaga/internal/engine"
	"siaga/internal/voice"
)

// Uploads remembers under which id Telegram keeps a clip, so that it is uploaded once. An id holds for one bot alone.
type Uploads interface {
	// Upload gives the id, "" when there is none.
	Upload(ctx context.Context, bot, clip string) (fileID string, err error)
	// SaveUpload remembers it instead of an earlier one.
	SaveUpload(ctx context.Context, bot, clip, fileID string) error
}

// speak sends a text under the clip that speaks it, as one message: what is deleted later is both. The id under which Telegram has
// the clip already is tried first, then the clip itself; when Telegram takes neither (the person allows no voice messages, the
// clip is refused) the text is said alone, for it is what counts.
func (b *Bot) speak(ctx context.Context, chat int64, p piece) (int64, error) {
	name := voice.Print(p.clip)
	known := b.uploaded(ctx, name)
	if known != "" {
		o, err := b.sendVoice(ctx, chat, p, &models.InputFileString{Data: known})
		if !refused(err) {
			return o.messageID(), err
		}
	}
	o, err := b.sendVoice(ctx, chat, p, &models.InputFileUpload{Filename: "suara.ogg", Data: bytes.NewReader(p.clip)})
	if refused(err) {
		b.watch("clip_refused")
		return b.say(ctx, chat, p)
	}
	if err == nil {
		b.remember(ctx, name, o.voiceID())
	}
	return o.messageID(), err
}

// refused tells that the same call would be refused again.
func refused(err error) bool {
	var d *engine.DeliveryError
	return errors.As(err, &d) && d.Class == classBad
}

func (b *Bot) sendVoice(ctx context.Context, chat int64, p piece, file models.InputFile) (*outcome, error) {
	return b.call(ctx, uploadLimit, func(ctx context.Context) {
		_, _ = b.api.SendVoice(ctx, &tg.SendVoiceParams{ChatID: chat, Voice: file, Caption: p.text, Duration: voice.Length(p.clip),
			DisableNotification: p.quiet, ReplyMarkup: p.markup})
	})
}

// uploaded and remember are best effort: without them a clip is uploaded once more.
func (b *Bot) uploaded(ctx context.Context, clip string) string {
	if b.uploads == nil {
		return ""
	}
	id, err := b.uploads.Upload(ctx, b.id, clip)
	if err != nil {
		b.watch("upload_unknown")
	}
	return id
}

func (b *Bot) remember(ctx context.Context, clip, fileID string) {
	if b.uploads == nil || fileID == "" {
		return
	}
	if err := b.uploads.SaveUpload(context.WithoutCancel(ctx), b.id, clip, fileID); err != nil {
		b.watch("upload_not_kept")
	}
}

// voiceID reads the id of the clip in a message that was sent.
func (o *outcome) voiceID() string {
	var m struct {
		Voice struct {
			ID string `json:"file_id"`
		} `json:"voice"`
	}
	_ = json.Unmarshal(o.Result, &m) // without an id it is uploaded again
	return m.Voice.ID
}
