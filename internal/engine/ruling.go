package engine

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// decide sends a case that was refused twice where the province or pusat says.
func (t *turn) decide(f flows.DecideCase) error {
	c, err := t.moved(f.Case, f.Seat, "case.decide", string(f.Next), func(c casework.Case) (casework.Case, error) {
		offer, ok := t.reg.AfterRuling(c, f.Next, t.now)
		if !ok {
			return c, casework.ErrNoNext
		}
		return c.Decide(f.Seat, f.Next, offer, t.now)
	})
	if err != nil {
		return err
	}
	return t.passed(c, f.Seat)
}

// writeNote keeps what an officer wrote about a case and carries it to whom it is for.
func (t *turn) writeNote(f flows.WriteNote) error {
	note := casework.Note{At: t.now, By: f.Seat, To: f.To, Kind: f.Kind, Text: f.Text}
	c, err := t.moved(f.Case, f.Seat, "case.note", f.Kind, func(c casework.Case) (casework.Case, error) { return c.WithNote(note) })
	if err != nil {
		return err
	}
	data := flows.Data{"code": c.Code, "from": t.forceName(f.Seat.TaskForce()), "text": f.Text}
	var buttons []flows.Button
	for _, verb := range f.Verbs {
		buttons = append(buttons, flows.Button{Key: "duty." + verb, Act: &flows.Action{Verb: verb, Case: c.ID}})
	}
	return t.toSeats(c, t.listeners(c, f.To), fmt.Sprintf("note:%s:%d", c.ID, c.Version), "duty.note."+f.Kind, data, buttons)
}

// listeners are the seats of a task force that a note about a case is for: the owner, else who is on duty, else its coordinators.
func (w *work) listeners(c casework.Case, tf region.Code) []casework.SeatID {
	if c.Owner != "" && c.Owner.TaskForce() == tf {
		return []casework.SeatID{c.Owner}
	}
	var out []casework.SeatID
	for _, s := range w.reg.OnDuty(tf) {
		out = append(out, s.ID)
	}
	if len(out) == 0 {
		for _, s := range w.reg.Seats(tf) {
			out = append(out, s.ID)
		}
	}
	return out
}

// toSeats says something about a case to officers who may see it. mark makes the key of repeated messages differ.
func (w *work) toSeats(c casework.Case, seats []casework.SeatID, mark, key string, data flows.Data, buttons ...[]flows.Button) error {
	for _, seat := range seats {
		p, err := w.tx.OfficerChat(w.ctx, seat)
		if errors.Is(err, ErrNotFound) || c.MayNotSee(seat.TaskForce(), seat) {
			continue
		}
		if err != nil {
			return err
		}
		m := spoken{Key: key, Data: plain(data), Words: words(data), Phrases: phrases(data), Case: c.ID, Version: c.Version}
		if len(buttons) > 0 && len(buttons[0]) > 0 {
			m.Buttons = buttons
		}
		if err := w.enqueue(p, mark+":"+string(seat), m, w.now, true); err != nil {
			return err
		}
	}
	return nil
}

// seatTitle names a seat to officers.
func (w *work) seatTitle(id casework.SeatID) flows.Phrase {
	if s, ok := w.reg.Seat(id); ok && s.Title != "" {
		return titleOf(s)
	}
	return func(flows.Tongue) string { return string(id) }
}

// titleOf is the title of a seat.
func titleOf(s taskforce.Seat) flows.Phrase {
	return func(in flows.Tongue) string { return in.Seat(s) }
}

// seatsOf writes codes of task forces as the beginnings of seats.
func seatsOf(codes []region.Code) []casework.SeatID {
	var out []casework.SeatID
	for _, c := range codes {
		out = append(out, casework.SeatID(c))
	}
	return out
}

// view notes that the owner read the content for the first time.
func (w *work) view(c casework.Case, seat casework.SeatID) (casework.Case, error) {
	n, err := c.View(seat, w.now)
	if errors.Is(err, casework.ErrAlready) {
		return c, w.tx.Audit(w.ctx, Entry{At: w.now, Actor: string(seat), Action: "case.read", Target: c.ID})
	}
	if err != nil {
		return c, err
	}
	return n, w.saveCase(n, string(seat), "case.read", strconv.Itoa(n.Referral().N))
}

// overseers are the seats above that must act on a case they do not lead: who decided, as long as nobody accepted.
func (w *work) overseers(c casework.Case) []casework.SeatID {
	var out []casework.SeatID
	if r := c.Referral(); c.Status == casework.Offered && r.Ruled != "" && r.Ruled != c.Lead {
		for _, s := range w.reg.OnDuty(r.Ruled) {
			out = append(out, s.ID)
		}
	}
	return out
}

// nextSeats are those of the task force asked who hear of an offer that nobody on duty accepted: its coordinators, and everybody
// when it is a matter of minutes.
func (w *work) nextSeats(c casework.Case) []taskforce.Seat {
	if c.Status != casework.Offered || c.Referral().Warned == 0 {
		return nil
	}
	if c.Priority != casework.Imminent {
		return w.reg.Coordinators(c.Lead)
	}
	var out []taskforce.Seat
	for _, s := range w.reg.Seats(c.Lead) {
		if s.Linked() {
			out = append(out, s)
		}
	}
	return out
}

// localTime writes a time as the clock on the wall of a task force shows it.
func localTime(at time.Time, tf region.Code) flows.Phrase {
	return func(in flows.Tongue) string { return in.Time(at, tf) }
}
