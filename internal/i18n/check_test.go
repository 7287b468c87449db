package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"siaga/internal/i18n"
	"siaga/locales"
)

func TestLocalesKeepAllRules(t *testing.T) {
	t.Parallel()
	if err := i18n.Problems(i18n.Check(locales.Files)); err != nil {
		t.Error(err)
	}
}

// TestNoTwoLanguagesShareAName keeps what people type for a language clear: a name leads to one language.
func TestNoTwoLanguagesShareAName(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	owner := map[string]string{}
	for _, l := range texts.Languages() {
		for _, name := range append([]string{l.Name}, l.Called...) {
			if other := owner[strings.ToLower(name)]; other != "" {
				t.Errorf("%s and %s are both called %q", other, l.Tag, name)
			}
			owner[strings.ToLower(name)] = l.Tag
		}
	}
}

// source has a question with two buttons, a message with a place, and a share.
const source = `"report.ask" = "Apakah {{.who}} aman?"
"report.ask.yes" = "Ya"
"report.ask.yes.words" = "iya, y"
"report.ask.no" = "Tidak"
"learn.yes.share" = "Bagikan"
"duty.card" = "Kasus"
"duty.question.safe" = "Aman?"
`

func TestWhatIsWrongIsNamed(t *testing.T) {
	t.Parallel()
	whole := strings.Replace(source, `"duty.card" = "Kasus"`+"\n", "", 1)
	tests := []struct {
		name, old, with string
		want            string // kind and key, empty: nothing is wrong
	}{
		{"as it is", "", "", ""},
		{"missing", `"report.ask.no" = "Tidak"`, "", "missing report.ask.no"},
		{"words may be missing", `"report.ask.yes.words" = "iya, y"`, "", ""},
		{"empty", `"Tidak"`, `" "`, "empty report.ask.no"},
		{"unknown", `"report.ask.no" = "Tidak"`, "\"report.ask.no\" = \"Tidak\"\n\"report.ask.maybe\" = \"x\"", "unknown report.ask.maybe"},
		{"officers' text", `"duty.question.safe"`, "\"duty.card\" = \"x\"\n\"duty.question.safe\"", "unknown duty.card"},
		{"lost place", "{{.who}} aman", "dia aman", "places report.ask"},
		{"invented place", "{{.who}} aman", "{{.who}} {{.age}} aman", "places report.ask"},
		{"broken braces", "{{.who}} aman", "{{.who}} {{if}} aman", "unreadable report.ask"},
		{"long button", `"Tidak"`, `"` + strings.Repeat("x", 29) + `"`, "long report.ask.no"},
		{"button at its limit", `"Tidak"`, `"` + strings.Repeat("é", 28) + `"`, ""},
		{"long message", "{{.who}} aman", "{{.who}}" + strings.Repeat("x", 301), "long report.ask"},
		{"places do not count", "Apakah {{.who}} aman?", "{{.who}}" + strings.Repeat("x", 300), ""},
		{"a share may be longer", "Bagikan", strings.Repeat("x", 600), ""},
		{"but not endless", "Bagikan", strings.Repeat("x", 601), "long learn.yes.share"},
		{"sensitive word", "{{.who}} aman", "Kurban {{.who}} aman", "sensitive report.ask"},
		{"sensitive word of the source", "{{.who}} aman", "POLISI {{.who}} aman", "sensitive report.ask"},
		{"sensitive word further down", "{{.who}} aman?", "{{.who}} aman?" + strings.Repeat(" ", 90) + "polisi", ""},
		{"a button shows nothing", `"Tidak"`, `"polisi"`, ""},
		{"a telephone number", "{{.who}} aman?", "{{.who}} aman? 0812-3456 789", "contact report.ask"},
		{"an address of the net", "{{.who}} aman?", "{{.who}} aman? t.me/kami_bantu", "contact report.ask"},
		{"somebody's name in Telegram", "{{.who}} aman?", "{{.who}} aman? @kami_bantu", "contact report.ask"},
		{"a law is no number", "{{.who}} aman?", "{{.who}} aman? UU 21/2007", ""},
		{"one word for two buttons", `"Tidak"`, `"Iya"`, "double report.ask.yes"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			set := files(source, strings.Replace(whole, test.old, test.with, 1))
			list := string(set["languages.toml"].Data)
			list = strings.Replace(list, "status = \"source\"\n", "status = \"source\"\nsensitive = [\"polisi\"]\n", 1)
			set["languages.toml"].Data = []byte(list + "sensitive = [\"kurban\"]\n")
			var got []string
			for _, p := range i18n.Check(set) {
				if p.Tag != "mad" {
					t.Errorf("the source: %s", p)
				}
				got = append(got, string(p.Kind)+" "+p.Key)
			}
			if s := strings.Join(got, "; "); s != test.want {
				t.Errorf("got %q, want %q", s, test.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]int{
		"report.safe": 300, "report.safe.yes": 28, "report.safe.yes.words": 0, "report.review": 400, "report.review.send": 28,
		"report.thanks": 300, "report.status.closed": 300, "kernel.back": 28, "learn.yes.share": 600, "learn.list_share": 600,
		"check.why.urgency": 130, "check.result.more": 28, "check.other.goods": 300, "duty.card": 0, "duty.accept": 28, "menu.short": 120,
	} {
		if got := i18n.Limit(key, texts.Keys("id")); got != want {
			t.Errorf("%s: %d, want %d", key, got, want)
		}
	}
}

func TestPicturesAreJudged(t *testing.T) {
	t.Parallel()
	for icons, want := range map[string]string{
		"\"report.ask.yes\" = \"👍\"\n\"report.ask.no\" = \"👎\"": "",
		"\"report.ask.yes\" = \"👍\"\n\"report.ask.no\" = \"👍\"": "double report.ask.yes",
		"\"report.ask.maybe\" = \"👍\"":                          "unknown report.ask.maybe",
		"\"report.ask.yes\" = \"👍👍\"":                           "unreadable report.ask.yes",
	} {
		set := files(source, strings.Replace(source, `"duty.card" = "Kasus"`+"\n", "", 1))
		set["icons.toml"] = &fstest.MapFile{Data: []byte(icons)}
		var got []string
		for _, p := range i18n.Check(set) {
			got = append(got, string(p.Kind)+" "+p.Key)
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s: got %q, want %q", icons, s, want)
		}
	}
	set := files(source, strings.NewReplacer(`"duty.card" = "Kasus"`+"\n", "", `"Tidak"`, `"`+strings.Repeat("x", 27)+`"`).Replace(source))
	set["icons.toml"] = &fstest.MapFile{Data: []byte("\"report.ask.no\" = \"👎\"")}
	if got := i18n.Check(set); len(got) != 1 || got[0].Kind != i18n.Long {
		t.Errorf("a picture counts as two characters, but: %v", got)
	}
}
