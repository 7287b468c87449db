package engine

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// planNext says what comes next to a case, and sets its clock.
func (t *turn) planNext(f flows.PlanNext) error {
	detail := string(f.Kind)
	if !f.Due.IsZero() {
		detail += " " + f.Due.In(taskforce.ZoneOf(f.Seat.TaskForce())).Format(time.DateOnly)
	}
	return t.changeCase(f.Case, f.Seat, "case.plan_next", detail, func(c casework.Case) (casework.Case, error) {
		return c.PlanNext(f.Seat, f.Kind, f.Due, t.now)
	})
}

// stepClock sets the clock of the next step. Its row names the plan and the referral: a plan that was replaced is not spoken of, and a
// case that found a new owner is watched anew.
func (w *work) stepClock(c casework.Case) error {
	alert, ok := taskforce.StepAlert(c)
	if !ok || c.Training != nil {
		return nil
	}
	plan := strconv.FormatInt(c.Next.At.UnixMilli(), 10)
	key := fmt.Sprintf("%s:%s:%s:%d:%d:%d", timerStep, c.ID, plan, c.Referral().N, alert.N, alert.At.UnixMilli())
	return w.tx.Enqueue(w.ctx, Job{Kind: timerStep, Key: key, Case: c.ID, RunAt: alert.At, Body: []byte(plan + " " + strconv.Itoa(alert.N))})
}

// closingWait is how long the clock of a next step is held while a closing is judged.
const closingWait = time.Hour

// stepLate speaks of a next step whose deadline passed: to the owner, later to the coordinators too. While the case is offered other
// clocks run, and the new owner's acceptance sets this one again.
func (w *work) stepLate(job Job) error {
	plan, number, _ := strings.Cut(string(job.Body), " ")
	n, bad := strconv.Atoi(number)
	if bad != nil {
		return &DeliveryError{Class: "bad"}
	}
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil || c.Next == nil || strconv.FormatInt(c.Next.At.UnixMilli(), 10) != plan {
		return ignoreMissing(err)
	}
	if c.Status == casework.Closing {
		return &DeliveryError{Class: "later", After: closingWait}
	}
	alert, ok := taskforce.StepAlert(c)
	if !ok || alert.N != n {
		return nil
	}
	if early := alert.At.Sub(w.now); early > 0 { // the clock went back
		return &DeliveryError{Class: "later", After: early}
	}
	return w.sayStepLate(c, alert)
}

func (w *work) sayStepLate(c casework.Case, alert taskforce.Alert) error {
	n, err := c.WarnNext(alert.N, w.now)
	if err != nil {
		return fmt.Errorf("next step: %w", err)
	}
	if err := w.saveCase(n, "system", "case.step_late", strconv.Itoa(alert.N)); err != nil {
		return err
	}
	mark := fmt.Sprintf("step:%s:%d:%d", n.ID, n.Next.At.UnixMilli(), alert.N)
	data := flows.Data{"code": n.Code, "step": flows.Word("duty.milestone_kind." + string(n.Next.Kind)), "due": localTime(n.Next.Due, n.Lead)}
	buttons := []flows.Button{{Key: "duty.milestone", Act: &flows.Action{Verb: "milestone", Case: n.ID}}, {Key: "duty.plan", Act: &flows.Action{Verb: "plan", Case: n.ID}}}
	if err := w.toSeats(n, []casework.SeatID{n.Owner}, mark, "duty.step_late", data, buttons); err != nil || !alert.Last {
		return err
	}
	data["by"] = w.seatTitle(n.Owner)
	return w.toSeats(n, w.coordinators(n), mark, "duty.step_late_told", data)
}
