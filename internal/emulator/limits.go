package emulator

import (
	"math"
	"time"
)

// bucket is a token bucket; the key 0 stands for all chats together.
type bucket struct {
	tokens float64
	at     time.Time
}

// rate is how many messages may be sent at once, and how long one takes to come back.
type rate struct {
	burst float64
	each  time.Duration
}

// allow counts one message against the limits and answers 429 when one is exceeded.
func (s *Server) allow(c *chat) *apiError {
	if !s.opts.Limits {
		return nil
	}
	all, own := rate{30, time.Second / 30}, rate{5, time.Second}
	if c.person == nil {
		own = rate{20, 3 * time.Second}
	}
	if wait := s.missing(0, all) + s.missing(c.id, own); wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	s.buckets[0].tokens--
	s.buckets[c.id].tokens--
	return nil
}

// missing refills a bucket and says how long until it holds one message.
func (s *Server) missing(key int64, r rate) time.Duration {
	b, now := s.buckets[key], s.now()
	if b == nil {
		b = &bucket{tokens: r.burst, at: now}
		s.buckets[key] = b
	}
	if d := now.Sub(b.at); d > 0 {
		b.tokens = min(r.burst, b.tokens+float64(d)/float64(r.each))
		b.at = now
	}
	if b.tokens >= 1 {
		return 0
	}
	return time.Duration((1 - b.tokens) * float64(r.each))
}
