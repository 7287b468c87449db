package engine

import (
	"context"
	"errors"
	"fmt"

	"siaga/flows"
	"siaga/internal/offer"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// turn is everything one update needs while it is handled.
type turn struct {
	work
	seq      int64
	lane     Lane
	arrival  Arrival
	chat     ChatRow
	seat     *taskforce.Seat
	conv     flows.Conversation
	rev      int64
	saved    []byte    // the sealed conversation, for the session
	typed    *typedPin // a PIN was typed
	proved   bool      // it was typed for what is done now
	from     Person    // whose conversation was moved here
	drop     []Person
	judged   bool                       // something was said of a text
	welcomed string                     // a speaker of this language has come
	receipts map[string]private.Receipt // given out in this turn, by number as shown
	register []offer.Agency             // the register of agencies, once a licence was looked up
}

// handle runs one stored update to its commit.
func (e *Engine) handle(ctx context.Context, lane Lane, w Waiting) error {
	if w.Attempts > maxAttempts {
		e.Watch.Event("set_aside")
		return e.Store.SetAside(ctx, lane, w.Seq, "failing")
	}
	arrival, err := e.decode(w.Body)
	if err != nil {
		e.Watch.Event("poison")
		return e.Store.SetAside(ctx, lane, w.Seq, "undecodable")
	}
	start := e.Clock()
	t, err := e.play(ctx, lane, w, arrival)
	if err != nil {
		return err
	}
	e.afterCommit(ctx, t)
	e.Watch.Turn(string(arrival.Input.Kind), e.Clock().Sub(start))
	return nil
}

// decode reads the update; a panic in decoding is poison as well.
func (e *Engine) decode(body []byte) (a Arrival, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("decoding panicked")
		}
	}()
	if a, own := resumed(body); own {
		return a, nil
	}
	if a, own := pictureRead(body); own {
		return a, nil
	}
	return e.Channel.Decode(body)
}

// play runs the transaction of one turn, again from the start when somebody else changed a row in between.
func (e *Engine) play(ctx context.Context, lane Lane, w Waiting, arrival Arrival) (*turn, error) {
	session, rev := e.session(ctx, lane.Person)
	restored := e.restoredBy(ctx, lane.Person, arrival)
	typed, err := e.pinTyped(ctx, lane.Person, arrival)
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		t := &turn{work: work{e: e, ctx: ctx, now: e.Clock()}, seq: w.Seq, lane: lane, arrival: arrival, typed: typed}
		err := e.Store.Turn(ctx, lane, func(tx Tx) (err error) {
			defer func() {
				if p := recover(); p != nil {
					err = fmt.Errorf("turn panicked: %T", p)
				}
			}()
			t.tx = tx
			if err := t.run(session, rev, restored); err != nil {
				return err
			}
			return tx.Done(ctx, w.Seq)
		})
		if !errors.Is(err, ErrConflict) || try >= 4 {
			return t, err
		}
	}
}

// run decides what kind of update it is.
func (t *turn) run(session []byte, sessionRev int64, restored *restoredConversation) error {
	if err := t.meet(); err != nil {
		return err
	}
	switch {
	case t.arrival.Blocked != nil:
		return t.blocked(*t.arrival.Blocked)
	case !t.arrival.MovedTo.IsZero():
		return t.groupMoved()
	case t.arrival.Ignore != "":
		t.e.Watch.Event("ignored_" + t.arrival.Ignore)
		return nil
	case t.arrival.Group:
		return t.inGroup()
	}
	if err := t.load(session, sessionRev); err != nil {
		return err
	}
	if err := t.keepOpen(); err != nil {
		return err
	}
	in, refused, err := t.input(restored)
	if err != nil || refused {
		return err
	}
	return t.step(in)
}

// meet loads the chat and what is known of the person, and remembers the person's own message for a later wipe.
func (t *turn) meet() error {
	var err error
	if t.chat, err = t.greet(); err != nil {
		return err
	}
	if t.arrival.MessageID != 0 && !t.arrival.Group {
		own := Sent{Person: t.lane.Person, ID: t.arrival.MessageID, At: t.now}
		if err := t.tx.NoteSent(t.ctx, own); err != nil {
			return err
		}
	}
	t.reg, err = t.tx.Register(t.ctx)
	if err != nil {
		return err
	}
	return t.findSeat()
}

// greet gives the row of the chat, with the time at which its person wrote; what the bot says to itself is no word of the person's.
func (t *turn) greet() (ChatRow, error) {
	kind := t.arrival.Input.Kind
	silent := kind == flows.Resume || kind == flows.FileRead
	if silent {
		chat, err := t.tx.Chat(t.ctx, t.lane.Person)
		if err == nil || !errors.Is(err, ErrNotFound) {
			return chat, err
		}
	} else {
		chat, err := t.tx.Seen(t.ctx, t.lane.Person, t.now)
		if err == nil || !errors.Is(err, ErrNotFound) {
			chat.Seen = t.now
			return chat, err
		}
	}
	chat := ChatRow{Person: t.lane.Person, Address: t.lane.Address}
	if !silent {
		chat.Seen = t.now
	}
	return chat, t.tx.SaveChat(t.ctx, chat)
}

func (t *turn) findSeat() error {
	seat, err := t.tx.SeatOf(t.ctx, t.lane.Person)
	switch {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	t.seat = &seat
	if seat.Linked() || t.arrival.Blocked != nil {
		return nil
	}
	return t.reachable(t.lane.Person, true) // who writes can be written to
}

// step plays the flow and applies what it wishes for.
func (t *turn) step(in flows.Input) error {
	flow := t.flow()
	if t.conv.Flow != flow.Name() {
		t.conv = flows.Conversation{Lang: t.conv.Lang}
	}
	if t.seat != nil {
		t.conv.Lang = t.e.deskTongue(t.chat).Lang // of the phone, also when the conversation was forgotten
	}
	env, err := t.env(in)
	if err != nil {
		return err
	}
	result, err := flow.Step(t.conv, in, env)
	if errors.Is(err, flows.ErrGone) {
		t.e.Watch.Event("state_gone")
		err = nil
	}
	if err != nil {
		return err
	}
	before := t.conv
	t.conv = result.Next
	if err := t.countUse(before); err != nil {
		return err
	}
	result.Replies, err = t.applyAll(result, before)
	if err != nil {
		return err
	}
	for i, r := range result.Replies {
		if err := t.say(r, i); err != nil {
			return err
		}
	}
	if t.seat != nil {
		if err := t.keepDeskLang(); err != nil {
			return err
		}
	}
	if err := t.tidy(); err != nil {
		return err
	}
	return t.save()
}

// applyAll does the effects. One that is not possible any more turns the answer into the truth about it.
func (t *turn) applyAll(result flows.Turn, before flows.Conversation) ([]flows.Reply, error) {
	for _, effect := range result.Effects {
		err := t.apply(effect)
		var no refusal
		if errors.As(err, &no) {
			t.e.Watch.Event("effect_refused")
			t.conv = before
			t.conv.Flow, t.conv.Step, t.conv.Seen = result.Next.Flow, result.Next.Step, t.now
			t.conv.State = result.Next.State
			return []flows.Reply{{Key: no.key, Data: no.data, Buttons: no.buttons}}, nil
		}
		if err != nil {
			return nil, err
		}
	}
	return result.Replies, nil
}

func (t *turn) flow() flows.Flow {
	if t.seat != nil {
		return t.e.Duty
	}
	return t.e.Report
}

// afterCommit does what must not happen inside the transaction: the session, the waiting button, the outbox.
func (e *Engine) afterCommit(ctx context.Context, t *turn) {
	for _, p := range t.drop {
		e.dropSession(ctx, p)
	}
	if t.judged {
		if err := e.Renew(ctx); err != nil { // the next look, a few seconds later, tries again
			e.Log.Error("renew the texts", "err", err)
		}
	}
	if t.saved != nil {
		e.saveSession(ctx, t.lane.Person, t.saved, t.rev)
	}
	if t.arrival.PressID != "" { // best effort, and never in the way of the lane
		go e.Channel.Answered(ctx, t.arrival.PressID, "")
	}
	if e.spoke != nil {
		e.spoke()
	}
	if t.welcomed != "" && e.Book != nil {
		e.Book.Warm(t.welcomed)
	}
}
