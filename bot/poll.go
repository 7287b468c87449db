package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

const (
	pollSeconds = 50 // the longest that the Bot API server holds a poll
	pollTimeout = (pollSeconds + 15) * time.Second
	pollBatch   = 100
)

// How long and how often troubles of polling are borne. The first rests double up to the longest.
const (
	restFirst     = time.Second
	restLongest   = 30 * time.Second
	conflictLimit = 6 // half a minute, longer than another instance takes to drain
	refusedLimit  = 3
	unreadLimit   = 3 // an answer that stays unreadable is not a cut one
)

// Troubles of one round that are not the Bot API's answer.
var (
	errUnread = errors.New("the answer cannot be read")
	errStill  = errors.New("the same updates again")
	errAccept = errors.New("the updates could not be stored")
)

// poller is one run of [Bot.Poll].
type poller struct {
	*Bot
	accept Accept
	offset int64
	limit  int
	unread int            // unreadable answers in a row, asked one update at a time
	fails  map[string]int // troubles in a row, by class
}

// Poll takes updates until the context ends, and then returns nil. Updates are confirmed by the next call's offset, which moves
// only after accept returned nil. Faults of the network and of accept are borne for ever with growing rests; a refused token ends
// it with [ErrUnauthorized] after three tries, somebody else taking the updates with [ErrConflict] after six.
func (b *Bot) Poll(ctx context.Context, accept Accept) error {
	p := &poller{Bot: b, accept: accept, limit: pollBatch, fails: map[string]int{}}
	for ctx.Err() == nil {
		err := p.round(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err == nil {
			clear(p.fails)
			continue
		}
		pause, fatal := p.trouble(err)
		if fatal != nil {
			return fatal
		}
		if b.wait(ctx, pause) != nil {
			return nil
		}
	}
	return nil
}

// round asks once, has what came stored, and moves the offset.
func (p *poller) round(ctx context.Context) error {
	o := p.ask(ctx)
	var batch []json.RawMessage
	switch {
	case o.answered && !o.OK, !o.whole, o.status != http.StatusOK:
		return &pollError{o}
	case !o.answered || json.Unmarshal(o.Result, &batch) != nil:
		return p.unreadable(ctx, o)
	}
	p.unread = 0
	return p.take(ctx, batch)
}

func (p *poller) ask(ctx context.Context) *outcome {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	form := url.Values{"timeout": {strconv.Itoa(pollSeconds)}, "limit": {strconv.Itoa(p.limit)}, "allowed_updates": {allowed}}
	if p.offset != 0 {
		form.Set("offset", strconv.FormatInt(p.offset, 10))
	}
	return p.wire.post(ctx, p.wire.method("getUpdates"), "application/x-www-form-urlencoded", []byte(form.Encode()))
}

// take has a batch stored in one go. The offset follows the batch even downwards, because ids start again lower after a week of
// silence.
func (p *poller) take(ctx context.Context, batch []json.RawMessage) error {
	var highest int64
	bodies := make([][]byte, len(batch))
	for i, raw := range batch {
		bodies[i] = raw
		highest = max(highest, idOf(raw))
	}
	if err := p.store(ctx, p.accept, bodies...); err != nil {
		return errAccept
	}
	if len(batch) == 0 {
		return nil
	}
	p.limit = pollBatch
	if highest == 0 || highest+1 == p.offset {
		return errStill
	}
	p.offset = highest + 1
	return nil
}

// idOf reads the id of one update, 0 when it has none.
func idOf(raw []byte) int64 {
	var u struct {
		ID int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &u) != nil {
		return 0
	}
	return u.ID
}

var idMark = regexp.MustCompile(`"update_id"\s*:\s*([0-9]{1,18})\b`)

// unreadable handles an answer that is no JSON: updates are asked for one by one, so that the others get through, and the one
// that stays unreadable is stored as it is and passed by.
func (p *poller) unreadable(ctx context.Context, o *outcome) error {
	if p.limit > 1 {
		p.limit = 1
		return errUnread
	}
	p.unread++
	mark := idMark.FindSubmatch(o.body)
	if p.unread < unreadLimit || mark == nil {
		return errUnread
	}
	if err := p.store(ctx, p.accept, o.body); err != nil {
		return errAccept
	}
	id, _ := strconv.ParseInt(string(mark[1]), 10, 64) // 18 digits at most
	p.unread, p.offset = 0, id+1
	return nil
}

// pollError is an answer to getUpdates that is not a success.
type pollError struct{ *outcome }

func (e *pollError) Error() string { return "getUpdates: " + e.class() }

func (e *pollError) class() string {
	if e.answered && e.code() == http.StatusConflict {
		return "conflict"
	}
	if d := e.err(); d != nil {
		return d.Class
	}
	return classDown // a success by its body, a failure by its status
}

// trouble counts a failed round and says how long to rest, or that it is time to give up.
func (p *poller) trouble(err error) (pause time.Duration, fatal error) {
	class := map[error]string{errUnread: "unreadable", errStill: "stuck", errAccept: "accept_failed"}[err]
	var answer *pollError
	if errors.As(err, &answer) {
		class = answer.class()
	}
	p.fails[class]++
	n := p.fails[class]
	p.watch("poll_" + class)
	p.log.Warn("polling", "class", class, "in_a_row", n)
	switch {
	case class == "conflict" && n >= conflictLimit && answer.says("webhook"):
		return 0, fmt.Errorf("%w: a webhook is set", ErrConflict)
	case class == "conflict" && n >= conflictLimit:
		return 0, ErrConflict
	case class == classUnauthorized && n >= refusedLimit:
		return 0, ErrUnauthorized
	case class == classRate:
		return min(answer.after(), 10*time.Minute), nil
	}
	return growing(n), nil
}

// growing is the rest after n troubles in a row.
func growing(n int) time.Duration { return min(restFirst<<min(n-1, 10), restLongest) }
