package engine

import (
	"errors"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
)

// splitCase makes a second case of a part of what one reporter told. It goes where routing says, as any new case does; that reporter is tied
// to both and told.
func (t *turn) splitCase(f flows.SplitCase) error {
	var part casework.Case
	alarm := false
	c, err := t.moved(f.Case, f.Seat, "case.split", f.Part.Code, func(c casework.Case) (casework.Case, error) {
		thread, err := t.threadIn(c, f.Part.Of)
		if err != nil {
			return c, err
		}
		plan, err := t.plan(c.Draft(thread, f.Part, t.now))
		if err != nil {
			return c, err
		}
		alarm = plan.Alarm
		old, n, err := casework.Split(c, thread, f.Part, plan.Plan, f.Seat, t.now)
		part = n
		return old, err
	})
	if err != nil {
		return err
	}
	if err := t.saveCase(part, string(f.Seat), "case.part", c.Code); err != nil {
		return err
	}
	p, err := t.tx.Reporter(t.ctx, part.From.ID)
	if err == nil {
		err = t.tx.SetReporter(t.ctx, part.ID, p)
	}
	if err := ignoreMissing(err); err != nil {
		return err
	}
	if alarm {
		t.e.Watch.Event("alarm_nobody_on_duty")
		t.e.Log.Error("nobody is on duty anywhere", "case", part.ID)
	}
	if err := t.trace(part); err != nil {
		return err
	}
	if err := t.tellOne(part, "notice.part", strconv.Itoa(part.Referral().N), flows.Data{"taskforce": t.forceName(part.Lead)}); err != nil {
		return err
	}
	return t.groupNotice(part)
}

// threadIn gives the case through which the reporter is spoken with whose words a part is made of. Where several tell of one case it must
// be said whose they are: the part would be tied to somebody who never told of it.
func (w *work) threadIn(c casework.Case, id string) (casework.Case, error) {
	joined, err := w.joinedWith(c)
	if err != nil || id == c.ID {
		return c, err
	}
	if id == "" && c.Together(joined...).Reporters() == 1 {
		return c, nil
	}
	for _, o := range joined {
		if o.ID == id && !o.Same {
			return o, nil
		}
	}
	return c, casework.ErrUnknown
}

// otherReports lists the other cases of the reporter who writes, as they look to the reporter.
func (t *turn) otherReports() []casework.Case {
	ids, err := t.tx.CasesBy(t.ctx, t.lane.Person)
	if err != nil {
		t.e.Log.Error("list a reporter's cases", "err", err)
		return nil
	}
	var out []casework.Case
	for _, id := range ids {
		var env flows.Env
		if err := t.reporterSees(&env, id); err != nil {
			t.e.Log.Error("read a reporter's case", "case", id, "err", err)
			continue
		}
		if env.Case != nil && env.Case.ID == id { // not one that goes on in another of theirs
			out = append(out, *env.Case)
		}
	}
	return out
}

// lostWith is lostReporter for all cases of a person.
func (w *work) lostWith(p Person) error {
	ids, err := w.tx.CasesBy(w.ctx, p)
	for _, id := range ids {
		err = errors.Join(err, w.lostReporter(id, p))
	}
	return err
}
