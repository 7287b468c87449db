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
	case t.typed != nil:
		return t.tookPin()
	case restored != nil && restored.tried && t.seat == nil:
		in, err = t.restore(restored)
	case in.Kind == flows.Act:
		return t.act()
	case in.Kind == flows.Press:
		in = parsePress(in.Choice)
	case in.Kind == flows.Start && strings.HasPrefix(in.Text.Reveal(), invitePrefix):
		return t.invited(strings.TrimPrefix(in.Text.Reveal(), invitePrefix))
	case in.Kind == flows.Start && strings.HasPrefix(in.Text.Reveal(), speakerPrefix):
		return t.speakerInvited(strings.TrimPrefix(in.Text.Reveal(), speakerPrefix))
	case in.Kind == flows.Start && strings.HasPrefix(in.Text.Reveal(), trustPrefix):
		return t.trustAsked(strings.TrimPrefix(in.Text.Reveal(), trustPrefix))
	case t.arrival.File != nil:
		in.File, err = t.keepFile()
		in.Mime, in.Size, in.Seconds = t.arrival.File.Mime, t.arrival.File.Size, t.arrival.File.Seconds
	}
	return in, false, err
}

// act finds what the pressed button of a card does. Unknown, expired, foreign and forged handles get one and the same answer.
func (t *turn) act() (flows.Input, bool, error) {
	row, err := t.tx.Action(t.ctx, private.TokenHash(t.arrival.Handle), t.now)
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

// answer says something outside of a flow.
func (t *turn) answer(key string, data flows.Data) error {
	return t.say(flows.Reply{Key: key, Data: data}, -1)
}
