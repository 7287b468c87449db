package flows

import "slices"

// Speaker is somebody who was invited to help with the words of one language. Nobody knows a name: there is a role.
type Speaker struct {
	ID       string
	Tag      string   // the language
	Language string   // its own name
	Role     string   // "guru, Ponorogo"
	Can      []string // CanReview, CanRecord
	Sheets   Sheets   // with CanReview: the texts to be judged
	Readings Readings // with CanRecord: the texts to be read aloud
}

// What a speaker may do.
const (
	CanReview = "review" // judge texts and write better ones
	CanRecord = "record" // read texts aloud
)

// SpeakerDoors gives the command that leads to each thing a speaker may do.
func SpeakerDoors() map[string]string {
	return map[string]string{CanReview: "tinjau", CanRecord: "rekam"}
}

// May tells whether whoever writes is a speaker who may do something.
func (e Env) May(do string) bool {
	if e.Speaker == nil {
		return false
	}
	s := e.Speaker()
	return s != nil && slices.Contains(s.Can, do)
}

// Door leads by a command from the home flow to a visited one, for those it is open to. It is looked at again at every step of
// the visit: whom it is closed to is back in the home flow, a stranger among strangers.
type Door struct {
	Command string
	Flow    string
	Open    func(Env) bool
}

// door finds the flow that a command leads to.
func (h Host) door(c Conversation, in Input, env Env) (string, bool) {
	if in.Kind != Command || c.Wiped {
		return "", false
	}
	for _, d := range h.Doors {
		if d.Command == in.Choice && d.Open(env) {
			_, built := h.Visits[d.Flow]
			return d.Flow, built
		}
	}
	return "", false
}

// through goes through a door.
func (h Host) through(c Conversation, flow string, env Env) (Turn, error) {
	next := leave(c).clone()
	next.Flow, next.Seen, next.Step = h.Home.name, env.Now, c.Step+1
	return h.visit(Turn{Next: next, Visit: &Visit{Flow: flow, First: Input{Kind: Start}}}, env)
}

// oldButton finds the flow behind a door whose button is pressed although nobody visits it now: the person wants to go on there.
func (h Host) oldButton(c Conversation, in Input, env Env) (string, bool) {
	if in.Kind != Press || c.Wiped {
		return "", false
	}
	for _, d := range h.Doors {
		t, built := h.Visits[d.Flow]
		if !built || c.Visit != nil && c.Visit.Flow == d.Flow {
			continue
		}
		if _, its := t.rows[in.State]; its && d.Open(env) {
			return d.Flow, true
		}
	}
	return "", false
}

// closed tells whether a visit goes on behind a door that is not open any more.
func (h Host) closed(flow string, env Env) bool {
	i := slices.IndexFunc(h.Doors, func(d Door) bool { return d.Flow == flow })
	return i >= 0 && !h.Doors[i].Open(env)
}
