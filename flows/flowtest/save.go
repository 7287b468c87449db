package flowtest

import (
	"encoding/json"

	"siaga/flows"
	"siaga/internal/private"
)

// roundTrip writes a conversation down and reads it back, as a store does between two turns.
func roundTrip(c flows.Conversation) (flows.Conversation, error) {
	answers, lists := map[string]string{}, map[string][]string{}
	for k, v := range c.Answers {
		answers[k] = v.Reveal()
	}
	for k, list := range c.Lists {
		for _, v := range list {
			lists[k] = append(lists[k], v.Reveal())
		}
	}
	bare := c
	bare.Answers, bare.Lists, bare.Visit = nil, nil, nil
	raw, err := json.Marshal(bare)
	if err != nil {
		return c, err
	}
	var back flows.Conversation
	if err := json.Unmarshal(raw, &back); err != nil {
		return c, err
	}
	back.Answers, back.Lists = map[string]private.Text{}, map[string][]private.Text{}
	for k, v := range answers {
		back.Answers[k] = private.NewText(v)
	}
	for k, list := range lists {
		back.Lists[k] = flows.Texts(list...)
	}
	if c.Visit != nil {
		v, err := roundTrip(*c.Visit)
		back.Visit = &v
		return back, err
	}
	return back, nil
}

// normal makes two conversations comparable: empty and missing are the same, times are compared to the millisecond.
func normal(c flows.Conversation) flows.Conversation {
	c.Seen = c.Seen.Round(0).UTC()
	if len(c.Trail) == 0 {
		c.Trail = nil
	}
	lists := map[string][]private.Text{}
	for k, v := range c.Lists {
		if len(v) > 0 {
			lists[k] = v
		}
	}
	c.Lists = lists
	if c.Visit != nil {
		v := normal(*c.Visit)
		c.Visit = &v
	}
	return c
}
