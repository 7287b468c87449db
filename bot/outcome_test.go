package bot

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"siaga/internal/engine"
)

func TestOutcomeClasses(t *testing.T) {
	t.Parallel()
	refused := func(code int, text string) string {
		return fmt.Sprintf(`{"ok":false,"error_code":%d,"description":%q}`, code, text)
	}
	for _, c := range []struct {
		name, body string
		status     int
		retry      string // header Retry-After
		want       string
		after      time.Duration
	}{
		{"done", `{"ok":true,"result":{"message_id":3}}`, 200, "", "", 0},
		{"done, result of an unknown form", `{"ok":true,"result":[7]}`, 200, "", "", 0},
		{"rate", `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}`, 429, "", classRate, 35 * time.Second},
		{"rate by a proxy", "<html>", 429, "12", classRate, 12 * time.Second},
		{"rate without a time", "<html>", 429, "", classRate, time.Second},
		{"rate with a silly time", `{"ok":false,"error_code":429,"parameters":{"retry_after":99999999999}}`, 429, "", classRate, 24 * time.Hour},
		{"rate with a negative time", `{"ok":false,"error_code":429,"parameters":{"retry_after":-5}}`, 429, "-9", classRate, time.Second},
		{"blocked", refused(403, "Forbidden: bot was blocked by the user"), 403, "", classBlocked, 0},
		{"never started", refused(403, "Forbidden: bot can't initiate conversation with a user"), 403, "", classBlocked, 0},
		{"removed", refused(403, "Forbidden: bot was kicked from the group chat"), 403, "", classBlocked, 0},
		{"unknown chat", refused(400, "Bad Request: chat not found"), 400, "", classBlocked, 0},
		{"deleted account", refused(400, "Bad Request: USER_IS_DEACTIVATED user is deactivated"), 400, "", classBlocked, 0},
		{"group closed", refused(400, "Bad Request: group chat was deactivated"), 400, "", classBlocked, 0},
		{"no right to write", refused(400, "Bad Request: not enough rights to send text messages to the chat"), 400, "", classBlocked, 0},
		{"too long", refused(400, "Bad Request: message is too long"), 400, "", classBad, 0},
		{"edited away", refused(400, "Bad Request: message to edit not found"), 400, "", classGone, 0},
		{"cannot be edited", refused(400, "Bad Request: message can't be edited"), 400, "", classGone, 0},
		{"moved", `{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1004503599627370496}}`, 400, "", classMoved, 0},
		{"token revoked", refused(401, "Unauthorized"), 401, "", classUnauthorized, 0},
		{"token of no bot", refused(404, "Not Found"), 404, "", classUnauthorized, 0},
		{"unknown method", refused(404, "Not Found: method not found"), 404, "", classBad, 0},
		{"too large for a proxy", "<html>", 413, "", classBad, 0},
		{"not found, says a proxy", "<html>", 404, "", classDown, 0},
		{"unauthorized, says a proxy", "<html>", 401, "", classDown, 0},
		{"conflict", refused(409, "Conflict"), 409, "", classDown, 0},
		{"server error", refused(500, "Internal Server Error"), 500, "", classDown, 0},
		{"bad gateway", "<html>", 502, "", classDown, 0},
		{"redirect", "", 302, "", classDown, 0},
		{"empty", "", 200, "", classDown, 0},
		{"page of a hotel", "<html>Selamat datang", 200, "", classDown, 0},
		{"half an answer", `{"ok":true,"result":{"mess`, 200, "", classDown, 0},
		{"another object", `{"status":"fine"}`, 200, "", classDown, 0},
		{"too much", strings.Repeat(" ", maxAnswer+1), 200, "", classDown, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", c.retry)
				w.Header().Set("Location", "http://127.0.0.1:1/")
				w.WriteHeader(c.status)
				_, _ = fmt.Fprint(w, c.body)
			}))
			defer web.Close()
			_, err := h.make(web.URL).Send(ctxOf(t), address(anna), engine.Message{Text: "x"})
			if got := h.class(err); got != c.want {
				t.Fatalf("got %s, want %s", got, c.want)
			}
			d, _ := err.(*engine.DeliveryError) //nolint:errorlint // the outbox may rely on it
			if d != nil && (d.After != c.after || (d.Class == classMoved) != (d.Moved == address(-1004503599627370496))) {
				t.Fatalf("after %s, moved %t", d.After, !d.Moved.IsZero())
			}
		})
	}
}

func TestSuccessByItsBodyAndFailureByItsStatusIsATrouble(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = fmt.Fprint(w, `{"ok":true,"result":[]}`)
	}))
	defer web.Close()
	stop := h.polling(h.make(web.URL), newInbox().accept)
	h.signal("poll_down")
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

func TestCallEndsWithItsContext(t *testing.T) {
	t.Parallel()
	h := newHouse(t).started()
	ctx, cancel := context.WithCancel(ctxOf(t))
	cancel()
	if _, err := h.bot.Send(ctx, address(anna), engine.Message{Text: "x"}); h.class(err) != classDown || len(h.shown()) != 0 {
		t.Fatal(err)
	}
}
