package report_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/learn"
	"siaga/flows/report"
	"siaga/flows/selfcheck"
	"siaga/internal/casework"
	"siaga/internal/directory"
	"siaga/internal/i18n"
	"siaga/internal/offer"
	"siaga/internal/region"
	"siaga/internal/taskforce"
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

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	home, err := report.New()
	if err != nil {
		t.Fatal(err)
	}
	g := region.Default()
	here := places{g, region.NewResolver(g)}
	check, err := selfcheck.New(offer.New(here).AssessAnswers)
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := learn.New()
	if err != nil {
		t.Fatal(err)
	}
	flow := flows.Host{Home: home, Visits: map[string]*flows.Table{check.Name(): check, lessons.Name(): lessons}}
	reader := understand.New(here)
	register := taskforce.Load(taskforce.Seed())
	env := func(now time.Time) flows.Env {
		return flows.Env{Words: words{texts}, Places: here, Register: register,
			Numbers: func(p casework.Place) flows.Data {
				at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
				return flows.Data{"numbers": directory.Lines("", directory.Default().For(at, now))}
			},
			Understand: flows.Once(func(text string) flows.Meaning {
				r := reader.Read(text)
				return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad, Idle: r.Idle, Evade: r.Evade, Sure: r.LangConfidence}
			})}
	}
	return func() flowtest.Stage {
		return flowtest.Stage{Flow: flow, Texts: words{texts}, Env: env, Numbers: numbersIn(words{texts}), Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
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

// TestSpokenInEveryLanguage writes one conversation in each language, for speakers to read.
func TestSpokenInEveryLanguage(t *testing.T) {
	t.Parallel()
	flowtest.Spoken(t, "testdata/languages", *update, stage(t))
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	flow, err := report.New()
	if err != nil {
		t.Fatal(err)
	}
	got := flow.Mermaid()
	want, err := os.ReadFile("testdata/report.mmd")
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, "testdata/report.mmd", string(want), got, *update)
}

// numbersIn gives the hotlines in the words of a language.
func numbersIn(w words) func(string, casework.Place, time.Time) flows.Data {
	return func(lang string, p casework.Place, now time.Time) flows.Data {
		at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
		word := func(key string) string { return w.Label(lang, "directory."+key) }
		return flows.Data{"numbers": directory.LinesIn(lang, word, directory.Default().For(at, now))}
	}
}
