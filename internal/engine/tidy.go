package engine

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

// Timers of a chat that is shared with somebody who must not read along.
const (
	timerTidy  = "tidy"  // takes away what is kept and answered
	timerClear = "clear" // takes away the rest when nobody writes any more
)

// clearAfter is how long the last messages stay on such a telephone.
const clearAfter = 10 * time.Minute

// receiptKey is the message that must be copied by hand: it stays while somebody writes.
const receiptKey = "report.receipt"

// tidy takes away what stands in the chat before the answer of this turn: it is durable now, or was answered. Messages said in this
// turn come later and have higher numbers (Bot API, Message.message_id).
func (t *turn) tidy() error {
	if t.seat != nil || !t.conv.Tidies() || !t.chat.Wiped.IsZero() || t.conv.Wiped {
		return nil
	}
	sent, err := t.tx.SentIn(t.ctx, t.lane.Person, t.now.Add(-wipeReach))
	if err != nil {
		return err
	}
	var mark int64
	for _, s := range sent {
		mark = max(mark, s.ID)
	}
	body, err := json.Marshal(mark)
	if err != nil {
		return err
	}
	return t.tx.Enqueue(t.ctx,
		Job{Kind: timerTidy, Key: timerTidy + ":" + string(t.lane.Person) + ":" + t.unique(0), Person: t.lane.Person, RunAt: t.now, Body: body},
		Job{Kind: timerClear, Key: timerClear + ":" + string(t.lane.Person), Person: t.lane.Person, RunAt: t.now.Add(clearAfter)})
}

// deliverTidy deletes what stood in the chat before an answer, but the receipt and a file that is not fetched yet.
func (e *Engine) deliverTidy(ctx context.Context, job Job) error {
	var mark int64
	if err := json.Unmarshal(job.Body, &mark); err != nil {
		return &DeliveryError{Class: "bad"}
	}
	return e.deleteAll(ctx, job, func(s Sent) bool { return s.ID <= mark && !s.Hold })
}

// deliverClear empties the chat when nobody wrote for a while. Whoever writes meanwhile keeps it as it is for as long again. A file
// that could not be fetched stays: there is no other copy.
func (e *Engine) deliverClear(ctx context.Context, job Job) error {
	chat, ok, err := e.listener(ctx, job.Person)
	if err != nil || !ok {
		return err
	}
	if quiet := e.Clock().Sub(chat.Seen); quiet < clearAfter && quiet >= 0 {
		return &DeliveryError{Class: "later", After: clearAfter - quiet}
	}
	if err := e.deleteAll(ctx, job, func(s Sent) bool { return s.Out || !s.Hold }); err != nil {
		return err
	}
	after, ok, err := e.listener(ctx, job.Person)
	if err != nil || !ok || !after.Seen.After(chat.Seen) {
		return err
	}
	return &DeliveryError{Class: "later", After: clearAfter} // somebody wrote meanwhile; that turn found this timer still there
}

// A message of which a crash, or an answer that never came, took the number lies between two that are known: ids rise. Numbers of other
// chats lie there too, and Telegram skips them. So a wipe takes the numbers in between along, as long as they are few.
const (
	unseenGap = 200
	unseenAll = 2000
)

// withUnseen adds the numbers between those that are to go. What is known and stays is left out.
func withUnseen(ids []int64, known []Sent) []int64 {
	stays := map[int64]bool{}
	for _, s := range known {
		stays[s.ID] = true
	}
	out := slices.Sorted(slices.Values(ids))
	for i, n := 1, len(out); i < n && len(out) < n+unseenAll; i++ {
		if out[i]-out[i-1] > unseenGap {
			continue
		}
		for id := out[i-1] + 1; id < out[i]; id++ {
			if !stays[id] {
				out = append(out, id)
			}
		}
	}
	return out
}

// deleteAll deletes the messages of a chat that are meant, as far as Telegram still allows it, a hundred at a time. What fails is
// tried again by the outbox.
func (e *Engine) deleteAll(ctx context.Context, job Job, meant func(Sent) bool) error {
	var chat ChatRow
	var ids []int64
	err := e.Store.System(ctx, func(tx Tx) (err error) {
		if chat, err = tx.Chat(ctx, job.Person); err != nil {
			return ignoreMissing(err)
		}
		sent, err := tx.SentIn(ctx, job.Person, e.Clock().Add(-wipeReach))
		for _, s := range sent {
			if !s.Keep && meant(s) {
				ids = append(ids, s.ID)
			}
		}
		if job.Kind == "wipe" {
			ids = withUnseen(ids, sent)
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
