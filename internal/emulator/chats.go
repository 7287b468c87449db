package emulator

import "strings"

// target is the chat that a call writes to, or the reason why it cannot.
func (s *Server) target(p params) (*chat, *apiError) {
	c, e := s.chatParam(p)
	switch {
	case e != nil:
		return nil, e
	case c.movedTo != 0:
		return nil, &apiError{Code: 400, Text: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: c.movedTo}
	case c.kicked && c.kind == "supergroup":
		return nil, forbidden("bot was kicked from the supergroup chat")
	case c.kicked:
		return nil, forbidden("bot was kicked from the group chat")
	case c.gone:
		return nil, forbidden("user is deactivated")
	case c.blocked:
		return nil, forbidden("bot was blocked by the user")
	}
	return c, nil
}

// chatParam is the chat named by chat_id, if the bot knows it.
func (s *Server) chatParam(p params) (*chat, *apiError) {
	if p.str("chat_id") == "" {
		return nil, badRequest("chat_id is empty")
	}
	c := s.chats[p.num("chat_id")]
	if c == nil {
		return nil, badRequest("chat not found")
	}
	if c.person != nil && !c.started {
		if s.seenInGroup(c.id) {
			return nil, forbidden("bot can't initiate conversation with a user")
		}
		return nil, badRequest("chat not found")
	}
	return c, nil
}

func (s *Server) seenInGroup(personID int64) bool {
	for _, c := range s.chats {
		if c.members[personID] {
			return true
		}
	}
	return false
}

func (s *Server) getChat(p params) (any, *apiError) {
	c, e := s.chatParam(p)
	if e != nil {
		return nil, e
	}
	return struct {
		chatRef
		Accent    int `json:"accent_color_id"`
		Reactions int `json:"max_reaction_count"`
	}{c.ref(), 0, 11}, nil
}

func (s *Server) getChatMember(p params) (any, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	id := p.num("user_id")
	switch person := s.people[id]; {
	case id == s.bot.ID && c.seesAll:
		return memberStatus{User: s.bot, Status: "administrator"}, nil
	case id == s.bot.ID:
		return memberStatus{User: s.bot, Status: "member"}, nil
	case person == nil:
		return nil, badRequest("member not found")
	case c.members[id] || c.id == id:
		return memberStatus{User: person.user(), Status: "member"}, nil
	default:
		return memberStatus{User: person.user(), Status: "left"}, nil
	}
}

func (s *Server) leaveChat(p params) (any, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	if c.person != nil {
		return nil, badRequest("chat member status can't be changed in private chats")
	}
	c.kicked = true
	s.bump()
	return true, nil
}

func (s *Server) sendChatAction(p params) (any, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, e
	}
	action := p.str("action")
	if action != "typing" && !strings.HasPrefix(action, "upload_") && !strings.HasPrefix(action, "record_") &&
		!strings.HasPrefix(action, "choose_") && action != "find_location" {
		return nil, badRequest("wrong parameter action in request")
	}
	c.typing, c.typingAt = action, s.now()
	s.bump()
	return true, nil
}
