package e2e_test

import (
	"strings"
	"testing"

	"siaga/internal/casework"
	"siaga/internal/engine"
)

// TestWithdrawalOfAnUrgentCaseStaysVisible takes an urgent report back in every way that somebody at the reporter's phone has: by words, by
// the cancel button, by wiping, and by saying that it is over when the holder proposes to close. The case stays open, as urgent as before,
// in the holder's list and before a second seat, over time and a restart; the holder cannot end it alone.
func TestWithdrawalOfAnUrgentCaseStaysVisible(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts, lain = 1001, 1002
		open := func(when string) {
			t.Helper()
			var cases []casework.Case
			err := h.house.Store.System(t.Context(), func(tx engine.Tx) (err error) {
				cases, err = tx.CasesOf(t.Context(), "53.02")
				return err
			})
			if err != nil || len(cases) != 1 || cases[0].Priority == casework.Ordinary || cases[0].Owner != "53.02/duty/1" || cases[0].Over() {
				t.Fatalf("%s: %v; of %d cases the first is %q, %q, held by %q", when, err, len(cases), cases[0].Status, cases[0].Priority, cases[0].Owner)
			}
			if got := audited(t, h, "case.close"); len(got) != 0 {
				t.Fatalf("%s: closed by %q", when, got)
			}
		}
		says(t, phones, "citizen> laporan saya salah, tolong dicabut saja")
		open("by words")
		if heard(h, tts, "pelapor menambah") == 0 {
			t.Error("the holder did not hear of the words")
		}
		says(t, phones, "officer.tts> K-0001", "officer.tts> [Usulkan tutup]", "officer.tts> [Pelapor menarik laporan]", "citizen> [Buka pesan]",
			"citizen> [Sudah selesai]", "citizen> batal")
		open("the reporter says that it is over")
		seconds := handles(h, lain)
		if len(seconds) == 0 || heard(h, lain, "pelapor menarik laporan") == 0 {
			t.Error("the second seat sees nothing of it")
		}
		for _, data := range seconds {
			chat := h.emu.History(tts)
			if _, err := h.emu.Forge(tts, tts, chat[len(chat)-1].ID, data); err != nil {
				t.Fatal(err)
			}
		}
		says(t, phones, "officer.tts> setuju tutup K-0001", "officer.tts> K-0001", "@crash", "@wait 72h")
		open("the holder tried, the house was started anew, and three days went by")
		says(t, phones, "citizen> /hapus")
		open("the chat was wiped")
		says(t, phones, "officer.lain> /kasus")
		if last := h.emu.Chat(lain); !strings.Contains(last[len(last)-1].Text, "K-0001") {
			t.Errorf("the second seat's list does not show it: %q", last[len(last)-1].Text)
		}
		says(t, phones, "officer.lain> K-0001", "officer.lain> [Belum, lanjut]")
		open("the second seat keeps it open")
		if got := audited(t, h, "case.keep_open"); len(got) != 1 || !strings.HasPrefix(got[0], "53.02/duty/2 ") {
			t.Errorf("the audit says of keeping it open %q", got)
		}
	})
}
