package flows

import (
	"maps"
	"strings"
	"time"

	"siaga/internal/private"
)

// Host is a home flow whose people may visit other flows and come back: somebody who reports may check an offer or learn, and
// a cry for help, a wipe, a receipt or a button of the home flow always reaches the home flow.
type Host struct {
	Home   *Table
	Visits map[string]*Table
	Doors  []Door // ways to a visit by a command
	// Before looks at every input first: what it answers itself reaches no conversation, else only its effects count.
	Before func(c Conversation, in Input, env Env) (first Turn, done bool)
	// Who is the key of the answer to "who is this?", and WhoWords that of the words that ask it; the home flow has its own answer.
	Who, WhoWords string
}

// Name is the home flow's name.
func (h Host) Name() string { return h.Home.Name() }

// Step plays one input in the flow that is open.
func (h Host) Step(c Conversation, in Input, env Env) (Turn, error) {
	first, done := h.before(c, in, env)
	if done {
		return first, nil
	}
	turn, err := h.step(c, in, env)
	turn.Effects = append(first.Effects, turn.Effects...)
	turn.Replies = append(first.Replies, turn.Replies...)
	return turn, err
}

func (h Host) step(c Conversation, in Input, env Env) (Turn, error) {
	if flow, ok := h.door(c, in, env); ok {
		if h.unsafe(c, flow, env) {
			return h.home(leave(c), Input{Kind: Start}, env)
		}
		return h.through(c, flow, env)
	}
	visited, ok := h.visited(c)
	if flow, old := h.oldButton(c, in, env); old {
		if h.unsafe(c, flow, env) {
			return h.home(leave(c), in, env)
		}
		return h.through(c, flow, env)
	}
	if !ok || h.closed(visited.name, env) || visited.rules.Idle > 0 && env.Now.Sub(c.Seen) > visited.rules.Idle || h.forHome(c, visited, in, env) {
		return h.home(leave(c), in, env)
	}
	if turn, who := h.asksWho(c, visited, in, env); who {
		return turn, nil
	}
	inner := *c.Visit
	inner.Lang, inner.Wiped = c.Lang, c.Wiped
	turn, err := visited.Step(inner, in, env)
	if err != nil {
		return turn, err
	}
	next := c.clone()
	next.Lang, next.Seen, next.Step = turn.Next.Lang, turn.Next.Seen, c.Step+1
	if c.Case != "" && next.Lang != c.Lang {
		turn.Effects = append(turn.Effects, SpeakIn{Case: c.Case, Lang: next.Lang})
	}
	if wiped(turn) {
		next.Visit = nil
		return h.home(next, in, env)
	}
	if turn.Leave != nil {
		return h.back(next, turn, env)
	}
	v := turn.Next
	next.Visit = &v
	turn.Next = next
	return turn, nil
}

// unsafe tells whether it has to be asked first, in the home flow, whether it is safe to write: a visit that is over when it was left alone
// shows what not everybody may see.
func (h Host) unsafe(c Conversation, flow string, env Env) bool {
	if h.Visits[flow].rules.Idle == 0 {
		return false
	}
	silence := time.Duration(h.Home.rules.Silence) * time.Hour
	check := h.Home.rows[h.Home.rules.Check].Group
	return c.State == "" || h.Home.rows[c.State].Group == check || silence > 0 && env.Now.Sub(c.Seen) >= silence
}

func (h Host) visited(c Conversation) (*Table, bool) {
	if c.Visit == nil {
		return nil, false
	}
	t, ok := h.Visits[c.Visit.Flow]
	return t, ok
}

// forHome tells whether an input is for the home flow although a visit goes on.
func (h Host) forHome(c Conversation, visited *Table, in Input, env Env) bool {
	switch in.Kind {
	case Receipt, Start, Resume:
		return in.Kind != Resume
	case Press:
		_, here := visited.rows[in.State]
		_, home := h.Home.rows[in.State]
		return home && !here || strings.HasPrefix(in.Choice, h.Home.name+".")
	case Text:
		meaning := Meaning{}
		if env.Understand != nil {
			meaning = env.Understand(in.Text.Reveal())
		}
		s := &Scene{C: &c, Env: env, Row: visited.rows[c.Visit.State]}
		cries := meaning.Intent == "emergency" && wishOf(s, in) == "" && !visited.rules.Hears
		return c.Wiped || cries || h.Home.wipes(s, in)
	}
	return c.Wiped || in.Kind == Command && commands[in.Choice] == pressWipe
}

// home plays the home flow, and begins a visit if it wishes for one.
func (h Host) home(c Conversation, in Input, env Env) (Turn, error) {
	turn, err := h.Home.Step(c, in, env)
	if err != nil || turn.Visit == nil {
		return turn, err
	}
	return h.visit(turn, env)
}

// visit begins the visit that a turn wishes for.
func (h Host) visit(turn Turn, env Env) (Turn, error) {
	visited, ok := h.Visits[turn.Visit.Flow]
	if !ok {
		return turn, nil
	}
	before := Conversation{Flow: visited.name, Lang: turn.Next.Lang, Answers: own(turn.Next.Answers, visited.name)}
	inner, err := visited.Step(before, turn.Visit.First, env)
	if err != nil {
		return turn, err
	}
	v := inner.Next
	turn.Next.Visit = &v
	turn.Replies = inner.Replies // the home flow's own question waits until the person comes back
	turn.Effects = append(turn.Effects, inner.Effects...)
	turn.Visit = nil
	return turn, nil
}

// back ends a visit: what it brings is kept, and the home flow goes on where it stood, or with the report that is wished for.
func (h Host) back(c Conversation, ended Turn, env Env) (Turn, error) {
	v := ended.Next
	c.Visit = &v
	c = leave(c)
	l := ended.Leave
	c.Lists["story"] = append(c.Lists["story"], l.Story...)
	c.Lists["files"] = append(c.Lists["files"], l.Files...)
	in := Input{Kind: Resume}
	switch {
	case l.Input != nil:
		in = *l.Input
	case c.Case != "" && len(l.Story) > 0: // sent before: what was brought is told to the same case
		c.Lists["story"] = c.Lists["story"][:len(c.Lists["story"])-len(l.Story)]
		in = Input{Kind: Text, Text: l.Story[len(l.Story)-1]}
	}
	if l.Calm && h.atRest(c) {
		ended.Next, ended.Leave = c, nil
		return ended, nil
	}
	turn, err := h.home(c, in, env)
	turn.Replies = append(ended.Replies, turn.Replies...)
	turn.Effects = append(ended.Effects, turn.Effects...)
	return turn, err
}

// atRest tells whether the home flow waits for nothing that was begun.
func (h Host) atRest(c Conversation) bool {
	return c.State == "" || c.State == h.Home.rules.First && len(c.Trail) == 0 || h.Home.rows[c.State].Rest
}

// leave ends a visit. What the visited flow keeps under its own name ("learn.ticked") stays with the person for the next time.
func leave(c Conversation) Conversation {
	if c.Visit == nil {
		return c
	}
	c = c.clone()
	maps.Copy(c.Answers, own(c.Visit.Answers, c.Visit.Flow))
	c.Visit = nil
	return c
}

// own takes the answers that carry a flow's name, or the kernel's.
func own(answers map[string]private.Text, flow string) map[string]private.Text {
	out := map[string]private.Text{}
	for name, v := range answers {
		if strings.HasPrefix(name, flow+".") || strings.HasPrefix(name, "kernel.") {
			out[name] = v
		}
	}
	return out
}

// wiped tells whether a turn wants the traces gone, which only the home flow can do rightly.
func wiped(t Turn) bool {
	for _, e := range t.Effects {
		if _, ok := e.(Wipe); ok {
			return true
		}
	}
	return false
}
