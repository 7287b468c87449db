package bot

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"siaga/internal/engine"
)

// How long one call may take.
const (
	callLimit   = 15 * time.Second
	uploadLimit = 60 * time.Second
	answerLimit = 2 * time.Second
)

const (
	maxCaption = 1024 // UTF-16 units under a file
	maxParts   = 10   // messages that one text is split into before it is cut
	ellipsis   = "…"
)

// When a message of several parts fails in the middle, the rest is tried again at once this often, and waits of Telegram up to this
// long are sat out, before what was already said is taken back.
const (
	againTries = 2
	againWait  = 5 * time.Second
)

// piece is what becomes one message.
type piece struct {
	text   string
	file   *engine.MessageFile
	clip   []byte // speaks the text
	n      int    // number of the file
	markup any
	quiet  bool
}

// Send says a message and gives its id; of a message in several parts, that of the last, which has the buttons.
func (b *Bot) Send(ctx context.Context, to engine.Address, m engine.Message) (int64, error) {
	ids, err := b.SendAll(ctx, to, m)
	if err != nil {
		return 0, err
	}
	return ids[len(ids)-1], nil
}

// SendAll says a message and gives the ids of all its parts. A text with one file is one part as long as it fits under the file;
// otherwise files go first, then the text in parts of 4,096 UTF-16 units. When it fails, no part is left in the chat as far as
// Telegram allows.
func (b *Bot) SendAll(ctx context.Context, to engine.Address, m engine.Message) ([]int64, error) {
	chat, err := chatOf(to)
	if err != nil {
		return nil, err
	}
	parts := pieces(m, b.keyboard(m))
	if len(parts) == 0 {
		return nil, &engine.DeliveryError{Class: classBad}
	}
	var ids []int64
	for i, p := range parts {
		id, err := b.put(ctx, chat, p)
		for try := 0; i > 0 && err != nil && try < againTries && b.again(ctx, err); try++ {
			id, err = b.put(ctx, chat, p)
		}
		if err != nil {
			b.takeBack(ctx, to, ids)
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// again waits before another try, and tells whether one makes sense.
func (b *Bot) again(ctx context.Context, err error) bool {
	var d *engine.DeliveryError
	if !errors.As(err, &d) || d.Class != classRate && d.Class != classDown || d.After > againWait {
		return false
	}
	return b.wait(ctx, max(d.After, time.Second/2)) == nil
}

// takeBack deletes parts of a message that cannot be finished: it will be said again as a whole.
func (b *Bot) takeBack(ctx context.Context, to engine.Address, ids []int64) {
	if len(ids) > 0 {
		_ = b.Delete(context.WithoutCancel(ctx), to, ids) // best effort: a repetition is the lesser evil
	}
}

func pieces(m engine.Message, markup any) []piece {
	var out []piece
	text := m.Text
	for i := range m.Files {
		out = append(out, piece{file: &m.Files[i], n: i + 1})
	}
	if len(out) == 1 && strings.TrimSpace(text) != "" {
		if _, long := cut(text, maxCaption); !long {
			out[0].text, text = text, ""
		}
	}
	if strings.TrimSpace(text) != "" {
		for _, t := range split(text) {
			out = append(out, piece{text: t})
		}
	}
	for i := range out {
		out[i].quiet = m.Quiet || i > 0 // the phone rings once
	}
	if len(out) > 0 {
		out[len(out)-1].markup = markup
	}
	if _, long := cut(m.Text, maxCaption); len(out) == 1 && out[0].file == nil && !long { // a clip goes with the whole text or not at all
		out[0].clip = m.Clip
	}
	return out
}

// split cuts a text into messages, at the end of a line or a word where there is one in the second half.
func split(text string) []string {
	var out []string
	for {
		head, more := cut(text, maxText)
		if !more {
			return append(out, text)
		}
		if len(out) == maxParts-1 {
			head, _ = cut(text, maxText-1)
			return append(out, head+ellipsis)
		}
		for _, mark := range []string{"\n", " "} {
			if i := strings.LastIndex(head, mark); i > len(head)/2 {
				head = head[:i]
				break
			}
		}
		out = append(out, head)
		if text = strings.TrimLeft(text[len(head):], " \n"); text == "" {
			return out
		}
	}
}

// put makes the call for one piece. A file that Telegram refuses in its form is sent once more as a plain document.
func (b *Bot) put(ctx context.Context, chat int64, p piece) (int64, error) {
	switch {
	case p.clip != nil:
		return b.speak(ctx, chat, p)
	case p.file == nil:
		return b.say(ctx, chat, p)
	}
	id, err := b.upload(ctx, chat, p, formOf(*p.file))
	var d *engine.DeliveryError
	if errors.As(err, &d) && d.Class == classBad && formOf(*p.file) != "document" {
		return b.upload(ctx, chat, p, "document")
	}
	return id, err
}

func (b *Bot) say(ctx context.Context, chat int64, p piece) (int64, error) {
	o, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: chat, Text: p.text, DisableNotification: p.quiet,
			LinkPreviewOptions: noPreview(), ReplyMarkup: p.markup})
	})
	return o.messageID(), err
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: tg.True()}
}

// upload sends a file anew, from our own bytes and under a neutral name.
func (b *Bot) upload(ctx context.Context, chat int64, p piece, form string) (int64, error) {
	up := &models.InputFileUpload{Filename: neutralName(*p.file, p.n), Data: bytes.NewReader(p.file.Body)}
	o, err := b.call(ctx, uploadLimit, func(ctx context.Context) {
		switch form {
		case "photo":
			_, _ = b.api.SendPhoto(ctx, &tg.SendPhotoParams{ChatID: chat, Photo: up, Caption: p.text, DisableNotification: p.quiet, ReplyMarkup: p.markup})
		case "voice":
			_, _ = b.api.SendVoice(ctx, &tg.SendVoiceParams{ChatID: chat, Voice: up, Caption: p.text, DisableNotification: p.quiet, ReplyMarkup: p.markup})
		case "video":
			_, _ = b.api.SendVideo(ctx, &tg.SendVideoParams{ChatID: chat, Video: up, Caption: p.text, DisableNotification: p.quiet, ReplyMarkup: p.markup})
		default:
			_, _ = b.api.SendDocument(ctx, &tg.SendDocumentParams{ChatID: chat, Document: up, Caption: p.text, DisableNotification: p.quiet, ReplyMarkup: p.markup})
		}
	})
	return o.messageID(), err
}
