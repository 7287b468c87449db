package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// OfficialURL is the Bot API server that Telegram runs.
const OfficialURL = "https://api.telegram.org"

// Options are the settings of a [Bot]. Only Token must be given.
type Options struct {
	// Token is what BotFather gave, "<bot id>:<secret>".
	Token private.Text
	// APIURL is the Bot API server, without a path of methods; default [OfficialURL].
	APIURL string
	// HTTP makes the calls; default a client of our own. Redirects are never followed, whichever it is. A Timeout of its own must
	// be longer than a poll, 65 seconds.
	HTTP *http.Client
	// Log gets classes and numbers, never words of a person nor the token. Default: nothing is logged.
	Log *slog.Logger
	// Watch counts what happened, by class and never by person: api_<class> for a failed call and fetch_<class> for a download
	// (classes of [engine.DeliveryError]); poll_<class>, also poll_conflict, poll_accept_failed, poll_unreadable, poll_stuck;
	// webhook_method, _secret, _too_big, _cut, _no_object, _accept_failed; update_unreadable, update_dropped; button_dropped.
	Watch func(class string)
	// Uploads remembers which clips were uploaded. Default: none is, and each is uploaded anew.
	Uploads Uploads
	// Urgent tells whether words sound like somebody in danger, so that they go before others while many wait. Default: none do.
	Urgent func(words string) bool
	// Wait rests between two tries; it returns early with an error when the context ends. Default: a timer.
	Wait func(ctx context.Context, d time.Duration) error
}

// Bot speaks with Telegram. It meets [engine.Channel], and all its methods may be called at the same time.
type Bot struct {
	wire     *wire
	id       string // the number in front of the token
	uploads  Uploads
	api      *tg.Bot
	log      *slog.Logger
	watch    func(string)
	urgent   func(words string) bool
	wait     func(context.Context, time.Duration) error
	username atomic.Pointer[string] // without @, lower case; nil until Me was asked
}

var _ engine.Channel = (*Bot)(nil)

// ErrToken says that the token has not the form of a bot token. It never quotes it.
var ErrToken = errors.New("the bot token has not the form <number>:<letters and digits>; copy it again from BotFather")

var tokenForm = regexp.MustCompile(`^[0-9]{1,20}:[A-Za-z0-9_-]{1,128}$`)

// New makes a Bot. It calls nobody; [Bot.Me] tells whether the token works.
func New(o Options) (*Bot, error) {
	if !tokenForm.MatchString(o.Token.Reveal()) {
		return nil, ErrToken
	}
	base, err := baseURL(o.APIURL)
	if err != nil {
		return nil, err
	}
	id, _, _ := strings.Cut(o.Token.Reveal(), ":")
	b := &Bot{id: id, uploads: o.Uploads, log: o.Log, watch: o.Watch, wait: o.Wait, urgent: o.Urgent}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	if b.urgent == nil {
		b.urgent = func(string) bool { return false }
	}
	if b.watch == nil {
		b.watch = func(string) {}
	}
	if b.wait == nil {
		b.wait = rest
	}
	b.wire = &wire{http: client(o.HTTP), base: base, token: o.Token}
	b.api, err = tg.New(o.Token.Reveal(), tg.WithSkipGetMe(), tg.WithServerURL(base), tg.WithHTTPClient(pollTimeout, b.wire),
		tg.WithErrorsHandler(func(error) { b.watch("library_error") }), // its texts may quote a person
		tg.WithDebugHandler(func(string, ...any) {}))
	if err != nil {
		return nil, ErrToken
	}
	return b, nil
}

// witnessLives is how long the time that Telegram told is carried on by our own steady clock.
const witnessLives = 2 * time.Hour

// Time is what time it is by the server that answered last, for whoever must not trust this machine's clock alone. ok is false when
// no answer of the last two hours told it. A Bot API server on this machine tells this machine's time: it is no witness against it.
func (b *Bot) Time() (now time.Time, ok bool) {
	d := b.wire.dated.Load()
	if d == nil {
		return time.Time{}, false
	}
	since := time.Since(d.came) // steady: both readings carry the monotonic clock
	return d.told.Add(since), since >= 0 && since <= witnessLives
}

// Format prints the bot as one word for every verb: package fmt would follow the pointers to the token with some of them.
func (*Bot) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "telegram") }

func baseURL(raw string) (string, error) {
	if raw == "" {
		return OfficialURL, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", errors.New("the address of the Bot API server must look like https://api.telegram.org")
	}
	return strings.TrimRight(raw, "/"), nil
}

func rest(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// call makes one call of the library and says how it ended by what was answered, not by the library's own errors: these may
// quote a person, and an answer it cannot read would look like a message that was not sent.
func (b *Bot) call(ctx context.Context, limit time.Duration, do func(context.Context)) (*outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	o := &outcome{}
	do(context.WithValue(ctx, outcomeKey{}, o))
	err := o.err()
	if err != nil {
		b.watch("api_" + err.Class)
		return o, err
	}
	return o, nil
}

// wrapped names what was attempted. A refused token is recognised by errors.Is with [ErrUnauthorized].
func wrapped(doing string, err error) error {
	var d *engine.DeliveryError
	if errors.As(err, &d) && d.Class == classUnauthorized {
		return fmt.Errorf("%s: %w: %w", doing, ErrUnauthorized, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
