package casework

import (
	"errors"
	"testing"
	"time"
)

// TestAnOrderIsGoodOnceAndForThreeDays goes through what an operator's order may and may not become.
func TestAnOrderIsGoodOnceAndForThreeDays(t *testing.T) {
	t.Parallel()
	wish := Order{Kind: OrderEvidence, For: "LPSK", Purpose: "perlindungan", Reference: "R-1"}
	base := past(t)
	for name, o := range map[string]Order{"no purpose": {Kind: OrderHold, Reference: "R"}, "no number": {Kind: OrderHold, Purpose: "p"},
		"for nobody": {Kind: OrderEvidence, Purpose: "p", Reference: "R"}, "unknown": {Kind: "open", Purpose: "p", Reference: "R"}} {
		after, err := base.AskOrder(o, nil, at(5))
		t.Run(name, func(t *testing.T) { refused(t, base, after, err, ErrUnknown) })
	}
	after, err := base.AskOrder(Order{Kind: OrderLift, Purpose: "p", Reference: "R"}, nil, at(5))
	refused(t, base, after, err, ErrState) // there is nothing to lift

	c := must(base.AskOrder(wish, []string{"a"}, at(10)))
	after, err = c.AskOrder(wish, nil, at(11))
	refused(t, c, after, err, ErrAlready)
	after, err = c.TellOrder(1, []string{"a"}, at(11))
	refused(t, c, after, err, ErrAlready)
	c = must(c.TellOrder(1, []string{"a", "b"}, at(12)))
	if got := c.Orders[0].Told; len(got) != 2 {
		t.Errorf("asked were %q", got)
	}
	c = must(c.SayOrder(tts1, "a", 1, true, at(13)))
	after, err = c.SayOrder(tts1, "a", 1, true, at(14))
	refused(t, c, after, err, ErrAlready)
	if _, said := c.Orders[0].Said(tts1, "successor"); said {
		t.Error("a successor's word is there")
	}
	c = must(c.SayOrder(tts1, "successor", 1, true, at(14))) // takes the place of the one before
	if len(c.Orders[0].Words) != 1 {
		t.Errorf("words: %+v", c.Orders[0].Words)
	}
	for name, when := range map[string]time.Time{"after three days": at(10).Add(OrderTime), "a clock put back": at(9)} {
		after, err := c.SayOrder(ntt1, "n", 1, true, when)
		t.Run(name, func(t *testing.T) { refused(t, c, after, err, ErrAlready) })
		after, err = c.DoOrder(1, when)
		t.Run(name+", done", func(t *testing.T) { refused(t, c, after, err, ErrAlready) })
	}
	done := must(c.DoOrder(1, at(20)))
	after, err = done.DoOrder(1, at(21))
	refused(t, done, after, err, ErrAlready)
	for range openOrders {
		wish.Reference += "I"
		c = must(c.AskOrder(wish, nil, at(30)))
		if len(c.Orders) == openOrders {
			break
		}
	}
	wish.Reference += "I"
	if _, err := c.AskOrder(wish, nil, at(31)); !errors.Is(err, ErrMany) {
		t.Errorf("too many: %v", err)
	}
}
