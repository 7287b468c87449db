package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Deliver does one job of the outbox that speaks to somebody. What it needs is read again: a chat that was wiped or blocked
// meanwhile gets nothing, a case is shown as it is now.
func (e *Engine) Deliver(ctx context.Context, job Job) error {
	switch job.Kind {
	case "say":
		return e.deliverSay(ctx, job)
	case "card":
		return e.deliverCard(ctx, job)
	case "mark":
		return e.deliverMark(ctx, job)
	case "wipe":
		return e.deliverWipe(ctx, job)
	case "delete":
		return e.deliverDelete(ctx, job)
	case "empty":
		return e.deliverEmpty(ctx, job)
	case timerTidy:
		return e.deliverTidy(ctx, job)
	case timerClear:
		return e.deliverClear(ctx, job)
	}
	return fmt.Errorf("job kind %q is not known", job.Kind)
}

// listener gives the chat of a job, or ok false when nothing may be said to it any more.
func (e *Engine) listener(ctx context.Context, p Person) (chat ChatRow, ok bool, err error) {
	chat, err = e.Store.Chat(ctx, p)
	err = ignoreMissing(err)
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
	if err != nil {
		return err
	}
	if !ok {
		return e.untold(ctx, job)
	}
	msg, err := e.render(ctx, job.Person, m)
	if err != nil {
		return err
	}
	parts, err := e.heard(ctx, m, msg)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return nil
	}
	for i, part := range parts {
		ids, err := e.putCard(ctx, chat.Address, Sent{ID: m.Edit}, false, part)
		if err != nil {
			return e.lost(ctx, job, e.undelivered(ctx, job.Person, err))
		}
		note := heardNote{Sent: Sent{Person: job.Person, Out: true, At: began, Keep: m.Keep, Hold: m.Key == receiptKey, Case: m.Case}, ids: ids,
			vanish: m.Vanish, also: m.Also, job: job, last: i == len(parts)-1}
		if err := e.said(ctx, note); err != nil {
			return err
		}
	}
	return &DeliveryError{Class: Finished}
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
			ok = m.Vanish == 0 && !strings.HasPrefix(m.Key, "duty.") // the reporter; the rest is for officers only, and this one is none any more
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
		for _, id := range m.Also {
			o, err := tx.Case(ctx, id)
			if ignoreMissing(err) != nil {
				return err
			}
			ok = ok && err == nil && !o.MayNotSee(seat.TaskForce, seat.ID)
		}
		return nil
	})
	return ok, err
}

// heardNote is what is to be remembered of a message that was just said.
type heardNote struct {
	Sent
	ids    []int64
	vanish time.Duration // after which it is taken away again; zero: it stays
	also   []string      // other cases it speaks of
	job    Job           // that said it; none has the ID zero
	last   bool          // nothing more of the job is to be said
}

// said remembers the parts of a message for a later wipe, and has them taken away again after their time, or at once when the
// chat was wiped, or the job cancelled, while they were on their way. The job that said it, if any, ends in the same commit: a crash
// between the two would say it twice.
func (e *Engine) said(ctx context.Context, n heardNote) error {
	return e.Store.System(context.WithoutCancel(ctx), func(tx Tx) error {
		w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
		late, err := w.late(n)
		if err != nil {
			return err
		}
		s, vanish := n.Sent, n.vanish
		if late {
			vanish = 0
		}
		for _, s.ID = range n.ids {
			if err := tx.NoteSent(ctx, s); err != nil {
				return err
			}
			if err := tx.NoteAlso(ctx, s, n.also...); err != nil {
				return err
			}
			if vanish == 0 && !late {
				continue
			}
			if err := w.deleteLater(s.Person, s.Case, s.ID, vanish); err != nil {
				return err
			}
		}
		if n.job.ID == 0 || !n.last {
			return nil
		}
		return tx.FinishJob(ctx, n.job)
	})
}

// late tells whether a message came after the wish that nothing more be said: the chat is silent now, or the job that said it was
// cancelled. A chat that was forgotten whole leaves only the second sign.
func (w *work) late(n heardNote) (bool, error) {
	if n.Keep {
		return false, nil
	}
	chat, err := w.tx.Chat(w.ctx, n.Person)
	if ignoreMissing(err) != nil {
		return false, err
	}
	if !chat.Wiped.IsZero() || n.job.ID == 0 {
		return !chat.Wiped.IsZero(), nil
	}
	stands, err := w.tx.JobStands(w.ctx, n.job)
	return !stands, err
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
	text, err := e.Texts.Text(m.Lang, m.Key, m.values())
	if err != nil {
		e.Log.Error("text", "key", m.Key, "lang", m.Lang, "err", err)
		return Message{}, &DeliveryError{Class: "bad"}
	}
	out := Message{Text: text, Quiet: m.Quiet}
	var actions []ActionRow
	label := func(b flows.Button) string {
		if b.Key == "" {
			return b.Label
		}
		return e.Texts.Button(m.Lang, b.Key)
	}
	for _, row := range flows.Lines(m.Buttons, label) {
		var line []MessageButton
		for _, b := range row {
			button := MessageButton{Label: label(b), URL: b.URL, App: b.App}
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
	var held int
	if out.Files, held, err = e.filesOf(ctx, p, m.Files); err != nil {
		return Message{}, err
	}
	if held > 0 {
		if out.Text, err = e.withHeld(m.Lang, out.Text, held); err != nil {
			return Message{}, err
		}
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
		m, old, ring, err = e.card(ctx, tx, job, e.deskTongue(chat))
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
	if m.Drill != "" {
		if err := e.drillDelivered(ctx, m.Drill); err != nil {
			return err
		}
	}
	note := Sent{Person: job.Person, Out: true, At: e.Clock(), Case: job.Case, Card: true, Rev: m.Referral}
	if err := e.said(ctx, heardNote{Sent: note, ids: ids, job: job, last: true}); err != nil {
		return err
	}
	return &DeliveryError{Class: Finished}
}

// card reads the case and gives its card for the seat the person sits on now. ring tells that this offer was not shown in the
// chat yet: a card changed in place makes no sound.
func (e *Engine) card(ctx context.Context, tx Tx, job Job, in flows.Tongue) (m spoken, old Sent, ring bool, err error) {
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
	w := &work{e: e, ctx: ctx, tx: tx, now: e.Clock()}
	all, err := w.together(c)
	if err != nil {
		return m, old, false, err
	}
	r := e.Desk.Card(all, seat, reg, in)
	if c.Owner == seat.ID {
		links, err := w.links(c)
		if err != nil {
			return m, old, false, err
		}
		r = e.Desk.Linked(r, links)
	}
	ring = c.Status == casework.Offered && len(r.Buttons) > 0 && (old.Rev < int64(c.Referral().N) || string(job.Body) == ringBody)
	m = spoken{Key: r.Key, Data: plain(r.Data), Words: words(r.Data), Buttons: r.Buttons, Lang: in.Lang, Case: c.ID, Version: c.Version, Referral: int64(c.Referral().N)}
	if c.InDrill() && c.Status == casework.Offered {
		m.Drill = c.Training.Drill
	}
	return m, old, ring, nil
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

// deliverWipe deletes everything that can be deleted and stood in the chat when the wish came.
func (e *Engine) deliverWipe(ctx context.Context, job Job) error {
	return e.deleteAll(ctx, job, func(s Sent) bool { return !s.At.After(job.RunAt) })
}

// oneMessage gives the chat of a job and the message in it that the job is about; the chat is empty when it is not known any more.
func (e *Engine) oneMessage(ctx context.Context, job Job) (chat ChatRow, id int64, err error) {
	if id, err = strconv.ParseInt(string(job.Body), 10, 64); err != nil {
		return chat, 0, &DeliveryError{Class: "bad"}
	}
	chat, err = e.Store.Chat(ctx, job.Person)
	return chat, id, ignoreMissing(err)
}

func (e *Engine) deliverDelete(ctx context.Context, job Job) error {
	chat, id, err := e.oneMessage(ctx, job)
	if err != nil || chat.Address.IsZero() {
		return err
	}
	if err := e.Channel.Delete(ctx, chat.Address, []int64{id}); err != nil {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.Store.System(ctx, func(tx Tx) error { return tx.Forget(ctx, job.Person, id) })
}

// deliverEmpty overwrites a message with nothing to read and nothing to press, and then deletes it: the first works at any age,
// the second only within two days.
func (e *Engine) deliverEmpty(ctx context.Context, job Job) error {
	chat, id, err := e.oneMessage(ctx, job)
	if err != nil || chat.Address.IsZero() {
		return err
	}
	text, err := e.Texts.Text(e.deskTongue(chat).Lang, "duty.emptied", nil)
	if err != nil {
		return &DeliveryError{Class: "bad"}
	}
	err = e.Channel.Edit(ctx, chat.Address, id, Message{Text: text})
	var d *DeliveryError
	if err != nil && (!errors.As(err, &d) || d.Class != "gone" && d.Class != "bad") {
		return e.undelivered(ctx, job.Person, err)
	}
	return e.deliverDelete(ctx, job)
}

// filesOf loads stored files, rebuilt: a neutral name, no id of the chat they came from. Whoever gets back what they sent themselves
// waits until it has arrived.
func (e *Engine) filesOf(ctx context.Context, p Person, ids []string) (out []MessageFile, held int, err error) {
	for i, id := range ids {
		if code, drawn := strings.CutPrefix(id, flows.ReadinessPicture); drawn {
			picture, err := e.readinessPicture(ctx, p, region.Code(code))
			if err != nil {
				return nil, 0, err
			}
			out = append(out, picture...)
			continue
		}
		if activity, photo := strings.CutPrefix(id, flows.ActivityPhoto); photo {
			if id, err = e.activityPhoto(ctx, p, activity); err != nil {
				return nil, 0, err
			}
			if id == "" {
				continue
			}
		}
		f, err := e.storedFile(ctx, id)
		if err == nil && f.State == "waiting" && f.Person == p {
			if err = e.fetch(ctx, id); err == nil {
				f, err = e.storedFile(ctx, id)
			}
		}
		if err != nil {
			return nil, 0, err
		}
		if f.State != "kept" {
			continue
		}
		file, is, err := e.rebuild(ctx, f, i+1)
		switch {
		case err != nil:
			return nil, 0, err
		case is:
			held++
		default:
			out = append(out, file)
		}
	}
	return out, held, nil
}

// withHeld says under a message how many files stay sealed.
func (e *Engine) withHeld(lang, text string, n int) (string, error) {
	line, err := e.Texts.Text(lang, "duty.files_held", map[string]any{"n": strconv.Itoa(n)})
	if err != nil {
		return "", &DeliveryError{Class: "bad"}
	}
	return text + "\n\n" + line, nil
}

// storedFile gives a file, an empty one when there is none.
func (e *Engine) storedFile(ctx context.Context, id string) (f File, err error) {
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		f, err = tx.File(ctx, id)
		return ignoreMissing(err)
	})
	return f, err
}
