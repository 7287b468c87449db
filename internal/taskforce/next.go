package taskforce

import (
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Whys are the message keys of offers that no routing rule made.
const (
	WhyLapsed   = "route.why.lapsed"   // nobody accepted in time
	WhyNamed    = "route.why.named"    // the officer before named this task force
	WhyCovers   = "route.why.covers"   // it covers for the one named, where nobody answers
	WhyProvince = "route.why.province" // second bounce: the province decides
	WhyRuled    = "route.why.ruled"    // the province decided so
	WhyUnbegun  = "route.why.unbegun"  // accepted, but nothing followed
)

// OfferTo is an offer with the deadline of the case's priority.
func OfferTo(tf region.Code, why string, p casework.Priority, now time.Time) casework.Offer {
	return casework.Offer{To: tf, Why: why, Deadline: now.Add(ClockFor(p).Next)}
}

// AfterLapse is where a case goes whose offer nobody accepted: upwards to the first that answers. At pusat it is offered
// to pusat again, with alarm set: the clock never stops and people outside the bot must be called.
func (r *Register) AfterLapse(c casework.Case, now time.Time) (o casework.Offer, alarm bool) {
	to := r.next(c.Lead, c.Excluded)
	o = OfferTo(to, WhyLapsed, c.Priority, now)
	was := c.Referral()
	o.Decide = was.Decide || was.Ruled != "" // what the province decided did not help, or it did not decide: it goes on as a decision
	return o, c.Lead == Pusat || !r.live(to, c.Excluded)
}

// AfterRefusal is where a refused case goes when the officer named the next owner: there, if somebody answers; else to who
// covers for it; after a second bounce to the province or pusat, which decide. False: nobody else answers than the one who
// refuses, who must keep it or name another.
func (r *Register) AfterRefusal(c casework.Case, named region.Code, now time.Time) (casework.Offer, bool) {
	to, why := named, WhyNamed
	switch {
	case c.Lead.Level() == region.RegencyLevel && named.Level() == region.RegencyLevel && c.Bounced() >= 1:
		to, why = r.next(c.Lead, c.Excluded), WhyProvince
		if to.Level() == region.RegencyLevel { // a kabupaten that covers is no province
			to = r.next(to, c.Excluded)
		}
	case !r.live(named, c.Excluded):
		to, why = r.next(named, append(slices.Clone(c.Excluded), casework.Exclusion{TaskForce: c.Lead})), WhyCovers
	}
	o := OfferTo(to, why, c.Priority, now)
	o.Deadline = goesOn(c, o.Deadline, now)
	o.Decide = c.Lead.Level() == region.RegencyLevel && to.Level() != region.RegencyLevel && c.Bounced() >= 1
	return o, to != c.Lead
}

// AfterRuling is where a case goes when the province or pusat decided who takes it: there and nowhere else. False: nobody
// answers there who may see the case.
func (r *Register) AfterRuling(c casework.Case, named region.Code, now time.Time) (casework.Offer, bool) {
	return OfferTo(named, WhyRuled, c.Priority, now), r.live(named, c.Excluded) && named != c.Lead
}

// AfterNothing is where an accepted case goes with which nothing was done: to the others of the same task force, else upwards.
func (r *Register) AfterNothing(c casework.Case, now time.Time) casework.Offer {
	out := append(slices.Clone(c.Excluded), casework.Exclusion{TaskForce: c.Lead, Seat: c.Owner})
	return r.Anew(c, out, WhyUnbegun, now)
}

// goesOn keeps the clock of a refused case running: however often it is refused, the way up ends no later than the time to
// pusat after the first offer that nobody accepted; but each one asked has the time of the next seat.
func goesOn(c casework.Case, deadline, now time.Time) time.Time {
	first := c.Referral().OfferedAt
	for _, r := range slices.Backward(c.Referrals) {
		if !r.AcceptedAt.IsZero() {
			break
		}
		first = r.OfferedAt
	}
	clock := ClockFor(c.Priority)
	end := first.Add(clock.Pusat)
	if least := now.Add(clock.NextSeat); end.Before(least) {
		end = least
	}
	if end.Before(deadline) {
		return end
	}
	return deadline
}

// AfterHandOver is where a case goes that its owner hands over: to the own task force anew, to the one named if somebody
// answers there, else to who covers for it. Check c.MayNotSee for the one named first.
func (r *Register) AfterHandOver(c casework.Case, named region.Code, now time.Time) casework.Offer {
	if named == c.Lead {
		return r.Anew(c, c.Excluded, WhyNamed, now)
	}
	if r.live(named, c.Excluded) {
		return OfferTo(named, WhyNamed, c.Priority, now)
	}
	return OfferTo(r.next(named, c.Excluded), WhyCovers, c.Priority, now)
}

// Anew is where a case goes that must leave its seat or task force (owner out, hand-over to the own colleagues, conflict of
// interest): the same task force if somebody else answers there, else upwards. Pass the exclusions that will hold.
func (r *Register) Anew(c casework.Case, out []casework.Exclusion, why string, now time.Time) casework.Offer {
	to := c.Lead
	if !r.live(to, out) {
		to = r.next(to, out)
	}
	return OfferTo(to, why, c.Priority, now)
}

// NextOwners are the task forces an officer may name when refusing or handing over: those of the case's places, their
// provinces, pusat, then the nearest neighbours; only where somebody answers who may see the case, never the one who has
// it. When a second bounce is due (see casework), only provinces and pusat.
func (r *Register) NextOwners(c casework.Case, limit int) []region.Code {
	var list []region.Code
	up := c.Lead.Level() == region.RegencyLevel && c.Bounced() >= 1
	add := func(code region.Code) {
		if code == "" || code == c.Lead || slices.Contains(list, code) || !r.live(code, c.Excluded) {
			return
		}
		if !up || code.Level() != region.RegencyLevel {
			list = append(list, code)
		}
	}
	for _, role := range placeOrder() {
		add(c.Report.Places[role].Code.Regency())
	}
	add(c.Lead.Province())
	for _, role := range placeOrder() {
		add(c.Report.Places[role].Code.Province())
	}
	add(Pusat)
	for _, code := range r.Neighbours(c.Lead, 2*limit) {
		add(code)
	}
	return list[:min(limit, len(list))]
}

// placeOrder is the order in which the six places decide.
func placeOrder() []casework.PlaceRole {
	return []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Home, casework.Transit,
		casework.Destination}
}
