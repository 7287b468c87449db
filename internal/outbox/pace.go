package outbox

import (
	"context"
	"sync"
	"time"

	"siaga/internal/engine"
)

// Limits of the Bot API: about 30 messages a second in all, one a second to a chat with short bursts allowed.
const (
	perSecond  = 28 // below 30, so that answers to button presses have room
	chatBurst  = 4
	chatRefill = time.Second
	heldChats  = 3 // Telegram does not say whether it means the chat or the bot; so many chats told at once mean the bot
)

// LocalPace keeps the limits within one process.
type LocalPace struct {
	clock  engine.Clock
	mu     sync.Mutex
	all    bucket
	chats  map[engine.Person]*bucket
	held   map[engine.Person]time.Time
	tidied time.Time
}

// bucket holds tokens that fill again with time.
type bucket struct {
	tokens float64
	at     time.Time
}

// NewLocalPace makes a pace that starts with full budgets.
func NewLocalPace(clock engine.Clock) *LocalPace {
	return &LocalPace{clock: clock, all: bucket{perSecond, clock()}, chats: map[engine.Person]*bucket{}, held: map[engine.Person]time.Time{}, tidied: clock()}
}

// take takes one token if there is one, or says how long to wait.
func (b *bucket) take(now time.Time, rate, size float64) time.Duration {
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.tokens = min(size, b.tokens+passed*rate)
		b.at = now
	}
	if b.tokens >= 1 {
		b.tokens--
		return 0
	}
	return max(time.Duration((1-b.tokens)/rate*float64(time.Second)), time.Millisecond) // a rest of rounding is still a wait
}

// Allow gives how long a message to the chat must wait. Urgent messages may use the last of the common budget, others leave
// a part of it to them.
func (p *LocalPace) Allow(_ context.Context, chat engine.Person, urgent bool) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.clock()
	p.tidy(now)
	for _, who := range []engine.Person{"", chat} {
		if until, ok := p.held[who]; ok && until.After(now) {
			return until.Sub(now)
		}
	}
	b, ok := p.chats[chat]
	if !ok {
		b = &bucket{chatBurst, now}
		p.chats[chat] = b
	}
	if wait := b.take(now, float64(time.Second)/float64(chatRefill), chatBurst); wait > 0 {
		return wait
	}
	wait := p.common(now, urgent)
	if wait > 0 {
		b.tokens++ // not used after all
	}
	return wait
}

func (p *LocalPace) common(now time.Time, urgent bool) time.Duration {
	if !urgent && p.all.tokens < perSecond/4 && now.Sub(p.all.at) < time.Second/4 {
		return time.Second / 4
	}
	return p.all.take(now, perSecond, perSecond)
}

// Hold keeps a chat back until a time; an empty chat means all. When several chats are held, all are, until the first of them may
// be tried again.
func (p *LocalPace) Hold(chat engine.Person, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held[chat].Before(until) {
		p.held[chat] = until
	}
	first, n := until, 0
	for who, at := range p.held {
		if who == "" || !at.After(p.clock()) {
			continue
		}
		n++
		if at.Before(first) {
			first = at
		}
	}
	if n >= heldChats && p.held[""].Before(first) {
		p.held[""] = first
	}
}

// tidy drops chats that were quiet for a minute, so that memory stays flat.
func (p *LocalPace) tidy(now time.Time) {
	if now.Sub(p.tidied) < time.Minute {
		return
	}
	p.tidied = now
	for chat, b := range p.chats {
		if now.Sub(b.at) > time.Minute {
			delete(p.chats, chat)
		}
	}
	for chat, until := range p.held {
		if until.Before(now) {
			delete(p.held, chat)
		}
	}
}
