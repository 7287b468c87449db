package offer

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"siaga/internal/region"
)

func TestPayIsNormalised(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	for text, want := range map[string]Pay{
		"Loker pabrik, gaji 8-12jt/bln":                            {8_000_000, 12_000_000, "IDR", "month", ""},
		"kerja kilang gaji RM 2.200 + lembur":                      {2200, 2200, "MYR", "month", ""},
		"kerja sawit gaji RM50/hari":                               {50, 50, "MYR", "day", ""},
		"operator pabrik Taiwan gaji NT$28.590":                    {28590, 28590, "TWD", "month", ""},
		"upah HK$5.100 + makan":                                    {5100, 5100, "HKD", "month", ""},
		"kerja hotel gaji SGD 650":                                 {650, 650, "SGD", "month", ""},
		"perawat gaji 1.200 riyal sebulan":                         {1200, 1200, "SAR", "month", ""},
		"gaji $8OO - $1.2OO kerja kantor":                          {800, 1200, "USD", "month", ""},
		"gajinya satu juta sembilan ratus kerja di salon":          {1_900_000, 1_900_000, "IDR", "month", ""},
		"gaji seribu tujuh ratus ringgit kerja kebun":              {1700, 1700, "MYR", "month", ""},
		"kitchen helper, Rp3.2 million salary":                     {3_200_000, 3_200_000, "IDR", "month", ""},
		"gaji 15, duduk ngadep komputer":                           {15_000_000, 15_000_000, "IDR", "month", ""},
		"gaji lOjt kerja toko":                                     {10_000_000, 10_000_000, "IDR", "month", ""},
		"tukang masak, gaji 80 ewu sedino, kerjo jam 6 nganti jam": {80_000, 80_000, "IDR", "day", ""},
	} {
		got := a.Assess(text).Entities.Pay
		if len(got) != 1 {
			t.Errorf("%q: %d amounts of pay, want 1: %+v", text, len(got), got)
			continue
		}
		if !strings.Contains(text, got[0].Span) {
			t.Errorf("%q: span %q is not in the text", text, got[0].Span)
		}
		got[0].Span = ""
		if got[0] != want {
			t.Errorf("%q: got %+v, want %+v", text, got[0], want)
		}
	}
}

func TestEntities(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	got := a.Assess("PT Arunika Sevantara, SIP3MI 0917/2024, job order HKG-2025-118. Usia 21-45. Kantor di Kediri. Daftar sebelum: segera! " +
		"Hub 0812-0000-1101 atau t.me/contoh. Biaya paspor Rp350.000. Jangan transfer ke rek BCA 1234567890").Entities
	want := Entities{
		Companies: []string{"PT Arunika Sevantara"}, Licences: []string{"0917/2024"}, JobOrders: []string{"HKG-2025-118"},
		Phones: []string{"+6281200001101"}, Accounts: []string{"1234567890"}, Links: []string{"t.me/contoh"}, Places: []string{"Kediri"},
		Countries: []string{"HK"}, Fees: []Pay{{350_000, 350_000, "IDR", "", "Rp350.000"}}, Ages: []int{21, 45}, Deadlines: []string{"segera"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestJSONForm(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(New(nil).Assess("Kerja di Kamboja jadi admin judi online, minat japri"))
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Label   string
		Reasons []string
		Why     []struct{ Code, Span string }
	}
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if got.Label != "high" || len(got.Reasons) < 2 || len(got.Why) != len(got.Reasons) || got.Why[0].Span == "" {
		t.Errorf("form of siaga offer: %s", b)
	}
}

// TestSoftWordsLowerNothing: official words, kindness, kin and officials as recruiters leave the grade as it is.
func TestSoftWordsLowerNothing(t *testing.T) {
	t.Parallel()
	a := New(nil)
	base := "Berangkat kerja ke Malaysia pakai visa turis dulu, minat hubungi saya."
	for _, soft := range []string{
		"Resmi, legal, amanah, 100% aman.", "Saya paman kamu sendiri.", "Yang mengajak Pak Lurah.", "Saya ustad, tidak mungkin bohong.",
		"PT Arunika Sevantara SIP3MI 0917/2024, job order MYS-1, tanpa biaya.", "Disnaker sudah tahu kok, daftar di BP3MI.",
	} {
		if got := a.Assess(base + " " + soft); got.Grade != High {
			t.Errorf("%q lowered the grade to %s", soft, got.Grade)
		}
	}
}

func TestNegation(t *testing.T) {
	t.Parallel()
	a := New(nil)
	for text, want := range map[string]struct {
		code string
		is   bool
	}{
		"Kerja pabrik Taiwan, potongan gaji 7 bulan":              {"fee_debt", true},
		"Kerja pabrik Taiwan, tanpa potongan gaji":                {"fee_debt", false},
		"Kerja pabrik Taiwan, tdk ada potongan":                   {"fee_debt", false},
		"Kerja hotel di Brunei, visa kerja, bukan visa turis":     {"visa_mismatch", false},
		"Kerja hotel di Brunei, paspor Ibu pegang sendiri":        {"doc_retention", false},
		"Kerja hotel di Brunei, paspor ditahan kantor":            {"doc_retention", true},
		"Kerja hotel di Brunei, cukup fotokopi KTP dikumpulkan":   {"doc_retention", false},
		"Loker toko di Kudus, tidak dipungut biaya, gaji 2 juta":  {"cost_unclear", false},
		"Site engineer S1 pengalaman 10 tahun Qatar QAR 21.000":   {"deception_pay", false},
		"Admin di Laos tanpa pengalaman gaji 30 juta, gabung yuk": {"deception_pay", true},
	} {
		got := false
		for _, c := range a.Assess(text).Codes() {
			got = got || c == want.code
		}
		if got != want.is {
			t.Errorf("%q: %s is %v, want %v", text, want.code, got, want.is)
		}
	}
}

func TestAnswersAddUp(t *testing.T) {
	t.Parallel()
	a := New(nil)
	text := "Ada kerja di restoran, gaji 6 juta, minat?"
	if got := a.Assess(text).Grade; got != Caution {
		t.Fatalf("the text alone is %s, want caution", got)
	}
	for _, answers := range []map[string]string{
		{"visa": "umrah"}, {"passport": "them"}, {"hide": "yes"}, {"country": "KH"}, {"country": "sa", "work": "household"},
		{"contract": "after", "pays": "me_unclear", "country": "PL"}, {"hide": "jangan bilang siapa-siapa"},
	} {
		got := a.AssessAnswers(text, answers)
		if got.Grade != High {
			t.Errorf("%v: %s %v, want high", answers, got.Grade, got.Reasons)
		}
		if got.Reasons[0].Span == "" && got.Reasons[0].Answer == "" {
			t.Errorf("%v: the first reason says neither words nor an answer: %+v", answers, got.Reasons[0])
		}
	}
	if got := a.AssessAnswers("", map[string]string{"passport": "me", "hide": "no", "visa": "work", "country": "TW"}); got.Grade != Caution {
		t.Errorf("good answers alone are %s, want caution: nothing certifies an offer", got.Grade)
	}
}

func TestEveryCodeIsExplained(t *testing.T) {
	t.Parallel()
	a := New(nil)
	risk, safe := firstWords(text("rules/signs.txt")), firstWords(text("rules/safe.txt"))
	if len(risk) != 31 || len(safe) != 9 {
		t.Errorf("%d signs and %d good signs have rows, want 31 (details_missing has none) and 9", len(risk), len(safe))
	}
	for _, code := range append(append(risk, "details_missing"), safe...) {
		e, ok := a.Explain(code)
		if !ok || e.Key != "offer."+code || e.Why == "" || e.Check == "" {
			t.Errorf("%s: %+v", code, e)
		}
	}
	for _, code := range risk {
		if e, _ := a.Explain(code); e.Ask == "" || e.Source == "" || e.Confidence == "" {
			t.Errorf("%s lacks a question or a source: %+v", code, e)
		}
	}
}

func TestRedirect(t *testing.T) {
	t.Parallel()
	a := New(nil)
	for text, want := range map[string]string{
		"Tolong, saya disekap, paspor ditahan": "emergency", "Saya mau lapor ada penampungan mencurigakan": "report", "apa itu TPPO?": "learn",
		"Jual motor bekas 4 juta nego": "goods", "Polisi menangkap dua tersangka perekrut": "news", "Selamat pagi, apa kabar?": "chat",
	} {
		if got := a.Assess(text); got.Grade != NotOffer || got.Redirect != want {
			t.Errorf("%q: %s to %q, want not_offer to %q", text, got.Grade, got.Redirect, want)
		}
	}
}

func FuzzAssess(f *testing.F) {
	a := New(region.Default())
	for _, x := range readExamples(examples) {
		f.Add(x.Text)
	}
	f.Add("🇰🇭🇰 gaji 8OO-1.2OO l0jt ''@ \xff\xfe 𝐆𝐚𝐣𝐢 ＫＥＲＪＡ s/d 3 sampai")
	f.Fuzz(func(t *testing.T, text string) {
		got := a.Assess(text)
		for _, r := range append(append([]Reason{}, got.Reasons...), got.Safe...) {
			if r.Span != "" && !strings.Contains(text, r.Span) {
				t.Fatalf("span %q of %s is not in %q", r.Span, r.Code, text)
			}
		}
		for _, p := range append(append([]Pay{}, got.Entities.Pay...), got.Entities.Fees...) {
			if !strings.Contains(text, p.Span) {
				t.Fatalf("span %q is not in %q", p.Span, text)
			}
		}
		if again := a.Assess(text); !reflect.DeepEqual(got, again) {
			t.Fatalf("two answers for %q:\n%+v\n%+v", text, got, again)
		}
	})
}
