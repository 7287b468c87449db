package emulator

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

// FaultKind says what goes wrong with a call.
type FaultKind string

// What can go wrong. All but AcceptThenTimeout, AcceptThenReset and Slow happen before anything is done.
const (
	TooManyRequests   FaultKind = "429"           // 429 with retry_after
	ServerError       FaultKind = "500"           // 500 with a JSON body
	HTMLBody          FaultKind = "html"          // 502 with a page of HTML, as a proxy sends it
	Timeout           FaultKind = "timeout"       // no answer until the client gives up
	Reset             FaultKind = "reset"         // the connection is reset
	Blocked           FaultKind = "blocked"       // 403 bot was blocked by the user
	Unauthorized      FaultKind = "401"           // 401, as with a revoked token
	AcceptThenTimeout FaultKind = "done-timeout"  // done, and no answer
	AcceptThenReset   FaultKind = "done-reset"    // done, and the connection is reset
	Conflict          FaultKind = "409"           // 409, as with a second poller
	NotEnoughRights   FaultKind = "no-rights"     // 400 not enough rights in a group
	NoVoice           FaultKind = "no-voice"      // 400, as when the person takes no voice messages
	Garbage           FaultKind = "broken-answer" // 200 with half a JSON body
	Slow              FaultKind = "slow"          // done and answered only when all orders are taken back
)

// Fault is an order for the next calls to fail.
type Fault struct {
	Method     string    `json:"method"` // "" for any but getUpdates
	Chat       int64     `json:"chat"`   // 0 for any
	Times      int       `json:"times"`  // 0 means once
	Kind       FaultKind `json:"kind"`
	RetryAfter int       `json:"retryAfter"` // seconds, for TooManyRequests; default 3
}

func (k FaultKind) executes() bool {
	return k == AcceptThenTimeout || k == AcceptThenReset || k == Slow
}

func (k FaultKind) known() bool {
	switch k {
	case TooManyRequests, ServerError, HTMLBody, Timeout, Reset, Blocked, Unauthorized, AcceptThenTimeout,
		AcceptThenReset, Conflict, NotEnoughRights, NoVoice, Garbage, Slow:
		return true
	}
	return false
}

// Fault orders a fault. Orders are used up one by one, oldest first.
func (s *Server) Fault(f Fault) error {
	if !f.Kind.known() {
		return fmt.Errorf("unknown kind of fault %q", f.Kind)
	}
	if f.Times <= 0 {
		f.Times = 1
	}
	if f.RetryAfter <= 0 {
		f.RetryAfter = 3
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
	s.bump()
	return nil
}

// ClearFaults takes all orders back; what was slow goes on.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
	close(s.lifted)
	s.lifted = make(chan struct{})
	s.bump()
}

// Faults lists the orders not yet used up.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Fault{}
	for _, f := range s.faults {
		out = append(out, *f)
	}
	return out
}

func (f *Fault) meets(method string, chat int64) bool {
	if f.Method == "" && strings.EqualFold(method, "getUpdates") {
		return false
	}
	return (f.Method == "" || strings.EqualFold(f.Method, method)) && (f.Chat == 0 || f.Chat == chat)
}

func (s *Server) takeFault(method string, chat int64) *Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if !f.meets(method, chat) {
			continue
		}
		if f.Times--; f.Times <= 0 {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		}
		s.bump()
		return f
	}
	return nil
}

// serveFault answers a call that fails before anything is done.
func (s *Server) serveFault(w http.ResponseWriter, r *http.Request, name string, p params, f *Fault) {
	e := f.error()
	s.mu.Lock()
	s.logCall(name, p, "http", e.answer(), f.Kind)
	s.mu.Unlock()
	switch f.Kind {
	case HTMLBody:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>")
	case Garbage:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"ok":true,"result":{"mess`)
	case Timeout, Reset:
		s.hold(w, r, f.Kind)
	default:
		writeAnswer(w, e.answer())
	}
}

func (f *Fault) error() *apiError {
	switch f.Kind {
	case TooManyRequests:
		return tooMany(f.RetryAfter)
	case Blocked:
		return forbidden("bot was blocked by the user")
	case Unauthorized:
		return &apiError{Code: 401, Text: "Unauthorized"}
	case Conflict:
		return &apiError{Code: 409, Text: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}
	case NotEnoughRights:
		return badRequest("not enough rights to send text messages to the chat")
	case NoVoice:
		return badRequest("VOICE_MESSAGES_FORBIDDEN")
	case HTMLBody:
		return &apiError{Code: 502, Text: "Bad Gateway"}
	}
	return &apiError{Code: 500, Text: "Internal Server Error"}
}

// hold keeps the client waiting until it gives up (or the server closes), or resets at once.
func (s *Server) hold(w http.ResponseWriter, r *http.Request, kind FaultKind) {
	if kind == Timeout || kind == AcceptThenTimeout {
		select {
		case <-r.Context().Done():
		case <-s.ctx.Done():
		}
	}
	cut(w)
}

// slow keeps a call back until the orders are lifted.
func (s *Server) slow(r *http.Request) {
	s.mu.Lock()
	lifted := s.lifted
	s.mu.Unlock()
	select {
	case <-lifted:
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
}
