package engine

import (
	"errors"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/private"
)

// Buttons of a conversation carry "f:<state>:<step>:<choice>", those of an officer's card "h:<handle>". Both stay within the
// 64 bytes of the Bot API. The first kind decides nothing but one's own answer, so it may be readable; the second is random.
const (
	pressPrefix  = "f:"
	handlePrefix = "h:"
	invitePrefix = "p-"
)

// pressData writes the callback data of a button.
func pressData(s flows.State, step int64, choice string) string {
	data := pressPrefix + string(s) + ":" + strconv.FormatInt(step, 36) + ":" + choice
	if len(data) > 64 {
		return data[:64]
	}
	return data
}

// parsePress reads it. Anything else is a press of nothing, which no row understands.
func parsePress(data string) flows.Input {
	in := flows.Input{Kind: flows.Press}
	rest, ok := strings.CutPrefix(data, pressPrefix)
	if !ok {
		return in
	}
	parts := strings.SplitN(rest, ":", 3)
	if len(parts) != 3 {
		return in
	}
	in.State, in.Choice = flows.State(parts[0]), parts[2]
	in.Step, _ = strconv.ParseInt(parts[1], 36, 64)
	return in
}

// input makes what the flow gets of what arrived. refused is true when everything was answered here already.
func (t *turn) input(restored *restoredConversation) (in flows.Input, refused bool, err error) {
	in = t.arrival.Input
	switch {
	case restored != nil && restored.tried && t.seat == nil:
		in, err = t.restore(restored)
	case in.Kind == flows.Act:
		return t.act()
	case in.Kind == flows.Press:
		in = parsePress(in.Choice)
	case in.Kind == flows.Start && strings.HasPrefix(in.Text.Reveal(), invitePrefix):
		return t.invited(strings.TrimPrefix(in.Text.Reveal(), invitePrefix))
	case t.arrival.File != nil:
		in.File, err = t.keepFile()
	}
	return in, false, err
}

// act finds what the pressed button of a card does. Unknown, expired, foreign and forged handles get one and the same answer.
func (t *turn) act() (flows.Input, bool, error) {
	handle := strings.TrimPrefix(t.arrival.Handle, handlePrefix)
	row, err := t.tx.Action(t.ctx, private.TokenHash(handle), t.now)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return flows.Input{}, false, err
	}
	if err != nil || row.Person != t.lane.Person || t.seat == nil {
		t.e.Watch.Event("press_refused")
		return flows.Input{}, true, t.answer("duty.refused", nil)
	}
	in := flows.Input{Kind: flows.Act, Act: flows.Action{Verb: row.Verb, Case: row.Case, Arg: row.Arg}}
	c, err := t.tx.Case(t.ctx, row.Case)
	if errors.Is(err, ErrNotFound) || err == nil && c.MayNotSee(t.seat.TaskForce, t.seat.ID) {
		return in, true, t.answer("duty.refused", nil)
	}
	if err != nil {
		return in, false, err
	}
	if row.Version != 0 && row.Version != c.Version {
		in.Act.Verb = "stale"
		return in, false, t.cards(c)
	}
	return in, false, nil
}

// invited links the person to a seat by a one-time token. A wrong or used token looks like an ordinary start.
func (t *turn) invited(token string) (flows.Input, bool, error) {
	seat, err := t.tx.UseInvite(t.ctx, private.TokenHash(token), t.lane.Person, t.now)
	if errors.Is(err, ErrNotFound) {
		return flows.Input{Kind: flows.Start}, false, nil
	}
	if err != nil {
		return flows.Input{}, false, err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(seat.ID), Action: "seat.linked", Target: string(seat.ID)}); err != nil {
		return flows.Input{}, false, err
	}
	t.seat = &seat
	if err := t.unsilence(); err != nil { // as a reporter they may have wiped this chat
		return flows.Input{}, false, err
	}
	t.conv = flows.Conversation{}
	if t.reg, err = t.tx.Register(t.ctx); err != nil {
		return flows.Input{}, false, err
	}
	data := flows.Data{"seat": seat.Title, "taskforce": t.forceName(seat.TaskForce)}
	if err := t.answer("duty.linked", data); err != nil {
		return flows.Input{}, false, err
	}
	return flows.Input{Kind: flows.Start}, false, nil
}

// answer says something outside of a flow.
func (t *turn) answer(key string, data flows.Data) error {
	return t.say(flows.Reply{Key: key, Data: data}, -1)
}
