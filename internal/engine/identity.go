package engine

import (
	"fmt"
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// askIdentity carries an owner's wish to see who the reporter said to be to those who may agree: seats of other task forces than the owner's.
func (t *turn) askIdentity(f flows.AskIdentity) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	joined, err := t.joinedWith(c)
	if err != nil {
		return err
	}
	if t.seat == nil || t.seat.ID != f.Seat || c.Owner != f.Seat {
		return refusal{key: "duty.refused"}
	}
	if _, any := t.e.Desk.Identity(c, joined); !any {
		return refusal{key: "duty.identity_none"}
	}
	seconds := t.seconds(c, *t.seat)
	if len(seconds) == 0 {
		return refusal{key: "duty.identity_nobody"}
	}
	if c, err = t.moved(f.Case, f.Seat, "identity.ask", f.Why, func(c casework.Case) (casework.Case, error) { return c.AskIdentity(f.Seat, f.Why, t.now) }); err != nil {
		return err
	}
	n := strconv.Itoa(c.Identity.N)
	m := spoken{Key: "duty.identity_wish", Case: c.ID, Data: map[string]string{"code": c.Code}, Words: map[string]string{"why": "duty.identity." + f.Why},
		Phrases: map[string]flows.Phrase{"seat": t.titles([]casework.SeatID{f.Seat})}, Buttons: [][]flows.Button{
			{{Key: "duty.identity_yes", Act: &flows.Action{Verb: "identity_yes", Case: c.ID, Arg: n}}},
			{{Key: "duty.identity_no", Act: &flows.Action{Verb: "identity_no", Case: c.ID, Arg: n}}}}}
	for _, s := range seconds {
		if err := t.enqueue(Person(s.Officer.ID), fmt.Sprintf("identity:%s:%s:%s", c.ID, n, s.ID), m, t.now, true); err != nil {
			return err
		}
	}
	return nil
}

// seconds are the seats of other bodies that may agree, and are asked all at once; nobody's own other seat is among them.
func (t *turn) seconds(c casework.Case, owner taskforce.Seat) []taskforce.Seat {
	return t.otherBodies(c, owner.TaskForce, func(s taskforce.Seat) bool {
		return s.Linked() && !c.MayNotSee(s.TaskForce, s.ID) && (owner.Officer == nil || s.Officer.ID != owner.Officer.ID)
	})
}

// decideIdentity is the word of a second seat.
func (t *turn) decideIdentity(f flows.DecideIdentity) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	if c.Identity == nil {
		return refusal{key: "duty.refused"}
	}
	if err := t.mayAgree(c, f.Seat); err != nil {
		return err
	}
	action := map[bool]string{true: "identity.agree", false: "identity.refuse"}[f.Agreed]
	c, err = t.moved(f.Case, f.Seat, action, strconv.Itoa(f.N), func(c casework.Case) (casework.Case, error) {
		return c.DecideIdentity(f.Seat, f.N, f.Agreed, t.now)
	})
	if err != nil {
		return err
	}
	key, buttons := "duty.identity_refused", []flows.Button(nil)
	if f.Agreed {
		key, buttons = "duty.identity_agreed", []flows.Button{{Key: "duty.identity_open", Act: &flows.Action{Verb: "identity_open", Case: c.ID}}}
	}
	p, err := t.tx.OfficerChat(t.ctx, c.Identity.By)
	if err != nil {
		return ignoreMissing(err)
	}
	m := spoken{Key: key, Case: c.ID, Data: map[string]string{"code": c.Code}}
	if buttons != nil {
		m.Buttons = [][]flows.Button{buttons}
	}
	return t.enqueue(p, fmt.Sprintf("identity_said:%s:%d", c.ID, f.N), m, t.now, true)
}

// mayAgree makes sure that a press comes from the seat it names, that its content is not frozen, and that it is among those who may agree
// at this moment. All refusals read the same.
func (t *turn) mayAgree(c casework.Case, by casework.SeatID) error {
	owner, ok := t.reg.Seat(c.Identity.By)
	if t.seat == nil || t.seat.ID != by || !ok {
		return refusal{key: "duty.refused"}
	}
	own, err := t.tx.Guard(t.ctx, by, t.now)
	if err != nil {
		return err
	}
	if own.Freeze != "" || !slices.ContainsFunc(t.seconds(c, owner), func(s taskforce.Seat) bool { return s.ID == by }) {
		return refusal{key: "duty.refused"}
	}
	return nil
}

// openIdentity shows it to the owner, while a second seat's word holds, and writes down that it was read and for what.
func (t *turn) openIdentity(f flows.OpenIdentity) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	if t.seat == nil || t.seat.ID != f.Seat || c.Owner != f.Seat {
		return refusal{key: "duty.refused"}
	}
	if !c.MayOpenIdentity(f.Seat, t.now) {
		return refusal{key: "duty.identity_closed"}
	}
	if err := t.mayRead(*t.seat, c.ID); err != nil {
		return err
	}
	joined, err := t.joinedWith(c)
	if err != nil {
		return err
	}
	entry := Entry{At: t.now, Actor: string(f.Seat), Action: "identity.read", Target: c.ID, Detail: c.Identity.Why + " " + string(c.Identity.SecondBy)}
	if err := t.tx.Audit(t.ctx, entry); err != nil {
		return err
	}
	r, _ := t.e.Desk.Identity(c, joined)
	return t.sayTo(t.lane.Person, r, c.Version, fmt.Sprintf("identity_text:%s:%s", c.ID, t.unique(0)))
}
