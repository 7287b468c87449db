package casework

import (
	"slices"
	"time"

	"siaga/internal/region"
)

// Follow carries out a new plan after new facts. A task force or seat that is excluded loses the case in the same move; an
// offer nobody accepted yet moves to the plan's task force, unless that one had the case before (a refusal is not undone by
// one more message); an owner who may see the case keeps it (they hand over themselves). ErrAlready: nothing changes.
func (c Case) Follow(p Plan, at time.Time) (Case, error) {
	n, err := c.begin(MoveFollow, at)
	if err != nil {
		return c, err
	}
	changed := n.take(p)
	changed = n.hurry(p.Deadline, at) || changed
	n.endHelps(at)
	moves := c.Status == Offered && !c.had(p.To) || n.MayNotSee(c.Lead, c.Owner)
	if !moves && !changed {
		return c, moveError(MoveFollow, c, ErrAlready)
	}
	if !moves {
		return n, nil
	}
	n.end(ReferralRerouted, "", p.To, at)
	return n.pass(c, MoveFollow, p.To, p.Offer, at)
}

// Exclude keeps the case from task forces or seats. When one of them has it now, the case goes to o in the same move;
// otherwise o is not used. A case that is closed or not referred yet stays where it is.
func (c Case) Exclude(xs []Exclusion, o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveExclude, at)
	if err != nil {
		return c, err
	}
	if !n.take(Plan{Excluded: xs}) {
		return c, moveError(MoveExclude, c, ErrAlready)
	}
	n.endHelps(at)
	if c.Status == New || c.Status == Closed || c.Status == Merged || !n.MayNotSee(c.Lead, c.Owner) {
		return n, nil
	}
	n.end(ReferralRerouted, "", o.To, at)
	return n.pass(c, MoveExclude, o.To, o, at)
}

// take adds what a plan says beside its offer, and tells whether that changed anything. It works on a copy.
func (c *Case) take(p Plan) bool {
	before := len(c.Excluded)
	for _, x := range p.Excluded {
		if !slices.Contains(c.Excluded, x) {
			c.Excluded = append(c.Excluded, x)
		}
	}
	changed := len(c.Excluded) != before
	for _, s := range p.Support {
		changed = c.support(s) || changed
	}
	c.Support = slices.DeleteFunc(c.Support, func(s Support) bool { return c.MayNotSee(s.To, "") })
	if p.Mission != "" && p.Mission != c.Mission {
		c.Mission, changed = p.Mission, true
	}
	if p.Priority.rank() > c.Priority.rank() {
		c.Priority, changed = p.Priority, true
	}
	return changed
}

// hurry shortens the time of an offer that nobody has accepted to what is allowed from now on: new words may have raised the priority.
func (c *Case) hurry(deadline, at time.Time) bool {
	if c.Status != Offered || !deadline.After(at) || !deadline.Before(c.Referral().Due()) {
		return false
	}
	if r := c.newest(); r.Alarms > 0 {
		r.AlarmedAt, r.Again = at, deadline
	} else {
		r.Deadline = deadline
	}
	return true
}

// support adds a supporting task force or widens what it may see.
func (c *Case) support(s Support) bool {
	if c.MayNotSee(s.To, "") || s.To == c.Lead {
		return false
	}
	i := slices.IndexFunc(c.Support, func(o Support) bool { return o.To == s.To })
	if i < 0 {
		c.Support = append(c.Support, Support{To: s.To, See: slices.Clone(s.See), Why: s.Why})
		return true
	}
	changed := false
	for _, f := range s.See {
		if !slices.Contains(c.Support[i].See, f) {
			c.Support[i].See, changed = append(c.Support[i].See, f), true
		}
	}
	return changed
}

// had tells whether the case was ever offered to a task force.
func (c Case) had(tf region.Code) bool {
	return slices.ContainsFunc(c.Referrals, func(r Referral) bool { return r.To == tf })
}

// rank orders priorities; an empty one is lowest.
func (p Priority) rank() int { return 1 + slices.Index([]Priority{Ordinary, Urgent, Imminent}, p) }
