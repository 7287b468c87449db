package emulator

import (
	"encoding/json"
	"fmt"
)

const (
	maxText    = 4096
	maxCaption = 1024
)

// outgoing begins a message of the bot: the chat, what it answers, its keyboard.
func (s *Server) outgoing(p params) (*chat, *message, *apiError) {
	c, e := s.target(p)
	if e != nil {
		return nil, nil, e
	}
	bot := s.bot
	m := &message{fromBot: true, wire: wireMessage{From: &bot, Chat: c.ref(), Protected: p.flag("protect_content")}}
	if e := replyTo(p, c, m); e != nil {
		return nil, nil, e
	}
	return c, m, setMarkup(m, p)
}

func replyTo(p params, c *chat, m *message) *apiError {
	var r struct {
		ID      int  `json:"message_id"`
		Without bool `json:"allow_sending_without_reply"`
	}
	if p.has("reply_parameters") {
		if e := p.decode("reply_parameters", &r); e != nil {
			return badRequest("can't parse reply parameters")
		}
	}
	if r.ID == 0 {
		r.ID, r.Without = int(p.num("reply_to_message_id")), p.flag("allow_sending_without_reply")
	}
	if r.ID == 0 {
		return nil
	}
	to := c.find(r.ID)
	if to == nil {
		if r.Without {
			return nil
		}
		return badRequest("message to be replied not found")
	}
	quoted := to.wire
	quoted.ReplyTo = nil
	m.wire.ReplyTo = &quoted
	return nil
}

// deliver counts a finished message against the limits and shows it.
func (s *Server) deliver(c *chat, m *message) (any, *apiError) {
	if e := s.allow(c); e != nil {
		return nil, e
	}
	if k := m.keyboard; k != nil {
		c.keyboard = k
		if k.Remove {
			c.keyboard = nil
		}
	}
	c.typing = ""
	s.add(c, m)
	return m.wire, nil
}

func (s *Server) sendMessage(p params) (any, *apiError) {
	c, m, e := s.outgoing(p)
	if e != nil {
		return nil, e
	}
	m.wire.Text, m.wire.Entities, e = formatted(p, "text", "entities", maxText)
	if e != nil {
		return nil, e
	}
	return s.deliver(c, m)
}

// formatted reads a text with its markup and checks its length.
func formatted(p params, field, entityField string, limit int) (string, []Entity, *apiError) {
	text, list, e := parseText(p.str(field), p.str("parse_mode"), p.str(entityField))
	switch {
	case e != nil:
		return "", nil, e
	case field == "text" && text == "":
		return "", nil, badRequest("message text is empty")
	case utf16Len(text) > limit && field == "text":
		return "", nil, badRequest("message is too long")
	case utf16Len(text) > limit:
		return "", nil, badRequest("message caption is too long")
	}
	return text, list, nil
}

// sendFile is the method that sends one kind of file.
func sendFile(kind string) method {
	return func(s *Server, p params) (any, *apiError) {
		c, m, e := s.outgoing(p)
		if e != nil {
			return nil, e
		}
		if m.wire.Caption, m.wire.CaptionEntities, e = formatted(p, "caption", "caption_entities", maxCaption); e != nil {
			return nil, e
		}
		f, e := s.fileParam(p, kind, p.str(kind), kind)
		if e != nil {
			return nil, e
		}
		if p.has("duration") {
			f.seconds = int(p.num("duration"))
		}
		attach(m, kind, f)
		return s.deliver(c, m)
	}
}

func (s *Server) sendLocation(p params) (any, *apiError) {
	c, m, e := s.outgoing(p)
	if e != nil {
		return nil, e
	}
	lat, ok := p.float("latitude")
	lon, also := p.float("longitude")
	if !ok || !also {
		return nil, badRequest("latitude and longitude must be specified")
	}
	attachLocation(m, lat, lon)
	return s.deliver(c, m)
}

func (s *Server) sendContact(p params) (any, *apiError) {
	c, m, e := s.outgoing(p)
	if e != nil {
		return nil, e
	}
	if p.str("phone_number") == "" || p.str("first_name") == "" {
		return nil, badRequest("phone number and first name must be specified")
	}
	m.wire.Contact = &contact{Phone: p.str("phone_number"), FirstName: p.str("first_name"), LastName: p.str("last_name")}
	m.media = &Media{Kind: "contact", Phone: m.wire.Contact.Phone, Name: m.wire.Contact.FirstName}
	return s.deliver(c, m)
}

type inputMedia struct {
	Type      string          `json:"type"`
	Media     string          `json:"media"`
	Caption   string          `json:"caption"`
	ParseMode string          `json:"parse_mode"`
	Entities  json.RawMessage `json:"caption_entities"`
}

func (s *Server) sendMediaGroup(p params) (any, *apiError) {
	var list []inputMedia
	if e := p.decode("media", &list); e != nil {
		return nil, badRequest("can't parse media JSON object")
	}
	if len(list) < 2 || len(list) > 10 {
		return nil, badRequest("wrong number of media items; expected 2-10")
	}
	var made []*message
	var in *chat
	for _, item := range list {
		c, m, e := s.outgoing(p)
		if e != nil {
			return nil, e
		}
		if e := s.fillMedia(p, m, item); e != nil {
			return nil, e
		}
		in, made = c, append(made, m)
	}
	return s.deliverAlbum(in, made)
}

func (s *Server) fillMedia(p params, m *message, item inputMedia) *apiError {
	q := params{values: map[string]string{"caption": item.Caption, "parse_mode": item.ParseMode,
		"caption_entities": string(item.Entities)}}
	var e *apiError
	if m.wire.Caption, m.wire.CaptionEntities, e = formatted(q, "caption", "caption_entities", maxCaption); e != nil {
		return e
	}
	switch item.Type {
	case "photo", "document", "audio", "video":
	default:
		return badRequest("can't parse InputMedia: type must be one of photo, document, audio, video")
	}
	f, e := s.fileParam(p, item.Media, item.Media, item.Type)
	if e == nil {
		attach(m, item.Type, f)
	}
	return e
}

func (s *Server) deliverAlbum(c *chat, made []*message) (any, *apiError) {
	out := []wireMessage{}
	album := fmt.Sprintf("album%d", s.fileNo)
	for _, m := range made {
		m.wire.Album = album
		if _, e := s.deliver(c, m); e != nil {
			return nil, e
		}
		out = append(out, m.wire)
	}
	return out, nil
}

func (s *Server) forwardMessage(p params) (any, *apiError) {
	c, m, e := s.repeated(p)
	if e != nil {
		return nil, e
	}
	m.wire.ForwardOrigin.Date = m.at.Unix()
	return s.deliver(c, m)
}

func (s *Server) copyMessage(p params) (any, *apiError) {
	c, m, e := s.repeated(p)
	if e != nil {
		return nil, e
	}
	m.wire.ForwardOrigin = nil
	if p.has("caption") {
		if m.wire.Caption, m.wire.CaptionEntities, e = formatted(p, "caption", "caption_entities", maxCaption); e != nil {
			return nil, e
		}
	}
	if _, e := s.deliver(c, m); e != nil {
		return nil, e
	}
	return map[string]int{"message_id": m.wire.ID}, nil
}

// repeated makes a message with the content of another.
func (s *Server) repeated(p params) (*chat, *message, *apiError) {
	from := s.chats[p.num("from_chat_id")]
	if from == nil {
		return nil, nil, badRequest("chat not found")
	}
	source := from.find(int(p.num("message_id")))
	if source == nil {
		return nil, nil, badRequest("message to forward not found")
	}
	c, m, e := s.outgoing(p)
	if e != nil {
		return nil, nil, e
	}
	head := m.wire
	m.wire = source.wire
	m.wire.From, m.wire.Chat, m.wire.ReplyTo, m.wire.Markup = head.From, head.Chat, head.ReplyTo, head.Markup
	m.wire.EditDate, m.wire.Album, m.media, m.at = 0, "", source.media, source.at
	m.wire.ForwardOrigin = &forwardOrigin{Type: "user", Sender: source.wire.From}
	return c, m, nil
}
