package outbox

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"

	"siaga/internal/engine"
)

// SharedPace keeps the limits over all processes that serve one bot, by Redis. Each process keeps its own limits besides: when Redis
// does not answer, they alone count, and Telegram's own 429 for what they let through together.
type SharedPace struct {
	local  *LocalPace
	client redis.UniversalClient
	prefix string

	mu    sync.Mutex
	until time.Time // Redis is not asked before
	now   engine.Clock
}

// pacePrefix begins every key; keys hold a time and a pseudonym, and end by themselves.
const pacePrefix = "siaga:v1:p:"

// pauseShared is how long Redis is left alone after it failed.
const pauseShared = 2 * time.Second

// NewSharedPace uses a client whose calls have short time limits.
func NewSharedPace(client redis.UniversalClient, clock engine.Clock) *SharedPace {
	return &SharedPace{local: NewLocalPace(clock), client: client, prefix: pacePrefix, now: clock}
}

// takeScript is the leaky bucket of one key: the key holds the time at which it will be empty again (theoretical arrival time of GCRA), by
// the clock of Redis, in microseconds. It gives how long to wait, 0 after taking one.
var takeScript = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local wait = empty - now - tonumber(ARGV[2])
if wait > 0 then return wait end
empty = empty + tonumber(ARGV[1])
redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', math.ceil((empty - now) / 1000) + 1000)
return 0`)

// giveScript puts one back that was not used after all.
var giveScript = redis.NewScript(`
local empty = tonumber(redis.call('GET', KEYS[1]) or '0')
if empty > 0 then redis.call('SET', KEYS[1], string.format('%.0f', empty - tonumber(ARGV[1])), 'KEEPTTL') end
return 0`)

// holdScript makes nothing flow for some microseconds.
var holdScript = redis.NewScript(`
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now + tonumber(ARGV[1]) + tonumber(ARGV[2]))
redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', math.ceil((empty - now) / 1000) + 1000)
return 0`)

// bucketOf says how fast a bucket empties and how much of it may be used at once.
type bucketOf struct{ each, burst time.Duration }

var (
	allBucket  = bucketOf{time.Second / perSecond, time.Second - time.Second/perSecond}
	chatBucket = bucketOf{chatRefill, (chatBurst - 1) * chatRefill}
)

// Allow implements Pace: this process first, then all of them.
func (p *SharedPace) Allow(ctx context.Context, chat engine.Person, urgent bool) time.Duration {
	if wait := p.local.Allow(ctx, chat, urgent); wait > 0 || !p.up() {
		return wait
	}
	if wait := p.take(ctx, string(chat), chatBucket); wait > 0 {
		p.local.unused(chat)
		return wait
	}
	common := allBucket
	if !urgent { // others leave a part of the common budget to what is urgent
		common.burst = common.burst * 3 / 4
	}
	wait := p.take(ctx, "all", common)
	if wait > 0 {
		p.local.unused(chat)
		p.run(ctx, giveScript, string(chat), chatBucket.each.Microseconds())
	}
	return wait
}

func (p *SharedPace) take(ctx context.Context, key string, b bucketOf) time.Duration {
	return time.Duration(p.run(ctx, takeScript, key, b.each.Microseconds(), b.burst.Microseconds())) * time.Microsecond
}

// run gives the answer of a script, 0 when Redis does not give one.
func (p *SharedPace) run(ctx context.Context, script *redis.Script, key string, args ...any) int64 {
	n, err := script.Run(ctx, p.client, []string{p.prefix + key}, args...).Int64()
	if err != nil {
		p.mu.Lock()
		p.until = p.now().Add(pauseShared)
		p.mu.Unlock()
		return 0
	}
	return n
}

func (p *SharedPace) up() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.now().Before(p.until)
}

// Hold implements Pace: what one process was told holds for all.
func (p *SharedPace) Hold(chat engine.Person, until time.Time) {
	p.local.Hold(chat, until)
	if rest := until.Sub(p.now()); rest > 0 && p.up() {
		key, b := string(chat), chatBucket
		if chat == "" {
			key, b = "all", allBucket
		}
		p.run(context.Background(), holdScript, key, rest.Microseconds(), b.burst.Microseconds())
	}
}

// unused gives back what was taken for a message that somebody else's limits hold back.
func (p *LocalPace) unused(chat engine.Person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all.tokens = min(p.all.tokens+1, perSecond)
	if b, ok := p.chats[chat]; ok {
		b.tokens = min(b.tokens+1, chatBurst)
	}
}
