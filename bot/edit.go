package bot

import (
	"context"
	"slices"

	tg "github.com/go-telegram/bot"

	"siaga/internal/engine"
)

const maxDelete = 100 // ids in one call of deleteMessages

// Edit replaces the text and the buttons of a message the bot sent; under a file it replaces the caption. What is already so
// counts as done. A message that is not there any more or cannot be changed gives the class "gone".
func (b *Bot) Edit(ctx context.Context, to engine.Address, id int64, m engine.Message) error {
	chat, err := chatOf(to)
	if err != nil {
		return err
	}
	var markup any
	if k := b.inline(m.Buttons); k != nil {
		markup = k
	}
	o, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: chat, MessageID: int(id), Text: shortened(m.Text, maxText),
			LinkPreviewOptions: noPreview(), ReplyMarkup: markup})
	})
	if o.says("no text in the message to edit") {
		o, err = b.call(ctx, callLimit, func(ctx context.Context) {
			_, _ = b.api.EditMessageCaption(ctx, &tg.EditMessageCaptionParams{ChatID: chat, MessageID: int(id),
				Caption: shortened(m.Text, maxCaption), ReplyMarkup: markup})
		})
	}
	if o.says("message is not modified") {
		return nil
	}
	return err
}

// shortened cuts a text that cannot be split; the mark shows that something is missing.
func shortened(text string, limit int) string {
	if _, long := cut(text, limit); !long {
		return text
	}
	head, _ := cut(text, limit-1)
	return head + ellipsis
}

// Delete removes messages, a hundred a call. Those that are gone, or too old to be deleted (48 hours), count as done.
func (b *Bot) Delete(ctx context.Context, to engine.Address, ids []int64) error {
	chat, err := chatOf(to)
	if err != nil {
		return err
	}
	clean := make([]int, 0, len(ids))
	for _, id := range ids {
		if id > 0 {
			clean = append(clean, int(id))
		}
	}
	slices.Sort(clean)
	for batch := range slices.Chunk(slices.Compact(clean), maxDelete) {
		if err := b.deleteBatch(ctx, chat, batch); err != nil {
			return err
		}
	}
	return nil
}

// deleteBatch deletes many at once. One message that may not be deleted can fail them all; then they go one by one.
func (b *Bot) deleteBatch(ctx context.Context, chat int64, ids []int) error {
	o, err := b.call(ctx, callLimit, func(ctx context.Context) {
		_, _ = b.api.DeleteMessages(ctx, &tg.DeleteMessagesParams{ChatID: chat, MessageIDs: ids})
	})
	if err == nil || !o.undeletable() {
		return err
	}
	for _, id := range ids {
		o, err := b.call(ctx, callLimit, func(ctx context.Context) {
			_, _ = b.api.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: chat, MessageID: id})
		})
		if err != nil && !o.undeletable() {
			return err
		}
	}
	return nil
}

// undeletable tells that a message cannot be deleted now nor later.
func (o *outcome) undeletable() bool {
	return o.code() == 400 && o.says("message can't be deleted", "message to delete not found", "message_id_invalid",
		"message identifier is not specified", "message_delete_forbidden")
}

// Answered stops the waiting sign of a pressed button, best effort: a press older than about a minute cannot be answered any more.
// note is shown as a small notice when it is not empty, at most 200 characters of it.
func (b *Bot) Answered(ctx context.Context, pressID, note string) {
	if pressID == "" {
		return
	}
	_, _ = b.call(ctx, answerLimit, func(ctx context.Context) { // counted by class there
		_, _ = b.api.AnswerCallbackQuery(ctx, &tg.AnswerCallbackQueryParams{CallbackQueryID: pressID, Text: shortened(note, 200)})
	})
}
