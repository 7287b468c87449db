package emulator

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options are the settings of a Server. The zero value of each field works, except Token.
type Options struct {
	// Token is the bot's token, "<bot id>:<secret>"; calls with another one get 401.
	Token string
	// BotName and BotUsername are what getMe says; defaults "Bot" and "emulated_bot".
	BotName, BotUsername string
	// Clock gives the time of messages, expiry and limits. Default: the system's clock. When it is set and
	// After is not, waits between webhook retries end only through Advance or ClockMoved, so no test sleeps.
	Clock func() time.Time
	// After is the timer for webhook retries; default time.After, or none when Clock is set.
	After func(time.Duration) <-chan time.Time
	// OnAdvance, when set, lets the page move the host's clock forward. The host moves the clock that it gave
	// as Clock; the server looks at it again afterwards.
	OnAdvance func(time.Duration)
	// Log receives every call as one JSON line. It holds what people wrote, but never the token.
	Log io.Writer
	// Limits switches Telegram's sending limits on: 1 message a second in a chat (short bursts of 5), 30 a
	// second overall, 20 a minute in a group.
	Limits bool
	// Hosts are host names, beside loopback and the address listened on, under which the page may be opened.
	Hosts []string
	// Client posts to webhooks. Default: 60 s timeout, no redirects.
	Client *http.Client
	// FirstUpdateID is the id of the first update; default 700000001.
	FirstUpdateID int64
	// Title heads the page; default "Ruang coba".
	Title string
	// Said, when set, is told of each message of the bot as it appears on a phone. It is called with the lock held: it must be
	// quick and must not call the server.
	Said func(Message)
	// Lean keeps neither calls nor old messages (the last 16 of a chat stay), for plays of many people: CallsSince then gives nothing.
	Lean bool
}

// leanChat is how many messages of a chat stay in a lean server.
const leanChat = 16

// Server is a Bot API server for one bot. All its methods may be called at the same time.
type Server struct {
	opts    Options
	bot     user
	methods map[string]method
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{}
	rev     int64
	skew    time.Duration
	offline bool
	closed  bool

	people map[int64]*Person
	order  []int64
	chats  map[int64]*chat
	nextID int // message ids of private chats and basic groups
	nextGr int64
	files  map[string]*file
	fileNo int

	queue    queue
	hook     *webhook
	poll     *pollSlot
	allowed  []string
	presses  map[string]*press
	pressNo  int
	profile  profile
	faults   []*Fault
	lifted   chan struct{} // closed when all orders are taken back
	buckets  map[int64]*bucket
	calls    []Call
	callNo   int
	answered []Answer
}

// New makes a server; it holds no port and needs Close only to end webhook posts and held calls.
func New(o Options) *Server {
	o = o.withDefaults()
	id, _, _ := strings.Cut(o.Token, ":")
	botID, _ := strconv.ParseInt(id, 10, 64)
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{
		opts: o, ctx: ctx, stop: stop, changed: make(chan struct{}), lifted: make(chan struct{}),
		bot:    user{ID: botID, IsBot: true, FirstName: o.BotName, Username: o.BotUsername},
		people: map[int64]*Person{}, chats: map[int64]*chat{}, files: map[string]*file{},
		presses: map[string]*press{}, buckets: map[int64]*bucket{}, profile: newProfile(o.BotName),
		nextGr: 5000000000,
	}
	s.queue.nextID = o.FirstUpdateID
	s.methods = methods()
	return s
}

func (o Options) withDefaults() Options {
	if o.BotName == "" {
		o.BotName = "Bot"
	}
	if o.BotUsername == "" {
		o.BotUsername = "emulated_bot"
	}
	if o.Title == "" {
		o.Title = "Ruang coba"
	}
	if o.FirstUpdateID == 0 {
		o.FirstUpdateID = 700000001
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: 60 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}}
	}
	if o.Clock == nil {
		o.Clock = time.Now
		if o.After == nil {
			o.After = time.After
		}
	}
	return o
}

// Close ends held calls, long polls and webhook posts, and waits for them.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.stop()
	s.bump()
	s.mu.Unlock()
	s.work.Wait()
}

// Changed returns a channel that is closed at the next change of anything.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Snapshot is what a condition given to Wait looks at.
type Snapshot struct{ s *Server }

// Chat is Server.Chat.
func (n *Snapshot) Chat(id int64) []Message { return n.s.Chat(id) }

// Calls is Server.Calls.
func (n *Snapshot) Calls() []Call { return n.s.Calls() }

// CallsSince is Server.CallsSince.
func (n *Snapshot) CallsSince(no int) []Call { return n.s.CallsSince(no) }

// Answers is Server.Answers.
func (n *Snapshot) Answers() []Answer { return n.s.Answers() }

// Pending is Server.Pending.
func (n *Snapshot) Pending() int { return n.s.Pending() }

// Wait blocks until the condition holds, looking again after each change; it returns the context's error
// otherwise. The condition may call any method of the server.
func (s *Server) Wait(ctx context.Context, condition func(*Snapshot) bool) error {
	for {
		next := s.Changed()
		if condition(&Snapshot{s}) {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-next:
		}
	}
}

// Now is the server's time: the clock given, moved by what Advance added.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the server's own time forward and lets what became due happen: expiry, webhook retries, limits.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skew += d
	s.tick()
}

// ClockMoved tells the server that the clock given in Options moved.
func (s *Server) ClockMoved() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tick()
}

func (s *Server) tick() {
	s.expire()
	s.pump()
	s.bump()
}

func (s *Server) now() time.Time { return s.opts.Clock().Add(s.skew) }

// bump wakes everybody who waits for a change; the lock is held.
func (s *Server) bump() {
	s.rev++
	close(s.changed)
	s.changed = make(chan struct{})
}

// touch marks a message as changed and wakes those who wait.
func (s *Server) touch(m *message) {
	m.rev = s.rev + 1
	s.bump()
}
