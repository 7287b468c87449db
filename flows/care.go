package flows

import "siaga/internal/checkin"

// Care is what the house keeps up with one person between conversations. The engine gives it, from what is committed now.
type Care struct {
	Plan    *checkin.Plan // by which the person is asked from time to time; nil: none
	Asked   string        // plan of somebody who wishes this person to be told; it is not answered yet
	Trusted bool          // this person is to be told by somebody's plan
	Tips    bool          // gets tips
}

// Cares gives it, nothing where nobody knows.
func (e Env) Cares() Care {
	if e.Care == nil {
		return Care{}
	}
	return e.Care()
}

// Effects about what is kept up with a person.
type (
	// SetPlan begins a plan, in place of an earlier one of the same person.
	SetPlan struct{ Plan checkin.Plan }
	// ChangePlan notes what the person did about a plan: see the constants.
	ChangePlan struct{ Do string }
	// AnswerTrust is what somebody says who was asked to be told.
	AnswerTrust struct {
		Plan string
		Yes  bool
	}
	// EndTrust makes nobody tell this person anything any more.
	EndTrust struct{}
	// SetTips begins or ends the tips.
	SetTips struct{ On bool }
	// TakeBack removes the person's own message of this turn from the chat.
	TakeBack struct{}
)

// What a person does about a plan.
const (
	PlanAlive  = "alive"  // a sign of life
	PlanPause  = "pause"  // nothing is asked until it is taken up again
	PlanResume = "resume" // it is asked again
	PlanStop   = "stop"   // the plan is forgotten
	PlanCall   = "call"   // the word that calls for help unseen
)

func (SetPlan) effect()     {}
func (ChangePlan) effect()  {}
func (AnswerTrust) effect() {}
func (EndTrust) effect()    {}
func (SetTips) effect()     {}
func (TakeBack) effect()    {}

// before lets the house look at an input before any conversation does. done is true when it was answered there.
func (h Host) before(c Conversation, in Input, env Env) (first Turn, done bool) {
	if h.Before == nil || in.Kind == Resume {
		return Turn{}, false
	}
	first, done = h.Before(c, in, env)
	if done {
		first.Next = c.clone()
		first.Next.Flow, first.Next.Seen, first.Next.Step = h.Home.name, env.Now, c.Step+1
	}
	return first, done
}

// asksWho answers in any visit who is speaking here, and puts the open question again.
func (h Host) asksWho(c Conversation, visited *Table, in Input, env Env) (Turn, bool) {
	s := &Scene{C: &c, Env: env}
	if h.Who == "" || in.Kind != Text || c.Wiped || !s.Named(h.WhoWords, in) {
		return Turn{}, false
	}
	inner := *c.Visit
	inner.Lang = c.Lang
	turn, err := visited.Step(inner, Input{Kind: Resume}, env)
	if err != nil {
		return Turn{}, false
	}
	next, v := c.clone(), turn.Next
	next.Seen, next.Step, next.Visit = env.Now, c.Step+1, &v
	turn.Next = next
	turn.Replies = append([]Reply{{Key: h.Who, Data: visited.numbers(s)}}, turn.Replies...)
	return turn, true
}
