package selfcheck

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/directory"
	"siaga/internal/offer"
	"siaga/internal/private"
)

// judge weighs everything shown and answered, with what is known from outside of it.
func (d desk) judge(s *flows.Scene) offer.Assessment {
	a := d.assess(words(s), answers(s))
	var known []offer.Trace
	if s.Env.Known != nil {
		known = s.Env.Known(words(s))
	}
	_, listing, _ := listingOf(s, a)
	number, licence, _ := licenceOf(s, a)
	return a.With(known, listing).WithLicence(licence, number)
}

// licenceOf gives the first licence number of the offer and what the register says of it; the first that is not as it should be
// counts before all others.
func licenceOf(s *flows.Scene, a offer.Assessment) (number string, listing offer.Listing, day directory.Date) {
	if s.Env.Licence == nil || a.Grade == offer.NotOffer {
		return "", offer.Unasked, ""
	}
	for _, n := range a.Entities.Licences {
		found, asOf := s.Env.Licence(n, a.Entities.Agencies())
		if found != offer.Unasked && (listing == offer.Unasked || listing == offer.Listed) {
			number, listing, day = n, found, directory.DateOf(asOf)
		}
	}
	return number, listing, day
}

// notorious tells whether words name something that earlier reports named.
func notorious(s *flows.Scene, words private.Text) bool {
	return s.Env.Known != nil && len(s.Env.Known(words.Reveal())) > 0
}

// listingOf gives the first agency that the offer names and what the register says of it; the first that is not as it should be
// counts before all others.
func listingOf(s *flows.Scene, a offer.Assessment) (name string, listing offer.Listing, day directory.Date) {
	if s.Env.Listing == nil || a.Grade == offer.NotOffer {
		return "", offer.Unasked, ""
	}
	for _, n := range a.Entities.Agencies() {
		found, asOf := s.Env.Listing(n)
		if found == offer.Unasked {
			return "", found, ""
		}
		if listing == offer.Unasked || listing == offer.Listed {
			name, listing, day = n, found, directory.DateOf(asOf)
		}
	}
	return name, listing, day
}

// sayListing says what the register says, after the result: of the number where that is not as it should be and the name is, else of
// the name.
func sayListing(s *flows.Scene, a offer.Assessment) {
	name, listing, day := listingOf(s, a)
	number, licence, asOf := licenceOf(s, a)
	if (listing == offer.Unasked || listing == offer.Listed) && licence != offer.Unasked && licence != offer.Listed {
		s.Say("check.p3mi.number", flows.Data{"date": asOf.In(s.C.Lang == "en"), "number": private.NewText(shorten(number, 40))})
		return
	}
	if listing == offer.Unasked {
		return
	}
	s.Say("check.p3mi."+string(listing), flows.Data{"date": day.In(s.C.Lang == "en"), "name": private.NewText(shorten(name, 40))})
}

// paySpans are amounts as they stand in the text, with what was read where that is not plain: "15jt (Rp15.000.000)".
func paySpans(list []offer.Pay) []string {
	var out []string
	for _, p := range list {
		span := shorten(p.Span, 30)
		if plain := amount(p); plain != "" && !strings.Contains(digits(span), strconv.FormatInt(p.Max, 10)) {
			span += " (" + plain + ")"
		}
		out = append(out, span)
	}
	return out
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

// amount writes an amount in full, "Rp15.000.000"; "" when the currency is not known.
func amount(p offer.Pay) string {
	switch {
	case p.Currency == "":
		return ""
	case p.Min != p.Max && p.Min > 0:
		return sign(p.Currency) + dotted(p.Min) + "-" + dotted(p.Max)
	}
	return sign(p.Currency) + dotted(p.Max)
}

func sign(currency string) string {
	if currency == "IDR" {
		return "Rp"
	}
	return currency + " "
}

// dotted groups the digits by threes.
func dotted(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

// ages are the ages read, both ends of a range.
func ages(list []int) []string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	if len(out) == 2 {
		return []string{out[0] + "-" + out[1]}
	}
	return out
}
