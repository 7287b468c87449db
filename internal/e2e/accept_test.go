package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/engine"
)

// TestTwoAcceptAtOnce has two officers press accept at the same moment, many times: one owner, one line of the audit, one notice to
// the reporter, and a truthful answer to the other.
func TestTwoAcceptAtOnce(t *testing.T) {
	for i, b := range backends() {
		if i%2 == 0 { // the two ways of intake do not differ here
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				twoAccept(t, b, 25)
			})
		}
	}
}

func twoAccept(t *testing.T, b backend, times int) {
	h := newInProcess(t, b)
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute
	says(t, phones, "@officer satu 53.02/duty/1", "@officer dua 53.02/duty/2", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Tidak, sudah lewat]",
		"citizen> [Saya melihat]", "citizen> [Kerja paksa, upah ditahan]", "citizen> [Lewati dulu]", "citizen> soe", "citizen> [Tidak ada]",
		"citizen> [Tidak ada]", "citizen> [Boleh kapan saja]", "citizen> [Kirim]")
	officers, citizen := []int64{1001, 1002}, int64(1003)
	first := firstCase(t, h)
	for n := range times {
		id := fmt.Sprintf("race-%03d", n)
		c := offeredAgain(t, h, first, id)
		says(t, phones, "officer.satu> kasus "+c.Code, "officer.dua> kasus "+c.Code)
		told := len(h.emu.History(citizen))
		before := map[int64]int{officers[0]: len(h.emu.History(officers[0])), officers[1]: len(h.emu.History(officers[1]))}
		pressTogether(t, h, officers, c.Code)
		says(t, phones, "stranger> (sticker)") // comes to rest
		winner := ownerOf(t, h, id)
		if winner != "53.02/duty/1" && winner != "53.02/duty/2" {
			t.Fatalf("%s belongs to %q", id, winner)
		}
		if got := accepts(t, h, id); got != 1 {
			t.Errorf("%s: %d lines of the audit say that it was accepted", id, got)
		}
		if got := saidSince(h, citizen, told, "sudah menerima"); got != 1 {
			t.Errorf("%s: the reporter was told %d times", id, got)
		}
		loser := officers[1-slices.Index([]casework.SeatID{"53.02/duty/1", "53.02/duty/2"}, winner)]
		won := officers[slices.Index([]casework.SeatID{"53.02/duty/1", "53.02/duty/2"}, winner)]
		if saidSince(h, won, before[won], "sekarang Anda yang pegang") != 1 || saidSince(h, loser, before[loser], "sekarang Anda yang pegang") != 0 ||
			saidSince(h, loser, before[loser], "Sudah lebih dulu diambil") != 1 {
			t.Errorf("%s: the winner was told %d times; the loser %d times that it is theirs and %d times the truth", id,
				saidSince(h, won, before[won], "sekarang Anda yang pegang"), saidSince(h, loser, before[loser], "sekarang Anda yang pegang"),
				saidSince(h, loser, before[loser], "Sudah lebih dulu diambil"))
		}
	}
}

// firstCase is the only open case of the task force.
func firstCase(t *testing.T, h *inProcess) casework.Case {
	t.Helper()
	var c casework.Case
	err := h.house.Store.System(t.Context(), func(tx engine.Tx) error {
		cases, err := tx.CasesOf(t.Context(), "53.02")
		if err == nil && len(cases) == 1 {
			c = cases[0]
		}
		return err
	})
	if err != nil || c.ID == "" {
		t.Fatalf("no case: %v", err)
	}
	return c
}

// offeredAgain stores one more case of the same reporter, offered to the same task force.
func offeredAgain(t *testing.T, h *inProcess, like casework.Case, id string) casework.Case {
	t.Helper()
	now := h.clock()
	plan := casework.Plan{Offer: casework.Offer{To: like.Lead, Why: "why", Deadline: now.Add(24 * time.Hour)}}
	c, err := casework.Start(id, strings.ToUpper(id), like.Report, false, plan, now)
	if err != nil {
		t.Fatal(err)
	}
	err = h.house.Store.System(t.Context(), func(tx engine.Tx) error {
		p, err := tx.Reporter(t.Context(), like.ID)
		if err != nil {
			return err
		}
		if err := tx.SaveCase(t.Context(), c); err != nil {
			return err
		}
		return tx.SetReporter(t.Context(), c.ID, p)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// pressTogether presses "Terima" on the newest card of the case on each phone, from goroutines that start at once.
func pressTogether(t *testing.T, h *inProcess, officers []int64, code string) {
	t.Helper()
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for _, id := range officers {
		message, data := 0, ""
		for _, m := range h.emu.Chat(id) {
			for _, b := range slices.Concat(m.Inline...) {
				if b.Text == "Terima" && strings.Contains(m.Text, code) {
					message, data = m.ID, b.Data
				}
			}
		}
		if data == "" {
			t.Fatalf("phone %d shows no card of %s", id, code)
		}
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			if _, err := h.emu.Press(id, message, data); err != nil {
				t.Error(err)
			}
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

func ownerOf(t *testing.T, h *inProcess, id string) casework.SeatID {
	t.Helper()
	var owner casework.SeatID
	err := h.house.Store.System(t.Context(), func(tx engine.Tx) error {
		c, err := tx.Case(t.Context(), id)
		owner = c.Owner
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return owner
}

// accepts counts the lines of the audit that say that a case was accepted.
func accepts(t *testing.T, h *inProcess, id string) int {
	t.Helper()
	rows, err := h.house.Store.AuditEntries(t.Context(), 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		if r.Action == "case.accept" && r.Target == id {
			n++
		}
	}
	return n
}

// saidSince counts the messages of the bot on a phone after the first so many that hold these words.
func saidSince(h *inProcess, id int64, after int, words string) int {
	n := 0
	for _, m := range h.emu.History(id)[after:] {
		if m.FromBot && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}
