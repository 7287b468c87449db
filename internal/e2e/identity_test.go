package e2e_test

import (
	"slices"
	"strings"
	"testing"
)

// TestIdentityNeedsTwo tries to see what a reporter wrote of the own number with one seat: by asking and answering oneself, by the buttons
// of others, from every phone, by an old agreement, over a restart and a moved clock, and after the case changed hands. Then two agree.
func TestIdentityNeedsTwo(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts, lain, sek, malaka, citizen, stranger, prov, number = 1001, 1002, 1003, 1004, 1005, 1006, 1007, "0812·0000·0000"
		says(t, phones, "@officer prov 53/secretary/1")
		seen := func(want int, what string) {
			t.Helper()
			if got := heard(h, tts, number) + heard(h, lain, number); got != want {
				t.Errorf("%s: the number was shown %d times, want %d", what, got, want)
			}
		}
		ask := []string{"officer.tts> K-0001", "officer.tts> [Lainnya]", "officer.tts> [Nama atau nomor pelapor]", "officer.tts> [Menelepon pelapor]"}
		says(t, phones, ask...)
		if heard(h, prov, "minta melihat") != 0 {
			t.Error("a coordinator was asked although there is nothing to see")
		}
		says(t, phones, "citizen> nomor saya 0812 0000 0000", "officer.tts> baca K-0001")
		seen(0, "the content")
		says(t, phones, ask...)
		seen(0, "only asked")
		yes := button(t, h, prov, "h:") // the newest button with a handle is "no"; both are pressed from everywhere
		all := handles(h, prov)
		if !slices.Contains(all, yes) || len(all) < 2 {
			t.Fatalf("the coordinator has %d buttons", len(all))
		}
		for _, who := range []int64{tts, lain, sek, malaka, citizen, stranger} {
			for _, data := range all {
				chat := h.emu.History(who)
				if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
					t.Fatal(err)
				}
			}
		}
		says(t, phones, "stranger> (sticker)", "@crash")
		for _, action := range []string{"identity.agree", "identity.refuse", "identity.read"} {
			if got := audited(t, h, action); len(got) != 0 {
				t.Errorf("%s by forged presses: %q", action, got)
			}
		}
		says(t, phones, "officer.prov> [Setuju]", "officer.tts> [Lihat sekarang]")
		seen(1, "agreed")
		says(t, phones, "@wait -2h", "officer.tts> [Lihat sekarang]", "@wait 2h")
		seen(1, "the clock was put back")
		says(t, phones, "@wait 25h", "officer.tts> [Lihat sekarang]")
		seen(1, "after a day")
		says(t, phones, ask...)
		says(t, phones, "officer.prov> [Setuju]")
		kept := handles(h, tts)
		says(t, phones, "officer.sek> /kasus", "officer.sek> [Lainnya ➡]", "officer.sek> [Tim]", "officer.sek> [Petugas piket 1]",
			"officer.sek> [Pindahkan kasusnya]", "officer.sek> [Petugas piket 2]", "officer.lain> baca K-0001")
		for _, who := range []int64{tts, lain} {
			for _, data := range kept {
				chat := h.emu.History(who)
				if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
					t.Fatal(err)
				}
			}
		}
		says(t, phones, "stranger> (sticker)")
		seen(1, "the case has another owner")
		if got := audited(t, h, "identity.read"); len(got) != 1 || !strings.HasPrefix(got[0], "53.02/duty/1 ") {
			t.Errorf("the audit says of openings %q", got)
		}
	})
}
