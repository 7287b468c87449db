package directory

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"siaga/internal/region"
)

// faults lists what makes a directory unusable.
func (d *Directory) faults() (out []Problem) {
	ids, seen := map[string]bool{}, map[string]string{}
	for _, e := range d.entries {
		out = append(out, e.faults()...)
		if ids[e.ID] {
			out = append(out, e.problem(Duplicate, "id", "stands here twice"))
		}
		ids[e.ID] = true
		if e.Number == "" {
			continue
		}
		if why := d.wrong[e.Number]; why != "" {
			out = append(out, e.problem(Form, "number", "is known to be wrong: "+why))
		}
		key := e.Number
		if key[0] != '+' {
			key = e.Country + " " + key
		}
		if other := seen[key]; other != "" {
			out = append(out, e.problem(Duplicate, "number", "is the number of "+other+" too"))
		}
		seen[key] = e.ID
	}
	return append(out, d.missionFaults(ids)...)
}

// missionFaults finds missions whose own id no row bears, so that Entry would not find them.
func (d *Directory) missionFaults(ids map[string]bool) (out []Problem) {
	for _, e := range d.entries {
		if e.Mission != "" && !ids[e.Mission] {
			out = append(out, e.problem(Lacking, "mission", "no row has the id "+e.Mission))
		}
	}
	return out
}

func (e Entry) problem(kind ProblemKind, field, text string) Problem {
	return Problem{Line: e.line, ID: e.ID, Field: field, Kind: kind, Text: text}
}

// faults lists what is wrong with one entry by itself.
func (e Entry) faults() (out []Problem) {
	for _, rule := range []func(Entry) []Problem{Entry.textFaults, Entry.wordFaults, Entry.reachFaults, Entry.trustFaults} {
		out = append(out, rule(e)...)
	}
	return out
}

// limits are the longest texts in characters: the block shown to people has to stay short.
var limits = []struct {
	field string
	most  int
	needs bool
	of    func(Entry) string
}{
	{"id", 40, true, func(e Entry) string { return e.ID }},
	{"agency", 40, true, func(e Entry) string { return e.Agency }},
	{"name", 30, true, func(e Entry) string { return e.Name }},
	{"name_en", 30, false, func(e Entry) string { return e.NameEN }},
	{"about", 30, false, func(e Entry) string { return e.About }},
	{"about_en", 30, false, func(e Entry) string { return e.AboutEN }},
	{"print", 24, false, func(e Entry) string { return e.Print }},
	{"ext", 6, false, func(e Entry) string { return e.Ext }},
	{"web", 40, false, func(e Entry) string { return e.Web }},
	{"source", 300, true, func(e Entry) string { return e.Source }},
	{"note", 300, false, func(e Entry) string { return e.Note }},
	{"verified_by", 60, false, func(e Entry) string { return e.VerifiedBy }},
	{"confirmed_by", 60, false, func(e Entry) string { return e.Confirmed }},
}

func (e Entry) textFaults() (out []Problem) {
	for _, l := range limits {
		s := l.of(e)
		switch {
		case l.needs && s == "":
			out = append(out, e.problem(Lacking, l.field, "is missing"))
		case utf8.RuneCountInString(s) > l.most:
			out = append(out, e.problem(Form, l.field, fmt.Sprintf("is longer than %d characters", l.most)))
		case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) || strings.TrimSpace(s) != s:
			out = append(out, e.problem(Form, l.field, "has line breaks, invisible characters or blanks at its ends"))
		}
	}
	if len(e.About) > 0 && e.AboutEN == "" {
		out = append(out, e.problem(Lacking, "about_en", "is missing beside about"))
	}
	return out
}

func (e Entry) wordFaults() (out []Problem) {
	oneOf := func(field, value string, allowed ...string) {
		if !slices.Contains(allowed, value) {
			out = append(out, e.problem(Form, field, fmt.Sprintf("is %q, not one of %s", value, strings.Join(allowed, ", "))))
		}
	}
	oneOf("kind", string(e.Kind), string(Police), string(Helpline), string(Mission), string(Agency), string(LabourLine))
	oneOf("confidence", string(e.Confidence), string(A), string(AMinus), string(BPlus), string(B))
	oneOf("hours", e.Hours, "", "24h", "office")
	oneOf("cost", e.Cost, "", "free", "paid")
	for _, c := range e.Channels {
		oneOf("channels", string(c), string(Voice), string(WhatsApp), string(Web))
	}
	if (e.Kind == Mission) != (e.Mission != "") {
		out = append(out, e.problem(Lacking, "mission", "goes with kind mission, and only with it"))
	}
	if e.Mission != "" && !slices.Contains(region.Missions(), e.Mission) {
		out = append(out, e.problem(Form, "mission", "is no mission of the consular table"))
	}
	if e.Always && e.ID != emergency {
		out = append(out, e.problem(Form, "always", "is for "+emergency+" only"))
	}
	return out
}

func (e Entry) reachFaults() (out []Problem) {
	if len(e.Country) != 2 || strings.ToUpper(e.Country) != e.Country {
		out = append(out, e.problem(Form, "country", "is not a country code of two capital letters"))
	}
	if len(e.Channels) == 0 {
		out = append(out, e.problem(Lacking, "channels", "is missing"))
	}
	if e.Has(Web) != (e.Web != "") || (e.Has(Voice) || e.Has(WhatsApp)) != (e.Number != "") {
		out = append(out, e.problem(Lacking, "channels", "do not fit number and web"))
	}
	if e.Number == "" {
		return out
	}
	if why := numberFault(e); why != "" {
		out = append(out, e.problem(Form, "number", why))
	}
	if !typed.MatchString(e.Print) || digits(e.Print) != e.Number {
		out = append(out, e.problem(Form, "print", "does not have the digits of number"))
	}
	return out
}

func (e Entry) trustFaults() (out []Problem) {
	if !e.SourceDate.Valid() {
		out = append(out, e.problem(Form, "source_date", "is not a date like 2026-11-03, 2026-11 or 2026"))
	}
	if !e.VerifiedAt.Valid() || e.VerifiedAt != "" && len(e.VerifiedAt) != 10 {
		out = append(out, e.problem(Form, "verified_at", "must be a day like 2026-11-03"))
	}
	if (e.VerifiedAt != "") != (e.VerifiedBy != "") {
		out = append(out, e.problem(Lacking, "verified_by", "goes with verified_at, and only with it"))
	}
	if e.Confirmed != "" && (e.VerifiedBy == "" || person(e.Confirmed) == person(e.VerifiedBy)) {
		out = append(out, e.problem(Form, "confirmed_by", "must be another person than verified_by"))
	}
	return out
}
