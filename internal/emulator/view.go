package emulator

import "time"

// Message is one message as the people in the chat see it.
type Message struct {
	ID       int            `json:"id"`
	Chat     int64          `json:"chat"`
	From     int64          `json:"from"`     // user id of the sender
	FromName string         `json:"fromName"` // first name of the sender
	FromBot  bool           `json:"fromBot"`
	Date     time.Time      `json:"date"`
	Edited   bool           `json:"edited,omitempty"`
	Deleted  bool           `json:"deleted,omitempty"`
	Read     bool           `json:"read,omitempty"` // sent by a person and taken by the bot
	Text     string         `json:"text,omitempty"` // text or caption
	Entities []Entity       `json:"entities,omitempty"`
	Inline   [][]Button     `json:"inline,omitempty"`
	Keyboard *ReplyKeyboard `json:"keyboard,omitempty"` // reply keyboard that came with this message
	Media    *Media         `json:"media,omitempty"`
	ReplyTo  int            `json:"replyTo,omitempty"`
	Album    string         `json:"album,omitempty"`
	Service  string         `json:"service,omitempty"` // a line such as "masuk grup", not written by anybody
	Forward  bool           `json:"forward,omitempty"`
}

// Button is a button of an inline or a reply keyboard.
type Button struct {
	Text     string `json:"text"`
	Data     string `json:"data,omitempty"`     // callback_data
	URL      string `json:"url,omitempty"`      // opens a link
	WebApp   string `json:"webApp,omitempty"`   // opens a Mini App
	Copy     string `json:"copy,omitempty"`     // copies a text
	Location bool   `json:"location,omitempty"` // reply keyboard: sends the person's location
	Contact  bool   `json:"contact,omitempty"`  // reply keyboard: sends the person's phone number
}

// ReplyKeyboard is the keyboard below the text field. Remove and Force stand for ReplyKeyboardRemove and ForceReply.
type ReplyKeyboard struct {
	Rows        [][]Button `json:"rows,omitempty"`
	OneTime     bool       `json:"oneTime,omitempty"`
	Persistent  bool       `json:"persistent,omitempty"`
	Resize      bool       `json:"resize,omitempty"`
	Placeholder string     `json:"placeholder,omitempty"`
	Remove      bool       `json:"remove,omitempty"`
	Force       bool       `json:"force,omitempty"`
}

// Media is what a message carries beside its text. Kind is photo, voice, document, audio, video, sticker,
// location or contact.
type Media struct {
	Kind     string  `json:"kind"`
	FileID   string  `json:"fileID,omitempty"`
	Name     string  `json:"name,omitempty"`
	MIME     string  `json:"mime,omitempty"`
	Size     int64   `json:"size,omitempty"`
	Duration int     `json:"duration,omitempty"` // seconds
	Lat      float64 `json:"lat,omitempty"`
	Lon      float64 `json:"lon,omitempty"`
	Phone    string  `json:"phone,omitempty"`
	Emoji    string  `json:"emoji,omitempty"`
}

// Button looks a button up by its exact label, then by its callback data.
func (m Message) Button(label string) (Button, bool) {
	for _, want := range []func(Button) bool{
		func(b Button) bool { return b.Text == label },
		func(b Button) bool { return b.Data != "" && b.Data == label },
	} {
		for _, row := range m.Inline {
			for _, b := range row {
				if want(b) {
					return b, true
				}
			}
		}
	}
	return Button{}, false
}

// message is what the server keeps: the wire form and what only the people's side knows.
type message struct {
	wire     wireMessage
	inline   [][]Button
	keyboard *ReplyKeyboard
	media    *Media
	fromBot  bool
	deleted  bool
	read     bool
	service  string
	at       time.Time
	rev      int64 // version of the whole world at the last change, for live views
}

func (m *message) view() Message {
	v := Message{
		ID: m.wire.ID, Chat: m.wire.Chat.ID, FromBot: m.fromBot, Date: m.at, Edited: m.wire.EditDate != 0,
		Deleted: m.deleted, Read: m.read, Text: m.wire.Text + m.wire.Caption,
		Entities: append(append([]Entity(nil), m.wire.Entities...), m.wire.CaptionEntities...),
		Inline:   m.inline, Keyboard: m.keyboard, Media: m.media, Album: m.wire.Album, Service: m.service,
		Forward: m.wire.ForwardOrigin != nil,
	}
	if m.wire.From != nil {
		v.From, v.FromName = m.wire.From.ID, m.wire.From.FirstName
	}
	if m.wire.ReplyTo != nil {
		v.ReplyTo = m.wire.ReplyTo.ID
	}
	return v
}
