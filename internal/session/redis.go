package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"siaga/internal/engine"
)

// Prefix begins every key; a change of the form of the values is a new version here.
const Prefix = "siaga:v1:s:"

// Fields of the hash under a key.
const (
	fieldRev  = "r"
	fieldBody = "b"
)

// saveScript compares and writes in one step. One key, so that it runs on a cluster. Running it twice does no harm.
var saveScript = redis.NewScript(`
local have = tonumber(redis.call('HGET', KEYS[1], 'r') or '0')
if have > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'r', ARGV[1], 'b', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`)

// Redis keeps sessions in Redis. A call takes 300 ms at most; after three failures in a row the next ones fail at once for two
// seconds, so that a dead Redis does not slow anybody down.
type Redis struct {
	client  redis.UniversalClient
	prefix  string
	breaker breaker
}

// NewRedis uses a client, made by Connect or by a test. The clock is for the pause after failures.
func NewRedis(client redis.UniversalClient, now func() time.Time) *Redis {
	return &Redis{client: client, prefix: Prefix, breaker: breaker{now: now}}
}

// Load gives the body and its revision; rev 0 and no error when there is none; ErrUnavailable when Redis does not answer.
func (r *Redis) Load(ctx context.Context, p engine.Person) ([]byte, int64, error) {
	var body []byte
	var rev int64
	err := r.call(ctx, "load", func(ctx context.Context) error {
		row := struct {
			Rev  int64  `redis:"r"`
			Body []byte `redis:"b"`
		}{}
		err := r.client.HMGet(ctx, r.prefix+string(p), fieldRev, fieldBody).Scan(&row)
		body, rev = row.Body, row.Rev
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return body, rev, nil
}

// Save writes revision rev if no newer one is there; saved is false when there is. The key ends after ttl.
func (r *Redis) Save(ctx context.Context, p engine.Person, body []byte, rev int64, ttl time.Duration) (bool, error) {
	var saved int
	err := r.call(ctx, "save", func(ctx context.Context) error {
		var err error
		saved, err = saveScript.Run(ctx, r.client, []string{r.prefix + string(p)}, rev, body, max(ttl.Milliseconds(), 1)).Int()
		return err
	})
	return saved == 1, err
}

// Drop forgets the session.
func (r *Redis) Drop(ctx context.Context, p engine.Person) error {
	return r.call(ctx, "drop", func(ctx context.Context) error { return r.client.Del(ctx, r.prefix+string(p)).Err() })
}

// Ping asks Redis itself, whatever happened before: for readiness and the doctor.
func (r *Redis) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("%w: ping: %s", ErrUnavailable, class(err))
	}
	return nil
}

// call runs one command within its time. The driver's error is told as a class only: its text may hold addresses.
func (r *Redis) call(ctx context.Context, doing string, f func(context.Context) error) error {
	if !r.breaker.allows() {
		return fmt.Errorf("%w: %s: paused after failures", ErrUnavailable, doing)
	}
	short, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	err := f(short)
	if err != nil && ctx.Err() != nil {
		r.breaker.gaveUp()
		return fmt.Errorf("%s a session: %w", doing, ctx.Err())
	}
	r.breaker.note(err == nil)
	if err != nil {
		return fmt.Errorf("%w: %s: %s", ErrUnavailable, doing, class(err))
	}
	return nil
}

// class says in a word what went wrong.
func class(err error) string {
	var refused redis.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded) || errors.Is(err, redis.ErrPoolTimeout):
		return "no answer in time"
	case redis.IsReadOnlyError(err):
		return "read only"
	case errors.As(err, &refused):
		return "refused"
	}
	return "no connection"
}
