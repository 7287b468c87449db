package checkin_test

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"os"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/checkin"
	"siaga/flows/flowtest"
	"siaga/internal/casework"
	"siaga/internal/directory"
	"siaga/internal/i18n"
	"siaga/internal/region"
	"siaga/internal/understand"
	"siaga/locales"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// words lets the flow see the texts.
type words struct{ *i18n.Texts }

func (w words) Languages() []flows.Language {
	var out []flows.Language
	for _, l := range w.Texts.Languages() {
		out = append(out, flows.Language{Tag: l.Tag, Name: l.Name, Called: l.Called, Draft: l.Status == i18n.StatusDraft, Desk: l.Desk})
	}
	return out
}

type places struct {
	*region.Gazetteer
	*region.Resolver
}

// keyed stands for the house's key.
func keyed(id, words string) string {
	sum := sha256.Sum256([]byte(id + "\x00" + words))
	return hex.EncodeToString(sum[:4])
}

func newFlow(t *testing.T) *flows.Table {
	t.Helper()
	flow, err := checkin.New()
	if err != nil {
		t.Fatal(err)
	}
	return flow
}

func surroundings(t *testing.T) (words, flows.Env) {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	g := region.Default()
	here := places{g, region.NewResolver(g)}
	reader := understand.New(here)
	return words{texts}, flows.Env{Words: words{texts}, Places: here, Mark: keyed, NewID: func() string { return "plan-1" },
		Numbers: func(p casework.Place) flows.Data {
			return flows.Data{"numbers": directory.Lines("", directory.Default().For(directory.Place{}, time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)))}
		},
		Understand: func(text string) flows.Meaning {
			r := reader.Read(text)
			return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad, Idle: r.Idle, Evade: r.Evade, Sure: r.LangConfidence}
		}}
}

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	w, env := surroundings(t)
	flow := newFlow(t)
	return func() flowtest.Stage {
		return flowtest.Stage{Flow: flow, Texts: w, Env: func(time.Time) flows.Env { return env }, Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	}
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	flowtest.Run(t, "testdata", *update, stage(t))
}

// TestTranscriptsInEveryLanguage plays the same in all languages.
func TestTranscriptsInEveryLanguage(t *testing.T) {
	t.Parallel()
	flowtest.Translated(t, "testdata", stage(t))
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/checkin.mmd")
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, "testdata/checkin.mmd", string(want), newFlow(t).Mermaid(), *update)
}
