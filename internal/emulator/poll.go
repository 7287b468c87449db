package emulator

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

const maxPoll = 50 * time.Second

// pollSlot is the one long poll that may be open; a newer one ends it.
type pollSlot struct {
	end chan struct{}
	why string
}

// endPoll answers an open long poll with 409.
func (s *Server) endPoll(why string) {
	if s.poll != nil {
		s.poll.why = why
		close(s.poll.end)
		s.poll = nil
	}
}

// getUpdates confirms by offset and answers at once when there is something, else waits up to the timeout.
func (s *Server) getUpdates(ctx context.Context, p params) (any, *apiError) {
	s.mu.Lock()
	slot, e := s.openPoll(p)
	s.mu.Unlock()
	if e != nil {
		return nil, e
	}
	timeout := time.NewTimer(min(time.Duration(p.num("timeout"))*time.Second, maxPoll))
	defer timeout.Stop()
	last := p.num("timeout") <= 0
	for {
		s.mu.Lock()
		next := s.changed
		got := s.take(p, slot)
		if len(got) > 0 || last || slot.why != "" || s.closed || s.offline {
			e := s.closePoll(slot)
			s.mu.Unlock()
			return got, e
		}
		s.mu.Unlock()
		select {
		case <-next:
		case <-slot.end:
		case <-ctx.Done():
			last = true
		case <-timeout.C:
			last = true
		}
	}
}

func (s *Server) openPoll(p params) (*pollSlot, *apiError) {
	if s.hook != nil {
		return nil, &apiError{Code: 409, Text: "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}
	}
	if e := s.setAllowed(p); e != nil {
		return nil, e
	}
	s.endPoll("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
	s.poll = &pollSlot{end: make(chan struct{})}
	s.confirm(p.num("offset"))
	return s.poll, nil
}

func (s *Server) closePoll(slot *pollSlot) *apiError {
	if slot.why != "" {
		return &apiError{Code: 409, Text: slot.why}
	}
	if s.poll == slot {
		s.poll = nil
	}
	return nil
}

// confirm forgets what lies below the offset; a negative offset keeps only that many from the end.
func (s *Server) confirm(offset int64) {
	s.expire()
	q := &s.queue
	if offset < 0 {
		if cut := len(q.items) + int(offset); cut > 0 {
			for _, u := range slices.Clone(q.items[:cut]) {
				s.done(u)
			}
		}
		return
	}
	for _, u := range slices.Clone(q.items) {
		if u.id < offset && (u.given || !u.again) && s.known(offset) {
			s.done(u)
		}
	}
	s.bump()
}

// known says whether an offset lies within what was ever given out; any other falls back to the queue's head.
func (s *Server) known(offset int64) bool { return offset <= s.queue.nextID }

// take hands out what waits, in the order of ids, unless a newer poll came.
func (s *Server) take(p params, slot *pollSlot) []json.RawMessage {
	got := []json.RawMessage{}
	if slot.why != "" || s.offline {
		return got
	}
	s.expire()
	limit := int(p.num("limit"))
	if limit < 1 || limit > 100 {
		limit = 100
	}
	items := slices.Clone(s.queue.items)
	slices.SortStableFunc(items, func(a, b *update) int { return int(a.id - b.id) })
	for _, u := range items[:min(limit, len(items))] {
		u.given = true
		got = append(got, u.body)
	}
	return got
}

// setAllowed keeps allowed_updates for all updates made from now on; absent means as before.
func (s *Server) setAllowed(p params) *apiError {
	if !p.has("allowed_updates") {
		return nil
	}
	var kinds []string
	if e := p.decode("allowed_updates", &kinds); e != nil {
		return badRequest("can't parse allowed updates list")
	}
	s.allowed = kinds
	return nil
}
