package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"siaga/internal/i18n"
	"siaga/locales"
)

// speakers makes a folder of languages: the source, and a language that says the same in the same words.
func speakers(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"id.toml", "safety.toml", "reviews.toml"} {
		raw, err := fs.ReadFile(locales.Files, name)
		if err != nil {
			continue
		}
		writeFile(t, filepath.Join(dir, name), string(raw))
	}
	source, err := fs.ReadFile(locales.Files, "id.toml")
	if err != nil {
		t.Fatal(err)
	}
	mine, skip := "# Ours.\n", false
	for _, line := range strings.SplitAfter(string(source), "\n") {
		if strings.HasPrefix(line, `"`) {
			skip = i18n.ForDesk(strings.TrimPrefix(line, `"`))
		}
		if !skip {
			mine += line
		}
	}
	writeFile(t, filepath.Join(dir, "zz.toml"), mine)
	writeFile(t, filepath.Join(dir, "languages.toml"), "[[language]]\ntag = \"id\"\nname = \"Bahasa Indonesia\"\nstatus = \"source\"\n"+
		"[[language]]\ntag = \"zz\"\nname = \"Basa Zz\"\nstatus = \"draft\"\n")
	return dir
}

func content(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestLocaleGoesOutAndComesBackUnchanged(t *testing.T) {
	t.Parallel()
	dir := speakers(t)
	mine := filepath.Join(dir, "zz.toml")
	before := content(t, mine)
	for _, format := range []string{"csv", "xliff"} {
		file := filepath.Join(dir, "out."+format)
		if got := siaga(t, nil, "", "locale", "export", "zz", "--dir", dir, "--format", format, "--out", file); got.code != exitDone {
			t.Fatalf("export %s: %+v", format, got)
		}
		got := siaga(t, nil, "", "locale", "import", file, "--dir", dir)
		if got.code != exitDone || !strings.Contains(got.out, "zz: 0 changed, 0 reviewed") {
			t.Fatalf("import %s: %+v", format, got)
		}
		if content(t, mine) != before {
			t.Errorf("%s: the file has changed", format)
		}
	}
}

func TestLocaleImportTakesAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := speakers(t)
	mine := filepath.Join(dir, "zz.toml")
	before := content(t, mine)
	bad := writeFile(t, filepath.Join(dir, "bad.csv"), "key;indonesia;terjemahan (zz);pemeriksa\nreport.safe.yes;Ya, aman;Aman;\nreport.safe.no;Tidak aman;"+
		strings.Repeat("x", 29)+";\n")
	got := siaga(t, nil, "", "locale", "import", bad, "--dir", dir)
	got.wants(t, exitFailed, "1 rows are refused; nothing was written")
	if !strings.Contains(got.out, "line 3 report.safe.no: long: 29 characters, at most 28") || content(t, mine) != before {
		t.Errorf("said\n%s", got.out)
	}
	good := writeFile(t, filepath.Join(dir, "good.csv"), "key;indonesia;terjemahan (zz);pemeriksa\nreport.safe.yes;Ya, aman;Aman;penutur, Zz\n")
	if got := siaga(t, nil, "", "locale", "import", good, "--dir", dir, "--dry-run"); got.code != exitDone || content(t, mine) != before {
		t.Errorf("--dry-run: %+v", got)
	}
	got = siaga(t, nil, "", "locale", "import", good, "--dir", dir, "--on", "2026-11-29", "--json")
	var said struct {
		Tag      string
		Changes  []struct{ Key, Old, New string }
		Reviewed []string
	}
	if err := json.Unmarshal([]byte(got.out), &said); err != nil || got.code != exitDone || said.Tag != "zz" || len(said.Changes) != 1 || len(said.Reviewed) != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	if want := strings.Replace(before, `"report.safe.yes" = "Ya, aman"`, `"report.safe.yes" = "Aman"`, 1); content(t, mine) != want {
		t.Error("not that one text alone has changed")
	}
	if reviews := content(t, filepath.Join(dir, "reviews.toml")); !strings.Contains(reviews, `key = "report.safe.yes"`) || !strings.Contains(reviews, `by = "penutur, Zz"`) {
		t.Errorf("reviews.toml:\n%s", reviews)
	}
	list := siaga(t, nil, "", "locale", "list", "--dir", dir, "--json")
	if !strings.Contains(list.out, `"tag":"zz"`) || !strings.Contains(list.out, `"reviewed":1,"clips":0}`) {
		t.Errorf("list: %s", list.out)
	}
}

func TestLocaleCheckNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	dir := speakers(t)
	if got := siaga(t, nil, "", "locale", "check", "--dir", dir); got.code != exitDone || got.out != "" {
		t.Fatalf("%+v", got)
	}
	mine := filepath.Join(dir, "zz.toml")
	writeFile(t, mine, strings.Replace(content(t, mine), `"report.safe.yes" = "Ya, aman"`, `"report.safe.yes" = "Tidak aman"`, 1))
	got := siaga(t, nil, "", "locale", "check", "zz", "--dir", dir)
	got.wants(t, exitFailed, "1 texts break a rule")
	if !strings.Contains(got.out, `zz report.safe.yes: double: "tidak aman" names report.safe.no too`) {
		t.Errorf("said %s", got.out)
	}
	got = siaga(t, nil, "", "locale", "check", "zz", "--dir", dir, "--json")
	if !strings.Contains(got.out, `"kind":"double"`) {
		t.Errorf("said %s", got.out)
	}
}

func TestLocaleWrongUse(t *testing.T) {
	t.Parallel()
	dir := speakers(t)
	anonymous := writeFile(t, filepath.Join(dir, "a.csv"), "key,indonesia,terjemahan\n")
	empty := writeFile(t, filepath.Join(dir, "b.csv"), "")
	for _, c := range []struct {
		args     []string
		code     int
		sentence string
	}{
		{[]string{"check", "xx"}, exitUsage, `there is no language "xx"`},
		{[]string{"check", "--dir", filepath.Join(dir, "none")}, exitUsage, "no folder of languages"},
		{[]string{"export", "../id"}, exitUsage, "is no language tag"},
		{[]string{"import", filepath.Join(dir, "none.csv"), "--dir", dir}, exitUsage, "cannot be read"},
		{[]string{"import", anonymous, "--dir", dir}, exitUsage, "say it with --tag"},
		{[]string{"import", anonymous, "--dir", dir, "--tag", "id"}, exitUsage, "not a language that is translated"},
		{[]string{"import", empty, "--dir", dir}, exitFailed, "no header"},
	} {
		siaga(t, nil, "", append([]string{"locale"}, c.args...)...).wants(t, c.code, c.sentence)
	}
}
