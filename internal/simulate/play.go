package simulate

import (
	"fmt"
	"math"
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// offered and closing are what readiness counts of a case.
type offered struct {
	to        region.Code
	at, ended time.Time
	lapsed    bool
	bounced   bool
}

type closing struct {
	lead region.Code
	at   time.Time
	yes  bool
}

// mostTurns bounds how often a case changes hands.
const mostTurns = 12

// Case plays the n-th case of so many from its report to where it stands when the year ends. exercise: a made-up case among
// them, which no figure may count.
func (y *Year) Case(n, of int, exercise bool) (casework.Case, error) {
	now := y.when(n, of)
	r := y.report(now)
	reg := y.Register(now)
	c, err := casework.Start(fmt.Sprintf("sim-%06d", n), fmt.Sprintf("S-%05d", n), r, exercise, taskforce.Route(taskforce.FactsOf(r, r.Assess()), reg, now).Plan(now), now)
	if err != nil {
		return c, fmt.Errorf("case %d: %w", n, err)
	}
	for range mostTurns {
		next, at, err := y.turn(c, now)
		if err != nil {
			return c, fmt.Errorf("case %d, %s at %s: %w", n, c.Status, c.Lead, err)
		}
		if !at.Before(y.End) || c.Status == casework.Closed {
			break
		}
		c, now = next, at
	}
	c.Version = 1 // it is stored once, as it stands
	if !exercise {
		y.remember(c)
	}
	return c, nil
}

// when spreads the cases over the year; there are more in some months than in others.
func (y *Year) when(n, of int) time.Time {
	share := (float64(n) + y.Float64()) / float64(of)
	share += .03 * math.Sin(2*math.Pi*share)
	return y.Start.Add(time.Duration(min(share, .9999) * float64(y.End.Sub(y.Start)))).Truncate(time.Second)
}

// turn lets the next thing happen to a case.
func (y *Year) turn(c casework.Case, now time.Time) (casework.Case, time.Time, error) {
	reg := y.Register(now)
	switch c.Status {
	case casework.Offered:
		return y.answer(c, reg, now)
	case casework.Accepted:
		return y.work(c, reg, now)
	}
	return c, y.End, nil
}

// answer accepts, refuses, or lets the deadline pass.
func (y *Year) answer(c casework.Case, reg *taskforce.Register, now time.Time) (casework.Case, time.Time, error) {
	deadline := c.Referral().Deadline
	f, on := y.forces[c.Lead], reg.OnDuty(c.Lead)
	slow := float64(deadline.Sub(c.Referral().OfferedAt)) * (1.15 - f.quality)
	at := now.Add(time.Duration(y.ExpFloat64() * slow)).Truncate(time.Second)
	if len(on) == 0 || !at.Before(deadline) {
		o, _ := reg.AfterLapse(c, deadline)
		n, err := c.Lapse(o, deadline)
		return n, deadline, err
	}
	who := on[y.IntN(len(on))].ID
	if y.Float64() < .14*(1.1-f.quality) && c.Referral().Ruled == "" && !c.Referral().Decide {
		if named := reg.NextOwners(c, 4); len(named) > 0 {
			next := named[y.IntN(len(named))]
			if o, ok := reg.AfterRefusal(c, next, at); ok {
				n, err := c.Refuse(who, "not_here", next, o, at)
				return n, at, err
			}
		}
	}
	n, err := c.Accept(who, c.Lead, at)
	return n, at, err
}

// work is what an owner does: nothing, until the case is taken away; or the steps of the law, as far as it comes, and the end.
func (y *Year) work(c casework.Case, reg *taskforce.Register, now time.Time) (casework.Case, time.Time, error) {
	clock, f := taskforce.ClockFor(c.Priority), y.forces[c.Lead]
	begin := now.Add(time.Duration(y.ExpFloat64() * float64(clock.Begin) * 1.6 * (1.2 - f.quality))).Truncate(time.Second)
	if begin.Sub(now) > clock.LetGo {
		at := now.Add(clock.LetGo)
		n, err := c.LetGo(reg.AfterNothing(c, at), at)
		return n, at, err
	}
	c, err := c.View(c.Owner, begin)
	if err != nil {
		return c, begin, err
	}
	at := begin
	for _, kind := range y.path(c) {
		days := c.DaysFor(kind)
		at = at.Add(time.Duration(y.ExpFloat64() * float64(days) * 16 * float64(time.Hour) * (1.3 - f.quality))).Truncate(time.Second)
		if !at.Before(y.End) || y.Float64() > .8+.18*f.quality {
			break
		}
		if c, err = c.Reach(kind, c.Owner, private.Text{}, at); err != nil {
			return c, at, err
		}
	}
	return y.end(c, reg, at.Add(time.Duration(1+y.IntN(20))*24*time.Hour))
}

// path are the steps that a case of this kind goes through.
func (y *Year) path(c casework.Case) []casework.MilestoneKind {
	kinds := []casework.MilestoneKind{casework.Received, casework.Assessed, casework.Safe}
	some := func(p float64, k ...casework.MilestoneKind) {
		if y.Float64() < p {
			kinds = append(kinds, k...)
		}
	}
	some(.6, casework.Protected)
	some(.5, casework.Health)
	some(.5, casework.Social)
	abroad := c.Report.Places[casework.VictimNow].Abroad()
	if abroad {
		some(.8, casework.Repatriated)
	}
	some(.5, casework.PoliceReport, casework.Investigation)
	some(.2, casework.Prosecution, casework.Verdict)
	some(.1, casework.Restitution)
	some(.5, casework.Reintegrated)
	return kinds
}

// end proposes to close; the reporter may say that it is over, and a second seat confirms.
func (y *Year) end(c casework.Case, reg *taskforce.Register, at time.Time) (casework.Case, time.Time, error) {
	if !at.Before(y.End) {
		return c, y.End, nil
	}
	reason := draw(y, []weight[casework.CloseReason]{{casework.CloseHandled, 14}, {casework.CloseNotTPPO, 4}, {casework.CloseDuplicate, 1}, {casework.CloseNoReach, 3}, {casework.CloseWithdrawn, 1}})
	n, err := c.ProposeClosing(c.Owner, reason, at)
	if err != nil {
		return c, at, err
	}
	if y.IntN(5) < 3 {
		if n, err = n.SayClosing(draw(y, []weight[casework.YesNo]{{casework.Yes, 9}, {casework.Unknown, 1}}), at.Add(time.Hour)); err != nil {
			return c, at, err
		}
	}
	at = at.Add(casework.ClosingSilence + time.Hour)
	second := casework.SeatID(string(c.Lead) + "/chair/1")
	if !at.Before(y.End) || c.MayNotSee(c.Lead, second) {
		return n, y.End, nil
	}
	n, err = n.ConfirmClosing(second, at)
	return n, at, err
}

// remember keeps what readiness counts.
func (y *Year) remember(c casework.Case) {
	for _, r := range c.Referrals {
		y.offers = append(y.offers, offered{r.To, r.OfferedAt, r.EndedAt, r.Status == casework.ReferralLapsed || r.Status == casework.ReferralUnbegun, r.Status == casework.ReferralRefused})
	}
	if c.Status == casework.Closed && c.Close != nil && c.Close.Reason == casework.CloseHandled {
		y.closings = append(y.closings, closing{c.Lead, c.Close.ConfirmedAt, c.Close.Answer == casework.Yes})
	}
}
