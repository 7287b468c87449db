package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"siaga/flows"
	"siaga/internal/engine"
)

// Accept stores updates durably. Only when it returns nil are they confirmed to Telegram.
type Accept = func(ctx context.Context, updates ...engine.Incoming) error

// acceptLimit is how long storing may take; it goes on when the program is told to stop meanwhile.
const acceptLimit = 15 * time.Second

// allowed are the updates the bot asks for; Telegram keeps all others to itself.
const allowed = `["message","edited_message","callback_query","my_chat_member"]`

// store hands updates over, those left out that must not be kept.
func (b *Bot) store(ctx context.Context, accept Accept, bodies ...[]byte) error {
	var in []engine.Incoming
	for _, body := range bodies {
		if u, ok := b.admit(body); ok {
			in = append(in, u)
		}
	}
	if len(in) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), acceptLimit)
	defer cancel()
	return accept(ctx, in...)
}

// admit gives an update its lane and its key. What nobody told the bot (talk in a group, channel posts, other bots, kinds never
// asked for) is not admitted: it is confirmed to Telegram and forgotten. An update that cannot be read is admitted to the lane of
// nobody, so that the engine sets it aside and nothing waits behind it.
func (b *Bot) admit(body []byte) (engine.Incoming, bool) {
	u, err := readUpdate(body)
	if err != nil {
		b.watch("update_unreadable")
		return broken(body), true
	}
	a, err := b.arrival(u)
	if err != nil {
		b.watch("update_unreadable")
		return broken(body), true
	}
	if a.Ignore != "" && (a.Group || u.chat() == nobody || notOurs[a.Ignore]) {
		b.watch("update_dropped")
		return engine.Incoming{}, false
	}
	in := engine.Incoming{Key: u.key(), Address: address(u.chat()), Body: body}
	if words := a.Input.Text; a.Input.Kind == flows.Text && !words.IsZero() {
		in.Urgent = b.urgent(words.Reveal())
	}
	return in, true
}

// notOurs are the reasons to ignore that hold whatever chat the update came from.
var notOurs = map[string]bool{ignoreKind: true, ignoreBot: true, ignoreChannel: true, ignoreChatType: true}

func broken(body []byte) engine.Incoming {
	return engine.Incoming{Key: digest("unreadable", body), Address: address(nobody), Body: body}
}

// key is the same for every delivery of an update. The update's id alone does not do: ids start again lower after a week of
// silence (Bot API, Update). Neither chat nor person can be read from it.
func (u update) key() string {
	return digest("update", fmt.Appendf(nil, "%d\x00%s\x00%s\x00%d", u.id, u.kind, u.mark(), u.date()))
}

func digest(what string, body []byte) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "siaga/1/telegram/%s\x00", what)
	_, _ = h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
