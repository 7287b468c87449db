package engine

import (
	"errors"
	"slices"

	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// mostKin bounds how far one case is followed to others.
const mostKin = 256

// kin lists the cases that have to do with one, near or far: joined cases, parts, parts of joined cases, and so on.
func (w *work) kin(c casework.Case) ([]casework.Case, error) {
	seen, out := map[string]bool{c.ID: true}, []casework.Case{c}
	for i := 0; i < len(out) && len(out) < mostKin; i++ {
		for _, k := range out[i].Kin() {
			if seen[k.ID] {
				continue
			}
			seen[k.ID] = true
			o, err := w.tx.Case(w.ctx, k.ID)
			if errors.Is(err, ErrNotFound) { // erased
				continue
			}
			if err != nil {
				return nil, err
			}
			out = append(out, o)
		}
	}
	return out[1:], nil
}

// relatives keeps from all that has to do with a case whoever must never see it. What such a one holds goes elsewhere.
func (w *work) relatives(c casework.Case) error {
	kin, err := w.kin(c)
	if err != nil || len(c.Excluded) == 0 {
		return err
	}
	for _, o := range kin {
		if o.Status == casework.Merged { // what it was joined with is among them, and passes it on
			continue
		}
		if err := w.keptToo(c, o); err != nil {
			return err
		}
	}
	return nil
}

func (w *work) keptToo(c, o casework.Case) error {
	plan, err := w.plan(o.With(c.Excluded))
	if err != nil {
		return err
	}
	n, err := o.Exclude(c.Excluded, plan.Offer, w.now)
	if errors.Is(err, casework.ErrAlready) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.keepCase(n, "system", "case.exclude", c.Code); err != nil {
		return err
	}
	return w.settle(o, n)
}

// keepAway keeps whoever came to a seat from every open case that names them: who was named on another seat, or before having any, must
// not come near it by moving.
func (w *work) keepAway(seat casework.SeatID) error {
	const page = 100
	for after := ""; ; {
		cases, err := w.tx.OpenCases(w.ctx, after, page)
		if err != nil || len(cases) == 0 {
			return err
		}
		for _, c := range cases {
			after = c.ID
			all, err := w.together(c)
			if err != nil {
				return err
			}
			if !taskforce.Names(taskforce.FactsOfCase(all), seat, w.reg) {
				continue
			}
			if err := w.keepNamedAway(c.ID); err != nil {
				return err
			}
		}
	}
}

// keepNamedAway looks anew who is named in a case, and in all that has to do with it. It is read anew: another may have changed it.
func (w *work) keepNamedAway(id string) error {
	c, err := w.tx.Case(w.ctx, id)
	if err != nil {
		return err
	}
	plan, err := w.plan(c)
	if err != nil {
		return err
	}
	n, err := c.Exclude(plan.Excluded, plan.Offer, w.now)
	if errors.Is(err, casework.ErrAlready) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := w.keepCase(n, "system", "case.exclude", string(n.Lead)); err != nil {
		return err
	}
	if err := w.settle(c, n); err != nil {
		return err
	}
	return w.relatives(n)
}

// theirs lists the other cases of whoever writes now.
func (t *turn) theirs(c casework.Case) ([]casework.Case, error) {
	ids, err := t.tx.CasesBy(t.ctx, t.lane.Person)
	if err != nil {
		return nil, err
	}
	var out []casework.Case
	for _, id := range ids {
		if id == c.ID {
			continue
		}
		o, err := t.tx.Case(t.ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, nil
}

// wishes makes how, when and in which language the reporter wants to be written to hold for all cases of theirs: it is one telephone.
func (t *turn) wishes(c casework.Case) error {
	others, err := t.theirs(c)
	if err != nil {
		return err
	}
	wish := casework.Report{Contact: c.Report.Contact, Lang: c.Report.Lang}
	for _, o := range others {
		if (wish.Contact.Mode == "" || o.Report.Contact == wish.Contact) && (wish.Lang == "" || o.Report.Lang == wish.Lang) {
			continue
		}
		n, err := o.Add(wish, t.now)
		if err != nil {
			return err
		}
		if err := t.saveCase(n, "reporter", "case.contact", c.Code); err != nil {
			return err
		}
	}
	return nil
}

// spread carries what the reporter wrote in one case to their others, which nobody tells apart who is afraid: danger now reaches every
// case that has to do with it, and opens a closed one; any words stop a closing that the reporter has not answered, and are read there
// too. A report of something else learns no words: who is named in the one may hold the other.
func (t *turn) spread(c casework.Case, r casework.Report, cry bool) error {
	others, err := t.theirs(c)
	if err != nil || len(others) == 0 {
		return err
	}
	kin, err := t.kin(c)
	if err != nil {
		return err
	}
	root, err := t.rootOf(c)
	if err != nil {
		return err
	}
	for _, o := range others {
		near := slices.ContainsFunc(kin, func(k casework.Case) bool { return k.ID == o.ID })
		if err := t.carry(o.ID, root.ID, near, r, cry); err != nil {
			return err
		}
	}
	return nil
}

// carry takes words to one case. It is read anew: what was done to another may have changed it.
func (t *turn) carry(id, told string, near bool, r casework.Report, cry bool) error {
	o, err := t.tx.Case(t.ctx, id)
	if err != nil || o.Same {
		return err
	}
	root, err := t.rootOf(o)
	if err != nil || root.ID == told { // read there already
		return err
	}
	loud := cry || r.Danger == casework.DangerNow && o.Report.Danger != casework.DangerNow
	if !near || !loud && len(r.Story) == 0 {
		return t.holdOpen(o, root)
	}
	if !loud && !o.Unconfirmed() {
		return nil
	}
	add := unsaid(o, casework.Report{Story: r.Story})
	if loud {
		if add.Danger = casework.DangerNow; len(add.Story) == 0 && o.Report.Danger == add.Danger {
			return nil // the same cry once more
		}
	}
	n, err := o.Add(add, t.now)
	if err != nil {
		return err
	}
	if err := t.heard(n, "case.add", addedKey(loud)); err != nil || !loud {
		return err
	}
	return t.ringOut(root)
}

// unsaid leaves out words that a case has already.
func unsaid(c casework.Case, r casework.Report) casework.Report {
	var story = r.Story[:0:0]
	for _, words := range r.Story {
		if !slices.Contains(c.Report.Story, words) {
			story = append(story, words)
		}
	}
	r.Story = story
	return r
}

// holdOpen stops a closing that the reporter has not answered, without words: they were said of something else.
func (t *turn) holdOpen(o, root casework.Case) error {
	if root.Status != casework.Closing || o.Close == nil || o.Close.Answer != "" {
		return nil
	}
	n, err := root.KeepOpen("", t.now)
	if err != nil {
		return err
	}
	if err := t.saveCase(n, "reporter", "case.keep_open", ""); err != nil {
		return err
	}
	return t.ownerHears(n, "duty.wrote_on", nil)
}

// ringOut makes the card of an offer be heard once more: somebody cries for help, and nobody has accepted yet. An offer made since is heard
// anyway.
func (t *turn) ringOut(before casework.Case) error {
	c, err := t.tx.Case(t.ctx, before.ID)
	if err != nil || c.Status != casework.Offered || c.Referral().N != before.Referral().N {
		return err
	}
	return t.ringAgain(c, t.concerned(c))
}
