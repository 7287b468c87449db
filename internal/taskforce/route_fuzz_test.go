package taskforce

import (
	"flag"
	"math/rand/v2"
	"reflect"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

var update = flag.Bool("update", false, "write golden files")

// world makes facts and registers as no one would think of.
type world struct{ *rand.Rand }

func (w world) code() region.Code {
	return []region.Code{"53.02", "53.21", "53.05", "53", "21.71", "32.12", "32", "65.03", "91.71", "", "53.02.01"}[w.IntN(11)]
}

func (w world) spot() Spot {
	switch w.IntN(5) {
	case 0:
		return Spot{Country: []string{"KH", "MY", "SA", "CD"}[w.IntN(4)], Town: []string{"", "Tawau"}[w.IntN(2)]}
	case 1:
		return Spot{Code: w.code(), AtSea: true}
	}
	return Spot{Code: w.code()}
}

func (w world) answer() casework.YesNo {
	return []casework.YesNo{casework.Yes, casework.No, casework.Unknown, ""}[w.IntN(4)]
}

func (w world) facts() Facts {
	f := Facts{Priority: []casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary, ""}[w.IntN(4)],
		Form: forms()[w.IntN(len(forms()))], Places: map[casework.PlaceRole]Spot{}, Child: w.answer(), Women: w.answer(), Men: w.answer(),
		Returnee: w.answer(), Foreign: w.answer(), Official: w.answer(), Kind: []Kind{"", LabourDispute, MissingPerson, DomesticViolence}[w.IntN(4)],
		Danger: []casework.Danger{casework.DangerNow, casework.DangerPast, ""}[w.IntN(3)]}
	for _, role := range placeOrder() {
		if w.IntN(2) == 0 {
			f.Places[role] = w.spot()
		}
	}
	for range w.IntN(3) {
		f.Had = append(f.Had, w.code())
		f.More = append(f.More, w.code().Regency())
		f.Units = append(f.Units, w.code())
		f.Excluded = append(f.Excluded, casework.Exclusion{TaskForce: w.code()})
	}
	f.Who = private.NewText([]string{"", "orang polda", "polisi batam", "bang andi", "petugas piket 1 malaka", "bareskrim polri"}[w.IntN(6)])
	return f
}

// register switches most seats off and unlinks some.
func (w world) register() *Register {
	forces, seats := Seed()
	awake := w.IntN(20)
	for i := range seats {
		seats[i].OnDuty = w.IntN(20) < awake
		if w.IntN(10) == 0 {
			seats[i].Officer = nil
		}
	}
	return Load(forces, seats)
}

func FuzzRouteNeverChoosesTheExcludedOrTheDead(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		w := world{rand.New(rand.NewPCG(seed, 3))}
		facts, reg := w.facts(), w.register()
		d := Route(facts, reg, t0)
		if again := Route(facts, reg, t0); !reflect.DeepEqual(d, again) {
			t.Fatalf("not deterministic:\n%+v\n%+v", d, again)
		}
		checkDecision(t, d, reg)
	})
}

// checkDecision states what must hold of every decision.
func checkDecision(t *testing.T, d Decision, reg *Register) {
	t.Helper()
	anybody := false
	for _, force := range reg.All() {
		anybody = anybody || reg.live(force.Code, d.Excluded)
	}
	switch {
	case anybody != reg.live(d.Lead, d.Excluded):
		t.Fatalf("lead %s cannot answer although somebody can: %+v", d.Lead, d)
	case d.Alarm == anybody:
		t.Fatalf("alarm %v, somebody answers %v", d.Alarm, anybody)
	case !anybody && d.Lead != Pusat:
		t.Fatalf("nobody answers and the lead is %s", d.Lead)
	case len(d.Reasons) == 0 || d.LeadWhy == "" || d.Priority == "":
		t.Fatalf("no reason: %+v", d)
	case d.Steps[len(d.Steps)-1].What != StepAlarm:
		t.Fatalf("the clock stops: %+v", d.Steps)
	}
	for _, s := range d.Supporting {
		if s.To == d.Lead || !reg.live(s.To, d.Excluded) || len(s.See) == 0 {
			t.Fatalf("supporter %+v of %+v", s, d)
		}
	}
	c, err := casework.Start("id", "K", casework.Report{}, false, d.Plan(t0), t0)
	if err != nil || c.Lead != d.Lead {
		t.Fatalf("the case does not take the decision: %v", err)
	}
	if o, _ := reg.AfterLapse(c, t0); c.MayNotSee(o.To, "") {
		t.Fatalf("after a lapse an excluded one would get it: %+v", o)
	}
}
