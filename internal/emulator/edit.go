package emulator

import (
	"bytes"
	"slices"
	"time"
)

const deletable = 48 * time.Hour // how long after sending a message can be deleted for everyone

// editable finds the bot's own message that a call changes.
func (s *Server) editable(p params) (*message, *apiError) {
	if p.str("inline_message_id") != "" {
		return nil, badRequest("MESSAGE_ID_INVALID")
	}
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	if p.num("message_id") == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	m := c.find(int(p.num("message_id")))
	if m == nil {
		return nil, badRequest("message to edit not found")
	}
	if !m.fromBot || m.wire.ForwardOrigin != nil {
		return nil, badRequest("message can't be edited")
	}
	return m, nil
}

// change applies a new version of a message, or says that nothing would change.
func (s *Server) change(m, fresh *message) (any, *apiError) {
	if m.wire.Text == fresh.wire.Text && m.wire.Caption == fresh.wire.Caption && bytes.Equal(m.wire.Markup, fresh.wire.Markup) &&
		slices.Equal(m.wire.Entities, fresh.wire.Entities) && slices.Equal(m.wire.CaptionEntities, fresh.wire.CaptionEntities) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	m.wire, m.inline = fresh.wire, fresh.inline
	s.touch(m)
	return m.wire, nil
}

// draft copies a message without its keyboard and reads the new keyboard.
func draft(m *message, p params) (*message, *apiError) {
	fresh := &message{wire: m.wire}
	fresh.wire.Markup = nil
	if e := setMarkup(fresh, p); e != nil {
		return nil, e
	}
	if fresh.keyboard != nil {
		return nil, badRequest("inline keyboard expected")
	}
	return fresh, nil
}

func (s *Server) editMessageText(p params) (any, *apiError) {
	m, e := s.editable(p)
	if e != nil {
		return nil, e
	}
	if m.media != nil {
		return nil, badRequest("there is no text in the message to edit")
	}
	fresh, e := draft(m, p)
	if e != nil {
		return nil, e
	}
	if fresh.wire.Text, fresh.wire.Entities, e = formatted(p, "text", "entities", maxText); e != nil {
		return nil, e
	}
	fresh.wire.EditDate = s.now().Unix()
	return s.change(m, fresh)
}

func (s *Server) editMessageCaption(p params) (any, *apiError) {
	m, e := s.editable(p)
	if e != nil {
		return nil, e
	}
	if m.media == nil || m.media.FileID == "" || m.media.Kind == "sticker" {
		return nil, badRequest("there is no caption in the message to edit")
	}
	fresh, e := draft(m, p)
	if e != nil {
		return nil, e
	}
	if fresh.wire.Caption, fresh.wire.CaptionEntities, e = formatted(p, "caption", "caption_entities", maxCaption); e != nil {
		return nil, e
	}
	fresh.wire.EditDate = s.now().Unix()
	return s.change(m, fresh)
}

func (s *Server) editMessageReplyMarkup(p params) (any, *apiError) {
	m, e := s.editable(p)
	if e != nil {
		return nil, e
	}
	fresh, e := draft(m, p)
	if e != nil {
		return nil, e
	}
	return s.change(m, fresh)
}

// mayDelete says why the bot cannot delete a message: too old, or somebody else's in a group.
func (s *Server) mayDelete(c *chat, m *message) *apiError {
	switch {
	case c.person == nil && !m.fromBot && !c.seesAll:
		return badRequest("message can't be deleted")
	case s.now().Sub(m.at) >= deletable && !(c.seesAll && !m.fromBot):
		return badRequest("message can't be deleted for everyone")
	}
	return nil
}

func (s *Server) deleteMessage(p params) (any, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	if p.num("message_id") == 0 {
		return nil, badRequest("message identifier is not specified")
	}
	m := c.find(int(p.num("message_id")))
	if m == nil {
		return nil, badRequest("message to delete not found")
	}
	if e := s.mayDelete(c, m); e != nil {
		return nil, e
	}
	s.remove(m)
	return true, nil
}

// deleteMessages skips ids that are not there, and fails as a whole when one message may not be deleted.
func (s *Server) deleteMessages(p params) (any, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	var ids []int
	if e := p.decode("message_ids", &ids); e != nil {
		return nil, badRequest("can't parse message identifiers")
	}
	if len(ids) == 0 {
		return nil, badRequest("message identifiers are not specified")
	}
	if len(ids) > 100 {
		return nil, badRequest("too many message identifiers specified")
	}
	var found []*message
	for _, id := range ids {
		if m := c.find(id); m != nil {
			if e := s.mayDelete(c, m); e != nil {
				return nil, e
			}
			found = append(found, m)
		}
	}
	for _, m := range found {
		s.remove(m)
	}
	return true, nil
}
