package taskforce

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// month plays many cases through a register whose officers come, go, refuse, fall asleep and hand over.
type month struct {
	world
	t      *testing.T
	shifts []*Register // the register at different hours, some of them empty
	reg    *Register
	alarms int
}

func (m *month) must(c casework.Case, err error) casework.Case {
	m.t.Helper()
	if err != nil {
		m.t.Fatalf("the register's advice was refused by the case: %v", err)
	}
	return c
}

// step lets one thing happen to a case and gives the time it happened.
func (m *month) step(c casework.Case, now time.Time) (casework.Case, time.Time) {
	if m.IntN(4) == 0 {
		m.reg = m.shifts[m.IntN(len(m.shifts))]
	}
	on := m.reg.answering(c.Lead, c.Excluded)
	if c.Status == casework.Accepted {
		return m.worked(c, now.Add(time.Hour)), now.Add(time.Hour)
	}
	soon := now.Add(time.Duration(m.IntN(20)) * time.Minute)
	if len(on) == 0 || m.IntN(3) == 0 || !soon.Before(c.Referral().Deadline) {
		at := c.Referral().Deadline
		o, alarm := m.reg.AfterLapse(c, at)
		if alarm {
			m.alarms++
		}
		return m.must(c.Lapse(o, at)), at
	}
	if m.IntN(2) == 0 {
		return m.must(c.Accept(on[0].ID, c.Lead, soon)), soon
	}
	named := m.reg.NextOwners(c, 5)
	if len(named) == 0 {
		return c, soon
	}
	next := named[m.IntN(len(named))]
	o, ok := m.reg.AfterRefusal(c, next, soon)
	if !ok {
		return c, soon
	}
	return m.must(c.Refuse(on[0].ID, "not_here", next, o, soon)), soon
}

// worked is what an owner does, or what happens to one.
func (m *month) worked(c casework.Case, now time.Time) casework.Case {
	switch m.IntN(4) {
	case 0: // named in a later word of the reporter
		out := append(c.Excluded, casework.Exclusion{TaskForce: c.Lead, Seat: c.Owner})
		return m.must(c.Exclude(out[len(out)-1:], m.reg.Anew(c, out, "why", now), now))
	case 1: // end of shift
		return m.must(c.HandOver(c.Owner, "shift", c.Lead, m.reg.AfterHandOver(c, c.Lead, now), now))
	case 2: // the account was blocked
		return m.must(c.Reroute(m.reg.Anew(c, c.Excluded, "why", now), now))
	}
	second := casework.SeatID(fmt.Sprintf("%s/chair/1", c.Lead))
	c = m.must(c.ProposeClosing(c.Owner, casework.CloseHandled, now))
	closed, err := c.ConfirmClosing(second, now)
	if errors.Is(err, casework.ErrSameSeat) || errors.Is(err, casework.ErrExcluded) {
		return m.must(c.KeepOpen("", now))
	}
	return m.must(closed, err)
}

func TestAMonthOfCasesNeverLosesOne(t *testing.T) {
	t.Parallel()
	m := &month{world: world{rand.New(rand.NewPCG(1, 2))}, t: t, reg: off()}
	for range 12 {
		m.shifts = append(m.shifts, m.register(), off())
	}
	closed, steps := 0, 0
	for i := range 2000 {
		f := m.facts()
		f.Excluded, f.Units = nil, nil
		now := t0.Add(time.Duration(i) * 20 * time.Minute)
		c := m.must(casework.Start(fmt.Sprint(i), "K", casework.Report{}, false, Route(f, m.reg, now).Plan(now), now))
		for n := 0; n < 60 && c.Status != casework.Closed; n++ {
			var at time.Time
			if c, at = m.step(c, now); at.Before(now) {
				t.Fatal("the clock went back")
			}
			now = at
			steps++
			inHands(t, c, now)
		}
		if c.Status == casework.Closed {
			closed++
		}
	}
	t.Logf("2000 cases, %d steps, %d closed, %d alarms", steps, closed, m.alarms)
	if closed < 1000 || m.alarms == 0 {
		t.Errorf("the month was too quiet to show anything: %d closed, %d alarms", closed, m.alarms)
	}
}

// inHands checks that a case is closed, owned, or offered with a deadline ahead, and never with somebody excluded.
func inHands(t *testing.T, c casework.Case, now time.Time) {
	t.Helper()
	offered := c.Status == casework.Offered && c.Referral().EndedAt.IsZero() && c.Referral().Deadline.After(now)
	owned := c.Status == casework.Accepted && c.Owner != ""
	switch {
	case c.Status != casework.Closed && !offered && !owned:
		t.Fatalf("a case with nobody: %s, lead %s", c.Status, c.Lead)
	case c.Status != casework.Closed && c.MayNotSee(c.Lead, c.Owner):
		t.Fatalf("an excluded one has it: %s %s", c.Lead, c.Owner)
	case c.NeedsProvince() && c.Status == casework.Offered && c.Lead.Level() == region.RegencyLevel && c.Referrals[len(c.Referrals)-2].Status == casework.ReferralRefused:
		t.Fatal("a second bounce went to a kabupaten")
	}
}
