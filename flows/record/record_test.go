package record_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/flows/record"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/locales"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// words lets the flow see the texts.
type words struct{ *i18n.Texts }

func (w words) Languages() []flows.Language {
	return []flows.Language{{Tag: "id", Name: "Bahasa Indonesia"}, {Tag: "jv", Name: "Basa Jawa"}}
}

// shelf is three texts, the second with a clip to be heard; nothing that is done with them is kept.
type shelf struct{}

func all() []flows.Reading {
	return []flows.Reading{
		{Key: "report.safe", Mark: "111111111111", Source: "Apakah aman mengetik?", Text: "Napa aman ngetik?", Safety: true},
		{Key: "report.danger", Mark: "222222222222", Text: "Napa wonten sing kedah ditulungi?", Safety: true, Clip: "clip-of-another"},
		{Key: "report.tell", Mark: "333333333333", Text: "Nyuwun tulung cariyosaken.", Has: true},
	}
}

func (shelf) Next(last string, _ bool) (flows.Reading, bool) {
	n := 1 + slices.IndexFunc(all(), func(r flows.Reading) bool { return r.Key == last })
	if n == len(all()) {
		return flows.Reading{}, false
	}
	return shelf{}.Reading(all()[n].Key)
}

func (shelf) Reading(key string) (flows.Reading, bool) {
	n := slices.IndexFunc(all(), func(r flows.Reading) bool { return r.Key == key })
	if n < 0 {
		return flows.Reading{}, false
	}
	r := all()[n]
	r.N, r.All = n+1, len(all())
	return r, true
}

func (shelf) Fits(in flows.Input) string {
	if in.Seconds > 60 {
		return "long"
	}
	return ""
}

func (shelf) Whole(file string) string {
	if strings.HasPrefix(file, "late") {
		return "waiting"
	}
	if strings.HasPrefix(file, "bad") {
		return "form"
	}
	return ""
}

func stage(t *testing.T) func() flowtest.Stage {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	env := flows.Env{Words: words{texts}, Speaker: func() *flows.Speaker {
		return &flows.Speaker{ID: "a1", Tag: "jv", Language: "Basa Jawa", Role: "guru, Ponorogo", Can: []string{flows.CanRecord}, Readings: shelf{}}
	}, Understand: func(s string) flows.Meaning {
		if strings.HasPrefix(s, "tolong") {
			return flows.Meaning{Intent: "emergency"}
		}
		return flows.Meaning{}
	}}
	flow, err := record.New()
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

// made are keys that the flow puts together, and the engine's.
func made() []string {
	keys := []string{"record.refused", "record.help", "record.own", "record.media", "record.changed", "record.two_ears"}
	for _, v := range []string{"hello.go", "hello.stop", "text.skip", "text.stop", "heard.keep", "heard.again", "heard.skip", "heard.stop",
		"ear.good", "ear.bad", "ear.skip", "ear.stop", "flaw.form", "flaw.long", "flaw.short", "flaw.large", "flaw.waiting", "flaw.gone"} {
		keys = append(keys, "record."+v)
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
	for _, key := range keys {
		if !texts.Has(key) {
			t.Errorf("locales/id.toml lacks %q", key)
		}
	}
	for key := range texts.Keys("id") {
		if strings.HasPrefix(key, "record.") && !slices.Contains(keys, strings.TrimSuffix(key, ".words")) {
			t.Errorf("nobody says %q", key)
		}
	}
}

// TestRandomInput presses, types and speaks at random: nothing breaks, and what is done is only ever done with the words and the
// recording that are shown.
func TestRandomInput(t *testing.T) {
	t.Parallel()
	s, done := stage(t)(), map[string]int{}
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
				if f, ok := e.(flows.RecordText); ok {
					honest(t, c, f)
					done[f.Status]++
				}
			}
			if c = turn.Next; turn.Leave != nil || r.IntN(60) == 0 {
				c = flows.Conversation{Answers: c.Answers}
			}
		}
	}
	for _, status := range []string{"keep", "good", "bad", "skip"} {
		if done[status] == 0 {
			t.Errorf("nobody came to %q: %v", status, done)
		}
	}
}

// honest fails when an effect is about something else than was shown before.
func honest(t *testing.T, before flows.Conversation, f flows.RecordText) {
	t.Helper()
	shown, _ := shelf{}.Reading(before.Get("record.key"))
	ok := f.Key == shown.Key && f.Mark == shown.Mark
	switch f.Status {
	case "keep":
		ok = ok && f.File == before.Get("record.file") && strings.HasPrefix(f.File, "good") && before.State == "record.heard"
	case "good", "bad":
		ok = ok && f.File == shown.Clip && before.State == "record.ear"
	}
	if !ok {
		t.Fatalf("%+v, shown was %+v in %s", f, shown, before.State)
	}
}

func randomInput(r *rand.Rand, c flows.Conversation) flows.Input {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	switch r.IntN(12) {
	case 0:
		return flows.Input{Kind: flows.Start}
	case 1:
		return flows.Input{Kind: flows.Command, Choice: pick("batal", "bantuan", "bahasa", "lapor", "kembali", "apa")}
	case 2:
		return flows.Input{Kind: flows.Text, Text: private.NewText(pick("simpan", "2", "", "salah", "tolong saya dikunci", "{{.n}}", "😀", strings.Repeat("x", 400)))}
	case 3:
		return flows.Input{Kind: flows.Photo, File: "photo-1"}
	case 4, 5, 6:
		return flows.Input{Kind: flows.Voice, File: pick("good-1", "good-2", "bad-1", "late-1"), Seconds: r.IntN(70)}
	}
	mark := pick(c.Get("record.mark"), c.Get("record.mark"), c.Get("record.mark"), "111111111111", "222222222222clip-of-", "", "zz")
	state := pick(string(c.State), string(c.State), "record.text", "record.heard", "record.ear", "record.gone")
	return flows.Input{Kind: flows.Press, State: flows.State(state), Choice: pick("go", "stop", "keep", "keep:"+mark, "keep:"+mark, "again:"+mark, "good:"+mark, "bad:"+mark, "skip:"+mark, "stop:"+mark, "record.own", "x:y:z")}
}
