package casework

import (
	"errors"
	"testing"
	"time"

	"siaga/internal/private"
)

func TestReseat(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	c, err := Start("c1", "K1", Report{}, false, Plan{Offer: Offer{To: "53.02", Deadline: at.Add(time.Hour)},
		Excluded: []Exclusion{{TaskForce: "53.02", Seat: "53.02/duty/9"}}}, at)
	if err == nil {
		c, err = c.Accept("53.02/duty/1", "53.02", at)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct {
		to   SeatID
		want error
	}{{"53.02/duty/1", ErrAlready}, {"53/duty/1", ErrNotOwner}, {"53.02/duty/9", ErrExcluded}} {
		if got, err := c.Reseat(bad.to, "shift_end", at); !errors.Is(err, bad.want) || got.Owner != c.Owner {
			t.Errorf("to %s: %v, owner %s; want %v", bad.to, err, got.Owner, bad.want)
		}
	}
	n, err := c.Reseat("53.02/duty/2", "shift_end", at.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	old, now := n.Referrals[0], n.Referral()
	if n.Owner != "53.02/duty/2" || n.Status != Accepted || n.Lead != "53.02" || n.Version != c.Version+1 ||
		old.Status != ReferralHanded || old.AcceptedBy != "53.02/duty/1" || now.AcceptedBy != "53.02/duty/2" || now.N != 2 {
		t.Errorf("got %+v", n)
	}
	if _, err := n.Ask("53.02/duty/1", private.NewText("a?"), at); !errors.Is(err, ErrNotOwner) {
		t.Errorf("the one before may still ask: %v", err)
	}
	offered, _ := Start("c2", "K2", Report{}, false, Plan{Offer: Offer{To: "53.02", Deadline: at.Add(time.Hour)}}, at)
	if _, err := offered.Reseat("53.02/duty/2", "", at); !errors.Is(err, ErrState) {
		t.Errorf("nobody has it: %v", err)
	}
}
