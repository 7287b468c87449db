package casework

import (
	"slices"
	"time"

	"siaga/internal/region"
)

// Offer is where a case goes next: every move that ends a referral carries one, so that a case is never with nobody.
type Offer struct {
	To       region.Code
	Why      string    // message key: why this task force
	Deadline time.Time // when it lapses; after the time of the move
	Decide   bool      // the one asked decides who takes the case
	Ruled    region.Code
}

// Plan is what routing decided about a case.
type Plan struct {
	Offer
	Support  []Support
	Excluded []Exclusion
	Mission  string
	Priority Priority // only ever raises the case's priority
}

// Open makes a case of a report. It is not complete before its first Refer: everything up to and including that is one
// change and has Version 1; each later move raises the version by one. Start does both.
func Open(id, code string, r Report, exercise bool, at time.Time) Case {
	return Case{ID: id, Code: code, Version: 1, Status: New, Priority: r.Assess(), Report: r.clone(), Exercise: exercise,
		OpenedAt: at, ChangedAt: at}
}

// Start opens a case and carries out its first plan, ready to be stored.
func Start(id, code string, r Report, exercise bool, p Plan, at time.Time) (Case, error) {
	c := Open(id, code, r, exercise, at)
	c.take(p)
	return c.Refer(p.Offer, at)
}

// Refer offers a newly opened case to its first task force.
func (c Case) Refer(o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveRefer, at)
	if err != nil {
		return c, err
	}
	return n.pass(c, MoveRefer, "", o, at)
}

// Accept makes a seat of the task force asked the owner. When somebody was first the error is ErrTaken with seat and time.
func (c Case) Accept(seat SeatID, tf region.Code, at time.Time) (Case, error) {
	if c.MayNotSee(tf, seat) {
		return c, moveError(MoveAccept, c, ErrExcluded)
	}
	if tf != c.Lead {
		return c, moveError(MoveAccept, c, ErrNotOwner)
	}
	if c.Owner != "" {
		return c, ErrTaken{By: c.Owner, At: c.Referral().AcceptedAt}
	}
	n, err := c.begin(MoveAccept, at)
	if err != nil {
		return c, err
	}
	r := n.newest()
	r.Status, r.AcceptedAt, r.AcceptedBy = ReferralAccepted, at, seat
	r.Warned, r.WarnedAt = 0, time.Time{}
	n.Status, n.Owner = Accepted, seat
	return n, nil
}

// Refuse passes an offered case on. The officer names the next owner; o says where it really goes, which differs when the
// one named cannot take it, and must be a province or pusat after a second bounce (ErrProvince). The refusing task force
// cannot get it back by its own refusal.
func (c Case) Refuse(seat SeatID, reason string, named region.Code, o Offer, at time.Time) (Case, error) {
	if err := c.mayAnswer(MoveRefuse, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveRefuse, at)
	if err != nil {
		return c, err
	}
	if c.Referral().Ruled != "" {
		return c, moveError(MoveRefuse, c, ErrRuled)
	}
	if o.To == c.Lead || named == "" || reason == "" {
		return c, moveError(MoveRefuse, c, ErrNoNext)
	}
	n.end(ReferralRefused, reason, named, at)
	if n.NeedsProvince() && o.To.Level() == region.RegencyLevel {
		return c, moveError(MoveRefuse, c, ErrProvince)
	}
	return n.pass(c, MoveRefuse, named, o, at)
}

// Lapse ends an offer nobody accepted and passes the case on. It refuses before the deadline, so a timer that comes early
// (or twice) changes nothing.
func (c Case) Lapse(o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveLapse, at)
	if err != nil {
		return c, err
	}
	if at.Before(c.Referral().Due()) {
		return c, moveError(MoveLapse, c, ErrState)
	}
	n.end(ReferralLapsed, "", o.To, at)
	return n.pass(c, MoveLapse, o.To, o, at)
}

// Renew keeps an offer open that nobody accepts and above which there is nobody: it is the same offer, with the time at which the alarm is
// raised anew. Its deadline stays what it was, so the case is late. It refuses before that time, as Lapse does.
func (c Case) Renew(again, at time.Time) (Case, error) {
	n, err := c.begin(MoveRenew, at)
	if err != nil {
		return c, err
	}
	if r := c.Referral(); at.Before(r.Due()) || !again.After(at) {
		return c, moveError(MoveRenew, c, ErrState)
	}
	r := n.newest()
	r.Alarms, r.AlarmedAt, r.Again = r.Alarms+1, at, again
	return n, nil
}

// Stuck tells that the offer came after one to the same task force that lapsed: nobody above it could be asked.
func (c Case) Stuck() bool {
	i := len(c.Referrals) - 2
	return c.Status == Offered && i >= 0 && c.Referrals[i].Status == ReferralLapsed && c.Referrals[i].To == c.Lead
}

// HandOver passes an accepted case on: to another task force, or anew to the owner's own (end of shift).
func (c Case) HandOver(seat SeatID, reason string, named region.Code, o Offer, at time.Time) (Case, error) {
	if err := c.mayWork(MoveHandOver, seat); err != nil {
		return c, err
	}
	n, err := c.begin(MoveHandOver, at)
	if err != nil {
		return c, err
	}
	n.end(ReferralHanded, reason, named, at)
	return n.pass(c, MoveHandOver, named, o, at)
}

// Reroute takes the case from where it is and offers it elsewhere: the place became known, or the owner is out.
func (c Case) Reroute(o Offer, at time.Time) (Case, error) {
	n, err := c.begin(MoveReroute, at)
	if err != nil {
		return c, err
	}
	n.end(ReferralRerouted, "", o.To, at)
	return n.pass(c, MoveReroute, o.To, o, at)
}

// Bounced counts refusals by kabupaten and kota since a province or pusat last had the case and passed it on.
func (c Case) Bounced() int {
	n := 0
	for _, r := range c.Referrals {
		switch {
		case r.EndedAt.IsZero():
		case r.To.Level() != region.RegencyLevel:
			n = 0
		case r.Status == ReferralRefused:
			n++
		}
	}
	return n
}

// NeedsProvince tells that the case bounced a second time, so that a province or pusat must decide who gets it.
func (c Case) NeedsProvince() bool { return c.Bounced() >= 2 }

// begin copies the case for one move, after checking that the move is legal.
func (c Case) begin(m MoveName, at time.Time) (Case, error) {
	if err := c.legal(m); err != nil {
		return c, err
	}
	n := c.clone()
	if len(c.Referrals) > 0 {
		n.Version++
	}
	n.ChangedAt = at
	return n, nil
}

// end closes the newest referral; pass opens the next one. Between the two the case is nobody's, so they come in pairs.
func (c *Case) end(s ReferralStatus, reason string, next region.Code, at time.Time) {
	r := c.newest()
	r.Status, r.EndedAt, r.Reason, r.Next = s, at, reason, next
	c.Owner = ""
	c.undoClosing("", at)
}

// pass offers the case, or gives back the case as it was before with the reason why not.
func (c Case) pass(before Case, m MoveName, named region.Code, o Offer, at time.Time) (Case, error) {
	if o.To == "" || !o.Deadline.After(at) {
		return before, moveError(m, before, ErrNoNext)
	}
	if c.MayNotSee(o.To, "") || named != "" && c.MayNotSee(named, "") {
		return before, moveError(m, before, ErrExcluded)
	}
	c.Referrals = append(c.Referrals, Referral{N: len(c.Referrals) + 1, To: o.To, Status: ReferralOffered, OfferedAt: at,
		Deadline: o.Deadline, Why: o.Why, Decide: o.Decide, Ruled: o.Ruled})
	c.Status, c.Lead, c.Owner = Offered, o.To, ""
	c.await(at)
	c.Support = slices.DeleteFunc(c.Support, func(s Support) bool { return s.To == o.To })
	c.endHelps(at)
	return c, nil
}

// newest is the newest referral, to be changed on a copy.
func (c *Case) newest() *Referral { return &c.Referrals[len(c.Referrals)-1] }

// mayAnswer checks a seat that answers an offer.
func (c Case) mayAnswer(m MoveName, seat SeatID) error {
	switch {
	case c.MayNotSee(seat.TaskForce(), seat):
		return moveError(m, c, ErrExcluded)
	case seat.TaskForce() != c.Lead:
		return moveError(m, c, ErrNotOwner)
	case c.Owner != "":
		return ErrTaken{By: c.Owner, At: c.Referral().AcceptedAt}
	}
	return nil
}

// mayWork checks that a seat owns the case.
func (c Case) mayWork(m MoveName, seat SeatID) error {
	switch {
	case c.MayNotSee(seat.TaskForce(), seat):
		return moveError(m, c, ErrExcluded)
	case c.Owner == "" || seat != c.Owner:
		return moveError(m, c, ErrNotOwner)
	}
	return nil
}
