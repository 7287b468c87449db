package e2e_test

import (
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
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

// TestMidnightInThreeZones sends a report ten minutes before midnight in each time zone of the country, on an ordinary day and on both
// sides of a leap day: the deadline is two hours later by the clock on the wall of the place, nothing happens at midnight nor before the deadline,
// one step up at it and one at the next, and the morning brings each officer one overview at most.
func TestMidnightInThreeZones(t *testing.T) {
	t.Parallel()
	zones := []struct{ name, place, force, above string }{
		{"WIB", "cianjur", "32.03", "32"}, {"WITA", "soe", "53.02", "53"}, {"WIT", "merauke", "93", "00"},
	}
	days := []struct {
		day      time.Time
		deadline string
	}{
		{time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), "24/11 01.50"},
		{time.Date(2028, 2, 28, 0, 0, 0, 0, time.UTC), "29/02 01.50"},
		{time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC), "01/03 01.50"},
	}
	for _, z := range zones {
		for _, d := range days {
			t.Run(z.name+"/"+d.deadline[:2]+d.deadline[3:5], func(t *testing.T) {
				t.Parallel()
				ten := time.Date(d.day.Year(), d.day.Month(), d.day.Day(), 23, 50, 0, 0, taskforce.ZoneOf(region.Code(z.force)))
				h := newInProcessAt(t, backends()[0], ten.UTC())
				overMidnight(t, h, z.place, z.force, z.above, d.deadline+" "+z.name)
			})
		}
	}
}

// overMidnight plays one night.
func overMidnight(t *testing.T, h *inProcess, place, force, above, deadline string) {
	t.Helper()
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	ids := map[string]int64{}
	phones.Met = func(who string, id int64) { ids[who] = id }
	says(t, phones, "@officer satu "+force+"/duty/1", "@officer atas "+above+"/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Dalam beberapa hari]",
		"citizen> [Saya melihat]", "citizen> [Mau diberangkatkan]", "citizen> [Lewati dulu]", "citizen> "+place, "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]")
	c := onlyCase(t, h)
	sent := h.clock()
	if got := c.Referral().Deadline.Sub(sent); got != 2*time.Hour || string(c.Lead) != force {
		t.Fatalf("%s has it for %v, want %s for two hours", c.Lead, got, force)
	}
	if n := saidSince(h, ids["officer.satu"], 0, "Jawab sebelum "+deadline); n != 1 {
		t.Errorf("the card says %d times that the answer is due before %s:\n%s", n, deadline, phones.Transcript())
	}
	for _, step := range []struct {
		until time.Duration // since the report was sent
		lead  string
		n     int
	}{{11 * time.Minute, force, 1}, {2*time.Hour - time.Second, force, 1}, {2*time.Hour + time.Second, above, 2}} {
		if err := h.Advance(step.until - h.clock().Sub(sent)); err != nil {
			t.Fatal(err)
		}
		says(t, phones, "stranger> (sticker)") // comes to rest
		if c = caseNow(t, h, c.ID); string(c.Lead) != step.lead || len(c.Referrals) != step.n {
			t.Errorf("%v after it was sent: referral %d at %s, want %d at %s", step.until, len(c.Referrals), c.Lead, step.n, step.lead)
		}
		if left := c.Referral().Deadline.Sub(h.clock()); left <= 0 {
			t.Errorf("%v after it was sent the deadline is %v ago", step.until, -left)
		}
	}
	if err := h.Advance(8 * time.Hour); err != nil { // a whole morning at once
		t.Fatal(err)
	}
	says(t, phones, "stranger> (sticker)")
	if c = caseNow(t, h, c.ID); len(c.Referrals) > 3 || c.Status != casework.Offered || !c.Referral().Deadline.After(h.clock()) {
		t.Errorf("in the morning: %s, referral %d, due %s at %s", c.Status, len(c.Referrals), c.Referral().Deadline, h.clock())
	}
	for _, who := range []string{"officer.satu", "officer.atas"} {
		if n := saidSince(h, ids[who], 0, "Ringkasan pagi"); n > 1 {
			t.Errorf("%s got %d overviews in one morning", who, n)
		}
	}
}

// onlyCase is the one case there is, whoever leads it.
func onlyCase(t *testing.T, h *inProcess) (c casework.Case) {
	t.Helper()
	err := h.house.Store.System(t.Context(), func(tx engine.Tx) error {
		all, err := tx.OpenCases(t.Context(), "", 2)
		if err == nil && len(all) == 1 {
			c = all[0]
		}
		return err
	})
	if err != nil || c.ID == "" {
		t.Fatalf("not one case: %v", err)
	}
	return c
}
