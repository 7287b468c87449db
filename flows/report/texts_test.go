package report_test

import (
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/report"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/locales"
)

// TestTextsFitAPhone checks every question and button of the flow in every language.
func TestTextsFitAPhone(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range i18n.Check(locales.Files) {
		if strings.HasPrefix(p.Key, "report.") || strings.HasPrefix(p.Key, "notice.") || strings.HasPrefix(p.Key, "kernel.") {
			t.Error(p)
		}
	}
	judge, err := i18n.NewJudge(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	flow, err := report.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range texts.Languages() {
		for _, row := range flow.Rows() {
			for event := range row.Go {
				label, ok := texts.Keys(l.Tag)[row.Ask+"."+event]
				most := min(judge.Limit(row.Ask+"."+event), i18n.MaxButton)
				if n := len([]rune(label)); ok && n > most {
					t.Errorf("%s: button %q has %d characters, at most %d", l.Tag, label, n, most)
				}
			}
			if row.Accept != nil && !texts.Has(row.Ask) {
				t.Errorf("row %s: the question %q has no text", row.At, row.Ask)
			}
		}
	}
}

// TestEveryButtonHasWords presses through all rows with fixed buttons: each label exists in the source language.
func TestEveryButtonHasWords(t *testing.T) {
	t.Parallel()
	flow, err := report.New()
	if err != nil {
		t.Fatal(err)
	}
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	set := stage(t)()
	for _, row := range flow.Rows() {
		if row.Accept == nil {
			continue
		}
		s := &flows.Scene{C: &flows.Conversation{}, Env: set.Env(set.Start), Row: row}
		for _, line := range row.Accept.Buttons(s) {
			for _, b := range line {
				if b.Key != "" && !texts.Has(b.Key) {
					t.Errorf("row %s: button %q has no text", row.At, b.Key)
				}
			}
		}
	}
}

// TestFirstWordOfSendIsEnough types what the button "Kirim sekarang" says, and its first word alone, in every language.
func TestFirstWordOfSendIsEnough(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range texts.Languages() {
		var c flows.Conversation
		c.Lang = l.Tag
		s := &flows.Scene{C: &c, Env: flows.Env{Words: words{texts}}}
		label := texts.Keys(l.Tag)["report.send_now"]
		first, _, _ := strings.Cut(label, " ")
		for _, typed := range []string{label, first, strings.ToUpper(first), first + "!"} {
			if !s.Named("report.send_now", flows.Input{Kind: flows.Text, Text: private.NewText(typed)}) {
				t.Errorf("%s: %q does not mean the button %q", l.Tag, typed, label)
			}
		}
	}
}
