package e2e_test

import (
	"slices"
	"strings"
	"testing"
)

// standing lists a person's own messages that were not deleted from a chat and hold some words.
func standing(h *inProcess, id int64, words string) []string {
	var out []string
	for _, m := range h.emu.History(id) {
		if !m.FromBot && !m.Deleted && strings.Contains(strings.ReplaceAll(m.Text, " ", ""), words) {
			out = append(out, m.Text)
		}
	}
	return out
}

// TestPINGuessed guesses an officer's PIN as whoever found the phone would: many at once, over a restart, with a moved clock, and by the
// button of the one who forgot it. Five guesses are looked at, the coordinator hears of it, and the officer waits a quarter of an hour at
// most. No PIN stays in the chat.
func TestPINGuessed(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts, lain, sek, malaka, citizen, stranger = 1001, 1002, 1003, 1004, 1005, 1006
		says(t, phones, "officer.tts> /kasus", "officer.tts> [Lainnya ➡]", "officer.tts> [PIN]", "officer.tts> [Pasang atau ganti PIN]",
			"officer.tts> 482913", "officer.tts> 482913", "officer.tts> baca K-0001", "@wait 16m", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 1 {
			t.Fatalf("content was shown %d times, want 1", got)
		}
		for range 30 {
			if _, err := h.emu.Say(tts, "111 111"); err != nil {
				t.Fatal(err)
			}
		}
		says(t, phones, "officer.tts> 482913", "@crash", "officer.tts> 482913", "@wait -24h", "@wait 24h", "officer.tts> baca K-0001")
		if got, waits := heard(h, tts, "tidak cocok"), heard(h, tts, "Terlalu banyak tebakan"); got != 5 || waits != 27 {
			t.Errorf("%d guesses were looked at and %d were not, want 5 and 27", got, waits)
		}
		if got := heard(h, tts, canary); got != 1 {
			t.Errorf("content was shown %d times, want 1", got)
		}
		if heard(h, sek, "salah diketik lima kali") != 1 {
			t.Error("the coordinator did not hear of it once")
		}
		says(t, phones, "officer.tts> [Lupa PIN]")
		data := button(t, h, sek, "renew=")
		for _, who := range []int64{tts, lain, malaka, citizen, stranger} {
			chat := h.emu.History(who)
			if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
				t.Fatal(err)
			}
		}
		says(t, phones, "@wait 16m", "officer.tts> baca K-0001", "officer.tts> 482913")
		if got := audited(t, h, "seat.pin_reset"); len(got) != 0 {
			t.Errorf("somebody else let a new PIN be set: %q", got)
		}
		if got := heard(h, tts, canary); got != 2 {
			t.Errorf("after a quarter of an hour the right PIN showed content %d times, want 2", got)
		}
		for _, pin := range []string{"482913", "111111"} {
			if left := standing(h, tts, pin); len(left) > 0 {
				t.Errorf("%d messages with the PIN are still in the chat", len(left))
			}
		}
	})
}

// TestPINLocksWithTheClock shows that a clock put back locks, that the wait between guesses is never longer than a quarter of an hour, and
// that a new officer on the seat has no use of the PIN before.
func TestPINLocksWithTheClock(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts = 1001
		says(t, phones, "officer.tts> /kasus", "officer.tts> [Lainnya ➡]", "officer.tts> [PIN]", "officer.tts> [Pasang atau ganti PIN]",
			"officer.tts> 482913", "officer.tts> 482913", "@wait -1h", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 0 {
			t.Errorf("after the clock was put back content was shown %d times, want 0", got)
		}
		says(t, phones, slices.Repeat([]string{"officer.tts> 555000"}, 5)...)
		says(t, phones, "@wait -1h", "officer.tts> 482913", "officer.tts> baca K-0001") // a wait of an hour and a quarter would be no wait but a lock
		if got := heard(h, tts, canary); got != 1 {
			t.Errorf("after the clock was put back the right PIN showed content %d times, want 1", got)
		}
		says(t, phones, "@officer baru 53.02/duty/1", "officer.baru> baca K-0001")
		if got := heard(h, 1007, canary); got != 1 {
			t.Errorf("the successor, who set no PIN, was shown content %d times, want 1", got)
		}
	})
}

// TestPINRequired lets a coordinator require PINs, and nobody else. A seat without one sets it before content is shown, and cannot drop it.
func TestPINRequired(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		phones := reported(t, h)
		const tts, lain, malaka = 1001, 1002, 1004
		for _, who := range []int64{tts, lain} { // no coordinators
			for _, state := range []string{"", "pin", "menu"} {
				chat := h.emu.History(who)
				if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, "f:"+state+":0:require"); err != nil {
					t.Fatal(err)
				}
			}
		}
		says(t, phones, "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 1 {
			t.Errorf("a duty officer made a PIN required: content was shown %d times, want 1", got)
		}
		says(t, phones, "officer.sek> /kasus", "officer.sek> [Lainnya ➡]", "officer.sek> [PIN]", "officer.sek> [Wajibkan semua kursi]",
			"officer.tts> baca K-0001", "@crash", "officer.tts> baca K-0001", "officer.tts> 222222")
		if got := heard(h, tts, canary); got != 1 {
			t.Errorf("without a PIN content was shown %d times, want 1", got)
		}
		says(t, phones, "officer.tts> 482913", "officer.tts> 482913")
		if got := heard(h, tts, canary); got != 2 {
			t.Errorf("once the PIN was set content was shown %d times, want 2", got)
		}
		chat := h.emu.History(tts)
		says(t, phones, "officer.tts> /kasus", "officer.tts> [Lainnya ➡]", "officer.tts> [PIN]")
		if _, err := h.emu.Forge(tts, tts, chat[len(chat)-1].ID, "f:pin:0:drop"); err != nil {
			t.Fatal(err)
		}
		says(t, phones, "officer.tts> 482913", "@wait 20m", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 2 {
			t.Errorf("a required PIN was dropped: content was shown %d times, want 2", got)
		}
		says(t, phones, "officer.tts> 482913", "officer.sek> /kasus", "officer.sek> [Lainnya ➡]", "officer.sek> [PIN]", "officer.sek> [Tidak wajib lagi]",
			"officer.tts> /kasus", "officer.tts> [Lainnya ➡]", "officer.tts> [PIN]", "officer.tts> [Hapus PIN]", "officer.tts> 482913",
			"@wait 20m", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 4 {
			t.Errorf("once it was dropped content was shown %d times, want 4", got)
		}
		if got := audited(t, h, "seat.pin_drop"); len(got) != 1 {
			t.Errorf("the audit says of dropped PINs: %q", got)
		}
	})
}
