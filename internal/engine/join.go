package engine

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

const (
	inviteKept = 24 * time.Hour // how long a one-time link works
	joinKept   = 48 * time.Hour // how long somebody waits to be confirmed
	joinTier   = time.Hour      // after which those further up are asked too
)

// Invite makes a one-time invitation to a seat and gives the payload of its deep link. Whoever opens it sees nothing until a
// second person says who it is. ErrNotFound when there is no such seat.
func (e *Engine) Invite(ctx context.Context, seat casework.SeatID, who taskforce.Officer) (string, error) {
	return e.invite(ctx, Invite{Seat: seat, Officer: who})
}

// Link makes a one-time invitation that the operator vouches for: whoever opens it is on the seat at once. It is for the
// first officers, where nobody could confirm them, and for demonstrations.
func (e *Engine) Link(ctx context.Context, seat casework.SeatID, who taskforce.Officer) (string, error) {
	return e.invite(ctx, Invite{Seat: seat, Officer: who, Confirmed: true})
}

func (e *Engine) invite(ctx context.Context, i Invite) (payload string, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
		if w.reg, err = tx.Register(ctx); err != nil {
			return err
		}
		payload, err = w.invite(i)
		return err
	})
	return payload, err
}

// invite stores an invitation and gives the payload of its link.
func (w *work) invite(i Invite) (string, error) {
	if _, ok := w.reg.Seat(i.Seat); !ok {
		return "", ErrNotFound
	}
	token := w.e.Random.Handle()
	i.Hash, i.Expires = private.TokenHash(token), w.now.Add(inviteKept)
	if err := w.tx.SaveInvite(w.ctx, i); err != nil {
		return "", err
	}
	entry := Entry{At: w.now, Actor: "operator", Action: "seat.invite", Target: string(i.Seat)}
	if i.Inviter != "" {
		entry.Actor = string(i.Inviter)
	}
	if i.Confirmed {
		entry.Detail = "confirmed"
	}
	return invitePrefix + token, w.tx.Audit(w.ctx, entry)
}

// invited takes somebody who opened an invitation: they wait until a second person confirms them. A wrong or used token looks
// like an ordinary start.
func (t *turn) invited(token string) (flows.Input, bool, error) {
	start := flows.Input{Kind: flows.Start}
	i, err := t.tx.UseInvite(t.ctx, private.TokenHash(token), t.now)
	if errors.Is(err, ErrNotFound) {
		return start, false, nil
	}
	if err != nil {
		return start, false, err
	}
	if err := errors.Join(t.unsilence(), t.keepDeskLang()); err != nil { // as a reporter they may have wiped this chat
		return start, false, err
	}
	j := Join{ID: t.e.Random.ID(), Person: t.lane.Person, Seat: i.Seat, Inviter: i.Inviter, Officer: i.Officer, State: JoinWaits,
		At: t.now, Expires: t.now.Add(joinKept)}
	if !i.Confirmed {
		return start, true, t.waits(j)
	}
	if err := t.seatDown(j, "operator"); err != nil {
		return start, false, err
	}
	seat, err := t.tx.SeatOf(t.ctx, t.lane.Person)
	t.seat, t.conv = &seat, flows.Conversation{}
	return start, false, err
}

// waits notes somebody who waits to be confirmed, and asks the first who can. The person learns nothing yet, not even where.
func (t *turn) waits(j Join) error {
	if err := t.tx.SaveJoin(t.ctx, j); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "invited", Action: "seat.join", Target: string(j.Seat)}); err != nil {
		return err
	}
	if err := t.answer("duty.join_wait", nil); err != nil {
		return err
	}
	return t.askConfirmers(j, 0)
}

// askConfirmers asks the people of one tier who it is, and lets the next tier be asked later. With nobody at all the operator
// must do it.
func (w *work) askConfirmers(j Join, tier int) error {
	seat, ok := w.reg.Seat(j.Seat)
	if !ok {
		return nil
	}
	tiers := w.reg.Confirmers(seat, j.Inviter, string(j.Person))
	if tier >= len(tiers) {
		if tier == 0 {
			w.e.Watch.Event("join_needs_operator")
			w.e.Log.Warn("nobody can confirm the officer of this seat: use siaga officer confirm", "seat", j.Seat)
		}
		return nil
	}
	force, _ := w.reg.Force(seat.TaskForce)
	m := spoken{Key: "duty.join_ask", Data: map[string]string{"name": j.Officer.Name, "taskforce": force.Name},
		Phrases: map[string]flows.Phrase{"seat": titleOf(seat)},
		Buttons: [][]flows.Button{{{Key: "duty.join_yes", Choice: "join=yes:" + j.ID}, {Key: "duty.join_no", Choice: "join=no:" + j.ID}}}}
	for _, s := range tiers[tier] {
		if err := w.enqueue(Person(s.Officer.ID), "join:"+j.ID+":"+string(s.ID), m, w.now, true); err != nil {
			return err
		}
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "join", Key: "join:" + j.ID + ":" + strconv.Itoa(tier+1), RunAt: w.now.Add(joinTier),
		Body: []byte(j.ID + ":" + strconv.Itoa(tier+1))})
}

// joinWaits asks the next tier about somebody who still waits.
func (w *work) joinWaits(job Job) error {
	id, n, _ := strings.Cut(string(job.Body), ":")
	tier, err := strconv.Atoi(n)
	if err != nil {
		return &DeliveryError{Class: "bad"}
	}
	j, err := w.tx.Join(w.ctx, id, w.now)
	if err != nil || j.State != JoinWaits {
		return ignoreMissing(err)
	}
	return w.askConfirmers(j, tier)
}

// judgeJoin is a second person's word on who waits for a seat. Who may not judge gets the answer for everything forbidden.
func (t *turn) judgeJoin(f flows.JudgeJoin) error {
	j, err := t.tx.Join(t.ctx, f.Join, t.now)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if err != nil || t.seat == nil || t.seat.ID != f.Seat || !t.mayJudge(j) {
		return refusal{key: "duty.refused"}
	}
	if j.State != JoinWaits {
		return refusal{key: "duty.no.already"}
	}
	if f.Yes {
		return t.seatDown(j, string(f.Seat))
	}
	return t.turnedDown(j, string(f.Seat))
}

func (t *turn) mayJudge(j Join) bool {
	seat, ok := t.reg.Seat(j.Seat)
	if !ok {
		return false
	}
	for _, tier := range t.reg.Confirmers(seat, j.Inviter, string(j.Person)) {
		for _, s := range tier {
			if s.ID == t.seat.ID {
				return true
			}
		}
	}
	return false
}

// turnedDown ends a wish for a seat; the person learns no more than that.
func (w *work) turnedDown(j Join, actor string) error {
	j.State = JoinNo
	if err := w.tx.SaveJoin(w.ctx, j); err != nil {
		return err
	}
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: actor, Action: "seat.join_refused", Target: string(j.Seat)}); err != nil {
		return err
	}
	return w.enqueue(j.Person, "join_no:"+j.ID, spoken{Key: "duty.join_refused"}, w.now, true)
}

// seatDown puts a confirmed person on the seat. The one who sat there is cut off in the same moment, and so is what the person
// held on another seat; the successor gets what the seat holds.
func (w *work) seatDown(j Join, actor string) error {
	seat, ok := w.reg.Seat(j.Seat)
	if !ok {
		return ErrNotFound
	}
	before, err := w.tx.OfficerChat(w.ctx, seat.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if before != j.Person {
		if err := w.takeBack(seat, before); err != nil {
			return err
		}
	}
	left, err := w.leaveSeat(j.Person, seat.ID)
	if err != nil {
		return err
	}
	if err := w.linked(j, seat, actor); err != nil {
		return err
	}
	if left.ID != "" {
		if err := w.passOn(left); err != nil {
			return err
		}
	}
	return w.pack(seat, j.Person)
}

// leaveSeat empties the chat of somebody who changes seats, and gives the seat left.
func (w *work) leaveSeat(p Person, to casework.SeatID) (taskforce.Seat, error) {
	s, err := w.tx.SeatOf(w.ctx, p)
	if err != nil || s.ID == to {
		return taskforce.Seat{}, ignoreMissing(err)
	}
	return s, w.emptyChat(p)
}

// linked writes down who sits on the seat now, and welcomes them.
func (w *work) linked(j Join, seat taskforce.Seat, actor string) error {
	if err := w.tx.Link(w.ctx, seat.ID, j.Person, j.Officer); err != nil {
		return err
	}
	j.State = JoinYes
	if err := w.tx.SaveJoin(w.ctx, j); err != nil {
		return err
	}
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: actor, Action: "seat.linked", Target: string(seat.ID)}); err != nil {
		return err
	}
	var err error
	if w.reg, err = w.tx.Register(w.ctx); err != nil {
		return err
	}
	if err := w.keepAway(seat.ID); err != nil {
		return err
	}
	if err := w.heardAgain(j.Person); err != nil {
		return err
	}
	m := spoken{Key: "duty.linked", Data: map[string]string{"taskforce": w.forceName(seat.TaskForce)}, Phrases: map[string]flows.Phrase{"seat": titleOf(seat)}}
	if actor != "operator" {
		m.Buttons = [][]flows.Button{{{Key: "duty.rest.list", Choice: "list"}}}
	}
	return w.enqueue(j.Person, "linked:"+j.ID, m, w.now, true)
}

// heardAgain lets a chat be written to again that was wiped while its person was a reporter.
func (w *work) heardAgain(p Person) error {
	chat, err := w.tx.Chat(w.ctx, p)
	if err != nil || chat.Wiped.IsZero() {
		return ignoreMissing(err)
	}
	chat.Wiped = time.Time{}
	return w.tx.SaveChat(w.ctx, chat)
}

// Confirm lets the operator say that whoever waits for a seat really is the one. ErrNotFound when nobody waits there.
func (e *Engine) Confirm(ctx context.Context, seat casework.SeatID) error {
	return e.judge(ctx, seat, true)
}

// Refuse lets the operator send whoever waits for a seat away.
func (e *Engine) Refuse(ctx context.Context, seat casework.SeatID) error {
	return e.judge(ctx, seat, false)
}

// ErrSeveral says that more than one person waits for the seat, so that it is not clear who is meant.
var ErrSeveral = errors.New("several people wait for this seat")

func (e *Engine) judge(ctx context.Context, seat casework.SeatID, yes bool) error {
	return e.system(ctx, func(w *work) error {
		waiting, err := w.tx.Joins(ctx, seat, w.now)
		switch {
		case err != nil:
			return err
		case len(waiting) == 0 || seat == "":
			return ErrNotFound
		case len(waiting) > 1 && yes:
			return ErrSeveral
		}
		for _, j := range waiting {
			if !yes {
				err = w.turnedDown(j, "operator")
			} else {
				err = w.seatDown(j, "operator")
			}
			if err != nil {
				return fmt.Errorf("judge who waits for seat %s: %w", seat, err)
			}
		}
		return nil
	})
}
