package engine

import (
	"errors"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// env brings the flow everything it may need from outside.
func (t *turn) env(in flows.Input) (flows.Env, error) {
	env := flows.Env{
		Now: t.now, NewID: t.e.Random.ID, NewCode: t.newCode, NewReceipt: t.newReceipt,
		Words: t.e.Texts, Places: t.e.Places, Understand: flows.Once(t.e.Understand),
		Register: t.reg, Seat: t.seat, Cases: t.teamCases,
	}
	if t.e.Numbers != nil {
		env.Numbers = func(p casework.Place) flows.Data { return t.e.Numbers(t.conv.Lang, p, t.now) }
	}
	id := t.conv.Case
	if t.seat != nil {
		env.Understand = nil // an officer's words about a case are no wishes of the officer
		id = t.conv.Get("case")
		if in.Kind == flows.Act {
			id = in.Act.Case
		}
	}
	if in.Restored != nil {
		id = in.Restored.Case
	}
	if id == "" {
		return env, nil
	}
	c, err := t.tx.Case(t.ctx, id)
	if errors.Is(err, ErrNotFound) {
		return env, nil
	}
	if err != nil {
		return env, err
	}
	if t.seat == nil || !c.MayNotSee(t.seat.TaskForce, t.seat.ID) {
		env.Case = &c
	}
	return env, nil
}

// teamCases lists the open cases of the officer's task force.
func (t *turn) teamCases() []casework.Case {
	if t.seat == nil {
		return nil
	}
	cases, err := t.tx.CasesOf(t.ctx, t.seat.TaskForce)
	if err != nil {
		t.e.Log.Error("list cases", "seat", t.seat.ID, "err", err)
		return nil
	}
	out := cases[:0]
	for _, c := range cases {
		if !c.MayNotSee(t.seat.TaskForce, t.seat.ID) {
			out = append(out, c)
		}
	}
	return out
}

// newCode draws a short code that no case has.
func (t *turn) newCode() string {
	for range 20 {
		code := t.e.Random.Code()
		if taken, err := t.tx.CodeTaken(t.ctx, code); err == nil && !taken {
			return code
		}
	}
	return t.e.Random.Code() + "-" + strconv.FormatInt(t.now.UnixMilli()%100000, 10)
}

// newReceipt gives out a receipt as it is shown; the flow's KeepReceipt brings it back.
func (t *turn) newReceipt() private.Text {
	r, err := t.e.takeReceipt()
	if err != nil {
		t.e.Log.Error("receipt", "err", err)
		return private.Text{}
	}
	if t.receipts == nil {
		t.receipts = map[string]readyReceipt{}
	}
	shown := private.NewText(r.number.Grouped())
	t.receipts[shown.Reveal()] = r
	return shown
}

// say puts a reply of this turn into the outbox. n tells the replies of one turn apart.
func (t *turn) say(r flows.Reply, n int) error {
	if !r.To.IsZero() {
		return errors.New("replies to others are effects")
	}
	if !t.chat.Wiped.IsZero() || t.conv.Wiped {
		return nil
	}
	if r.Card && r.Case != "" {
		return t.tx.Enqueue(t.ctx, Job{Kind: "card", Key: "card:" + r.Case + ":" + string(t.lane.Person) + ":again:" + t.unique(n),
			Person: t.lane.Person, Case: r.Case, RunAt: t.now, Urgent: true, Body: []byte("again")})
	}
	m := t.spokenOf(r)
	urgent := t.conv.Get("danger") == string(casework.DangerNow) || t.seat != nil
	return t.enqueue(t.lane.Person, "turn:"+string(t.lane.Person)+":"+t.unique(n), m, t.now, urgent)
}

// unique tells the messages of one person's turns apart, also when the conversation itself was forgotten.
func (t *turn) unique(n int) string {
	return strconv.FormatInt(t.seq, 36) + ":" + strconv.Itoa(n)
}

func (t *turn) spokenOf(r flows.Reply) spoken {
	m := spoken{Key: r.Key, Data: plain(r.Data), Buttons: r.Buttons, Lang: t.conv.Lang, State: t.conv.Open(), Step: t.conv.Step,
		Case: r.Case, Files: r.Files, Keep: r.Keep, Vanish: r.Vanish}
	for _, row := range r.Buttons {
		for _, b := range row {
			if b.Act != nil && m.Version == 0 {
				m.Version = t.versionOf(b.Act.Case)
			}
		}
	}
	return m
}

// versionOf is the case's version now, so that the button made now is void after the next change.
func (t *turn) versionOf(id string) int64 {
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return 0
	}
	return c.Version
}

// sayTo puts a message with files for one officer into the outbox.
func (t *turn) sayTo(p Person, r flows.Reply, version int64, key string) error {
	m := t.spokenOf(r)
	m.Version = version
	return t.enqueue(p, key, m, t.now, true)
}
