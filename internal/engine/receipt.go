package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// readyReceipt is a receipt number with its proof. The proof is slow on purpose (Argon2id), so it is made ahead, outside of
// transactions.
type readyReceipt struct {
	number private.Receipt
	row    ReceiptRow
}

// Prepare keeps a few receipts ready until the context ends.
func (e *Engine) Prepare(ctx context.Context) {
	for ctx.Err() == nil {
		r, err := e.makeReceipt()
		if err != nil {
			e.Log.Error("prepare receipt", "err", err)
			return
		}
		select {
		case e.receipts <- r:
		case <-ctx.Done():
		}
	}
}

// takeReceipt gives a ready receipt, or makes one when none is.
func (e *Engine) takeReceipt() (readyReceipt, error) {
	select {
	case r := <-e.receipts:
		return r, nil
	default:
		return e.makeReceipt()
	}
}

func (e *Engine) makeReceipt() (readyReceipt, error) {
	number := e.Random.Receipt()
	lookup := e.Keys.ReceiptLookup(number)
	proof, err := e.Keys.ReceiptProof(receiptBinding(lookup), number)
	if err != nil {
		return readyReceipt{}, fmt.Errorf("prove receipt: %w", err)
	}
	return readyReceipt{number, ReceiptRow{Lookup: lookup, Hash: proof}}, nil
}

func receiptBinding(lookup string) private.Binding {
	return private.Binding{Table: "receipts", Row: lookup, Field: "proof"}
}

// restoredConversation is what a typed receipt opens.
type restoredConversation struct {
	tried bool   // a receipt was typed
	from  Person // empty: wrong, or too many tries
}

// Guess limits within an hour. The limit for all is far above what people mistype (a mistyped number fails its check digits and is
// no guess); beyond it, whoever has not guessed in this hour is still looked at, so that others never lock the holder out.
const (
	ownGuesses = 5
	allGuesses = 300
)

// restoredBy looks whether the message is a receipt, before the turn's transaction because the proof is slow.
func (e *Engine) restoredBy(ctx context.Context, p Person, a Arrival) *restoredConversation {
	if a.Group || a.Input.Kind != flows.Text {
		return nil
	}
	number, err := private.ParseReceipt(a.Input.Text.Reveal())
	if errors.Is(err, private.ErrNoReceipt) {
		return nil
	}
	out := &restoredConversation{tried: true}
	if err != nil { // mistyped, or several: nothing to look up, and no guess
		return out
	}
	row, ok := e.findReceipt(ctx, p, number)
	if !ok || e.Keys.VerifyReceipt(receiptBinding(row.Lookup), number, row.Hash) != nil {
		return out
	}
	out.from = row.Person
	return out
}

// findReceipt looks the receipt up unless the person guessed too often; a miss is counted. The lookup itself is slow, so it is
// made between two short transactions.
func (e *Engine) findReceipt(ctx context.Context, p Person, number private.Receipt) (row ReceiptRow, found bool) {
	tooOften := true
	err := e.Store.System(ctx, func(tx Tx) error {
		own, all, err := tx.Guesses(ctx, p, e.Clock())
		tooOften = own >= ownGuesses || all >= allGuesses && own > 0
		return err
	})
	if err != nil || tooOften {
		return row, false
	}
	lookup := e.Keys.ReceiptLookup(number)
	err = e.Store.System(ctx, func(tx Tx) (err error) {
		row, err = tx.Receipt(ctx, lookup)
		if errors.Is(err, ErrNotFound) {
			_, _, err = tx.Guess(ctx, p, e.Clock())
			return err
		}
		found = err == nil
		return err
	})
	if err != nil {
		e.Log.Error("receipt", "err", err)
	}
	return row, found && err == nil
}

// restore makes the input for the flow: the conversation that the receipt belongs to, or nothing.
func (t *turn) restore(r *restoredConversation) (flows.Input, error) {
	in := flows.Input{Kind: flows.Receipt}
	if r.from == "" {
		return in, nil
	}
	if r.from == t.lane.Person {
		back := t.conv
		in.Restored = &back
		return in, nil
	}
	body, rev, err := t.tx.Draft(t.ctx, r.from)
	if errors.Is(err, ErrNotFound) {
		return in, nil
	}
	if err != nil {
		return in, err
	}
	conv, err := t.e.openConversation(body, r.from, rev)
	if err != nil {
		return in, fmt.Errorf("open restored conversation: %w", err)
	}
	in.Restored = &conv
	t.from = r.from
	return in, nil
}

// keepReceipt lets the number open this conversation.
func (t *turn) keepReceipt(number private.Text) error {
	r, ok := t.receipts[number.Reveal()]
	if !ok {
		return errors.New("keep receipt: not one that was given out in this turn")
	}
	r.row.Person = t.lane.Person
	return t.tx.SaveReceipt(t.ctx, r.row)
}

// moveHere makes this chat the contact of the restored conversation; the former chat is left with nothing and falls silent.
func (t *turn) moveHere() error {
	if err := t.unsilence(); err != nil {
		return err
	}
	entry := Entry{At: t.now, Actor: "reporter", Action: "receipt.used", Target: t.conv.Case}
	if err := t.tx.Audit(t.ctx, entry); err != nil {
		return err
	}
	if t.from == "" {
		return nil
	}
	if err := t.tx.MoveReporter(t.ctx, t.from, t.lane.Person); err != nil {
		return err
	}
	if err := t.tx.MoveDraft(t.ctx, t.from, t.lane.Person); err != nil {
		return err
	}
	_, rev, err := t.tx.Draft(t.ctx, t.lane.Person)
	if err != nil {
		return err
	}
	t.rev = rev
	t.drop = append(t.drop, t.from)
	return t.silence(t.from)
}

// unsilence lets this chat be written to again.
func (t *turn) unsilence() error {
	if t.chat.Wiped.IsZero() {
		return nil
	}
	t.chat.Wiped = time.Time{}
	return t.tx.SaveChat(t.ctx, t.chat)
}
