package offer

import (
	"slices"
	"testing"

	"siaga/internal/region"
)

// TestWhatIsNotMeant reads words that sound like a sign and are none, beside those that are one.
func TestWhatIsNotMeant(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	for _, x := range []struct {
		text, code string
		is         bool
	}{
		{"Crewing vacancy AB, Singapore flag, SIP3MI 06/0098/2023, USD 1,150, PKL before the harbour master. No agency fee.", "unlicensed", false},
		{"Crewing vacancy AB, Singapore flag, USD 1,150. No agency, direct to the captain.", "unlicensed", true},
		{"Ladang sawit Pahang, SIP3MI 21/0308/2024, calling visa dulu, paspor pegang masing2 ada lokernya", "doc_retention", false},
		{"Pabrik Johor, paspor dipegang masing-masing, kontrak dibaca dulu", "doc_retention", false},
		{"Ladang sawit Pahang, paspor pegang mandor ada lokernya", "doc_retention", true},
		{"Perawat Dammam lewat PT Zamrud Pelita Mandala, SIP3MI 12/0233/2024, visa kerja, SAR 4.200", "banned_destination", false},
		{"PT Mandala Karsa cari perawat untuk Taiwan, visa kerja", "banned_destination", false},
		{"Loker admin di Mandalay gaji 12 juta", "banned_destination", true},
		{"Kerja di kambodia, admin, gaji 12 juta", "banned_destination", true},
		{"Kerja di Sihanoukvile, admin, gaji 12 juta", "banned_destination", true},
		{"Open trip Kamboja 4 hari, hotel dan sarapan, bebas visa, sisa 4 kursi", "banned_destination", false},
		{"Open trip Kamboja 4 hari, hotel, sampai sana kerja admin gaji 9 juta", "banned_destination", true},
		{"Open trip Kamboja gratis, tiket ditanggung, hotel, DM saja", "banned_destination", true},
		{"Pinjaman modal warung 5 juta, angsuran mingguan, jaminan BPKB", "doc_retention", false},
		{"Pinjaman 5 juta buat keluarga, jaminan BPKB, dicicil dari gaji di Taiwan", "exit_penalty", true},
		{"Cari terapis hotel, booking kamar lewat admin, gaji UMK", "sexual_exploitation", false},
		{"Cari cewek LC, dibooking tamu hotel, kasbon ada", "sexual_exploitation", true},
		{"Jual ginjal sapi dan hati ayam beku, 60 ribu sekilo", "organ_body", false},
		{"Jual ginjal golongan O, 200 juta, operasi di luar", "organ_body", true},
		{"Beasiswa penuh S1 ke Turki, uang saku 800 euro, daftar di laman resmi kampus", "fake_internship", false},
		{"Beasiswa sambil kerja di Taiwan untuk mahasiswa, dana talangan dipotong gaji", "fake_internship", true},
	} {
		s, _ := a.opened(x.text)
		var codes []string
		for _, r := range s.reasons(s.apply(a.signs)) {
			if r.Weight >= decides {
				codes = append(codes, r.Code)
			}
		}
		if got := slices.Contains(codes, x.code); got != x.is {
			t.Errorf("%q: %s decides is %v, want %v (%v)", x.text, x.code, got, x.is, codes)
		}
	}
}
