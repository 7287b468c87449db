package engine

import (
	"errors"
	"fmt"

	"siaga/flows"
	"siaga/internal/taskforce"
)

// wipe silences the chat and lets the outbox delete what Telegram allows to be deleted. A chat that was silent before is only
// emptied again.
func (t *turn) wipe(f flows.Wipe) error {
	if t.chat.Wiped.IsZero() {
		t.e.Watch.Event("wipe")
		if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "reporter", Action: "chat.wipe", Target: t.conv.Case}); err != nil {
			return err
		}
	}
	if _, err := t.tx.CancelJobs(t.ctx, t.lane.Person, "say"); err != nil {
		return err
	}
	if t.chat.Wiped.IsZero() {
		if err := t.careWiped(); err != nil {
			return err
		}
	}
	if f.Forget {
		if err := t.forget(); err != nil {
			return err
		}
	} else if err := t.silence(t.lane.Person); err != nil {
		return err
	}
	return t.tx.Enqueue(t.ctx, Job{Kind: "wipe", Key: "wipe:" + string(t.lane.Person) + ":" + t.unique(0), Person: t.lane.Person,
		RunAt: t.now, Urgent: true})
}

// forget leaves nothing of a conversation in which nothing worth keeping was said.
func (t *turn) forget() error {
	t.drop = append(t.drop, t.lane.Person)
	return t.tx.DropFiles(t.ctx, t.lane.Person)
}

// silence makes nothing be said to a chat until a receipt is typed there.
func (w *work) silence(p Person) error {
	chat, err := w.tx.Chat(w.ctx, p)
	if err != nil {
		return ignoreMissing(err)
	}
	if chat.Wiped.IsZero() {
		chat.Wiped = w.now
	}
	if _, err := w.tx.CancelJobs(w.ctx, p, "say"); err != nil {
		return err
	}
	return w.tx.SaveChat(w.ctx, chat)
}

// blocked notes that the person blocked the bot or came back. An officer who blocks it loses what the seat holds.
func (t *turn) blocked(is bool) error {
	t.chat.Blocked = is
	if err := t.tx.SaveChat(t.ctx, t.chat); err != nil {
		return err
	}
	if is && t.seat == nil {
		if err := t.tx.DropTips(t.ctx, t.lane.Person); err != nil {
			return err
		}
		if err := t.load(nil, 0); err != nil {
			return err
		}
		return t.lostWith(t.lane.Person)
	}
	return t.reachable(t.lane.Person, !is)
}

// groupMoved follows a group that became a supergroup: the new chat stands for the old one from now on.
func (t *turn) groupMoved() error {
	next := Person(t.e.Keys.Pseudonym("chat", t.arrival.MovedTo.Reveal()))
	if err := t.tx.SaveChat(t.ctx, ChatRow{Person: next, Address: t.arrival.MovedTo, Seen: t.now}); err != nil {
		return err
	}
	for _, f := range t.reg.All() {
		if f.Group == string(t.lane.Person) {
			f.Group = string(next)
			return t.linkGroup(f, "system", "group.moved")
		}
	}
	return nil
}

// inGroup handles a group: only an officer's command links it to the officer's task force; everything else is not for the bot.
func (t *turn) inGroup() error {
	in := t.arrival.Input
	if in.Kind != flows.Command || in.Choice != "gugus" || t.arrival.Sender.IsZero() {
		return nil
	}
	seat, err := t.tx.SeatOf(t.ctx, Person(t.e.Keys.Pseudonym("chat", t.arrival.Sender.Reveal())))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	force, ok := t.reg.Force(seat.TaskForce)
	if !ok {
		return nil
	}
	force.Group = string(t.lane.Person)
	if err := t.linkGroup(force, string(seat.ID), "group.linked"); err != nil {
		return err
	}
	return t.answer("duty.group_linked", flows.Data{"taskforce": force.Name})
}

func (t *turn) linkGroup(f taskforce.TaskForce, actor, action string) error {
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: actor, Action: action, Target: string(f.Code)}); err != nil {
		return err
	}
	return t.tx.SaveTaskForces(t.ctx, []taskforce.TaskForce{f})
}

// keepFile stores what the person sent and lets the outbox fetch it.
func (t *turn) keepFile() (string, error) {
	f := *t.arrival.File
	f.ID, f.Person, f.State, f.At = t.e.Random.ID(), t.lane.Person, "waiting", t.now
	if t.seat == nil && t.conv.Tidies() {
		f.Message = t.arrival.MessageID
	}
	if err := t.tx.SaveFile(t.ctx, f); err != nil {
		return "", fmt.Errorf("save file: %w", err)
	}
	if f.Message != 0 {
		if err := t.tx.NoteSent(t.ctx, Sent{Person: t.lane.Person, ID: f.Message, At: t.now, Hold: true}); err != nil {
			return "", err
		}
	}
	job := Job{Kind: "fetch", Key: "fetch:" + f.ID, RunAt: t.now, Body: []byte(f.ID)}
	return f.ID, t.tx.Enqueue(t.ctx, job)
}
