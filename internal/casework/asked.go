package casework

import (
	"slices"
	"time"

	"siaga/internal/private"
)

// mostOpen is how many questions may wait for an answer at once: more would frighten.
const mostOpen = 5

// Ask puts a question of the owner to the reporter.
func (c Case) Ask(seat SeatID, text private.Text, at time.Time) (Case, error) {
	return c.AskStandard(seat, "", text, at)
}

// AskStandard puts a standard question by its code; the text is how officers read it.
func (c Case) AskStandard(seat SeatID, code string, text private.Text, at time.Time) (Case, error) {
	if err := c.mayWork(MoveAsk, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveAsk, at)
	switch {
	case err != nil:
		return c, err
	case len(c.OpenQuestions()) >= mostOpen:
		return c, moveError(MoveAsk, c, ErrMany)
	case code != "" && !slices.Contains(StandardQuestions(), code):
		return c, moveError(MoveAsk, c, ErrUnknown)
	}
	n.Questions = append(n.Questions, Question{N: len(n.Questions) + 1, Code: code, Text: text, By: seat, AskedAt: at})
	n.worked(at)
	n.await(at)
	return n, nil
}

// OpenQuestions lists the questions without an answer, in the order asked.
func (c Case) OpenQuestions() []Question {
	return slices.DeleteFunc(slices.Clone(c.Questions), func(q Question) bool { return !q.AnsweredAt.IsZero() })
}

// MayAsk tells whether one more question may be put.
func (c Case) MayAsk() bool { return len(c.OpenQuestions()) < mostOpen }

// ReadQuestion notes when the reporter first opened question q; ErrAlready later.
func (c Case) ReadQuestion(q int, at time.Time) (Case, error) {
	n, err := c.question(MoveRead, q, at)
	if err != nil {
		return c, err
	}
	if !c.Questions[q-1].OpenedAt.IsZero() {
		return c, moveError(MoveRead, c, ErrAlready)
	}
	n.Questions[q-1].OpenedAt = at
	return n, nil
}

// Answer takes the reporter's answer to question q; a further answer is appended. File is the id of a stored file, or empty.
func (c Case) Answer(q int, text private.Text, file string, at time.Time) (Case, error) {
	return c.AnswerStandard(q, "", text, file, at)
}

// AnswerStandard takes an answer given by one of the buttons under a standard question; the text is how officers read it. Hours named
// as safe hold from now on.
func (c Case) AnswerStandard(q int, reply string, text private.Text, file string, at time.Time) (Case, error) {
	n, err := c.question(MoveAnswer, q, at)
	if err != nil {
		return c, err
	}
	a := &n.Questions[q-1]
	if !at.After(n.WorkedAt) { // it came after the owner's newest deed
		at = n.WorkedAt.Add(instant)
	}
	a.Answer, a.AnsweredAt, a.Reply = join(a.Answer, text), at, reply
	if file != "" {
		a.Files = append(a.Files, file)
	}
	if a.OpenedAt.IsZero() {
		a.OpenedAt = at
	}
	if contact, ok := safeHours(*a); ok {
		n.Report.Contact = contact
	}
	n.heard(at)
	return n, nil
}

// question begins a move on question q, counted from 1.
func (c Case) question(m MoveName, q int, at time.Time) (Case, error) {
	n, err := c.begin(m, at)
	if err != nil {
		return c, err
	}
	if q < 1 || q > len(c.Questions) {
		return c, moveError(m, c, ErrUnknown)
	}
	return n, nil
}

// MayCall tells whether the reporter agreed to be called: the last answer to that question holds, and silence is a no.
func (c Case) MayCall() bool {
	for _, q := range slices.Backward(c.Questions) {
		if q.Code == "call_ok" && !q.AnsweredAt.IsZero() {
			return q.Reply == "yes"
		}
	}
	return false
}
