package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// timerRight is the clock of a reporter's wish about the own data: it reminds, and then tells those above.
const timerRight = "right"

// applyRights does the effects about a reporter's own data.
func (t *turn) applyRights(effect flows.Effect) error {
	switch f := effect.(type) {
	case flows.ReadOwn:
		return t.readOwn(f)
	case flows.AskRight:
		return t.askRight(f)
	case flows.AnswerRight:
		return t.answerRight(f)
	case flows.AgreeErase:
		return t.agreeErase(f)
	case flows.SecondErase:
		return t.secondErase(f)
	}
	return t.applyPeople(effect)
}

// opened counts by role who opened a case, and the one that it goes on in.
func (t *turn) opened(id string) map[string]int {
	out := map[string]int{}
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return out
	}
	ids := []string{c.ID}
	if root, err := t.rootOf(c); err == nil && root.ID != c.ID {
		ids = append(ids, root.ID)
	}
	for _, id := range ids {
		found, err := t.tx.Opened(t.ctx, id)
		if err != nil {
			t.e.Log.Error("count who opened a case", "case", id, "err", err)
		}
		for _, o := range found {
			out[t.roleOf(o.By)] += o.Times
		}
	}
	return out
}

// roleOf names whoever is in the audit as a reporter is told.
func (t *turn) roleOf(actor string) string {
	seat, ok := t.reg.Seat(casework.SeatID(actor))
	switch {
	case actor == "operator":
		return flows.OpenedForLaw
	case !ok:
		return flows.OpenedByOther
	case seat.Role.Coordinates():
		return flows.OpenedByLead
	}
	return flows.OpenedByDuty
}

// looked counts how often a reporter saw what is kept of a case, within a day.
func (t *turn) looked(id string) int {
	n, err := t.tx.Looked(t.ctx, id, t.now.Add(-casework.Day))
	if err != nil {
		t.e.Log.Error("count looks at the own data", "case", id, "err", err)
	}
	return n
}

// readOwn notes that the reporter saw what is kept.
func (t *turn) readOwn(f flows.ReadOwn) error {
	t.e.Watch.Event("right_access")
	return t.tx.Audit(t.ctx, Entry{At: t.now, Actor: "reporter", Action: "right.access", Target: f.Case})
}

// askRight keeps a wish, starts its clock and tells those who answer. A wish to erase what must stay is seen by a second pair of eyes at
// once: somebody may have forced it.
func (t *turn) askRight(f flows.AskRight) error {
	c, err := t.threadOf(f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.AskRight(f.Kind, t.now)
	if errors.Is(err, casework.ErrAlready) || errors.Is(err, casework.ErrMany) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("ask a right: %w", err)
	}
	r := n.Rights[len(n.Rights)-1]
	if err := t.saveCase(n, "reporter", "right.ask", string(r.Kind)); err != nil {
		return err
	}
	t.e.Watch.Event("right_" + string(r.Kind))
	if err := t.rightClock(n, r); err != nil {
		return err
	}
	if err := t.toAnswerers(n, r, "duty.right_wish", "ask"); err != nil || r.Kind != casework.RightDelete || n.Kept() == "" {
		return err
	}
	return t.toWatchers(n, r, "duty.right_watch", nil)
}

// rightClock sets what the clock of a wish does next.
func (w *work) rightClock(c casework.Case, r casework.Right) error {
	k, at := r.Alarm()
	body := fmt.Sprintf("%d %d", r.N, k)
	return w.tx.Enqueue(w.ctx, Job{Kind: timerRight, Key: fmt.Sprintf("right:%s:%d:%d", c.ID, r.N, k), Case: c.ID, RunAt: at, Body: []byte(body)})
}

// rightDue reminds those who must answer a wish, and tells those above when its time is over. The case is read again: late, early, twice or
// after the answer it does one step at most.
func (w *work) rightDue(job Job) error {
	var number, k int
	if _, err := fmt.Sscanf(string(job.Body), "%d %d", &number, &k); err != nil {
		return &DeliveryError{Class: "bad"}
	}
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	if n, err := c.RebaseRights(w.now); err == nil { // the clock went back
		if err := w.keepCase(n, "system", "right.rebase", ""); err != nil {
			return err
		}
		c = n
	}
	r, open := c.OpenRight(number)
	if next, at := r.Alarm(); open && next == k && at.After(w.now) {
		return &DeliveryError{Class: "later", After: at.Sub(w.now)}
	}
	n, err := c.WarnRight(number, k, w.now)
	if errors.Is(err, casework.ErrAlready) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("clock of a wish: %w", err)
	}
	if err := w.saveCase(n, "system", "right.warn", strconv.Itoa(k)); err != nil {
		return err
	}
	r = n.Rights[number-1]
	if err := w.rightClock(n, r); err != nil {
		return err
	}
	if k == 1 {
		return w.remindRight(n, r)
	}
	w.e.Watch.Event("right_late")
	again := "late" + strconv.Itoa(k)
	if err := w.toAnswerers(n, r, "duty.right_late", again); err != nil {
		return err
	}
	if r.Waits() {
		if err := w.toSeconds(n, r, again); err != nil {
			return err
		}
	}
	return w.toAbove(n, r, again)
}

// remindRight reminds those whose word is waited for: the second seat, where one agreed to erase.
func (w *work) remindRight(c casework.Case, r casework.Right) error {
	if r.Waits() {
		return w.toSeconds(c, r, "remind")
	}
	return w.toAnswerers(c, r, "duty.right_remind", "remind")
}

// answerRight is an officer's answer. The reporter finds it, as all that is told, behind a notice that says nothing.
func (t *turn) answerRight(f flows.AnswerRight) error {
	detail := f.Outcome
	if f.Why != "" {
		detail += " " + f.Why
	}
	c, err := t.moved(f.Case, f.Seat, "right.answer", detail, func(c casework.Case) (casework.Case, error) {
		return c.AnswerRight(f.Seat, f.N, f.Outcome, f.Why, t.now)
	})
	if err != nil {
		return err
	}
	t.e.Watch.Event("right_" + f.Outcome)
	r := c.Rights[f.N-1]
	if err := t.notice(c, "notice.question", "right"+strconv.Itoa(r.N)); err != nil || r.Kind != casework.RightDelete {
		return err
	}
	return t.toWatchers(c, r, "duty.right_refused_seen", map[string]string{"why": "duty.right_why." + r.Why})
}

// askedCases lists the cases that are over in which a wish waits for this seat's task force.
func (t *turn) askedCases() []casework.Case {
	asked, err := t.tx.CasesAsked(t.ctx, t.seat.TaskForce)
	if err != nil {
		t.e.Log.Error("list cases with a wish", "seat", t.seat.ID, "err", err)
	}
	return asked
}
