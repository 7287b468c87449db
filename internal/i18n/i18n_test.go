package i18n_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/internal/voice"
	"siaga/locales"
)

// files makes a small set of languages.
func files(source, other string) fstest.MapFS {
	list := "[[language]]\ntag = \"id\"\nname = \"Bahasa Indonesia\"\nstatus = \"source\"\n"
	fs := fstest.MapFS{"id.toml": {Data: []byte(source)}}
	if other != "" {
		list += "[[language]]\ntag = \"mad\"\nname = \"Madhura\"\nstatus = \"draft\"\n"
		fs["mad.toml"] = &fstest.MapFile{Data: []byte(other)}
	}
	fs["languages.toml"] = &fstest.MapFile{Data: []byte(list)}
	return fs
}

func TestLocalesAreComplete(t *testing.T) {
	t.Parallel()
	if _, err := i18n.Load(locales.Files); err != nil {
		t.Fatal(err)
	}
}

func TestIncompleteLanguageNeverStarts(t *testing.T) {
	t.Parallel()
	source := "\"a.b\" = \"Halo {{.name}}\"\n\"a.c\" = \"Ya\"\n\"a.c.words\" = \"iya, y\"\n"
	tests := []struct{ name, other, want string }{
		{"missing key", "\"a.b\" = \"Hallo {{.name}}\"\n", `lacks "a.c"`},
		{"lost place", "\"a.b\" = \"Hallo\"\n\"a.c\" = \"Iya\"\n", `"a.b" has places {}`},
		{"invented place", "\"a.b\" = \"Hallo {{.name}} {{.age}}\"\n\"a.c\" = \"Iya\"\n", `{age name}`},
		{"unknown key", "\"a.b\" = \"Hallo {{.name}}\"\n\"a.c\" = \"Iya\"\n\"a.d\" = \"x\"\n", `has "a.d"`},
		{"lost place inside a condition", "\"a.b\" = \"{{if .nama}}Hallo{{end}}\"\n\"a.c\" = \"Iya\"\n", `{nama}`},
		{"not TOML", "\"a.b\" = Halo\n", "mad.toml"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := i18n.Load(files(source, test.other))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestLanguageWithoutPluralRulesAnswersInItself(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(files("\"a\" = \"Apakah {{.who}} aman?\"", "\"a\" = \"Ponapa {{.who}} salamet?\""))
	if err != nil {
		t.Fatal(err)
	}
	got, err := texts.Text("mad", "a", map[string]any{"who": "Bibi"})
	if err != nil || got != "Ponapa Bibi salamet?" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTextIsNeverGuessed(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(files("\"a\" = \"Halo {{.name}}\"", ""))
	if err != nil {
		t.Fatal(err)
	}
	for name, call := range map[string]func() (string, error){
		"unknown key":      func() (string, error) { return texts.Text("id", "b", nil) },
		"unknown language": func() (string, error) { return texts.Text("xx", "a", map[string]any{"name": "A"}) },
		"missing place":    func() (string, error) { return texts.Text("id", "a", nil) },
	} {
		if got, err := call(); err == nil {
			t.Errorf("%s: got %q and no error", name, got)
		}
	}
}

func TestUserDataStaysData(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(files("\"a\" = \"Halo {{.name}}!\"", ""))
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"{{.secret}}":         "Halo {{.secret}}!",
		"<b>Ani</b>":          "Halo <b>Ani</b>!",
		"A\u202eB\u200bC\x00": "Halo ABC!",
		"baris\nbaru":         "Halo baris\nbaru!",
	} {
		got, err := texts.Text("", "a", map[string]any{"name": private.NewText(given)})
		if err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", given, got, err, want)
		}
	}
	long, err := texts.Text("", "a", map[string]any{"name": strings.Repeat("é", 5000)})
	if err != nil || len([]rune(long)) > 1600 {
		t.Errorf("a long value gives %d characters, %v", len([]rune(long)), err)
	}
}

// drafts makes a source and a draft language with one safety text, one ordinary text and a button each.
func drafts(reviews string) fstest.MapFS {
	source := "\"kernel.numbers_above\" = \"(di atas)\"\n\"s\" = \"Apakah aman?\\n{{.numbers}}\"\n\"s.yes\" = \"Ya, aman\"\n\"s.ok\" = \"OK\"\n\"o\" = \"Halo {{.who}}\"\n\"v\" = \"orang itu\"\n\"duty.card\" = \"Kartu\"\n"
	other := "\"kernel.numbers_above\" = \"(e attas)\"\n\"s\" = \"Ponapa aman?\\n{{.numbers}}\"\n\"s.yes\" = \"Enggi, aman\"\n\"s.ok\" = \"OK\"\n\"o\" = \"Hallo {{.who}}\"\n\"v\" = \"oreng jareya\"\n"
	fs := files(source, other)
	fs["safety.toml"] = &fstest.MapFile{Data: []byte("keys = [\"s\", \"s.*\"]\n")}
	fs["reviews.toml"] = &fstest.MapFile{Data: []byte(reviews)}
	return fs
}

func review(key, source, text string) string {
	return "[[review]]\ntag = \"mad\"\nkey = \"" + key + "\"\nsource = \"" + i18n.Fingerprint(source) + "\"\ntext = \"" +
		i18n.Fingerprint(text) + "\"\nby = \"guru\"\non = \"2026-11-29\"\n"
}

func TestSafetyTextsOfADraftComeInTwoLanguages(t *testing.T) {
	t.Parallel()
	numbers := map[string]any{"numbers": "110 Polisi"}
	tests := []struct {
		name, reviews, key, want, button string
		data                             map[string]any
	}{
		{"not reviewed", "", "s", "Ponapa aman?\n110 Polisi\n\n🇮🇩 Apakah aman?\n(di atas)", "", numbers},
		{"reviewed", review("s", "Apakah aman?\n{{.numbers}}", "Ponapa aman?\n{{.numbers}}"), "s", "Ponapa aman?\n110 Polisi", "", numbers},
		{"source changed since the review", review("s", "Aman?", "Ponapa aman?\n{{.numbers}}"), "s", "Ponapa aman?\n110 Polisi\n\n🇮🇩 Apakah aman?\n(di atas)", "", numbers},
		{"translation changed since the review", review("s", "Apakah aman?\n{{.numbers}}", "Aman?"), "s", "Ponapa aman?\n110 Polisi\n\n🇮🇩 Apakah aman?\n(di atas)", "", numbers},
		{"another text reviewed", review("o", "Halo {{.who}}", "Hallo {{.who}}"), "s", "Ponapa aman?\n110 Polisi\n\n🇮🇩 Apakah aman?\n(di atas)", "", numbers},
		{"no safety text", "", "o", "Hallo Bibi", "", map[string]any{"who": "Bibi"}},
		{"button not reviewed", "", "s.yes", "", "Enggi, aman · Ya, aman", nil},
		{"button reviewed", review("s.yes", "Ya, aman", "Enggi, aman"), "s.yes", "", "Enggi, aman", nil},
		{"button the same in both", "", "s.ok", "", "OK", nil},
		{"officers' text", "", "duty.card", "Kartu", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			texts, err := i18n.Load(drafts(test.reviews))
			if err != nil {
				t.Fatal(err)
			}
			if test.button != "" {
				if got := texts.Button("mad", test.key); got != test.button {
					t.Errorf("got %q, want %q", got, test.button)
				}
				return
			}
			if got, err := texts.Text("mad", test.key, test.data); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

type named string

func (n named) LabelKey() string { return string(n) }

func TestNamedValuesFollowTheLanguageOfTheText(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(drafts(""))
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{"mad": "Hallo oreng jareya", "id": "Halo orang itu", "": "Halo orang itu"} {
		if got, err := texts.Text(tag, "o", map[string]any{"who": named("v")}); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", tag, got, err, want)
		}
	}
}

func TestReviewersWordsAreLaidOver(t *testing.T) {
	t.Parallel()
	base, err := i18n.Load(drafts(""))
	if err != nil {
		t.Fatal(err)
	}
	source, was := i18n.Fingerprint("Apakah aman?\n{{.numbers}}"), i18n.Fingerprint("Ponapa aman?\n{{.numbers}}")
	two := "\n\n🇮🇩 Apakah aman?\nN"
	two = strings.Replace(two, "N", "(di atas)", 1)
	tests := []struct {
		name string
		o    i18n.Override
		want string
	}{
		{"kept", i18n.Override{Status: i18n.Keep, Source: source, Was: was}, "Ponapa aman?\n1"},
		{"better", i18n.Override{Status: i18n.Better, Text: "Salamet?\n{{.numbers}}", Source: source, Was: was}, "Salamet?\n1"},
		{"wrong", i18n.Override{Status: i18n.Wrong, Source: source, Was: was}, "Ponapa aman?\n1" + two},
		{"lost a place", i18n.Override{Status: i18n.Better, Text: "Salamet?", Source: source, Was: was}, "Ponapa aman?\n1" + two},
		{"broken place", i18n.Override{Status: i18n.Better, Text: "Salamet {{.numbers}} {{if}}", Source: source, Was: was}, "Ponapa aman?\n1" + two},
		{"of an older source", i18n.Override{Status: i18n.Keep, Source: "old", Was: was}, "Ponapa aman?\n1" + two},
		{"of an older translation", i18n.Override{Status: i18n.Keep, Source: source, Was: "old"}, "Ponapa aman?\n1" + two},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.o.Tag, test.o.Key = "mad", "s"
			over, err := base.With([]i18n.Override{test.o})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := over.Text("mad", "s", map[string]any{"numbers": "1"}); err != nil || got != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
			if got, err := base.Text("mad", "s", map[string]any{"numbers": "1"}); err != nil || got != "Ponapa aman?\n1"+two {
				t.Errorf("the texts underneath changed: %q, %v", got, err)
			}
		})
	}
}

func TestAWrongTextIsNeverShownAlone(t *testing.T) {
	t.Parallel()
	base, err := i18n.Load(drafts(""))
	if err != nil {
		t.Fatal(err)
	}
	over, err := base.With([]i18n.Override{{Tag: "mad", Key: "o", Status: i18n.Wrong, Source: i18n.Fingerprint("Halo {{.who}}"), Was: i18n.Fingerprint("Hallo {{.who}}")}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := over.Text("mad", "o", map[string]any{"who": "Bibi"}); err != nil || got != "Hallo Bibi\n\n🇮🇩 Halo Bibi" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestAPictureStandsBeforeTheButtonInEveryLanguage(t *testing.T) {
	t.Parallel()
	set := drafts("")
	set["icons.toml"] = &fstest.MapFile{Data: []byte("\"s.yes\" = \"👍\"\n")}
	texts, err := i18n.Load(set)
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{"id": "👍 Ya, aman", "mad": "👍 Enggi, aman · Ya, aman"} {
		if got := texts.Button(tag, "s.yes"); got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
	if got := texts.Label("id", "s.yes"); got != "Ya, aman" {
		t.Errorf("in a sentence: got %q", got)
	}
}

func TestWhatAClipSpeaks(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"Halo.\n\nApa kabar?":            "Halo.\nApa kabar?",
		"Catat: {{.number}}\n\nSimpan.":  "Simpan.",
		"Halo {{.name}}":                 "",
		"{{if .a}}x{{end}}\nSimpan.":     "",
		"Awal:\n\n{{.numbers}}\n\nAkhir": "Awal:\nAkhir",
	} {
		if got := i18n.Spoken(template); got != want {
			t.Errorf("%q: got %q, want %q", template, got, want)
		}
	}
}

func TestHeardInTheLanguagesThatAreShown(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(drafts(""))
	if err != nil {
		t.Fatal(err)
	}
	data := map[string]any{"numbers": "110", "who": "Bibi"}
	for name, test := range map[string]struct {
		tag, key, clips string
		want            []voice.Part
	}{
		"both":                              {"mad", "s", "mad id", []voice.Part{{Text: "Ponapa aman?\n110", Voice: "mad"}, {Text: "🇮🇩 Apakah aman?\n(di atas)", Voice: "id"}}},
		"the own alone":                     {"mad", "s", "mad", []voice.Part{{Text: "Ponapa aman?\n110\n\n🇮🇩 Apakah aman?\n(di atas)", Voice: "mad"}}},
		"the Indonesian alone":              {"mad", "s", "id", []voice.Part{{Text: "Ponapa aman?\n110\n\n🇮🇩 Apakah aman?\n(di atas)", Voice: "id"}}},
		"none":                              {"mad", "s", "", []voice.Part{{Text: "Ponapa aman?\n110\n\n🇮🇩 Apakah aman?\n(di atas)"}}},
		"no Indonesian where none is shown": {"mad", "v", "id", []voice.Part{{Text: "oreng jareya"}}},
		"the source":                        {"", "v", "id", []voice.Part{{Text: "orang itu", Voice: "id"}}},
		"nothing but a value":               {"mad", "o", "mad", []voice.Part{{Text: "Hallo Bibi"}}},
	} {
		got, err := texts.Heard(test.tag, test.key, data, func(tag, _ string) bool { return slices.Contains(strings.Fields(test.clips), tag) })
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
	}
}
