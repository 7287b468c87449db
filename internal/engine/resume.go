package engine

import (
	"bytes"
	"context"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
)

// A button press lives 150 seconds in Telegram's queue (open server source), so an outage longer than that may have lost
// answers. The heartbeat is a row that should fire every minute; the first one after a start that comes too late tells how long
// the house was away, and then every open question is put again, in turn with everything else of that person.
const (
	heartbeat   = time.Minute
	pressLives  = 150 * time.Second
	resumeReach = 24 * time.Hour // as long as Telegram keeps a message; older conversations wait for the person
)

// resumeMark begins the body of an update that the house writes to itself. No update of a channel begins so.
var resumeMark = []byte("siaga:resume:")

// StartHeartbeat sees to it that there is a heartbeat, and that rotas are carried out. The row of an earlier run is kept, for it knows the time.
func (e *Engine) StartHeartbeat(ctx context.Context) error {
	return e.Store.System(ctx, func(tx Tx) error {
		if err := startRota(ctx, tx, e.Clock()); err != nil {
			return err
		}
		if err := startRegister(ctx, tx, e.Clock()); err != nil {
			return err
		}
		if err := startWeeklies(ctx, tx, e.Clock()); err != nil {
			return err
		}
		if err := startDrills(ctx, tx, e.Clock()); err != nil {
			return err
		}
		if err := startDigests(ctx, tx, e.Clock()); err != nil {
			return err
		}
		if err := e.startHeads(ctx, tx); err != nil {
			return err
		}
		return tx.Enqueue(ctx, Job{Kind: "heartbeat", Key: "heartbeat", RunAt: e.Clock(), Urgent: true})
	})
}

// beat is one heartbeat. Only the first of a process can tell an outage: later ones are late only when the clock jumped.
func (e *Engine) beat(ctx context.Context, job Job) error {
	away := e.Clock().Sub(job.RunAt)
	if away < -heartbeat { // it is given out early only when the clock went back
		e.Watch.Event("clock_back")
		e.Log.Warn("the clock went back", "by", -away.Round(time.Second))
		if err := e.system(ctx, (*work).clockBack); err != nil {
			return err
		}
	}
	if !e.beaten.Load() { // heartbeats are given out one at a time
		if err := e.back(ctx, job.RunAt, away); err != nil {
			return err
		}
		e.beaten.Store(true)
	}
	return &DeliveryError{Class: "later", After: heartbeat}
}

// back puts open questions again after an outage. When that fails the heartbeat is put off, and its next row does not tell any more how
// long nobody was here: so it is kept.
func (e *Engine) back(ctx context.Context, since time.Time, away time.Duration) error {
	if gone := e.gone.Load(); gone != 0 {
		return e.resumeAll(ctx, time.UnixMilli(gone))
	}
	if away+heartbeat <= pressLives { // the row was due a heartbeat after the last sign of life: presses may be that much older
		return nil
	}
	e.gone.Store(since.UnixMilli())
	e.Watch.Event("outage")
	e.Log.Warn("back after an outage: open questions are put again", "away", away.Round(time.Second))
	return e.resumeAll(ctx, since)
}

// resumeAll writes an update for everybody whose question may have lost its answer, and draws the cards of unanswered offers anew.
func (e *Engine) resumeAll(ctx context.Context, since time.Time) error {
	var updates []Incoming
	err := e.system(ctx, func(w *work) error {
		people, err := w.tx.OpenDrafts(ctx, since.Add(-resumeReach))
		if err != nil {
			return err
		}
		for _, p := range people {
			chat, err := w.tx.Chat(ctx, p)
			if err != nil {
				return err
			}
			key := "resume:" + string(p) + ":" + strconv.FormatInt(since.UnixMilli(), 36)
			updates = append(updates, Incoming{Key: key, Address: chat.Address, Body: append(bytes.Clone(resumeMark), key...)})
		}
		return w.cardsAgain(since)
	})
	if err != nil || len(updates) == 0 {
		return err
	}
	return e.Accept(ctx, updates...)
}

// cardsAgain shows every offer that waits for an answer once more, with buttons that work.
func (w *work) cardsAgain(since time.Time) error {
	for _, force := range w.reg.All() {
		if !w.reg.Live(force.Code) {
			continue
		}
		cases, err := w.tx.CasesOf(w.ctx, force.Code)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if c.Status != casework.Offered {
				continue
			}
			if err := w.cardAgain(c, since); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *work) cardAgain(c casework.Case, since time.Time) error {
	for _, seat := range w.concerned(c) {
		p, err := w.tx.OfficerChat(w.ctx, seat)
		if err != nil {
			if ignoreMissing(err) == nil {
				continue
			}
			return err
		}
		key := "card:" + c.ID + ":" + string(p) + ":outage:" + strconv.FormatInt(since.UnixMilli(), 36)
		job := Job{Kind: "card", Key: key, Person: p, Case: c.ID, RunAt: w.now, Urgent: true, Body: []byte("again")}
		if err := w.tx.Enqueue(w.ctx, job); err != nil {
			return err
		}
	}
	return nil
}

// resumed tells whether an update is one that the house wrote to itself.
func resumed(body []byte) (Arrival, bool) {
	if !bytes.HasPrefix(body, resumeMark) {
		return Arrival{}, false
	}
	return Arrival{Input: flows.Input{Kind: flows.Resume, Choice: flows.Outage}}, true
}
