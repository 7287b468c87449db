package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/outbox"
)

// shelf is a store of jobs in memory that notes what became of each.
type shelf struct {
	mu       sync.Mutex
	jobs     []engine.Job
	finished []int64
	failed   map[int64]string
	retried  map[int64]retry
}

type retry struct {
	at      time.Time
	counted bool
}

func (s *shelf) ClaimJobs(context.Context, string, time.Duration, int) ([]engine.Job, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	jobs := s.jobs
	s.jobs = nil
	return jobs, nil
}

func (s *shelf) FinishJob(_ context.Context, j engine.Job) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finished = append(s.finished, j.ID)
	return nil
}

func (s *shelf) RetryJob(_ context.Context, j engine.Job, at time.Time, counted bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retried[j.ID] = retry{at, counted}
	return nil
}

func (s *shelf) FailJob(_ context.Context, j engine.Job, class string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed[j.ID] = class
	return nil
}

var noon = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// work runs one batch of jobs through a handler.
func work(t *testing.T, handler outbox.Handler, pace outbox.Pace, jobs ...engine.Job) *shelf {
	t.Helper()
	s := &shelf{jobs: jobs, failed: map[int64]string{}, retried: map[int64]retry{}}
	r := &outbox.Runner{Store: s, Clock: clock, Log: slog.New(slog.DiscardHandler), Pace: pace, Workers: 4,
		Handlers: map[string]outbox.Handler{"say": handler}, Talks: map[string]bool{"say": true}}
	if _, err := r.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func say(id int64, attempts int) engine.Job {
	return engine.Job{ID: id, Kind: "say", Person: "p", Attempts: attempts}
}

func TestFailureDecidesWhatBecomesOfAJob(t *testing.T) {
	t.Parallel()
	delivery := func(class string, after time.Duration) error {
		return &engine.DeliveryError{Class: class, After: after}
	}
	tests := []struct {
		name    string
		err     error
		tries   int
		failed  string
		counted bool
		after   time.Duration // the earliest retry
	}{
		{"too many messages: later, and it costs no attempt", delivery("rate", 7*time.Second), 3, "", false, 7 * time.Second},
		{"blocked: given up at once", delivery("blocked", 0), 0, "blocked", false, 0},
		{"bad message: given up at once", delivery("bad", 0), 0, "bad", false, 0},
		{"Telegram is down: again, later and later", delivery("down", 0), 4, "", true, 8 * time.Second},
		{"our own fault: again", errors.New("a fault"), 0, "", true, 500 * time.Millisecond},
		{"for a day without success: given up", delivery("down", 0), 140, "down", false, 0},
		{"the group moved: at once to the new address", delivery("moved", 0), 0, "", true, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := work(t, func(context.Context, engine.Job) error { return test.err }, nil, say(1, test.tries))
			if s.failed[1] != test.failed {
				t.Fatalf("given up as %q, want %q", s.failed[1], test.failed)
			}
			if r, ok := s.retried[1]; ok != (test.failed == "") || r.counted != test.counted || ok && r.at.Sub(noon) < test.after {
				t.Errorf("retry %+v (%v), want counted %v, not before %v", r, ok, test.counted, test.after)
			}
		})
	}
}

func TestPanicIsAFailureOfOneJob(t *testing.T) {
	t.Parallel()
	s := work(t, func(_ context.Context, j engine.Job) error {
		if j.ID == 1 {
			panic("poison")
		}
		return nil
	}, nil, say(1, 0), say(2, 0))
	if _, again := s.retried[1]; !again || len(s.finished) != 1 || s.finished[0] != 2 {
		t.Errorf("retried %v, finished %v", s.retried, s.finished)
	}
}

func TestUnknownKindIsGivenUp(t *testing.T) {
	t.Parallel()
	s := work(t, nil, nil, engine.Job{ID: 1, Kind: "of a later version"})
	if s.failed[1] != "bad" {
		t.Errorf("got %q", s.failed[1])
	}
}

func TestPaceHoldsTheChatThatWasTold(t *testing.T) {
	t.Parallel()
	pace := outbox.NewLocalPace(clock)
	work(t, func(context.Context, engine.Job) error {
		return &engine.DeliveryError{Class: "rate", After: 9 * time.Second}
	}, pace, say(1, 0))
	if wait := pace.Allow(t.Context(), "p", true); wait != 9*time.Second {
		t.Errorf("the chat waits %v, want 9 s", wait)
	}
	if wait := pace.Allow(t.Context(), "q", false); wait != 0 {
		t.Errorf("another chat waits %v", wait)
	}
}

func TestPaceKeepsTheLimits(t *testing.T) {
	t.Parallel()
	at := noon
	pace := outbox.NewLocalPace(func() time.Time { return at })
	sent := 0
	for range 60 { // one chat, six seconds
		for pace.Allow(t.Context(), "one", true) == 0 {
			sent++
		}
		at = at.Add(100 * time.Millisecond)
	}
	if sent > 11 {
		t.Errorf("one chat got %d messages in six seconds", sent)
	}
	all := 0
	for second := range 5 {
		for i := range 200 {
			if pace.Allow(t.Context(), engine.Person(rune('a'+second))+engine.Person(rune(i+1000)), true) == 0 {
				all++
			}
		}
		at = at.Add(time.Second)
	}
	if all > 30*6 {
		t.Errorf("%d messages in five seconds", all)
	}
}

// TestOneHangingCallHoldsUpNobodyElse lets one chat's call hang: another chat's message, stored later, is said meanwhile, and at the
// stop the hanging one is waited for.
func TestOneHangingCallHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	store := &shelf{jobs: []engine.Job{{ID: 1, Kind: "say", Person: "a"}}, failed: map[int64]string{}, retried: map[int64]retry{}}
	hanging, said := make(chan struct{}), make(chan int64, 2)
	begun := make(chan struct{})
	r := &outbox.Runner{Store: store, Clock: clock, Log: slog.New(slog.DiscardHandler), Workers: 2, Handlers: map[string]outbox.Handler{
		"say": func(_ context.Context, j engine.Job) error {
			if j.Person == "a" {
				close(begun)
				<-hanging
			}
			said <- j.ID
			return nil
		}}}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	<-begun
	store.mu.Lock()
	store.jobs = []engine.Job{{ID: 2, Kind: "say", Person: "b"}}
	store.mu.Unlock()
	r.Wake()
	if first := <-said; first != 2 {
		t.Errorf("job %d was said first", first)
	}
	stop()
	select {
	case <-ended:
		t.Error("the runner ended while a call was under way")
	default:
	}
	close(hanging)
	<-ended
}

// TestTimersAreNeverGivenUp wants a deadline to be tried again however often it failed, and a message only so often.
func TestTimersAreNeverGivenUp(t *testing.T) {
	t.Parallel()
	store := &shelf{jobs: []engine.Job{{ID: 1, Kind: "deadline", Attempts: 1000}, {ID: 2, Kind: "say", Person: "b", Attempts: 1000}},
		failed: map[int64]string{}, retried: map[int64]retry{}}
	fault := func(context.Context, engine.Job) error { return errors.New("fault") }
	r := &outbox.Runner{Store: store, Clock: clock, Log: slog.New(slog.DiscardHandler), Workers: 2, Timers: map[string]bool{"deadline": true},
		Handlers: map[string]outbox.Handler{"say": fault, "deadline": fault}}
	if _, err := r.Once(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, again := store.retried[1]; !again || store.failed[2] == "" {
		t.Errorf("retried %v, failed %v", store.retried, store.failed)
	}
}

// TestManyChatsToldHoldAll wants the whole bot to rest when Telegram slows several chats down at once, and no longer than the first
// of them.
func TestManyChatsToldHoldAll(t *testing.T) {
	t.Parallel()
	p := outbox.NewLocalPace(clock)
	p.Hold("a", noon.Add(9*time.Second))
	p.Hold("b", noon.Add(5*time.Second))
	if wait := p.Allow(t.Context(), "d", true); wait != 0 {
		t.Errorf("two chats held make another wait %v", wait)
	}
	p.Hold("c", noon.Add(7*time.Second))
	if wait := p.Allow(t.Context(), "e", true); wait != 5*time.Second {
		t.Errorf("three chats held make another wait %v, want 5s", wait)
	}
}
