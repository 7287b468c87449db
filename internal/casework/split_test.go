package casework

import (
	"errors"
	"testing"
	"time"

	"siaga/internal/private"
)

func TestSplitTakesAlongOnlyWhatIsNeeded(t *testing.T) {
	t.Parallel()
	a, _ := two(t)
	a.Report.Story = []private.Text{private.NewText("all of it")}
	a.Report.OfficialWho = private.NewText("a name")
	a.Report.Contact = Contact{Mode: ContactHours, From: 20, To: 22}
	a.Report.Lang, a.Report.Files = "jv", []string{"f"}
	a = must(a.Exclude([]Exclusion{{TaskForce: kupang}}, Offer{}, t0.Add(2*time.Minute)))
	before := a.clone()
	p := Part{ID: "p", Code: "K-p", Place: Place{Code: ntt}, Text: private.NewText("one of them")}
	old, part, err := Split(a, a, p, Plan{Offer: to(ntt, 10)}, tts1, t0.Add(3*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	checkCase(t, old)
	checkCase(t, part)
	if len(part.Report.Story) != 1 || part.Report.Story[0].Reveal() != "one of them" || len(part.Report.Files) != 0 || !part.Report.OfficialWho.IsZero() {
		t.Errorf("the part knows too much: %+v", part.Report)
	}
	if part.Report.Contact != a.Report.Contact || part.Report.Lang != "jv" || !part.MayNotSee(kupang, "") || part.Version != 1 || part.From.ID != "a" {
		t.Errorf("the part lacks what keeps the reporter safe: %+v", part)
	}
	if old.Parted[0].ID != "p" || old.Version != before.Version+1 || len(old.Report.Story) != 1 {
		t.Errorf("the old case %+v", old)
	}
}

func TestWhoMaySplit(t *testing.T) {
	t.Parallel()
	a, _ := two(t)
	at := t0.Add(3 * time.Minute)
	p := Part{ID: "p", Code: "K-p", Place: Place{Code: ntt}, Text: private.NewText("one of them")}
	closing := must(a.ProposeClosing(tts1, CloseHandled, at))
	hidden := must(a.Exclude([]Exclusion{{TaskForce: kupang}}, Offer{}, at))
	for name, try := range map[string]struct {
		c    Case
		part Part
		to   Offer
		seat SeatID
		want error
	}{
		"a colleague": {a, p, to(ntt, 10), tts2, ErrNotOwner}, "being closed": {closing, p, to(ntt, 10), tts1, ErrState},
		"without a place": {a, Part{ID: "p", Code: "K-p", Text: p.Text}, to(ntt, 10), tts1, ErrUnknown},
		"without words":   {a, Part{ID: "p", Code: "K-p", Place: p.Place}, to(ntt, 10), tts1, ErrUnknown},
		"itself":          {a, Part{ID: "a", Code: "K-p", Place: p.Place, Text: p.Text}, to(ntt, 10), tts1, ErrUnknown},
		"to nobody":       {a, p, Offer{}, tts1, ErrNoNext}, "to who must not see it": {hidden, p, to(kupang, 10), tts1, ErrExcluded},
	} {
		old, _, err := Split(try.c, try.c, try.part, Plan{Offer: try.to}, try.seat, at)
		if !errors.Is(err, try.want) || old.Version != try.c.Version {
			t.Errorf("%s: %v, want %v", name, err, try.want)
		}
	}
}

func TestAPartTakesInWordsAndDangerOnly(t *testing.T) {
	t.Parallel()
	a, _ := two(t)
	at := t0.Add(3 * time.Minute)
	_, part, err := Split(a, a, Part{ID: "p", Code: "K-p", Place: Place{Code: ntt}, Text: private.NewText("one of them")}, Plan{Offer: to(ntt, 10)}, tts1, at)
	if err != nil {
		t.Fatal(err)
	}
	whole := Report{Danger: DangerNow, Role: ByWitness, Form: FormSea, Story: []private.Text{private.NewText("come quickly")}, Child: Yes, Official: Yes,
		OfficialWho: private.NewText("a name"), Places: map[PlaceRole]Place{VictimNow: {Code: kupang}}, Contact: Contact{Mode: ContactNever}, Lang: "su"}
	n := must(part.Add(whole, at.Add(time.Minute)))
	if n.Priority != Imminent || n.Report.Danger != DangerNow || len(n.Report.Story) != 2 || n.Report.Contact.Mode != ContactNever || n.Report.Lang != "su" {
		t.Errorf("the part lacks what it must have: %+v", n.Report)
	}
	r := part.Report
	if n.Report.Places[VictimNow] != r.Places[VictimNow] || n.Report.Role != r.Role || n.Report.Form != r.Form || n.Report.Child != r.Child ||
		n.Report.Official != r.Official || !n.Report.OfficialWho.IsZero() {
		t.Errorf("the part took in what is of the whole: %+v", n.Report)
	}
	rest, some := whole.Facts()
	if !some || len(rest.Story) != 0 || rest.Child != Yes || rest.Places[VictimNow].Code != kupang {
		t.Errorf("what it did not take in is lost: %+v", rest)
	}
	if _, some := (Report{Story: whole.Story, Danger: DangerNow, Lang: "su"}).Facts(); some {
		t.Error("words are no facts")
	}
}

func TestAPartIsOfWhoseWordsItIsMade(t *testing.T) {
	t.Parallel()
	a, b := two(t)
	b.Report.Lang, b.Report.Contact, b.Priority = "su", Contact{Mode: ContactHours, From: 6, To: 11}, Imminent
	b.Excluded = []Exclusion{{TaskForce: kupang}}
	old, part, err := Split(a, b, Part{ID: "p", Code: "K-p", Of: b.ID, Place: Place{Code: ntt}, Text: private.NewText("one")}, Plan{Offer: to(ntt, 10)}, tts1, t0.Add(3*time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if part.From.ID != b.ID || part.Report.Lang != "su" || part.Report.Contact != b.Report.Contact || part.Priority != Imminent || !part.MayNotSee(kupang, "") {
		t.Errorf("the part %+v", part)
	}
	if len(old.Parted) != 1 || len(old.Kin()) != 1 || len(part.Kin()) != 1 {
		t.Errorf("they do not know of each other: %v, %v", old.Kin(), part.Kin())
	}
}

func TestWhatIsUnconfirmed(t *testing.T) {
	t.Parallel()
	a, _ := two(t)
	at := t0.Add(3 * time.Minute)
	asked := must(a.ProposeClosing(tts1, CloseNoReach, at))
	closed := must(asked.ConfirmClosing(tts2, at.Add(time.Minute)))
	yes := must(asked.SayClosing(Yes, at.Add(time.Minute)))
	kept := must(asked.KeepOpen("", at.Add(time.Minute)))
	again := must(closed.FollowUp(at.Add(FollowUpAfter + time.Hour)))
	for name, try := range map[string]struct {
		c    Case
		want bool
	}{"open": {a, false}, "asked": {asked, true}, "closed without a word": {closed, true}, "said yes": {yes, false}, "kept open": {kept, false}, "asked weeks later": {again, false}} {
		if got := try.c.Unconfirmed(); got != try.want {
			t.Errorf("%s: got %v, want %v", name, got, try.want)
		}
	}
}
