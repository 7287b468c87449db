package checkin_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/checkin"
	plans "siaga/internal/checkin"
)

// TestNobodyIsStuck presses and types anything for thousands of turns, with a plan and without: nobody is stuck, and what must never be
// shown back is not among what is said.
func TestNobodyIsStuck(t *testing.T) {
	t.Parallel()
	texts, env := surroundings(t)
	flow := newFlow(t)
	random := rand.New(rand.NewPCG(5, 5))
	for _, with := range []*plans.Plan{nil, {ID: "p", Every: 24 * time.Hour, To: plans.ToForce}, {ID: "p", Every: time.Hour, To: plans.ToPerson, Paused: true}} {
		env.Care = func() flows.Care { return flows.Care{Plan: with} }
		env.Now = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
		var conv flows.Conversation
		in := flows.Input{Kind: flows.Start}
		for range 1500 {
			turn, err := flow.Step(conv, in, env)
			if err != nil {
				t.Fatalf("at %q after %+v: %v", conv.State, in, err)
			}
			if len(turn.Replies) == 0 && turn.Leave == nil && len(turn.Effects) == 0 && in.Kind != flows.Press {
				t.Fatalf("at %q nothing was said to %q", conv.State, in.Text.Reveal())
			}
			for _, r := range turn.Replies {
				if _, err := texts.Text("id", r.Key, r.Data); err != nil {
					t.Fatalf("at %q after %+v %q: %v", conv.State, in, in.Text.Reveal(), err)
				}
			}
			conv = turn.Next
			if in = anyInput(random, conv.State, turn.Replies); turn.Leave != nil || conv.State == "" { // a visit begins with a start, see flows.Host
				conv, in = flows.Conversation{}, flows.Input{Kind: flows.Start}
			}
		}
	}
}

func anyInput(random *rand.Rand, at flows.State, replies []flows.Reply) flows.Input {
	var buttons []flows.Button
	for _, r := range replies {
		buttons = append(buttons, slices.Concat(r.Buttons...)...)
	}
	odd := []string{"apa itu", "1", "halo semua", "soe", "berhenti", "jeda", "kembali", "jemuran belum kering", "ya", "tolong saya disekap sekarang"}
	if len(buttons) == 0 || random.IntN(4) == 0 {
		if random.IntN(8) == 0 {
			return flows.Input{Kind: flows.Sticker}
		}
		return flows.Input{Kind: flows.Text, Text: flows.Texts(odd[random.IntN(len(odd))])[0]}
	}
	return flows.Input{Kind: flows.Press, Choice: buttons[random.IntN(len(buttons))].Choice, State: at}
}

// TestBefore plays what the house looks at before any conversation.
func TestBefore(t *testing.T) {
	t.Parallel()
	_, env := surroundings(t)
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	env.Now = now
	secret := plans.Mark("p", "jemuran belum kering", keyed)
	quiet := plans.Plan{ID: "p", Every: 24 * time.Hour, To: plans.ToForce, Duress: secret}.Begin(now.Add(-48 * time.Hour))
	asked := quiet
	asked.Stage, asked.AskedAt = plans.Once, now.Add(-time.Hour)
	told := asked
	told.Stage = plans.Told
	before, after := now.Add(-2*time.Hour), now.Add(-time.Minute) // when the person wrote last
	text := func(words string) flows.Input {
		return flows.Input{Kind: flows.Text, Text: flows.Texts(words)[0]}
	}
	ok := flows.Input{Kind: flows.Press, State: checkin.Asked, Choice: checkin.PressOK}
	for name, test := range map[string]struct {
		care  flows.Care
		conv  flows.Conversation
		in    flows.Input
		done  bool
		said  string
		deeds []flows.Effect
	}{
		"nobody's words":              {in: text("berhenti")},
		"an old button, no plan":      {in: ok, done: true},
		"a tap":                       {care: flows.Care{Plan: &asked}, in: ok, done: true, said: "checkin.thanks", deeds: alive()},
		"a tap, nothing open":         {care: flows.Care{Plan: &quiet}, in: ok, done: true},
		"a tap after others know":     {care: flows.Care{Plan: &told}, in: ok, done: true, said: "checkin.told", deeds: alive()},
		"any word":                    {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Seen: before}, in: text("masih kenyang"), done: true, said: "checkin.thanks", deeds: alive()},
		"a word for another question": {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Seen: after}, in: text("masih kenyang"), deeds: alive()},
		"a cry":                       {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Seen: before}, in: text("tolong saya disekap di ruko"), deeds: alive()},
		"a photo":                     {care: flows.Care{Plan: &asked}, in: flows.Input{Kind: flows.Photo, File: "f"}, deeds: alive()},
		"a wipe":                      {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Seen: before}, in: text("hapus jejak"), deeds: alive()},
		"pause":                       {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Seen: before}, in: text("jeda"), done: true, said: "checkin.paused", deeds: change(flows.PlanPause)},
		"stop":                        {care: flows.Care{Plan: &asked, Tips: true}, in: text("STOP"), done: true, said: "checkin.stopped", deeds: change(flows.PlanStop)},
		"stop the tips first":         {care: flows.Care{Plan: &quiet, Tips: true}, in: text("berhenti"), done: true, said: "learn.tips_off", deeds: []flows.Effect{flows.SetTips{}}},
		"stop being told":             {care: flows.Care{Trusted: true}, in: text("berhenti"), done: true, said: "checkin.stopped", deeds: []flows.Effect{flows.EndTrust{}}},
		"the word":                    {care: flows.Care{Plan: &quiet}, conv: flows.Conversation{Seen: after}, in: text("Jemuran BELUM kering!!"), done: true, said: "checkin.thanks", deeds: change(flows.PlanCall)},
		"the word with a cry":         {care: flows.Care{Plan: &quiet}, in: text("tolong jemuran belum kering"), done: true, said: "checkin.thanks", deeds: change(flows.PlanCall)},
		"half the word":               {care: flows.Care{Plan: &quiet}, in: text("jemuran belum")},
		"the word in a wiped chat":    {care: flows.Care{Plan: &quiet}, conv: flows.Conversation{Wiped: true}, in: text("jemuran belum kering"), done: true, deeds: append(change(flows.PlanCall), flows.Wipe{})},
		"a wiped chat says nothing":   {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Wiped: true, Seen: before}, in: text("baik"), deeds: alive()},
		"stop in a wiped chat":        {care: flows.Care{Plan: &asked}, conv: flows.Conversation{Wiped: true, Seen: before}, in: text("berhenti"), deeds: alive()},
	} {
		env.Care = func() flows.Care { return test.care }
		turn, done := checkin.Before(test.conv, test.in, env)
		said := ""
		for _, r := range turn.Replies {
			said += r.Key
		}
		if done != test.done || said != test.said || !slices.Equal(turn.Effects, test.deeds) {
			t.Errorf("%s: done %v, said %q, did %v; want %v, %q, %v", name, done, said, turn.Effects, test.done, test.said, test.deeds)
		}
	}
}

func alive() []flows.Effect { return change(flows.PlanAlive) }

func change(do string) []flows.Effect { return []flows.Effect{flows.ChangePlan{Do: do}} }
