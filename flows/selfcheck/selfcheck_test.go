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
		out = append(out, flows.Language{Tag: l.Tag, Name: l.Name, Called: l.Called, Draft: l.Status == i18n.StatusDraft, Desk: l.Desk})
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
	h.home, err = atHome()
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
			return flows.Meaning{Intent: r.Intent, Lang: r.Lang, Urgent: r.Urgent, Minor: r.Minor, Abroad: r.Abroad, Idle: r.Idle, Evade: r.Evade, Sure: r.LangConfidence}
		}}
}

// atHome is a small home flow in the words of the report: an open row, and the emergency step for a cry.
func atHome() (*flows.Table, error) {
	numbers := func(s *flows.Scene) flows.Data { return s.Env.Numbers(casework.Place{}) }
	cry := func(s *flows.Scene, in flows.Input) flows.State {
		if in.Kind == flows.Text && s.Env.Understand(in.Text.Reveal()).Intent == "emergency" {
			return "now"
		}
		return ""
	}
	return flows.New("report", flows.Rules{First: "home", Home: "home", Check: "home", Help: "report.help", Emergency: cry},
		flows.Row{At: "home", Ask: "report.open", Accept: flows.Said("told", "story"), Go: flows.Go{"told": "home", "cry": "now"}},
		flows.Row{At: "now", Ask: "report.hotline", With: numbers, Accept: flows.Said("told", "story"), NoBack: true, Go: flows.Go{"told": "home"}})
}

// visit is the flow as people meet it: visited from a home flow.
type visit struct{ flows.Host }

func (v visit) Step(c flows.Conversation, in flows.Input, env flows.Env) (flows.Turn, error) {
	if c.State == "" {
		c = flows.Conversation{Flow: "report", State: "home", Lang: c.Lang, Seen: env.Now, Visit: &flows.Conversation{Flow: "selfcheck"}}
	}
	c, err := unpack(c)
	if err != nil {
		return flows.Turn{}, err
	}
	turn, err := v.play(c, in, env)
	if err != nil {
		return turn, err
	}
	turn.Next, err = pack(turn.Next)
	return turn, err
}

// play asks this flow first whether the visit goes on, so that the transcripts show what it takes for a cry for help, and not
// how the home flow would read an advertisement; whatever ends the visit is played by the host.
func (v visit) play(c flows.Conversation, in flows.Input, env flows.Env) (flows.Turn, error) {
	if c.Visit == nil || in.Kind == flows.Receipt || in.Kind == flows.Start {
		return v.Host.Step(c, in, env)
	}
	turn, err := v.Visits["selfcheck"].Step(*c.Visit, in, env)
	if err != nil || turn.Leave != nil || len(turn.Effects) > 0 {
		return v.Host.Step(c, in, env)
	}
	inner := turn.Next
	turn.Next = c
	turn.Next.Step, turn.Next.Seen = c.Step+1, env.Now
	if turn.Next.Answers == nil {
		turn.Next.Answers = map[string]private.Text{}
	}
	turn.Next.Visit = &inner
	return turn, nil
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
		return flowtest.Stage{Flow: flow, Texts: h.texts, Env: h.env, Numbers: numbersIn(h.texts), Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
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

// numbersIn gives the hotlines in the words of a language.
func numbersIn(w words) func(string, casework.Place, time.Time) flows.Data {
	return func(lang string, p casework.Place, now time.Time) flows.Data {
		at := directory.Place{Code: p.Code, Country: p.Country, Town: p.Town, AtSea: p.AtSea}
		word := func(key string) string { return w.Label(lang, "directory."+key) }
		return flows.Data{"numbers": directory.LinesIn(lang, word, directory.Default().For(at, now))}
	}
}
