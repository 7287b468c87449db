package session

import (
	"sync"
	"time"
)

// How the breaker behaves.
const (
	breakAfter = 3               // failures in a row
	breakFor   = 2 * time.Second // then nobody asks, except one after this time
)

// breaker remembers whether asking is worth the time.
type breaker struct {
	now      func() time.Time
	mu       sync.Mutex
	failures int
	until    time.Time // nobody asks before
}

// allows tells whether to ask now. While the trouble lasts it lets one caller through per pause, to find out.
func (b *breaker) allows() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failures < breakAfter {
		return true
	}
	if now := b.now(); !now.Before(b.until) {
		b.until = now.Add(breakFor)
		return true
	}
	return false
}

// note takes the outcome of one call.
func (b *breaker) note(ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if ok {
		b.failures = 0
		return
	}
	b.failures++
	if b.failures >= breakAfter {
		b.until = b.now().Add(breakFor)
	}
}

// gaveUp says that the caller left before the outcome was known: the next one may find out.
func (b *breaker) gaveUp() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.until = time.Time{}
}
