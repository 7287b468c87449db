package main

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/checkin"
	"siaga/flows/duty"
	"siaga/flows/record"
	"siaga/flows/report"
	"siaga/flows/review"
	"siaga/flows/rights"
)

var update = flag.Bool("update", false, "write the drawings of docs/flows.md anew")

// TestDrawingsInDocs keeps docs/flows.md equal to the tables that run.
func TestDrawingsInDocs(t *testing.T) {
	t.Parallel()
	const page = "../../docs/flows.md"
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for _, f := range []struct {
		name string
		make func() (*flows.Table, error)
	}{{"report", report.New}, {"duty", duty.New}, {"review", review.New}, {"record", record.New}, {"checkin", checkin.New}, {"rights", rights.New}} {
		table, err := f.make()
		if err != nil {
			t.Fatal(err)
		}
		head, rest, ok := strings.Cut(text, "flows/"+f.name+"\n\n```mermaid\n")
		drawing, tail, closed := strings.Cut(rest, "```\n")
		if !ok || !closed {
			t.Errorf("docs/flows.md has no drawing of flows/%s", f.name)
			continue
		}
		if drawing != table.Mermaid() && !*update {
			t.Errorf("the drawing of flows/%s in docs/flows.md is not that of the table: make transcripts", f.name)
		}
		text = head + "flows/" + f.name + "\n\n```mermaid\n" + table.Mermaid() + "```\n" + tail
	}
	if *update {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

// TestLinksInDocs finds links to files that are not there.
func TestLinksInDocs(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/turn.md", "docs/flows.md", "docs/operations.md", "docs/reliability.md", "docs/security.md", "docs/processing.md", "docs/dpia.md", "docs/performance.md", "locales/README.md"} {
		raw, err := os.ReadFile("../../" + page)
		if err != nil {
			t.Error(err)
			continue
		}
		folder := "../../" + page[:strings.LastIndex(page, "/")+1]
		for _, m := range link.FindAllStringSubmatch(string(raw), -1) {
			if _, err := os.Stat(folder + m[1]); err != nil {
				t.Errorf("%s points to %s, which is not there", page, m[1])
			}
		}
	}
}

// TestPictureIsSmall keeps the README quick to open on a slow line.
func TestPictureIsSmall(t *testing.T) {
	t.Parallel()
	info, err := os.Stat("../../docs/demo.png")
	if err != nil || info.Size() > 200<<10 {
		t.Errorf("docs/demo.png: %v, want at most 200 KB (make picture)", err)
	}
}

// TestReliabilityNamesTests wants every test that docs/reliability.md names to be there, and every transcript.
func TestReliabilityNamesTests(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/reliability.md")
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, room := range []string{"internal/store", "internal/e2e", "bot", "internal/outbox", "internal/session", "internal/app", "internal/soak", "internal/casework", "internal/taskforce", "cmd/siaga"} {
		files, _ := filepath.Glob("../../" + room + "/*_test.go")
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			tests.Write(text)
		}
	}
	named := regexp.MustCompile(`Test[A-Z]\w+|\w+\.txt`).FindAllString(string(raw), -1)
	for _, name := range named {
		if strings.HasSuffix(name, ".txt") {
			if _, err := os.Stat("../../internal/e2e/testdata/" + name); err != nil {
				t.Errorf("docs/reliability.md names the transcript %s: %v", name, err)
			}
		} else if !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("docs/reliability.md names %s, which does not exist", name)
		}
	}
	if len(named) < 40 {
		t.Errorf("only %d tests are named", len(named))
	}
}
