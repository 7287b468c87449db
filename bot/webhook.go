package bot

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
)

// maxUpdate is the largest update taken, in bytes. The largest real ones stay far below.
const maxUpdate = 256 << 10

// secretHeader carries the secret of setWebhook (Bot API, setWebhook, secret_token).
const secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // the header's name

// Webhook serves the address given to [Bot.SetWebhook]. It answers an empty 200 only after accept stored the update, and 503 with
// Retry-After when it could not. An empty secret refuses everybody. The answer never holds anything of the request: Telegram would
// execute a body with a field "method" as a call.
func (b *Bot) Webhook(secret string, accept Accept) http.Handler {
	want := sha256.Sum256([]byte(secret))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got := sha256.Sum256([]byte(r.Header.Get(secretHeader)))
		switch {
		case r.Method != http.MethodPost:
			w.Header().Set("Allow", http.MethodPost)
			b.refuse(w, "method", http.StatusMethodNotAllowed)
		case secret == "" || subtle.ConstantTimeCompare(got[:], want[:]) != 1:
			b.refuse(w, "secret", http.StatusUnauthorized)
		default:
			b.receive(w, r, accept)
		}
	})
}

// receive reads one update and answers. Anything that begins as a JSON object is stored, readable or not: Telegram would repeat a
// refused one for a day and let the rest of that chat wait behind it.
func (b *Bot) receive(w http.ResponseWriter, r *http.Request, accept Accept) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		b.refuse(w, "too_big", http.StatusRequestEntityTooLarge)
	case err != nil:
		b.refuse(w, "cut", http.StatusBadRequest)
	case !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")):
		b.refuse(w, "no_object", http.StatusBadRequest)
	case b.store(r.Context(), accept, body) != nil:
		w.Header().Set("Retry-After", "5")
		b.refuse(w, "accept_failed", http.StatusServiceUnavailable)
	default:
		w.WriteHeader(http.StatusOK)
	}
}

func (b *Bot) refuse(w http.ResponseWriter, class string, status int) {
	b.watch("webhook_" + class)
	b.log.Warn("webhook", "class", class)
	w.WriteHeader(status)
}
