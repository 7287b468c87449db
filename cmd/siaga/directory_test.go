package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// verified plays "siaga directory verify" and gives what came of it.
func verified(t *testing.T, file, id, read, by, on string) outcome {
	t.Helper()
	return siaga(t, nil, "", "directory", "verify", id, read, "--by", by, "--file", file, "--on", on)
}

func TestDirectoryTwoPeopleVerify(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "numbers.csv")
	steps := []struct {
		name, read, by, on string
		code               int
		says               string
	}{
		{"wrong digits", "128", "Ani", "2026-11-01", exitFailed, "look again"},
		{"the first", "129", "Ani", "2026-11-01", exitDone, "somebody else"},
		{"the same once more", " 1 2 9 ", "ANI", "2026-11-02", exitFailed, "another one"},
		{"the second", "129", "Budi", "2026-11-02", exitDone, "good until 2027-01-30"},
	}
	for _, s := range steps {
		got := verified(t, file, "sapa129", s.read, s.by, s.on)
		if got.code != s.code || !strings.Contains(got.out+got.err, s.says) {
			t.Errorf("%s: code %d, %q %q, want %d and %q", s.name, got.code, got.out, got.err, s.code, s.says)
		}
	}
	for on, want := range map[string]bool{"2026-11-23": false, "2027-03-01": true} {
		listed := answers(t, siaga(t, nil, "", "directory", "list", "--json", "--file", file, "--on", on).out)
		for _, l := range listed {
			if l["id"] == "sapa129" && (l["stale"] != want || l["verified_by"] != "Ani" || l["confirmed_by"] != "Budi") {
				t.Errorf("on %s: %v", on, l)
			}
		}
	}
}

func TestDirectoryFirstPersonTooLongAgo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "numbers.csv")
	verified(t, file, "sapa129", "129", "Ani", "2026-11-01")
	got := verified(t, file, "sapa129", "129", "Budi", "2026-11-20")
	if got.code != exitDone || !strings.Contains(got.out, "verified by Budi on 2026-11-20; somebody else") {
		t.Errorf("code %d, %q %q: Budi should begin anew", got.code, got.out, got.err)
	}
}

func TestDirectoryVerifyRefusals(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "numbers.csv")
	for name, test := range map[string]struct {
		got  outcome
		code int
	}{
		"unknown number": {verified(t, file, "nobody", "129", "Ani", "2026-11-01"), exitUsage},
		"no day":         {verified(t, file, "sapa129", "129", "Ani", "yesterday"), exitUsage},
		"nobody":         {verified(t, file, "sapa129", "129", " ", "2026-11-01"), exitFailed},
		"no folder":      {verified(t, filepath.Join(dir, "none", "n.csv"), "sapa129", "129", "Ani", "2026-11-01"), exitFailed},
		"no name":        {siaga(t, nil, "", "directory", "verify", "sapa129", "129", "--file", file), exitUsage},
		"no file":        {siaga(t, nil, "", "directory", "verify", "sapa129", "129", "--by", "Ani"), exitUsage},
	} {
		if test.got.code != test.code {
			t.Errorf("%s: code %d, want %d: %s", name, test.got.code, test.code, test.got.err)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("a refusal left %v", left)
	}
}

func TestDirectoryCheckFailsOnWhatIsStale(t *testing.T) {
	t.Parallel()
	got := siaga(t, nil, "", "directory", "check", "--json")
	if got.code != exitFailed || !strings.Contains(got.err, "stale or wrong") {
		t.Errorf("code %d, %q: a fresh list has verified nothing", got.code, got.err)
	}
	kinds := map[string]int{}
	for _, p := range answers(t, got.out) {
		kind, _ := p["kind"].(string)
		kinds[kind]++
	}
	if kinds["stale"] == 0 || kinds["unlisted"] == 0 {
		t.Errorf("kinds %v", kinds)
	}
	table := siaga(t, nil, "", "directory", "check").out
	if !strings.HasPrefix(table, "KIND") || !strings.Contains(table, "never verified") {
		t.Errorf("the table:\n%s", table)
	}
}

// TestDirectoryCheckOfAnAllFreshList: all verified by two people on one day; only missions without a number are left.
func TestDirectoryCheckOfAnAllFreshList(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	from, file := filepath.Join(dir, "all.csv"), filepath.Join(dir, "numbers.csv")
	rows := []string{"id,verified_at,verified_by,confirmed_by"}
	for _, l := range answers(t, siaga(t, nil, "", "directory", "list", "--json").out) {
		rows = append(rows, l["id"].(string)+",2026-11-01,Ani,Budi")
	}
	if err := os.WriteFile(from, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := siaga(t, nil, "", "directory", "import", from, "--file", file); got.code != exitDone {
		t.Fatalf("import: %d %s", got.code, got.err)
	}
	for on, want := range map[string]int{"2026-11-23": exitDone, "2027-02-10": exitFailed} {
		got := siaga(t, nil, "", "directory", "check", "--file", file, "--on", on)
		if got.code != want || !strings.Contains(got.out, "unlisted") {
			t.Errorf("on %s: code %d, want %d\n%s%s", on, got.code, want, got.out, got.err)
		}
	}
}

func TestDirectoryImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "numbers.csv")
	for name, rows := range map[string]string{
		"new digits, nobody's name": "id,number\nsapa129,130\n",
		"unknown column":            "id,colour\nsapa129,red\n",
		"empty":                     "",
	} {
		got := siaga(t, nil, rows, "directory", "import", "-", "--file", file)
		if got.code != exitFailed {
			t.Errorf("%s: code %d, want %d", name, got.code, exitFailed)
		}
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a refused import wrote the file")
	}
	broken := filepath.Join(dir, "broken.csv")
	if err := os.WriteFile(broken, []byte("id,number\nsapa129,130\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := siaga(t, nil, "", "directory", "check", "--file", broken, "--json")
	if got.code != exitFailed || !strings.Contains(got.out, "verified_at") {
		t.Errorf("check of a refused file: %d %q", got.code, got.out)
	}
	if got := siaga(t, nil, "", "directory", "import", filepath.Join(dir, "none.csv"), "--file", file); got.code != exitUsage {
		t.Errorf("no such file: code %d", got.code)
	}
}

func TestDirectoryAnswersPrograms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "numbers.csv")
	for i, by := range []string{"Ani", "Budi"} {
		got := siaga(t, nil, "", "directory", "verify", "sapa129", "129", "--by", by, "--file", file, "--on", "2026-11-02", "--json")
		lines := answers(t, got.out)
		if got.code != exitDone || len(lines) != 1 || lines[0]["id"] != "sapa129" || lines[0]["stale"] != (i == 0) || lines[0]["verified_by"] != "Ani" {
			t.Errorf("%s: code %d, %q %q", by, got.code, got.out, got.err)
		}
	}
	got := siaga(t, nil, "id,about\nsapa129,perempuan\n", "directory", "import", "-", "--file", file, "--json")
	if lines := answers(t, got.out); got.code != exitDone || len(lines) != 1 || lines[0]["numbers"].(float64) < 50 {
		t.Errorf("import: code %d, %q %q", got.code, got.out, got.err)
	}
}

func TestDirectoryListOfACountry(t *testing.T) {
	t.Parallel()
	got := siaga(t, nil, "", "directory", "list", "--country", "my")
	if got.code != exitDone || !strings.Contains(got.out, "kjri_johor_bahru") || strings.Contains(got.out, "sapa129") {
		t.Errorf("code %d\n%s", got.code, got.out)
	}
}
