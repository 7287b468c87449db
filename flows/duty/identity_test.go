package duty

import (
	"strings"
	"testing"
)

// TestVeiled leaves out what reporters call their own, and nothing an officer needs.
func TestVeiled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words string
		asked bool
		gone  string // "": nothing is left out
	}{
		{"nomor saya 081234500001, tolong", false, "081234500001"},
		{"hubungi saya di 0812-3450-0001", false, "0812-3450-0001"},
		{"ini 081234500001 nomor saya", false, "081234500001"},
		{"WA saya +62 812 3450 0001 jangan telepon", false, "812 3450 0001"},
		{"NIK saya 3201010101900001", false, "3201010101900001"},
		{"my number is 081234500001", false, "081234500001"},
		{"boleh, 0812 0000 0000 habis magrib", true, "0812 0000 0000"},
		{"nama saya Siti Aminah, dari Soe", false, "Siti Aminah"},
		{"Nama saya: siti, umur 20", false, "siti"},
		{"namaku Budi", false, "Budi"},
		{"my name is Budi Santoso", false, "Budi Santoso"},
		{"nomor agennya 081234500001", false, ""},
		{"perekrut WA 0812 3450 0001, rekening BRI 1234567890", false, ""},
		{"nama saya dipakai untuk pinjaman", false, ""},
		{"gaji 3000000 sebulan, tanggal 12-11-2026", false, ""},
		{"boleh, habis magrib", true, ""},
		{"adik saya mau dibawa Pak Anton", false, ""},
	} {
		shown, hid := veiled(c.words, c.asked)
		switch {
		case hid != (c.gone != ""):
			t.Errorf("%q: left something out is %v; shown %q", c.words, hid, shown)
		case c.gone == "" && shown != c.words, c.gone != "" && strings.Contains(shown, c.gone):
			t.Errorf("%q: shown as %q", c.words, shown)
		}
	}
}
