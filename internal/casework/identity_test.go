package casework

import (
	"errors"
	"testing"
	"time"
)

// TestIdentityNeedsASecondSeat walks the wish through everything that must not open it, and then through what does.
func TestIdentityNeedsASecondSeat(t *testing.T) {
	t.Parallel()
	const owner, second, other = SeatID("53.02/duty/1"), SeatID("53/secretary/1"), SeatID("53.21/secretary/1")
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	c, err := Start("c1", "K-0001", Report{Danger: DangerSoon}, false, Plan{Offer: Offer{To: "53.02", Deadline: at.Add(time.Hour)}}, at)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = c.Accept(owner, "53.02", at); err != nil {
		t.Fatal(err)
	}
	never := func(what string, c Case, seat SeatID, at time.Time) {
		t.Helper()
		if c.MayOpenIdentity(seat, at) {
			t.Errorf("%s: it is open", what)
		}
	}
	never("no wish", c, owner, at)
	if _, err := c.AskIdentity(second, "call", at); !errors.Is(err, ErrNotOwner) {
		t.Errorf("wished by another: %v", err)
	}
	if _, err := c.AskIdentity(owner, "curious", at); !errors.Is(err, ErrUnknown) {
		t.Errorf("without a reason: %v", err)
	}
	asked, err := c.AskIdentity(owner, "call", at)
	if err != nil {
		t.Fatal(err)
	}
	never("only wished", asked, owner, at)
	for name, try := range map[string]struct {
		seat SeatID
		n    int
		c    Case
		want error
	}{
		"own word":        {owner, 1, asked, ErrSameSeat},
		"nobody":          {"", 1, asked, ErrSameSeat},
		"the same body":   {"53.02/secretary/1", 1, asked, ErrSameSeat},
		"another wish":    {second, 2, asked, ErrAlready},
		"no wish":         {second, 1, c, ErrAlready},
		"kept from it":    {other, 1, func() Case { k := asked.clone(); k.Excluded = []Exclusion{{TaskForce: "53.21"}}; return k }(), ErrExcluded},
		"another's owner": {second, 1, func() Case { k := asked.clone(); k.Owner = "53.02/duty/2"; return k }(), ErrAlready},
	} {
		if _, err := try.c.DecideIdentity(try.seat, try.n, true, at); !errors.Is(err, try.want) {
			t.Errorf("%s: got %v, want %v", name, err, try.want)
		}
	}
	no, err := asked.DecideIdentity(second, 1, false, at)
	if err != nil {
		t.Fatal(err)
	}
	never("refused", no, owner, at)
	yes, err := asked.DecideIdentity(second, 1, true, at.Add(time.Hour))
	if err != nil || asked.Identity.Agreed {
		t.Fatalf("agree: %v; the case before was changed: %v", err, asked.Identity.Agreed)
	}
	if !yes.MayOpenIdentity(owner, at.Add(2*time.Hour)) {
		t.Error("agreed: it is not open")
	}
	never("the one who agreed", yes, second, at.Add(2*time.Hour))
	never("after its time", yes, owner, at.Add(25*time.Hour))
	never("the clock was put back", yes, owner, at)
	moved := yes.clone()
	moved.Owner = "53.02/duty/2"
	never("the next owner", moved, "53.02/duty/2", at.Add(2*time.Hour))
	never("the owner before", moved, owner, at.Add(2*time.Hour))
	if _, err := yes.DecideIdentity(second, 1, true, at); !errors.Is(err, ErrAlready) {
		t.Errorf("decided twice: %v", err)
	}
	again, err := yes.AskIdentity(owner, "law", at.Add(3*time.Hour))
	if err != nil || again.Identity.N != 2 {
		t.Fatalf("a second wish: %v", err)
	}
	never("a new wish", again, owner, at.Add(3*time.Hour))
}
