package i18n_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"siaga/internal/i18n"
	"siaga/internal/private"
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
