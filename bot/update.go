package bot

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"github.com/go-telegram/bot/models"
)

// errUnreadable says that an update is poison. It quotes nothing: errors of encoding/json may hold a piece of the update.
var errUnreadable = errors.New("telegram: the update cannot be read")

// fields is a JSON object of which only the parts that are asked for are read, so that a new kind of value in a part nobody
// uses harms nothing. A part that is asked for and has another type than it should makes the whole unreadable.
type fields struct {
	parts map[string]json.RawMessage
	wrong bool
}

func readFields(raw []byte) (fields, bool) {
	var f fields
	err := json.Unmarshal(raw, &f.parts)
	return f, err == nil && f.parts != nil
}

// has tells whether a part is there and not null.
func (f *fields) has(name string) bool {
	raw, ok := f.parts[name]
	return ok && string(raw) != "null"
}

func (f *fields) hasOne(names ...string) bool { return slices.ContainsFunc(names, f.has) }

// get reads one part, or gives the zero value when it is not there.
func get[T any](f *fields, name string) T {
	var v, zero T
	if !f.has(name) {
		return zero
	}
	if json.Unmarshal(f.parts[name], &v) != nil {
		f.wrong = true
		return zero
	}
	return v
}

// The kinds of update that are asked for.
const (
	kindMessage = "message"
	kindEdited  = "edited_message"
	kindPress   = "callback_query"
	kindMember  = "my_chat_member"
	kindOther   = "other"
)

// update is one update with its head read.
type update struct {
	id      int64
	kind    string
	message *message // of a message, edited message, press (when it still has one)
	press   *press
	member  *member
}

// message holds what every kind of message has; the content is read from fields.
type message struct {
	fields
	id, date, edited int64
	chat             place
	from             *models.User
	sender           *place // the chat in whose name it was written
}

// place is a chat.
type place struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

func (p place) private() bool { return p.Type == "private" }
func (p place) group() bool   { return p.Type == "group" || p.Type == "supergroup" }

type press struct {
	id   string
	from models.User
	data string
	game bool
}

type member struct {
	chat   place
	from   models.User
	status string
	date   int64
}

// readUpdate reads one update as far as its kind needs.
func readUpdate(raw []byte) (update, error) {
	f, ok := readFields(raw)
	if !ok || !f.has("update_id") {
		return update{}, errUnreadable
	}
	u := update{id: get[int64](&f, "update_id"), kind: kindOther}
	for _, kind := range []string{kindMessage, kindEdited, kindPress, kindMember} {
		if f.has(kind) {
			u.kind = kind
			ok = u.readBody(f.parts[kind])
			break
		}
	}
	if !ok || f.wrong {
		return update{}, errUnreadable
	}
	return u, nil
}

func (u *update) readBody(raw []byte) bool {
	f, ok := readFields(raw)
	if !ok {
		return false
	}
	switch u.kind {
	case kindPress:
		return u.readPress(f)
	case kindMember:
		now := get[struct {
			Status string `json:"status"`
		}](&f, "new_chat_member")
		u.member = &member{chat: get[place](&f, "chat"), from: get[models.User](&f, "from"), status: now.Status, date: get[int64](&f, "date")}
		return !f.wrong && u.member.chat.ID != nobody
	}
	u.message, ok = readMessage(f)
	return ok
}

func readMessage(f fields) (*message, bool) {
	m := &message{fields: f}
	m.id, m.date, m.edited = get[int64](&m.fields, "message_id"), get[int64](&m.fields, "date"), get[int64](&m.fields, "edit_date")
	m.chat = get[place](&m.fields, "chat")
	m.from, m.sender = get[*models.User](&m.fields, "from"), get[*place](&m.fields, "sender_chat")
	return m, !m.wrong && m.chat.ID != nobody
}

// readPress reads a press; the message under which the button was may be missing, too old to be given, or of an unknown form.
func (u *update) readPress(f fields) bool {
	u.press = &press{id: get[string](&f, "id"), from: get[models.User](&f, "from"), data: get[string](&f, "data"),
		game: f.has("game_short_name")}
	if under, ok := readFields(f.parts["message"]); ok {
		u.message, _ = readMessage(under)
	}
	return !f.wrong && u.press.id != "" && u.press.from.ID != nobody
}

// chat is the lane of the update.
func (u update) chat() int64 {
	switch {
	case u.member != nil:
		return u.member.chat.ID
	case u.message != nil && u.message.chat.ID != nobody:
		return u.message.chat.ID
	case u.press != nil:
		return u.press.from.ID
	}
	return nobody
}

// mark tells two updates apart whose ids are the same by chance.
func (u update) mark() string {
	switch {
	case u.press != nil:
		return u.press.id
	case u.message != nil:
		return strconv.FormatInt(u.message.id, 10)
	case u.member != nil:
		return u.member.status
	}
	return ""
}

func (u update) date() int64 {
	switch {
	case u.press != nil:
		return 0
	case u.message != nil:
		return max(u.message.date, u.message.edited)
	case u.member != nil:
		return u.member.date
	}
	return 0
}
