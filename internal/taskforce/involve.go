package taskforce

import (
	"slices"

	"siaga/internal/casework"
	"siaga/internal/directory"
)

// Body is an agency to be brought in for a step, and why.
type Body struct {
	Code   string // of the directory
	Name   string
	Need   string // row of directory.Needs that names it
	Source string
}

// mostBodies is how many agencies are suggested for one step: more is a list that nobody works through.
const mostBodies = 6

// Involve lists the agencies to bring in for a step of a case, the first to be called first. It reads the matrix of needs (domain notes
// §2.1) for the step, for whom the case is about, and for where the victim is. Whom an UPTD PPA does not serve has a way of their own;
// while nobody knows who the victim is, both ways are suggested.
func Involve(c casework.Case, step casework.MilestoneKind) []Body {
	var out []Body
	official := c.Report.Official == casework.Yes
	for _, w := range wanted(c, step) {
		for _, need := range directory.Needs() {
			if need.Code == w.need {
				out = addBodies(out, need, w.codes(need), official)
			}
		}
	}
	return out[:min(len(out), mostBodies)]
}

// want is a row of the matrix, and which of its columns are meant.
type want struct {
	need  string
	first int // how many of the first to ask
	then  int // how many of the ones after them
}

func (w want) codes(n directory.Need) []string {
	return slices.Concat(n.First[:min(w.first, len(n.First))], n.Then[:min(w.then, len(n.Then))])
}

// all is every first one of a row.
const all = 9

// addBodies adds bodies that are not there yet. Local police are left out where an official is said to be involved: the row for that
// names who stands above.
func addBodies(out []Body, need directory.Need, codes []string, official bool) []Body {
	for _, code := range codes {
		name, known := directory.BodyName(code)
		there := slices.ContainsFunc(out, func(b Body) bool { return b.Code == code })
		if known && !there && (!official || !slices.Contains([]string{"polsek", "polres", "police_ppa"}, code)) {
			out = append(out, Body{Code: code, Name: name, Need: need.Code, Source: need.Source})
		}
	}
	return out
}

// wanted says which rows of the matrix a step reads.
func wanted(c casework.Case, step casework.MilestoneKind) []want {
	f := FactsOfCase(c)
	abroad, sea := f.isAbroad(), c.Report.Form == casework.FormSea || f.at(casework.VictimNow).AtSea
	var out []want
	if c.Report.Official == casework.Yes {
		out = append(out, want{"official_involved", 1, 1})
	}
	switch step {
	case casework.Safe:
		if abroad {
			out = append(out, want{"emergency_abroad", all, 1}, want{"pmi_abroad", 1, 0})
		} else {
			out = append(append(out, want{"emergency_now", all, 1}), victimWants(c, 1, 0)...)
		}
	case casework.Protected:
		out = append(append(out, want{"protection", 1, 0}), abroadOr(abroad, want{"emergency_abroad", all, 1}, victimWants(c, all, 0))...)
	case casework.Health:
		out = append(out, abroadOr(abroad, want{"emergency_abroad", all, 0}, []want{{"health", all, 1}})...)
	case casework.Social:
		out = append(append(out, want{"social_rehab", all, 0}), victimWants(c, 1, 0)...)
	case casework.Repatriated:
		if abroad {
			out = append(out, want{"documents", 1, 0}, want{"pmi_abroad", 1, 1})
		}
		out = append(out, want{"social_rehab", all, 0}, want{"returnee", 1, 0})
	case casework.Reintegrated:
		out = append(out, want{"returnee", all, 0}, want{"social_rehab", 1, 0})
	case casework.PoliceReport, casework.Investigation:
		out = append(append(out, abroadOr(abroad, want{"emergency_abroad", 2, 1}, victimWants(c, 0, 1))...), want{"legal_aid", 1, 0}, want{"protection", 1, 0})
	case casework.Prosecution, casework.Verdict, casework.Restitution:
		out = append(out, want{"protection", 1, 0}, want{"legal_aid", all, 0})
	default: // received, assessed: who looks after this victim
		out = append(out, abroadOr(abroad, want{"pmi_abroad", 2, 1}, victimWants(c, 2, 0))...)
	}
	return append(out, besideWants(c, step, sea)...)
}

// abroadOr chooses between the way of somebody abroad and the one at home.
func abroadOr(abroad bool, there want, here []want) []want {
	if abroad {
		return []want{there}
	}
	return here
}

// victimWants reads the rows of whom the case is about. Nobody known: women's and men's, so that nobody falls between the two.
func victimWants(c casework.Case, first, then int) []want {
	var out []want
	for _, row := range []struct {
		who  casework.Victim
		need string
	}{{casework.Child, "child_victim"}, {casework.Woman, "woman_victim"}, {casework.Man, "man_victim"}} {
		if c.Concerns(row.who) {
			out = append(out, want{row.need, first, then})
		}
	}
	if len(out) > 0 {
		return out
	}
	return []want{{"woman_victim", first, then}, {"man_victim", first, then}}
}

// besideWants adds what the kind of the case calls for: crews, false advertisements, somebody about to be sent away.
func besideWants(c casework.Case, step casework.MilestoneKind, sea bool) []want {
	law := step == casework.PoliceReport || step == casework.Investigation
	switch {
	case sea && law:
		return []want{{"fishing_crew", 0, 1}}
	case sea:
		return []want{{"fishing_crew", 3, 0}}
	case c.Report.Form == casework.FormScam && law:
		return []want{{"online_ad", all, 0}}
	case c.Report.Form == casework.FormDeparture && (step == casework.Received || step == casework.Assessed || step == casework.Safe):
		return []want{{"pmi_candidate", all, 0}}
	}
	return nil
}
