package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// A telephone that lies about unlocked must not open cases. Whoever set a PIN, and everybody in a task force that requires one, types it
// before content is shown when nothing was pressed for a while. The message that holds it is deleted at once and never reaches a
// conversation; kept is Argon2id of it. Only the officer's own account can guess, and the wait between guesses is short enough that
// whoever knows the PIN is never kept out for longer.
const (
	idleLock  = 15 * time.Minute // where no setting says otherwise
	pinAsked  = 10 * time.Minute // how long a question for a PIN waits
	pinMisses = 5                // guesses before there is a wait between them
	pinWait   = 15 * time.Minute
)

// What is to be done with the PIN that is typed next.
const (
	pinOpen   = "open"   // show the case
	pinWord   = "word"   // do what was pressed
	pinSet    = "set"    // it is a new one
	pinAgain  = "again"  // it is the new one once more
	pinChange = "change" // after it, a new one
	pinDrop   = "drop"   // there is none any more
)

// Pin is the PIN of a seat, and what is asked just now.
type Pin struct {
	Seat    casework.SeatID `json:"-"`
	Rev     int64           `json:"-"`
	Person  Person          `json:"person"` // who set it: somebody else on the seat has none
	Proof   string          `json:"proof,omitempty"`
	Typed   string          `json:"typed,omitempty"` // proof of a new one that was typed once
	Opted   bool            `json:"opted,omitempty"` // there was one, so there must be one
	Open    time.Time       `json:"open,omitzero"`   // until when content opens without it
	Misses  int             `json:"misses,omitempty"`
	Wait    time.Time       `json:"wait,omitzero"` // before which none is looked at
	Wants   string          `json:"wants,omitempty"`
	Case    string          `json:"case,omitempty"` // to be opened afterwards
	Verb    string          `json:"verb,omitempty"` // or to be done with it: the press that needs the PIN
	Arg     string          `json:"arg,omitempty"`
	Expires time.Time       `json:"expires,omitzero"`
	Reset   string          `json:"reset,omitempty"` // id of the question to coordinators
}

// Pins keeps them.
type Pins interface {
	// Pin gives the PIN of a seat; ErrNotFound when none was ever asked for.
	Pin(ctx context.Context, seat casework.SeatID) (Pin, error)
	// SavePin writes it over the revision it was read at, 0 for a new one; ErrConflict when somebody was first.
	SavePin(ctx context.Context, p Pin) error
	// PinReset gives the PIN about which coordinators were asked under this id; ErrNotFound when nobody waits.
	PinReset(ctx context.Context, id string) (Pin, error)
	// PinRequired tells whether the seats of a task force open content with a PIN only; RequirePin makes it so, or not.
	PinRequired(ctx context.Context, tf region.Code) (bool, error)
	RequirePin(ctx context.Context, tf region.Code, on bool) error
}

// unlocked tells whether content opens without it at a time. A clock that was put back locks.
func (p Pin) unlocked(now time.Time, idle time.Duration) bool {
	return !now.After(p.Open) && !now.Before(p.Open.Add(-idle))
}

// asks gives what the next PIN is for; empty when nothing waits for one.
func (p Pin) asks(now time.Time) string {
	if now.After(p.Expires) || now.Before(p.Expires.Add(-pinAsked)) {
		return ""
	}
	return p.Wants
}

// asked is the PIN with a question.
func (p Pin) asked(wants, caseID string, now time.Time) Pin {
	p.Wants, p.Case, p.Expires = wants, caseID, now.Add(pinAsked)
	p.Verb, p.Arg = "", ""
	return p
}

// still asks for another PIN before what was waited for.
func (p Pin) still(wants string, now time.Time) Pin {
	verb, arg := p.Verb, p.Arg
	p = p.asked(wants, p.Case, now)
	p.Verb, p.Arg = verb, arg
	return p
}

// waits tells until when no PIN is looked at; zero: one is. No clock makes the wait longer than it is.
func (p Pin) waits(now time.Time) time.Time {
	if !now.Before(p.Wait) || p.Wait.Sub(now) > pinWait {
		return time.Time{}
	}
	return p.Wait
}

func pinBinding(seat casework.SeatID, p Person) private.Binding {
	return private.Binding{Table: "seat_pins", Row: string(seat) + " " + string(p), Field: "proof"}
}

// typedPin is what was found out about a message that holds a PIN, before the turn's transaction because that is slow.
type typedPin struct {
	wants string // set or again; empty: it was compared with the one that is set
	weak  bool
	right bool
	wait  time.Time // none was looked at
	proof string    // of a new one
	miss  int       // misses with this one, if it is none of the right ones
}

// pinTyped looks whether the message is an officer's PIN. A guess is counted before it is looked at, so that nothing makes one free.
func (e *Engine) pinTyped(ctx context.Context, person Person, a Arrival) (*typedPin, error) {
	if a.Group || a.Input.Kind != flows.Text {
		return nil, nil //nolint:nilnil // no PIN
	}
	number, err := private.ParsePIN(a.Input.Text.Reveal())
	if err != nil {
		return nil, nil //nolint:nilnil,nilerr // no PIN
	}
	var p Pin
	var out *typedPin
	err = e.Store.System(ctx, func(tx Tx) error {
		out = nil
		seat, err := tx.SeatOf(ctx, person)
		if err != nil {
			return ignoreMissing(err)
		}
		if p, err = tx.Pin(ctx, seat.ID); err != nil || p.Person != person {
			return ignoreMissing(err)
		}
		out, err = countPin(ctx, tx, p, e.Clock())
		return err
	})
	if err != nil || out == nil || !out.wait.IsZero() {
		return out, err
	}
	at := pinBinding(p.Seat, person)
	switch out.wants {
	case pinSet:
		if out.weak = number.Weak(); !out.weak {
			out.proof, err = e.Keys.PINProof(at, number)
		}
	case pinAgain:
		out.right = e.Keys.VerifyPIN(at, number, p.Typed) == nil
	default:
		out.right = e.Keys.VerifyPIN(at, number, p.Proof) == nil
	}
	return out, err
}

// countPin says what a typed PIN is to be compared with, and counts it as a miss until it is found right.
func countPin(ctx context.Context, tx Tx, p Pin, now time.Time) (*typedPin, error) {
	out := &typedPin{}
	switch wants := p.asks(now); {
	case wants == pinSet, wants == pinAgain:
		out.wants = wants
		return out, nil
	case p.Proof == "" && p.Opted: // the old one is void
		out.wants = pinSet
		return out, nil
	case p.Proof == "":
		return nil, nil //nolint:nilnil // nobody asked for one
	}
	if out.wait = p.waits(now); !out.wait.IsZero() {
		return out, nil
	}
	p.Misses++
	out.miss = p.Misses
	if p.Wait = (time.Time{}); p.Misses >= pinMisses {
		p.Wait = now.Add(pinWait)
	}
	return out, tx.SavePin(ctx, p)
}

// tookPin answers a typed PIN. A case that was waited for is opened as by its button, with all rights looked up again.
func (t *turn) tookPin() (in flows.Input, answered bool, err error) {
	if err := t.deleteLater(t.lane.Person, "", t.arrival.MessageID, 0); err != nil {
		return in, true, err
	}
	if t.seat == nil {
		return in, true, t.answer("duty.refused", nil)
	}
	p, err := t.tx.Pin(t.ctx, t.seat.ID)
	if errors.Is(err, ErrNotFound) || err == nil && p.Person != t.lane.Person {
		return in, true, t.answer("duty.refused", nil)
	}
	if err != nil {
		return in, true, err
	}
	switch {
	case !t.typed.wait.IsZero():
		return in, true, t.answer("duty.pin_wait", flows.Data{"until": t.wall(t.typed.wait)})
	case t.typed.wants == pinSet:
		return in, true, t.pinOnce(p)
	case !t.typed.right:
		return in, true, t.pinWrong(p)
	}
	return t.pinRight(p)
}

// wall writes a time as the clock on the officer's wall shows it.
func (t *turn) wall(at time.Time) string { return t.tongue().Time(at, t.seat.TaskForce) }

// pinOnce keeps a new PIN until it is typed again.
func (t *turn) pinOnce(p Pin) error {
	if t.typed.weak {
		return t.answer("duty.pin_weak", nil)
	}
	p = p.still(pinAgain, t.now)
	p.Typed = t.typed.proof
	return errors.Join(t.tx.SavePin(t.ctx, p), t.answer("duty.pin_again", nil))
}

// pinWrong says that it was another one. After a few of them a coordinator hears of it.
func (t *turn) pinWrong(p Pin) error {
	if t.typed.wants == pinAgain {
		p = p.still(pinSet, t.now)
		p.Typed = ""
		return errors.Join(t.tx.SavePin(t.ctx, p), t.answer("duty.pin_differs", nil))
	}
	if err := t.say(flows.Reply{Key: "duty.pin_wrong", Buttons: forgotButton()}, -1); err != nil || t.typed.miss%pinMisses != 0 {
		return err
	}
	t.e.Watch.Event("pin_guessed")
	entry := Entry{At: t.now, Actor: string(t.seat.ID), Action: "seat.pin_missed", Target: string(t.seat.ID)}
	return errors.Join(t.tx.Audit(t.ctx, entry), t.askKeepers(question{what: askMissed, id: t.e.Random.ID()}, *t.seat))
}

func forgotButton() [][]flows.Button {
	return [][]flows.Button{{{Key: "duty.pin_forgot", Choice: "pin=forgot"}}}
}

// pinRight does what was waited for.
func (t *turn) pinRight(p Pin) (in flows.Input, answered bool, err error) {
	wants, deed := p.asks(t.now), flows.Action{Verb: p.Verb, Case: p.Case, Arg: p.Arg}
	p.Misses, p.Wait, p.Open = 0, time.Time{}, t.now.Add(t.e.IdleLock)
	p.Wants, p.Case, p.Verb, p.Arg = "", "", "", ""
	said, noted := "duty.pin_right", ""
	switch wants {
	case pinAgain:
		p.Proof, p.Typed, p.Opted, p.Reset, said, noted = p.Typed, "", true, "", "duty.pin_kept", "seat.pin_set"
	case pinChange:
		p, said = p.asked(pinSet, "", t.now), "duty.pin_new"
	case pinDrop:
		p, said, noted = Pin{Seat: p.Seat, Rev: p.Rev, Person: p.Person}, "duty.pin_dropped", "seat.pin_drop"
	}
	if err := t.tx.SavePin(t.ctx, p); err != nil {
		return in, true, err
	}
	if noted != "" {
		if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(t.seat.ID), Action: noted, Target: string(t.seat.ID)}); err != nil {
			return in, true, err
		}
	}
	if deed.Case != "" && (wants == pinOpen || wants == pinWord || wants == pinAgain) {
		t.proved = deed.Verb != ""
		if !t.proved {
			deed.Verb = "open"
		}
		return flows.Input{Kind: flows.Act, Act: deed}, false, nil
	}
	return in, true, t.answer(said, nil)
}

// keepOpen keeps content open for somebody who goes on pressing.
func (t *turn) keepOpen() error {
	if t.seat == nil || t.arrival.Input.Kind == flows.Resume || t.arrival.Input.Kind == flows.FileRead {
		return nil
	}
	p, err := t.tx.Pin(t.ctx, t.seat.ID)
	if err != nil || p.Person != t.lane.Person || !p.unlocked(t.now, t.e.IdleLock) {
		return ignoreMissing(err)
	}
	p.Open = t.now.Add(t.e.IdleLock)
	return t.tx.SavePin(t.ctx, p)
}

// mustType asks for the PIN before content is shown.
func (t *turn) mustType(seat taskforce.Seat, caseID string) error {
	p, err := t.tx.Pin(t.ctx, seat.ID)
	if ignoreMissing(err) != nil {
		return err
	}
	required, err := t.tx.PinRequired(t.ctx, seat.TaskForce)
	if err != nil {
		return err
	}
	if p.Person != t.lane.Person { // of somebody who sat here before
		p = Pin{Seat: seat.ID, Rev: p.Rev, Person: t.lane.Person}
	}
	switch {
	case p.Proof == "" && !required && !p.Opted, p.Proof != "" && p.unlocked(t.now, t.e.IdleLock):
		return nil
	case p.Proof == "":
		return errors.Join(t.tx.SavePin(t.ctx, p.asked(pinSet, caseID, t.now)), refusal{key: "duty.pin_first"})
	}
	return errors.Join(t.tx.SavePin(t.ctx, p.asked(pinOpen, caseID, t.now)), refusal{key: "duty.pin_ask", buttons: forgotButton()})
}

// mustProve asks for the PIN, typed for this one press; whoever has none sets one first.
func (t *turn) mustProve(seat taskforce.Seat, deed flows.Action) error {
	if t.proved {
		return nil
	}
	p, err := t.tx.Pin(t.ctx, seat.ID)
	if ignoreMissing(err) != nil {
		return err
	}
	if p.Person != t.lane.Person { // of somebody who sat here before
		p = Pin{Seat: seat.ID, Rev: p.Rev, Person: t.lane.Person}
	}
	no := refusal{key: "duty.pin_word", buttons: forgotButton()}
	p.Wants = pinWord
	if p.Proof == "" {
		no, p.Wants = refusal{key: "duty.pin_word_first"}, pinSet
	}
	p = p.asked(p.Wants, deed.Case, t.now)
	p.Verb, p.Arg = deed.Verb, deed.Arg
	return errors.Join(t.tx.SavePin(t.ctx, p), no)
}

// guarded tells the flow how the seat stands.
func (t *turn) guarded() flows.Guarded {
	if t.seat == nil {
		return flows.Guarded{}
	}
	p, err := t.tx.Pin(t.ctx, t.seat.ID)
	required, also := t.tx.PinRequired(t.ctx, t.seat.TaskForce)
	if err := errors.Join(ignoreMissing(err), also); err != nil {
		t.e.Log.Error("PIN of a seat", "seat", t.seat.ID, "err", err)
	}
	return flows.Guarded{PIN: p.Proof != "" && p.Person == t.lane.Person, Required: required, Minutes: int(t.e.IdleLock.Minutes())}
}

// askPin is an officer's wish about the own PIN, or a coordinator's about those of the task force.
func (t *turn) askPin(f flows.AskPIN) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	if f.Wish == "require" || f.Wish == "free" {
		return t.requirePin(f.Wish == "require")
	}
	p, err := t.tx.Pin(t.ctx, t.seat.ID)
	if ignoreMissing(err) != nil {
		return err
	}
	if p.Person != t.lane.Person {
		p = Pin{Seat: t.seat.ID, Rev: p.Rev, Person: t.lane.Person}
	}
	switch {
	case f.Wish == "set" && p.Proof == "":
		p = p.asked(pinSet, "", t.now)
	case f.Wish == "set":
		p = p.asked(pinChange, "", t.now)
	case p.Proof == "":
		return refusal{key: "duty.no.state_pin"}
	case f.Wish == "lock":
		p.Open = time.Time{}
	case f.Wish == "drop":
		if required, err := t.tx.PinRequired(t.ctx, t.seat.TaskForce); err != nil || required {
			return errors.Join(err, refusal{key: "duty.no.state_pin"})
		}
		p = p.asked(pinDrop, "", t.now)
	case f.Wish == "forgot":
		return t.forgotPin(p)
	}
	return t.tx.SavePin(t.ctx, p)
}

// requirePin is a coordinator's word for the task force.
func (t *turn) requirePin(on bool) error {
	if !t.seat.Role.Coordinates() {
		return refusal{key: "duty.refused"}
	}
	action := map[bool]string{true: "force.pin_required", false: "force.pin_free"}[on]
	entry := Entry{At: t.now, Actor: string(t.seat.ID), Action: action, Target: string(t.seat.TaskForce)}
	return errors.Join(t.tx.RequirePin(t.ctx, t.seat.TaskForce, on), t.tx.Audit(t.ctx, entry))
}

// forgotPin asks coordinators, once, whether the one on the seat really is the officer.
func (t *turn) forgotPin(p Pin) error {
	if p.Reset != "" {
		return refusal{key: "duty.no.already"}
	}
	p.Reset = t.e.Random.ID()
	entry := Entry{At: t.now, Actor: string(t.seat.ID), Action: "seat.pin_forgot", Target: string(t.seat.ID)}
	return errors.Join(t.tx.SavePin(t.ctx, p), t.tx.Audit(t.ctx, entry), t.askKeepers(question{what: askForgot, id: p.Reset}, *t.seat))
}

// resetPin is a coordinator's word that the officer is the one: a new PIN has to be set before content is shown again.
func (t *turn) resetPin(f flows.ResetPIN) error {
	p, err := t.tx.PinReset(t.ctx, f.Reset)
	if ignoreMissing(err) != nil {
		return err
	}
	if err := t.keeps(f.By, p.Seat, err == nil); err != nil {
		return err
	}
	p.Proof, p.Typed, p.Reset, p.Misses, p.Wait, p.Open, p.Opted = "", "", "", 0, time.Time{}, time.Time{}, true
	p = p.asked("", "", t.now)
	if err := t.tx.SavePin(t.ctx, p); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.By), Action: "seat.pin_reset", Target: string(p.Seat)}); err != nil {
		return err
	}
	return t.enqueue(p.Person, fmt.Sprintf("pin_reset:%s:%d", p.Seat, p.Rev), spoken{Key: "duty.pin_reset"}, t.now, true)
}
