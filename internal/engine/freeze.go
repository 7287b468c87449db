package engine

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Whoever holds an officer's account must not be able to read everything: a seat that opens content too often is closed to all content
// until a coordinator on another seat opens it again. Everything else goes on, and so do the clocks of its cases.
const (
	readWindow   = time.Hour
	readsAnHour  = 20             // where no setting says otherwise
	freezeTier   = time.Hour      // after which those further up are asked too
	freezeRepeat = 12 * time.Hour // and after all were asked, all are asked again
)

// Guard is what stands between a seat and the content of cases.
type Guard struct {
	Seat     casework.SeatID
	Freeze   string // names the freeze that holds; empty: content may be opened
	FrozenAt time.Time
	Reads    int // openings that count
}

// Guards keeps them.
type Guards interface {
	// Guard gives the guard of a seat with the openings since a time, as far as they count. Whoever asks for the same seat waits until
	// this transaction ends.
	Guard(ctx context.Context, seat casework.SeatID, since time.Time) (Guard, error)
	// Frozen gives the guard whose freeze has this id; ErrNotFound when it holds no more.
	Frozen(ctx context.Context, id string) (Guard, error)
	// FreezeSeat closes content to a seat.
	FreezeSeat(ctx context.Context, seat casework.SeatID, id string, at time.Time) error
	// ThawSeat opens it again, and what was opened before counts no more; ErrNotFound when that freeze holds no more.
	ThawSeat(ctx context.Context, seat casework.SeatID, id string) error
}

// mayRead refuses content to a seat that is frozen, asks for the PIN, and freezes a seat that opened too much within the hour.
func (t *turn) mayRead(seat taskforce.Seat, caseID string) error {
	g, err := t.tx.Guard(t.ctx, seat.ID, t.now.Add(-readWindow))
	switch {
	case err != nil:
		return err
	case g.Freeze != "":
		return refusal{key: "duty.no.frozen"}
	}
	if err := t.mustType(seat, caseID); err != nil || g.Reads < t.e.ReadsAnHour {
		return err
	}
	id := t.e.Random.ID()
	if err := t.tx.FreezeSeat(t.ctx, seat.ID, id, t.now); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "system", Action: "seat.freeze", Target: string(seat.ID), Detail: strconv.Itoa(g.Reads)}); err != nil {
		return err
	}
	t.e.Watch.Event("seat_frozen")
	if err := t.askKeepers(question{what: askFrozen, id: id}, seat); err != nil {
		return err
	}
	return refusal{key: "duty.no.frozen"}
}

// question is put to those who keep a seat, tier by tier.
type question struct {
	what string // see below
	id   string // names what it is about; when that holds no more, nobody further is asked
	n    int    // how many tiers were asked before
}

// What is asked.
const (
	askFrozen = "frozen" // may content be opened again?
	askForgot = "forgot" // may a new PIN be set?
	askMissed = "missed" // nothing: it is only told, that somebody guesses
)

// askKeepers tells the coordinators of one tier, and lets the next be told later; after the last it begins anew. With nobody at all the
// operator must do it.
func (w *work) askKeepers(q question, seat taskforce.Seat) error {
	tiers, after := w.reg.Keepers(seat), freezeTier
	if len(tiers) == 0 {
		w.e.Watch.Event("keeper_needs_operator")
		w.e.Log.Warn("nobody keeps this seat: use siaga officer thaw or revoke", "seat", seat.ID, "what", q.what)
		return nil
	}
	force, _ := w.reg.Force(seat.TaskForce)
	m := spoken{Key: "duty.keep." + q.what, Data: map[string]string{"taskforce": force.Name, "limit": strconv.Itoa(w.e.ReadsAnHour)},
		Phrases: map[string]flows.Phrase{"seat": titleOf(seat)}}
	switch q.what {
	case askFrozen:
		m.Buttons = [][]flows.Button{{{Key: "duty.thaw", Choice: "thaw=" + q.id}}}
	case askForgot:
		m.Buttons = [][]flows.Button{{{Key: "duty.pin_renew", Choice: "renew=" + q.id}}}
	}
	for _, s := range tiers[q.n%len(tiers)] {
		if err := w.enqueue(Person(s.Officer.ID), fmt.Sprintf("keep:%s:%s:%d:%s", q.what, q.id, q.n, s.ID), m, w.now, true); err != nil {
			return err
		}
	}
	if q.what == askMissed {
		return nil
	}
	if (q.n+1)%len(tiers) == 0 {
		after = freezeRepeat
	}
	body := fmt.Sprintf("%s:%s:%d", q.what, q.id, q.n+1)
	return w.tx.Enqueue(w.ctx, Job{Kind: timerFrozen, Key: "keep:" + body, RunAt: w.now.Add(after), Body: []byte(body)})
}

// timerFrozen asks further people about a seat.
const timerFrozen = "frozen"

// stillAsked asks the next tier, if there still is something to ask.
func (w *work) stillAsked(job Job) error {
	parts := strings.Split(string(job.Body), ":")
	if len(parts) != 3 {
		return &DeliveryError{Class: "bad"}
	}
	n, err := strconv.Atoi(parts[2])
	if err != nil {
		return &DeliveryError{Class: "bad"}
	}
	q := question{what: parts[0], id: parts[1], n: n}
	var of casework.SeatID
	if q.what == askFrozen {
		g, missing := w.tx.Frozen(w.ctx, q.id)
		of, err = g.Seat, missing
	} else {
		p, missing := w.tx.PinReset(w.ctx, q.id)
		of, err = p.Seat, missing
	}
	if err != nil {
		return ignoreMissing(err)
	}
	seat, ok := w.reg.Seat(of)
	if !ok {
		return nil
	}
	return w.askKeepers(q, seat)
}

// keeps refuses whoever may not decide about a seat; found is false when what they were asked about holds no more. Two that are frozen do
// not help each other.
func (t *turn) keeps(by, of casework.SeatID, found bool) error {
	if t.seat == nil || t.seat.ID != by {
		return refusal{key: "duty.refused"}
	}
	if !found {
		if t.seat.Role.Coordinates() { // a colleague was first
			return refusal{key: "duty.no.already"}
		}
		return refusal{key: "duty.refused"}
	}
	own, err := t.tx.Guard(t.ctx, t.seat.ID, t.now)
	if err != nil {
		return err
	}
	seat, ok := t.reg.Seat(of)
	if !ok || !t.reg.Keeps(*t.seat, seat) || own.Freeze != "" {
		return refusal{key: "duty.refused"}
	}
	return nil
}

// thawSeat is a coordinator's word that content may be opened again. Who may not say so gets the answer for everything forbidden.
func (t *turn) thawSeat(f flows.ThawSeat) error {
	g, err := t.tx.Frozen(t.ctx, f.Freeze)
	if ignoreMissing(err) != nil {
		return err
	}
	if err := t.keeps(f.By, g.Seat, err == nil); err != nil {
		return err
	}
	seat, _ := t.reg.Seat(g.Seat)
	return t.thaw(seat, g.Freeze, string(f.By))
}

// thaw opens content to a seat again, and tells whoever sits there.
func (w *work) thaw(seat taskforce.Seat, id, actor string) error {
	if err := w.tx.ThawSeat(w.ctx, seat.ID, id); err != nil {
		return err
	}
	if err := w.tx.Audit(w.ctx, Entry{At: w.now, Actor: actor, Action: "seat.thaw", Target: string(seat.ID)}); err != nil {
		return err
	}
	if seat.Officer == nil {
		return nil
	}
	return w.enqueue(Person(seat.Officer.ID), "thawed:"+id, spoken{Key: "duty.thawed"}, w.now, true)
}

// Thaw opens content to a seat again by the operator's word; ErrNotFound when it is not frozen.
func (e *Engine) Thaw(ctx context.Context, id casework.SeatID) error {
	return e.system(ctx, func(w *work) error {
		seat, ok := w.reg.Seat(id)
		if !ok {
			return ErrNotFound
		}
		g, err := w.tx.Guard(ctx, id, w.now)
		if err != nil {
			return err
		}
		return w.thaw(seat, g.Freeze, "operator")
	})
}
