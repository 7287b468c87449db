package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/engine"
)

// reported plays a report up to a case that an officer of TTS holds, with its coordinator and those of the province there.
func reported(t *testing.T, h *inProcess) *e2e.Phones {
	t.Helper()
	phones := e2e.NewPhones(h.emu, h)
	says(t, phones, "@officer tts 53.02/duty/1", "@officer lain 53.02/duty/2", "@officer sek 53.02/secretary/1", "@officer malaka 53.21/secretary/1",
		"citizen> /start", "citizen> [Ya, aman]", "citizen> [Dalam beberapa hari]", "citizen> [Keluarganya]", "citizen> [Mau diberangkatkan]",
		"citizen> adik saya di rumah "+canary+" mau dibawa", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]", "stranger> /start")
	return phones
}

// audited lists the audit's lines of one action, as "actor target".
func audited(t *testing.T, h *inProcess, action string) []string {
	t.Helper()
	rows, err := h.house.Store.AuditEntries(t.Context(), 0, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		if r.Action == action {
			out = append(out, r.Actor+" "+r.Target)
		}
	}
	return out
}

// heard counts the messages of the bot on a phone that hold some words, deleted ones too.
func heard(h *inProcess, id int64, words string) int {
	n := 0
	for _, m := range h.emu.History(id) {
		if m.FromBot && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// onBothHouses runs a test on SQLite and on PostgreSQL with Redis.
func onBothHouses(t *testing.T, test func(*testing.T, *inProcess)) {
	t.Helper()
	t.Parallel()
	for _, b := range []backend{backends()[0], backends()[2]} {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			test(t, newInProcess(t, b))
		})
	}
}

// TestUnusualReadingFreezesTheSeat attacks the limit of openings an hour as whoever holds an officer's phone would: all at once, over a
// restart, over a clock that is put back, and by pressing the button that ends the freeze. The clocks of the seat's cases go on.
func TestUnusualReadingFreezesTheSeat(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		h.cfg.ReadsAnHour = 5
		phones := reported(t, h)
		says(t, phones, "@crash")
		const tts, lain, sek, malaka, citizen, stranger = 1001, 1002, 1003, 1004, 1005, 1006
		for range 30 { // at once
			if _, err := h.emu.Say(tts, "baca K-0001"); err != nil {
				t.Fatal(err)
			}
		}
		says(t, phones, "stranger> (sticker)")
		if got := heard(h, tts, canary); got != 5 {
			t.Errorf("content was shown %d times, want 5", got)
		}
		says(t, phones, "@crash", "officer.tts> baca K-0001", "@wait -48h", "officer.tts> baca K-0001", "@wait 72h", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 5 {
			t.Errorf("after a restart and with a moved clock content was shown %d times, want 5", got)
		}
		if got := audited(t, h, "case.read"); len(got) != 5 {
			t.Errorf("the audit knows of %d openings, want 5", len(got))
		}
		if got := audited(t, h, "seat.freeze"); !slices.Equal(got, []string{"system 53.02/duty/1"}) {
			t.Errorf("the audit says of freezes %q", got)
		}
		data := button(t, h, sek, "thaw=")
		for _, who := range []int64{tts, lain, malaka, citizen, stranger} {
			chat := h.emu.History(who)
			if _, err := h.emu.Forge(who, who, chat[len(chat)-1].ID, data); err != nil {
				t.Fatal(err)
			}
		}
		says(t, phones, "officer.tts> baca K-0001")
		if got := audited(t, h, "seat.thaw"); len(got) != 0 {
			t.Errorf("somebody else ended the freeze: %q", got)
		}
		if got := audited(t, h, "case.lapse"); len(got) != 0 {
			t.Errorf("the case lapsed: %q", got)
		}
		var g engine.Guard
		if err := h.house.Store.System(t.Context(), func(tx engine.Tx) (err error) {
			g, err = tx.Guard(t.Context(), casework.SeatID("53.02/duty/1"), time.Time{})
			return err
		}); err != nil || g.Freeze == "" {
			t.Errorf("the seat is not frozen any more: %v", err)
		}
		says(t, phones, "officer.sek> [Wajar, buka lagi]", "officer.tts> baca K-0001")
		if got := heard(h, tts, canary); got != 6 {
			t.Errorf("after the thaw content was shown %d times, want 6", got)
		}
		if got := audited(t, h, "seat.thaw"); !slices.Equal(got, []string{"53.02/secretary/1 53.02/duty/1"}) {
			t.Errorf("the audit says of thaws %q", got)
		}
	})
}

// button gives the callback data of the newest button on a phone that asks for something.
func button(t *testing.T, h *inProcess, id int64, choice string) string {
	t.Helper()
	for _, m := range slices.Backward(h.emu.History(id)) {
		for _, b := range slices.Concat(m.Inline...) {
			if strings.Contains(b.Data, choice) {
				return b.Data
			}
		}
	}
	t.Fatalf("phone %d has no button %q", id, choice)
	return ""
}

// TestWhoKeepsAFrozenSeat asks further up hour by hour until somebody opens the content again; a frozen coordinator cannot do it for the
// own seat nor for another, and where nobody is, the operator can. Meanwhile a step's deadline passes and is told as ever.
func TestWhoKeepsAFrozenSeat(t *testing.T) {
	onBothHouses(t, func(t *testing.T, h *inProcess) {
		h.cfg.ReadsAnHour = 1
		phones := reported(t, h)
		says(t, phones, "@crash", "officer.tts> baca K-0001", "officer.tts> [Catat kemajuan]", "officer.tts> [Sudah dinilai]", "officer.tts> [Hari ini]",
			"officer.tts> [Lewati]", "officer.tts> [Jangan dulu]", "officer.tts> [Layanan kesehatan]", "officer.tts> 2 hari lagi", "officer.tts> baca K-0001",
			"@office revoke 53.02/secretary/1", "@officer pusat 00/secretary/1", "@wait 3h", "@wait 13h")
		if heard(h, 1007, "ditutup dari isi kasus") == 0 {
			t.Error("pusat was not asked after those below had been")
		}
		was := heard(h, 1001, "K-0001")
		says(t, phones, "@wait 72h")
		if heard(h, 1001, "K-0001") == was {
			t.Error("the deadline of a step passed, and the frozen seat was not told")
		}
		says(t, phones, "@office thaw 53.02/duty/1", "officer.tts> baca K-0001")
		if got := heard(h, 1001, canary); got != 2 {
			t.Errorf("after the operator's word content was shown %d times, want 2", got)
		}
	})
}
