package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"syscall"
	"time"
)

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

const (
	maxRetryAfter = 3600 * time.Second
	maxResend     = 90 * time.Second // the real server draws between 60 and 120 s
	goneFor       = 23 * time.Hour   // a webhook that answers 410 for so long is removed
)

type webhook struct {
	url, secret string
	parallel    int
	inflight    int
	lastError   string
	lastErrorAt time.Time
	goneSince   time.Time
	alarm       time.Time // when the next look at the queue is ordered
}

func (s *Server) setWebhook(p params) (any, *apiError) {
	raw := p.str("url")
	if raw == "" {
		return s.deleteWebhook(p)
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, badRequest("bad webhook: invalid webhook URL specified")
	}
	if !secretToken.MatchString(p.str("secret_token")) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	if e := s.setAllowed(p); e != nil {
		return nil, e
	}
	parallel := int(p.num("max_connections"))
	if parallel < 1 || parallel > 100 {
		parallel = 40
	}
	s.forgetPending(p)
	s.endPoll("Conflict: terminated by setWebhook request")
	s.hook = &webhook{url: raw, secret: p.str("secret_token"), parallel: parallel}
	for _, u := range s.queue.items {
		u.inflight, u.due, u.fails = false, time.Time{}, 0
	}
	s.pump()
	s.bump()
	return true, nil
}

func (s *Server) deleteWebhook(p params) (any, *apiError) {
	s.forgetPending(p)
	s.dropHook()
	return true, nil
}

func (s *Server) dropHook() {
	s.hook = nil
	for _, u := range s.queue.items {
		u.inflight = false
	}
	s.bump()
}

func (s *Server) forgetPending(p params) {
	if p.flag("drop_pending_updates") {
		s.queue.items, s.queue.held = nil, nil
	}
}

func (s *Server) getWebhookInfo(params) (any, *apiError) {
	s.expire()
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue.items)}
	if len(s.allowed) > 0 {
		info["allowed_updates"] = s.allowed
	}
	if h := s.hook; h != nil {
		info["url"], info["max_connections"], info["ip_address"] = h.url, h.parallel, "127.0.0.1"
		if h.lastError != "" {
			info["last_error_date"], info["last_error_message"] = h.lastErrorAt.Unix(), h.lastError
		}
	}
	return info, nil
}

// pump posts the head of every lane that is due, up to the number of connections; the lock is held.
func (s *Server) pump() {
	h := s.hook
	if h == nil || s.closed {
		return
	}
	s.expire()
	now, busy := s.now(), map[string]bool{}
	var wake time.Time
	for _, u := range s.queue.items {
		if h.inflight >= h.parallel {
			break // the end of a post looks again
		}
		if busy[u.lane] {
			continue
		}
		busy[u.lane] = true
		switch {
		case u.inflight:
		case u.due.After(now):
			if wake.IsZero() || u.due.Before(wake) {
				wake = u.due
			}
		default:
			u.inflight = true
			h.inflight++
			s.work.Add(1)
			go s.post(h, u)
		}
	}
	s.wakeAt(h, wake)
}

// wakeAt orders one look at the queue for the earliest retry, by the timer of Options.
func (s *Server) wakeAt(h *webhook, at time.Time) {
	if at.IsZero() || s.opts.After == nil || (h.alarm.After(s.now()) && !at.Before(h.alarm)) {
		return
	}
	h.alarm = at
	timer := s.opts.After(at.Sub(s.now()))
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		select {
		case <-timer:
			s.ClockMoved()
		case <-s.ctx.Done():
		}
	}()
}

// reply is what a webhook answered.
type reply struct {
	status     int
	kind       string
	body       []byte
	retryAfter time.Duration
	err        error
}

func (s *Server) post(h *webhook, u *update) {
	defer s.work.Done()
	r := s.send(h, u)
	if r.status/100 == 2 {
		s.execute(r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook != h {
		return
	}
	h.inflight--
	u.inflight = false
	if r.status/100 == 2 {
		h.goneSince = time.Time{}
		s.done(u)
	} else {
		s.postFailed(h, u, r)
	}
	s.pump()
	s.bump()
}

func (s *Server) send(h *webhook, u *update) reply {
	s.mu.Lock()
	offline := s.offline
	s.mu.Unlock()
	if offline {
		return reply{err: syscall.ENETUNREACH}
	}
	req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return reply{err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	res, err := s.opts.Client.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	wait, _ := strconv.Atoi(res.Header.Get("Retry-After"))
	return reply{status: res.StatusCode, kind: res.Header.Get("Content-Type"), body: body, err: err,
		retryAfter: min(max(time.Duration(wait)*time.Second, 0), maxRetryAfter)}
}

// execute runs a method that a webhook put into its answer.
func (s *Server) execute(r reply) {
	kind, _, _ := mime.ParseMediaType(r.kind)
	p := params{values: map[string]string{}}
	switch {
	case len(r.body) == 0:
		return
	case kind == "application/json":
		p.readJSON(r.body)
	case kind == "application/x-www-form-urlencoded":
		p.readQuery(string(r.body))
	}
	if name := p.str("method"); name != "" {
		s.call(s.ctx, name, p, "webhook")
	}
}

func (s *Server) postFailed(h *webhook, u *update, r reply) {
	now := s.now()
	h.lastError, h.lastErrorAt = r.describe(), now
	if r.status != http.StatusGone {
		h.goneSince = time.Time{}
	} else if h.goneSince.IsZero() {
		h.goneSince = now
	} else if now.Sub(h.goneSince) >= goneFor {
		s.dropHook()
		return
	}
	u.due = now.Add(retryDelay(u.fails, r.retryAfter))
	u.fails++
}

// retryDelay is how long a failed post waits: the first time not at all, then 2, 4, 8 s up to a minute and a
// half; a Retry-After of the webhook comes first.
func retryDelay(fails int, asked time.Duration) time.Duration {
	switch {
	case asked > 0:
		return asked
	case fails == 0:
		return 0
	case fails > 6:
		return maxResend
	}
	return time.Second << fails
}

func (r reply) describe() string {
	var timeout interface{ Timeout() bool }
	switch {
	case r.err == nil:
		return fmt.Sprintf("Wrong response from the webhook: %d %s", r.status, http.StatusText(r.status))
	case errors.Is(r.err, syscall.ECONNREFUSED):
		return "Connection refused"
	case errors.Is(r.err, context.DeadlineExceeded), errors.As(r.err, &timeout) && timeout.Timeout():
		return "Read timeout expired"
	case errors.Is(r.err, syscall.ENETUNREACH):
		return "Network is unreachable"
	}
	return "Connection reset by peer"
}

// Network switches the network between the bot and this server off and on: calls are cut, polls end, webhook
// posts fail.
func (s *Server) Network(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.offline = !on
	if on {
		for _, u := range s.queue.items {
			u.due = time.Time{}
		}
	}
	s.pump()
	s.bump()
}

// WebhookURL is the address updates are posted to, or "" while the bot polls.
func (s *Server) WebhookURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hook == nil {
		return ""
	}
	return s.hook.url
}
