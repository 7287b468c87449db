package e2e_test

import (
	"errors"
	"slices"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/engine"
)

// TestOrdersNeedTwoBodies tries to get a pack of evidence out with less than two task forces: by the operator alone, by the buttons of the
// officers pressed from every other phone, by one officer twice, without the PIN, by an excluded task force, over a restart, after the order
// is over, for something else than was agreed to, and twice.
func TestOrdersNeedTwoBodies(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts, lain, sek, malaka, citizen, stranger, prov = 1001, 1002, 1003, 1004, 1005, 1006, 1007
		alone := func(what string) {
			t.Helper()
			if err := h.order(t.Context(), "evidence", "K-0001"); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if got := audited(t, h, "case.evidence"); len(got) != 0 {
				t.Fatalf("%s: a pack was handed out: %q", what, got)
			}
			says(t, phones, "stranger> (sticker)") // whoever is asked has the message then
		}
		says(t, phones, "@office revoke 53.21/secretary/1")
		if err := h.order(t.Context(), "evidence", "K-0001"); !errors.Is(err, engine.ErrNoBodies) || len(audited(t, h, "order.ask")) != 0 {
			t.Errorf("with nobody in another task force the operator reads %v", err)
		}
		says(t, phones, "@officer malaka 53.21/secretary/1")
		alone("asked")
		if got := h.waits[len(h.waits)-1]; !got.Asked || !slices.Equal(got.Other, []casework.SeatID{"53.21/secretary/1"}) {
			t.Errorf("with nobody above the operator reads %+v", got)
		}
		says(t, phones, "@officer prov 53/secretary/1")
		alone("the province has an officer now")
		if got := h.waits[len(h.waits)-1]; !slices.Equal(got.Lead, []casework.SeatID{"53.02/duty/1", "53.02/secretary/1"}) || !slices.Equal(got.Other, []casework.SeatID{"53/secretary/1"}) {
			t.Errorf("the operator reads %+v", got)
		}
		for from, id := range map[string]int64{"tts": tts, "sek": sek, "prov": prov} {
			stolen := handles(h, id)
			if len(stolen) < 2 {
				t.Fatalf("%s has %d buttons", from, len(stolen))
			}
			for _, who := range []int64{tts, lain, sek, malaka, citizen, stranger, prov} {
				for _, data := range stolen[len(stolen)-2:] {
					if who == id {
						continue
					}
					chat := h.emu.History(who)
					if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		says(t, phones, "stranger> (sticker)", "@crash", "officer.tts> [Setuju, dengan PIN]", "officer.prov> [Setuju, dengan PIN]", "officer.prov> 123456", "stranger> (sticker)")
		for _, action := range []string{"order.agree", "order.refuse"} {
			if got := audited(t, h, action); len(got) != 0 {
				t.Errorf("%s by forged presses or without a PIN: %q", action, got)
			}
		}
		says(t, phones, "officer.tts> 482913", "officer.tts> 482913", "officer.sek> [Setuju, dengan PIN]", "officer.sek> 482917", "officer.sek> 482917")
		alone("two seats of one body")
		says(t, phones, "officer.prov> [Setuju, dengan PIN]", "officer.prov> 719405", "officer.prov> 719405", "@office revoke 53/secretary/1", "@officer ganti 53/secretary/1")
		alone("one who lost the seat")
		if got := h.waits[len(h.waits)-1]; len(got.Lead) != 0 || !slices.Equal(got.Other, []casework.SeatID{"53/secretary/1"}) {
			t.Errorf("the operator reads %+v", got)
		}
		says(t, phones, "officer.ganti> [Setuju, dengan PIN]", "officer.ganti> 719406", "officer.ganti> 719406")
		for what, o := range map[string]engine.EvidenceOrder{
			"for somebody else":      {Code: "K-0001", For: "Agen", Purpose: "perlindungan", Reference: "R-1/2026"},
			"for another purpose":    {Code: "K-0001", For: "LPSK", Purpose: "apa saja", Reference: "R-1/2026"},
			"for another key":        {Code: "K-0001", For: "LPSK", Purpose: "perlindungan", Reference: "R-1/2026", To: []string{"age1x"}},
			"in words that run over": {Code: "K-0001", For: "LPSK", Purpose: "perlindungan\nsetuju", Reference: "R-1/2026"}} {
			if _, err := h.house.Engine.Evidence(t.Context(), o); err == nil {
				t.Errorf("%s: handed out", what)
			}
		}
		if err := h.order(t.Context(), "hold", "K-0001"); err != nil {
			t.Fatal(err)
		}
		if got := audited(t, h, "case.hold"); len(got) != 0 {
			t.Errorf("agreed to a pack, and the case is on hold: %q", got)
		}
		says(t, phones, "@wait -2h")
		alone("a clock put back before the asking")
		says(t, phones, "@wait 2h")
		for range 2 {
			if err := h.order(t.Context(), "evidence", "K-0001"); err != nil {
				t.Fatal(err)
			}
		}
		if got := audited(t, h, "case.evidence"); len(got) != 1 {
			t.Errorf("handed out %d times by one agreement", len(got))
		}
	})
}

// TestWhoIsKeptFromACaseAgreesToNothing leaves an excluded task force out of those who are asked, and its old button is worth nothing.
func TestWhoIsKeptFromACaseAgreesToNothing(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		says(t, phones, "@officer prov 53/secretary/1", "@officer pusat 00/secretary/1")
		if err := h.order(t.Context(), "evidence", "K-0001"); err != nil {
			t.Fatal(err)
		}
		says(t, phones, "stranger> (sticker)")
		err := h.house.Store.System(t.Context(), func(tx engine.Tx) error {
			c, err := tx.CaseByCode(t.Context(), "K-0001")
			if err != nil {
				return err
			}
			c, err = c.Exclude([]casework.Exclusion{{TaskForce: "53", Why: "test"}}, casework.Offer{}, h.clock())
			if err != nil {
				return err
			}
			return tx.SaveCase(t.Context(), c)
		})
		if err != nil {
			t.Fatal(err)
		}
		says(t, phones, "officer.prov> [Setuju, dengan PIN]", "officer.prov> 719405", "officer.prov> 719405")
		if got := audited(t, h, "order.agree"); len(got) != 0 {
			t.Errorf("whoever is kept from the case agreed: %q", got)
		}
		if err := h.order(t.Context(), "evidence", "K-0001"); err != nil {
			t.Fatal(err)
		}
		if got := h.waits[len(h.waits)-1]; !slices.Equal(got.Other, []casework.SeatID{"00/secretary/1"}) {
			t.Errorf("asked are %+v", got)
		}
	})
}
