package offer

import (
	"slices"
	"strings"
)

// Listing is what the register of licensed agencies says of a name.
type Listing string

// What it can say; nothing when no register was imported or the text names no agency.
const (
	Unasked Listing = ""
	Listed  Listing = "in"
	Missing Listing = "out"
	Lapsed  Listing = "lapsed" // it stands there with a licence that does not hold

	Borrowed Listing = "borrowed" // of a licence number: it stands there under another name
)

// seenBefore is the code of something that several earlier reports named.
const seenBefore = "seen_before"

// With adds what is known from outside the text: traces that earlier reports named, and what the register says. Either can only
// make an offer look worse: a name in the register lowers nothing.
func (a Assessment) With(known []Trace, listing Listing) Assessment {
	if len(known) > 0 {
		a = a.seen(known[0].Span)
	}
	if a.Grade == Low && (listing == Missing || listing == Lapsed) {
		a.Grade, a.Outside = Caution, true
	}
	return a
}

// WithLicence adds what the register says of a licence number in the text: one that is not there, that does not hold, or that is
// another's is to be verified first. One that is as it should be lowers nothing.
func (a Assessment) WithLicence(listing Listing, number string) Assessment {
	code, weight := "claims_legal_unverified", 3
	switch {
	case listing == Borrowed:
		code, weight = "unlicensed", 6
	case listing != Missing && listing != Lapsed || a.Grade == NotOffer:
		return a
	}
	if a.Grade == Low {
		a.Grade, a.Outside = Caution, true
	}
	if !slices.Contains(a.Codes(), code) {
		i := slices.IndexFunc(a.Reasons, func(r Reason) bool { return r.Weight < weight })
		if i < 0 {
			i = len(a.Reasons)
		}
		a.Reasons = slices.Insert(slices.Clone(a.Reasons), i, Reason{Code: code, Span: number, Weight: weight, Register: true})
	}
	return a
}

func (a Assessment) seen(span string) Assessment {
	switch {
	case a.Grade == NotOffer && (a.Redirect == "news" || a.Redirect == "report" || a.Redirect == "emergency"):
		return a // a warning may name the very number it warns of
	case a.Grade == NotOffer, a.Grade == Low:
		a.Grade, a.Redirect = Caution, ""
	default:
		a.Grade = High
	}
	i := slices.IndexFunc(a.Reasons, func(r Reason) bool { return r.Weight < 10 })
	if i < 0 {
		i = len(a.Reasons)
	}
	i = min(i, 2) // among the reasons that are shown at once
	a.Reasons = slices.Insert(slices.Clone(a.Reasons), i, Reason{Code: seenBefore, Span: span, Weight: 6})
	return a
}

// Agencies are the names in a text that may be agencies; only an offer abroad, or one that speaks of a licence, names any.
func (e Entities) Agencies() []string {
	if len(e.Countries)+len(e.Licences)+len(e.JobOrders) == 0 {
		return nil
	}
	var out []string
	for _, c := range e.Companies {
		if strings.HasPrefix(strings.ToLower(c), "pt") {
			out = append(out, c)
		}
	}
	return out
}
