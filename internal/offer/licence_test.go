package offer

import (
	"testing"
	"time"

	"siaga/internal/region"
)

func TestSameLicence(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		written, registered string
		want                bool
	}{
		{"123/2024", "123/2024", true},
		{"0123/2024", "SIP3MI No. 123/2024", true},
		{"SK 123 Tahun 2024", "123/2024", true},
		{"123 / 2024", "KEP.123/2024", true},
		{"KEP 123/MEN/2024", "KEP.123/MEN/2024", true},
		{"9120001234567", "NIB 9120001234567", true},
		{"123/2024", "124/2024", false},
		{"2024", "123/2024", false}, // a year alone
		{"12", "12", false},         // too little to say anything
		{"", "123/2024", false},
		{"123/2023", "123/2024", false},
		{"123/MEN/2024 di Cilacap", "123/MEN/2024", true},
	} {
		if got := SameLicence(x.written, x.registered); got != x.want {
			t.Errorf("%q and %q: %v", x.written, x.registered, got)
		}
	}
}

// TestLicenceOf: the number under its own name, another name, no name; one that lapsed; one that is nowhere.
func TestLicenceOf(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	register := []Agency{
		{Name: "PT Contoh Karya Mandiri", Licence: "123/2024", Status: AgencyActive},
		{Name: "PT Contoh Dua Sejati", Licence: "SIP3MI 0456/2019", Status: AgencyRevoked},
		{Name: "PT Contoh Tiga Bahari", Licence: "789/2022", Status: AgencyActive, ValidUntil: day.AddDate(0, -1, 0)},
	}
	for _, x := range []struct {
		number string
		names  []string
		want   Listing
	}{
		{"123/2024", []string{"PT Contoh Karya Mandiri"}, Listed},
		{"123/2024", []string{"PT Contoh Karya Mandiri Cilacap"}, Listed},
		{"123/2024", nil, Listed},
		{"123/2024", []string{"PT Lain Sekali"}, Borrowed},
		{"123/2024", []string{"PT Contoh Dua Sejati"}, Borrowed},
		{"456/2019", []string{"PT Contoh Dua Sejati"}, Lapsed},
		{"789/2022", nil, Lapsed},
		{"999/2024", []string{"PT Contoh Karya Mandiri"}, Missing},
		{"7", []string{"PT Contoh Karya Mandiri"}, Unasked},
	} {
		if got := LicenceOf(register, x.number, x.names, day); got != x.want {
			t.Errorf("%s of %v: %q, want %q", x.number, x.names, got, x.want)
		}
	}
}

// TestWithLicence: a number that is not as it should be makes "low" a caution and is named; one that is right lowers nothing.
func TestWithLicence(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	low := a.Assess("PT Contoh Karya Mandiri, SIP3MI nomor 123/2024, job order Taiwan untuk perawat lansia. Visa kerja, gaji NT$ 20.000 sebulan, tanpa biaya penempatan. Daftar lewat Disnaker Cilacap, kontrak dibaca sebelum berangkat.")
	if low.Grade != Low || len(low.Entities.Licences) != 1 {
		t.Fatalf("the text is %s with %v", low.Grade, low.Entities.Licences)
	}
	for listing, want := range map[Listing]string{Missing: "claims_legal_unverified", Lapsed: "claims_legal_unverified", Borrowed: "unlicensed"} {
		got := low.WithLicence(listing, "123/2024")
		if got.Grade != Caution || !got.Outside || len(got.Reasons) == 0 || got.Reasons[0].Code != want || got.Reasons[0].Span != "123/2024" {
			t.Errorf("%s: %+v", listing, got)
		}
	}
	high := a.Assess("Kerja Kamboja, PT Contoh Karya Mandiri SIP3MI 123/2024, paspor ditahan kantor")
	for _, listing := range []Listing{Listed, Unasked} {
		if got := low.WithLicence(listing, "123/2024"); got.Grade != Low || len(got.Reasons) != len(low.Reasons) {
			t.Errorf("%q changes a low one: %+v", listing, got)
		}
		if got := high.WithLicence(listing, "123/2024"); got.Grade != High || len(got.Reasons) != len(high.Reasons) {
			t.Errorf("%q changes a high one: %+v", listing, got)
		}
	}
	if got := high.WithLicence(Missing, "123/2024"); got.Grade != High {
		t.Errorf("a missing number makes a high one %s", got.Grade)
	}
}
