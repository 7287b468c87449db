package e2e_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"siaga/flows/duty"
	"siaga/flows/flowtest"
	"siaga/internal/e2e"
	"siaga/internal/engine"
	"siaga/internal/tally"
)

// TestPostersAndLessonsCountForTheirRegion opens the bot from a poster of a kabupaten, by its link without one, and as an officer, and goes to
// the lessons and the check of an offer: each is counted once for the region of the poster, and the database holds nothing but the numbers.
func TestPostersAndLessonsCountForTheirRegion(t *testing.T) {
	t.Parallel()
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, b)
			says(t, e2e.NewPhones(h.emu, h), "@officer tts 53.02/duty/1", "officer.tts> /start r-5302-id",
				"citizen> /start r-5302-id", "citizen> [Ya, aman]", "citizen> /start r-5302-id", "citizen> [Ya, aman]", "citizen> [Belajar dulu]", "@again",
				"citizen> [Pulang ke rumah]", "citizen> [Kembali ke awal]", "citizen> [Cek tawaran kerja]",
				"guru> /start r-53-id", "guru> [Ya, aman]", "guru> [Belajar dulu]",
				"tetangga> /start", "tetangga> [Ya, aman]", "tetangga> [Belajar dulu]",
				"sepupu> /start r-9999-id", "sepupu> [Ya, aman]", "sepupu> [Cek tawaran kerja]")
			rows, err := h.house.Store.SQL().QueryContext(t.Context(), "SELECT month, code, what, n FROM region_uses ORDER BY code, what")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for rows.Next() {
				var month, code, what string
				var n int
				if err := rows.Scan(&month, &code, &what, &n); err != nil {
					t.Fatal(err)
				}
				got = append(got, fmt.Sprintf("%s %q %s %d", month, code, what, n))
			}
			if err := errors.Join(rows.Err(), rows.Close()); err != nil {
				t.Fatal(err)
			}
			want := []string{`2026-11 "" learn 1`, `2026-11 "" selfcheck 1`, `2026-11 "53" learn 1`, `2026-11 "53" poster 1`,
				`2026-11 "53.02" learn 1`, `2026-11 "53.02" poster 1`, `2026-11 "53.02" selfcheck 1`}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("counted:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// TestEveryDrillStoryIsHarmless tells every story to a task force that takes it, reads it and asks: each message about it says that it is an
// exercise, which story it was is kept, and the desks above hear nothing of it.
func TestEveryDrillStoryIsHarmless(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	heard := 0 // what was said is added to what was said before
	play := func(lines ...string) string {
		t.Helper()
		script, err := flowtest.Parse("drills", "# Drills.\n\n"+strings.Join(lines, "\n")+"\n")
		if err != nil {
			t.Fatal(err)
		}
		all, err := phones.Play(t.Context(), script)
		if err != nil {
			t.Fatalf("%v\n%s", err, all)
		}
		got := all[heard:]
		heard = len(all)
		return got
	}
	play("@officer tts 53.02/duty/1", "@officer ntt 53/duty/1", "@officer pusat 00/duty/1")
	for _, story := range (duty.Desk{}).DrillStories() {
		if err := h.house.Engine.RunDrill(t.Context(), "53.02", h.clock(), story); err != nil {
			t.Fatal(err)
		}
		got := play("@wait 1s", "officer.tts> [Terima]", "officer.tts> [Baca isi]", "officer.tts> [Tanya pelapor]", "officer.tts> [Aman sekarang?]", "@wait 30s", "@wait 60s")
		if strings.Contains(got, "bot.ntt>") || strings.Contains(got, "bot.pusat>") {
			t.Errorf("%s reaches others:\n%s", story, got)
		}
		if n := strings.Count(got, "LATIHAN"); n < 6 || !strings.Contains(got, "LATIHAN. ") {
			t.Errorf("%s is marked %d times:\n%s", story, n, got)
		}
		for _, leads := range []string{"+62", "110", "129", "KBRI", "http"} {
			if strings.Contains(got, leads) {
				t.Errorf("%s leads to %s:\n%s", story, leads, got)
			}
		}
		play("@wait 24h")
	}
	told := map[string]bool{}
	err := h.house.Store.System(t.Context(), func(tx engine.Tx) error {
		found, err := tx.Drills(t.Context(), start.Add(-time.Hour))
		for _, d := range found {
			told[d.Scenario] = d.State == engine.DrillDone && !d.Answered.IsZero()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, story := range (duty.Desk{}).DrillStories() {
		if !told[story] {
			t.Errorf("%s is not kept as done and answered: %v", story, told)
		}
	}
	if err := h.house.Engine.RunDrill(t.Context(), "53.02", h.clock(), "none"); err == nil {
		t.Error("a story that is none is told")
	}
}

// TestTheTrendComesFromTheDailySnapshot keeps the scores of four weeks ago and reads them in the chat: in /kesiapan of a kabupaten, of its
// province, and in the letter on Monday.
func TestTheTrendComesFromTheDailySnapshot(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	day := tally.Day(start.AddDate(0, 0, -30)) // none of 28 days ago: the newest before
	if err := h.house.Store.SaveStandings(t.Context(), []tally.Standing{{Day: day, Code: "53", Score: 100}, {Day: day, Code: "53.02", Score: 1}}); err != nil {
		t.Fatal(err)
	}
	phones := e2e.NewPhones(h.emu, h)
	script, err := flowtest.Parse("trend", "# Trend.\n\n@officer tts 53.02/duty/1\n@officer sekre 53/secretary/1\nofficer.tts> /kesiapan\nofficer.sekre> /kesiapan\n@wait 168h\n")
	if err != nil {
		t.Fatal(err)
	}
	got, err := phones.Play(t.Context(), script)
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	for _, want := range []string{`bot\.tts> Kesiapan Kabupaten Timor Tengah Selatan: \d+ dari 100, naik \d+ dalam empat minggu\.`,
		`bot\.sekre> Kesiapan Provinsi Nusa Tenggara Timur: \d+ dari 100, turun \d+ dalam empat minggu\.`,
		`bot\.sekre> Kesiapan minggu ini, Provinsi Nusa Tenggara Timur: \d+ dari 100, turun \d+ dalam empat minggu\.\n\n.*Dalam empat minggu 1 naik, 0 turun\.`} {
		if !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("nobody says %s:\n%s", want, got)
		}
	}
}
