package casework

import (
	"testing"
	"time"
)

// past is a case that its task force took up, in which nobody is in danger.
func past(t *testing.T) Case {
	t.Helper()
	c, err := Start("id", "K7", Report{Danger: DangerPast}, false, Plan{Offer: to(tts, 0)}, at(0))
	return must(must(c, err).Accept(tts1, tts, at(1)))
}

func TestAWishHasOneClockAndOneAnswer(t *testing.T) {
	t.Parallel()
	c := must(past(t).AskRight(RightCorrect, at(10)))
	after, err := c.AskRight(RightCorrect, at(11))
	refused(t, c, after, err, ErrAlready)
	after, err = c.AskRight("portability", at(11))
	refused(t, c, after, err, ErrUnknown)
	if r := c.OpenRights(); len(r) != 1 || !r[0].Due().Equal(at(10).Add(72*time.Hour)) {
		t.Fatalf("open: %+v", r)
	}
	for name, seat := range map[string]SeatID{"a colleague": tts2, "above": ntt1, "a stranger": kupang1, "nobody": ""} {
		after, err := c.AnswerRight(seat, 1, RightDone, "", at(20))
		t.Run(name, func(t *testing.T) { refused(t, c, after, err, ErrNotOwner) })
	}
	after, err = c.AnswerRight(tts1, 1, RightRefused, "no_time", at(20))
	refused(t, c, after, err, ErrUnknown)
	c = must(c.AnswerRight(tts1, 1, RightRefused, "unclear", at(20)))
	after, err = c.AnswerRight(tts1, 1, RightDone, "", at(21))
	refused(t, c, after, err, ErrAlready)
	if len(c.RightsUntold()) != 1 {
		t.Error("the reporter has nothing to read")
	}
	c = must(c.Told(at(30)))
	if len(c.RightsUntold()) != 0 || !c.Rights[0].ToldAt.Equal(at(30)) {
		t.Errorf("told: %+v", c.Rights)
	}
	c = must(c.AskRight(RightCorrect, at(40)))
	if c.Rights[1].N != 2 {
		t.Errorf("second wish: %+v", c.Rights)
	}
}

// TestEnoughWishesADay answers three of them and refuses the fourth until a day has passed, whatever its kind.
func TestEnoughWishesADay(t *testing.T) {
	t.Parallel()
	c := past(t)
	for n := range RightsADay {
		c = must(c.AskRight(RightCopy, at(10+n)))
		c = must(c.AnswerRight(tts1, n+1, RightDone, "", at(20)))
	}
	after, err := c.AskRight(RightDelete, at(30))
	refused(t, c, after, err, ErrMany)
	must(c.AskRight(RightDelete, at(10).Add(24*time.Hour)))
}

func TestTheClockOfAWish(t *testing.T) {
	t.Parallel()
	c := must(past(t).AskRight(RightCopy, at(0)))
	hour := func(n int) time.Time { return at(60 * n) }
	after, err := c.WarnRight(1, 1, hour(47))
	refused(t, c, after, err, ErrState)
	after, err = c.WarnRight(1, 2, hour(80))
	refused(t, c, after, err, ErrAlready)
	c = must(c.WarnRight(1, 1, hour(48)))
	after, err = c.WarnRight(1, 1, hour(48))
	refused(t, c, after, err, ErrAlready)
	if _, late := c.RightLate(hour(72)); late || c.MayAnswerRight(ntt1, hour(72)) {
		t.Error("late at its last moment")
	}
	c = must(c.WarnRight(1, 2, hour(72)))
	if n, next := c.Rights[0].Alarm(); n != 3 || !next.Equal(hour(96)) {
		t.Errorf("then alarm %d at %v", n, next)
	}
	for seat, may := range map[SeatID]bool{tts1: true, tts2: true, ntt1: true, pusat1: true, kupang1: false} {
		if got := c.MayAnswerRight(seat, hour(73)); got != may {
			t.Errorf("%s may answer when it is late: %v", seat, got)
		}
	}
	late := must(past(t).AskRight(RightCopy, at(0)))
	late = must(late.WarnRight(1, 1, hour(100))) // an outage
	if n, next := late.Rights[0].Alarm(); n != 2 || !next.Equal(hour(101)) {
		t.Errorf("after an outage: alarm %d at %v", n, next)
	}
	back := must(late.RebaseRights(hour(10)))
	if n, next := back.Rights[0].Alarm(); n != 2 || !next.Equal(hour(72)) {
		t.Errorf("clock put back: alarm %d at %v", n, next)
	}
	after, err = back.RebaseRights(hour(10))
	refused(t, back, after, err, ErrAlready)
}

func TestDeletionNeedsTwoBodiesAndNothingThatKeepsIt(t *testing.T) {
	t.Parallel()
	c := must(past(t).AskRight(RightDelete, at(10)))
	after, err := c.AnswerRight(tts1, 1, RightDone, "", at(11))
	refused(t, c, after, err, ErrUnknown) // one seat erases nothing
	after, err = c.SecondErase(ntt1, 1, true, at(11))
	refused(t, c, after, err, ErrAlready) // nobody agreed before
	c = must(c.AgreeErase(tts1, 1, at(12)))
	for name, seat := range map[string]SeatID{"the same": tts1, "a colleague": tts2, "nobody": ""} {
		after, err := c.SecondErase(seat, 1, true, at(13))
		t.Run(name, func(t *testing.T) { refused(t, c, after, err, ErrSameSeat) })
	}
	no := must(c.SecondErase(ntt1, 1, false, at(13)))
	if r, open := no.OpenRight(1); !open || r.Waits() || no.Status != Accepted {
		t.Errorf("a no gives it back: %+v", no.Rights)
	}
	urgent := c.clone()
	urgent.Priority = Urgent
	after, err = urgent.SecondErase(ntt1, 1, true, at(13))
	refused(t, urgent, after, err, ErrState) // it became urgent in between

	gone := must(c.SecondErase(ntt1, 1, true, at(13)))
	if when, ok := gone.EraseAt(Retention{}); gone.Status != Closed || gone.Owner != "" || !ok || !when.Equal(at(13).Add(EraseGrace)) {
		t.Errorf("agreed: %s %q erased %v %v", gone.Status, gone.Owner, when, ok)
	}
	held := must(gone.Keep(Hold{Reference: "B/1", By: []SeatID{tts1, ntt1}, At: at(20)}))
	if _, ok := held.EraseAt(Retention{}); ok {
		t.Error("a held case is erased")
	}
	again := must(gone.Reopen("", to(tts, 30), at(30)))
	if _, ok := again.EraseAt(Retention{}); ok || !again.EraseFrom.IsZero() {
		t.Error("a case whose reporter wrote on is erased")
	}
}

func TestWhatMustStay(t *testing.T) {
	t.Parallel()
	base := must(past(t).AskRight(RightDelete, at(2)))
	for want, change := range map[string]func(*Case){
		"danger": func(c *Case) { c.Priority = Imminent },
		"law":    func(c *Case) { c.Hold = &Hold{Reference: "B/1"} },
		"others": func(c *Case) { c.Joined = []Named{{ID: "other"}} },
	} {
		c := base.clone()
		change(&c)
		if got := c.Kept(); got != want {
			t.Errorf("kept for %q, want %q", got, want)
		}
		after, err := c.AgreeErase(tts1, 1, at(3))
		refused(t, c, after, err, ErrState)
		if n := must(c.AnswerRight(tts1, 1, RightRefused, want, at(3))); n.Rights[0].Why != want {
			t.Errorf("refused for %q", n.Rights[0].Why)
		}
	}
	reported := must(base.ReachStep(Milestone{Kind: PoliceReport, By: tts1}, at(3)))
	if got := reported.Kept(); got != "law" {
		t.Errorf("before the police: kept for %q", got)
	}
	open := offered(t)
	open.Priority, open.Report.Danger = Ordinary, DangerPast
	if open.MayErase() {
		t.Error("nobody took it up, and it may be erased")
	}
}

func TestAWishLengthensNothing(t *testing.T) {
	t.Parallel()
	c := must(past(t).ProposeClosing(tts1, CloseNotTPPO, at(5)))
	c = must(c.ConfirmClosing(tts2, at(6)))
	r := DefaultRetention(1825)
	before, _ := c.EraseAt(r)
	c = must(c.AskRight(RightCopy, at(600)))
	c = must(c.WarnRight(1, 1, at(600).Add(RightRemind)))
	if now, _ := c.EraseAt(r); !now.Equal(before) || c.Status != Closed {
		t.Errorf("erased %v, before the wish %v; status %s", now, before, c.Status)
	}
	if !c.MayAnswerRight(tts2, at(700)) || c.MayAnswerRight(ntt1, at(700)) {
		t.Error("a closed case is answered for by its task force")
	}
}
