package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/checkin"
	"siaga/internal/private"
)

// planConsent names the text by which a plan was agreed to ("checkin.sum"); it changes with the meaning of that text.
const planConsent = "checkin-2026-11"

// tellKey begins the key of a message by which somebody is told: one that cannot be said goes to a task force instead.
const tellKey = "checkin:told:"

// trustAsked takes somebody who opened the link of a plan: they are asked whether they agree. The link is used up. A wrong or used
// one looks like an ordinary start, and so does the owner's own.
func (t *turn) trustAsked(token string) (flows.Input, bool, error) {
	start := flows.Input{Kind: flows.Start}
	if !t.chat.Wiped.IsZero() || t.conv.Wiped {
		return start, false, nil
	}
	if t.seat != nil { // an officer's chat is for cases alone
		return start, true, t.answer("review.officer", nil)
	}
	row, err := t.tx.PlanByToken(t.ctx, private.TokenHash(token), t.now)
	if err != nil || row.Person == t.lane.Person {
		return start, false, ignoreMissing(err)
	}
	row.Trusted, row.Token = t.lane.Person, ""
	if err := t.keepPlan(row); err != nil {
		return start, false, err
	}
	return flows.Input{Kind: flows.Command, Choice: "kabar"}, false, nil
}

// answerTrust begins the plan with a yes; with a no its owner is asked to choose again.
func (t *turn) answerTrust(f flows.AnswerTrust) error {
	row, err := t.tx.Plan(t.ctx, f.Plan)
	if err != nil || row.Trusted != t.lane.Person || row.Plan.Agreed {
		return ignoreMissing(err)
	}
	if !f.Yes {
		return t.letTrustGo(row)
	}
	row.Plan.Agreed, row.Plan.Lost = true, false
	row.Plan = row.Plan.Begin(t.now)
	if err := t.toOwner(row, "checkin.agreed"); err != nil {
		return err
	}
	if err := t.noted("plan.agreed", row.Plan); err != nil {
		return err
	}
	return t.keepPlan(row)
}

// endTrust makes nobody's plan tell this person anything any more. Their owners are told.
func (t *turn) endTrust() error {
	rows, err := t.tx.PlansFor(t.ctx, t.lane.Person)
	for _, row := range rows {
		err = errors.Join(err, t.letTrustGo(row))
	}
	return err
}

func (t *turn) letTrustGo(row PlanRow) error {
	row.Trusted, row.Plan = "", row.Plan.Lose(t.now)
	if err := t.toOwner(row, "checkin.lost"); err != nil {
		return err
	}
	return t.keepPlan(row)
}

// called carries out the word that calls for help. Nothing of it is seen in the chat: what is said there the flow has decided.
func (t *turn) called(row PlanRow) error {
	next, fresh := row.Plan.Call(t.now)
	row.Plan = next
	if fresh {
		if err := t.alarmOf(&row, true); err != nil {
			return err
		}
	}
	return t.keepPlan(row)
}

// alarmOf does what the owner of a plan has chosen: somebody they trust is told, or the task force of the home region. Who cannot be
// told any more is replaced by pusat: an alarm is never lost.
func (w *work) alarmOf(row *PlanRow, calling bool) error {
	action := "plan.no_answer"
	if calling {
		action = "plan.called"
	}
	if err := w.noted(action, row.Plan); err != nil {
		return err
	}
	if row.Plan.To != checkin.ToPerson || !row.Plan.Agreed || row.Trusted == "" {
		return w.planCase(row, calling)
	}
	chat, err := w.tx.Chat(w.ctx, row.Trusted)
	if err != nil || !chat.Wiped.IsZero() || chat.Blocked {
		if ignoreMissing(err) != nil {
			return err
		}
		return w.planCase(row, calling)
	}
	row.Plan.Case = ""
	m := spoken{Key: "checkin.alarm", Data: map[string]string{"words": row.Plan.Message.Reveal()}, Lang: row.Plan.Lang}
	return w.enqueue(row.Trusted, fmt.Sprintf("%s%s:%d", tellKey, row.Plan.ID, row.Plan.N), m, w.now, true)
}

// planCase opens a case of a plan. It has no reporter who could be written to: whoever holds the phone must not learn of it.
func (w *work) planCase(row *PlanRow, calling bool) error {
	r := casework.Report{Danger: casework.DangerSoon, Role: casework.ByVictim, Form: casework.FormMissing, Story: []private.Text{row.Plan.Message},
		Contact: casework.Contact{Mode: casework.ContactNever}, Lang: row.Plan.Lang, Consent: planConsent, SentAt: w.now, CheckIn: casework.NoAnswer}
	if calling {
		r.Danger, r.Form, r.CheckIn = casework.DangerNow, casework.FormOther, casework.CalledFor
	}
	if row.Plan.Home != "" {
		r.Places = map[casework.PlaceRole]casework.Place{casework.Home: {Code: row.Plan.Home, Country: "ID"}}
	}
	row.Plan.Case = w.e.Random.ID()
	_, err := w.openFor("", "plan", flows.OpenCase{ID: row.Plan.Case, Code: w.newCode(), Report: r})
	return err
}

// backAgain tells whoever was told because no answer came that the owner of the plan writes again.
func (t *turn) backAgain(row *PlanRow) error {
	if id := row.Plan.Case; id != "" {
		row.Plan.Case = ""
		return t.addToCase(flows.AddToCase{Case: id, Report: casework.Report{CheckIn: casework.BackAgain}})
	}
	if row.Trusted == "" || !row.Plan.Agreed {
		return nil
	}
	m := spoken{Key: "checkin.again", Lang: row.Plan.Lang}
	return t.enqueue(row.Trusted, fmt.Sprintf("checkin:again:%s:%d", row.Plan.ID, row.Plan.N), m, t.now, false)
}

// untold opens a case when somebody who should be told cannot be: the chat was wiped or blocked meanwhile.
func (e *Engine) untold(ctx context.Context, job Job) error {
	rest, ok := strings.CutPrefix(job.Key, tellKey)
	if !ok {
		return nil
	}
	id, _, _ := strings.Cut(rest, ":")
	return e.system(ctx, func(w *work) error {
		row, err := w.tx.Plan(w.ctx, id)
		if err != nil || row.Plan.Case != "" {
			return ignoreMissing(err)
		}
		if err := w.planCase(&row, row.Plan.Calling); err != nil {
			return err
		}
		return w.keepPlan(row)
	})
}
