package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/internal/e2e"
	"siaga/internal/emulator"
)

// TestAwayForSecondsHoursAndDays keeps the house away for from 149 seconds to three days. One person has pressed a button meanwhile and
// another has written; a third has wiped the chat before, and a card waits with an officer. Up to 150 seconds the press arrives by itself; after that it is gone, and
// the question is put again, once, with buttons that work. What was written arrives for a day; later that question is put again as well. The card
// works, and the wiped chat stays silent.
func TestAwayForSecondsHoursAndDays(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{149 * time.Second, 151 * time.Second, time.Hour, 23 * time.Hour, 25 * time.Hour, 72 * time.Hour} {
		t.Run(away.String(), func(t *testing.T) {
			t.Parallel()
			isAway(t, away)
		})
	}
}

func isAway(t *testing.T, away time.Duration) {
	t.Helper()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	says(t, phones, "@officer satu 53.02/duty/1", "citizen.tiga> /start", "citizen.tiga> [Ya, aman]", "citizen.tiga> [Dalam beberapa hari]", "citizen.tiga> [Saya melihat]",
		"citizen.tiga> [Mau diberangkatkan]", "citizen.tiga> [Lewati dulu]", "citizen.tiga> soe", "citizen.tiga> [Tidak ada]", "citizen.tiga> [Tidak ada]", "citizen.tiga> [Boleh kapan saja]",
		"citizen.tiga> [Kirim]", "citizen.tiga> /hapus",
		"citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]",
		"citizen.dua> /start", "citizen.dua> [Ya, aman]", "citizen.dua> [Tidak, sudah lewat]", "citizen.dua> [Saya melihat]", "citizen.dua> [Mau diberangkatkan]")
	silent, dua := len(h.emu.History(phones.ID("citizen.tiga"))), phones.ID("citizen.dua")
	if err := h.Away(t.Context(), func() error {
		if _, err := h.emu.Say(dua, "ada calo yang mengumpulkan orang"); err != nil {
			return err
		}
		if err := pressNewest(h, phones.ID("citizen"), "Saya melihat"); err != nil {
			return err
		}
		return h.Advance(away)
	}); err != nil {
		t.Fatal(err)
	}
	says(t, phones, "stranger> (sticker)") // comes to rest
	again := 0
	if away > 150*time.Second {
		again = 1
	}
	if n := told(h, phones.ID("citizen"), resumed); n != again {
		t.Errorf("whose press was lost was told %d times, want %d:\n%s", n, again, phones.Transcript())
	}
	if again == 1 {
		says(t, phones, "citizen> [Saya melihat]")
	}
	goesOn(t, h, phones, "citizen", "Siapa Anda", "Apa yang terjadi?")
	if away > 24*time.Hour { // the words are gone as well
		if n := told(h, dua, resumed); n != 1 {
			t.Errorf("whose words were lost was told %d times, want 1:\n%s", n, phones.Transcript())
		}
		says(t, phones, "citizen.dua> ada calo yang mengumpulkan orang")
	}
	goesOn(t, h, phones, "citizen.dua", "Di mana orang itu sekarang?", "Di mana orang itu sekarang?")
	if n := len(h.emu.History(phones.ID("citizen.tiga"))); n != silent {
		t.Errorf("the wiped chat has %d messages, had %d:\n%s", n, silent, phones.Transcript())
	}
	if away < 2*time.Hour {
		says(t, phones, "officer.satu> [Terima]")
		if n := told(h, phones.ID("officer.satu"), "sekarang Anda yang pegang"); n != 1 {
			t.Errorf("the card does not work:\n%s", phones.Transcript())
		}
	}
}

// goesOn wants a question to be the newest message; after a long silence it is asked first whether it is safe to type, and then what was
// asked before.
func goesOn(t *testing.T, h *inProcess, phones *e2e.Phones, who, asked, question string) {
	t.Helper()
	newest := func() string {
		all := h.emu.Chat(phones.ID(who))
		return all[len(all)-1].Text
	}
	if strings.Contains(newest(), "aman mengetik") {
		says(t, phones, who+"> [Ya, aman]")
		question = asked
	}
	if !strings.Contains(newest(), question) {
		t.Errorf("%s reads %q, want %q:\n%s", who, newest(), question, phones.Transcript())
	}
}

// told counts the messages on a phone that hold some words.
func told(h *inProcess, id int64, words string) int { return saidSince(h, id, 0, words) }

// pressNewest presses a button by its label, as somebody does while nobody answers.
func pressNewest(h *inProcess, id int64, label string) error {
	for _, m := range slices.Backward(h.emu.History(id)) {
		for _, b := range slices.Concat(m.Inline...) {
			if named(b, label) {
				_, err := h.emu.Press(id, m.ID, b.Data)
				return err
			}
		}
	}
	return fmt.Errorf("no button [%s]", label)
}

func named(b emulator.Button, label string) bool {
	return len(b.Text) >= len(label) && b.Text[len(b.Text)-len(label):] == label
}
