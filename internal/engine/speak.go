package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"siaga/internal/casework"
	"siaga/internal/private"
)

// Deliver does one job of the outbox that speaks to somebody. What it needs is read again: a chat that was wiped or blocked
// meanwhile gets nothing, a case is shown as it is now.
func (e *Engine) Deliver(ctx context.Context, job Job) error {
	switch job.Kind {
	case "say":
		return e.deliverSay(ctx, job)
	case "card":
		return e.deliverCard(ctx, job)
	case "wipe":
		return e.deliverWipe(ctx, job)
	case "delete":
		return e.deliverDelete(ctx, job)
	}
	return fmt.Errorf("job kind %q is not known", job.Kind)
}

// listener gives the chat of a job, or ok false when nothing may be said to it any more.
func (e *Engine) listener(ctx context.Context, p Person) (chat ChatRow, ok bool, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		chat, err = tx.Chat(ctx, p)
		return ignoreMissing(err)
	})
	return chat, !chat.Address.IsZero() && chat.Wiped.IsZero() && !chat.Blocked, err
}

func (e *Engine) deliverSay(ctx context.Context, job Job) error {
	var m spoken
	if err := json.Unmarshal(job.Body, &m); err != nil {
		return &DeliveryError{Class: "bad"}
	}
	began := e.Clock()
	chat, ok, err := e.listener(ctx, job.Person)
	if err == nil && ok {
		ok, err = e.mayHear(ctx, job.Person, m)
	}
	if err != nil || !ok {
		return err
	}
	msg, err := e.render(ctx, job.Person, m)
	if err != nil {
		return err
	}
	ids, err := e.Channel.SendAll(ctx, chat.Address, msg)
	if err != nil {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.said(ctx, Sent{Person: job.Person, Out: true, At: began, Keep: m.Keep, Case: m.Case}, ids, m.Vanish)
}

// mayHear tells whether an officer may still be told of a case: what was committed for a seat that was excluded meanwhile, and
// content for a seat that lost the case meanwhile, is never said.
func (e *Engine) mayHear(ctx context.Context, p Person, m spoken) (ok bool, err error) {
	if m.Case == "" {
		return true, nil
	}
	err = e.Store.System(ctx, func(tx Tx) error {
		seat, err := tx.SeatOf(ctx, p)
		if errors.Is(err, ErrNotFound) {
			ok = m.Vanish == 0 // the reporter; content is for officers only
			return nil
		}
		if err != nil {
			return err
		}
		c, err := tx.Case(ctx, m.Case)
		if err != nil {
			return ignoreMissing(err)
		}
		ok = !c.MayNotSee(seat.TaskForce, seat.ID) && (m.Vanish == 0 || c.Owner == seat.ID)
		return nil
	})
	return ok, err
}

// said remembers the parts of a message for a later wipe, and has them taken away again after their time, or at once when the
// chat was wiped while they were on their way.
func (e *Engine) said(ctx context.Context, s Sent, ids []int64, vanish time.Duration) error {
	return e.Store.System(context.WithoutCancel(ctx), func(tx Tx) error {
		w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
		chat, err := tx.Chat(ctx, s.Person)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		late := !chat.Wiped.IsZero() && !s.Keep
		if late {
			vanish = 0
		}
		for _, s.ID = range ids {
			if err := tx.NoteSent(ctx, s); err != nil {
				return err
			}
			if vanish == 0 && !late {
				continue
			}
			if err := w.deleteLater(s.Person, s.Case, s.ID, vanish); err != nil {
				return err
			}
		}
		return nil
	})
}

// deleteLater takes a message away again after a time. Each time has its own key: what is taken back at once must not wait
// for the time it was given before.
func (w *work) deleteLater(p Person, caseID string, id int64, after time.Duration) error {
	return w.tx.Enqueue(w.ctx, Job{Kind: "delete", Key: fmt.Sprintf("delete:%s:%d:%d", p, id, after.Milliseconds()), Person: p, Case: caseID,
		RunAt: w.now.Add(after), Urgent: true, Body: []byte(strconv.FormatInt(id, 10))})
}

// undelivered notes what a failed call says about the chat.
func (e *Engine) undelivered(ctx context.Context, p Person, err error) error {
	var d *DeliveryError
	if !errors.As(err, &d) || d.Class != "blocked" && d.Class != "moved" {
		return err
	}
	failed := e.system(ctx, func(w *work) error {
		chat, err := w.tx.Chat(ctx, p)
		if err != nil {
			return ignoreMissing(err)
		}
		if d.Class == "moved" {
			chat.Address = d.Moved
			return w.tx.SaveChat(ctx, chat)
		}
		chat.Blocked = true
		if err := w.tx.SaveChat(ctx, chat); err != nil {
			return err
		}
		return w.reachable(p, false)
	})
	return errors.Join(err, failed)
}

// render writes a message in its language. Buttons of cards get fresh random handles.
func (e *Engine) render(ctx context.Context, p Person, m spoken) (Message, error) {
	data := make(map[string]any, len(m.Data))
	for k, v := range m.Data {
		data[k] = v
	}
	text, err := e.Texts.Text(m.Lang, m.Key, data)
	if err != nil {
		e.Log.Error("text", "key", m.Key, "lang", m.Lang, "err", err)
		return Message{}, &DeliveryError{Class: "bad"}
	}
	out := Message{Text: text, Quiet: m.Quiet}
	var actions []ActionRow
	for _, row := range m.Buttons {
		var line []MessageButton
		for _, b := range row {
			button := MessageButton{Label: b.Label, URL: b.URL}
			if b.Key != "" {
				button.Label = e.Texts.Label(m.Lang, b.Key)
			}
			switch {
			case b.Act != nil:
				handle := e.Random.Handle()
				button.Data = handlePrefix + handle
				actions = append(actions, ActionRow{Hash: private.TokenHash(handle), Person: p, Case: b.Act.Case, Version: m.Version,
					Verb: b.Act.Verb, Arg: b.Act.Arg, Expires: e.Clock().Add(actionKept)})
			case b.Choice != "":
				button.Data = pressData(m.State, m.Step, b.Choice)
			}
			line = append(line, button)
		}
		out.Buttons = append(out.Buttons, line)
	}
	if out.Files, err = e.filesOf(ctx, m.Files); err != nil {
		return Message{}, err
	}
	return out, e.saveActions(ctx, actions)
}

// actionKept is how long a card's button works; cards are drawn anew long before.
const actionKept = 30 * 24 * time.Hour

func (e *Engine) saveActions(ctx context.Context, rows []ActionRow) error {
	if len(rows) == 0 {
		return nil
	}
	return e.Store.System(ctx, func(tx Tx) error {
		for _, r := range rows {
			if err := tx.SaveAction(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// deliverCard draws a case's card for one officer as the case is now, in place of the earlier card if there is one.
func (e *Engine) deliverCard(ctx context.Context, job Job) error {
	chat, ok, err := e.listener(ctx, job.Person)
	if err != nil || !ok {
		return err
	}
	var m spoken
	var old Sent
	again := string(job.Body) == "again"
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		var ring bool
		m, old, ring, err = e.card(ctx, tx, job)
		again = again || ring
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	msg, err := e.render(ctx, job.Person, m)
	if err != nil {
		return err
	}
	ids, err := e.putCard(ctx, chat.Address, old, again, msg)
	if err != nil {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.said(ctx, Sent{Person: job.Person, Out: true, At: e.Clock(), Case: job.Case, Card: true, Rev: m.Referral}, ids, 0)
}

// card reads the case and gives its card for the seat the person sits on now. ring tells that this offer was not shown in the
// chat yet: a card changed in place makes no sound.
func (e *Engine) card(ctx context.Context, tx Tx, job Job) (m spoken, old Sent, ring bool, err error) {
	c, err := tx.Case(ctx, job.Case)
	if err != nil {
		return m, old, false, err
	}
	reg, err := tx.Register(ctx)
	if err != nil {
		return m, old, false, err
	}
	old, err = tx.Card(ctx, job.Person, job.Case)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return m, old, false, err
	}
	seat, err := tx.SeatOf(ctx, job.Person)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return m, old, false, err
	}
	if err != nil && old.ID == 0 || err == nil && c.MayNotSee(seat.TaskForce, seat.ID) {
		return m, old, false, ErrNotFound
	}
	r := e.Desk.Card(c, seat, reg)
	ring = c.Status == casework.Offered && len(r.Buttons) > 0 && old.Rev < int64(c.Referral().N)
	return spoken{Key: r.Key, Data: plain(r.Data), Buttons: r.Buttons, Case: c.ID, Version: c.Version, Referral: int64(c.Referral().N)}, old, ring, nil
}

// putCard replaces the earlier card, or says a new one when there is none, when it is gone, or when it was asked for again.
func (e *Engine) putCard(ctx context.Context, to Address, old Sent, again bool, msg Message) ([]int64, error) {
	if old.ID != 0 && !again {
		err := e.Channel.Edit(ctx, to, old.ID, msg)
		var d *DeliveryError
		if err == nil {
			return []int64{old.ID}, nil
		}
		if !errors.As(err, &d) || d.Class != "gone" {
			return nil, err
		}
	}
	ids, err := e.Channel.SendAll(ctx, to, msg)
	if err == nil && old.ID != 0 {
		_ = e.Channel.Delete(ctx, to, []int64{old.ID}) // the earlier card; its buttons are void by their version anyway
	}
	return ids, err
}

// deliverWipe deletes everything that can be deleted, a hundred at a time. What fails is tried again by the outbox.
func (e *Engine) deliverWipe(ctx context.Context, job Job) error {
	var chat ChatRow
	var ids []int64
	err := e.Store.System(ctx, func(tx Tx) (err error) {
		if chat, err = tx.Chat(ctx, job.Person); err != nil {
			return ignoreMissing(err)
		}
		sent, err := tx.SentIn(ctx, job.Person, e.Clock().Add(-wipeReach))
		for _, s := range sent {
			if !s.Keep && !s.At.After(job.RunAt) {
				ids = append(ids, s.ID)
			}
		}
		return err
	})
	if err != nil || chat.Address.IsZero() {
		return err
	}
	for len(ids) > 0 {
		n := min(len(ids), 100) // Bot API deleteMessages
		if err := e.Channel.Delete(ctx, chat.Address, ids[:n]); err != nil {
			return e.undelivered(ctx, job.Person, err)
		}
		batch := ids[:n]
		if err := e.Store.System(ctx, func(tx Tx) error { return tx.Forget(ctx, job.Person, batch...) }); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

func (e *Engine) deliverDelete(ctx context.Context, job Job) error {
	id, err := strconv.ParseInt(string(job.Body), 10, 64)
	if err != nil {
		return &DeliveryError{Class: "bad"}
	}
	var chat ChatRow
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		chat, err = tx.Chat(ctx, job.Person)
		return ignoreMissing(err)
	})
	if err != nil || chat.Address.IsZero() {
		return err
	}
	if err := e.Channel.Delete(ctx, chat.Address, []int64{id}); err != nil {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.Store.System(ctx, func(tx Tx) error { return tx.Forget(ctx, job.Person, id) })
}

// filesOf loads stored files for an officer, rebuilt: a neutral name, no id of the reporter's chat.
func (e *Engine) filesOf(ctx context.Context, ids []string) ([]MessageFile, error) {
	var out []MessageFile
	for i, id := range ids {
		var f File
		err := e.Store.System(ctx, func(tx Tx) (err error) {
			f, err = tx.File(ctx, id)
			return ignoreMissing(err)
		})
		if err != nil {
			return nil, err
		}
		if f.State != "kept" {
			continue
		}
		out = append(out, rebuild(f, i+1))
	}
	return out, nil
}
