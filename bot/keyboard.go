package bot

import (
	"strings"

	"github.com/go-telegram/bot/models"

	"siaga/internal/engine"
)

const maxData = 64 // bytes of callback data

// inlineButton and inlineKeyboard stand for the library's types, which send an empty copy_text with every button.
type inlineButton struct {
	Text string `json:"text"`
	Data string `json:"callback_data,omitempty"`
	URL  string `json:"url,omitempty"`
	App  *app   `json:"web_app,omitempty"`
}

// app is a Mini App that a button opens; Telegram takes https only, and private chats only.
type app struct {
	URL string `json:"url"`
}

type inlineKeyboard struct {
	Rows [][]inlineButton `json:"inline_keyboard"`
}

// keyboard makes the keyboard of a message, nil for none. A message can have one keyboard only: with AskLocation it is a reply
// keyboard that shares the location, and the other choices stand below it as words to be sent.
func (b *Bot) keyboard(m engine.Message) any {
	if m.AskLocation != "" {
		return locationKeyboard(m)
	}
	if k := b.inline(m.Buttons); k != nil {
		return k
	}
	return nil
}

// inline makes the buttons under a message. A button that Telegram would refuse is left out, because it would refuse the whole
// message with it.
func (b *Bot) inline(rows [][]engine.MessageButton) *inlineKeyboard {
	var k inlineKeyboard
	for _, row := range rows {
		var line []inlineButton
		for _, x := range row {
			if !usable(x) {
				b.watch("button_dropped")
				b.log.Error("a button was left out: no label, no action, or more than 64 bytes of data")
				continue
			}
			button := inlineButton{Text: x.Label, Data: x.Data, URL: x.URL}
			if x.App != "" {
				button.App = &app{x.App}
			}
			line = append(line, button)
		}
		if len(line) > 0 {
			k.Rows = append(k.Rows, line)
		}
	}
	if len(k.Rows) == 0 {
		return nil
	}
	return &k
}

func usable(x engine.MessageButton) bool {
	link := strings.HasPrefix(x.URL, "https://") || strings.HasPrefix(x.URL, "http://") || strings.HasPrefix(x.URL, "tg://")
	press := x.Data != "" && len(x.Data) <= maxData
	if x.App != "" {
		return strings.TrimSpace(x.Label) != "" && x.URL == "" && x.Data == "" && strings.HasPrefix(x.App, "https://")
	}
	return strings.TrimSpace(x.Label) != "" && (x.URL == "" && press || x.Data == "" && link)
}

func locationKeyboard(m engine.Message) *models.ReplyKeyboardMarkup {
	k := &models.ReplyKeyboardMarkup{ResizeKeyboard: true, OneTimeKeyboard: true,
		Keyboard: [][]models.KeyboardButton{{{Text: m.AskLocation, RequestLocation: true}}}}
	for _, row := range m.Buttons {
		var line []models.KeyboardButton
		for _, x := range row {
			if x.URL == "" && x.App == "" && strings.TrimSpace(x.Label) != "" {
				line = append(line, models.KeyboardButton{Text: x.Label})
			}
		}
		if len(line) > 0 {
			k.Keyboard = append(k.Keyboard, line)
		}
	}
	return k
}
