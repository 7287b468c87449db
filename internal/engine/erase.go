package engine

import (
	"fmt"
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// agreeErase is the first word for erasing; those of another body are asked.
func (t *turn) agreeErase(f flows.AgreeErase) error {
	c, err := t.moved(f.Case, f.Seat, "right.agree", strconv.Itoa(f.N), func(c casework.Case) (casework.Case, error) {
		return c.AgreeErase(f.Seat, f.N, t.now)
	})
	if err != nil {
		return err
	}
	if len(t.eraseSeconds(c, f.Seat)) == 0 { // the word stays, and each ring of the clock looks for somebody again
		t.e.Watch.Event("right_needs_operator")
		t.e.Log.Warn("nobody of another body may agree to erase a case: link an officer at the province or pusat", "case", c.ID)
		return refusal{key: "duty.right_nobody"}
	}
	return t.toSeconds(c, c.Rights[f.N-1], "agree"+strconv.FormatInt(c.Version, 10))
}

// toSeconds asks those of another body.
func (w *work) toSeconds(c casework.Case, r casework.Right, again string) error {
	first, _ := w.reg.Seat(r.By)
	first.ID, first.TaskForce = r.By, r.By.TaskForce()
	for _, s := range w.eraseSeconds(c, r.By) {
		m, n := w.rightMessage(c, r, "duty.right_second", s), strconv.Itoa(r.N)
		m.Data["taskforce"] = w.forceName(first.TaskForce)
		m.Phrases["seat"] = titleOf(first)
		m.Buttons = [][]flows.Button{{{Key: "duty.erase_yes", Act: &flows.Action{Verb: "erase_yes", Case: c.ID, Arg: n}}},
			{{Key: "duty.erase_no", Act: &flows.Action{Verb: "erase_no", Case: c.ID, Arg: n}}}}
		if err := w.toSeat(s.ID, fmt.Sprintf("right_second:%s:%s:%s:%s", c.ID, n, again, s.ID), m); err != nil {
			return err
		}
	}
	return nil
}

// secondErase is the word of another body. With a "yes" the case ends, what was shown of it is taken back, and it is erased a day later.
func (t *turn) secondErase(f flows.SecondErase) error {
	before, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return t.refused(err)
	}
	if r, waits := before.OpenRight(f.N); waits && r.Waits() && !slices.ContainsFunc(t.eraseSeconds(before, r.By), func(s taskforce.Seat) bool { return s.ID == f.Seat }) {
		return refusal{key: "duty.refused"}
	}
	action := map[bool]string{true: "right.erase", false: "right.keep"}[f.Agreed]
	c, err := t.moved(f.Case, f.Seat, action, strconv.Itoa(f.N), func(c casework.Case) (casework.Case, error) {
		return c.SecondErase(f.Seat, f.N, f.Agreed, t.now)
	})
	if err != nil {
		return err
	}
	r := c.Rights[f.N-1]
	if !f.Agreed {
		return t.toAnswerers(c, r, "duty.right_kept", "kept"+strconv.FormatInt(c.Version, 10))
	}
	t.e.Watch.Event("right_erase")
	return t.ended(before, c, r)
}

// ended does what follows when two bodies agreed to erase a case.
func (t *turn) ended(before, c casework.Case, r casework.Right) error {
	for _, kind := range []string{timerDeadline, timerRing, timerBegin, timerStep, timerRight} {
		if _, err := t.tx.CancelCase(t.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	if before.Owner != "" {
		if err := t.recall(c, before.Owner); err != nil {
			return err
		}
	}
	first, ok := t.reg.Seat(r.By)
	if ok {
		if err := t.toSeat(r.By, fmt.Sprintf("right_erased:%s:%d", c.ID, r.N), t.rightMessage(c, r, "duty.right_erased", first)); err != nil {
			return err
		}
	}
	for _, o := range c.OpenRights() { // other wishes end with it: nothing is left to correct or to copy
		if err := t.rightClock(c, o); err != nil {
			return err
		}
	}
	return t.tellOne(c, "notice.erased", strconv.FormatInt(c.Version, 10), nil)
}

// eraseSeconds are the seats of other bodies that may agree to erase a case, without the body of the first seat.
func (w *work) eraseSeconds(c casework.Case, first casework.SeatID) []taskforce.Seat {
	return w.otherBodies(c, first.TaskForce(), func(s taskforce.Seat) bool { return s.Linked() && !c.MayNotSee(s.TaskForce, s.ID) })
}
