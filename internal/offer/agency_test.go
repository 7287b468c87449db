package offer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/internal/offer"
)

func TestReadAgencies(t *testing.T) {
	t.Parallel()
	for name, file := range map[string]string{
		"english":   "name,licence,status,valid until\nPT Contoh Karya Mandiri,123/2024,active,2027-12-31\nPT Contoh Dua Sejati,9/2020,revoked,\n",
		"semicolon": "\ufeffNo;Nama P3MI;Nomor Izin;Status;Berlaku Sampai\r\n1;PT. CONTOH KARYA MANDIRI;123/2024;Aktif;31/12/2027\r\n\r\n2;Contoh Dua Sejati, PT;9/2020;Dicabut;-\r\n",
		"tabs":      "Nama Perusahaan\tSIP3MI\tStatus\tMasa Berlaku\nPT Contoh Karya Mandiri Tbk\t123/2024\tmasih berlaku\t31-12-2027\nPT Contoh Dua Sejati\t9/2020\tcabut\t\n",
	} {
		rows, err := offer.ReadAgencies(strings.NewReader(file))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %s %s %d", r.Plain(), r.Licence, r.Status, r.ValidUntil.Year()))
		}
		want := "contohkaryamandiri 123/2024 active 2027; contohduasejati 9/2020 revoked 1"
		if strings.Join(got, "; ") != want {
			t.Errorf("%s\n got %s\nwant %s", name, strings.Join(got, "; "), want)
		}
	}
}

// TestBadRegisters: each line that is wrong is named, and nothing is given.
func TestBadRegisters(t *testing.T) {
	t.Parallel()
	const head = "name,licence,status,valid until\n"
	for file, want := range map[string]string{
		"":                                      "empty",
		"a,b\n1,2\n":                            `no column "name"`,
		"name,name,licence\n":                   "two columns hold the name",
		head:                                    "names no agency",
		head + "PT Satu Contoh,tanpa,aktif,\n":  `line 2: the licence number "tanpa" has no digit`,
		head + "PT Satu Contoh,1/2020,resmi,\n": `line 2: the status "resmi" is not known`,
		head + "PT Satu Contoh,1/2020,aktif,besok\n":                 `line 2: the date "besok" is none`,
		head + "PT,1/2020,aktif,\n":                                  `line 2: the name "PT" is too short`,
		head + "PT Satu Contoh,1/2020,,\n,2/2020,,\n":                "line 3: the name",
		head + "PT Satu Contoh,1/2020,,\nPT. SATU CONTOH,2/2020,,\n": "stands in line 2 already",
		head + "PT Satu Contoh,1/2020,,\n\"PT Dua,2/2020,,\n":        "line 3: the quotes",
		head + strings.Repeat("x,1,,\n", 50):                         "and perhaps more",
	} {
		rows, err := offer.ReadAgencies(strings.NewReader(file))
		if err == nil || !strings.Contains(err.Error(), want) || rows != nil {
			t.Errorf("%q\n got %v, %d rows\nwant %s", file, err, len(rows), want)
		}
	}
}

// TestAgencyNames: a name in the middle of a sentence is found, and a part of one is not.
func TestAgencyNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"PT Contoh Karya Mandiri Cilacap": "[contohkaryamandiricilacap contohkaryamandiri contohkarya]",
		"PT. CONTOHJAYA":                  "[contohjaya]",
		"PT":                              "[]",
		"PT Abc":                          "[]",
	} {
		if got := fmt.Sprint(offer.AgencyNames(name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

func TestLicenceHolds(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		agency offer.Agency
		want   bool
	}{
		{offer.Agency{Status: offer.AgencyActive}, true},
		{offer.Agency{Status: offer.AgencyActive, ValidUntil: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}, true},
		{offer.Agency{Status: offer.AgencyActive, ValidUntil: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)}, false},
		{offer.Agency{Status: offer.AgencyRevoked, ValidUntil: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}, false},
		{offer.Agency{Status: offer.AgencySuspended}, false},
	} {
		if got := test.agency.Valid(day); got != test.want {
			t.Errorf("%v: got %v", test.agency, got)
		}
	}
}

// TestWithOnlyRaises: what is known from outside never makes an offer look better.
func TestWithOnlyRaises(t *testing.T) {
	t.Parallel()
	rank := map[offer.Grade]int{offer.NotOffer: 0, offer.Low: 1, offer.Caution: 2, offer.High: 3}
	known := []offer.Trace{{Kind: offer.TracePhone, Value: "+62", Span: "08"}}
	for _, grade := range []offer.Grade{offer.NotOffer, offer.Low, offer.Caution, offer.High} {
		for _, redirect := range []string{"", "chat", "news", "report", "emergency", "learn"} {
			for _, listing := range []offer.Listing{offer.Unasked, offer.Listed, offer.Missing, offer.Lapsed} {
				for _, traces := range [][]offer.Trace{nil, known} {
					before := offer.Assessment{Grade: grade, Redirect: redirect}
					after := before.With(traces, listing)
					if rank[after.Grade] < rank[grade] || listing == offer.Listed && traces == nil && after.Grade != grade {
						t.Errorf("%s %s with %s and %d traces became %s", grade, redirect, listing, len(traces), after.Grade)
					}
				}
			}
		}
	}
	before := offer.Assessment{Grade: offer.Low}
	if got := before.With(known, offer.Listed); got.Grade != offer.Caution || got.Codes()[0] != "seen_before" {
		t.Errorf("got %v %v", got.Grade, got.Codes())
	}
}
