package selfcheck

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/offer"
	"siaga/internal/private"
)

// shownReasons is how many reasons stand in the result; the others come on request.
const shownReasons = 3

// Bounds of a list of reasons in characters, so that no message passes 900: alone, and beside telephone numbers.
const (
	maxLines   = 560
	fewerLines = 260
)

// weigh is the junction after everything that was shown or answered: what already happened goes first, then what is no offer,
// else the result is said at once.
func (d desk) weigh(s *flows.Scene) string {
	s.C.Trail, s.C.Aside = nil, ""
	if words(s) == "" && len(answers(s)) == 0 && shown(s) {
		return "file"
	}
	if k := lateness(newest(s)); k != notLate && s.Get("late") != string(held) && s.Get("late") != string(k) {
		s.Keep("late", string(k))
		return "late"
	}
	a := d.judge(s)
	if a.Grade == offer.NotOffer {
		return astray(s, a)
	}
	s.Say("check.verdict", d.verdict(s, a))
	sayListing(s, a)
	s.Keep("fresh", "1")
	return "result"
}

// newest is the text shown last.
func newest(s *flows.Scene) string {
	list := s.C.Lists[listText]
	if len(list) == 0 {
		return ""
	}
	return list[len(list)-1].Reveal()
}

// astray finds the right way for what is no offer.
func astray(s *flows.Scene, a offer.Assessment) string {
	if (a.Redirect == "report" || a.Redirect == "emergency") && !s.C.Has("late") {
		s.Keep("late", string(paid))
		return "late"
	}
	kind := a.Redirect
	switch kind {
	case "goods", "news", "learn":
	default:
		kind = "chat"
	}
	if words(s) == "" && len(answers(s)) == 0 {
		kind = "empty"
	}
	s.Keep("other", kind)
	s.C.Lists[listAside] = slices.Concat(s.C.Lists[listAside], s.C.Lists[listText], fromPictures(s))
	s.C.Lists[listText], s.C.Lists[listSeen] = nil, nil
	return "other"
}

func otherData(s *flows.Scene) flows.Data {
	return flows.Data{"text": s.Label("check.other." + s.Get("other"))}
}

// verdict is the data of the result.
func (d desk) verdict(s *flows.Scene, a offer.Assessment) flows.Data {
	joined := ""
	switch {
	case len(s.C.Lists[listSeen]) > 0:
		joined = s.Label("check.misread")
	case len(s.C.Lists[listText]) > 1:
		joined = s.Label("check.joined")
	}
	first, _ := split(a)
	return flows.Data{"verdict": flows.Word("check.grade." + string(a.Grade)), "joined": joined,
		"why": whyLines(s, a, first, maxLines), "read": private.NewText(entityLine(s, a.Entities))}
}

// split parts the reasons into those shown at once and the others. That details are missing is a reason of its own only where
// there is hardly another.
func split(a offer.Assessment) (first, more []offer.Reason) {
	if a.Grade == offer.Low {
		return nil, a.Reasons
	}
	for _, r := range a.Reasons {
		if r.Register {
			continue // said by sayListing
		}
		if len(first) < shownReasons && (r.Code != "details_missing" || len(a.Reasons) <= 2) {
			first = append(first, r)
		} else {
			more = append(more, r)
		}
	}
	if len(first) == 0 && !a.Outside {
		first = []offer.Reason{{Code: "details_missing"}} // what makes it a "caution" is what is not told
	}
	return first, more
}

// whyLines writes reasons, each with the very words that made it, as many as fit; the first always stands.
func whyLines(s *flows.Scene, a offer.Assessment, reasons []offer.Reason, most int) private.Text {
	var out []string
	total := 0
	for _, r := range reasons {
		line := "• " + s.Label("check.why."+r.Code)
		if q := quote(s, a, r); q != "" {
			line += "\n   " + q
		}
		if total += len([]rune(line)) + 1; total > most && len(out) > 0 {
			break
		}
		out = append(out, line)
	}
	return private.NewText(strings.Join(out, "\n"))
}
