package taskforce

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// month plays many cases through a register whose officers come, go, refuse, fall asleep and hand over.
type month struct {
	world
	t      *testing.T
	shifts []*Register // the register at different hours, some of them empty
	reg    *Register
	alarms int
	count  map[string]int // how often each thing happened
}

// did counts what happened.
func (m *month) did(what string) { m.count[what]++ }

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
	if c.Status == casework.Accepted && c.Waits() && m.IntN(4) == 0 {
		return m.forgotten(c)
	}
	if c.Status == casework.Accepted {
		return m.worked(m.helped(c, now), now.Add(time.Hour)), now.Add(time.Hour)
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
	if c.Referral().Decide {
		return m.decided(c, on[0].ID, next, soon), soon
	}
	if c.Referral().Ruled != "" {
		o, _ := m.reg.AfterRefusal(c, next, soon)
		if _, err := c.Refuse(on[0].ID, "not_here", next, o, soon); !errors.Is(err, casework.ErrRuled) {
			m.t.Fatalf("what the province decided was refused: %v", err)
		}
		m.did("no refusal after a decision")
		return m.must(c.Accept(on[0].ID, c.Lead, soon)), soon
	}
	o, ok := m.reg.AfterRefusal(c, next, soon)
	if !ok {
		return c, soon
	}
	return m.must(c.Refuse(on[0].ID, "not_here", next, o, soon)), soon
}

// decided is what the province or pusat does with a case that was refused twice.
func (m *month) decided(c casework.Case, seat casework.SeatID, next region.Code, now time.Time) casework.Case {
	o, ok := m.reg.AfterRuling(c, next, now)
	if !ok {
		return m.must(c.Accept(seat, c.Lead, now))
	}
	m.did("decided")
	return m.must(c.Decide(seat, next, o, now))
}

// forgotten lets the clock run over an acceptance that nothing follows: two warnings, then it is offered anew.
func (m *month) forgotten(c casework.Case) (casework.Case, time.Time) {
	for {
		alert, waits := NextAlert(c)
		if !waits {
			m.t.Fatal("nothing watches an acceptance that nothing followed")
		}
		if alert.Last {
			m.did("let go")
			return m.must(c.LetGo(m.reg.AfterNothing(c, alert.At), alert.At)), alert.At
		}
		c = m.must(c.Warn(alert.N, alert.At))
	}
}

// helped asks another task force for help now and then, which takes it, forgets it, declines it or ends it.
func (m *month) helped(c casework.Case, now time.Time) casework.Case {
	near := m.reg.NextOwners(c, 5)
	if m.IntN(3) != 0 || len(near) == 0 {
		return c
	}
	to := near[m.IntN(len(near))]
	n, err := c.AskHelp(c.Owner, to, "", private.NewText("jaga terminal"), now)
	if errors.Is(err, casework.ErrAlready) {
		return c
	}
	c = m.must(n, err)
	seats := m.reg.answering(to, c.Excluded)
	m.did("help asked")
	if len(seats) == 0 || m.IntN(3) == 0 {
		return c
	}
	if m.IntN(4) == 0 {
		return m.must(c.EndHelp(seats[0].ID, "declined", now))
	}
	c = m.must(c.TakeHelp(seats[0].ID, now))
	m.did("help taken")
	if m.IntN(2) == 0 {
		return m.must(c.EndHelp(seats[0].ID, "done", now))
	}
	return c
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
	c = m.must(c.SayClosing(casework.Yes, now))
	closed, err := c.ConfirmClosing(second, now)
	if errors.Is(err, casework.ErrSameSeat) || errors.Is(err, casework.ErrExcluded) {
		return m.must(c.KeepOpen("", now))
	}
	return m.must(closed, err)
}

// forty leaves a register with exactly forty task forces that exist: pusat, the eight kabupaten and kota of the seed, and provinces,
// those of these eight first. All other regions have none, as on the day the house opens.
func forty(t *testing.T, r *Register) *Register {
	t.Helper()
	all, _ := Seed()
	needed := func(c region.Code) bool {
		return c.Level() != region.ProvinceLevel || c == "91" || slices.ContainsFunc(SeedRegencies(), func(k region.Code) bool { return k.Province() == c })
	}
	slices.SortStableFunc(all, func(a, b TaskForce) int {
		switch {
		case needed(a.Code) == needed(b.Code):
			return 0
		case needed(a.Code):
			return -1
		}
		return 1
	})
	kept := map[region.Code]bool{}
	for _, f := range all[:40] {
		kept[f.Code] = true
	}
	seats := slices.DeleteFunc(r.AllSeats(), func(s Seat) bool { return !kept[s.TaskForce] })
	small := Load(all[:40], seats)
	formed := slices.DeleteFunc(small.All(), func(f TaskForce) bool { return !f.Formed })
	if len(formed) != 40 || !kept[Pusat] {
		t.Fatalf("%d task forces, not forty", len(formed))
	}
	return small
}

func TestAMonthOfCasesNeverLosesOne(t *testing.T) {
	t.Parallel()
	months := 1
	if n, err := strconv.Atoi(os.Getenv("SIAGA_SIMULATE")); err == nil {
		months = n // make simulate
	}
	count := map[string]int{}
	for seed := range months {
		playMonth(t, uint64(seed), count)
	}
	for _, what := range []string{"decided", "no refusal after a decision", "let go", "help asked", "help taken"} {
		if count[what] == 0 {
			t.Errorf("nothing was ever %q: %v", what, count)
		}
	}
}

func playMonth(t *testing.T, seed uint64, count map[string]int) {
	t.Helper()
	m := &month{world: world{rand.New(rand.NewPCG(1, 2+seed))}, t: t, reg: forty(t, off()), count: count}
	for range 12 {
		m.shifts = append(m.shifts, forty(t, m.register()), forty(t, off()))
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
	t.Logf("40 task forces, 2000 cases, %d steps, %d closed, %d alarms, %v", steps, closed, m.alarms, m.count)
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
	case c.Status != casework.Closed && !timed(c):
		t.Fatalf("no clock watches a case that is %s", c.Status)
	case c.Status != casework.Closed && c.MayNotSee(c.Lead, c.Owner):
		t.Fatalf("an excluded one has it: %s %s", c.Lead, c.Owner)
	case c.NeedsProvince() && c.Status == casework.Offered && c.Lead.Level() == region.RegencyLevel && c.Referrals[len(c.Referrals)-2].Status == casework.ReferralRefused:
		t.Fatal("a second bounce went to a kabupaten")
	}
}

// timed tells whether a clock will do something to a case by itself: while it waits, or when it rests too long.
func timed(c casework.Case) bool {
	alert, waits := NextAlert(c)
	if waits {
		return !alert.At.IsZero()
	}
	_, late := Late(c, c.WorkedAt.AddDate(1, 0, 0))
	return late
}
