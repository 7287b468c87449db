package e2e_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/internal/e2e"
	"siaga/internal/offer"
)

// recruiter is the number of a recruiter who was made up.
const recruiter = "0812-0000-4477"

// reports sends a report of one phone that names the recruiter's number.
func reports(t *testing.T, phones *e2e.Phones, who string) {
	t.Helper()
	lines := []string{"/start", "[Ya, aman]", "[Dalam beberapa hari]", "[Keluarganya]", "[Mau diberangkatkan]",
		"adik saya diajak orang bernomor " + recruiter, "kab tts", "[Tidak ada]", "[Tidak ada]", "[Boleh kapan saja]", "[Kirim]"}
	for i := range lines {
		lines[i] = who + "> " + lines[i]
	}
	says(t, phones, lines...)
}

// TestNumberOfEarlierReports: told from the third reporter on whose report an officer took up, never to one of them alone, and with
// nothing of the reports in it.
func TestNumberOfEarlierReports(t *testing.T) {
	for i, b := range backends() {
		if i%2 == 1 {
			continue // the two ways of intake do not differ here
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, b)
			phones := e2e.NewPhones(h.emu, h)
			says(t, phones, "@officer tts 53.02/duty/1", "seeker> /start", "seeker> [Ya, aman]", "seeker> [Cek tawaran kerja]")
			const seeker = int64(1002)
			check := func() int {
				t.Helper()
				before := len(h.emu.History(seeker))
				says(t, phones, "seeker> Lowongan pabrik di Johor, gaji 1.700 ringgit, hubungi "+recruiter, "seeker> [Periksa tawaran lain]")
				return saidSince(h, seeker, before, "sudah pernah diperhatikan petugas")
			}
			for n := 1; n <= 3; n++ {
				reports(t, phones, fmt.Sprintf("warga%d", n))
				if got := check(); got != 0 {
					t.Errorf("%d reports of which %d were taken up: told", n, n-1)
				}
				says(t, phones, "officer.tts> [Terima]")
				if got, want := check(), n/3; got != want {
					t.Errorf("%d reports taken up: told %d times, want %d", n, got, want)
				}
			}
			// One of the three asks: the others are two.
			before := len(h.emu.History(1003))
			says(t, phones, "warga1> /cek", "warga1> Lowongan pabrik di Johor, gaji 1.700 ringgit, hubungi "+recruiter)
			if got := saidSince(h, 1003, before, "sudah pernah diperhatikan petugas"); got != 0 {
				t.Error("a reporter is told of their own report")
			}
			for _, m := range h.emu.History(seeker) {
				for _, word := range []string{"TTS", "Timor", "adik", "warga", "laporan"} {
					if m.FromBot && strings.Contains(m.Text, "diperhatikan petugas") && strings.Contains(m.Text, word) {
						t.Errorf("%q is told of the reports:\n%s", word, m.Text)
					}
				}
			}
		})
	}
}

// TestRegisterOfAgencies: what the operator imported is said with its day from the next check on, and nothing before.
func TestRegisterOfAgencies(t *testing.T) {
	for i, b := range backends() {
		if i%2 == 1 {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, b)
			phones := e2e.NewPhones(h.emu, h)
			says(t, phones, "seeker> /start", "seeker> [Ya, aman]", "seeker> [Cek tawaran kerja]")
			const seeker = int64(1001)
			check := func(words string) int {
				t.Helper()
				before := len(h.emu.History(seeker))
				says(t, phones, "seeker> PT Contoh Karya Mandiri, SIP3MI nomor 123/2024, perawat lansia Taiwan, visa kerja, gaji NT$ 20.000", "seeker> [Periksa tawaran lain]")
				return saidSince(h, seeker, before, words)
			}
			day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
			if got := check("di daftar per"); got != 0 {
				t.Error("a register is spoken of that was never imported")
			}
			row := offer.Agency{Name: "PT Contoh Karya Mandiri", Licence: "123/2024", Status: offer.AgencyActive}
			for want, rows := range map[string][]offer.Agency{
				"Nama PT ini ada di daftar per 1 Nov 2026. ":       {row},
				"Nama PT ini tidak ada di daftar per 1 Nov 2026. ": {{Name: "PT Lain Sekali", Licence: "1/2020", Status: offer.AgencyActive}},
				"Nomor izin 123/2024 tidak cocok dengan daftar per": {{Name: "PT Contoh Karya Mandiri", Licence: "77/2021", Status: offer.AgencyActive},
					{Name: "PT Lain Sekali", Licence: "SIP3MI 0123/2024", Status: offer.AgencyActive}},
				"tertulis sudah tidak berlaku": {{Name: "Contoh Karya Mandiri, PT.", Licence: "1/2020", Status: offer.AgencyRevoked}},
			} {
				if err := h.house.Engine.ImportAgencies(t.Context(), day, rows, false); err != nil {
					t.Fatal(err)
				}
				if got := check(want); got != 1 {
					t.Errorf("%q was said %d times", want, got)
				}
			}
		})
	}
}
