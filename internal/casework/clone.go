package casework

import (
	"maps"
	"slices"
)

// clone copies a case with all its slices and maps, so that a change to the copy never reaches the original.
func (c Case) clone() Case {
	c.Report = c.Report.clone()
	c.Referrals = slices.Clone(c.Referrals)
	c.Excluded = slices.Clone(c.Excluded)
	c.Milestones = slices.Clone(c.Milestones)
	c.Closures = slices.Clone(c.Closures)
	c.Notes = slices.Clone(c.Notes)
	c.Contacts = slices.Clone(c.Contacts)
	c.Victims = slices.Clone(c.Victims)
	c.Helps = slices.Clone(c.Helps)
	c.Joined = slices.Clone(c.Joined)
	c.Rights = slices.Clone(c.Rights)
	c.Orders = slices.Clone(c.Orders)
	for i := range c.Orders {
		c.Orders[i].Words, c.Orders[i].Told = slices.Clone(c.Orders[i].Words), slices.Clone(c.Orders[i].Told)
	}
	if c.Hold != nil {
		h := *c.Hold
		h.By = slices.Clone(h.By)
		c.Hold = &h
	}
	c.Parted = slices.Clone(c.Parted)
	c.Support = slices.Clone(c.Support)
	for i := range c.Support {
		c.Support[i].See = slices.Clone(c.Support[i].See)
	}
	c.Questions = slices.Clone(c.Questions)
	for i := range c.Questions {
		c.Questions[i].Files = slices.Clone(c.Questions[i].Files)
	}
	if c.Next != nil {
		copied := *c.Next
		c.Next = &copied
	}
	if c.Close != nil {
		copied := *c.Close
		c.Close = &copied
	}
	if c.Identity != nil {
		copied := *c.Identity
		c.Identity = &copied
	}
	if c.Wait != nil {
		copied := *c.Wait
		c.Wait = &copied
	}
	return c
}

// clone copies a report with its slices and map.
func (r Report) clone() Report {
	r.Story = slices.Clone(r.Story)
	r.Files = slices.Clone(r.Files)
	r.Places = maps.Clone(r.Places)
	return r
}

// add merges later words into a report; the rules are those of Case.Add. It works on a copy.
func (r *Report) add(more Report) {
	r.Story = append(r.Story, more.Story...)
	r.Files = append(r.Files, more.Files...)
	for role, p := range more.Places {
		if r.Places == nil {
			r.Places = map[PlaceRole]Place{}
		}
		r.Places[role] = p
	}
	set(&r.Danger, more.Danger, DangerUnknown)
	set(&r.Role, more.Role, "")
	set(&r.Form, more.Form, "")
	set(&r.Lang, more.Lang, "")
	set(&r.Consent, more.Consent, "")
	set(&r.CheckIn, more.CheckIn, "")
	raise(&r.Child, more.Child)
	raise(&r.Official, more.Official)
	r.OfficialWho = join(r.OfficialWho, more.OfficialWho)
	r.OfficialAloud = r.OfficialAloud || more.OfficialAloud
	if more.Contact.Mode != "" {
		r.Contact = more.Contact
	}
}

// set takes a new answer unless it says nothing.
func set[T ~string](old *T, answer, nothing T) {
	if answer != "" && answer != nothing {
		*old = answer
	}
}

// raise takes a new answer unless "yes" was said before.
func raise(old *YesNo, answer YesNo) {
	if *old != Yes {
		set(old, answer, Unknown)
	}
}
