package emulator

import (
	"fmt"
	"maps"
	"strconv"
	"time"
)

const pressLife = 150 * time.Second // how long a button press waits for the bot, and may be answered

type press struct {
	query  callbackQuery
	chat   int64
	at     time.Time
	closed bool // answered
}

// Answer is what answerCallbackQuery showed a person: a short notice, or an alert to be closed.
type Answer struct {
	Press  string    `json:"press"`
	Person int64     `json:"person"`
	Chat   int64     `json:"chat"`
	Text   string    `json:"text,omitempty"`
	Alert  bool      `json:"alert,omitempty"`
	URL    string    `json:"url,omitempty"`
	At     time.Time `json:"at"`
}

// Press presses an inline button in a person's chat with the bot, named by its label or its callback data.
// A messageID of 0 means the newest message with such a button. It returns the id of the callback query.
func (s *Server) Press(personID int64, messageID int, labelOrData string) (string, error) {
	return s.PressIn(personID, personID, messageID, labelOrData)
}

// PressIn is Press in any chat.
func (s *Server) PressIn(chatID, personID int64, messageID int, labelOrData string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p, err := s.place(chatID, personID)
	if err != nil {
		return "", err
	}
	for i := len(c.messages) - 1; i >= 0; i-- {
		m := c.messages[i]
		if m.deleted || (messageID != 0 && m.wire.ID != messageID) {
			continue
		}
		if b, ok := m.view().Button(labelOrData); ok && b.Data != "" {
			return s.query(c, p, m.wire, b.Data), nil
		}
	}
	return "", fmt.Errorf("no button %q to press in chat %d", labelOrData, chatID)
}

// Forge presses a button that may not exist: any data, on any message, even a deleted one. Clients can do so.
func (s *Server) Forge(chatID, personID int64, messageID int, data string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, p, err := s.place(chatID, personID)
	if err != nil {
		return "", err
	}
	if m := c.find(messageID); m != nil {
		return s.query(c, p, m.wire, data), nil
	}
	type inaccessible struct {
		Chat chatRef `json:"chat"`
		ID   int     `json:"message_id"`
		Date int     `json:"date"`
	}
	return s.query(c, p, inaccessible{Chat: c.ref(), ID: messageID}, data), nil
}

// PressAgain repeats a person's last press with a new update id, as clients do that saw no answer.
func (s *Server) PressAgain(personID int64) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for n := s.pressNo; n > 0; n-- {
		old := s.presses[queryID(n)]
		if old != nil && old.query.From.ID == personID {
			return s.query(s.chats[old.chat], s.people[personID], old.query.Message, old.query.Data), nil
		}
	}
	return "", fmt.Errorf("person %d has pressed nothing", personID)
}

func queryID(n int) string { return strconv.Itoa(4382000000 + n) }

func (s *Server) query(c *chat, p *Person, on any, data string) string {
	s.pressNo++
	id := queryID(s.pressNo)
	if s.pressNo%1000 == 0 {
		maps.DeleteFunc(s.presses, func(_ string, old *press) bool { return s.now().Sub(old.at) > pressLife })
	}
	q := callbackQuery{ID: id, From: p.user(), Message: on, ChatInstance: strconv.FormatInt(77000+c.id, 10), Data: data}
	s.presses[id] = &press{query: q, chat: c.id, at: s.now()}
	s.enqueue("callback_query", fmt.Sprintf("u%d", p.ID), pressLife, q, nil)
	return id
}

// Answers lists what answerCallbackQuery showed, oldest first.
func (s *Server) Answers() []Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Answer(nil), s.answered...)
}

func (s *Server) answerCallbackQuery(p params) (any, *apiError) {
	id := p.str("callback_query_id")
	q := s.presses[id]
	if q == nil || q.closed || s.now().Sub(q.at) >= pressLife {
		return nil, badRequest("query is too old and response timeout expired or query ID is invalid")
	}
	if utf16Len(p.str("text")) > 200 {
		return nil, badRequest("MESSAGE_TOO_LONG")
	}
	q.closed = true
	if s.opts.Lean {
		delete(s.presses, id)
		return true, nil
	}
	s.answered = append(s.answered, Answer{Press: id, Person: q.query.From.ID, Chat: q.chat, Text: p.str("text"),
		Alert: p.flag("show_alert"), URL: p.str("url"), At: s.now()})
	s.bump()
	return true, nil
}
