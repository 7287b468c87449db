package casework

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// player makes moves as many officers, reporters and timers would, sensible or not.
type player struct{ *rand.Rand }

func (p player) task() region.Code {
	return []region.Code{tts, kupang, ntt, "00", ""}[p.IntN(5)]
}

func (p player) seat() SeatID { return SeatID(fmt.Sprintf("%s/duty/%d", p.task(), 1+p.IntN(2))) }

func (p player) offer(now time.Time) Offer {
	return Offer{To: p.task(), Deadline: now.Add(time.Duration(p.IntN(60)-2) * time.Minute)}
}

func (p player) exclusion() []Exclusion {
	if tf := p.task(); p.IntN(2) == 0 {
		return []Exclusion{{TaskForce: tf}}
	}
	s := p.seat()
	return []Exclusion{{TaskForce: s.TaskForce(), Seat: s}}
}

// move makes the n-th kind of move. The owner and the task force asked are chosen often, so that sequences go far.
func (p player) move(n int, c Case, now time.Time) (Case, error) {
	seat, tf := p.seat(), c.Lead
	if c.Owner != "" && p.IntN(4) > 0 {
		seat = c.Owner
	} else if p.IntN(4) > 0 {
		seat = SeatID(string(tf) + "/duty/1")
	}
	switch n % 23 {
	case 22:
		return c.Renew(p.offer(now).Deadline, now)
	case 0:
		return c.Accept(seat, seat.TaskForce(), now)
	case 1:
		return c.Refuse(seat, "reason", p.task(), p.offer(now), now)
	case 2:
		return c.Lapse(p.offer(now), now)
	case 3:
		return c.HandOver(seat, "shift", p.task(), p.offer(now), now)
	case 4:
		return c.Reroute(p.offer(now), now)
	case 5:
		return c.Exclude(p.exclusion(), p.offer(now), now)
	case 6:
		return c.Follow(Plan{Offer: p.offer(now), Support: []Support{{To: p.task(), See: []string{"home"}}}}, now)
	case 7:
		return c.Add(Report{Story: []private.Text{private.NewText("x")}, Child: Yes}, now)
	case 8:
		return c.Ask(seat, private.NewText("?"), now)
	case 9:
		return c.Answer(1, private.NewText("!"), "f", now)
	case 10:
		return c.Reach(Safe, seat, private.Text{}, now)
	case 20:
		return c.PlanNext(seat, Milestones()[p.IntN(13)], now.Add(time.Duration(p.IntN(60)-5)*time.Minute), now)
	case 21:
		return c.WarnNext(1+p.IntN(2), now)
	case 11:
		return c.ProposeClosing(seat, CloseHandled, now)
	case 12:
		return c.ConfirmClosing(p.seat(), now)
	case 13:
		return c.KeepOpen(p.seat(), now)
	case 14:
		return c.Nudge(now)
	case 15:
		return c.SayClosing([]YesNo{Yes, No}[p.IntN(2)], now)
	case 16:
		return c.FollowUp(now)
	case 17:
		return c.Told(now)
	case 18:
		return c.ReachStep(Milestone{Kind: Assessed, By: seat, Tell: true, Next: Safe, On: now.Add(-time.Hour)}, now)
	}
	return c.Reopen("", p.offer(now), now)
}

// FuzzRandomMovesKeepTheInvariants plays a sequence of moves and checks after each what must always hold.
func FuzzRandomMovesKeepTheInvariants(f *testing.F) {
	for seed := range uint64(120) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		p, now := player{rand.New(rand.NewPCG(seed, 7))}, t0
		c := must(Start("id", "K7", Report{}, false, Plan{Offer: to(tts, 0)}, now))
		for range 120 {
			now = now.Add(time.Duration(p.IntN(40)*p.IntN(60)) * time.Minute)
			before := c.clone()
			next, err := p.move(p.IntN(22), c, now)
			if !reflect.DeepEqual(before, c) {
				t.Fatal("a move changed the earlier value")
			}
			checkMove(t, c, next, err)
			c = next
		}
	})
}

// checkMove states the invariants of one move.
func checkMove(t *testing.T, before, after Case, err error) {
	t.Helper()
	var taken ErrTaken
	if err != nil {
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("a refused move changed the case: %v", err)
		}
		known := []error{ErrState, ErrNotOwner, ErrExcluded, ErrSameSeat, ErrNoNext, ErrProvince, ErrUnknown, ErrAlready, ErrMany, ErrUnconfirmed}
		for _, k := range known {
			if errors.Is(err, k) {
				return
			}
		}
		if !errors.As(err, &taken) {
			t.Fatalf("an error without a type: %v", err)
		}
		return
	}
	if after.Version != before.Version+1 {
		t.Fatalf("version %d after %d", after.Version, before.Version)
	}
	checkCase(t, after)
	for i, r := range before.Referrals[:len(before.Referrals)-1] {
		if after.Referrals[i] != r {
			t.Fatalf("history changed: %+v", r)
		}
	}
	last := before.Referral()
	if last.EndedAt.IsZero() && len(after.Referrals) > len(before.Referrals) && before.Status != Closed && after.Referrals[len(before.Referrals)-1].EndedAt.IsZero() {
		t.Fatal("two open referrals")
	}
}

// checkCase states the invariants of a case.
func checkCase(t *testing.T, c Case) {
	t.Helper()
	open := 0
	for _, r := range c.Referrals {
		if r.EndedAt.IsZero() {
			open++
		}
	}
	switch {
	case c.Status != Closed && open != 1:
		t.Fatalf("%s with %d open referrals", c.Status, open)
	case c.Status == Closed && (c.Owner != "" || c.Close == nil || c.Close.ConfirmedBy == c.Close.ProposedBy):
		t.Fatalf("closed wrongly: %+v", c)
	case c.Status != Closed && c.MayNotSee(c.Lead, c.Owner):
		t.Fatalf("an excluded one has it: %+v", c)
	case c.Status != Closed && c.Referral().To != c.Lead:
		t.Fatal("lead is not the one asked")
	case (c.Status == Accepted || c.Status == Closing) != (c.Owner != ""):
		t.Fatalf("%s with owner %q", c.Status, c.Owner)
	case c.Status == Offered && c.NeedsProvince() && c.Lead.Level() == region.RegencyLevel && c.Referrals[len(c.Referrals)-2].Status == ReferralRefused:
		t.Fatal("a second bounce went to a kabupaten")
	}
	if (c.Wait != nil) != c.AwaitsReporter() {
		t.Fatalf("waiting since %v for %q", c.Wait, c.Awaits())
	}
	for _, s := range c.Support {
		if c.MayNotSee(s.To, "") {
			t.Fatalf("an excluded supporter: %s", s.To)
		}
	}
}
