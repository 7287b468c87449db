package engine

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"siaga/flows"
	"siaga/internal/private"
)

// A receipt's lookup and proof are slow on purpose (Argon2id, some fifty milliseconds of a processor). A turn does not wait for
// them, and many at once must not starve everybody: the number is given out with a fast lookup, kept sealed like the rest of the
// conversation, and one worker settles it a moment later, at its own pace.
const settleIdle = 2 * time.Second // between two looks for fresh receipts, when nobody gave one out

// settleShare is how long the worker rests after each receipt, in times of what it took: a flood of new conversations leaves four
// fifths of a processor to the others.
const settleShare = 4

// Settle gives fresh receipts their proof, until the context ends.
func (e *Engine) Settle(ctx context.Context) {
	for ctx.Err() == nil {
		began := time.Now()
		worked, err := e.SettleOne(ctx)
		if err != nil && ctx.Err() == nil {
			e.Log.Error("settle a receipt", "err", err)
		}
		rest := settleIdle
		if worked && err == nil {
			rest = settleShare * time.Since(began)
		}
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
	}
}

// SettleOne settles the oldest fresh receipt, and tells whether there was one. The slow work is done outside of transactions; two
// who settle the same one do no harm.
func (e *Engine) SettleOne(ctx context.Context) (bool, error) {
	var fresh ReceiptRow
	err := e.Store.System(ctx, func(tx Tx) (err error) {
		fresh, err = tx.FreshReceipt(ctx)
		return err
	})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	number, err := private.ParseReceipt(fresh.Hash)
	if err != nil {
		return true, fmt.Errorf("read a fresh receipt: %w", err)
	}
	row := ReceiptRow{Lookup: e.Keys.ReceiptLookup(number)}
	if row.Hash, err = e.Keys.ReceiptProof(receiptBinding(row.Lookup), number); err != nil {
		return true, fmt.Errorf("prove receipt: %w", err)
	}
	return true, e.Store.System(ctx, func(tx Tx) error { return tx.SettleReceipt(ctx, fresh.Lookup, row) })
}

// freshLookup finds a receipt that is not settled yet.
func (e *Engine) freshLookup(number private.Receipt) string {
	return e.Keys.Pseudonym("fresh receipt", number.Reveal())
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
	if ok && e.proves(row, number) {
		out.from = row.Person
	}
	return out
}

// proves tells whether the row is that of this number.
func (e *Engine) proves(row ReceiptRow, number private.Receipt) bool {
	if row.Fresh {
		return subtle.ConstantTimeCompare([]byte(row.Hash), []byte(number.Reveal())) == 1
	}
	return e.Keys.VerifyReceipt(receiptBinding(row.Lookup), number, row.Hash) == nil
}

// findReceipt looks the receipt up unless the person guessed too often; a miss is counted. The lookup itself is slow, so it is
// made between two short transactions.
func (e *Engine) findReceipt(ctx context.Context, p Person, number private.Receipt) (row ReceiptRow, found bool) {
	tooOften := true
	err := e.Store.System(ctx, func(tx Tx) error {
		own, all, err := tx.Guesses(ctx, p, e.Clock())
		if err != nil {
			return err
		}
		if tooOften = own >= ownGuesses || all >= allGuesses && own > 0; tooOften {
			return nil
		}
		row, err = tx.Receipt(ctx, e.freshLookup(number))
		found = err == nil && row.Fresh
		if errors.Is(err, ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil || tooOften || found {
		return row, found && err == nil
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
	return t.tx.SaveReceipt(t.ctx, ReceiptRow{Lookup: t.e.freshLookup(r), Hash: r.Reveal(), Fresh: true, Person: t.lane.Person})
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
	if err := t.tx.MoveCare(t.ctx, t.from, t.lane.Person); err != nil {
		return err
	}
	if err := t.unhush(); err != nil {
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
	if err := t.unhush(); err != nil {
		return err
	}
	return t.tx.SaveChat(t.ctx, t.chat)
}

// parseReceipt reads a number that somebody was given.
func parseReceipt(text string) (private.Receipt, error) {
	number, err := private.ParseReceipt(text)
	if err != nil {
		return number, fmt.Errorf("read a receipt: %w", err)
	}
	return number, nil
}
