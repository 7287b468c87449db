package emulator

import (
	"errors"
	"fmt"
	"strings"
)

// Upload is a file that a person sends. Name, MIME and Caption may be empty; Seconds is the length of a voice.
type Upload struct {
	Name, MIME, Caption string
	Data                []byte
	Seconds             int
	Album               string // media_group_id shared by the parts of an album
}

// Photo sends a picture.
func (s *Server) Photo(personID int64, u Upload) (Message, error) {
	return s.SendMedia(personID, personID, "photo", u)
}

// Voice sends a voice message.
func (s *Server) Voice(personID int64, u Upload) (Message, error) {
	return s.SendMedia(personID, personID, "voice", u)
}

// Document sends a file.
func (s *Server) Document(personID int64, u Upload) (Message, error) {
	return s.SendMedia(personID, personID, "document", u)
}

// SendMedia sends a photo, voice, document, audio or video into any chat of a person.
func (s *Server) SendMedia(chatID, personID int64, kind string, u Upload) (Message, error) {
	switch kind {
	case "photo", "voice", "document", "audio", "video":
	default:
		return Message{}, fmt.Errorf("cannot send %q", kind)
	}
	return s.write(chatID, personID, func(m *message) error {
		f := s.keep(kind, u.Name, u.MIME, u.Data)
		f.seconds = u.Seconds
		attach(m, kind, f)
		m.wire.Caption, m.wire.CaptionEntities = u.Caption, findEntities(u.Caption)
		m.wire.Album = u.Album
		return nil
	})
}

// Sticker sends a sticker with an emoji.
func (s *Server) Sticker(personID int64, emoji string) (Message, error) {
	return s.write(personID, personID, func(m *message) error {
		attach(m, "sticker", s.keep("sticker", "", "image/webp", []byte("RIFF sticker "+emoji)))
		m.wire.Sticker.Emoji, m.media.Emoji = emoji, emoji
		return nil
	})
}

// Location sends a place in degrees.
func (s *Server) Location(personID int64, lat, lon float64) (Message, error) {
	return s.write(personID, personID, func(m *message) error {
		if lat < -90 || lat > 90 || lon < -180 || lon > 180 {
			return errors.New("no such place on earth")
		}
		attachLocation(m, lat, lon)
		return nil
	})
}

// Contact sends a phone number. Without one the person sends their own card, Person.Phone.
func (s *Server) Contact(personID int64, phone, name string) (Message, error) {
	return s.write(personID, personID, func(m *message) error {
		card := contact{Phone: phone, FirstName: name}
		if phone == "" {
			p := s.people[personID]
			card = contact{Phone: p.Phone, FirstName: p.FirstName, LastName: p.LastName, UserID: p.ID}
		}
		if card.Phone == "" {
			return errors.New("this person has no phone number to send")
		}
		m.wire.Contact = &card
		m.media = &Media{Kind: "contact", Phone: card.Phone, Name: strings.TrimSpace(card.FirstName + " " + card.LastName)}
		return nil
	})
}

// Tap presses a button of the reply keyboard: it sends the label, or asks the phone for its number. A
// location button needs a place, so use Location for it.
func (s *Server) Tap(personID int64, label string) (Message, error) {
	b, err := s.tapped(personID, label)
	switch {
	case err != nil:
		return Message{}, err
	case b.Contact:
		return s.Contact(personID, "", "")
	case b.Location:
		return Message{}, errors.New("this button asks for a place: use Location")
	}
	return s.Say(personID, b.Text)
}

// tapped finds the button and folds a one-time keyboard away.
func (s *Server) tapped(chatID int64, label string) (Button, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chatID]
	if c == nil || c.keyboard == nil {
		return Button{}, fmt.Errorf("chat %d shows no keyboard", chatID)
	}
	for _, row := range c.keyboard.Rows {
		for _, b := range row {
			if b.Text != label {
				continue
			}
			if c.keyboard.OneTime && !b.Location {
				c.keyboard = nil
				s.bump()
			}
			return b, nil
		}
	}
	return Button{}, fmt.Errorf("no button %q on the keyboard of chat %d", label, chatID)
}
