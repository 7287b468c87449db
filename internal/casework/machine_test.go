package casework

import (
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

var update = flag.Bool("update", false, "write golden files")

const (
	tts, kupang, ntt = region.Code("53.02"), region.Code("53.71"), region.Code("53")
	tts1, tts2       = SeatID("53.02/duty/1"), SeatID("53.02/duty/2")
	kupang1, ntt1    = SeatID("53.71/duty/1"), SeatID("53/duty/1")
	pusat1           = SeatID("00/duty/1")
)

var t0 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return t0.Add(time.Duration(minutes) * time.Minute) }

// to is an offer that lapses two hours after the minute given.
func to(tf region.Code, minute int) Offer {
	return Offer{To: tf, Why: "why.test", Deadline: at(minute + 120)}
}

func offered(t *testing.T) Case {
	t.Helper()
	c, err := Start("id", "K7", Report{Danger: DangerSoon}, false, Plan{Offer: to(tts, 0)}, at(0))
	return must(c, err)
}

// must is for moves that cannot fail; a test that is wrong about that stops with the error.
func must(c Case, err error) Case {
	if err != nil {
		panic(err)
	}
	return c
}

// refused checks that a move gave this error and left the case as it was.
func refused(t *testing.T, before, after Case, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %v", err, want)
	}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("a refused move changed the case:\n%+v\n%+v", before, after)
	}
}

func TestTheDrawingOfTheMachineIsCurrent(t *testing.T) {
	t.Parallel()
	const file = "testdata/case.mmd"
	if *update {
		if err := os.WriteFile(file, []byte(Mermaid()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if Mermaid() != string(want) {
		t.Errorf("testdata/case.mmd is old; run with -update and read the diff. got:\n%s", Mermaid())
	}
}

func TestEveryMoveHasOneRowAndEveryStatusAWayOut(t *testing.T) {
	t.Parallel()
	seen, out := map[MoveName]bool{}, map[Status]bool{}
	for _, m := range Moves() {
		if seen[m.Name] {
			t.Errorf("%s has two rows", m.Name)
		}
		seen[m.Name] = true
		for _, s := range m.From {
			out[s] = out[s] || m.To != "" && m.To != s
		}
	}
	for _, s := range []Status{New, Offered, Accepted, Closing, Closed} {
		if !out[s] {
			t.Errorf("no way out of %s", s)
		}
	}
}

func TestOpeningAndFirstReferralAreVersionOne(t *testing.T) {
	t.Parallel()
	c := offered(t)
	if c.Version != 1 || c.Status != Offered || c.Lead != tts || c.Priority != Urgent || len(c.Referrals) != 1 {
		t.Errorf("got %+v", c)
	}
	c = must(c.Accept(tts1, tts, at(1)))
	if c.Version != 2 || c.Owner != tts1 || c.Referral().AcceptedBy != tts1 || !c.Referral().AcceptedAt.Equal(at(1)) {
		t.Errorf("got %+v", c)
	}
}

func TestTheSecondOfTwoWhoAcceptHearsWhoWasFirst(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	after, err := c.Accept(tts2, tts, at(1))
	refused(t, c, after, err, ErrTaken{By: tts1, At: at(1)})
	var taken ErrTaken
	if !errors.As(err, &taken) || taken.By != tts1 {
		t.Errorf("got %v", err)
	}
}

func TestOnlyTheTaskForceAskedMayAccept(t *testing.T) {
	t.Parallel()
	c := offered(t)
	after, err := c.Accept(kupang1, kupang, at(1))
	refused(t, c, after, err, ErrNotOwner)
}

func TestARefusalNamesTheNextAndTheClockGoesOn(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Refuse(tts1, "not_here", kupang, to(kupang, 5), at(5)))
	if c.Lead != kupang || c.Status != Offered || len(c.Referrals) != 2 {
		t.Fatalf("got %+v", c)
	}
	old := c.Referrals[0]
	if old.Status != ReferralRefused || old.Reason != "not_here" || old.Next != kupang || !old.EndedAt.Equal(at(5)) {
		t.Errorf("history: %+v", old)
	}
	for name, o := range map[string]Offer{"nobody": {}, "back to the one who refuses": to(tts, 5), "a deadline that is over": to(kupang, -200)} {
		before := offered(t)
		after, err := before.Refuse(tts1, "not_here", o.To, o, at(5))
		t.Run(name, func(t *testing.T) { refused(t, before, after, err, ErrNoNext) })
	}
}

func TestASecondBounceIsDecidedByTheProvince(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Refuse(tts1, "not_here", kupang, to(kupang, 5), at(5)))
	if c.NeedsProvince() {
		t.Error("one refusal is no second bounce")
	}
	after, err := c.Refuse(kupang1, "not_here", "53.03", to("53.03", 6), at(6))
	refused(t, c, after, err, ErrProvince)
	c = must(c.Refuse(kupang1, "not_here", "53.03", to(ntt, 6), at(6)))
	if !c.NeedsProvince() || c.Lead != ntt || c.Bounces() != 2 {
		t.Errorf("got %+v", c)
	}
	c = must(c.Refuse(ntt1, "yours", tts, to(tts, 7), at(7)))
	if c.Lead != tts || c.NeedsProvince() {
		t.Errorf("what the province decides is a new start: %+v", c)
	}
}

func TestAnOfferLapsesOnlyAfterItsDeadline(t *testing.T) {
	t.Parallel()
	c := offered(t)
	after, err := c.Lapse(to(ntt, 10), at(10))
	refused(t, c, after, err, ErrState)
	c = must(c.Lapse(to(ntt, 120), at(120)))
	if c.Lead != ntt || c.Referrals[0].Status != ReferralLapsed || c.Bounces() != 0 {
		t.Errorf("got %+v", c)
	}
	c = must(c.Accept(ntt1, ntt, at(121)))
	after, err = c.Lapse(to("00", 300), at(300))
	refused(t, c, after, err, ErrState)
}

func TestAnOfferAboveWhichNobodyIsStaysOneOffer(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Lapse(to("00", 120), at(120)))
	if c.Stuck() {
		t.Error("the first offer to pusat is no second one")
	}
	c = must(c.Lapse(to("00", 240), at(240)))
	if !c.Stuck() || len(c.Referrals) != 3 {
		t.Fatalf("got %+v", c.Referrals)
	}
	deadline := c.Referral().Deadline
	after, err := c.Renew(at(480), at(359))
	refused(t, c, after, err, ErrState)
	c = must(c.Renew(at(480), at(360)))
	after, err = c.Renew(at(600), at(479))
	refused(t, c, after, err, ErrState)
	after, err = c.Lapse(to("00", 600), at(479))
	refused(t, c, after, err, ErrState)
	c = must(c.Renew(at(600), at(480)))
	if r := c.Referral(); len(c.Referrals) != 3 || r.Alarms != 2 || !r.Due().Equal(at(600)) || !r.Deadline.Equal(deadline) {
		t.Errorf("got %+v", c.Referrals)
	}
	if r := must(c.Rebase(at(450))).Referral(); !r.Due().Equal(at(570)) {
		t.Errorf("the clock went back: got %+v", r)
	}
	c = must(c.Follow(Plan{Offer: Offer{To: "00", Deadline: at(490)}}, at(485)))
	if !c.Referral().Due().Equal(at(490)) {
		t.Errorf("new words: got %+v", c.Referral())
	}
}

func TestAHigherPriorityShortensAnOffer(t *testing.T) {
	t.Parallel()
	c := offered(t)
	sooner := must(c.Follow(Plan{Offer: Offer{To: tts, Deadline: at(8)}}, at(5)))
	if r := sooner.Referral(); !r.Deadline.Equal(at(8)) || len(sooner.Referrals) != 1 {
		t.Errorf("got %+v", sooner.Referrals)
	}
	after, err := c.Follow(Plan{Offer: to(tts, 5000)}, at(5))
	refused(t, c, after, err, ErrAlready)
}

func TestHandOverPassesTheCaseOnAndOnlyTheOwnerMay(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	after, err := c.HandOver(tts2, "shift", tts, to(tts, 2), at(2))
	refused(t, c, after, err, ErrNotOwner)
	c = must(c.HandOver(tts1, "shift", tts, to(tts, 2), at(2)))
	c = must(c.Accept(tts2, tts, at(3)))
	if c.Owner != tts2 || c.Referrals[0].Status != ReferralHanded || c.Referrals[0].AcceptedBy != tts1 {
		t.Errorf("got %+v", c)
	}
}

func TestAnOwnerWhoIsOutLosesTheCaseAndItIsOfferedAgain(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	c = must(c.Reroute(to(tts, 2), at(2)))
	if c.Owner != "" || c.Status != Offered || c.Referrals[0].Status != ReferralRerouted {
		t.Errorf("got %+v", c)
	}
}

func TestTheOneItIsAboutLosesTheCaseInTheSameMove(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	xs := []Exclusion{{TaskForce: tts, Seat: tts1, Why: "why.conflict"}}
	c = must(c.Exclude(xs, to(ntt, 2), at(2)))
	if c.Lead != ntt || c.Owner != "" || !c.MayNotSee(tts, tts1) || c.MayNotSee(tts, tts2) {
		t.Fatalf("got %+v", c)
	}
	after, err := c.Exclude(xs, to(ntt, 3), at(3))
	refused(t, c, after, err, ErrAlready)
	whole := must(c.Exclude([]Exclusion{{TaskForce: ntt}}, to("00", 3), at(3)))
	after, err = whole.Reroute(to(ntt, 4), at(4))
	refused(t, whole, after, err, ErrExcluded)
	after, err = c.Exclude([]Exclusion{{TaskForce: ntt}}, to(ntt, 3), at(3))
	refused(t, c, after, err, ErrExcluded)
}

func TestSupportersSeeWhatTheyAreGivenAndTheExcludedNothing(t *testing.T) {
	t.Parallel()
	p := Plan{Offer: to(tts, 0), Support: []Support{{To: kupang, See: []string{"places"}}, {To: ntt, See: []string{"form"}}},
		Excluded: []Exclusion{{TaskForce: kupang}}, Mission: "kbri-kl", Priority: Imminent}
	c := must(Start("id", "K7", Report{}, false, p, at(0)))
	if len(c.Support) != 1 || c.Support[0].To != ntt || c.Mission != "kbri-kl" || c.Priority != Imminent {
		t.Fatalf("got %+v", c)
	}
	wider := must(c.Follow(Plan{Offer: to(tts, 1), Support: []Support{{To: ntt, See: []string{"form", "home"}}}}, at(1)))
	if got := strings.Join(wider.Support[0].See, " "); got != "form home" || len(c.Support[0].See) != 1 {
		t.Errorf("got %q; before %v", got, c.Support)
	}
}

func TestAPlanMovesAnOfferButNotAnOwnerNorBackToWhoRefused(t *testing.T) {
	t.Parallel()
	c := offered(t)
	after, err := c.Follow(Plan{Offer: to(tts, 1)}, at(1))
	refused(t, c, after, err, ErrAlready)
	moved := must(c.Follow(Plan{Offer: to(kupang, 1)}, at(1)))
	if moved.Lead != kupang || moved.Referrals[0].Status != ReferralRerouted {
		t.Errorf("got %+v", moved)
	}
	after, err = moved.Follow(Plan{Offer: to(tts, 2)}, at(2))
	refused(t, moved, after, err, ErrAlready)
	owned := must(c.Accept(tts1, tts, at(1)))
	after, err = owned.Follow(Plan{Offer: to(kupang, 2)}, at(2))
	refused(t, owned, after, err, ErrAlready)
}

func TestQuestionsAreAskedByTheOwnerAndAnsweredInParts(t *testing.T) {
	t.Parallel()
	c := offered(t)
	after, err := c.Ask(tts1, private.NewText("Berapa orang?"), at(1))
	refused(t, c, after, err, ErrNotOwner)
	c = must(c.Accept(tts1, tts, at(1)))
	c = must(c.Ask(tts1, private.NewText("Berapa orang?"), at(2)))
	c = must(c.ReadQuestion(1, at(3)))
	after, err = c.ReadQuestion(1, at(4))
	refused(t, c, after, err, ErrAlready)
	after, err = c.Answer(2, private.NewText("tiga"), "", at(4))
	refused(t, c, after, err, ErrUnknown)
	c = must(c.Answer(1, private.NewText("tiga"), "", at(5)))
	c = must(c.Answer(1, private.NewText("satu anak"), "foto", at(6)))
	q := c.Questions[0]
	if q.Answer.Reveal() != "tiga\nsatu anak" || len(q.Files) != 1 || !q.OpenedAt.Equal(at(3)) || !q.AnsweredAt.Equal(at(6)) {
		t.Errorf("got %+v %q", q, q.Answer.Reveal())
	}
}

func TestALaterWordCannotCalmTheAlarm(t *testing.T) {
	t.Parallel()
	first := Report{Danger: DangerNow, Child: Yes, Official: Yes, OfficialWho: private.NewText("A"), Story: []private.Text{private.NewText("1")}}
	c := must(Start("id", "K7", first, false, Plan{Offer: to(tts, 0)}, at(0)))
	place := map[PlaceRole]Place{Home: {Code: tts}}
	c = must(c.Add(Report{Danger: DangerPast, Child: No, Official: No, OfficialWho: private.NewText("B"), Lang: "jv",
		Story: []private.Text{private.NewText("2")}, Files: []string{"f"}, Places: place, Contact: Contact{Mode: ContactAnytime}}, at(1)))
	r := c.Report
	if c.Priority != Imminent || r.Child != Yes || r.Official != Yes || r.OfficialWho.Reveal() != "A\nB" {
		t.Errorf("got %+v", c)
	}
	if r.Danger != DangerPast || len(r.Story) != 2 || len(r.Files) != 1 || r.Places[Home].Code != tts || r.Contact.Mode != ContactAnytime || r.Lang != "jv" {
		t.Errorf("got %+v", r)
	}
	up := must(offered(t).Add(Report{Danger: DangerNow}, at(1)))
	if up.Priority != Imminent {
		t.Error("new danger must raise the priority")
	}
}

func TestMilestonesAreTheOwnersAndOfTheList(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	after, err := c.Reach("party", tts1, private.Text{}, at(2))
	refused(t, c, after, err, ErrUnknown)
	after, err = c.Reach(Safe, tts2, private.Text{}, at(2))
	refused(t, c, after, err, ErrNotOwner)
	c = must(c.Reach(Safe, tts1, private.NewText("di rumah aman"), at(2)))
	if len(c.Milestones) != 1 || c.Milestones[0].By != tts1 {
		t.Errorf("got %+v", c.Milestones)
	}
}

func TestClosingNeedsAReasonAndASecondSeat(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	after, err := c.ProposeClosing(tts1, "bored", at(2))
	refused(t, c, after, err, ErrUnknown)
	after, err = c.ProposeClosing(tts2, CloseHandled, at(2))
	refused(t, c, after, err, ErrNotOwner)
	c = must(c.ProposeClosing(tts1, CloseHandled, at(2)))
	after, err = c.ConfirmClosing(tts1, at(3))
	refused(t, c, after, err, ErrSameSeat)
	after, err = c.ConfirmClosing(kupang1, at(3))
	refused(t, c, after, err, ErrNotOwner)
	after, err = c.ConfirmClosing(tts2, at(3)) // the reporter was asked and may still answer
	refused(t, c, after, err, ErrUnconfirmed)
	if late := must(c.ConfirmClosing(tts2, at(2).Add(ClosingSilence))); late.Close.Said() != "silent" {
		t.Errorf("a week without an answer: got %q", late.Close.Said())
	}
	if must(c.NotReached().ConfirmClosing(tts2, at(3))).Close.Said() != "unreached" {
		t.Error("nobody could ask, and that is not said")
	}
	c = must(c.SayClosing(Yes, at(3)))
	for _, second := range []SeatID{tts2, ntt1, pusat1} {
		if closed := must(c.ConfirmClosing(second, at(3))); closed.Status != Closed || closed.Owner != "" || closed.Close.ConfirmedBy != second {
			t.Errorf("%s: %+v", second, closed)
		}
	}
}

func TestNotYetKeepsOrReopensTheCaseAndTheHistoryStays(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	c = must(c.ProposeClosing(tts1, CloseHandled, at(2)))
	c = must(c.KeepOpen("", at(3)))
	if c.Status != Accepted || c.Owner != tts1 || c.Close != nil || len(c.Closures) != 1 {
		t.Fatalf("got %+v", c)
	}
	c = must(c.ProposeClosing(tts1, CloseHandled, at(4)))
	c = must(c.SayClosing(Yes, at(4)))
	c = must(c.ConfirmClosing(tts2, at(5)))
	c = must(c.Add(Report{Danger: DangerNow}, at(6)))
	if c.Status != Closed {
		t.Error("a word alone does not reopen")
	}
	c = must(c.Reopen("", to(tts, 7), at(7)))
	if c.Status != Offered || len(c.Closures) != 2 || c.Closures[1].ConfirmedBy != tts2 || c.Referral().N != 2 {
		t.Errorf("got %+v", c)
	}
}

func TestAStepHasADayThatCanBe(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	zone, _ := region.Default().Zone(tts)
	opened := c.OpenedOn(zone)
	why := private.NewText("polisi sudah datang lebih dulu")
	for name, m := range map[string]Milestone{
		"ahead":             {Kind: Safe, By: tts1, On: at(1).Add(24 * time.Hour)},
		"before the report": {Kind: Safe, By: tts1, On: opened.AddDate(0, 0, -1)},
		"no such step":      {Kind: "rescued", By: tts1},
	} {
		if _, err := c.ReachStep(m, at(2)); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for name, m := range map[string]Milestone{
		"the day of the report": {Kind: Safe, By: tts1, On: opened},
		"earlier with a reason": {Kind: Safe, By: tts1, On: opened.AddDate(0, 0, -3), Early: why},
	} {
		n := must(c.ReachStep(m, at(2)))
		if got := n.Milestones[0]; !got.Day().Equal(m.On) || !got.At.Equal(at(2)) || got.By != tts1 {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestTheClockOfANextStep(t *testing.T) {
	t.Parallel()
	c := must(offered(t).Accept(tts1, tts, at(1)))
	c = must(c.ReachStep(Milestone{Kind: Safe, By: tts1}, at(2)))
	for name, due := range map[string]time.Time{"over": at(2), "years ahead": at(2).AddDate(3, 0, 0)} {
		if _, err := c.PlanNext(tts1, Health, due, at(2)); !errors.Is(err, ErrUnknown) {
			t.Errorf("a deadline that is %s: %v", name, err)
		}
	}
	if _, err := c.PlanNext(tts2, Health, at(9), at(2)); !errors.Is(err, ErrNotOwner) {
		t.Errorf("a colleague planned: %v", err)
	}
	c = must(c.PlanNext(tts1, Health, at(9), at(3)))
	if m := c.Milestones[0]; m.Next != Health || !m.Due.Equal(at(9)) {
		t.Errorf("the step does not say what was to follow: %+v", m)
	}
	if _, err := c.WarnNext(1, at(8)); !errors.Is(err, ErrState) {
		t.Errorf("spoken of before its time: %v", err)
	}
	late := must(c.WarnNext(1, at(9)))
	if _, err := late.WarnNext(1, at(10)); !errors.Is(err, ErrAlready) {
		t.Errorf("spoken of twice: %v", err)
	}
	late = must(late.WarnNext(2, at(11)))
	if late.WatchesNext() {
		t.Error("the clock never ends")
	}
	if late = must(late.PlanNext(tts1, Health, at(20), at(12))); !late.WatchesNext() || late.Next.Warned != 0 {
		t.Errorf("a new deadline has no clock: %+v", late.Next)
	}
	if other := must(late.Reach(Social, tts1, private.Text{}, at(13))); other.Next == nil {
		t.Error("another step ended the plan")
	}
	if done := must(late.Reach(Health, tts1, private.Text{}, at(13))); done.Next != nil {
		t.Errorf("the plan outlives its step: %+v", done.Next)
	}
	if back := must(late.Rebase(at(5))); back.Next.At.After(at(5)) || !back.Next.Due.Equal(at(20)) {
		t.Errorf("after a clock that went back: %+v", back.Next)
	}
}

func TestEveryStepHasADutyWithASource(t *testing.T) {
	t.Parallel()
	for _, kind := range Milestones() {
		d, ok := DutyOf(kind)
		if !ok || d.Days < 1 || d.Imminent < 1 || d.Imminent > d.Days || d.Source == "" {
			t.Errorf("%s: %+v", kind, d)
		}
		if d.Law && (d.Days != 7 || !strings.Contains(d.Source, "51-53")) {
			t.Errorf("%s claims a figure of the law that domain notes §1.2 do not have: %+v", kind, d)
		}
	}
}
