package relay

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// tappable are the things that phones and Telegram make tappable in a plain text, written for this test and not shared with the
// program: what it finds in a rebuilt text is a fault.
var tappable = map[string]*regexp.Regexp{
	"scheme":   regexp.MustCompile(`(?i)[a-z][a-z0-9+.-]*://|\b(tg|mailto|tel|sms|whatsapp|javascript):\S`),
	"name":     regexp.MustCompile(`(?i)[\p{L}\d-]\.\p{L}[\p{L}\d-]+`),
	"account":  regexp.MustCompile(`@[\p{L}\d_]`),
	"hashtag":  regexp.MustCompile(`#[\p{L}\d_]`),
	"command":  regexp.MustCompile(`(^|[\s(])/[A-Za-z\d_]`),
	"cashtag":  regexp.MustCompile(`\$[A-Z]{1,8}\b`),
	"phone":    regexp.MustCompile(`\+?\d([ ().-]?\d){7,}`),
	"address":  regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`),
	"bank":     regexp.MustCompile(`\d{13,19}`),
	"homemade": regexp.MustCompile(`(?i)\bt\s?\.\s?me\b`),
}

// unseen tells whether a text holds a character that is not seen, or that turns or hides others.
func unseen(s string) (rune, bool) {
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Variation_Selector, unicode.Zl, unicode.Zp)) ||
			strings.ContainsRune("\u034f\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\ufffc", r) {
			return r, true
		}
	}
	return 0, false
}

// hostile are texts that lead away, hide something or carry a number, each in several wrappings.
func hostile() []string {
	links := strings.Fields(`https://jahat.com/a http://jahat.com HTTPS://JAHAT.COM www.jahat.com jahat.com jahat.co.id jahat.xyz/masuk bit.ly/abc
		t.me/jahat T.ME/JAHAT telegram.me/jahat t.me/+AbCdEf tg://resolve?domain=jahat wa.me/628123456789 telegram.dog/x
		https://t.me/joinchat/AAAA mailto:a@jahat.com a@jahat.com @jahat_bot @JAHAT /start /start@jahat_bot #jahat $UANG
		javascript:alert(1) http://192.168.0.1/x 10.0.0.1:8080 http://[::1]/ jahat.рф xn--80ak6aa92e.com jahat.中国 jahat.com.evil.id
		jahat。com jahat．com ｊａｈａｔ．ｃｏｍ tme.com.ly line://ti/p/x whatsapp://send?phone=62812 intent://x#Intent;end
		hxxp.jahat.net ftp://jahat.org/a tel:+628123456789 sms:0812345678 jahat.online jahat.id:8443/a?b=c&d=e`)
	twins := []string{"t\u200b.me/jahat", "jah\u200bat.com", "jahat\u2060.com", "jahat.\u00adcom", "t\ufe0f.me/x", "\u202emoc.tahaj\u202c",
		"\u2066jahat.com\u2069", "@\u200bjahat", "jаhаt.соm", "јаһат.com", "аpple.com", "tеlegram.org", "ｔ．ｍｅ／ｊａｈａｔ", "t․me/jahat", "jahat\u200d.com",
		"\U000e0074\U000e002e\U000e006d\U000e0065", "jahat\u2800.com", "jahat\u3164.com", "ja\u034fhat.com", "𝗷𝗮𝗵𝗮𝘁.𝗰𝗼𝗺", "ⓙⓐⓗⓐⓣ.ⓒⓞⓜ", "jahat.ⅽom", "t[.]me/jahat x.com",
		"＠jahat", "﹫jahat", "＃jahat", "∕start jahat.com", "jahat .com/x http://a.id", "t . me / jahat"}
	numbers := []string{"081234567890", "0812-3456-7890", "+62 812 3456 7890", "(0812) 3456.7890", "62812.3456.7890", "٠٨١٢٣٤٥٦٧٨٩٠", "０８１２３４５６７８９０",
		"0812\u200b3456\u200b7890", "0\ufe0f\u20e38\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e35\ufe0f\u20e36\ufe0f\u20e37\ufe0f\u20e38\ufe0f\u20e3", "①②③④⑤⑥⑦⑧⑨⑩", "𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎",
		"๐๘๑๒๓๔๕๖๗๘๙๐", "꧐꧘꧑꧒꧓꧔꧕꧖꧗꧘꧙꧐", "3201011201900001", "32.01.01.120190.0001", "3201 0112 0190 0001", "0 8 1 2 3 4 5 6 7 8 9 0", "08123/4567/890", "0812_3456_7890", "0812•3456•7890",
		"0812 – 3456 – 7890", "+855 12 813 282", "４１１１ １１１１ １１１１ １１１１"}
	marks := []string{"[klik](https://jahat.com)", "<a href=\"https://jahat.com\">klik</a>", "<script src=//jahat.com></script>", "**tebal** https://jahat.com", "[x]: http://jahat.com", "![](http://jahat.com/a.png)",
		"`jahat.com`", "||jahat.com||", "<tg-spoiler>081234567890</tg-spoiler>", "[id](tg://user?id=123456789)", "&#104;ttp://jahat.com", "%68ttp://jahat.com", "<!--t.me/x-->", "{{.number}} t.me/x"}
	var out []string
	for _, p := range append(append(append(links, twins...), numbers...), marks...) {
		out = append(out, p, "Apakah aman? "+p, "tulis ke "+p+" ya", "satu\n"+p+"\n\n\n\ndua", "("+p+")")
	}
	return out
}

// TestHostileWords sends every payload in both directions: to the reporter it is refused or harmless, to the officer it is harmless.
func TestHostileWords(t *testing.T) {
	t.Parallel()
	all := hostile()
	if len(all) < 200 {
		t.Fatalf("only %d payloads", len(all))
	}
	refused := 0
	for _, p := range all {
		if Fit(p) {
			harmless(t, "to the reporter", p, Defang(p))
		} else {
			refused++
		}
		harmless(t, "to the officer", p, Defang(p))
		if again := Defang(Defang(p)); again != Defang(p) {
			t.Errorf("%q: %q becomes %q the second time", p, Defang(p), again)
		}
	}
	if refused < len(all)*9/10 {
		t.Errorf("only %d of %d refused on the way to a reporter", refused, len(all))
	}
	t.Logf("%d payloads, %d refused on the way to a reporter, all harmless on the way to an officer", len(all), refused)
}

func harmless(t *testing.T, way, was, is string) {
	t.Helper()
	if r, hidden := unseen(is); hidden {
		t.Errorf("%s: %+q keeps %U: %+q", way, was, r, is)
	}
	for what, re := range tappable {
		if found := re.FindString(is); found != "" {
			t.Errorf("%s: %q: %s %q in %q", way, was, what, found, is)
		}
	}
	if strings.Contains(is, "\n\n\n") {
		t.Errorf("%s: %q leaves a gap in %q", way, was, is)
	}
}

// TestOrdinaryWordsPass keeps what people write as they wrote it.
func TestOrdinaryWordsPass(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"Apakah Anda, atau orang itu, aman sekarang?", "Berapa orang di sana? Ada anak/bayi?", "gaji dijanjikan 3.500.000 sebulan",
		"Rp15.000.000 untuk biaya, katanya", "berangkat 12-11-2026 jam 08.30 dari pelabuhan", "dia umur 16 th, kelas 2 SMP :(", "📍 -9.86123, 124.28456",
		"Kulo mboten saged medal, lawangipun dipunkunci.", "ꦏꦸꦭꦺꦴ ꦩꦧꦺꦴꦠꦼꦤ꧀", "ကျွန်မ ဘယ်မှာ", "សួស្តី", "你好 我在这里", "ada ± 20 orang; 5 perempuan (anak)", "plat B 1234 XY, warna putih",
		"baris satu\n\nbaris dua", "50% upah dipotong", "12/11/2026 malam", "nomor kamar 12, lantai 3"} {
		if got := Defang(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
		if HasNumber(s) {
			t.Errorf("%q is said to hold a number", s)
		}
		if !Fit(s) {
			t.Errorf("%q is refused", s)
		}
	}
}

// TestBrokenWordsCanBeRead shows what an officer reads.
func TestBrokenWordsCanBeRead(t *testing.T) {
	t.Parallel()
	for was, want := range map[string]string{
		"iklannya di https://jahat.com/loker?x=1":     "iklannya di https[:]//jahat[.]com/loker?x=1",
		"ajaknya lewat t.me/loker_kamboja dan @budi7": "ajaknya lewat t[.]me/loker_kamboja dan (at)budi7",
		"nomor calonya 0812-3456-7890":                "nomor calonya 0812·3456·7890",
		"saya takut.tolong ya":                        "saya takut. tolong ya",
		"ketik /start lalu #aman":                     "ketik / start lalu # aman",
		"ga\u200bji di\u202etahan":                    "gaji ditahan",
	} {
		if got := Defang(was); got != want {
			t.Errorf("%q: got %q, want %q", was, got, want)
		}
	}
}

func TestNumbersThatFindAPerson(t *testing.T) {
	t.Parallel()
	for was, without := range map[string]string{
		"nomor saya 081234567890 ya":                       "nomor saya … ya",
		"NIK 3201011201900001":                             "NIK …",
		"wa +60 12-345 6789 atau 0812345678":               "wa … atau …",
		"٠٨١٢٣٤٥٦٧٨٩٠":                                     "…",
		"paspor A1234567 dipegang bos":                     "paspor … dipegang bos",
		"nol delapan satu dua tiga empat lima enam, malam": "…malam",
		"0812\u200b3456\u200b7890":                         "…",
	} {
		if !HasNumber(was) {
			t.Errorf("%q: no number seen", was)
		}
		if got := WithoutNumbers(was); got != without || HasNumber(got) {
			t.Errorf("%q: got %q, want %q", was, got, without)
		}
	}
}

func TestLongQuestionsAreRefused(t *testing.T) {
	t.Parallel()
	if Fit("") || Fit(" \u200b ") || Fit(strings.Repeat("a", Longest+1)) || !Fit(strings.Repeat("a", Longest)) {
		t.Error("length")
	}
	if got := Clean("a" + strings.Repeat("\u0301", 40)); utf8.RuneCountInString(got) > maxMarks+1 {
		t.Errorf("marks: %d", utf8.RuneCountInString(got))
	}
}

func FuzzDefang(f *testing.F) {
	for _, p := range hostile() {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := Defang(s)
		if r, hidden := unseen(d); hidden || !utf8.ValidString(d) {
			t.Errorf("%+q: %U in %+q", s, r, d)
		}
		_ = fmt.Sprint(Fit(s), HasNumber(s), WithoutNumbers(s))
	})
}
