package bot

import (
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"siaga/flows"
	"siaga/internal/engine"
)

// Why there is nothing to do with an update.
const (
	ignoreKind     = "kind"          // a kind of update that was not asked for
	ignoreBot      = "bot"           // written or pressed by a bot
	ignoreChannel  = "channel"       // a post of a channel
	ignoreChatType = "chat_type"     // a kind of chat that is not known
	ignoreTalk     = "group_talk"    // people of a group talking
	ignoreService  = "service"       // a line that Telegram wrote (pinned, joined ...)
	ignoreLive     = "live_location" // the next point of a shared live location
	ignoreEdit     = "empty_edit"    // an edit that left no words
	ignoreGame     = "game"
)

// handleMark begins the data of an officer's card button; what follows is looked up by the engine.
const handleMark = "h:"

// Decode reads one stored update. An error means that it is poison; it quotes nothing of it.
func (b *Bot) Decode(raw []byte) (engine.Arrival, error) {
	u, err := readUpdate(raw)
	if err != nil {
		return engine.Arrival{}, err
	}
	return b.arrival(u)
}

func (b *Bot) arrival(u update) (engine.Arrival, error) {
	switch u.kind {
	case kindMessage, kindEdited:
		a := b.spoken(u.message, u.kind == kindEdited)
		if u.message.wrong {
			return engine.Arrival{}, errUnreadable
		}
		return a, nil
	case kindPress:
		return pressed(u), nil
	case kindMember:
		return membership(u.member), nil
	}
	return engine.Arrival{Ignore: ignoreKind}, nil
}

// spoken reads a message or an edited one.
func (b *Bot) spoken(m *message, edited bool) engine.Arrival {
	a := engine.Arrival{Group: m.chat.group(), SentAt: at(m.date)}
	if m.from != nil {
		a.Input.Lang = m.from.LanguageCode
	}
	switch {
	case m.chat.Type == "channel":
		a.Ignore = ignoreChannel
	case a.Group:
		b.inGroup(m, edited, &a)
	case !m.chat.private():
		a.Ignore = ignoreChatType
	case m.from != nil && m.from.IsBot:
		a.Ignore = ignoreBot
	default:
		a.MessageID = m.id
		b.inPrivate(m, edited, &a)
	}
	return a
}

func (b *Bot) inPrivate(m *message, edited bool, a *engine.Arrival) {
	switch {
	case edited:
		editedContent(m, a)
	case m.hasOne(serviceParts...):
		a.Ignore = ignoreService
	default:
		b.content(m, a)
	}
}

// inGroup takes commands and the notice that the group moved; all else is talk that the bot has no business with.
func (b *Bot) inGroup(m *message, edited bool, a *engine.Arrival) {
	if m.from != nil && !m.from.IsBot {
		a.Sender = address(m.from.ID)
	}
	anonymous := m.sender != nil && m.sender.ID == m.chat.ID // an administrator writing as the group
	switch moved := get[int64](&m.fields, "migrate_to_chat_id"); {
	case moved != nobody:
		a.MovedTo = address(moved)
	case m.hasOne(serviceParts...):
		a.Ignore = ignoreService
	case edited || m.sender != nil && !anonymous:
		a.Ignore = ignoreTalk
	case m.from != nil && m.from.IsBot && !anonymous:
		a.Ignore = ignoreBot
	case !b.command(m, &a.Input):
		a.Ignore = ignoreTalk
	}
}

// pressed reads a press. Its data is forgeable, so nothing is made of it here.
func pressed(u update) engine.Arrival {
	p := u.press
	a := engine.Arrival{PressID: p.id, Input: flows.Input{Kind: flows.Press, Lang: p.from.LanguageCode}}
	if u.message != nil && u.message.chat.ID != nobody && !u.message.chat.private() {
		a.Group, a.Sender = true, address(p.from.ID)
	}
	if u.message != nil && !a.Group {
		a.Pressed = u.message.id
	}
	handle, isHandle := strings.CutPrefix(p.data, handleMark)
	switch {
	case p.from.IsBot:
		a.Ignore = ignoreBot
	case p.game && p.data == "":
		a.Ignore = ignoreGame
	case isHandle:
		a.Input.Kind, a.Handle = flows.Act, handle
	default:
		a.Input.Choice = p.data
	}
	return a
}

// membership reads that a person blocked the bot or took it back, or that a group removed or added it.
func membership(m *member) engine.Arrival {
	a := engine.Arrival{Group: m.chat.group(), SentAt: at(m.date), Input: flows.Input{Lang: m.from.LanguageCode}}
	gone := m.status == string(models.ChatMemberTypeBanned) || m.status == string(models.ChatMemberTypeLeft)
	switch {
	case m.chat.Type == "channel":
		a.Ignore = ignoreChannel
	case !a.Group && !m.chat.private():
		a.Ignore = ignoreChatType
	case m.status == "":
		a.Ignore = ignoreService
	default:
		a.Blocked = &gone
	}
	if a.Group && !m.from.IsBot && m.from.ID != nobody {
		a.Sender = address(m.from.ID)
	}
	return a
}

// at reads a date of the Bot API, in seconds; one that cannot be is none.
func at(seconds int64) time.Time {
	if seconds <= 0 || seconds > 1<<33 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
