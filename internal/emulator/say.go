package emulator

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

const messageLife = 24 * time.Hour // how long an update with a message waits for the bot

var startPayload = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// errBlocked is returned when a person who blocked the bot writes to it without unblocking first.
var errBlocked = errors.New("this person has blocked the bot")

// Say sends a text from a person to the bot.
func (s *Server) Say(personID int64, text string) (Message, error) {
	return s.SayIn(personID, personID, text)
}

// SayIn sends a text from a person into a chat: a group, or their own.
func (s *Server) SayIn(chatID, personID int64, text string) (Message, error) {
	return s.write(chatID, personID, func(m *message) error { return setText(m, text) })
}

// Reply sends a text that answers an earlier message of the chat.
func (s *Server) Reply(chatID, personID int64, messageID int, text string) (Message, error) {
	return s.write(chatID, personID, func(m *message) error {
		to := s.chats[chatID].find(messageID)
		if to == nil {
			return fmt.Errorf("no message %d in chat %d", messageID, chatID)
		}
		quoted := to.wire
		quoted.ReplyTo = nil
		m.wire.ReplyTo = &quoted
		return setText(m, text)
	})
}

// Start presses the start button, or a deep link with a payload (at most 64 of A-Z a-z 0-9 _ -); it unblocks
// the bot, as in Telegram.
func (s *Server) Start(personID int64, payload string) (Message, error) {
	if !startPayload.MatchString(payload) {
		return Message{}, fmt.Errorf("start payload %q is not 0-64 of A-Z a-z 0-9 _ -", payload)
	}
	if err := s.Unblock(personID); err != nil {
		return Message{}, err
	}
	return s.Say(personID, strings.TrimSpace("/start "+payload))
}

func setText(m *message, text string) error {
	text = strings.TrimSpace(text)
	if text == "" || utf16Len(text) > 4096 {
		return errors.New("a text has 1 to 4096 characters")
	}
	m.wire.Text, m.wire.Entities = text, findEntities(text)
	return nil
}

// write makes a message from a person, lets fill complete it, shows it and hands it to the bot.
func (s *Server) write(chatID, personID int64, fill func(*message) error) (Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p, err := s.place(chatID, personID)
	if err != nil {
		return Message{}, err
	}
	if c.blocked {
		return Message{}, errBlocked
	}
	m := s.fromPerson(c, p)
	if err := fill(m); err != nil {
		return Message{}, err
	}
	s.receive(c, m)
	return m.view(), nil
}

func (s *Server) fromPerson(c *chat, p *Person) *message {
	from := p.user()
	return &message{wire: wireMessage{From: &from, Chat: c.ref()}}
}

// receive adds a person's message to the chat and queues it for the bot if the bot may see it.
func (s *Server) receive(c *chat, m *message) {
	s.add(c, m)
	c.started = true
	if c.keyboard != nil && c.keyboard.Force {
		c.keyboard = nil
	}
	if s.botSees(c, m) {
		s.enqueue("message", fmt.Sprintf("c%d", c.id), messageLife, m.wire, m)
	}
}

// add gives a message its id and date and shows it.
func (s *Server) add(c *chat, m *message) {
	m.at = s.now()
	m.wire.Date = m.at.Unix()
	if c.kind == "supergroup" {
		c.lastID++
		m.wire.ID = c.lastID
	} else {
		s.nextID++
		m.wire.ID = s.nextID
	}
	c.messages = append(c.messages, m)
	if s.opts.Lean && len(c.messages) > 2*leanChat {
		c.messages = append([]*message(nil), c.messages[len(c.messages)-leanChat:]...)
	}
	s.touch(m)
	if m.fromBot && s.opts.Said != nil {
		s.opts.Said(m.view())
	}
}

// botSees applies privacy mode: in a group a bot that is no administrator sees only what is meant for it.
func (s *Server) botSees(c *chat, m *message) bool {
	switch {
	case c.kicked:
		return false
	case c.person != nil || c.seesAll || m.service != "":
		return true
	case m.wire.ReplyTo != nil && m.wire.ReplyTo.From != nil && m.wire.ReplyTo.From.ID == s.bot.ID:
		return true
	}
	text := strings.ToLower(m.wire.Text + m.wire.Caption)
	mention := "@" + strings.ToLower(s.bot.Username)
	command, _, _ := strings.Cut(text, " ")
	if strings.HasPrefix(command, "/") {
		return !strings.Contains(command, "@") || strings.HasSuffix(command, mention)
	}
	return strings.Contains(text, mention)
}

// Edit changes the text (or caption) of a person's own message; the bot gets edited_message.
func (s *Server) Edit(chatID int64, messageID int, text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return fmt.Errorf("no chat %d", chatID)
	}
	m := c.find(messageID)
	if m == nil || m.fromBot {
		return fmt.Errorf("no message %d of a person in chat %d", messageID, chatID)
	}
	if m.media != nil {
		m.wire.Caption, m.wire.CaptionEntities = text, findEntities(text)
	} else if err := setText(m, text); err != nil {
		return err
	}
	m.wire.EditDate = s.now().Unix()
	s.touch(m)
	if s.botSees(c, m) {
		s.enqueue("edited_message", fmt.Sprintf("c%d", c.id), messageLife, m.wire, nil)
	}
	return nil
}

// Delete removes a message on the person's side; Telegram tells bots nothing of it.
func (s *Server) Delete(chatID int64, messageID int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil || c.find(messageID) == nil {
		return fmt.Errorf("no message %d in chat %d", messageID, chatID)
	}
	s.remove(c.find(messageID))
	return nil
}

func (s *Server) remove(m *message) {
	m.deleted = true
	s.touch(m)
}

// Chat is what the people in a chat now see, oldest first, without deleted messages.
func (s *Server) Chat(chatID int64) []Message { return s.list(chatID, false) }

// History is Chat with the deleted messages still in their places.
func (s *Server) History(chatID int64) []Message { return s.list(chatID, true) }

func (s *Server) list(chatID int64, deleted bool) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil {
		return nil
	}
	var out []Message
	for _, m := range c.messages {
		if deleted || !m.deleted {
			out = append(out, m.view())
		}
	}
	return out
}

// Keyboard is the reply keyboard now shown in a chat, or nil.
func (s *Server) Keyboard(chatID int64) *ReplyKeyboard {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chatID]; c != nil {
		return c.keyboard
	}
	return nil
}
