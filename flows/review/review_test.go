package review_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/review"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/understand"
	"siaga/locales"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// words lets the flow see the texts.
type words struct{ *i18n.Texts }

func (w words) Languages() []flows.Language {
	return []flows.Language{{Tag: "id", Name: "Bahasa Indonesia"}, {Tag: "jv", Name: "Basa Jawa"}}
}

type places struct {
	*region.Gazetteer
	*region.Resolver
}

// shelf is three texts; nothing that is said of them is kept.
type shelf struct{}

func all() []flows.Sheet {
	return []flows.Sheet{
		{Key: "report.safe", Mark: "111111111111", Source: "Apakah aman mengetik?", Text: "Napa aman ngetik?", Room: "report", Screen: "🤖 Napa aman ngetik?", Limit: 300, Safety: true},
		{Key: "report.tell", Mark: "222222222222", Source: "Halo {name}, tolong ceritakan apa yang terjadi.", Text: "Halo {name}, nyuwun tulung cariyosaken.", Room: "report", Limit: 40, Said: "Asks what happened."},
		{Key: "check.count", Mark: "333333333333", Source: "…Ada…", Text: "…Wonten…", Room: "check", Fixed: true},
	}
}

func (shelf) Next(last string, skipped bool) (flows.Sheet, bool) {
	list := all()
	n := 1 + slices.IndexFunc(list, func(s flows.Sheet) bool { return s.Key == last })
	if n == len(list) {
		return flows.Sheet{}, false
	}
	s, ok := shelf{}.Sheet(list[n].Key)
	return s, ok
}

func (shelf) Sheet(key string) (flows.Sheet, bool) {
	list := all()
	n := slices.IndexFunc(list, func(s flows.Sheet) bool { return s.Key == key })
	if n < 0 {
		return flows.Sheet{}, false
	}
	list[n].N, list[n].All = n+1, len(list)
	return list[n], true
}

func (shelf) Try(key, text string) (flows.Sheet, []flows.Flaw) {
	s, _ := shelf{}.Sheet(key)
	s.Text = text
	if n := len([]rune(text)); n > s.Limit {
		return s, []flows.Flaw{{Kind: "long", Data: flows.Data{"n": n, "most": s.Limit}}}
	}
	return s, nil
}

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	g := region.Default()
	reader := understand.New(places{g, region.NewResolver(g)})
	env := flows.Env{Words: words{texts}, Places: places{g, region.NewResolver(g)},
		Speaker: func() *flows.Speaker {
			return &flows.Speaker{ID: "a1", Tag: "jv", Language: "Basa Jawa", Role: "guru, Ponorogo", Can: []string{flows.CanReview}, Sheets: shelf{}}
		},
		Understand: func(s string) flows.Meaning { return flows.Meaning{Intent: reader.Read(s).Intent} }}
	flow, err := review.New()
	if err != nil {
		t.Fatal(err)
	}
	return func() flowtest.Stage {
		return flowtest.Stage{Flow: flow, Texts: words{texts}, Env: func(time.Time) flows.Env { return env }, Start: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	}
}

func TestTranscripts(t *testing.T) {
	t.Parallel()
	flowtest.Run(t, "testdata", *update, stage(t))
}

// made are keys that the flow puts together.
func made() []string {
	keys := []string{"review.ended", "review.officer", "review.refused", "review.help", "review.own", "review.cry", "review.media", "review.changed", "review.noted",
		"review.two_eyes", "review.fixed", "review.screen"}
	for _, v := range []string{"hello.go", "hello.stop", "sheet.keep", "sheet.better", "sheet.wrong", "sheet.skip", "sheet.stop", "better.back", "wrong.back",
		"shown.keep", "shown.again", "shown.back"} {
		keys = append(keys, "review."+v)
	}
	for _, kind := range []i18n.Kind{i18n.Long, i18n.Places, i18n.Sensitive, i18n.Double, i18n.Contact, i18n.Empty, i18n.Unreadable, "same"} {
		keys = append(keys, "review.flaw."+string(kind))
	}
	return keys
}

func TestEverythingSaidExistsAndIsSaid(t *testing.T) {
	t.Parallel()
	s := stage(t)()
	texts, keys := s.Texts.(words), made()
	for _, row := range s.Flow.(*flows.Table).Rows() {
		if row.Ask != "" {
			keys = append(keys, row.Ask)
		}
	}
	for key := range texts.Keys("id") {
		room, _, _ := strings.Cut(key, ".")
		if r := "review.room." + room; strings.Contains(key, ".") && !slices.Contains(keys, r) {
			keys = append(keys, r)
		}
	}
	for _, key := range keys {
		if !texts.Has(key) {
			t.Errorf("locales/id.toml lacks %q", key)
		}
	}
	for key := range texts.Keys("id") {
		if strings.HasPrefix(key, "review.") && !slices.Contains(keys, strings.TrimSuffix(key, ".words")) {
			t.Errorf("nobody says %q", key)
		}
	}
}

// TestRandomInput presses and types at random: nothing breaks, and a verdict is only ever one of the sheet that is shown.
func TestRandomInput(t *testing.T) {
	t.Parallel()
	s, judged := stage(t)(), map[string]int{}
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 7))
		var c flows.Conversation
		for range 400 {
			env := s.Env(s.Start)
			env.Now = s.Start
			turn, err := s.Flow.Step(c, randomInput(r, c), env)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range turn.Effects {
				j, ok := e.(flows.JudgeText)
				if !ok {
					continue
				}
				if j.Key != c.Get("review.key") || j.Mark != c.Get("review.mark") || j.Status == "better" && j.Text == "" {
					t.Fatalf("a verdict of another sheet: %+v, shown was %s", j, c.Get("review.key"))
				}
				judged[j.Status]++
			}
			if c = turn.Next; turn.Leave != nil || r.IntN(60) == 0 {
				c = flows.Conversation{Answers: c.Answers}
			}
		}
	}
	for _, status := range []string{"keep", "better", "wrong", "skip"} {
		if judged[status] == 0 {
			t.Errorf("nobody came to %q: %v", status, judged)
		}
	}
}

func randomInput(r *rand.Rand, c flows.Conversation) flows.Input {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	switch r.IntN(10) {
	case 0:
		return flows.Input{Kind: flows.Start}
	case 1:
		return flows.Input{Kind: flows.Command, Choice: pick("batal", "bantuan", "bahasa", "lapor", "kembali", "apa")}
	case 2, 3, 4:
		return flows.Input{Kind: flows.Text, Text: private.NewText(pick("Napa aman?", "2", "", "salah", "tolong saya dikunci", "{{.n}}", "😀", strings.Repeat("x", 400)))}
	case 5:
		return flows.Input{Kind: flows.Voice, File: "file-1"}
	}
	mark := pick(c.Get("review.mark"), c.Get("review.mark"), c.Get("review.mark"), "111111111111", "", "zz")
	state := pick(string(c.State), string(c.State), "review.sheet", "review.shown", "review.gone")
	return flows.Input{Kind: flows.Press, State: flows.State(state), Choice: pick("go", "stop", "keep", "again", "back", "keep:"+mark, "better:"+mark, "better:"+mark, "wrong:"+mark, "skip:"+mark, "stop:"+mark, "review.own", "x:y:z")}
}
