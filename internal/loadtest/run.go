package loadtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"time"

	"siaga/internal/emulator"
)

// ErrNothing says that nothing was answered while it counted: the program does not work, or the machine is too busy for the time it was given.
var ErrNothing = errors.New("nothing was answered while it counted")

// Token is the token of every bot here; it opens nothing.
const Token = "1:token-of-the-load-test"

// Program is one way to answer people.
type Program struct {
	Name string
	// Prepare makes a fresh house of the program for a Bot API server and gives what starts it, the payloads by which officers
	// take their seats, and what tidies up.
	Prepare func(ctx context.Context, api string) (House, error)
}

// House is a program made ready.
type House struct {
	Command  *exec.Cmd
	Payloads []string
	Close    func()
}

// Load says how much is asked of it.
type Load struct {
	People   int           // at the same time
	Rate     int           // updates a second in all; 0: as fast as they are answered
	Warm     time.Duration // first, which does not count
	Duration time.Duration
}

// Figures are what came of one run.
type Figures struct {
	Updates, Messages, Reports int64
	Took                       time.Duration
	Throughput                 float64       // updates a second
	CPU                        time.Duration // an update
	P50, P99                   time.Duration // from the deed to the first message
	Card99                     time.Duration // from "send" to something at an officer's
	Memory                     int64         // at the end, bytes
	Start                      time.Duration // from the start of the process to ready
	First                      time.Duration // from the start of the process to the first answer
}

// Play runs one program under one load.
func Play(ctx context.Context, p Program, l Load) (Figures, error) {
	crowd := newCrowd(l.People)
	emu := emulator.New(emulator.Options{Token: Token, Lean: true, Said: crowd.hear})
	defer emu.Close()
	crowd.emu = emu
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return Figures{}, fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: emu.Handler(), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	house, err := p.Prepare(ctx, "http://"+listener.Addr().String())
	if err != nil {
		return Figures{}, fmt.Errorf("prepare %s: %w", p.Name, err)
	}
	defer house.Close()
	proc, err := begin(ctx, house.Command)
	if err != nil {
		return Figures{}, fmt.Errorf("%s: %w", p.Name, err)
	}
	f, err := crowd.play(ctx, proc, house.Payloads, l)
	if stopped := proc.end(); err == nil && stopped != nil {
		err = fmt.Errorf("%s: stop: %w", p.Name, stopped)
	}
	return f, err
}

// play lets the officers in, warms up, and measures.
func (c *Crowd) play(ctx context.Context, proc *process, payloads []string, l Load) (Figures, error) {
	f := Figures{Start: proc.ready}
	if err := c.greet(ctx, proc, &f); err != nil {
		return f, err
	}
	if err := c.seat(ctx, payloads); err != nil {
		return f, err
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- c.run(ctx, ticks(ctx, l.Rate)) }()
	defer func() {
		stop()
		<-ended //nolint:errcheck // it was stopped here; what went wrong before is told by wait
	}()
	if err := wait(ctx, l.Warm, ended); err != nil {
		return f, err
	}
	c.measure(true)
	began, updates, messages, reports := time.Now(), c.done.Load(), c.said.Load(), c.finished.Load()
	before, err := proc.cpu()
	if err != nil {
		return f, err
	}
	if err := wait(ctx, l.Duration, ended); err != nil {
		return f, err
	}
	c.measure(false)
	after, err := proc.cpu()
	f.Took, f.Memory = time.Since(began), proc.memory()
	f.Updates, f.Messages, f.Reports = c.done.Load()-updates, c.said.Load()-messages, c.finished.Load()-reports
	if f.Updates == 0 {
		return f, ErrNothing
	}
	f.Throughput = float64(f.Updates) / f.Took.Seconds()
	f.CPU = (after - before) / time.Duration(f.Updates)
	f.P50, f.P99, f.Card99 = quantile(c.replies, .5), quantile(c.replies, .99), quantile(c.delays(), .99)
	return f, err
}

// greet has one person say the first word, and measures the start.
func (c *Crowd) greet(ctx context.Context, proc *process, f *Figures) error {
	id, phone := c.join()
	defer c.leave(id)
	if _, err := c.emu.Say(id, "/start"); err != nil {
		return err
	}
	select {
	case <-phone:
		f.First = time.Since(proc.began)
		return nil
	case <-time.After(patience):
		return fmt.Errorf("%w: the very first", ErrStuck)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// seat lets the officers in by their links.
func (c *Crowd) seat(ctx context.Context, payloads []string) error {
	for i, payload := range payloads {
		id := firstOfficer + int64(i)
		phone := make(chan emulator.Message, 16)
		c.mu.Lock()
		c.phones[id] = phone
		c.mu.Unlock()
		c.emu.AddPerson(emulator.Person{ID: id, FirstName: "Petugas", LanguageCode: "id"})
		if _, err := c.emu.Start(id, payload); err != nil {
			return err
		}
		select {
		case <-phone:
		case <-time.After(patience):
			return fmt.Errorf("%w: officer %d", ErrStuck, i)
		case <-ctx.Done():
			return ctx.Err()
		}
		c.mu.Lock()
		delete(c.phones, id)
		c.officer[id] = true
		c.mu.Unlock()
	}
	return nil
}

// ticks gives so many turns a second; nil for no limit. Turns that nobody takes are lost, not saved up.
func ticks(ctx context.Context, rate int) <-chan time.Time {
	if rate <= 0 {
		return nil
	}
	out := make(chan time.Time)
	go func() {
		ticker := time.NewTicker(time.Second / time.Duration(rate))
		defer ticker.Stop()
		for {
			select {
			case now := <-ticker.C:
				select {
				case out <- now:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func wait(ctx context.Context, d time.Duration, ended chan error) error {
	select {
	case err := <-ended:
		ended <- nil
		return err
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func quantile(d []time.Duration, q float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	d = slices.Clone(d)
	slices.Sort(d)
	return d[min(int(q*float64(len(d))), len(d)-1)]
}
