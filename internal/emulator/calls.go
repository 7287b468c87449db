package emulator

import (
	"encoding/json"
	"strings"
	"time"
)

const keepCalls = 20000 // calls kept in memory; the log writer gets all

// Call is one call that the bot made, with what was answered.
type Call struct {
	No         int             `json:"no"` // from 1, rising by 1
	At         time.Time       `json:"at"`
	Method     string          `json:"method"`
	Via        string          `json:"via"` // http, or webhook when it came in the answer to a post
	Chat       int64           `json:"chat,omitempty"`
	Params     map[string]any  `json:"params"`
	Files      []string        `json:"files,omitempty"` // "field name.ext (n bytes)"
	OK         bool            `json:"ok"`
	Code       int             `json:"code,omitempty"`
	Error      string          `json:"error,omitempty"`
	RetryAfter int             `json:"retryAfter,omitempty"`
	Result     json.RawMessage `json:"result,omitempty"`
	Fault      FaultKind       `json:"fault,omitempty"` // the order that made it fail
}

// Text is the parameter text, or else caption.
func (c Call) Text() string {
	for _, key := range []string{"text", "caption"} {
		if t, ok := c.Params[key].(string); ok {
			return t
		}
	}
	return ""
}

// Calls lists the calls since the start (at most the last 20,000), without empty getUpdates.
func (s *Server) Calls() []Call { return s.CallsSince(0) }

// CallsSince lists the calls numbered higher than n.
func (s *Server) CallsSince(n int) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callsSince(n)
}

func (s *Server) callsSince(n int) []Call {
	from := len(s.calls)
	for from > 0 && s.calls[from-1].No > n {
		from--
	}
	return append([]Call(nil), s.calls[from:]...)
}

// LastCall is the number of the newest call, for CallsSince.
func (s *Server) LastCall() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.callNo
}

func (s *Server) logCall(name string, p params, via string, a answer, fault FaultKind) {
	if strings.EqualFold(name, "getUpdates") && a.OK && string(a.Result) == "[]" {
		return
	}
	s.callNo++
	if s.opts.Lean {
		return // what the call did has been told already
	}
	c := Call{No: s.callNo, At: s.now(), Method: name, Via: via, Chat: p.num("chat_id"), Params: p.decoded(),
		OK: a.OK, Code: a.Code, Error: a.Text, Result: a.Result, Fault: fault}
	if a.Parameters != nil {
		c.RetryAfter = a.Parameters.RetryAfter
	}
	for field, f := range p.files {
		c.Files = append(c.Files, field+" "+f.name)
	}
	if len(s.calls) >= keepCalls {
		s.calls = append([]Call(nil), s.calls[keepCalls/10:]...)
	}
	s.calls = append(s.calls, c)
	if s.opts.Log != nil {
		line, _ := json.Marshal(c)
		_, _ = s.opts.Log.Write(append(line, '\n')) // a full disk must not change what the bot sees
	}
	s.bump()
}

// decoded shows objects and arrays as such; texts stay texts, whatever they look like.
func (p params) decoded() map[string]any {
	out := make(map[string]any, len(p.values))
	for k, v := range p.values {
		out[k] = v
		if k == "secret_token" {
			out[k] = "***"
		}
		if k == "text" || k == "caption" || v == "" || !strings.ContainsAny(v[:1], "[{") {
			continue
		}
		var parsed any
		if json.Unmarshal([]byte(v), &parsed) == nil {
			out[k] = parsed
		}
	}
	return out
}
