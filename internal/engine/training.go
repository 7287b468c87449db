package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// Trainings finds the made-up cases that seats play alone. No other list holds them.
type Trainings interface {
	// TrainingOf lists the open training cases of a seat, and those of drills at its task force.
	TrainingOf(ctx context.Context, seat casework.SeatID) ([]casework.Case, error)
}

const (
	trainAnswer = 20 * time.Second // until the scripted reporter answers
	trainSecond = 10 * time.Second // until the scripted colleague agrees to close
	trainKept   = 2 * time.Hour    // after which a training left alone ends
)

// inTraining are the moves that can be practised. Every other one would reach real people.
func inTraining() []string {
	return []string{"case.accept", "case.ask", "case.milestone", "case.plan_next", "case.contact", "case.note_victim", "case.propose_closing", "case.keep_open"}
}

// startTraining makes a made-up case for one seat and nobody else.
func (t *turn) startTraining(f flows.StartTraining) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	running, err := t.ownTraining(f.Seat)
	if err != nil {
		return err
	}
	if len(running) > 0 {
		return refusal{key: "duty.no.training_twice"}
	}
	report, ok := t.e.Desk.Scenario(f.Scenario, *t.seat, t.tongue(), t.now)
	if !ok {
		return refusal{key: "duty.refused"}
	}
	c := casework.Open(f.Case, f.Code, report, true, t.now)
	c.Training = &casework.Training{Seat: f.Seat, Scenario: f.Scenario}
	if c, err = c.Refer(taskforce.OfferTo(t.seat.TaskForce, taskforce.WhyNamed, c.Priority, t.now), t.now); err != nil {
		return fmt.Errorf("start a training: %w", err)
	}
	if err := t.saveCase(c, "training", "training.open", f.Scenario); err != nil {
		return err
	}
	return t.train(c, "end", trainKept)
}

// stopTraining ends the training of a seat at its own wish.
func (t *turn) stopTraining(f flows.StopTraining) error {
	if t.seat == nil || t.seat.ID != f.Seat {
		return refusal{key: "duty.refused"}
	}
	running, err := t.ownTraining(f.Seat)
	if err != nil {
		return err
	}
	for _, c := range running {
		if err := t.endTraining(c); err != nil {
			return err
		}
	}
	return nil
}

// ownTraining lists what a seat practises alone.
func (w *work) ownTraining(seat casework.SeatID) ([]casework.Case, error) {
	found, err := w.tx.TrainingOf(w.ctx, seat)
	return slices.DeleteFunc(found, casework.Case.InDrill), err
}

// train sets the next step of the script.
func (w *work) train(c casework.Case, step string, after time.Duration) error {
	return w.tx.Enqueue(w.ctx, Job{Kind: "train", Key: "train:" + c.ID + ":" + step, Case: c.ID, RunAt: w.now.Add(after), Body: []byte(step)})
}

// showTraining is what follows a change of a training case instead of cards, clocks and notices for others.
func (w *work) showTraining(c casework.Case) error {
	if c.InDrill() {
		return w.showDrill(c)
	}
	p, err := w.tx.OfficerChat(w.ctx, c.Training.Seat)
	if err != nil {
		return ignoreMissing(err)
	}
	job := Job{Kind: "card", Key: fmt.Sprintf("card:%s:%s:%d", c.ID, p, c.Version), Person: p, Case: c.ID, RunAt: w.now}
	if err := w.tx.Enqueue(w.ctx, job); err != nil {
		return err
	}
	if c.Status == casework.Closing {
		return w.train(c, "close", trainSecond)
	}
	if q, open := c.Unanswered(); open && c.Status == casework.Accepted {
		return w.train(c, "answer "+strconv.Itoa(q.N), trainAnswer)
	}
	return nil
}

// trainingStep does a step of the script, if the case still waits for it.
func (w *work) trainingStep(job Job) error {
	c, err := w.tx.Case(w.ctx, job.Case)
	if err != nil || c.Training == nil || c.Status == casework.Closed {
		return ignoreMissing(err)
	}
	step, arg, _ := strings.Cut(string(job.Body), " ")
	switch {
	case c.InDrill() && step == "end":
		return w.endDrill(c, "")
	case step == "end", step == "close" && c.Status == casework.Closing:
		return w.endTraining(c)
	case step == "answer":
		n, err := strconv.Atoi(arg)
		if err != nil {
			return &DeliveryError{Class: "bad"}
		}
		return w.trainingAnswer(c, n)
	}
	return nil
}

// trainingAnswer lets the scripted reporter answer a question.
func (w *work) trainingAnswer(c casework.Case, n int) error {
	i := slices.IndexFunc(c.Questions, func(q casework.Question) bool { return q.N == n && q.AnsweredAt.IsZero() })
	if i < 0 {
		return nil
	}
	in, err := w.seatTongue(player(c))
	if err != nil {
		return err
	}
	next, err := c.Answer(n, w.e.Desk.Answer(c.Questions[i], in), "", w.now)
	if err != nil {
		return fmt.Errorf("answer in a training: %w", err)
	}
	if err := w.saveCase(next, "training", "training.answer", ""); err != nil {
		return err
	}
	open := []flows.Button{{Key: "duty.open", Act: &flows.Action{Verb: "open", Case: next.ID}}}
	m := spoken{Key: "duty.train_answered", Data: map[string]string{"code": next.Code}, Case: next.ID, Version: next.Version, Buttons: [][]flows.Button{open}}
	return w.toSeat(player(next), "train_answered:"+next.ID+":"+strconv.Itoa(n), m)
}

// player is the seat that the made-up reporter speaks with.
func player(c casework.Case) casework.SeatID {
	if c.InDrill() {
		return c.Owner
	}
	return c.Training.Seat
}

// endTraining ends a training with a few words on how it went.
func (w *work) endTraining(c casework.Case) error {
	in, err := w.seatTongue(c.Training.Seat)
	if err != nil {
		return err
	}
	r := w.e.Desk.Feedback(c, in)
	n, err := c.EndExercise(w.now)
	if err != nil {
		return fmt.Errorf("end a training: %w", err)
	}
	if err := w.saveCase(n, "training", "training.end", ""); err != nil {
		return err
	}
	if _, err := w.tx.CancelCase(w.ctx, c.ID, "train"); err != nil {
		return err
	}
	m := spoken{Key: r.Key, Data: plain(r.Data), Case: c.ID, Buttons: [][]flows.Button{{{Key: "duty.rest.list", Choice: "list"}}}}
	return w.toSeat(c.Training.Seat, "train_end:"+c.ID, m)
}
