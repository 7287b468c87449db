package emulator

import "encoding/json"

// The wire types below are the parts of the Bot API's objects that this server fills in.

type user struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

type chatRef struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
}

// Entity marks up a part of a text, as MessageEntity of the Bot API does; Offset and Length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

type photoSize struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Width    int    `json:"width"`
	Height   int    `json:"height"`
	Size     int64  `json:"file_size"`
}

type attachment struct {
	FileID   string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
	Duration *int   `json:"duration,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Type     string `json:"type,omitempty"`
	Emoji    string `json:"emoji,omitempty"`
	Animated *bool  `json:"is_animated,omitempty"`
	Video    *bool  `json:"is_video,omitempty"`
}

type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type contact struct {
	Phone     string `json:"phone_number"`
	FirstName string `json:"first_name"`
	LastName  string `json:"last_name,omitempty"`
	UserID    int64  `json:"user_id,omitempty"`
}

type forwardOrigin struct {
	Type   string `json:"type"`
	Date   int64  `json:"date"`
	Sender *user  `json:"sender_user,omitempty"`
}

type wireMessage struct {
	ID              int             `json:"message_id"`
	From            *user           `json:"from,omitempty"`
	Chat            chatRef         `json:"chat"`
	Date            int64           `json:"date"`
	EditDate        int64           `json:"edit_date,omitempty"`
	ForwardOrigin   *forwardOrigin  `json:"forward_origin,omitempty"`
	ReplyTo         *wireMessage    `json:"reply_to_message,omitempty"`
	Album           string          `json:"media_group_id,omitempty"`
	Protected       bool            `json:"has_protected_content,omitempty"`
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`
	Photo           []photoSize     `json:"photo,omitempty"`
	Document        *attachment     `json:"document,omitempty"`
	Voice           *attachment     `json:"voice,omitempty"`
	Audio           *attachment     `json:"audio,omitempty"`
	Video           *attachment     `json:"video,omitempty"`
	Sticker         *attachment     `json:"sticker,omitempty"`
	Location        *location       `json:"location,omitempty"`
	Contact         *contact        `json:"contact,omitempty"`
	NewMembers      []user          `json:"new_chat_members,omitempty"`
	LeftMember      *user           `json:"left_chat_member,omitempty"`
	MigrateTo       int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     int64           `json:"migrate_from_chat_id,omitempty"`
	Markup          json.RawMessage `json:"reply_markup,omitempty"`
}

type callbackQuery struct {
	ID           string `json:"id"`
	From         user   `json:"from"`
	Message      any    `json:"message,omitempty"`
	ChatInstance string `json:"chat_instance"`
	Data         string `json:"data"`
}

type memberStatus struct {
	User   user   `json:"user"`
	Status string `json:"status"`
	Until  *int   `json:"until_date,omitempty"`
}

type memberUpdate struct {
	Chat chatRef      `json:"chat"`
	From user         `json:"from"`
	Date int64        `json:"date"`
	Old  memberStatus `json:"old_chat_member"`
	New  memberStatus `json:"new_chat_member"`
}
