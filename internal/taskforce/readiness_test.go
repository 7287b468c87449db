package taskforce

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"siaga/internal/casework"
)

var readyNow = time.Date(2026, 12, 7, 3, 0, 0, 0, time.UTC)

// whole is a task force at which nothing is wrong.
func whole() Vitals {
	return Vitals{Code: "53.02", Formation: FormedYes, DecreeNo: true, Decree: DecreeValid, Filled: 4, Needed: 3, Linked: 3, HasRota: true, OnDutyNow: 1,
		Shifts: 21, Covered: 21, Drill: DrillVitals{At: readyNow, Delivered: true, Opened: true, Accepted: true, Answered: true},
		Open: 2, Ended: 4, Offers: 6, Closings: 3, Confirmed: 2}
}

func TestScoresReckonedByHand(t *testing.T) {
	t.Parallel()
	change := func(f func(*Vitals)) Vitals { v := whole(); f(&v); return v }
	for _, c := range []struct {
		name  string
		v     Vitals
		score int
		next  PartKey
		gain  int
	}{
		{"nothing wrong", whole(), 100, "", 0},
		{"an empty row", Vitals{Formation: FormedUnknown, Decree: DecreeNone, Needed: 3, Shifts: 21}, 0, PartExists, 23}, // 15 of 65
		{"formed, and nothing else", Vitals{Formation: FormedYes, DecreeNo: true, Decree: DecreeValid, Needed: 3, Shifts: 21}, 23, PartSeats, 23},
		{"decree ran out", change(func(v *Vitals) { v.Decree = DecreeExpired }), 91, PartExists, 9},                                                           // 6 of 15
		{"seven of 21 shifts", change(func(v *Vitals) { v.Covered = 7 }), 86, PartCover, 14},                                                                  // 6 of 20
		{"never drilled", change(func(v *Vitals) { v.Drill = DrillVitals{} }), 100, "", 0},                                                                    // not held against it
		{"somebody else took the drill", change(func(v *Vitals) { v.Drill = DrillVitals{At: readyNow, Delivered: true, CoveredBy: "53"} }), 91, PartDrill, 9}, // 1 of 10
		{"half overdue, half bounced", change(func(v *Vitals) { v.Overdue, v.Lapsed, v.Bounced = 2, 1, 3 }), 92, PartOverdue, 5},                              // 5 of 10, 2 of 5
		{"no case yet", change(func(v *Vitals) { v.Open, v.Ended, v.Offers, v.Closings, v.Confirmed = 0, 0, 0, 0, 0 }), 100, "", 0},                           // of 75
		{"a rota is not possible yet", change(func(v *Vitals) { v.Linked, v.Covered, v.OnDutyNow, v.Filled = 0, 0, 0, 1 }), 53, PartLinked, 15},               // seats 3
	} {
		r := Reckon(c.v)
		if r.Score != c.score || r.Next != c.next || r.Gain != c.gain || r.Formula != 1 {
			t.Errorf("%s: got %d, next %q by %d; want %d, %q by %d\n%+v", c.name, r.Score, r.Next, r.Gain, c.score, c.next, c.gain, r.Parts)
		}
	}
}

// any is a task force in any state, also states that cannot be.
func anyVitals(d *rand.Rand) Vitals {
	n := func(most int) int { return d.IntN(most + 1) }
	some := func() bool { return d.IntN(2) == 0 }
	v := Vitals{Formation: []Formation{FormedUnknown, FormedYes, FormedNo, ""}[d.IntN(4)], DecreeNo: some(),
		Decree: []DecreeState{DecreeNone, DecreeExpired, DecreeEnding, DecreeValid, ""}[d.IntN(5)], Filled: n(4), Needed: n(9), Linked: n(12), Muted: n(3),
		HasRota: some(), OnDutyNow: n(3), Shifts: n(21), Open: n(30), Ended: n(30), Offers: n(40), Closings: n(9)}
	v.Covered, v.Overdue, v.Lapsed, v.Bounced, v.Confirmed = n(v.Shifts), n(v.Open), n(v.Ended), n(v.Offers), n(v.Closings)
	if some() {
		v.Drill = DrillVitals{At: readyNow, Delivered: some(), Opened: some(), Accepted: some(), Answered: some()}
	}
	return v
}

func TestAnythingGivesAScoreThatAddsUp(t *testing.T) {
	t.Parallel()
	d := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		v := anyVitals(d)
		r := Reckon(v)
		points, most, best := 0, 0, 0
		for _, p := range r.Parts {
			if p.Points < 0 || p.Points > p.Max || !slices.Contains(Reasons()[p.Key], p.Why) {
				t.Fatalf("%+v gives the part %+v", v, p)
			}
			if p.Measured {
				points, most = points+p.Points, most+p.Max
			}
			if p.Ready {
				best = max(best, p.Gain)
			}
		}
		if r.Score != 100*points/most || r.Gain != best || (r.Next == "") != (best == 0) {
			t.Fatalf("%+v gives %+v", v, r)
		}
	}
}

func TestWhateverImprovesNeverLowersTheScore(t *testing.T) {
	t.Parallel()
	better := map[string]func(*Vitals){
		"a decree":             func(v *Vitals) { v.Formation, v.Decree, v.DecreeNo = FormedYes, DecreeValid, true },
		"a place filled":       func(v *Vitals) { v.Filled = min(v.Filled+1, 4) },
		"an account":           func(v *Vitals) { v.Linked++ },
		"a shift":              func(v *Vitals) { v.Covered = min(v.Covered+1, v.Shifts) },
		"a case in time":       func(v *Vitals) { v.Overdue = max(v.Overdue-1, 0) },
		"an offer not let":     func(v *Vitals) { v.Lapsed = max(v.Lapsed-1, 0) },
		"an offer not bounced": func(v *Vitals) { v.Bounced = max(v.Bounced-1, 0) },
		"a reporter's yes":     func(v *Vitals) { v.Confirmed = min(v.Confirmed+1, v.Closings) },
		"a drill answered":     func(v *Vitals) { v.Drill.Accepted, v.Drill.Answered = true, true },
	}
	d := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		v := anyVitals(d)
		for name, f := range better {
			n := v
			f(&n)
			if got, had := Reckon(n).Score, Reckon(v).Score; got < had {
				t.Fatalf("%s lowers the score from %d to %d: %+v", name, had, got, v)
			}
		}
	}
}

func TestVitalsOfARegister(t *testing.T) {
	t.Parallel()
	forces, seats := Seed()
	reg := Load(forces, seats).WithRota(Rota{Weeks: map[casework.SeatID]Week{"53.02/duty/1": AllWeek}, Off: nil})
	v := reg.Vitals("53.02", readyNow)
	want := Vitals{Code: "53.02", Formation: FormedYes, DecreeNo: true, Decree: DecreeValid, Filled: 4, Needed: 3, Linked: 3, HasRota: true, OnDutyNow: 2, Shifts: 21, Covered: 21}
	if v != want {
		t.Errorf("got %+v, want %+v", v, want)
	}
	empty := reg.Vitals("53.01", readyNow)
	if want := (Vitals{Code: "53.01", Formation: FormedUnknown, Decree: DecreeNone, Needed: 3, Shifts: 21}); empty != want {
		t.Errorf("an empty row: got %+v, want %+v", empty, want)
	}
}

func TestHowADecreeStands(t *testing.T) {
	t.Parallel()
	day := func(s string) time.Time {
		d, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for end, want := range map[string]DecreeState{"2026-12-06": DecreeExpired, "2026-12-07": DecreeEnding, "2027-03-06": DecreeEnding, "2027-03-08": DecreeValid} {
		if got := (TaskForce{Formed: true, ValidUntil: day(end)}).DecreeAt(readyNow); got != want {
			t.Errorf("until %s: got %s, want %s", end, got, want)
		}
	}
	if got := (TaskForce{Absent: true}); got.Formation() != FormedNo || got.DecreeAt(readyNow) != DecreeNone {
		t.Errorf("got %s, %s", got.Formation(), got.DecreeAt(readyNow))
	}
}

// A case is overdue from LateFrom on and not before, whatever happened to it.
func TestLateFromSaysWhatLateSays(t *testing.T) {
	t.Parallel()
	d := rand.New(rand.NewPCG(5, 6))
	when := func() time.Time { return readyNow.Add(time.Duration(d.IntN(40*24*3600)) * time.Second) }
	late := 0
	for range 20000 {
		c := casework.Case{Status: []casework.Status{casework.Offered, casework.Accepted, casework.Closing, casework.Closed, casework.Merged}[d.IntN(5)],
			Priority: []casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary}[d.IntN(3)], WorkedAt: when(),
			Referrals: []casework.Referral{{N: 1, Deadline: when(), AcceptedAt: when()}}}
		if d.IntN(2) == 0 {
			c.Referrals[0].BegunAt = when()
		}
		if d.IntN(2) == 0 {
			c.Next = &casework.Next{Kind: casework.Safe, Due: when()}
		}
		from := LateFrom(c)
		if from.IsZero() {
			if _, is := Late(c, readyNow.AddDate(10, 0, 0)); is {
				t.Fatalf("%+v becomes late, but LateFrom is zero", c)
			}
			continue
		}
		late++
		if _, is := Late(c, from); !is {
			t.Fatalf("not late at %s: %+v", from, c)
		}
		if _, is := Late(c, from.Add(-time.Millisecond)); is {
			t.Fatalf("late already before %s: %+v", from, c)
		}
	}
	if late < 5000 {
		t.Fatalf("only %d cases of 20000 could become late", late)
	}
}
