package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/duty"
	"siaga/flows/report"
)

// TestDrawingsInDocs keeps docs/flows.md equal to the tables that run.
func TestDrawingsInDocs(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../docs/flows.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, make := range map[string]func() (*flows.Table, error){"report": report.New, "duty": duty.New} {
		table, err := make()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(raw), "```mermaid\n"+table.Mermaid()+"```\n") {
			t.Errorf("the drawing of flows/%s in docs/flows.md is not that of the table; copy flows/%s/testdata/%s.mmd there", name, name, name)
		}
	}
}

var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

// TestLinksInDocs finds links to files that are not there.
func TestLinksInDocs(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/turn.md", "docs/flows.md", "locales/README.md"} {
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
