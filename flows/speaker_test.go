package flows_test

import (
	"testing"

	"siaga/flows"
)

// reviewing is a host with one door to a visited flow, open to reviewers.
func reviewing(t *testing.T) flows.Host {
	t.Helper()
	home, err := flows.New("home", rules(), good()...)
	if err != nil {
		t.Fatal(err)
	}
	visited, err := flows.New("words", flows.Rules{First: "w.a", Home: "w.a", Check: "w.a"},
		flows.Row{At: "w.a", Ask: "w.a", Accept: flows.Choice("next"), Go: flows.Go{"next": "w.a"}})
	if err != nil {
		t.Fatal(err)
	}
	return flows.Host{Home: home, Visits: map[string]*flows.Table{"words": visited},
		Doors: []flows.Door{{Command: "tinjau", Flow: "words", Open: func(e flows.Env) bool { return e.May(flows.CanReview) }}}}
}

func TestDoorOpensOnlyForWhomItIs(t *testing.T) {
	t.Parallel()
	h, command := reviewing(t), flows.Input{Kind: flows.Command, Choice: "tinjau"}
	speaker := func(can ...string) flows.Env {
		e := env()
		e.Speaker = func() *flows.Speaker { return &flows.Speaker{ID: "a1", Can: can} }
		return e
	}
	nobody := env()
	nobody.Speaker = func() *flows.Speaker { return nil }
	for name, e := range map[string]flows.Env{"stranger": nobody, "no speakers at all": env(), "may only record": speaker(flows.CanRecord)} {
		turn, err := h.Step(flows.Conversation{}, command, e)
		if err != nil || turn.Next.Visit != nil {
			t.Errorf("%s: a visit began (%v)", name, err)
		}
	}
	turn, err := h.Step(flows.Conversation{Wiped: true}, command, speaker(flows.CanReview))
	if err != nil || turn.Next.Visit != nil || len(turn.Replies) > 0 {
		t.Errorf("a wiped chat spoke (%v)", err)
	}
	turn, err = h.Step(flows.Conversation{}, command, speaker(flows.CanReview))
	if err != nil || turn.Next.Open() != "w.a" || len(turn.Replies) != 1 {
		t.Fatalf("a reviewer stands before a closed door: %+v %v", turn, err)
	}
	next, err := h.Step(turn.Next, flows.Input{Kind: flows.Press, State: "w.a", Choice: "next"}, nobody)
	if err != nil || next.Next.Visit != nil || next.Next.State != "a" {
		t.Errorf("who was dismissed is still inside: %+v %v", next.Next, err)
	}
}
