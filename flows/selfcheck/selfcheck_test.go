package selfcheck_test

import (
	"encoding/json"
	"flag"
	"os"
	"sync"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/report"
	"siaga/flows/selfcheck"
	"siaga/internal/casework"
	"siaga/internal/directory"
	"siaga/internal/i18n"
	"siaga/internal/offer"
	"siaga/internal/private"
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
		out = append(out, flows.Language{Tag: l.Tag, Name: l.Name})
	}
	return out
}

type places struct {
	*region.Gazetteer
	*region.Resolver
}

// house is what all tests share and only read.
type house struct {
	texts    words
	places   places
	assessor *offer.Assessor
	reader   *understand.Reader
	register *taskforce.Register
	flow     *flows.Table
	home     *flows.Table
}

var build = sync.OnceValues(func() (*house, error) {
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		return nil, err
	}
	g := region.Default()
	here := places{g, region.NewResolver(g)}
	h := &house{texts: words{texts}, places: here, assessor: offer.New(g), reader: understand.New(here), register: taskforce.Load(taskforce.Seed())}
	if h.flow, err = selfcheck.New(h.assessor.AssessAnswers); err != nil {
		return nil, err
	}
	h.home, err = report.New()
	return h, err
})

func theHouse(t testing.TB) *house {
	t.Helper()
	h, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) env(now time.Time) flows.Env {
	return flows.Env{Now: now, Words: h.texts, Places: h.places, Register: h.register,
		Numbers: func(p casework.Place) flows.Data {
			at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
			return flows.Data{"numbers": directory.Lines("", directory.Default().For(at, now))}
		},
		Understand: func(text string) flows.Meaning {
			r := h.reader.Read(text)
			return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad}
		}}
}

// visit is the flow as people meet it: visited from the report, which stands at its question about danger.
type visit struct{ flows.Host }

func (v visit) Step(c flows.Conversation, in flows.Input, env flows.Env) (flows.Turn, error) {
	if c.State == "" {
		c = flows.Conversation{Flow: "report", State: "danger", Lang: c.Lang, Seen: env.Now, Visit: &flows.Conversation{Flow: "selfcheck"}}
	}
	c, err := unpack(c)
	if err != nil {
		return flows.Turn{}, err
	}
	turn, err := v.Host.Step(c, in, env)
	if err != nil {
		return turn, err
	}
	turn.Next, err = pack(turn.Next)
	return turn, err
}

// packed is a visited conversation written down, so that the transcript saves it with the rest between two turns.
type packed struct {
	Home    flows.State
	Bare    flows.Conversation
	Answers map[string]string
	Lists   map[string][]string
}

func pack(c flows.Conversation) (flows.Conversation, error) {
	if c.Visit == nil {
		return c, nil
	}
	p := packed{Bare: *c.Visit, Answers: map[string]string{}, Lists: map[string][]string{}}
	for k, v := range p.Bare.Answers {
		p.Answers[k] = v.Reveal()
	}
	for k, list := range p.Bare.Lists {
		for _, v := range list {
			p.Lists[k] = append(p.Lists[k], v.Reveal())
		}
	}
	p.Bare.Answers, p.Bare.Lists, c.Visit = nil, nil, nil
	p.Home, c.State = c.State, p.Bare.State // the question that buttons belong to is the visited flow's
	raw, err := json.Marshal(p)
	c.Answers["visit"] = private.NewText(string(raw))
	return c, err
}

func unpack(c flows.Conversation) (flows.Conversation, error) {
	raw := c.Get("visit")
	if raw == "" {
		return c, nil
	}
	var p packed
	if err := json.Unmarshal([]byte(raw), &p); err != nil {
		return c, err
	}
	p.Bare.Answers, p.Bare.Lists = map[string]private.Text{}, map[string][]private.Text{}
	for k, v := range p.Answers {
		p.Bare.Answers[k] = private.NewText(v)
	}
	for k, list := range p.Lists {
		p.Bare.Lists[k] = flows.Texts(list...)
	}
	delete(c.Answers, "visit")
	c.State, c.Visit = p.Home, &p.Bare
	return c, nil
}

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	h := theHouse(t)
	flow := visit{flows.Host{Home: h.home, Visits: map[string]*flows.Table{"selfcheck": h.flow}}}
	return func() flowtest.Stage {
		return flowtest.Stage{Flow: flow, Texts: h.texts, Env: h.env, Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	}
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	flowtest.Run(t, "testdata", *update, stage(t))
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	got := theHouse(t).flow.Mermaid()
	want, err := os.ReadFile("testdata/selfcheck.mmd")
	if err != nil && !*update {
		t.Fatal(err)
	}
	flowtest.Compare(t, "testdata/selfcheck.mmd", string(want), got, *update)
}

func TestNothingWeighsTheOffers(t *testing.T) {
	t.Parallel()
	if _, err := selfcheck.New(nil); err == nil {
		t.Error("a flow without an assessment starts")
	}
}
