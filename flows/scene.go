package flows

import (
	"maps"
	"slices"

	"siaga/internal/private"
)

// Scene is one turn while it is being played: the conversation as it changes, and what will be said and done.
type Scene struct {
	C    *Conversation
	Env  Env
	Row  Row
	Hush bool // the question is not put again: the input was one part of something already answered
	turn *Turn

	InPlace bool // the question replaces the message whose button was pressed
}

// Say adds a message to the person who wrote.
func (s *Scene) Say(key string, data Data, buttons ...[]Button) {
	s.turn.Replies = append(s.turn.Replies, Reply{Key: key, Data: data, Buttons: buttons})
}

// Reply adds a message with all its settings.
func (s *Scene) Reply(r Reply) { s.turn.Replies = append(s.turn.Replies, r) }

// Do adds an effect.
func (s *Scene) Do(e Effect) { s.turn.Effects = append(s.turn.Effects, e) }

// GoTo ends this turn with a visit to another flow.
func (s *Scene) GoTo(flow string, first Input) { s.turn.Visit = &Visit{Flow: flow, First: first} }

// Leave ends the visit.
func (s *Scene) Leave(l Leave) { s.turn.Leave = &l }

// Get gives a kept answer.
func (s *Scene) Get(name string) string { return s.C.Get(name) }

// Keep keeps an answer; an empty value forgets it.
func (s *Scene) Keep(name, value string) {
	if value == "" {
		delete(s.C.Answers, name)
		return
	}
	s.C.Answers[name] = private.NewText(value)
}

// Add appends to a list.
func (s *Scene) Add(list string, value private.Text) {
	s.C.Lists[list] = append(s.C.Lists[list], value)
}

// Label is the label of a button key in the language of the conversation.
func (s *Scene) Label(key string) string { return s.Env.Words.Label(s.C.Lang, key) }

// clone makes a copy whose maps and slices are its own.
func (c Conversation) clone() Conversation {
	c.Answers = maps.Clone(c.Answers)
	if c.Answers == nil {
		c.Answers = map[string]private.Text{}
	}
	lists := map[string][]private.Text{}
	for k, v := range c.Lists {
		lists[k] = slices.Clone(v)
	}
	c.Lists = lists
	c.Trail = slices.Clone(c.Trail)
	if c.Visit != nil {
		v := c.Visit.clone()
		c.Visit = &v
	}
	return c
}
