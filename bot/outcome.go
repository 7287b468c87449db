package bot

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"siaga/internal/engine"
)

// The classes of [engine.DeliveryError].
const (
	classRate         = "rate"         // too fast: not before After
	classBlocked      = "blocked"      // this chat cannot be written to: blocked, deleted, removed from the group, no right to write
	classMoved        = "moved"        // the group has another address
	classBad          = "bad"          // refused for what it says; the same call would be refused again
	classGone         = "gone"         // the message to be changed is not there any more
	classUnauthorized = "unauthorized" // the token is refused
	classDown         = "down"         // no usable answer; try again later
)

// Errors of the intake and of questions about the bot itself.
var (
	// ErrConflict: somebody else takes this bot's updates, a second poller or a webhook.
	ErrConflict = errors.New("another program takes the updates of this bot (a second poller, or a webhook that is set)")
	// ErrUnauthorized: Telegram refuses the token.
	ErrUnauthorized = errors.New("Telegram refuses the bot token (wrong or revoked)") //nolint:staticcheck // a name
)

// unreachable are the descriptions with which the Bot API says by 400 that a chat cannot be written to
// (github.com/tdlib/telegram-bot-api, Client.cpp; TDLib).
var unreachable = []string{"chat not found", "user is deactivated", "peer_id_invalid", "chat was deactivated", "group is deactivated",
	"not enough rights", "have no rights to send", "no write access", "chat_write_forbidden", "need administrator rights",
	"chat_admin_required", "chat_restricted", "bot is not a member", "user_is_blocked", "input_user_deactivated"}

var vanished = []string{"message to edit not found", "message can't be edited", "message_id_invalid"}

// err says what to do about a call, nil when it was done.
func (o *outcome) err() *engine.DeliveryError {
	switch {
	case o.answered && o.OK:
		return nil
	case o.code() == http.StatusTooManyRequests:
		return &engine.DeliveryError{Class: classRate, After: o.after()}
	case o.code() == http.StatusRequestEntityTooLarge:
		return &engine.DeliveryError{Class: classBad}
	case !o.answered:
		return &engine.DeliveryError{Class: classDown}
	}
	return o.refusal()
}

// refusal reads an answer of the Bot API itself that is not a success.
func (o *outcome) refusal() *engine.DeliveryError {
	if o.Parameters.MigrateTo != 0 {
		return &engine.DeliveryError{Class: classMoved, Moved: address(o.Parameters.MigrateTo)}
	}
	class := classDown
	switch code := o.code(); {
	case code == http.StatusUnauthorized, code == http.StatusNotFound && !o.says("method not found"):
		class = classUnauthorized
	case code == http.StatusForbidden, code == http.StatusBadRequest && o.says(unreachable...):
		class = classBlocked
	case code == http.StatusBadRequest && o.says(vanished...):
		class = classGone
	case code >= 400 && code < 500 && code != http.StatusConflict && code != http.StatusRequestTimeout:
		class = classBad
	}
	return &engine.DeliveryError{Class: class}
}

// code is the error code of the Bot API, or else the status on the way.
func (o *outcome) code() int {
	if o.answered && o.Code != 0 {
		return o.Code
	}
	return o.status
}

// after is how long Telegram wants to be left alone: at least a second, at most a day.
func (o *outcome) after() time.Duration {
	s := max(o.Parameters.RetryAfter, o.waitFor, 1)
	return min(time.Duration(min(s, 1<<20))*time.Second, 24*time.Hour)
}

// says looks for one of several phrases in the description.
func (o *outcome) says(phrases ...string) bool {
	low := strings.ToLower(o.Description)
	for _, p := range phrases {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}

// messageID reads the id of the message that was sent.
func (o *outcome) messageID() int64 {
	var m struct {
		ID int64 `json:"message_id"`
	}
	_ = json.Unmarshal(o.Result, &m) // without an id the message was sent all the same; 0 is never deleted or edited
	return m.ID
}
