package casework

import (
	"time"

	"siaga/internal/private"
)

// Add takes in what the reporter said after sending: stories and files are appended, answers given anew replace the old
// ones. What raises the alarm stays raised: a later word can neither lower the priority nor take back "a child" or "an
// official is involved" (the reporter may write under duress). A closed case takes it in too and stays closed. A part takes in new words
// and danger only, see Split.
func (c Case) Add(r Report, at time.Time) (Case, error) {
	n, err := c.begin(MoveAdd, at)
	if err != nil {
		return c, err
	}
	if c.From.ID != "" {
		r = r.forPart()
	}
	n.Report.add(r.clone())
	if p := n.Report.Assess(); p.rank() > n.Priority.rank() {
		n.Priority = p
	}
	n.heard(at)
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
