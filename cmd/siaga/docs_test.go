package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/duty"
	"siaga/flows/report"
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
	}{{"report", report.New}, {"duty", duty.New}} {
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
