package offer_test

import (
	"fmt"
	"strings"
	"testing"

	"siaga/internal/offer"
	"siaga/internal/region"
)

func TestTraces(t *testing.T) {
	t.Parallel()
	a := offer.New(region.Default())
	for words, want := range map[string]string{
		"hubungi Pak Roi 0812-3450-0001":                                             "[{phone +6281234500001 false}]",
		"wa +62 812 3450 0001 atau 6281234500001":                                    "[{phone +6281234500001 false}]",
		"dia pakai nomor Malaysia +60 12-345 6789":                                   "[{phone +60123456789 false}]",
		"transfer ke rekening BRI 0021-01-000123-50-1 atas nama dia":                 "[{account 002101000123501 false}]",
		"nomor saya 081234500001":                                                    "[{phone +6281234500001 true}]",
		"hubungi saya di 081234500001, orangnya 081234500002":                        "[{phone +6281234500001 true} {phone +6281234500002 false}]",
		"081234500001 ini nomor saya":                                                "[{phone +6281234500001 true}]",
		"no hp adik saya 081234500001":                                               "[{phone +6281234500001 true}]",
		"yang menelepon saya memakai 081234500001":                                   "[{phone +6281234500001 false}]",
		"ada yang wa adik, nomornya 081234500001. nomor wa ku itu yang 081234500003": "[{phone +6281234500001 false} {phone +6281234500003 true}]",
		"lewat PT Contoh Karya Mandiri di Kupang":                                    "[{company contoh karya mandiri false}]",
		"tanggal 23-11-2026 bayar Rp 2.500.000":                                      "[]",
	} {
		found := a.Traces(words)
		for i := range found {
			if !strings.Contains(words, found[i].Span) {
				t.Errorf("%q is not in %q", found[i].Span, words)
			}
		}
		if got := fmt.Sprint(plain(found)); got != want {
			t.Errorf("%s\n got %s\nwant %s", words, got, want)
		}
	}
}

// told is a trace without the words that made it.
type told struct {
	Kind  offer.TraceKind
	Value string
	Own   bool
}

func plain(found []offer.Trace) []told {
	out := []told{}
	for _, f := range found {
		out = append(out, told{f.Kind, f.Value, f.Own})
	}
	return out
}
