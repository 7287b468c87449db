package flows_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// plainWords answers every key with itself.
type plainWords struct{}

func (plainWords) Label(_, key string) string { return key }
func (plainWords) Synonyms(_, key string) []string {
	return map[string][]string{"kernel.wipe": {"hapus"}, "kernel.back": {"kembali"}, "q.b.yes": {"iya"}}[key]
}
func (plainWords) Button(_, key string) string { return key }
func (plainWords) Languages() []flows.Language {
	return []flows.Language{{Tag: "id", Name: "Bahasa Indonesia"}, {Tag: "jv", Name: "Basa Jawa"}}
}

var now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func env() flows.Env { return flows.Env{Now: now, Words: plainWords{}} }

func text(s string) flows.Input { return flows.Input{Kind: flows.Text, Text: private.NewText(s)} }

func rules() flows.Rules { return flows.Rules{First: "a", Home: "a", Check: "a", Help: "q.help"} }

func good() []flows.Row {
	return []flows.Row{
		{At: "a", Ask: "q.a", Accept: flows.Choice("next"), Go: flows.Go{"next": "b"}},
		{At: "b", Ask: "q.b", Accept: flows.Choice("yes", "no"), Keep: "b", Go: flows.Go{"yes": "c", "no": "a"}},
		{At: "c", Ask: "q.c", Accept: flows.Said("told", "story"), Go: flows.Go{"told": "c"}},
	}
}

func TestWrongTablesNeverStart(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		rows       func() []flows.Row
	}{
		{"unknown row", "leads to unknown row", func() []flows.Row { r := good(); r[0].Go = flows.Go{"next": "x"}; return r }},
		{"unreachable row", `row "d" is never reached`, func() []flows.Row {
			return append(good(), flows.Row{At: "d", Ask: "q.d", Accept: flows.Choice("next"), Go: flows.Go{"next": "a"}})
		}},
		{"double row", "stands twice", func() []flows.Row { return append(good(), good()[0]) }},
		{"button to nowhere", `button "no" leads nowhere`, func() []flows.Row { r := good(); r[1].Go = flows.Go{"yes": "c"}; return r }},
		{"no question", "asks nothing", func() []flows.Row { r := good(); r[0].Ask = ""; return r }},
		{"neither asked nor chosen", "either Accept or Choose", func() []flows.Row { r := good(); r[2].Accept = nil; return r }},
		{"skipped by unknown event", "is skipped by unknown event", func() []flows.Row {
			r := good()
			r[1].Skip, r[1].Past = func(*flows.Scene) bool { return true }, "maybe"
			return r
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := flows.New("q", rules(), test.rows()...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

// play steps through inputs and gives the last turn.
func play(t *testing.T, f flows.Flow, inputs ...flows.Input) flows.Turn {
	t.Helper()
	var turn flows.Turn
	for _, in := range inputs {
		var err error
		if turn, err = f.Step(turn.Next, in, env()); err != nil && !errors.Is(err, flows.ErrGone) {
			t.Fatal(err)
		}
	}
	return turn
}

func table(t *testing.T) *flows.Table {
	t.Helper()
	f, err := flows.New("q", rules(), good()...)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAnswersByButtonLabelSynonymAndNumber(t *testing.T) {
	t.Parallel()
	f := table(t)
	for _, in := range []flows.Input{
		{Kind: flows.Press, Choice: "yes", State: "b"}, text("q.b.yes"), text("Iya!"), text("1"),
	} {
		turn := play(t, f, text("hello"), flows.Input{Kind: flows.Press, Choice: "next", State: "a"}, in)
		if turn.Next.State != "c" || turn.Next.Get("b") != "yes" {
			t.Errorf("%s %q: state %q, kept %q", in.Kind, in.Text.Reveal()+in.Choice, turn.Next.State, turn.Next.Get("b"))
		}
	}
}

func TestStepDoesNotChangeWhatItWasGiven(t *testing.T) {
	t.Parallel()
	f := table(t)
	before := play(t, f, text("hello"), text("q.a.next")).Next
	copied := before.Get("b")
	if _, err := f.Step(before, text("iya"), env()); err != nil {
		t.Fatal(err)
	}
	if before.Get("b") != copied || before.State != "b" {
		t.Errorf("the conversation given was changed: %q in %q", before.Get("b"), before.State)
	}
}

func TestThreeMissesOfferAHuman(t *testing.T) {
	t.Parallel()
	turn := play(t, table(t), text("hello"), text("x"), text("y"), text("z"))
	if turn.Replies[0].Key != "kernel.human" || turn.Replies[1].Key != "q.a" {
		t.Errorf("got %q then %q, want the offer of a human and the question", turn.Replies[0].Key, turn.Replies[1].Key)
	}
}

func TestWipedConversationIsSilent(t *testing.T) {
	t.Parallel()
	f := table(t)
	c := flows.Conversation{Flow: "q", State: "b", Wiped: true}
	for _, in := range []flows.Input{text("hello"), {Kind: flows.Start}, {Kind: flows.Command, Choice: "status"}, {Kind: flows.Receipt}} {
		turn, err := f.Step(c, in, env())
		if err != nil || len(turn.Replies) > 0 || !turn.Next.Wiped {
			t.Errorf("%s: %d replies, wiped %v, %v", in.Kind, len(turn.Replies), turn.Next.Wiped, err)
		}
	}
}

func TestRemovedStateGoesHomeWithAnswersKept(t *testing.T) {
	t.Parallel()
	f := table(t)
	c := flows.Conversation{Flow: "q", State: "gone", Answers: map[string]private.Text{"b": private.NewText("yes")}}
	turn, err := f.Step(c, text("hello"), env())
	if !errors.Is(err, flows.ErrGone) || turn.Next.State != "a" || turn.Next.Get("b") != "yes" {
		t.Errorf("state %q, kept %q, %v", turn.Next.State, turn.Next.Get("b"), err)
	}
}

func TestVisitComesBackWithWhatWasFound(t *testing.T) {
	t.Parallel()
	home, err := flows.New("home", flows.Rules{First: "a", Home: "a", Check: "a"}, flows.Row{At: "a", Ask: "home.a", Accept: flows.Choice("go"),
		Do: func(s *flows.Scene, _ flows.Answer) { s.GoTo("away", flows.Input{Kind: flows.Start}) }, Go: flows.Go{"go": "a"}})
	if err != nil {
		t.Fatal(err)
	}
	away, err := flows.New("away", flows.Rules{First: "away.a", Home: "away.a", Check: "away.a"}, flows.Row{At: "away.a", Ask: "away.q", Accept: flows.Said("told", "x"),
		Do: func(s *flows.Scene, a flows.Answer) { s.Leave(flows.Leave{Story: []private.Text{a.Value}}) }, Go: flows.Go{"told": "away.a"}})
	if err != nil {
		t.Fatal(err)
	}
	host := flows.Host{Home: home, Visits: map[string]*flows.Table{"away": away}}
	turn := play(t, host, text("hello"), text("home.a.go"))
	if turn.Next.Visit == nil || turn.Replies[len(turn.Replies)-1].Key != "away.q" {
		t.Fatalf("no visit began: %+v", turn.Replies)
	}
	turn, err = host.Step(turn.Next, text("an offer"), env())
	if err != nil || turn.Next.Visit != nil || turn.Next.State != "a" {
		t.Fatalf("the visit goes on: %v %v", turn.Next.State, err)
	}
	if got := turn.Next.Lists["story"]; len(got) != 1 || got[0].Reveal() != "an offer" {
		t.Errorf("brought back %d texts", len(got))
	}
	if last := turn.Replies[len(turn.Replies)-1]; last.Key != "home.a" {
		t.Errorf("afterwards %q is asked, want home.a", last.Key)
	}
}
