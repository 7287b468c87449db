package engine

import (
	"errors"
	"fmt"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// addToCase takes in what the reporter said after sending, in the case it was said in and in others it may be meant for.
func (t *turn) addToCase(f flows.AddToCase) error {
	n, err := t.takeIn(f)
	words := f.Cry || len(f.Report.Story) > 0 || len(f.Report.Files) > 0
	if err != nil || !words {
		return ignoreMissing(err)
	}
	return t.spread(n, f.Report, f.Cry)
}

// takeIn is addToCase for the one case. What a part does not take in goes to the case it is a part of.
func (t *turn) takeIn(f flows.AddToCase) (casework.Case, error) {
	c, err := t.threadOf(f.Case)
	if err != nil {
		return c, err
	}
	before, err := t.rootOf(c)
	if err != nil {
		return c, err
	}
	r := f.Report
	if f.Cry {
		if r = unsaid(c, r); len(r.Story) < len(f.Report.Story) && len(r.Story) == 0 && c.Report.Danger == casework.DangerNow {
			return c, nil // carried here from another case of theirs
		}
	}
	n, err := c.Add(r, t.now)
	if err != nil {
		return c, fmt.Errorf("add to case: %w", err)
	}
	if err := t.heard(n, "case.add", addedKey(f.Cry)); err != nil {
		return c, err
	}
	if rest, some := r.Facts(); some && c.From.ID != "" {
		if _, err := t.takeIn(flows.AddToCase{Case: c.From.ID, Report: rest}); ignoreMissing(err) != nil {
			return c, err
		}
	}
	if n.Report.Contact != c.Report.Contact {
		if err := t.wishes(n); err != nil {
			return c, err
		}
	}
	if f.Cry {
		return n, t.ringOut(before)
	}
	return n, nil
}

// addedKey is how its owner hears of it.
func addedKey(cry bool) string {
	if cry {
		return "duty.cried"
	}
	return "duty.added"
}

// speakIn notes the language the reporter now wants; what is said from now on follows it.
func (t *turn) speakIn(f flows.SpeakIn) error {
	c, err := t.threadOf(f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.Add(casework.Report{Lang: f.Lang}, t.now)
	if err != nil {
		return fmt.Errorf("language of a case: %w", err)
	}
	if err := t.saveCase(n, "reporter", "case.language", f.Lang); err != nil {
		return err
	}
	return t.wishes(n)
}

func (t *turn) readQuestion(f flows.ReadQuestion) error {
	c, err := t.threadOf(f.Case)
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
	c, err := t.threadOf(f.Case)
	if err != nil {
		return ignoreMissing(err)
	}
	n, err := c.AnswerStandard(f.N, f.Reply, f.Text, f.File, t.now)
	if err == nil {
		return t.answered(c, n)
	}
	r := casework.Report{}
	if !f.Text.IsZero() {
		r.Story = append(r.Story, f.Text)
	}
	if f.File != "" {
		r.Files = append(r.Files, f.File)
	}
	_, err = t.takeIn(flows.AddToCase{Case: f.Case, Report: r})
	return err
}

// answered carries out what an answer means; one may say when it is safe to write.
func (t *turn) answered(before, c casework.Case) error {
	if err := t.heard(c, "case.answer", "duty.answer"); err != nil || before.Report.Contact == c.Report.Contact {
		return err
	}
	return t.wishes(c)
}

// heard carries out what new words of the reporter mean, before anybody is told of them: who is named in them loses the case
// and what was shown of it, a proposed closing is undone, a closed case is offered again, a place may lead elsewhere.
func (t *turn) heard(c casework.Case, action, news string) error {
	if err := t.keepCase(c, "reporter", action, ""); err != nil {
		return err
	}
	if err := t.trace(c); err != nil {
		return err
	}
	c, err := t.upward(c)
	if err != nil {
		return err
	}
	n, err := t.followed(c)
	if err != nil {
		return err
	}
	if err := t.relatives(n); err != nil {
		return err
	}
	if err := t.withdraw(n); err != nil {
		return err
	}
	if err := t.hurry(n); err != nil {
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

// hurry takes away the clocks of a case that waits for somebody; show sets them anew, sooner where the words raised the priority.
func (w *work) hurry(c casework.Case) error {
	if !c.Waits() {
		return nil
	}
	for _, kind := range []string{timerRing, timerDeadline, timerBegin} {
		if _, err := w.tx.CancelCase(w.ctx, c.ID, kind); err != nil {
			return err
		}
	}
	return nil
}

// upward carries what the reporter of a joined case said to the case that it was joined with.
func (t *turn) upward(c casework.Case) (casework.Case, error) {
	for c.Status == casework.Merged {
		root, err := t.tx.Case(t.ctx, c.Into.ID)
		if err != nil {
			return c, err
		}
		n, err := root.Hear(c, t.now)
		if err != nil {
			return c, fmt.Errorf("hear: %w", err)
		}
		if err := t.nudgeLater(c); err != nil {
			return c, err
		}
		if err := t.keepCase(n, "reporter", "case.heard", c.Code); err != nil {
			return c, err
		}
		c = n
	}
	return c, nil
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
func (w *work) elsewhere(before, c casework.Case) error {
	if before.Owner != "" {
		if err := w.recall(c, before.Owner); err != nil {
			return err
		}
		if err := w.tell(c, "notice.moved", strconv.Itoa(c.Referral().N), flows.Data{"taskforce": w.forceName(c.Lead)}); err != nil {
			return err
		}
	}
	return w.groupNotice(c)
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
