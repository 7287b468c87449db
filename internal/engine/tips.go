package engine

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
)

// tipEvery is the time between two tips.
const tipEvery = 7 * 24 * time.Hour

// tips are the lessons whose question to think about is a tip, in order. They are few on purpose.
func tips() []string { return []string{"yes", "way", "work", "proof", "plan", "home"} }

// setTips begins or ends the tips. The first comes after a day, at the same hour.
func (t *turn) setTips(on bool) error {
	if !on {
		return t.tx.DropTips(t.ctx, t.lane.Person)
	}
	return t.nextTip(TipsRow{Person: t.lane.Person, Lang: t.conv.Lang, N: 1, At: t.now.Add(24 * time.Hour)})
}

func (w *work) nextTip(r TipsRow) error {
	if err := w.tx.SaveTips(w.ctx, r); err != nil {
		return err
	}
	body := string(r.Person) + " " + strconv.Itoa(r.N)
	key := "tip:" + string(r.Person) + ":" + strconv.Itoa(r.N) + ":" + strconv.FormatInt(r.At.UnixMilli(), 36)
	return w.tx.Enqueue(w.ctx, Job{Kind: timerTip, Key: key, RunAt: r.At, Body: []byte(body)})
}

// tipDue says one tip, or ends them: after the last, in a chat that was wiped, and where nobody can be written to. However late it
// is, one tip is said.
func (w *work) tipDue(job Job) error {
	person, number, _ := strings.Cut(string(job.Body), " ")
	r, err := w.tx.Tips(w.ctx, Person(person))
	if err != nil || strconv.Itoa(r.N) != number {
		return ignoreMissing(err)
	}
	if early := r.At.Sub(w.now); early > 2*tipEvery { // the clock went back
		r.At = w.now.Add(tipEvery)
		return w.nextTip(r)
	} else if early > 0 {
		return &DeliveryError{Class: "later", After: early}
	}
	chat, err := w.tx.Chat(w.ctx, r.Person)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err != nil || !chat.Wiped.IsZero() || chat.Blocked || r.N > len(tips()) {
		return w.tx.DropTips(w.ctx, r.Person)
	}
	m := spoken{Key: "learn." + tips()[r.N-1] + ".think", Lang: r.Lang, State: "checkin.tip", Buttons: [][]flows.Button{
		{{Key: "report.visit.learn", Choice: "report.visit.learn"}}, {{Key: "checkin.plan.stop", Choice: "stop"}}}}
	if err := w.enqueue(r.Person, "tip:say:"+string(r.Person)+":"+number+":"+strconv.FormatInt(r.At.UnixMilli(), 36), m, w.now, false); err != nil {
		return err
	}
	if r.N++; r.N > len(tips()) {
		return w.tx.DropTips(w.ctx, r.Person)
	}
	r.At = w.now.Add(tipEvery)
	return w.nextTip(r)
}
