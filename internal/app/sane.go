package app

import (
	"time"

	"siaga/internal/engine"
)

// mayDiffer is how far this machine's clock may be from another before nothing is destroyed by it.
const mayDiffer = time.Hour

// Sane decides whether the clock may be believed enough to destroy something for its age. It takes two witnesses: the steady clock
// of the process, which no setting of the time moves, and the time that Telegram's answers tell. A jump is remembered until
// Telegram agrees again, so waiting does not help whoever moved the clock.
type Sane struct {
	clock   engine.Clock
	steady  func() time.Duration            // since some moment in the past; never jumps
	outside func() (now time.Time, ok bool) // by another machine
	wall    time.Time                       // the last time believed
	at      time.Duration                   // the steady clock then
}

// NewSane begins to watch.
func NewSane(clock engine.Clock, outside func() (time.Time, bool)) *Sane {
	start := time.Now()
	s := &Sane{clock: clock, outside: outside, steady: func() time.Duration { return time.Since(start) }}
	s.wall, s.at = clock().Round(0), s.steady()
	return s
}

// Why a clock is not believed.
const (
	clockJumped    = "clock_jumped"    // it differs from Telegram's, or did not go on as the steady clock did
	clockUnwatched = "clock_unwatched" // Telegram has not answered for hours: nobody else tells the time
)

// Doubt gives the reason why nothing may be destroyed by this clock now, empty when it may.
func (s *Sane) Doubt() string {
	now := s.clock().Round(0)
	other, ok := s.outside()
	switch {
	case !ok && (now.Sub(s.wall)-(s.steady()-s.at)).Abs() > mayDiffer:
		return clockJumped
	case !ok:
		return clockUnwatched
	case now.Sub(other).Abs() > mayDiffer:
		return clockJumped
	}
	s.wall, s.at = now, s.steady()
	return ""
}
