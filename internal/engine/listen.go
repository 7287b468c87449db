package engine

import (
	"context"

	"siaga/flows"
	"siaga/internal/i18n"
)

// hears tells whether a reply is read aloud. Only answers are, in the moment somebody did something: what the house says by itself
// would begin to speak on a telephone that lies somewhere, when the clip before it ends.
func (t *turn) hears(r flows.Reply) bool {
	return t.seat == nil && t.conv.Listens() && !r.InPlace && len(r.Files) == 0
}

// recorded tells whether somebody who reads a language would hear anything: in a draft, the Indonesian clips of safety texts too.
func (e *Engine) recorded(lang string) bool {
	if lang == "" {
		lang = i18n.Source
	}
	if e.anyClip(lang) {
		return true
	}
	for _, l := range e.Texts.Languages() {
		if l.Tag == lang {
			return l.Draft && e.anyClip(i18n.Source)
		}
	}
	return false
}

// heard makes the messages that a rendered one becomes for somebody who listens: each with the clip that speaks it, the buttons
// under the last.
func (e *Engine) heard(ctx context.Context, m spoken, whole Message) ([]Message, error) {
	if !m.Heard {
		return []Message{whole}, nil
	}
	clips := map[string][]byte{}
	has := func(tag, key string) bool {
		clip, ok := e.clip(ctx, tag, key, i18n.Fingerprint(e.Texts.Spoken(tag, key)))
		clips[tag] = clip
		return ok
	}
	parts, err := e.Texts.Heard(m.Lang, m.Key, m.values(), has)
	if err != nil {
		return nil, &DeliveryError{Class: "bad"}
	}
	var out []Message
	for i, p := range parts {
		one := Message{Text: p.Text, Quiet: whole.Quiet || i > 0, Clip: clips[p.Voice]}
		if i == len(parts)-1 {
			one.Buttons = whole.Buttons
		}
		out = append(out, one)
	}
	return out, nil
}
