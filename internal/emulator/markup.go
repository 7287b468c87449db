package emulator

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
)

type wireButton struct {
	Text     string  `json:"text"`
	Data     *string `json:"callback_data"`
	URL      string  `json:"url"`
	WebApp   *webApp `json:"web_app"`
	CopyText *struct {
		Text string `json:"text"`
	} `json:"copy_text"`
	Switch   *string `json:"switch_inline_query"`
	SwitchIn *string `json:"switch_inline_query_current_chat"`
	Location bool    `json:"request_location"`
	Contact  bool    `json:"request_contact"`
}

type webApp struct {
	URL string `json:"url"`
}

// UnmarshalJSON also takes a bare text, which a reply keyboard may hold.
func (b *wireButton) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(raw, []byte(`"`)) {
		return json.Unmarshal(raw, &b.Text)
	}
	type plain wireButton
	return json.Unmarshal(raw, (*plain)(b))
}

type replyMarkup struct {
	Inline      *[][]wireButton `json:"inline_keyboard"`
	Keyboard    *[][]wireButton `json:"keyboard"`
	OneTime     bool            `json:"one_time_keyboard"`
	Persistent  bool            `json:"is_persistent"`
	Resize      bool            `json:"resize_keyboard"`
	Placeholder string          `json:"input_field_placeholder"`
	Remove      bool            `json:"remove_keyboard"`
	Force       bool            `json:"force_reply"`
}

// setMarkup reads reply_markup into a message.
func setMarkup(m *message, p params) *apiError {
	raw := p.str("reply_markup")
	if raw == "" || raw == "null" || raw == "{}" {
		return nil
	}
	var r replyMarkup
	if json.Unmarshal([]byte(raw), &r) != nil {
		return badRequest("can't parse reply keyboard markup JSON object")
	}
	switch {
	case r.Inline != nil:
		return setInline(m, *r.Inline, raw)
	case r.Keyboard != nil:
		return setKeyboard(m, r)
	case r.Remove || r.Force:
		m.keyboard = &ReplyKeyboard{Remove: r.Remove, Force: r.Force, Placeholder: r.Placeholder}
	}
	return nil
}

func setInline(m *message, rows [][]wireButton, raw string) *apiError {
	count := 0
	for _, row := range rows {
		var out []Button
		for _, b := range row {
			button, e := b.inline(m.wire.Chat.Type)
			if e != nil {
				return e
			}
			out = append(out, button)
			count++
		}
		if len(out) > 0 {
			m.inline = append(m.inline, out)
		}
	}
	if count > 100 || len(raw) > 10000 {
		return badRequest("REPLY_MARKUP_TOO_LONG")
	}
	if count > 0 {
		var compact bytes.Buffer
		_ = json.Compact(&compact, []byte(raw)) // it was decoded before
		m.wire.Markup = compact.Bytes()
	}
	return nil
}

// inline checks one inline button: a text and exactly one thing that it does.
func (b wireButton) inline(chatType string) (Button, *apiError) {
	out := Button{Text: b.Text, URL: b.URL}
	if strings.TrimSpace(b.Text) == "" {
		return out, badRequest("can't parse inline keyboard button: InlineKeyboardButton text must be non-empty")
	}
	switch {
	case b.URL != "":
		return out, checkURL(b.URL)
	case b.Data != nil:
		out.Data = *b.Data
		if n := len(*b.Data); n < 1 || n > 64 {
			return out, badRequest("BUTTON_DATA_INVALID")
		}
	case b.WebApp != nil:
		out.WebApp = b.WebApp.URL
		if chatType != "private" {
			return out, badRequest("BUTTON_TYPE_INVALID")
		}
	case b.CopyText != nil:
		out.Copy = b.CopyText.Text
	case b.Switch != nil || b.SwitchIn != nil:
	default:
		return out, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return out, nil
}

func checkURL(raw string) *apiError {
	u, err := url.Parse(raw)
	if err != nil || (u.Host == "" && u.Opaque == "") ||
		(u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "tg" && u.Scheme != "mailto" && u.Scheme != "ton") {
		return badRequest("inline keyboard button URL '" + raw + "' is invalid: Wrong HTTP URL")
	}
	return nil
}

func setKeyboard(m *message, r replyMarkup) *apiError {
	k := &ReplyKeyboard{OneTime: r.OneTime, Persistent: r.Persistent, Resize: r.Resize, Placeholder: r.Placeholder}
	for _, row := range *r.Keyboard {
		var out []Button
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				return badRequest("can't parse keyboard button: KeyboardButton text must be non-empty")
			}
			if (b.Location || b.Contact) && m.wire.Chat.Type != "private" {
				return badRequest("phone number and location can be requested in private chats only")
			}
			out = append(out, Button{Text: b.Text, Location: b.Location, Contact: b.Contact})
		}
		if len(out) > 0 {
			k.Rows = append(k.Rows, out)
		}
	}
	if len(k.Rows) == 0 {
		return badRequest("reply keyboard must contain at least one button")
	}
	m.keyboard = k
	return nil
}
