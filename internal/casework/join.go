package casework

import (
	"slices"
	"time"
)

// Named is another case, as the case keeps it.
type Named struct {
	ID, Code string
	Same     bool // of the same reporter, see Join
}

// Passed counts how much of the case it was joined with was passed on to the reporter of a joined case.
type Passed struct{ Questions, Milestones int }

// Join makes two cases that tell of the same thing one: kept goes on with all that both know and with the stricter of both in everything,
// gone ends as a pointer to it. The pointer stays the thread of its own reporter, who is asked, told and heard through it (see Echo and
// Hear); its history stays whole. The seat owns kept, and owns gone or is asked to take it. With same, both are of one reporter:
// what was asked in gone is asked in kept, and nothing is passed on twice.
func Join(kept, gone Case, seat SeatID, same bool, at time.Time) (Case, Case, error) {
	fail := func(m MoveName, c Case, err error) (Case, Case, error) { return kept, gone, moveError(m, c, err) }
	if err := kept.mayWork(MoveGain, seat); err != nil {
		return kept, gone, err
	}
	if err := gone.mayYield(seat); err != nil {
		return kept, gone, err
	}
	if kept.ID == gone.ID || kept.Exercise != gone.Exercise || kept.Training != nil || gone.Training != nil {
		return fail(MoveJoin, gone, ErrUnknown)
	}
	n, err := kept.begin(MoveGain, at)
	if err != nil {
		return kept, gone, err
	}
	g, err := gone.begin(MoveJoin, at)
	if err != nil {
		return kept, gone, err
	}
	n.gain(g, same, at)
	if n.MayNotSee(n.Lead, n.Owner) {
		return fail(MoveGain, kept, ErrExcluded)
	}
	g.yield(n, same, at)
	return n, g, nil
}

// mayYield checks that a seat may end a case in another: it is the seat's, or offered to the seat's task force.
func (c Case) mayYield(seat SeatID) error {
	switch {
	case c.MayNotSee(seat.TaskForce(), seat):
		return moveError(MoveJoin, c, ErrExcluded)
	case c.Lead != seat.TaskForce():
		return moveError(MoveJoin, c, ErrNotOwner)
	case c.Owner != "" && c.Owner != seat:
		return ErrTaken{By: c.Owner, At: c.Referral().AcceptedAt}
	}
	return nil
}

// gain takes over what another case brings. It works on a copy.
func (c *Case) gain(g Case, same bool, at time.Time) {
	p := Plan{Support: g.Support, Excluded: g.Excluded, Priority: g.Priority}
	if c.Mission == "" {
		p.Mission = g.Mission
	}
	c.take(p)
	if c.Incident == "" {
		c.Incident = g.Incident
	}
	for _, v := range g.Victims {
		if !slices.Contains(c.Victims, v) {
			c.Victims = append(c.Victims, v)
		}
	}
	c.Contacts = append(c.Contacts, g.Contacts...)
	c.gainNext(g.Next)
	for _, h := range g.OpenHelps() {
		c.gainHelp(h)
	}
	c.endHelps(at)
	c.Joined = append(c.Joined, Named{g.ID, g.Code, same})
	if same {
		for _, q := range g.OpenQuestions() {
			q.N = len(c.Questions) + 1
			c.Questions = append(c.Questions, q)
		}
	}
	c.await(at)
	c.worked(at)
}

// gainNext takes over what was to come next: of two plans the one with the earlier deadline, so that none is forgotten before its day.
func (c *Case) gainNext(n *Next) {
	switch {
	case n == nil:
		return
	case c.Next == nil, c.Next.Due.IsZero() && !n.Due.IsZero(), !n.Due.IsZero() && n.Due.Before(c.Next.Due):
		copied := *n
		c.Next = &copied
	}
}

// gainHelp takes over a help; whoever helps in both is asked for both at once.
func (c *Case) gainHelp(h Help) {
	if has, ok := c.HelpOf(h.To); ok && h.To != "" {
		c.Helps[has.N-1].Task = join(has.Task, h.Task)
		return
	}
	h.N = len(c.Helps) + 1
	c.Helps = append(c.Helps, h)
}

// yield makes the case a pointer to another. It works on a copy.
func (c *Case) yield(to Case, same bool, at time.Time) {
	c.end(ReferralJoined, "", to.Lead, at)
	for i, h := range c.Helps {
		if h.Open() {
			c.Helps[i].Outcome, c.Helps[i].EndedAt = "joined", at
		}
	}
	c.Status, c.Into, c.Same, c.Support = Merged, Named{to.ID, to.Code, same}, same, nil
	c.Passed = Passed{len(to.Questions), len(to.Milestones)}
	c.Excluded = slices.Clone(to.Excluded)
	if same {
		c.Wait = nil
	}
	c.await(at)
}

// Over tells whether the work is over: the case is closed, or the one that it was joined with is.
func (c Case) Over() bool {
	return c.Status == Closed || c.Status == Merged && c.Close != nil && !c.Close.ConfirmedAt.IsZero()
}

// toClose tells whether closing is proposed, here or in the case that this one was joined with.
func (c Case) toClose() bool {
	return c.Close != nil && (c.Status == Closing || c.Status == Merged && c.Close.ConfirmedAt.IsZero())
}

// Within is a joined case as its reporter meets it: its own thread, and of the other case where that stands and who holds it.
func (c Case) Within(root Case) Case {
	n := c.clone()
	n.Status, n.Lead = root.Status, root.Lead
	return n
}

// Together is what routing and the card go by: the case with what the cases that were joined with it know. What raises the alarm in
// one of them counts; a place holds that was named first.
func (c Case) Together(others ...Case) Case {
	n := c.clone()
	for _, o := range others {
		n.Report.join(o.Report.clone())
		for _, q := range o.clone().Questions {
			q.N = len(n.Questions) + 1
			n.Questions = append(n.Questions, q)
		}
		n.Joined = append(n.Joined, o.Joined...)
		if o.Priority.rank() > n.Priority.rank() {
			n.Priority = o.Priority
		}
	}
	return n
}

// Steps lists what was reached in a case and in those that were joined with it, each once, oldest first.
func (c Case) Steps(others ...Case) []Milestone {
	out := slices.Clone(c.Milestones)
	for _, o := range others {
		for _, m := range o.Milestones {
			if !slices.ContainsFunc(out, func(has Milestone) bool { return has.Kind == m.Kind && has.At.Equal(m.At) && has.By == m.By }) {
				out = append(out, m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Milestone) int { return a.At.Compare(b.At) })
	return out
}

// Reporters counts who tells of the case, as far as its joined cases say.
func (c Case) Reporters() int {
	n := 1
	for _, j := range c.Joined {
		if !j.Same {
			n++
		}
	}
	return n
}

// join adds what another reporter told of the same thing.
func (r *Report) join(o Report) {
	r.Story = append(r.Story, o.Story...)
	r.Files = append(r.Files, o.Files...)
	for role, p := range o.Places {
		if r.Places == nil {
			r.Places = map[PlaceRole]Place{}
		}
		if had := r.Places[role]; !had.Known() {
			r.Places[role] = p
		}
	}
	if o.Danger == DangerNow || o.Danger == DangerSoon && r.Danger != DangerNow || r.Danger == "" {
		r.Danger = o.Danger
	}
	if r.Form == "" || r.Form == FormOther {
		set(&r.Form, o.Form, "")
	}
	raise(&r.Child, o.Child)
	raise(&r.Official, o.Official)
	r.OfficialWho = join(r.OfficialWho, o.OfficialWho)
	r.OfficialAloud = r.OfficialAloud || o.OfficialAloud
}
