package engine

import (
	"errors"
	"strconv"
	"sync"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// env brings the flow everything it may need from outside.
func (t *turn) env(in flows.Input) (flows.Env, error) {
	env := flows.Env{
		Now: t.now, NewID: t.e.Random.ID, NewCode: t.newCode, NewReceipt: t.newReceipt,
		Words: t.e.Texts, Places: t.e.Places, Understand: flows.Once(t.e.Understand),
		Register: t.reg, Seat: t.seat, Cases: t.teamCases, Joined: t.joined, Links: t.linksFor, Others: t.otherReports, Speaker: sync.OnceValue(t.speaker),
		Recorded: t.e.recorded, Vitals: t.vitalsSeen, Activities: t.activitiesSeen, Scores: t.scoresBefore, Page: t.pageDoor(), Reads: t.e.Reader != nil, Known: t.known(), Listing: t.listing, Licence: t.licence, Guarded: sync.OnceValue(t.guarded),
	}
	if t.e.Helpers != nil {
		env.Helpers = func(need string, p casework.Place) flows.Data { return t.e.Helpers(t.conv.Lang, need, p, t.now) }
	}
	env.Opened, env.Looked, env.Retention = t.opened, t.looked, t.e.Retention
	env.Care, env.Mark = sync.OnceValue(t.care), t.e.mark
	if t.e.Numbers != nil {
		env.Numbers = func(p casework.Place) flows.Data { return t.e.Numbers(t.conv.Lang, p, t.now) }
	}
	if t.e.Contact != nil {
		env.Contact = func(agency, mission string) (string, bool) { return t.e.Contact(t.conv.Lang, agency, mission, t.now) }
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
	if t.seat == nil {
		return env, t.reporterSees(&env, id)
	}
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return env, ignoreMissing(err)
	}
	if !c.MayNotSee(t.seat.TaskForce, t.seat.ID) {
		env.Case = &c
	}
	return env, nil
}

// joined lists the cases that were joined with one, for what officers read.
func (t *turn) joined(c casework.Case) []casework.Case {
	out, err := t.joinedWith(c)
	if err != nil {
		t.e.Log.Error("list joined cases", "case", c.ID, "err", err)
	}
	return out
}

// reporterSees brings the case of a reporter; one that was joined with another looks as that one does.
func (t *turn) reporterSees(env *flows.Env, id string) error {
	c, err := t.threadOf(id)
	if err != nil {
		return ignoreMissing(err)
	}
	root, err := t.rootOf(c)
	if err != nil {
		return ignoreMissing(err)
	}
	if root.ID != c.ID {
		c = c.Within(root)
	}
	env.Case = &c
	return nil
}

// teamCases lists the open cases of the officer's task force.
func (t *turn) teamCases() []casework.Case {
	if t.seat == nil {
		return nil
	}
	cases, err := t.tx.CasesSeen(t.ctx, t.seat.TaskForce)
	if err != nil {
		t.e.Log.Error("list cases", "seat", t.seat.ID, "err", err)
		return nil
	}
	practised, err := t.tx.TrainingOf(t.ctx, t.seat.ID)
	if err != nil {
		t.e.Log.Error("list training cases", "seat", t.seat.ID, "err", err)
	}
	cases = append(cases, practised...)
	cases = append(cases, t.askedCases()...)
	out := cases[:0]
	for _, c := range cases {
		if !c.MayNotSee(t.seat.TaskForce, t.seat.ID) {
			out = append(out, c)
		}
	}
	return out
}

// newCode draws a short code that no case has.
func (w *work) newCode() string {
	for range 20 {
		code := w.e.Random.Code()
		if taken, err := w.tx.CodeTaken(w.ctx, code); err == nil && !taken {
			return code
		}
	}
	return w.e.Random.Code() + "-" + strconv.FormatInt(w.now.UnixMilli()%100000, 10)
}

// newReceipt gives out a receipt as it is shown; the flow's KeepReceipt brings it back.
func (t *turn) newReceipt() private.Text {
	r := t.e.Random.Receipt()
	if t.receipts == nil {
		t.receipts = map[string]private.Receipt{}
	}
	shown := private.NewText(r.Grouped())
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
	danger := t.conv.Get("danger") == string(casework.DangerNow)
	if danger && n == 0 { // what they answer must not stand in line
		if err := t.tx.Hurry(t.ctx, t.lane.Person, t.now.Add(hurried)); err != nil {
			return err
		}
	}
	urgent := danger || t.seat != nil
	return t.enqueue(t.lane.Person, "turn:"+string(t.lane.Person)+":"+t.unique(n), m, t.now, urgent)
}

// hurried is how long a chat in which somebody is in danger goes before others.
const hurried = 30 * time.Minute

// unique tells the messages of one person's turns apart, also when the conversation itself was forgotten.
func (t *turn) unique(n int) string {
	return strconv.FormatInt(t.seq, 36) + ":" + strconv.Itoa(n)
}

func (t *turn) spokenOf(r flows.Reply) spoken {
	lang := r.Lang
	if lang == "" {
		lang = t.conv.Lang
	}
	m := spoken{Key: r.Key, Data: plain(r.Data), Words: words(r.Data), Phrases: phrases(r.Data), Buttons: r.Buttons, Lang: lang, State: t.conv.Open(), Step: t.conv.Step,
		Case: r.Case, Files: r.Files, Keep: r.Keep, Vanish: r.Vanish, Heard: t.hears(r)}
	if r.InPlace {
		m.Edit = t.arrival.Pressed
	}
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
