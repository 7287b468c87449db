package emulator

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// apiError is an answer with ok=false.
type apiError struct {
	Code       int
	Text       string
	RetryAfter int   // seconds
	MigrateTo  int64 // the chat's new id
}

func badRequest(text string) *apiError { return &apiError{Code: 400, Text: "Bad Request: " + text} }
func forbidden(text string) *apiError  { return &apiError{Code: 403, Text: "Forbidden: " + text} }

func tooMany(seconds int) *apiError {
	return &apiError{Code: 429, Text: fmt.Sprintf("Too Many Requests: retry after %d", seconds), RetryAfter: seconds}
}

type responseParameters struct {
	RetryAfter int   `json:"retry_after,omitempty"`
	MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
}

type answer struct {
	OK         bool                `json:"ok"`
	Result     json.RawMessage     `json:"result,omitempty"`
	Code       int                 `json:"error_code,omitempty"`
	Text       string              `json:"description,omitempty"`
	Parameters *responseParameters `json:"parameters,omitempty"`
}

func (e *apiError) answer() answer {
	a := answer{Code: e.Code, Text: e.Text}
	if e.RetryAfter != 0 || e.MigrateTo != 0 {
		a.Parameters = &responseParameters{e.RetryAfter, e.MigrateTo}
	}
	return a
}

// method is one Bot API method; it runs with the lock held.
type method func(*Server, params) (any, *apiError)

// methods are all that this server knows, by lower-case name; any other answers 404.
func methods() map[string]method {
	yes := func(*Server, params) (any, *apiError) { return true, nil }
	m := map[string]method{
		"getMe": (*Server).getMe, "logOut": yes, "close": yes,
		"setWebhook": (*Server).setWebhook, "deleteWebhook": (*Server).deleteWebhook, "getWebhookInfo": (*Server).getWebhookInfo,
		"sendMessage": (*Server).sendMessage, "sendLocation": (*Server).sendLocation, "sendContact": (*Server).sendContact,
		"sendMediaGroup": (*Server).sendMediaGroup, "sendChatAction": (*Server).sendChatAction,
		"forwardMessage": (*Server).forwardMessage, "copyMessage": (*Server).copyMessage,
		"editMessageText": (*Server).editMessageText, "editMessageCaption": (*Server).editMessageCaption,
		"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
		"deleteMessage":          (*Server).deleteMessage, "deleteMessages": (*Server).deleteMessages,
		"answerCallbackQuery": (*Server).answerCallbackQuery, "getFile": (*Server).getFile,
		"getChat": (*Server).getChat, "getChatMember": (*Server).getChatMember, "leaveChat": (*Server).leaveChat,
		"setMyCommands": (*Server).setMyCommands, "getMyCommands": (*Server).getMyCommands, "deleteMyCommands": (*Server).deleteMyCommands,
		"setMyName": setProfileText("name", 64), "getMyName": getProfileText("name"),
		"setMyDescription": setProfileText("description", 512), "getMyDescription": getProfileText("description"),
		"setMyShortDescription": setProfileText("short_description", 120), "getMyShortDescription": getProfileText("short_description"),
		"setChatMenuButton": (*Server).setChatMenuButton, "getChatMenuButton": (*Server).getChatMenuButton,
	}
	for name, kind := range map[string]string{"sendPhoto": "photo", "sendVoice": "voice", "sendDocument": "document",
		"sendAudio": "audio", "sendVideo": "video", "sendSticker": "sticker"} {
		m[name] = sendFile(kind)
	}
	lower := make(map[string]method, len(m))
	for name, f := range m {
		lower[strings.ToLower(name)] = f
	}
	return lower
}

func (s *Server) getMe(params) (any, *apiError) {
	return struct {
		user
		Join    bool `json:"can_join_groups"`
		ReadAll bool `json:"can_read_all_group_messages"`
		Inline  bool `json:"supports_inline_queries"`
	}{s.bot, true, false, false}, nil
}

// serveBot answers /bot<token>/<method>.
func (s *Server) serveBot(w http.ResponseWriter, r *http.Request) {
	path, _ := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, ok := strings.Cut(path, "/")
	name = strings.TrimSuffix(name, "/")
	switch {
	case s.isOffline():
		cut(w)
	case !ok || !strings.Contains(token, ":"):
		writeAnswer(w, (&apiError{Code: 404, Text: "Not Found"}).answer())
	case token != s.opts.Token:
		writeAnswer(w, (&apiError{Code: 401, Text: "Unauthorized"}).answer())
	default:
		p, e := readParams(r)
		if e != nil {
			writeAnswer(w, e.answer())
			return
		}
		s.serveCall(w, r, name, p)
	}
}

func (s *Server) serveCall(w http.ResponseWriter, r *http.Request, name string, p params) {
	fault := s.takeFault(name, p.num("chat_id"))
	if fault != nil && !fault.Kind.executes() {
		s.serveFault(w, r, name, p, fault)
		return
	}
	if fault != nil && fault.Kind == Slow {
		s.slow(r)
		fault = nil
	}
	a := s.call(r.Context(), name, p, "http")
	if fault != nil {
		s.hold(w, r, fault.Kind)
		return
	}
	if s.isOffline() {
		cut(w)
	}
	writeAnswer(w, a)
}

// call runs one method and logs it.
func (s *Server) call(ctx context.Context, name string, p params, via string) answer {
	var result any
	var e *apiError
	if strings.EqualFold(name, "getUpdates") {
		result, e = s.getUpdates(ctx, p)
		s.mu.Lock()
		defer s.mu.Unlock()
	} else {
		s.mu.Lock()
		defer s.mu.Unlock()
		result, e = s.run(name, p)
	}
	a := answer{OK: true}
	if e != nil {
		a = e.answer()
	} else if body, err := json.Marshal(result); err == nil {
		a.Result = body
	} else {
		a = (&apiError{Code: 500, Text: "Internal Server Error"}).answer()
	}
	s.logCall(name, p, via, a, "")
	return a
}

func (s *Server) run(name string, p params) (any, *apiError) {
	f := s.methods[strings.ToLower(name)]
	if f == nil {
		return nil, &apiError{Code: 404, Text: "Not Found: method not found"}
	}
	return f(s, p)
}

func writeAnswer(w http.ResponseWriter, a answer) {
	status := http.StatusOK
	if !a.OK {
		status = a.Code
	}
	w.Header().Set("Content-Type", "application/json")
	if a.Parameters != nil && a.Parameters.RetryAfter > 0 {
		w.Header().Set("Retry-After", fmt.Sprint(a.Parameters.RetryAfter))
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(a) // the client may be gone; there is nobody else to tell
}

func (s *Server) isOffline() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.offline
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	if h, ok := w.(http.Hijacker); ok {
		if conn, _, err := h.Hijack(); err == nil {
			if tcp, ok := conn.(interface{ SetLinger(int) error }); ok {
				_ = tcp.SetLinger(0) // 0: a reset, not a polite end
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}
