package engine

import (
	"fmt"
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// answerers are the seats that answer a wish: the owner; else who is on duty where it is, else who coordinates there, else who is on duty
// above.
func (w *work) answerers(c casework.Case) []casework.SeatID {
	if c.Owner != "" {
		return []casework.SeatID{c.Owner}
	}
	var out []casework.SeatID
	for _, s := range w.reg.OnDuty(c.Lead) {
		if !c.MayNotSee(s.TaskForce, s.ID) {
			out = append(out, s.ID)
		}
	}
	if len(out) == 0 {
		out = w.coordinators(c)
	}
	return out
}

// rightMessage is what officers read of a wish: what it is, by when, never a word of the reporter.
func (w *work) rightMessage(c casework.Case, r casework.Right, key string, seat taskforce.Seat) spoken {
	kept := ""
	if r.Kind == casework.RightDelete {
		kept = c.Kept()
	}
	return spoken{Key: key, Case: c.ID, Data: map[string]string{"code": c.Code, "kept": kept, "exercise": yes(c.Exercise)},
		Words:   map[string]string{"kind": "duty.right.kind." + string(r.Kind)},
		Phrases: map[string]flows.Phrase{"until": localTime(r.Due(), seat.TaskForce)}}
}

// toAnswerers tells those who answer, with the button under which they do.
func (w *work) toAnswerers(c casework.Case, r casework.Right, key, again string) error {
	for _, id := range w.answerers(c) {
		if err := w.aboutRight(c, r, id, key, again, c.MayAnswerRight(id, w.now)); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) aboutRight(c casework.Case, r casework.Right, id casework.SeatID, key, again string, may bool) error {
	seat, ok := w.reg.Seat(id)
	if !ok || c.MayNotSee(seat.TaskForce, id) {
		return nil
	}
	m := w.rightMessage(c, r, key, seat)
	if may {
		m.Buttons = [][]flows.Button{{{Key: "duty.right", Act: &flows.Action{Verb: "right", Case: c.ID, Arg: strconv.Itoa(r.N)}}}}
	}
	return w.toSeat(id, fmt.Sprintf("right:%s:%d:%s:%s", c.ID, r.N, again, id), m)
}

// toAbove tells those above that a wish was not answered in time: coordinators of the task force, and of the next one above; a day later
// of all. They may answer it now.
func (w *work) toAbove(c casework.Case, r casework.Right, again string) error {
	forces := w.reg.CoverChain(c.Lead)
	if r.Warned <= 2 && len(forces) > 1 {
		forces = forces[:1]
	}
	to := w.reg.Coordinators(c.Lead)
	for _, tf := range forces {
		to = append(to, w.leading(tf)...)
	}
	told := w.answerers(c)
	for _, s := range to {
		if slices.Contains(told, s.ID) {
			continue
		}
		told = append(told, s.ID)
		if err := w.aboutRight(c, r, s.ID, "duty.right_above", again, c.MayAnswerRight(s.ID, w.now)); err != nil {
			return err
		}
	}
	return nil
}

// leading lists who coordinates a task force, or whoever sits there when nobody does.
func (w *work) leading(tf region.Code) []taskforce.Seat {
	if lead := w.reg.Coordinators(tf); len(lead) > 0 {
		return lead
	}
	return w.reg.LinkedSeats(tf)
}

// toWatchers tells a second pair of eyes of another body what is wished or was refused, with nothing to press.
func (w *work) toWatchers(c casework.Case, r casework.Right, key string, words map[string]string) error {
	watchers := w.eraseSeconds(c, casework.SeatID(c.Lead))
	if len(watchers) == 0 {
		w.e.Log.Warn("nobody of another body sees a wish to erase", "case", c.ID)
		w.e.Watch.Event("right_unwatched")
	}
	for _, s := range watchers {
		m := w.rightMessage(c, r, key, s)
		for name, word := range words {
			m.Words[name] = word
		}
		if err := w.toSeat(s.ID, fmt.Sprintf("%s:%s:%d:%s", key, c.ID, r.N, s.ID), m); err != nil {
			return err
		}
	}
	return nil
}
