package engine

import (
	"errors"
	"maps"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
)

// tongue is the language of the officer who writes.
func (t *turn) tongue() flows.Tongue { return flows.Tongue{Words: t.e.Texts, Lang: t.conv.Lang} }

// keepDeskLang keeps the language that the conversation is in with the phone, if officers' texts exist in it. What comes later, by a
// timer or on another seat, comes in it too.
func (t *turn) keepDeskLang() error {
	if t.conv.Lang == t.chat.Lang || !t.e.forDesk(t.conv.Lang) {
		return nil
	}
	t.chat.Lang = t.conv.Lang
	return t.tx.SetDeskLang(t.ctx, t.lane.Person, t.chat.Lang)
}

// forDesk tells whether officers' texts exist in a language.
func (e *Engine) forDesk(tag string) bool {
	for _, l := range e.Texts.Languages() {
		if l.Tag == tag {
			return l.Desk
		}
	}
	return false
}

// tongueOf is the language of an officer's phone.
func (w *work) tongueOf(p Person) (flows.Tongue, error) {
	chat, err := w.tx.Chat(w.ctx, p)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return flows.Tongue{}, err
	}
	return w.e.deskTongue(chat), nil
}

// deskTongue is the language kept with a chat. One that a release took away is Indonesian again.
func (e *Engine) deskTongue(chat ChatRow) flows.Tongue {
	in := flows.Tongue{Words: e.Texts}
	if e.forDesk(chat.Lang) {
		in.Lang = chat.Lang
	}
	return in
}

// seatTongue is the language of the phone of whoever sits on a seat.
func (w *work) seatTongue(seat casework.SeatID) (flows.Tongue, error) {
	p, err := w.tx.OfficerChat(w.ctx, seat)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return flows.Tongue{}, err
	}
	return w.tongueOf(p)
}

// inTongue writes what the house says to officers in the language of the one who hears it.
func (w *work) inTongue(p Person, m spoken) (spoken, error) {
	if !strings.HasPrefix(m.Key, "duty.") {
		return m, nil
	}
	in := flows.Tongue{Words: w.e.Texts, Lang: m.Lang}
	if m.Lang == "" {
		var err error
		if in, err = w.tongueOf(p); err != nil {
			return m, err
		}
		m.Lang = in.Lang
	}
	m.Data = maps.Clone(m.Data)
	if m.Data == nil {
		m.Data = map[string]string{}
	}
	for name, phrase := range m.Phrases {
		m.Data[name] = phrase(in)
	}
	return m, nil
}

// phrases gives the values that are written in the language of whoever hears them.
func phrases(d flows.Data) map[string]flows.Phrase {
	out := map[string]flows.Phrase{}
	for k, v := range d {
		if p, ok := v.(flows.Phrase); ok {
			out[k] = p
		}
	}
	return out
}
