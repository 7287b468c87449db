package directory

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lang  string
		place Place
		want  string
	}{
		"kabupaten": {"id", Place{Code: "53.02"}, `• Polisi 110 (telepon, 24 jam, gratis)
• SAPA 129 (telepon, 24 jam, perempuan dan anak; sumber Jan 2026, belum dicek ulang)
• KP2MI 0800-1000 (telepon, 24 jam, gratis, pekerja migran; sumber Des 2025, belum dicek ulang)
• SAPA 129 +62 811-1129-129 (WhatsApp, perempuan dan anak; sumber Jan 2026, belum dicek ulang)`},
		"Taiwan in Javanese is Indonesian": {"jv", Place{Country: "TW"}, `• KDEI Taipei +886 901 132 000 (telepon; sumber terbatas Apr 2024, belum dicek ulang)
• Hotline Taiwan 1955 (telepon, 24 jam, gratis, bahasa Indonesia; sumber 2023, belum dicek ulang)
• Kemlu (Pelindungan WNI) +62 812-9007-0027 (telepon, 24 jam; sumber Agu 2024, belum dicek ulang)
• 110 tidak bisa dari luar negeri. Kalau dalam bahaya, hubungi polisi negara itu.`},
		"Dubai in English": {"en-GB", Place{Country: "AE", Town: "Dubai"}, `• KJRI Dubai +971 4 398 5666 (phone, office; few sources undated, not rechecked)
• Indonesian Foreign Ministry +62 812-9007-0027 (phone, 24 hours; source Aug 2024, not rechecked)
• KP2MI +62 21 2924 4800 (phone, 24 hours, migrant workers; source Dec 2025, not rechecked)
• 110 does not work from abroad. In danger, call the police of that country.`},
		"at sea": {"id", Place{AtSea: true}, `• Polisi 110 (telepon, 24 jam, gratis, hanya dari Indonesia)
• KP2MI +62 21 2924 4800 (telepon, 24 jam, pekerja migran; sumber Des 2025, belum dicek ulang)
• Kemlu (Pelindungan WNI) +62 812-9007-0027 (telepon, 24 jam; sumber Agu 2024, belum dicek ulang)
• SAPA 129 +62 811-1129-129 (WhatsApp, perempuan dan anak; sumber Jan 2026, belum dicek ulang)`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Lines(c.lang, built().For(c.place, today)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestLinesAreShortAndMarked(t *testing.T) {
	t.Parallel()
	d := built()
	for name, place := range everywhere() {
		for _, lang := range []string{"id", "en"} {
			shown := d.For(place, today)
			text := Lines(lang, shown)
			if n := utf8.RuneCountInString(text); n > Longest {
				t.Errorf("%s %s: %d characters", name, lang, n)
			}
			if got := strings.Count(text, "\n") + 1; got != len(shown) {
				t.Errorf("%s %s: %d lines for %d numbers", name, lang, got, len(shown))
			}
		}
	}
}

// No number of confidence B stands without its mark, whether never verified, verified, or verified long ago; and
// every number but 110 bears a warning until it is verified.
func TestNoUnmarkedB(t *testing.T) {
	t.Parallel()
	for _, e := range built().Entries() {
		for _, at := range []Date{"", "2026-11-01", "2026-01-01"} {
			if e.VerifiedAt = at; at != "" {
				e.VerifiedBy, e.Confirmed = "Ani", "Budi"
			}
			s := Shown{Entry: e, Stale: e.Stale(today)}
			for lang, w := range map[string]words{"id": indonesian, "en": english} {
				line := s.Line(lang)
				if strings.HasPrefix(string(e.Confidence), "B") != strings.Contains(line, w.weak) {
					t.Errorf("%s, confidence %s, verified %q: %s", e.ID, e.Confidence, at, line)
				}
				if !e.Always && s.Stale != strings.Contains(line, w.unchecked) {
					t.Errorf("%s, verified %q: %s", e.ID, at, line)
				}
			}
		}
	}
}

// What is printed has the digits of the number, however they are grouped.
func TestLineHasTheDigits(t *testing.T) {
	t.Parallel()
	separators := regexp.MustCompile(`(\d)[ -](\d)`)
	for _, e := range built().Entries() {
		line := Shown{Entry: e, Stale: true}.Line("id")
		for separators.MatchString(line) {
			line = separators.ReplaceAllString(line, "$1$2")
		}
		if e.Number != "" && !strings.Contains(line, " "+e.Number) {
			t.Errorf("%s: %s does not hold %s", e.ID, line, e.Number)
		}
	}
	labour, _ := built().Entry("hk_labour")
	if line := (Shown{Entry: labour, Stale: true}).Line("id"); !strings.Contains(line, "2157 9537 pesawat 17 (") {
		t.Errorf("the extension is missing: %s", line)
	}
}

func TestTrustByAge(t *testing.T) {
	t.Parallel()
	e, _ := built().Entry("kbri_yangon")
	e.VerifiedAt, e.VerifiedBy, e.Confirmed = "2026-05-03", "Ani", "Budi"
	d := Directory{entries: []Entry{e}}
	place := Place{Country: "MM"}
	for now, want := range map[string]string{
		"2026-05-03": "(telepon; diperiksa 3 Mei 2026)",
		"2026-08-01": "(telepon; diperiksa 3 Mei 2026)",                  // 90 days
		"2026-08-02": "(telepon; diperiksa Mei 2026, belum dicek ulang)", // 91 days
		"2026-05-02": "(telepon; diperiksa Mei 2026, belum dicek ulang)", // a day that has not come is not believed
	} {
		at, _ := time.Parse(time.DateOnly, now)
		shown := d.For(place, at)
		if line := shown[0].Line("id"); !strings.HasSuffix(line, want) {
			t.Errorf("on %s: got %s, want %s", now, line, want)
		}
		if got := shown[0].Day.Format(time.DateOnly); got != "2026-05-03" {
			t.Errorf("on %s: day %s", now, got)
		}
	}
}

func TestDayIsThatOfTheSourceUntilTwoPeopleVerified(t *testing.T) {
	t.Parallel()
	e, _ := built().Entry("kbri_yangon")
	e.VerifiedAt, e.VerifiedBy = "2026-11-03", "Ani"
	s := (&Directory{entries: []Entry{e}}).For(Place{Country: "MM"}, today)[0]
	if got := s.Day.Format(time.DateOnly); got != "2025-03-31" || !s.Stale {
		t.Errorf("one person alone: day %s, stale %v", got, s.Stale)
	}
	undated, _ := built().Entry("kbri_manila")
	if s := (&Directory{entries: []Entry{undated}}).For(Place{Country: "PH"}, today)[0]; !s.Day.IsZero() {
		t.Errorf("a source without a date: day %s", s.Day)
	}
}

func TestLinesLeaveOutFromTheEndButNever110(t *testing.T) {
	t.Parallel()
	shown := built().For(Place{Country: "TW"}, today)
	for i := range shown {
		shown[i].About = strings.Repeat("x", 100)
	}
	text := Lines("id", shown)
	if n := utf8.RuneCountInString(text); n > Longest || !strings.Contains(text, "• 110 ") || !strings.HasPrefix(text, "• KDEI") {
		t.Errorf("%d characters:\n%s", n, text)
	}
	if got := ids(shown); got != "kdei_taipei tw_1955 kemlu_pwni polri110" {
		t.Errorf("the caller's list was changed: %s", got)
	}
	if got := Lines("id", nil); got != "" {
		t.Errorf("no numbers: %q", got)
	}
}
