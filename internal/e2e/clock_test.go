package e2e_test

import (
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/engine"
)

// TestAClockThatJumps moves the house's clock by two hours, by a day back and by ten years: each jump brings no more than one step up
// for a case, the case is always offered with a deadline ahead, and after a jump back it does not wait for the old time to come again.
func TestAClockThatJumps(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	says(t, phones, "@officer satu 53.02/duty/1", "@officer ntt 53/duty/1", "@officer pusat 00/duty/1", "citizen> /start", "citizen> [Ya, aman]",
		"citizen> [Tidak, sudah lewat]", "citizen> [Saya melihat]", "citizen> [Kerja paksa, upah ditahan]", "citizen> [Lewati dulu]", "citizen> soe",
		"citizen> [Tidak ada]", "citizen> [Tidak ada]", "citizen> [Boleh kapan saja]", "citizen> [Kirim]")
	id := firstCase(t, h).ID
	for _, jump := range []struct {
		by   time.Duration
		lead string
		n    int // referrals afterwards
	}{
		{2 * time.Hour, "53.02", 1},       // before its time nothing happens
		{-24 * time.Hour, "53.02", 1},     // the deadline comes nearer again, see below
		{25 * time.Hour, "53", 2},         // within a day of the new time it goes up, though the old deadline was a day later
		{87600 * time.Hour, "00", 3},      // ten years: one step
		{-2 * 24 * time.Hour, "00", 3},    // back: none
		{10 * 87600 * time.Hour, "00", 4}, // and on again: one
	} {
		if err := h.Advance(jump.by); err != nil {
			t.Fatal(err)
		}
		says(t, phones, "stranger> (sticker)") // comes to rest
		c := caseNow(t, h, id)
		for try := 0; try < 100 && c.Referral().Deadline.Sub(h.clock()) > 24*time.Hour; try++ { // the heartbeat notices a jump back by itself
			says(t, phones, "stranger> (sticker)")
			c = caseNow(t, h, id)
		}
		if len(c.Referrals) != jump.n || string(c.Lead) != jump.lead {
			t.Errorf("after %v: referral %d at %s, want %d at %s", jump.by, len(c.Referrals), c.Lead, jump.n, jump.lead)
		}
		if left := c.Referral().Deadline.Sub(h.clock()); c.Status != casework.Offered || left <= 0 || left > 24*time.Hour {
			t.Errorf("after %v: %s, %v until the deadline", jump.by, c.Status, left)
		}
	}
}

func caseNow(t *testing.T, h *inProcess, id string) (c casework.Case) {
	t.Helper()
	err := h.house.Store.System(t.Context(), func(tx engine.Tx) (err error) {
		c, err = tx.Case(t.Context(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
