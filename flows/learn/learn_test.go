package learn_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/learn"
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

// surroundings gives everything but the flow: texts, places, numbers and the reader of intents.
func surroundings(t *testing.T) (words, func(time.Time) flows.Env) {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	g := region.Default()
	here := places{g, region.NewResolver(g)}
	reader := understand.New(here)
	return words{texts}, func(now time.Time) flows.Env {
		return flows.Env{Words: words{texts}, Places: here,
			Numbers: func(p casework.Place) flows.Data {
				at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
				return flows.Data{"numbers": directory.Lines("", directory.Default().For(at, now))}
			},
			Understand: func(text string) flows.Meaning {
				r := reader.Read(text)
				return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad, Idle: r.Idle, Evade: r.Evade, Sure: r.LangConfidence}
			}}
	}
}

func newFlow(t *testing.T) *flows.Table {
	t.Helper()
	flow, err := learn.New()
	if err != nil {
		t.Fatal(err)
	}
	return flow
}

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	texts, env := surroundings(t)
	flow := newFlow(t)
	return func() flowtest.Stage {
		return flowtest.Stage{Flow: flow, Texts: texts, Env: env, Numbers: numbersIn(texts), Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
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
	got := newFlow(t).Mermaid()
	want, err := os.ReadFile("testdata/learn.mmd")
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, "testdata/learn.mmd", string(want), got, *update)
}

// numbersIn gives the hotlines in the words of a language.
func numbersIn(w words) func(string, casework.Place, time.Time) flows.Data {
	return func(lang string, p casework.Place, now time.Time) flows.Data {
		at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
		word := func(key string) string { return w.Label(lang, "directory."+key) }
		return flows.Data{"numbers": directory.LinesIn(lang, word, directory.Default().For(at, now))}
	}
}
