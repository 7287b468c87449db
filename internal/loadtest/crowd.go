package loadtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"siaga/internal/emulator"
)

// ErrStuck says that somebody waited too long for an answer: figures of such a run would be worth nothing.
var ErrStuck = errors.New("a person waited too long for an answer")

// patience is how long somebody waits for an answer.
const patience = 30 * time.Second

// Crowd is a number of people who go through the conversation, each again and again under a new name.
type Crowd struct {
	emu    *emulator.Server
	people int

	mu      sync.Mutex
	phones  map[int64]chan emulator.Message
	officer map[int64]bool
	nextID  int64

	done     atomic.Int64 // steps that were answered
	said     atomic.Int64 // messages of the bot
	finished atomic.Int64 // conversations

	count   sync.Mutex
	counts  bool
	replies []time.Duration // from the deed to the first message
	sends   []sending       // all reports, in order
	cards   []time.Time     // all cards, in order
}

// sending is one report on its way.
type sending struct {
	at     time.Time
	counts bool
}

// firstPerson keeps ids away from real ones, and from those of the officers.
const firstPerson, firstOfficer = 100_000, 1001

// newCrowd makes phones, and the officers' besides.
func newCrowd(people int) *Crowd {
	return &Crowd{people: people, phones: map[int64]chan emulator.Message{}, officer: map[int64]bool{}, nextID: firstPerson}
}

// said is called by the emulator for each message of the bot.
func (c *Crowd) hear(m emulator.Message) {
	c.said.Add(1)
	c.mu.Lock()
	phone, officer := c.phones[m.Chat], c.officer[m.Chat]
	c.mu.Unlock()
	if officer {
		if _, ok := find(m, "Terima"); ok {
			c.count.Lock()
			c.cards = append(c.cards, time.Now())
			c.count.Unlock()
		}
		return
	}
	select {
	case phone <- m:
	default: // nobody holds this phone any more, or nobody reads so many
	}
}

// note writes a figure down while figures count.
func (c *Crowd) note(write func()) {
	c.count.Lock()
	defer c.count.Unlock()
	if c.counts {
		write()
	}
}

// measure begins or ends the time that counts.
func (c *Crowd) measure(on bool) {
	c.count.Lock()
	defer c.count.Unlock()
	c.counts = on
}

// run plays until the context ends. pace gives a turn to whoever wants to do something; nil: everybody at once.
func (c *Crowd) run(ctx context.Context, pace <-chan time.Time) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	for n := range c.people {
		all.Go(func() {
			for ctx.Err() == nil {
				if err := c.converse(ctx, pace, n); err != nil && ctx.Err() == nil {
					cancel(err)
				}
			}
		})
	}
	all.Wait()
	if cause := context.Cause(ctx); errors.Is(cause, ErrStuck) {
		return cause
	}
	return nil
}

// join gives somebody new a phone.
func (c *Crowd) join() (int64, chan emulator.Message) {
	c.mu.Lock()
	c.nextID++
	id, phone := c.nextID, make(chan emulator.Message, 16)
	c.phones[id] = phone
	c.mu.Unlock()
	c.emu.AddPerson(emulator.Person{ID: id, FirstName: "Orang", LanguageCode: "id"})
	return id, phone
}

func (c *Crowd) leave(id int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.phones, id)
}

// converse is one whole conversation of somebody new.
func (c *Crowd) converse(ctx context.Context, pace <-chan time.Time, n int) error {
	id, phone := c.join()
	defer c.leave(id)
	script := Script(Places[n%len(Places)])
	var shown emulator.Message
	for i, step := range script {
		if pace != nil {
			select {
			case <-pace:
			case <-ctx.Done():
				return nil
			}
		}
		began := time.Now()
		if err := c.do(id, shown, step); err != nil {
			return fmt.Errorf("%w: step %d: %w", ErrStuck, i, err)
		}
		if i == len(script)-1 {
			c.count.Lock()
			c.sends = append(c.sends, sending{began, c.counts})
			c.count.Unlock()
		}
		var err error
		if shown, err = c.await(ctx, phone, began, script, i); err != nil {
			return err
		}
		c.done.Add(1)
	}
	c.finished.Add(1)
	return nil
}

func (c *Crowd) do(id int64, shown emulator.Message, s Step) error {
	if s.Press == "" {
		_, err := c.emu.Say(id, s.Text)
		return err
	}
	data, ok := find(shown, s.Press)
	if !ok {
		return fmt.Errorf("no button [%s]", s.Press)
	}
	_, err := c.emu.Press(id, shown.ID, data)
	return err
}

// await waits for the message from which the next step can be done, and measures the first one.
func (c *Crowd) await(ctx context.Context, phone <-chan emulator.Message, began time.Time, script []Step, i int) (emulator.Message, error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for first := true; ; first = false {
		select {
		case m := <-phone:
			if first {
				c.note(func() { c.replies = append(c.replies, time.Since(began)) })
			}
			if ready(m, script, i) {
				return m, nil
			}
		case <-ctx.Done():
			return emulator.Message{}, ctx.Err()
		case <-timer.C:
			return emulator.Message{}, fmt.Errorf("%w: step %d of %d", ErrStuck, i+1, len(script))
		}
	}
}

// ready tells whether the step after i can be done on this message.
func ready(m emulator.Message, script []Step, i int) bool {
	label := lastButton
	if i < len(script)-1 {
		label = script[i+1].Press
	}
	if label == "" {
		return len(m.Inline) > 0
	}
	_, ok := find(m, label)
	return ok
}

// delays pairs what was sent with the cards that came, in order: a card does not show which report it is of to somebody outside, and
// in the mean it makes no difference.
func (c *Crowd) delays() []time.Duration {
	c.count.Lock()
	defer c.count.Unlock()
	slices.SortFunc(c.sends, func(a, b sending) int { return a.at.Compare(b.at) })
	var out []time.Duration
	for i := range min(len(c.sends), len(c.cards)) {
		if c.sends[i].counts {
			out = append(out, max(c.cards[i].Sub(c.sends[i].at), 0))
		}
	}
	return out
}
