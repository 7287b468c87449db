package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// pack tells the new officer of a seat what the seat holds, without a word of any story, and what the one before left.
func (w *work) pack(seat taskforce.Seat, to Person) error {
	held, err := w.heldBy(seat)
	if err != nil {
		return err
	}
	note, err := w.tx.Note(w.ctx, seat.ID)
	if errors.Is(err, ErrNotFound) {
		note, err = Note{}, nil
	}
	if err != nil || len(held) == 0 && note == (Note{}) {
		return err
	}
	if err := w.sayPack(seat, to, held, note); err != nil {
		return err
	}
	return w.tx.DropNote(w.ctx, seat.ID)
}

// sayPack says which cases somebody has now.
func (w *work) sayPack(seat taskforce.Seat, to Person, held []casework.Case, note Note) error {
	in, err := w.tongueOf(to)
	if err != nil {
		return err
	}
	r := w.e.Desk.Pack(held, seat, note.Text, in)
	m := spoken{Key: r.Key, Data: plain(r.Data), Buttons: r.Buttons, Lang: in.Lang}
	if note.File != "" {
		m.Files = []string{note.File}
	}
	return w.enqueue(to, fmt.Sprintf("pack:%s:%s:%d", seat.ID, to, w.now.UnixMilli()), m, w.now, true)
}

// heldBy lists the open cases that a seat owns, the most urgent first.
func (w *work) heldBy(seat taskforce.Seat) ([]casework.Case, error) {
	cases, err := w.tx.CasesOf(w.ctx, seat.TaskForce)
	if err != nil {
		return nil, err
	}
	held := slices.DeleteFunc(cases, func(c casework.Case) bool { return c.Owner != seat.ID || c.MayNotSee(seat.TaskForce, seat.ID) })
	order := []casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary}
	slices.SortStableFunc(held, func(a, b casework.Case) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Priority), slices.Index(order, b.Priority)), a.OpenedAt.Compare(b.OpenedAt), cmp.Compare(a.Code, b.Code))
	})
	return held, nil
}

// emptyChat takes every card and content out of an officer's chat: cards are overwritten first, since Telegram deletes only what is
// younger than two days. What concerns a case that the person reported stays.
func (w *work) emptyChat(p Person) error {
	sent, err := w.tx.SentIn(w.ctx, p, w.now.AddDate(-1, 0, 0))
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, s := range sent {
		if s.Case == "" || !s.Out {
			continue
		}
		if _, known := own[s.Case]; !known {
			reporter, err := w.tx.Reporter(w.ctx, s.Case)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			own[s.Case] = reporter == p
		}
		if own[s.Case] {
			continue
		}
		if err := w.emptyLater(p, s); err != nil {
			return err
		}
	}
	_, err = w.tx.CancelJobs(w.ctx, p, "card") // what else waits to be said to the seat is dropped at delivery, see mayHear
	return err
}

// emptyLater overwrites and deletes one message. The job has no case of its own: it must work when the case is erased too.
func (w *work) emptyLater(p Person, s Sent) error {
	return w.tx.Enqueue(w.ctx, Job{Kind: "empty", Key: fmt.Sprintf("empty:%s:%d", p, s.ID), Person: p, RunAt: w.now, Urgent: true,
		Body: fmt.Append(nil, s.ID)})
}
