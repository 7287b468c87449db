package e2e_test

import (
	"strings"
	"testing"
	"time"

	"siaga/internal/e2e"
)

// TestPostgreSQLThatVanishes lets the machine of PostgreSQL be gone without a word in the middle of a report, and another one answer at the
// same address: no connection is ended, nothing arrives on them any more. The program gives them up by itself, and the report comes to
// its end with nothing lost and no new start.
func TestPostgreSQLThatVanishes(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs a program for a minute; left out with -short")
	}
	need(t, "SIAGA_TEST_POSTGRES")
	h, at := behindWire(t, program(t), nil)
	phones := newPhones(h.emu, h)
	phones.Patience = 4 * time.Minute
	says(t, phones, "@officer tts 53.02/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]")
	began, lost := time.Now(), at.wire.carriedSoFar()
	at.vanish()
	lives := h.serve
	says(t, phones, "citizen> [Saya melihat]")
	took := time.Since(began)
	t.Logf("of %d connections none was heard of again; the next answer came after %v", lost, took.Round(time.Second))
	if took < 2*time.Second || took > 90*time.Second {
		t.Errorf("the next answer took %v", took)
	}
	says(t, phones, "citizen> [Kerja paksa, upah ditahan]", "citizen> [Lewati dulu]", "citizen> soe", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]")
	if h.serve != lives || !h.runs() {
		t.Error("the program began anew")
	}
	if n := toldOn(phones, h, "citizen", "sudah tersimpan"); n != 1 {
		t.Errorf("the report was received %d times:\n%s", n, phones.Transcript())
	}
	at.cut()
	at.mend() // else the end of the program waits for the machine that is gone
}

// toldOn counts the messages on a phone that say something.
func toldOn(phones *e2e.Phones, h *fragile, who, what string) (n int) {
	for _, m := range h.emu.History(phones.ID(who)) {
		if m.FromBot && strings.Contains(m.Text, what) {
			n++
		}
	}
	return n
}
