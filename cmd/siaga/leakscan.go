package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"siaga/internal/app"
)

// Leakscan looks for words where they must not be.
type Leakscan struct {
	Path  []string `arg:"" optional:"" help:"Logs, folders of backups, core files: whatever else may hold words." placeholder:"PATH"`
	Words bool     `help:"Read more words from the input, one a line (names, numbers of a real case). They are never printed."`
	JSON  bool     `help:"As a JSON line."`
}

var errLeak = errors.New("the scan did not end well: mend what leaks, and what it was blind for")

// Run prints what was looked at and what was found, and fails when a word was found or a source could not be proven to be read.
func (c Leakscan) Run(ctx context.Context, io streams, env environment) error {
	var words []string
	if c.Words {
		lines := bufio.NewScanner(io.in)
		for lines.Scan() {
			if w := strings.TrimSpace(lines.Text()); w != "" {
				words = append(words, w)
			}
		}
	}
	o, cfg, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	report, err := app.LeakScan(ctx, o, cfg, words, c.Path)
	if err != nil {
		return err
	}
	if c.JSON {
		err = encodeAll(io.out, []app.LeakReport{report})
	} else {
		err = printLeaks(io, report)
	}
	if err == nil && len(report.Leaks)+len(report.Blind) > 0 {
		return errLeak
	}
	return err
}

func printLeaks(io streams, r app.LeakReport) error {
	for _, source := range slices.Sorted(maps.Keys(r.Looked)) {
		fmt.Fprintf(io.out, "%12d bytes  %s\n", r.Looked[source], source)
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(io.out, "not looked at: %s\n", s)
	}
	for _, f := range r.Leaks {
		form := f.Form
		if f.Inside != "" {
			form += " inside " + f.Inside
		}
		fmt.Fprintf(io.out, "LEAK: word %d as %s in %s\n", f.Word, form, f.Source)
	}
	for _, b := range r.Blind {
		fmt.Fprintf(io.out, "BLIND: the control word was not found in %s\n", b)
	}
	_, err := fmt.Fprintf(io.out, "%d words planted, %d leaks, %d sources blind\n", r.Planted, len(r.Leaks), len(r.Blind))
	return err
}
