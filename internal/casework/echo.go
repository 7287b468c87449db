package casework

import (
	"slices"
	"time"
)

// Echo passes on to the reporter of a joined case what happened since in the case it was joined with: questions, steps, a closing that
// is proposed, undone or done. ErrAlready: nothing did.
func (c Case) Echo(root Case, at time.Time) (Case, error) {
	n, err := c.begin(MoveEcho, at)
	switch {
	case err != nil:
		return c, err
	case c.Into.ID != root.ID:
		return c, moveError(MoveEcho, c, ErrUnknown)
	}
	changed := n.take(Plan{Excluded: root.Excluded})
	if !c.Same {
		changed = n.echoQuestions(root) || changed
		changed = n.echoMilestones(root) || changed
		changed = n.echoClosing(root, at) || changed
	}
	if !changed {
		return c, moveError(MoveEcho, c, ErrAlready)
	}
	if n.Over() {
		n.Wait = nil
	}
	n.await(at)
	return n, nil
}

func (c *Case) echoQuestions(root Case) bool {
	from := min(c.Passed.Questions, len(root.Questions))
	for _, q := range root.Questions[from:] {
		c.Questions = append(c.Questions, Question{N: len(c.Questions) + 1, Code: q.Code, Text: q.Text, By: q.By, AskedAt: q.AskedAt})
	}
	c.Passed.Questions = len(root.Questions)
	return from < len(root.Questions)
}

// echoMilestones passes steps on. What one reporter may know another may not: a step told by the rule is told by the rule of this
// reporter, one held back is held back, and one told against the rule is told only to whoever may know it by the rule.
func (c *Case) echoMilestones(root Case) bool {
	from := min(c.Passed.Milestones, len(root.Milestones))
	for _, m := range root.Milestones[from:] {
		usual := root.TellByDefault(m.Kind)
		held := usual && !m.Tell
		if c.Report.Role != root.Report.Role {
			m.Tell = c.TellByDefault(m.Kind) && !held
		}
		m.ToldAt = time.Time{}
		c.Milestones = append(c.Milestones, m)
	}
	c.Passed.Milestones = len(root.Milestones)
	return from < len(root.Milestones)
}

func (c *Case) echoClosing(root Case, at time.Time) bool {
	switch {
	case root.Close == nil && c.Close == nil:
		return false
	case root.Close == nil:
		c.undoClosing(root.undoneBy(), at)
		return true
	case c.Close != nil && !c.Close.ProposedAt.Equal(root.Close.ProposedAt):
		c.undoClosing(root.undoneBy(), at)
	}
	if c.Close == nil {
		c.Close = &Closure{Reason: root.Close.Reason, Door: root.Close.Door, ProposedBy: root.Close.ProposedBy, ProposedAt: root.Close.ProposedAt}
	} else if c.Close.ConfirmedAt.Equal(root.Close.ConfirmedAt) && c.Close.Door == root.Close.Door {
		return false
	}
	c.Close.Door, c.Close.ConfirmedBy, c.Close.ConfirmedAt = root.Close.Door, root.Close.ConfirmedBy, root.Close.ConfirmedAt
	return true
}

// undoneBy is who undid the newest closing.
func (c Case) undoneBy() SeatID {
	if n := len(c.Closures); n > 0 {
		return c.Closures[n-1].UndoneBy
	}
	return ""
}

// Hear notes that the reporter of a joined case said something, which may raise the priority here and never lowers it.
func (c Case) Hear(thread Case, at time.Time) (Case, error) {
	n, err := c.begin(MoveHear, at)
	if err != nil {
		return c, err
	}
	if !slices.ContainsFunc(c.Joined, func(j Named) bool { return j.ID == thread.ID }) {
		return c, moveError(MoveHear, c, ErrUnknown)
	}
	if thread.Priority.rank() > n.Priority.rank() {
		n.Priority = thread.Priority
	}
	if !at.After(n.WorkedAt) { // it came after the owner's newest deed
		at = n.WorkedAt.Add(instant)
	}
	n.NewsAt = at
	return n, nil
}
