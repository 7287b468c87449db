package duty

import (
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
)

// planned is a case that the seat owns, with a next step.
func planned(t *testing.T, step casework.MilestoneKind) casework.Case {
	t.Helper()
	c := accepted(t, "k7qf", kupang1)
	c.Report.Child, c.Report.Official = casework.No, casework.No
	c, err := c.ReachStep(casework.Milestone{Kind: casework.Assessed, By: kupang1}, night)
	c, err = must(t, c, err).PlanNext(kupang1, step, night.Add(48*time.Hour), night)
	return must(t, c, err)
}

func TestTheCardOfAPlannedStepNamesItsAgencies(t *testing.T) {
	t.Parallel()
	r := Desk{}.Card(planned(t, casework.Health), seat(t, kupang1), register(t), in(t, "id"))
	text := speak(t, r)
	for _, want := range []string{"Berikutnya: Layanan kesehatan, batas 26/11", "Libatkan: puskesmas, rumah sakit daerah, RS Bhayangkara"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if b := r.Buttons[len(r.Buttons)-1][0]; b.Label != "✓ puskesmas" || b.Act == nil || b.Act.Arg != "puskesmas" {
		t.Errorf("the one tap is %+v", b)
	}
	if other := speak(t, Desk{}.Card(planned(t, casework.Health), seat(t, kupang2), register(t), in(t, "id"))); strings.Contains(other, "puskesmas") {
		t.Errorf("a colleague reads what is planned: %s", other)
	}
}

func TestAnAgencyIsNotedInOneTapAndOnce(t *testing.T) {
	t.Parallel()
	c := planned(t, casework.Health)
	o := newOffice(t, kupang1, c)
	tap := flows.Input{Kind: flows.Act, Act: flows.Action{Verb: "involve", Case: "k7qf", Arg: "puskesmas"}}
	only(t, o.do(tap), flows.ContactAgency{Case: "k7qf", Seat: kupang1, Agency: "puskesmas", Step: casework.Health})
	done, err := c.Contact(kupang1, "puskesmas", casework.Health, night)
	o.cases[0] = must(t, done, err)
	nothing(t, o.do(tap))
	if text := speak(t, Desk{}.Card(o.cases[0], seat(t, kupang1), register(t), in(t, "id"))); !strings.Contains(text, "Sudah dihubungi: puskesmas") {
		t.Errorf("the card does not say it:\n%s", text)
	}
	for _, forged := range []string{"komdigi", "nobody", "rsud rsud"} { // not suggested here, or no agency at all
		tap.Act.Arg = forged
		turn := o.do(tap)
		nothing(t, turn)
		says(t, turn, "duty.refused")
	}
	o.cases[0] = accepted(t, "k7qf", kupang2)
	tap.Act.Arg = "rsud"
	nothing(t, o.do(tap))
}

func TestTheListOfAgencies(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, planned(t, casework.Assessed))
	o.contact = func(agency, _ string) (string, bool) {
		return "SAPA 129 129 (telepon; diperiksa 3 Nov 2026)", agency == "sapa129"
	}
	got := last(t, o.act("involve", "k7qf"))
	for _, want := range []string{"UPTD PPA: nomor belum diperiksa", "SAPA 129 129 (telepon; diperiksa 3 Nov 2026)", "BP3MI atau P4MI: nomor belum diperiksa"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	turn := o.press("victim:man")
	only(t, turn, flows.NoteVictim{Case: "k7qf", Seat: kupang1, Who: casework.Man, Is: true})
	if got := last(t, turn); strings.Contains(got, "UPTD PPA") || !strings.Contains(got, "Dinas Sosial") {
		t.Errorf("a man is sent to the agency for women and children:\n%s", got)
	}
	n, err := o.cases[0].NoteVictim(kupang1, casework.Man, true, night)
	o.cases[0] = must(t, n, err)
	turn = o.press("called:bp3mi")
	only(t, turn, flows.ContactAgency{Case: "k7qf", Seat: kupang1, Agency: "bp3mi", Step: casework.Assessed})
	if got := last(t, turn); !strings.Contains(got, "BP3MI atau P4MI: nomor belum diperiksa · ✓ 24/11 Piket 1") {
		t.Errorf("day and seat are not said:\n%s", got)
	}
	nothing(t, o.press("called:uptd_ppa"))
	nothing(t, o.press("victim:nobody"))
	says(t, o.press("done"), "duty.rest")
}
