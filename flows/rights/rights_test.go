package rights_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/rights"
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

func newFlow(t *testing.T) *flows.Table {
	t.Helper()
	flow, err := rights.New()
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
	return words{texts}, flows.Env{Words: words{texts}, Places: here, Retention: casework.DefaultRetention(1825),
		Numbers: func(p casework.Place) flows.Data {
			return flows.Data{"numbers": directory.Lines("", directory.Default().For(directory.Place{}, time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)))}
		},
		Understand: func(text string) flows.Meaning {
			r := reader.Read(text)
			return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad, Idle: r.Idle, Evade: r.Evade, Sure: r.LangConfidence}
		}}
}

// house keeps what is wished, as the real one does, so that the next turn sees it.
type house struct {
	*flows.Table
	c *casework.Case
}

func (h house) Step(c flows.Conversation, in flows.Input, env flows.Env) (flows.Turn, error) {
	env.Case = h.c
	turn, err := h.Table.Step(c, in, env)
	for _, e := range turn.Effects {
		if f, ok := e.(flows.AskRight); ok {
			if n, err := h.c.AskRight(f.Kind, env.Now); err == nil {
				*h.c = n
			}
		}
	}
	return turn, err
}

// reported is a case that somebody took up.
func reported(t *testing.T, danger casework.Danger) casework.Case {
	t.Helper()
	at := start.Add(-48 * time.Hour)
	r := casework.Report{Danger: danger, Consent: "2026-11", Contact: casework.Contact{Mode: casework.ContactAnytime}, Story: flows.Texts("cerita"),
		Places: map[casework.PlaceRole]casework.Place{casework.VictimNow: {Code: "53.02"}}}
	c, err := casework.Start("case-1", "K7", r, false, casework.Plan{Offer: casework.Offer{To: "53.02", Why: "why", Deadline: at.Add(time.Hour)}}, at)
	if err == nil {
		c, err = c.Accept("53.02/duty/1", "53.02", at)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	w, env := surroundings(t)
	env.Opened = func(string) map[string]int { return map[string]int{flows.OpenedByDuty: 3, flows.OpenedByLead: 1} }
	table := newFlow(t)
	return func() flowtest.Stage {
		c := reported(t, casework.DangerPast)
		return flowtest.Stage{Flow: house{table, &c}, Texts: w, Env: func(time.Time) flows.Env { return env }, Start: start}
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
	want, err := os.ReadFile("testdata/rights.mmd")
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, "testdata/rights.mmd", string(want), newFlow(t).Mermaid(), *update)
}
