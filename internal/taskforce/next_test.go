package taskforce

import (
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

var t0 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// off is the register with nobody on duty at these task forces.
func off(dead ...region.Code) *Register {
	forces, seats := Seed()
	for i := range seats {
		for _, d := range dead {
			if seats[i].TaskForce == d {
				seats[i].OnDuty = false
			}
		}
	}
	return Load(forces, seats)
}

// caseAt is a case offered to a task force after these earlier refusals.
func caseAt(t *testing.T, tf region.Code, refusals ...region.Code) casework.Case {
	t.Helper()
	first := append(refusals[:len(refusals):len(refusals)], tf)
	c, err := casework.Start("id", "K7", casework.Report{Danger: casework.DangerNow, Places: map[casework.PlaceRole]casework.Place{
		casework.VictimNow: {Code: "53.02.01"}, casework.Home: {Code: "53.21"}}}, false,
		casework.Plan{Offer: OfferTo(first[0], "why", casework.Imminent, t0)}, t0)
	for _, next := range first[1:] {
		if err == nil {
			c, err = c.Refuse(casework.SeatID(string(c.Lead)+"/duty/1"), "not_here", next, OfferTo(next, WhyNamed, casework.Imminent, t0), t0)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWhatNobodyTakesGoesUpAndAtPusatRaisesTheAlarm(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		from, want region.Code
		dead       []region.Code
		alarm      bool
	}{
		{"53.02", "53", nil, false}, {"53.02", Pusat, []region.Code{"53"}, false}, {"53", Pusat, nil, false},
		{Pusat, Pusat, nil, true}, {"53", Pusat, []region.Code{Pusat}, true},
	} {
		o, alarm := off(s.dead...).AfterLapse(caseAt(t, s.from), t0)
		if o.To != s.want || alarm != s.alarm || !o.Deadline.Equal(t0.Add(30*time.Minute)) {
			t.Errorf("from %s (dead %v): got %+v alarm %v", s.from, s.dead, o, alarm)
		}
	}
}

func TestAlarmsGrowApartAndNeverEnd(t *testing.T) {
	t.Parallel()
	for p, want := range map[casework.Priority][]time.Duration{
		casework.Imminent: {time.Hour, 2 * time.Hour, 4 * time.Hour, 4 * time.Hour},
		casework.Urgent:   {4 * time.Hour, 4 * time.Hour, 4 * time.Hour, 4 * time.Hour},
		casework.Ordinary: {24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour},
	} {
		for i, d := range want {
			if got := AlarmAgain(p, i+1); got != d {
				t.Errorf("%s, alarm %d: the next comes after %v, want %v", p, i+1, got, d)
			}
		}
		if got := AlarmAgain(p, 1_000_000); got != want[3] {
			t.Errorf("%s, for ever: got %v, want %v", p, got, want[3])
		}
	}
}

func TestARefusedCaseGoesWhereItWasSentUnlessNobodyAnswersThere(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]struct {
		c           casework.Case
		named, want region.Code
		why         string
		dead        []region.Code
	}{
		"the one named":                     {caseAt(t, "53.02"), "53.21", "53.21", WhyNamed, nil},
		"nobody answers: its province":      {caseAt(t, "53.02"), "53.05", "53", WhyCovers, nil},
		"province off too: pusat":           {caseAt(t, "53.02"), "53.05", Pusat, WhyCovers, []region.Code{"53"}},
		"second bounce: province":           {caseAt(t, "53.02", "53.21"), "32.03", "53", WhyProvince, nil},
		"second bounce, province off":       {caseAt(t, "53.02", "53.21"), "32.03", Pusat, WhyProvince, []region.Code{"53"}},
		"the province decides":              {caseAt(t, "53", "53.02", "53.21"), "53.02", "53.02", WhyNamed, nil},
		"second bounce, but pusat is asked": {caseAt(t, "53.02", "53.21"), Pusat, Pusat, WhyNamed, nil},
	} {
		o, ok := off(s.dead...).AfterRefusal(s.c, s.named, t0)
		if !ok || o.To != s.want || o.Why != s.why {
			t.Errorf("%s: got %+v %v, want %s", name, o, ok, s.want)
		}
		if _, err := s.c.Refuse(casework.SeatID(string(s.c.Lead)+"/duty/1"), "r", s.named, o, t0); err != nil {
			t.Errorf("%s: the machine does not take it: %v", name, err)
		}
	}
	if _, ok := off().AfterRefusal(caseAt(t, Pusat), "53.05", t0); !ok {
		t.Error("the province of a dead kabupaten answers")
	}
	if o, ok := off("53").AfterRefusal(caseAt(t, Pusat), "53.05", t0); ok {
		t.Errorf("nobody but the refusing pusat answers, got %+v", o)
	}
}

func TestTheOfficerIsOfferedOnlyOwnersWhoAnswer(t *testing.T) {
	t.Parallel()
	if got := codes(off().NextOwners(caseAt(t, "53.02"), 4)); got != "[53.21 53 00]" {
		t.Errorf("got %s", got)
	}
	if got := codes(off("53.21").NextOwners(caseAt(t, "53.02"), 4)); got != "[53 00]" {
		t.Errorf("got %s", got)
	}
	if got := codes(off().NextOwners(caseAt(t, "53.02", "53.21"), 4)); got != "[53 00]" {
		t.Errorf("second bounce: got %s", got)
	}
}

func TestACaseThatMustLeaveStaysNearIfSomebodyElseAnswers(t *testing.T) {
	t.Parallel()
	seat := []casework.Exclusion{{TaskForce: "53.02", Seat: "53.02/duty/1"}}
	if o := off().Anew(caseAt(t, "53.02"), seat, "why", t0); o.To != "53.02" {
		t.Errorf("got %+v", o)
	}
	whole := []casework.Exclusion{{TaskForce: "53.02"}}
	if o := off().Anew(caseAt(t, "53.02"), whole, "why", t0); o.To != "53" {
		t.Errorf("got %+v", o)
	}
}

func TestAHandOverGoesToTheOneNamedOrWhoCovers(t *testing.T) {
	t.Parallel()
	for named, want := range map[region.Code]region.Code{"53.02": "53.02", "53.21": "53.21", "53.05": "53", Pusat: Pusat} {
		if o := off().AfterHandOver(caseAt(t, "53.02"), named, t0); o.To != want {
			t.Errorf("named %s: got %+v", named, o)
		}
	}
}
