package simulate

import (
	"reflect"
	"testing"
	"time"

	"siaga/internal/casework"
)

var end = time.Date(2026, 11, 29, 5, 0, 0, 0, time.UTC)

func TestAYearIsPlausibleAndRepeats(t *testing.T) {
	t.Parallel()
	y, again := NewYear(1, end), NewYear(1, end)
	if len(y.codes) != 1+38+514 {
		t.Fatalf("%d task forces", len(y.codes))
	}
	const cases = 1500
	status, referral := map[casework.Status]int{}, map[casework.ReferralStatus]int{}
	leads := map[string]bool{}
	for n := range cases {
		c, err := y.Case(n, cases, n%40 == 0)
		if err != nil {
			t.Fatal(err)
		}
		if d, _ := again.Case(n, cases, n%40 == 0); n < 50 && !reflect.DeepEqual(c, d) {
			t.Fatalf("case %d differs with the same seed", n)
		}
		if c.ChangedAt.After(end) || c.OpenedAt.Before(y.Start) {
			t.Fatalf("case %d is not of the year: %s to %s", n, c.OpenedAt, c.ChangedAt)
		}
		status[c.Status]++
		leads[string(c.Lead)] = true
		for _, r := range c.Referrals {
			referral[r.Status]++
		}
	}
	t.Log(status, referral, len(leads))
	for _, s := range []casework.ReferralStatus{casework.ReferralAccepted, casework.ReferralLapsed, casework.ReferralRefused, casework.ReferralUnbegun} {
		if referral[s] < 10 {
			t.Errorf("only %d referrals were %s", referral[s], s)
		}
	}
	if status[casework.Closed] < cases/3 || len(leads) < 100 {
		t.Errorf("too little happens: %v, %d task forces lead", status, len(leads))
	}
	rows := y.Standings(end)
	low, high := 0, 0
	for _, s := range rows {
		low += one(s.Score < 25)
		high += one(s.Score >= 75)
	}
	t.Logf("%d standings, %d low, %d high", len(rows), low, high)
	if len(rows) != 553 || low < 30 || high < 15 {
		t.Errorf("%d standings, %d low, %d high", len(rows), low, high)
	}
}
