package flows

// Presses of whoever would rather hear what is written.
const (
	pressListen = "kernel.listen"
	pressQuiet  = "kernel.quiet"
)

// listening is the answer in which the wish is kept: with the conversation, and nowhere else.
const listening = "kernel.listening"

// Listens tells whether the person wants messages read aloud.
func (c Conversation) Listens() bool {
	if c.Visit != nil {
		return c.Visit.Get(listening) == "yes"
	}
	return c.Get(listening) == "yes"
}

// listen begins or ends reading aloud, and puts the question again.
func (t *Table) listen(s *Scene, wish string) error {
	if wish == pressListen {
		s.Keep(listening, "yes")
		s.Say("kernel.listen_on", nil)
		return t.ask(s)
	}
	s.Keep(listening, "no")
	s.Say("kernel.listen_off", nil)
	return t.ask(s)
}

// listenButton offers to hear messages, or not any more; nil for officers, and where no clip was ever recorded: a button must not
// lead to silence.
func (t *Table) listenButton(s *Scene) [][]Button {
	switch {
	case t.rules.Desk || s.Env.Recorded == nil || !s.Env.Recorded(s.C.Lang):
		return nil
	case s.C.Listens():
		return [][]Button{{{Key: pressQuiet, Choice: pressQuiet}}}
	}
	return [][]Button{{{Key: pressListen, Choice: pressListen}}}
}
