package e2e_test

import (
	"testing"

	"siaga/internal/e2e"
)

// TestDeletionNeedsTwoOffices tries to erase a case with one office: the second office's buttons pressed from every other phone, over a restart
// and a moved clock, and by that office itself after somebody cried for help. The clock of the wish runs on, and each alarm comes once.
func TestDeletionNeedsTwoOffices(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		const tts, lain, sek, malaka, prov, citizen, stranger = 1001, 1002, 1003, 1004, 1005, 1006, 1007
		phones := e2e.NewPhones(h.emu, h)
		says(t, phones, "@officer tts 53.02/duty/1", "@officer lain 53.02/duty/2", "@officer sek 53.02/secretary/1", "@officer malaka 53.21/secretary/1",
			"@officer prov 53/secretary/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]", "citizen> [Keluarganya]", "citizen> [Mau diberangkatkan]",
			"citizen> adik saya dibawa agen", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]", "citizen> [Boleh kapan saja]", "citizen> [Kirim]",
			"stranger> /start", "officer.tts> [Terima]", "citizen> data saya", "citizen> [Minta semua dihapus]", "citizen> [Ya, mau]",
			"officer.tts> [Jawab permintaan data]", "officer.tts> [Setuju dihapus]")
		stolen := handles(h, prov)
		if len(stolen) != 2 {
			t.Fatalf("the other office has %d buttons", len(stolen))
		}
		for _, who := range []int64{tts, lain, sek, malaka, citizen, stranger} {
			for _, data := range stolen {
				chat := h.emu.History(who)
				if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
					t.Fatal(err)
				}
			}
		}
		says(t, phones, "stranger> (sticker)", "@crash")
		wants := func(what string, counts map[string]int) {
			t.Helper()
			for action, n := range counts {
				if got := audited(t, h, action); len(got) != n {
					t.Errorf("%s: %s %q, want %d", what, action, got, n)
				}
			}
		}
		wants("forged", map[string]int{"right.ask": 1, "right.agree": 1, "right.erase": 0, "right.keep": 0, "right.answer": 0})

		says(t, phones, "citizen> tolong saya disekap sekarang", "officer.prov> [Setuju dihapus]", "@office tidy now", "@wait 25h", "@office tidy now")
		wants("somebody cried", map[string]int{"right.erase": 0, "case.erase": 0, "case.close": 0})

		says(t, phones, "@wait 25h", "@wait -10h", "@wait 10h", "@crash", "@wait 24h")
		wants("the clock", map[string]int{"right.warn": 2})
		if n := heard(h, prov, "tidak dijawab sampai batasnya"); n != 1 {
			t.Errorf("the office above was told %d times that nobody answered", n)
		}
		says(t, phones, "officer.prov> [Jawab permintaan data]", "officer.prov> [Tolak]", "officer.prov> [Bisa membahayakan orang]", "@wait 100h")
		wants("answered", map[string]int{"right.warn": 2, "right.answer": 1, "right.erase": 0})
		if n := heard(h, citizen, "disetujui"); n != 0 {
			t.Error("the reporter was told that it is erased")
		}
	})
}

// TestWhoeverWritesOnIsHeard erases nothing whose reporter wrote on before the day was over, and the case goes on.
func TestWhoeverWritesOnIsHeard(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := e2e.NewPhones(h.emu, h)
		says(t, phones, "@officer tts 53.02/duty/1", "@officer prov 53/secretary/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]",
			"citizen> [Keluarganya]", "citizen> [Mau diberangkatkan]", "citizen> adik saya dibawa agen", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
			"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]", "citizen> data saya", "citizen> [Minta semua dihapus]", "citizen> [Ya, mau]",
			"officer.tts> [Jawab permintaan data]", "officer.tts> [Setuju dihapus]", "officer.prov> [Setuju dihapus]", "@wait 3h",
			"citizen> tunggu dulu, adik saya belum pulang juga", "officer.tts> [Terima]", "@wait 30h", "@office tidy now")
		if erased, closed := audited(t, h, "case.erase"), audited(t, h, "case.reopen"); len(erased) != 0 || len(closed) != 1 {
			t.Errorf("erased %q, opened again %q", erased, closed)
		}
		says(t, phones, "officer.tts> baca K-0001")
		if heard(h, 1001, "belum pulang juga") != 1 {
			t.Error("what was written on was not read")
		}
	})
}
