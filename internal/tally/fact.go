package tally

import (
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// Fact is all that is ever counted of one case: codes and days, never words, names, ages or places below a kabupaten.
type Fact struct {
	Lead      region.Code // who holds it now: the newest owner counts it, and nobody else
	Opened    string      // day
	Priority  casework.Priority
	Form      casework.Form
	Origin    string // province the victim comes from, see Origin
	Goal      string // where to, see Goal
	Route     string // origin, transit and goal
	Lang      string
	Closed    string // day, empty while open
	Reason    casework.CloseReason
	Confirmed casework.YesNo // what the reporter said when asked whether it is over
	Steps     []Step
	Offers    []Offer
}

// Step is a milestone, on the day it was noted for the first time.
type Step struct {
	Kind casework.MilestoneKind
	Day  string
}

// Offer is one referral as its task force answers for it. Times in seconds; -1: it did not happen.
type Offer struct {
	N       int
	To      region.Code
	Day     string
	Outcome string // accepted, refused, lapsed, moved, or waiting
	Accept  int64  // from the offer to the acceptance
	Begin   int64  // from the acceptance to the first deed of the owner: read, asked, noted
	Limit   int64  // from the offer to its deadline
}

// The outcomes of an offer.
const (
	Accepted = "accepted"
	Refused  = "refused"
	Lapsed   = "lapsed"
	Moved    = "moved"   // taken away before it was answered: a place became known, or somebody is excluded
	Waiting  = "waiting" // not answered when it was counted
)

// Unknown stands in a cell where nothing was said.
const Unknown = "?"

// FactOf gives what is counted of a case; ok is false for exercises and training, and for a case that was joined with
// another, which counts for both.
func FactOf(c casework.Case) (f Fact, ok bool) {
	if c.Exercise || c.Training != nil || c.Status == casework.Merged || c.Status == casework.New {
		return Fact{}, false
	}
	f = Fact{Lead: c.Lead, Opened: Day(c.OpenedAt), Priority: c.Priority, Form: c.Report.Form, Origin: origin(c.Report), Goal: goal(c.Report),
		Lang: orUnknown(c.Report.Lang)}
	if f.Form == "" {
		f.Form = casework.FormOther
	}
	f.Route = strings.Join([]string{f.Origin, transit(c.Report), f.Goal}, ">")
	if c.Close != nil && c.Status == casework.Closed {
		f.Closed, f.Reason, f.Confirmed = Day(c.ChangedAt), c.Close.Reason, c.Close.Answer
		if !c.Close.ConfirmedAt.IsZero() {
			f.Closed = Day(c.Close.ConfirmedAt)
		}
	}
	seen := map[casework.MilestoneKind]bool{}
	for _, m := range c.Milestones {
		if !seen[m.Kind] {
			seen[m.Kind] = true
			f.Steps = append(f.Steps, Step{m.Kind, Day(m.At)})
		}
	}
	for _, r := range c.Referrals {
		f.Offers = append(f.Offers, offerOf(r))
	}
	return f, true
}

func offerOf(r casework.Referral) Offer {
	o := Offer{N: r.N, To: r.To, Day: Day(r.OfferedAt), Accept: seconds(r.OfferedAt, r.AcceptedAt), Begin: seconds(r.AcceptedAt, r.BegunAt),
		Limit: seconds(r.OfferedAt, r.Deadline)}
	switch {
	case !r.AcceptedAt.IsZero():
		o.Outcome = Accepted
	case r.Status == casework.ReferralRefused:
		o.Outcome = Refused
	case r.Status == casework.ReferralLapsed:
		o.Outcome = Lapsed
	case r.EndedAt.IsZero():
		o.Outcome = Waiting
	default:
		o.Outcome = Moved
	}
	return o
}

func seconds(from, to time.Time) int64 {
	if from.IsZero() || to.IsZero() {
		return -1
	}
	return max(0, int64(to.Sub(from)/time.Second))
}

// origin is the province the victim comes from: home, else where somebody was recruited.
func origin(r casework.Report) string {
	for _, role := range []casework.PlaceRole{casework.Home, casework.Recruitment} {
		if p := province(r.Places[role]); p != "" {
			return p
		}
	}
	return Unknown
}

// goal is where it goes or went: a country, "sea", or a province.
func goal(r casework.Report) string {
	for _, role := range []casework.PlaceRole{casework.Destination, casework.VictimNow, casework.Incident} {
		if w := where(r.Places[role]); w != "" {
			return w
		}
	}
	return Unknown
}

func transit(r casework.Report) string { return where(r.Places[casework.Transit]) }

func where(p casework.Place) string {
	switch {
	case p.Abroad():
		return p.Country
	case p.AtSea:
		return "sea"
	}
	return province(p)
}

func province(p casework.Place) string {
	if p.Abroad() {
		return ""
	}
	return string(p.Code.Province())
}

func orUnknown(s string) string {
	if s == "" {
		return Unknown
	}
	return s
}
