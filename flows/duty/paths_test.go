package duty

import (
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

func TestAccept(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	o.do(flows.Input{Kind: flows.Start})
	turn := o.act("accept", "k7qf")
	only(t, turn, flows.AcceptCase{Case: "k7qf", Seat: kupang1})
	if got := last(t, turn); !strings.HasPrefix(got, "K7QF: sekarang Anda yang pegang") {
		t.Errorf("said %q", got)
	}
	if b := turn.Replies[0].Buttons[0][0]; b.Act == nil || *b.Act != (flows.Action{Verb: "open", Case: "k7qf"}) {
		t.Errorf("the first button is not the next step: %+v", b)
	}
}

func TestAcceptAsTheFirstInputEver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	turn := o.act("accept", "k7qf")
	only(t, turn, flows.AcceptCase{Case: "k7qf", Seat: kupang1})
	says(t, turn, "duty.rest")
	o = newOffice(t, kupang1, caseAt(t, "k7qf"))
	says(t, o.act("refuse", "k7qf"), "duty.refuse_reason")
	says(t, o.press("wrong_place"), "duty.refuse_next")
}

func TestRefuseWithReasonAndNextOwner(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	nothing(t, o.act("refuse", "k7qf"))
	turn := o.press("no_capacity")
	nothing(t, turn)
	var offered []string
	for _, row := range turn.Replies[0].Buttons {
		for _, b := range row {
			offered = append(offered, b.Label)
		}
	}
	for _, want := range []string{"Kota Kupang", "Provinsi Nusa Tenggara Timur", "Pusat"} {
		if !slices.Contains(offered, want) {
			t.Errorf("offered %q, without %q", offered, want)
		}
	}
	only(t, o.press("53.71"), flows.RefuseCase{Case: "k7qf", Seat: kupang1, Reason: "no_capacity", Next: "53.71"})
	if o.conv.Has(answerCase) || o.conv.Has(answerReason) {
		t.Error("the finished chain left its case or reason behind")
	}
}

func TestRefuseToATypedPlace(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	o.act("refuse", "k7qf")
	o.press("wrong_place")
	turn := o.write("Kabupaten Belu")
	nothing(t, turn) // a typed place is shown before a case is sent there
	only(t, o.write("Kab. Belu"), flows.RefuseCase{Case: "k7qf", Seat: kupang1, Reason: "wrong_place", Next: "53.04"})
}

func TestAPlaceThatMayNotGetTheCaseReadsLikeAnUnknownOne(t *testing.T) {
	t.Parallel()
	c := caseAt(t, "k7qf")
	c.Excluded = []casework.Exclusion{{TaskForce: "53.04"}}
	var answers []string
	for _, place := range []string{"Kabupaten Belu", "xqzzw"} {
		o := newOffice(t, kupang1, c)
		o.act("refuse", "k7qf")
		o.press("wrong_place")
		turn := o.write(place)
		nothing(t, turn)
		answers = append(answers, speak(t, turn.Replies[0]))
		nothing(t, o.press("53.04"))
	}
	if answers[0] != answers[1] {
		t.Errorf("the excluded place says %q, the unknown one %q", answers[0], answers[1])
	}
}

func TestAfterABounceOnlyTheProvinceOrPusat(t *testing.T) {
	t.Parallel()
	c := caseAt(t, "k7qf")
	c.Referrals = []casework.Referral{{N: 1, To: "53.71", Status: casework.ReferralRefused, EndedAt: night}, c.Referrals[0]}
	o := newOffice(t, kupang1, c)
	o.act("refuse", "k7qf")
	turn := o.press("not_ours")
	for _, row := range turn.Replies[0].Buttons {
		for _, b := range row {
			if region.Code(b.Choice).Level() == region.RegencyLevel {
				t.Errorf("offered %q after a bounce", b.Label)
			}
		}
	}
	o.write("Kabupaten Belu")
	only(t, o.press("53"), flows.RefuseCase{Case: "k7qf", Seat: kupang1, Reason: "not_ours", Next: "53"})
}

func TestAskAStandardQuestion(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	says(t, o.act("ask", "k7qf"), "duty.ask_what")
	want := private.NewText(texts(t).Label("id", "duty.question.papers"))
	only(t, o.press("papers"), flows.AskReporter{Case: "k7qf", Seat: kupang1, Code: "papers", Text: want})
}

func TestAskInOwnWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("ask", "k7qf")
	text := "Aman sekarang? Warna pagarnya apa?"
	only(t, o.write(text), flows.AskReporter{Case: "k7qf", Seat: kupang1, Text: private.NewText(text)})
	nothing(t, o.write("Dan catnya warna apa?")) // the chain is over: no second question goes out
}

func TestABaitIsNotSent(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{
		"Buka https://a.example dulu", "lihat www.situs", "tulis ke @petugas ya", "buka t.me/x sekarang", "tekan /start lagi",
		"isi di formulir-aman.com ya", "telepon 0812-3456-789 ya", "WA +62 812 3456 789", strings.Repeat("apa lagi ", 60),
	} {
		o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
		o.act("ask", "k7qf")
		turn := o.write(bad)
		nothing(t, turn)
		says(t, turn, "duty.unfit duty.ask_what")
		if len(o.write("Jam 10 malam ada 25 orang dan/atau lebih?").Effects) != 1 {
			t.Errorf("after %q an ordinary question is not sent", bad)
		}
	}
}

func TestHandOver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("handover", "k7qf")
	o.press("shift_end")
	only(t, o.press("53.01"), flows.HandOver{Case: "k7qf", Seat: kupang1, Reason: "shift_end", Next: "53.01"})

	o = newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.reg = register(t, kupang2) // no colleague on duty: the own team is not offered, and cannot be forced
	o.act("handover", "k7qf")
	o.press("shift_end")
	nothing(t, o.press("53.01"))
	only(t, o.press("53"), flows.HandOver{Case: "k7qf", Seat: kupang1, Reason: "shift_end", Next: "53"})
}

func TestClosingNeedsTwoSeats(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("close", "k7qf")
	nothing(t, o.press("not_tppo"))
	only(t, o.press("disnaker"), flows.ProposeClosing{Case: "k7qf", Seat: kupang1, Reason: casework.CloseNotTPPO, Door: "disnaker"})
	o = newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("close", "k7qf")
	only(t, o.press("handled"), flows.ProposeClosing{Case: "k7qf", Seat: kupang1, Reason: casework.CloseHandled})

	c := closing(t, "k7qf", kupang1)
	nothing(t, newOffice(t, kupang1, c).act("confirm", "k7qf")) // the one who proposed
	for _, second := range []casework.SeatID{kupang2, ntt, pusat} {
		o = newOffice(t, second, c)
		turn := o.act("confirm", "k7qf")
		nothing(t, turn)
		if got := last(t, turn); !strings.Contains(got, "Sudah ditangani") {
			t.Errorf("the second seat is not told the reason: %q", got)
		}
		nothing(t, o.press("no"))
		o.act("confirm", "k7qf")
		only(t, o.press("yes"), flows.ConfirmClosing{Case: "k7qf", Seat: second})
		only(t, o.act("keep", "k7qf"), flows.KeepOpen{Case: "k7qf", Seat: second})
	}
	nothing(t, newOffice(t, "53.71/duty/1", c).act("confirm", "k7qf"))
}

func TestOpenDetails(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.do(flows.Input{Kind: flows.Start})
	turn := o.act("open", "k7qf")
	only(t, turn, flows.OpenDetails{Case: "k7qf", Seat: kupang1})
	says(t, turn, "")
}

func TestAStaleCardIsAnsweredTruthfully(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang2, accepted(t, "k7qf", kupang1))
	o.do(flows.Input{Kind: flows.Start})
	turn := o.act("stale", "k7qf")
	nothing(t, turn)
	says(t, turn, "duty.no.taken duty.card")
	if got := speak(t, turn.Replies[0]); !strings.Contains(got, "Piket 1") {
		t.Errorf("it does not say who was first: %q", got)
	}
	o = newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.do(flows.Input{Kind: flows.Start})
	turn = o.act("stale", "k7qf")
	nothing(t, turn)
	says(t, turn, "duty.stale duty.card")
	if r := turn.Replies[1]; !r.Card || r.Case != "k7qf" {
		t.Errorf("the new card is not shown: %+v", r)
	}
}

func TestEverythingForbiddenGetsOneAnswerAndNoEffect(t *testing.T) {
	t.Parallel()
	out := caseAt(t, "k7qf")
	out.Excluded = []casework.Exclusion{{TaskForce: "53.01", Seat: kupang1}}
	closed, err := closing(t, "k7qf", kupang2).ConfirmClosing(kupang1, night)
	closed = must(t, closed, err)
	own := accepted(t, "k7qf", kupang1)
	other := accepted(t, "k7qf", kupang2)
	for _, forged := range []struct {
		name, verb, id string
		seat           casework.SeatID
		c              casework.Case
	}{
		{"unknown verb", "delete_all", "k7qf", kupang1, own},
		{"empty verb", "", "k7qf", kupang1, own},
		{"a row's name", "confirm", "k7qf", kupang1, own},
		{"unknown case", "accept", "zzzz", kupang1, own},
		{"held by a colleague", "milestone", "k7qf", kupang1, other},
		{"not the owner opens", "open", "k7qf", kupang1, other},
		{"not the owner asks", "ask", "k7qf", kupang1, other},
		{"not the owner notes", "milestone", "k7qf", kupang1, other},
		{"not the owner hands over", "handover", "k7qf", kupang1, other},
		{"not the owner closes", "close", "k7qf", kupang1, other},
		{"other task force", "accept", "k7qf", "53.71/duty/1", caseAt(t, "k7qf")},
		{"the province before its turn", "accept", "k7qf", ntt, caseAt(t, "k7qf")},
		{"unaccepted content", "open", "k7qf", kupang1, caseAt(t, "k7qf")},
		{"excluded seat", "accept", "k7qf", kupang1, out},
		{"excluded seat, stale", "stale", "k7qf", kupang1, out},
		{"closed", "open", "k7qf", kupang2, closed},
	} {
		t.Run(forged.name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, forged.seat, forged.c)
			o.do(flows.Input{Kind: flows.Start})
			turn := o.act(forged.verb, forged.id)
			nothing(t, turn)
			says(t, turn, "duty.refused")
			if len(turn.Replies[0].Buttons) != 0 || len(turn.Replies[0].Data) != 0 {
				t.Errorf("the refusal tells more: %+v", turn.Replies[0])
			}
		})
	}
}

func TestNobodyElseSitsAtTheDesk(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	o.seat.ID, o.seat.TaskForce = "", ""
	nothing(t, o.act("accept", "k7qf"))
	nothing(t, o.write("terima K7QF"))
}

func TestARightLostInMidChainStopsTheChain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("ask", "k7qf")
	o.cases[0] = accepted(t, "k7qf", kupang2) // somebody else has it meanwhile
	turn := o.write("Warna pagarnya apa?")
	nothing(t, turn)
	says(t, turn, "duty.refused duty.rest")
}

func TestCancelAndBackChangeNothing(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"batal", "kernel.cancel", "/batal"} {
		o := newOffice(t, kupang1, caseAt(t, "k7qf"))
		o.act("refuse", "k7qf")
		o.press("other")
		var turn flows.Turn
		switch {
		case word[0] == '/':
			turn = o.do(flows.Input{Kind: flows.Command, Choice: word[1:]})
		case strings.HasPrefix(word, "kernel"):
			turn = o.press(word)
		default:
			turn = o.write(word)
		}
		nothing(t, turn)
		says(t, turn, "duty.rest")
		nothing(t, o.write("Kota Kupang"))
	}
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	o.act("refuse", "k7qf")
	o.press("other")
	says(t, o.press("kernel.back"), "duty.refuse_reason")
}

func TestACardOpenedInMidChainEndsTheChain(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1), caseAt(t, "m3xw"))
	o.act("ask", "k7qf")
	turn := o.write("M3XW")
	says(t, turn, "duty.card")
	turn = o.write("Warna pagarnya apa?") // must not reach the reporter of the first case
	nothing(t, turn)
	says(t, turn, "duty.retry")
	o.act("ask", "k7qf")
	o.act("accept", "m3xw")
	nothing(t, o.write("Warna pagarnya apa?"))
}

func TestTypedVerbs(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	only(t, o.write("Terima k7qf"), flows.AcceptCase{Case: "k7qf", Seat: kupang1})
	nothing(t, o.write("baca K7QF"))
	nothing(t, o.write("terima"))
	o = newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	only(t, o.write("baca K7QF"), flows.OpenDetails{Case: "k7qf", Seat: kupang1})
}

func TestDutyOnAndOff(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	turn := o.do(flows.Input{Kind: flows.Start})
	if got := last(t, turn); !strings.Contains(got, "🟢") || !strings.Contains(got, "K7QF · Kabupaten Kupang · Anda pegang") {
		t.Errorf("the desk says %q", got)
	}
	turn = o.press("duty=off")
	nothing(t, turn)
	if got := last(t, turn); !strings.Contains(got, "Anda memegang 1 kasus. Berikutnya piket: Piket 2.") {
		t.Errorf("asked %q", got)
	}
	nothing(t, o.write("jemput korban jam enam"))
	only(t, o.press("give"), flows.EndShift{Seat: kupang1, Give: true, Text: private.NewText("jemput korban jam enam")})
	o.cases = nil
	turn = o.press("duty=off")
	only(t, turn, flows.SetDuty{Seat: kupang1})
	if got := last(t, turn); !strings.Contains(got, "⚪ Anda tidak sedang piket") {
		t.Errorf("the desk says %q", got)
	}
	only(t, o.write("mulai piket"), flows.SetDuty{Seat: kupang1, On: true})
	o.reg, o.cases = register(t, kupang2), nil
	turn = o.write("lepas piket")
	if got := speak(t, turn.Replies[0]); !strings.Contains(got, "tidak ada yang piket di sini") {
		t.Errorf("the last to leave is told %q", got)
	}
}

func TestTheDeskListsWhatIsToBeDoneFirst(t *testing.T) {
	t.Parallel()
	calm := caseAt(t, "calm")
	calm.Priority = casework.Ordinary
	drill := caseAt(t, "drill")
	drill.Exercise = true
	out := caseAt(t, "never")
	out.Excluded = []casework.Exclusion{{TaskForce: "53.01", Seat: kupang1}}
	o := newOffice(t, kupang1, calm, accepted(t, "owned", kupang1), accepted(t, "hers", kupang2), closing(t, "shut", kupang2), drill, out)
	o.now = night.Add(time.Hour)
	got := last(t, o.do(flows.Input{Kind: flows.Command, Choice: "kasus"}))
	want := []string{"LATIHAN 🔴 DRILL", "⚪ CALM", "SHUT", "OWNED"}
	at := -1
	for _, w := range want {
		next := strings.Index(got, w)
		if next <= at {
			t.Fatalf("%q is not in its place:\n%s", w, got)
		}
		at = next
	}
	if strings.Contains(got, "HERS") || strings.Contains(got, "NEVER") {
		t.Errorf("lists what is not for this seat:\n%s", got)
	}
	if !strings.Contains(got, "24/11 03.15 WITA ⏰") {
		t.Errorf("no local deadline, or not marked as over:\n%s", got)
	}
	nothing(t, o.write("never"))
	turn := o.press("card=NEVER")
	says(t, turn, "duty.refused")
	turn = o.press("card=CALM")
	if r := turn.Replies[0]; !r.Card || r.Case != "calm" {
		t.Errorf("the list does not open the card: %+v", r)
	}
}

func TestALongListHasPages(t *testing.T) {
	t.Parallel()
	var all []casework.Case
	for _, id := range []string{"aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh"} {
		all = append(all, caseAt(t, id))
	}
	o := newOffice(t, kupang1, all...)
	first := last(t, o.do(flows.Input{Kind: flows.Command, Choice: "piket"}))
	second := last(t, o.press("page=1"))
	if strings.Contains(first, "HHH") || !strings.Contains(second, "HHH") || strings.Contains(second, "AAA") {
		t.Errorf("pages:\n%s\n--\n%s", first, second)
	}
	if got := last(t, o.press("page=99")); !strings.Contains(got, "AAA") {
		t.Errorf("a page that is not there shows:\n%s", got)
	}
}

func TestWhatIsNotUnderstood(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, caseAt(t, "k7qf"))
	o.do(flows.Input{Kind: flows.Start})
	for range 4 {
		says(t, o.write("eh gimana ya"), "duty.retry")
	}
	says(t, o.do(flows.Input{Kind: flows.Edited, Text: private.NewText("salah ketik")}), "")
	o.act("refuse", "k7qf")
	says(t, o.write("hm hm"), "duty.retry_row duty.refuse_reason")
	says(t, o.do(flows.Input{Kind: flows.Photo, File: "x"}), "duty.retry_row duty.refuse_reason")
	says(t, o.write("bantuan"), "duty.help duty.refuse_reason")
	says(t, o.do(flows.Input{Kind: flows.Start}), "duty.desk")
}

func TestWhoPressedAcceptAMomentTooLateHearsTheTruth(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang2, accepted(t, "k7qf", kupang1))
	o.do(flows.Input{Kind: flows.Start})
	turn := o.act("accept", "k7qf")
	nothing(t, turn)
	says(t, turn, "duty.no.taken duty.card")
}

// TestAnOldQuestionIsNoneOfAnotherCase presses buttons of a question that was asked about one case while it is open about another: nothing
// may be closed, joined or sent that the officer does not see above the button.
func TestAnOldQuestionIsNoneOfAnotherCase(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang2, closing(t, "k7qf", kupang1), closing(t, "m3xw", kupang1))
	o.act("confirm", "k7qf")
	old := flows.Input{Kind: flows.Press, Choice: "yes", State: o.conv.State, Step: o.conv.Step}
	o.act("confirm", "m3xw")
	turn := o.do(old)
	nothing(t, turn)
	says(t, turn, "kernel.stale duty.confirm_closing")
	only(t, o.press("yes"), flows.ConfirmClosing{Case: "m3xw", Seat: kupang2})
}

// TestAnOldTextOfAPartIsNotSent presses "send" under words that were written anew since.
func TestAnOldTextOfAPartIsNotSent(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
	o.act("more", "k7qf")
	o.press("split")
	o.write("soe")
	o.press("53.02")
	o.write("Satu orang dibawa ke sana.")
	old := flows.Input{Kind: flows.Press, Choice: "send", State: o.conv.State, Step: o.conv.Step}
	o.press("again")
	o.write("Dua orang dibawa ke sana.")
	turn := o.do(old)
	nothing(t, turn)
	says(t, turn, "kernel.stale duty.split_sure")
	sent, ok := o.press("send").Effects[0].(flows.SplitCase)
	if !ok || sent.Part.Text.Reveal() != "Dua orang dibawa ke sana." || sent.Part.Of != "" {
		t.Errorf("sent %+v", sent)
	}
}
