package casework

import "time"

// Reseat gives a case to another seat of the task force that holds it: at the end of a shift, or when its coordinator spreads the work.
// The task force and the clock stay; the history tells who had it from when. A proposed closing must be judged first.
func (c Case) Reseat(to SeatID, reason string, at time.Time) (Case, error) {
	n, err := c.begin(MoveReseat, at)
	switch {
	case err != nil:
		return c, err
	case to.TaskForce() != c.Lead:
		return c, moveError(MoveReseat, c, ErrNotOwner)
	case c.MayNotSee(to.TaskForce(), to):
		return c, moveError(MoveReseat, c, ErrExcluded)
	case to == c.Owner:
		return c, moveError(MoveReseat, c, ErrAlready)
	}
	why := c.Referral().Why
	n.end(ReferralHanded, reason, c.Lead, at)
	n.Referrals = append(n.Referrals, Referral{N: len(n.Referrals) + 1, To: c.Lead, Status: ReferralAccepted, OfferedAt: at, Deadline: at,
		AcceptedAt: at, AcceptedBy: to, Why: why})
	n.Owner = to
	return n, nil
}
