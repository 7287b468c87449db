package taskforce

import (
	"time"

	"siaga/internal/casework"
)

// Late tells since when a case is overdue: nobody answered the offer in time, nothing followed the acceptance, its next step was not
// reached by its deadline, or it rests longer than its priority allows. False: it is not.
func Late(c casework.Case, now time.Time) (since time.Time, late bool) {
	if since, late = StepLate(c, now); late {
		return since, late
	}
	since, open := restsUntil(c)
	return since, open && now.After(since)
}

// restsUntil is until when an open case may stay as it is, its next step aside.
func restsUntil(c casework.Case) (until time.Time, open bool) {
	clock, r := ClockFor(c.Priority), c.Referral()
	switch {
	case c.Status == casework.Offered:
		return r.Deadline, true
	case c.Status == casework.Accepted && r.BegunAt.IsZero():
		return r.AcceptedAt.Add(clock.Begin), true
	case c.Status == casework.Accepted, c.Status == casework.Closing:
		return c.WorkedAt.Add(clock.Idle), true
	}
	return time.Time{}, false
}

// LateFrom is the first millisecond at which Late says that a case is overdue if nothing happens before; zero when it is over.
func LateFrom(c casework.Case) time.Time {
	until, open := restsUntil(c)
	if !open {
		return time.Time{}
	}
	from := until.Truncate(time.Millisecond).Add(time.Millisecond)
	if c.Next == nil || c.Next.Due.IsZero() {
		return from
	}
	due := c.Next.Due.Truncate(time.Millisecond)
	if _, late := StepLate(c, c.Next.Due); late && due.Before(from) {
		return due
	}
	return from
}

// StepLate tells since when the next step of a case should have been reached. A case that waits for somebody has other clocks.
func StepLate(c casework.Case, now time.Time) (since time.Time, late bool) {
	if c.Status != casework.Accepted || c.Waits() || !c.Next.Overdue(now) {
		return time.Time{}, false
	}
	return c.Next.Due, true
}

// StepAlert tells when the clock of the next step speaks: at its deadline to the owner, later to the coordinators. Each is counted from
// the one before, so that a clock that jumped ahead brings one and not both at once.
func StepAlert(c casework.Case) (Alert, bool) {
	if !c.WatchesNext() {
		return Alert{}, false
	}
	if c.Next.Warned == 0 {
		return Alert{N: 1, At: c.Next.Due}, true
	}
	return Alert{N: c.Next.Warned + 1, At: c.Next.WarnedAt.Add(ClockFor(c.Priority).Tell), Last: true}, true
}

// Alert is the next thing a clock does to a case.
type Alert struct {
	N    int // 0: the offer lapses, or the acceptance does
	At   time.Time
	Last bool
}

// NextAlert tells what the clock does next to a case that waits. Each alert is counted from the one before, so that a clock
// that jumped ahead brings one of them and not all at once. False: nothing is waited for.
func NextAlert(c casework.Case) (Alert, bool) {
	if !c.Waits() {
		return Alert{}, false
	}
	clock, r := ClockFor(c.Priority), c.Referral()
	if c.Status == casework.Offered {
		ring := r.OfferedAt.Add(clock.NextSeat)
		if r.Warned == 0 && ring.Before(r.Deadline) {
			return Alert{N: 1, At: ring}, true
		}
		return Alert{N: r.Warned + 1, At: r.Due(), Last: true}, true
	}
	steps := []time.Duration{clock.Begin, clock.Tell - clock.Begin, clock.LetGo - clock.Tell}
	from := r.WarnedAt
	if r.Warned == 0 {
		from = r.AcceptedAt
	}
	n := min(r.Warned, len(steps)-1)
	return Alert{N: n + 1, At: from.Add(steps[n]), Last: n == len(steps)-1}, true
}
