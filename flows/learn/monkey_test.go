package learn_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"siaga/flows"
)

// TestNobodyIsStuck presses and types at random: every turn says something, every text exists, every question has a button
// or ends the visit, and in the end every row was seen.
func TestNobodyIsStuck(t *testing.T) {
	t.Parallel()
	const turns = 6000
	texts, _ := surroundings(t)
	flow, env, random := newFlow(t), morning(t), rand.New(rand.NewPCG(1, 2))
	env.Understand = func(text string) flows.Meaning { // guesses are tested elsewhere, and take most of the time
		return flows.Meaning{Evade: strings.Contains(text, "lolos imigrasi")}
	}
	conv, seen := flows.Conversation{}, map[flows.State]bool{}
	in := flows.Input{Kind: flows.Start}
	for range turns {
		turn, err := flow.Step(conv, in, env)
		if err != nil {
			t.Fatalf("at %q after %+v: %v", conv.State, in, err)
		}
		if len(turn.Replies) == 0 && turn.Leave == nil && len(turn.Effects) == 0 && in.Kind != flows.Press {
			t.Fatalf("at %q nothing was said to %q", conv.State, in.Text.Reveal())
		}
		for _, r := range turn.Replies {
			if _, err := texts.Text("id", r.Key, r.Data); err != nil {
				t.Fatal(err)
			}
		}
		conv = turn.Next
		seen[conv.State] = true
		in = anyInput(random, conv.State, turn.Replies)
	}
	for _, row := range flow.Rows() {
		if row.Choose == nil && !seen[row.At] {
			t.Errorf("row %q was never seen in %d turns", row.At, turns)
		}
	}
}

// anyInput presses a button of the last messages, or says something odd.
func anyInput(random *rand.Rand, at flows.State, replies []flows.Reply) flows.Input {
	var buttons []flows.Button
	for _, r := range replies {
		buttons = append(buttons, slices.Concat(r.Buttons...)...)
	}
	odd := []flows.Input{
		{Kind: flows.Text, Text: flows.Texts("apa itu")[0]}, {Kind: flows.Text, Text: flows.Texts("1")[0]}, {Kind: flows.Sticker},
		{Kind: flows.Text, Text: flows.Texts("guru")[0]}, {Kind: flows.Text, Text: flows.Texts("gimana cara lolos imigrasi pakai visa turis")[0]}, {Kind: flows.Photo, File: "file"}, {Kind: flows.Command, Choice: "apa"},
		{Kind: flows.Press, Choice: "next", State: "learn.yes.1"}, {Kind: flows.Press, Choice: "tick:none", State: "learn.list"},
	}
	if len(buttons) == 0 || random.IntN(20) == 0 {
		return odd[random.IntN(len(odd))]
	}
	b := buttons[random.IntN(len(buttons))]
	if b.Choice == "kernel.wipe" || b.Choice == "kernel.back" {
		b = buttons[0]
	}
	return flows.Input{Kind: flows.Press, Choice: b.Choice, State: at}
}
