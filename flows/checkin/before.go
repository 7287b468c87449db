package checkin

import (
	"siaga/flows"
	"siaga/internal/checkin"
)

// States of buttons under what the house says by itself. No table has rows of these names.
const (
	Asked flows.State = "checkin.asked" // under the question how things are
	Tip   flows.State = "checkin.tip"   // under a tip
)

// Buttons under what the house says by itself.
const (
	PressOK   = "ok"
	PressStop = "stop"
)

// stopWords is the key of the words that stop what comes by itself.
const stopWords = "checkin.stop"

// Before looks at everything that somebody does, before any conversation does: whatever it is counts as a sign of life; the word
// that calls for help does it unseen; and an answer to the question how things are is no answer to any other.
func Before(c flows.Conversation, in flows.Input, env flows.Env) (flows.Turn, bool) {
	t := &turn{c: c, in: in, env: env, care: env.Cares()}
	t.s = &flows.Scene{C: &t.c, Env: env}
	done := t.play()
	return t.Turn, done
}

type turn struct {
	flows.Turn
	c    flows.Conversation
	in   flows.Input
	env  flows.Env
	care flows.Care
	s    *flows.Scene
}

func (t *turn) do(e flows.Effect) { t.Effects = append(t.Effects, e) }

func (t *turn) say(key string) {
	if !t.c.Wiped {
		t.Replies = append(t.Replies, flows.Reply{Key: key})
	}
}

// play tells whether the input was answered here.
func (t *turn) play() bool {
	p := t.care.Plan
	if p == nil {
		return t.pressed(false, false) || t.stops(nil)
	}
	if t.called(p) {
		t.do(flows.ChangePlan{Do: flows.PlanCall})
		t.say("checkin.thanks")
		if t.c.Wiped {
			t.do(flows.Wipe{})
		}
		return true
	}
	open, told := p.Open(), p.Stage == checkin.Told
	if t.pauses(p) || t.stops(p) {
		return true
	}
	if p.Answers() {
		t.do(flows.ChangePlan{Do: flows.PlanAlive})
	}
	if t.pressed(open, told) {
		return true
	}
	if t.answers(p) {
		t.thank(told)
		return true
	}
	if told && t.in.Kind != flows.Press { // whatever was meant: the person has to know that others were told
		t.say("checkin.told")
	}
	return false
}

func (t *turn) thank(told bool) {
	if told {
		t.say("checkin.told")
		return
	}
	t.say("checkin.thanks")
}

// called tells whether the words hold the word that calls for help.
func (t *turn) called(p *checkin.Plan) bool {
	return t.in.Kind == flows.Text && p.Duress != "" && t.env.Mark != nil && checkin.Marks(p.ID, p.Duress, flows.Plain(t.in.Text.Reveal()), t.env.Mark)
}

// pressed plays a button under what the house said by itself. One that was pressed before stays silent.
func (t *turn) pressed(open, told bool) bool {
	switch {
	case t.in.Kind != flows.Press || t.c.Wiped:
		return false
	case t.in.State == Asked:
		if open || told {
			t.thank(told)
		}
		return true
	case t.in.State == Tip && t.in.Choice == PressStop:
		if t.care.Tips {
			t.do(flows.SetTips{})
			t.say("learn.tips_off")
		}
		return true
	}
	return false
}

// stops plays the one word that stops what comes by itself: the question that waits for its answer, else the tips, else the plan,
// else that others may tell this person.
func (t *turn) stops(p *checkin.Plan) bool {
	if t.in.Kind != flows.Text || t.c.Wiped || !t.s.Named(stopWords, t.in) {
		return false
	}
	switch {
	case p != nil && (p.Open() || !t.care.Tips):
		t.do(flows.ChangePlan{Do: flows.PlanStop})
		t.say("checkin.stopped")
	case t.care.Tips:
		t.do(flows.SetTips{})
		t.say("learn.tips_off")
	case t.care.Trusted || t.care.Asked != "":
		t.do(flows.EndTrust{})
		t.say("checkin.stopped")
	default:
		return false
	}
	return true
}

// pauses plays the word for a pause where the question waits for its answer.
func (t *turn) pauses(p *checkin.Plan) bool {
	if t.in.Kind != flows.Text || t.c.Wiped || !t.first(p) || !t.s.Named("checkin.plan.pause", t.in) {
		return false
	}
	t.do(flows.ChangePlan{Do: flows.PlanPause})
	t.say("checkin.paused")
	return true
}

// first tells whether nothing was written since the question was asked: it is the newest message in the chat.
func (t *turn) first(p *checkin.Plan) bool {
	return (p.Open() || p.Stage == checkin.Told) && p.AskedAt.After(t.c.Seen)
}

// answers tells whether words are an answer to the question and nothing else. A cry, a report, a wish go where they always go.
func (t *turn) answers(p *checkin.Plan) bool {
	if t.in.Kind != flows.Text || t.c.Wiped || !t.first(p) || t.env.Understand == nil {
		return false
	}
	for _, key := range []string{"kernel.wipe", "kernel.help", "kernel.language", "kernel.listen", "report.asked_who", "report.visit.offer", "report.visit.learn", "report.visit.data",
		"learn.menu.care", "report.open.status"} {
		if t.s.Named(key, t.in) {
			return false
		}
	}
	m := t.env.Understand(t.in.Text.Reveal())
	return !m.Urgent && !m.Evade && (m.Intent == "" || m.Intent == "other" || m.Intent == "greeting")
}
