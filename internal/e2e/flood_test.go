package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"siaga/internal/e2e"
	"siaga/internal/emulator"
)

// TestACryOvertakesAFlood has thousands of messages of noise from many accounts wait, with one cry for help behind all of them: it is in
// front of an officer while most of the noise still waits, and in the end everybody was answered. SIAGA_FLOOD sets how many messages
// (20,000 for docs/security.md).
func TestACryOvertakesAFlood(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	says(t, phones, "@officer tts 53.02/duty/1", "stranger> /start")
	h.shut()
	noise := amount(t, "SIAGA_FLOOD", 1500)
	people := max(1, noise/4) // 20,000 messages from 5,000 accounts
	for n := range noise {
		id := int64(20_000 + n%people)
		if n < people {
			h.emu.AddPerson(emulator.Person{ID: id, FirstName: "x", LanguageCode: "id"})
		}
		if _, err := h.emu.Say(id, []string{"/start", "asdf", "wkwkwk bot", "halo min", "beli pulsa 50rb", "qwerty uiop"}[n/people%6]); err != nil {
			t.Fatal(err)
		}
	}
	const cries = int64(19_999)
	h.emu.AddPerson(emulator.Person{ID: cries, FirstName: "y", LanguageCode: "id"})
	if _, err := h.emu.Say(cries, "tolong saya disekap di kab tts, tidak bisa keluar, mereka pukul saya"); err != nil {
		t.Fatal(err)
	}
	h.open()
	pressed := false
	comesTrue(t, "the cry is in front of an officer", func() bool {
		if !pressed {
			pressed = pressIfThere(t, h, cries, "Kirim sekarang")
		}
		return saidSince(h, 1001, 0, "Terima") > 0 || offered(h)
	})
	left := waitingNoise(t, h)
	if left < noise/2 {
		t.Errorf("only %d of %d messages of noise still waited: the cry stood in line", left, noise)
	}
	settle(t, phones)
	for id := int64(20_000); id < int64(20_000+people); id++ {
		if len(h.emu.Chat(id)) < 2 {
			t.Fatalf("phone %d was not answered", id)
		}
	}
	nothingLost(t, h)
	t.Logf("%d messages from %d accounts; %d of them still waited when the officer had the card", noise, people, left)
}

// offered tells whether the officer's phone shows a case to accept.
func offered(h *inProcess) bool {
	for _, m := range h.emu.Chat(1001) {
		for _, row := range m.Inline {
			for _, b := range row {
				if strings.HasSuffix(b.Text, "Terima") {
					return true
				}
			}
		}
	}
	return false
}

func pressIfThere(t *testing.T, h *inProcess, phone int64, label string) bool {
	t.Helper()
	for _, m := range h.emu.Chat(phone) {
		for _, row := range m.Inline {
			for _, b := range row {
				if strings.HasSuffix(b.Text, label) {
					if _, err := h.emu.Press(phone, m.ID, b.Data); err != nil {
						t.Fatal(err)
					}
					return true
				}
			}
		}
	}
	return false
}

// waitingNoise counts the messages that were not handled yet, stored or not.
func waitingNoise(t *testing.T, h *inProcess) int {
	t.Helper()
	s, err := h.house.Store.Stats(t.Context())
	if err != nil {
		t.Fatal(fmt.Errorf("stats: %w", err))
	}
	return s.Waiting + h.emu.Pending()
}
