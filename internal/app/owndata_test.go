package app

import (
	"slices"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// TestTheOwnDataIsAskedForInEveryLanguage types every word for it, and presses the button, where a report rests, in the middle of one, and
// before any: each leads to the same first answer, and none is taken for a wish to wipe or for words of a report.
func TestTheOwnDataIsAskedForInEveryLanguage(t *testing.T) {
	t.Parallel()
	texts, err := embeddedTexts()
	if err != nil {
		t.Fatal(err)
	}
	words, places := Words{texts}, NewPlaces()
	host, err := reporters()
	if err != nil {
		t.Fatal(err)
	}
	env := stageEnv(words, places)(time.Time{})
	env.Now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for _, lang := range words.Languages() {
		said := append(slices.Clone(words.Synonyms(lang.Tag, "report.visit.data")), words.Label(lang.Tag, "report.visit.data"), "Data saya", "DATA SAYA!")
		for _, at := range []flows.State{"open", "danger", "where"} {
			conv := flows.Conversation{Flow: "report", State: at, Lang: lang.Tag, Seen: env.Now.Add(-time.Minute), Answers: map[string]private.Text{}}
			if at == "open" {
				conv.Case = "case"
			}
			inputs := []flows.Input{{Kind: flows.Press, Choice: "report.visit.data", State: "open"}, {Kind: flows.Command, Choice: "data"}}
			for _, w := range said {
				inputs = append(inputs, flows.Input{Kind: flows.Text, Text: private.NewText(w)})
			}
			for _, in := range inputs {
				turn, err := host.Step(conv, in, env)
				if err != nil || turn.Next.Visit == nil || turn.Next.Visit.Flow != "rights" || turn.Replies[0].Key != "rights.menu" || len(turn.Effects) != 0 {
					t.Errorf("%s at %s: %q %q leads to %+v, %v", lang.Tag, at, in.Choice, in.Text.Reveal(), turn.Replies, err)
				}
			}
		}
		// Within the menu the words for deletion ask, and do not wipe.
		begun, err := host.Step(flows.Conversation{Flow: "report", State: "open", Case: "case", Lang: lang.Tag, Seen: env.Now}, flows.Input{Kind: flows.Command, Choice: "data"}, env)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range append(slices.Clone(words.Synonyms(lang.Tag, "rights.menu.delete")), words.Label(lang.Tag, "rights.menu.delete")) {
			turn, err := host.Step(begun.Next, flows.Input{Kind: flows.Text, Text: private.NewText(w)}, env)
			if err != nil || len(turn.Effects) != 0 || turn.Replies[0].Key != "rights.number" {
				t.Errorf("%s: %q in the menu leads to %+v %+v, %v", lang.Tag, w, turn.Replies, turn.Effects, err)
			}
		}
	}
}
