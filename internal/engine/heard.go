package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// addToCase takes in what the reporter said after sending.
func (t *turn) addToCase(id string, r casework.Report) error {
	c, err := t.tx.Case(t.ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.Add(r, t.now)
	if err != nil {
		return fmt.Errorf("add to case: %w", err)
	}
	return t.heard(n, "case.add", "duty.added")
}

func (t *turn) readQuestion(f flows.ReadQuestion) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.ReadQuestion(f.N, t.now)
	if err != nil {
		return nil // read before
	}
	return t.saveCase(n, "reporter", "case.question_read", "")
}

// answerQuestion carries the answer to the officer; an answer nobody waits for any more is kept with the story.
func (t *turn) answerQuestion(f flows.AnswerQuestion) error {
	c, err := t.tx.Case(t.ctx, f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.Answer(f.N, f.Text, f.File, t.now)
	if err == nil {
		return t.heard(n, "case.answer", "duty.answer")
	}
	r := casework.Report{}
	if !f.Text.IsZero() {
		r.Story = append(r.Story, f.Text)
	}
	if f.File != "" {
		r.Files = append(r.Files, f.File)
	}
	return t.addToCase(f.Case, r)
}

// heard carries out what new words of the reporter mean, before anybody is told of them: who is named in them loses the case
// and what was shown of it, a proposed closing is undone, a closed case is offered again, a place may lead elsewhere.
func (t *turn) heard(c casework.Case, action, news string) error {
	if err := t.keepCase(c, "reporter", action, ""); err != nil {
		return err
	}
	n, err := t.followed(c)
	if err != nil {
		return err
	}
	if err := t.withdraw(n); err != nil {
		return err
	}
	if err := t.show(n); err != nil {
		return err
	}
	if err := t.news(n, news); err != nil {
		return err
	}
	if n.Referral().N == c.Referral().N {
		return nil
	}
	return t.elsewhere(c, n)
}

// followed makes and keeps each change that new words set off.
func (t *turn) followed(c casework.Case) (casework.Case, error) {
	plan, err := t.plan(c)
	if err != nil {
		return c, err
	}
	try := func(action string, n casework.Case, err error) error {
		if errors.Is(err, casework.ErrAlready) || errors.Is(err, casework.ErrState) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", action, err)
		}
		c = n
		return t.keepCase(n, "system", action, string(n.Lead))
	}
	switch c.Status {
	case casework.Closed:
		n, err := c.Exclude(plan.Excluded, casework.Offer{}, t.now)
		if err := try("case.exclude", n, err); err != nil {
			return c, err
		}
		n, err = c.Reopen("", plan.Offer, t.now)
		return c, try("case.reopen", n, err)
	case casework.Closing:
		n, err := c.KeepOpen("", t.now)
		if err := try("case.keep_open", n, err); err != nil {
			return c, err
		}
	}
	n, err := c.Follow(plan.Plan, t.now)
	err = try("case.reroute", n, err)
	return c, err
}

// elsewhere does what follows when the reporter's words moved the case: the new group hears of it, and a reporter who was told
// that somebody has it is told the truth, and nothing of why.
func (t *turn) elsewhere(before, c casework.Case) error {
	if before.Owner != "" {
		if err := t.recall(c, before.Owner); err != nil {
			return err
		}
		if err := t.tell(c, "notice.moved", strconv.Itoa(c.Referral().N), flows.Data{"taskforce": t.forceName(c.Lead)}); err != nil {
			return err
		}
	}
	return t.groupNotice(c)
}

// news tells the owner that the reporter said something; the content opens only in the card.
func (t *turn) news(c casework.Case, key string) error {
	if c.Owner == "" {
		return nil
	}
	p, err := t.tx.OfficerChat(t.ctx, c.Owner)
	if err != nil {
		return ignoreMissing(err)
	}
	m := spoken{Key: key, Data: map[string]string{"code": c.Code}, Case: c.ID, Version: c.Version,
		Buttons: [][]flows.Button{{{Key: "duty.open", Act: &flows.Action{Verb: "open", Case: c.ID}}}}}
	return t.enqueue(p, fmt.Sprintf("news:%s:%d", c.ID, c.Version), m, t.now, true)
}
