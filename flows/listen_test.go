package flows_test

import (
	"slices"
	"testing"

	"siaga/flows"
	"siaga/internal/private"
)

// choices lists what the buttons of a turn answer.
func choices(t flows.Turn) []string {
	var out []string
	for _, r := range t.Replies {
		for _, b := range slices.Concat(r.Buttons...) {
			out = append(out, b.Choice)
		}
	}
	return out
}

// oneQuestion is a flow that asks one thing again and again.
func oneQuestion(t *testing.T, rules flows.Rules) *flows.Table {
	t.Helper()
	rules.First, rules.Home, rules.Check = "a", "a", "a"
	flow, err := flows.New("f", rules, flows.Row{At: "a", Ask: "f.a", Accept: flows.Said("b", "notes"), Go: flows.Go{"b": "a"}})
	if err != nil {
		t.Fatal(err)
	}
	return flow
}

func TestHearingIsOfferedWhereSomethingWasRecorded(t *testing.T) {
	t.Parallel()
	recorded, silent := env(), env()
	recorded.Recorded = func(lang string) bool { return lang == "" }
	quiet := func(flows.Conversation) bool { return true }
	for name, test := range map[string]struct {
		rules  flows.Rules
		env    flows.Env
		lang   string
		listen string
		want   []string
	}{
		"at the first question":     {flows.Rules{Quiet: quiet}, recorded, "", "", []string{"kernel.listen"}},
		"who listens may stop":      {flows.Rules{Quiet: quiet}, recorded, "", "yes", []string{"kernel.quiet"}},
		"another language":          {flows.Rules{Quiet: quiet}, recorded, "jv", "", nil},
		"nothing was recorded":      {flows.Rules{Quiet: quiet}, silent, "", "", nil},
		"never to officers":         {flows.Rules{Quiet: quiet, Desk: true}, recorded, "", "", nil},
		"not where others are read": {flows.Rules{}, recorded, "", "", nil},
	} {
		flow := oneQuestion(t, test.rules)
		c := flows.Conversation{Lang: test.lang}
		if test.listen != "" {
			c.Answers = map[string]private.Text{"kernel.listening": private.NewText(test.listen)}
		}
		turn, err := flow.Step(c, flows.Input{Kind: flows.Start}, test.env)
		if got := choices(turn); err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, test.want)
		}
	}
}

func TestAnOfficerIsNotReadTo(t *testing.T) {
	t.Parallel()
	for desk, want := range map[bool]bool{true: false, false: true} {
		flow := oneQuestion(t, flows.Rules{Desk: desk})
		for _, in := range []flows.Input{{Kind: flows.Press, Choice: "kernel.listen"}, {Kind: flows.Command, Choice: "dengarkan"}} {
			turn, err := flow.Step(flows.Conversation{State: "a"}, in, env())
			if err != nil || turn.Next.Listens() != want {
				t.Errorf("desk %v, %+v: listens %v, %v", desk, in, turn.Next.Listens(), err)
			}
		}
	}
}
