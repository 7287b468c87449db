package casework

import (
	"slices"
	"time"

	"siaga/internal/private"
)

// Add takes in what the reporter said after sending: stories and files are appended, answers given anew replace the old
// ones. What raises the alarm stays raised: a later word can neither lower the priority nor take back "a child" or "an
// official is involved" (the reporter may write under duress). A closed case takes it in too and stays closed.
func (c Case) Add(r Report, at time.Time) (Case, error) {
	n, err := c.begin(MoveAdd, at)
	if err != nil {
		return c, err
	}
	n.Report.add(r.clone())
	if p := n.Report.Assess(); p.rank() > n.Priority.rank() {
		n.Priority = p
	}
	return n, nil
}

// Ask puts a question of the owner to the reporter.
func (c Case) Ask(seat SeatID, text private.Text, at time.Time) (Case, error) {
	if err := c.mayWork(MoveAsk, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveAsk, at)
	if err != nil {
		return c, err
	}
	n.Questions = append(n.Questions, Question{N: len(n.Questions) + 1, Text: text, By: seat, AskedAt: at})
	return n, nil
}

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
	n, err := c.question(MoveAnswer, q, at)
	if err != nil {
		return c, err
	}
	a := &n.Questions[q-1]
	a.Answer, a.AnsweredAt = join(a.Answer, text), at
	if file != "" {
		a.Files = append(a.Files, file)
	}
	if a.OpenedAt.IsZero() {
		a.OpenedAt = at
	}
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

// Reach notes a milestone of the owner's work.
func (c Case) Reach(kind MilestoneKind, seat SeatID, note private.Text, at time.Time) (Case, error) {
	if err := c.mayWork(MoveReach, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveReach, at)
	if err != nil {
		return c, err
	}
	if !slices.Contains(Milestones(), kind) {
		return c, moveError(MoveReach, c, ErrUnknown)
	}
	n.Milestones = append(n.Milestones, Milestone{Kind: kind, At: at, By: seat, Note: note})
	return n, nil
}

// join puts two texts under each other.
func join(a, b private.Text) private.Text {
	switch {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	}
	return private.NewText(a.Reveal() + "\n" + b.Reveal())
}
