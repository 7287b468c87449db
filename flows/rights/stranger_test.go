package rights_test

import (
	"reflect"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/rights"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// TestAStrangerLearnsNothing gives the same input to a chat without a case, and to one with a case on a telephone that others look at, in
// every language, by buttons and by their words: answers, effects and what is remembered are the same, also with a receipt of an hour ago.
func TestAStrangerLearnsNothing(t *testing.T) {
	t.Parallel()
	w, env := surroundings(t)
	flow := newFlow(t)
	env.Now = start
	c := reported(t, casework.DangerNow)
	if c, err := c.AskRight(casework.RightDelete, start); err != nil {
		t.Fatal(err)
	} else {
		env.Others = func() []casework.Case { return []casework.Case{c} }
	}
	with, without := env, env
	with.Case, without.Others = &c, nil
	for _, lang := range w.Languages() {
		conv := flows.Conversation{Lang: lang.Tag, Answers: map[string]private.Text{"kernel.tidying": private.NewText("yes"),
			rights.Proved: private.NewText(start.Add(-time.Hour).Format(time.RFC3339))}}
		opened, err := flow.Step(conv, flows.Input{Kind: flows.Start}, without)
		if err != nil {
			t.Fatal(err)
		}
		inputs := []flows.Input{{Kind: flows.Start}, {Kind: flows.Text, Text: private.NewText("data saya")}, {Kind: flows.Text, Text: private.NewText("x y z")}, {Kind: flows.Sticker}}
		for _, choice := range []string{"see", "correct", "copy", "delete", "leave"} {
			inputs = append(inputs, flows.Input{Kind: flows.Press, State: "rights.menu", Choice: choice},
				flows.Input{Kind: flows.Text, Text: private.NewText(w.Label(lang.Tag, "rights.menu."+choice))})
		}
		for _, in := range inputs {
			a, errA := flow.Step(opened.Next, in, with)
			b, errB := flow.Step(opened.Next, in, without)
			if errA != nil || errB != nil || !reflect.DeepEqual(a.Replies, b.Replies) || !reflect.DeepEqual(a.Effects, b.Effects) || !reflect.DeepEqual(a.Next, b.Next) {
				t.Errorf("%s: %s %q %q: with a case %+v %v, without %+v %v", lang.Tag, in.Kind, in.Choice, in.Text.Reveal(), a.Replies, errA, b.Replies, errB)
			}
			if len(a.Effects) > 0 {
				t.Errorf("%s: %s %q did %+v", lang.Tag, in.Kind, in.Choice, a.Effects)
			}
		}
	}
}

// TestWhoseTelephoneItIsSees shows that the same test would fail where the case may be seen.
func TestWhoseTelephoneItIsSees(t *testing.T) {
	t.Parallel()
	_, env := surroundings(t)
	flow := newFlow(t)
	c := reported(t, casework.DangerPast)
	env.Now, env.Case = start, &c
	for name, answers := range map[string]map[string]private.Text{"own telephone": {},
		"number typed just now": {"kernel.tidying": private.NewText("yes"), rights.Proved: private.NewText(start.Add(-time.Minute).Format(time.RFC3339))}} {
		opened, err := flow.Step(flows.Conversation{Answers: answers}, flows.Input{Kind: flows.Start}, env)
		if err != nil {
			t.Fatal(err)
		}
		turn, err := flow.Step(opened.Next, flows.Input{Kind: flows.Press, State: "rights.menu", Choice: "see"}, env)
		if err != nil || len(turn.Replies) < 2 || turn.Replies[0].Key != "rights.sheet" || turn.Replies[0].Vanish == 0 {
			t.Errorf("%s: %+v %v", name, turn.Replies, err)
		}
	}
}
