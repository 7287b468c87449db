package report

import (
	"slices"
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// summary gives the data of the review: each line is a label of an answer's own button, so that it reads as it was pressed.
func summary(s *flows.Scene) flows.Data {
	d := flows.Data{
		"danger":   answered(s, "danger", "report.danger"),
		"who":      answered(s, "who", "report.who"),
		"form":     answered(s, "form", "report.form"),
		"place":    placeLine(s),
		"child":    answered(s, "child", "report.child"),
		"official": answered(s, "official", "report.official"),
		"contact":  answered(s, "contact", "report.contact"),
		"story":    strconv.Itoa(len(s.C.Lists["story"])),
		"files":    strconv.Itoa(len(s.C.Lists["files"])),
		"to":       likelyTaskForce(s),
	}
	return d
}

func answered(s *flows.Scene, name, ask string) flows.Word {
	if v := s.Get(name); v != "" {
		return flows.Word(ask + "." + v)
	}
	return "report.review.none"
}

// placeLine names the best known place.
func placeLine(s *flows.Scene) any {
	for _, name := range []string{answerNow, answerIncident} {
		if text := placeName(s, flows.ParsePlace(s.Get(name))); text != "" {
			return text
		}
	}
	return flows.Word("report.review.none")
}

func placeName(s *flows.Scene, p casework.Place) string {
	switch {
	case p.AtSea:
		return s.Label("report.where.sea")
	case p.Code != "":
		found, _ := s.Env.Places.Lookup(p.Code)
		return found.Name
	case p.Town != "":
		return p.Town + ", " + countryName(s, p.Country)
	case p.Country != "":
		return countryName(s, p.Country)
	}
	return ""
}

// likelyTaskForce names the task force of the place, as far as the register can tell; who gets it is decided at sending. One that
// must not see the report is passed over, as it will be then.
func likelyTaskForce(s *flows.Scene) string {
	p := flows.ParsePlace(s.Get(answerNow))
	if !p.Known() {
		p = flows.ParsePlace(s.Get(answerIncident))
	}
	if p.Code == "" || s.Env.Register == nil {
		return forceName(s, taskforce.Pusat)
	}
	r := reportOf(*s.C, s.Env)
	kept := taskforce.Route(taskforce.FactsOf(r, r.Assess()), s.Env.Register, s.Env.Now).Excluded
	code := p.Code
	for code != taskforce.Pusat && slices.ContainsFunc(kept, func(x casework.Exclusion) bool { return x.TaskForce == code && x.Seat == "" }) {
		code = above(code)
	}
	return forceName(s, code)
}

// above is the province of a kabupaten or kota, and pusat of a province.
func above(code region.Code) region.Code {
	if up := code.Province(); up != code {
		return up
	}
	return taskforce.Pusat
}

func forceName(s *flows.Scene, code region.Code) string {
	if s.Env.Register == nil {
		return ""
	}
	force, _ := s.Env.Register.Force(code)
	return force.Name
}

// startChange opens one answer for change.
func startChange(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "nothing" {
		return
	}
	s.C.Return = review
	if ans.Event == "where" {
		s.Keep(answerPage, "")
	}
}

// draftOrSent decides whether the answers are reviewed or were sent before.
func draftOrSent(s *flows.Scene) string {
	if s.C.Case != "" {
		return "sent"
	}
	return "draft"
}
