package casework

import (
	"slices"
	"strconv"
	"strings"
)

// standard is a question that officers ask often. The reporter reads it in the own language and may answer by a button.
type standard struct {
	code    string
	replies []string // codes of the buttons
	place   bool     // a location is an answer to it
	number  bool     // a telephone number is an answer to it
}

// standards lists them in the order in which they are offered: what matters for a life comes first.
func standards() []standard {
	yesNo := []string{"yes", "no", "unknown"}
	unsure := []string{"unknown"}
	return []standard{
		{code: "is_safe", replies: yesNo},
		{code: "where_now", replies: unsure, place: true},
		{code: "how_many", replies: unsure},
		{code: "injured", replies: yesNo},
		{code: "papers", replies: []string{"own", "others", "unknown"}},
		{code: "leaving_when", replies: []string{"today", "days", "no", "unknown"}},
		{code: "who_offered", replies: unsure},
		{code: "company_or_ship", replies: unsure},
		{code: "what_wanted", replies: unsure},
		{code: "photo_if_safe", replies: []string{"cannot"}},
		{code: "location_if_safe", replies: []string{"cannot"}, place: true},
		{code: "safe_time", replies: SafeHours()},
		{code: "tell_family_ok", replies: yesNo},
		{code: "call_ok", replies: []string{"yes", "no"}, number: true},
	}
}

// SafeHours are the hours that can be named as safe, "from-to".
func SafeHours() []string { return []string{"6-11", "11-15", "15-18", "18-22"} }

// StandardQuestions lists the codes in the order in which they are offered.
func StandardQuestions() []string {
	var out []string
	for _, s := range standards() {
		out = append(out, s.code)
	}
	return out
}

// Replies lists the codes of the answers that can be given by a button.
func Replies(code string) []string { return standardOf(code).replies }

// WantsPlace tells whether the question asks for a location.
func WantsPlace(code string) bool { return standardOf(code).place }

// WantsNumber tells whether the question asks for a telephone number.
func WantsNumber(code string) bool { return standardOf(code).number }

func standardOf(code string) standard {
	for _, s := range standards() {
		if s.code == code {
			return s
		}
	}
	return standard{}
}

// safeHours reads the hours named in answer to the question for them: a tap on an hour is a clear word, whatever was said before.
func safeHours(q Question) (Contact, bool) {
	if q.Code != "safe_time" || !slices.Contains(SafeHours(), q.Reply) {
		return Contact{}, false
	}
	from, to, _ := strings.Cut(q.Reply, "-")
	out := Contact{Mode: ContactHours}
	out.From, _ = strconv.Atoi(from)
	out.To, _ = strconv.Atoi(to)
	return out, true
}
