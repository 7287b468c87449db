package selfcheck

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/offer"
)

// next is what to ask the recruiter and where to verify; put again, it only asks what else is wanted.
func (d desk) next(s *flows.Scene) flows.Data {
	if !s.C.Has("fresh") {
		return flows.Data{"say": "", "where": ""}
	}
	s.Keep("fresh", "")
	a := d.judge(s)
	return flows.Data{"say": strings.Join(questionsFor(s, a), "\n"), "where": s.Label("check.where." + placeToAsk(a))}
}

// topics maps a sign to the question that is worth putting to the recruiter. "think" is for offers with people who may be
// dangerous: then nothing is asked, only time is won (domain notes §6.2).
func topics() map[string]string {
	return map[string]string{
		"visa_mismatch": "visa", "no_contract": "contract", "deception_pay": "hours", "too_easy": "employer", "free_departure_bait": "cost",
		"fee_debt": "cost", "cost_unclear": "cost", "personal_account": "cost", "exit_penalty": "leave", "doc_retention": "papers",
		"secrecy": "think", "lie_to_officers": "think", "minor": "think", "forged_docs": "think", "banned_destination": "agency",
		"scam_industry": "think", "illegal_task": "think", "irregular_route": "think", "unlicensed": "agency",
		"claims_legal_unverified": "agency", "vague_employer": "employer", "details_missing": "agency", "job_bait_switch": "contract",
		"private_contact": "employer", "recruit_bonus": "employer", "urgency": "time", "isolation": "think", "excess_hours": "hours",
		"sexual_exploitation": "think", "marriage": "think", "organ_body": "think", "fake_internship": "school",
		"seen_before": "think",
	}
}

// questionsFor gives at most two questions, by the heaviest reasons.
func questionsFor(s *flows.Scene, a offer.Assessment) []string {
	var chosen, out []string
	add := func(topic string) {
		if !slices.Contains(chosen, topic) {
			chosen = append(chosen, topic)
		}
	}
	for _, r := range a.Reasons {
		add(topics()[r.Code])
	}
	if atHome(a) {
		chosen = []string{"employer", "hours"}
	}
	if speaksFor(a, "has_licence") {
		add("office")
	} else {
		add("agency")
	}
	add("contract")
	if chosen[0] == "think" {
		chosen = chosen[:1]
	}
	for _, t := range chosen[:min(len(chosen), 2)] {
		out = append(out, s.Label("check.say."+t))
	}
	return out
}

// atHome tells an ordinary workplace in the country without a sign against it.
func atHome(a offer.Assessment) bool {
	if len(a.Entities.Countries) > 0 || a.Grade == offer.High {
		return false
	}
	return speaksFor(a, "local_ordinary")
}

// speaksFor tells whether a good sign was seen.
func speaksFor(a offer.Assessment, code string) bool {
	return slices.ContainsFunc(a.Safe, func(r offer.Reason) bool { return r.Code == code })
}

// placeToAsk names the office where such an offer is verified.
func placeToAsk(a offer.Assessment) string {
	for _, r := range a.Reasons {
		switch r.Code {
		case "marriage", "fake_internship", "organ_body":
			return r.Code
		case "sexual_exploitation", "minor":
			return "people"
		}
	}
	switch {
	case atHome(a):
		return "home"
	case len(a.Entities.Countries) == 0:
		return "unknown"
	}
	return "abroad"
}

// entityLine is what was read, in the words of the text; links are counted, not repeated, so that nobody taps them here.
func entityLine(s *flows.Scene, e offer.Entities) string {
	var out []string
	add := func(name string, values ...string) {
		if len(values) > 0 {
			out = append(out, s.Label("check.read."+name)+" "+strings.Join(values[:min(2, len(values))], ", "))
		}
	}
	var lands []string
	for _, iso := range e.Countries {
		lands = append(lands, landName(s, iso))
	}
	add("country", lands...)
	if len(lands) == 0 {
		add("place", e.Places...)
	}
	add("company", e.Companies...)
	add("licence", e.Licences...)
	add("job_order", e.JobOrders...)
	add("pay", paySpans(e.Pay)...)
	add("fee", paySpans(e.Fees)...)
	add("age", ages(e.Ages)...)
	add("deadline", deadlines(e.Deadlines)...)
	add("phone", e.Phones...)
	add("account", e.Accounts...)
	if len(e.Links) > 0 {
		out = append(out, s.Label("check.read.link"))
	}
	return shorten(strings.Join(out, "; "), 230)
}

// deadlines leaves out what is a part of another ("minggu ini" of "berangkat minggu ini").
func deadlines(list []string) []string {
	var out []string
	for i, v := range list {
		part := func(o string) bool { return len(o) > len(v) && strings.Contains(o, v) }
		if !slices.ContainsFunc(list, part) && !slices.Contains(list[:i], v) {
			out = append(out, shorten(v, 30))
		}
	}
	return out
}

// menu offers what can be done after a result; what would say nothing is left out.
type menu struct{ d desk }

func (m menu) choices() flows.Accept {
	return flows.Choice("more", "questions", "forward", "late", "report", "another", "done")
}

func (m menu) Buttons(s *flows.Scene) [][]flows.Button {
	a := m.d.judge(s)
	_, more := split(a)
	rows := [][]string{{"more"}, {"questions"}, {"forward"}, {"late"}, {"report", "done"}, {"another"}}
	var out [][]flows.Button
	for _, row := range rows {
		var line []flows.Button
		for _, v := range row {
			if v == "more" && len(more) == 0 || v == "late" && a.Grade == offer.Low {
				continue
			}
			line = append(line, flows.Button{Key: "check.result." + v, Choice: v})
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}

func (m menu) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	return m.choices().Read(s, in)
}

// aside reads small talk and questions between two offers: they are answered in a sentence and weigh nothing.
func (d desk) aside() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || lateness(in.Text.Reveal()) != notLate {
			return flows.Answer{}, false
		}
		a := d.assess(in.Text.Reveal(), nil)
		kind := a.Redirect
		switch {
		case a.Grade != offer.NotOffer:
			return flows.Answer{}, false
		case s.Env.Understand != nil && s.Env.Understand(in.Text.Reveal()).Intent == "greeting":
			kind = "thanks"
		case kind != "goods" && kind != "news" && kind != "learn":
			return flows.Answer{}, false
		}
		s.Keep("other", kind)
		return flows.Answer{Event: "aside"}, true
	})
}

// resultDo says what a button under the result asks for.
func (d desk) resultDo(s *flows.Scene, ans flows.Answer) {
	a := d.judge(s)
	first, more := split(a)
	switch ans.Event {
	case "more":
		if len(more) == 0 {
			s.Say("check.no_more", nil)
			return
		}
		s.Say("check.more", flows.Data{"why": whyLines(s, a, more, maxLines)})
	case "forward":
		s.Say("check.family", flows.Data{"verdict": flows.Word("check.grade." + string(a.Grade)), "why": whyLines(s, a, first, fewerLines),
			"where": s.Label("check.where." + placeToAsk(a)), "numbers": numbersFor(s, casework.Place{Country: "ID"})["numbers"]})
	case "another":
		anew(s)
	case "aside":
		s.Say("check.other."+s.Get("other"), nil)
	}
}

var _ flows.Accept = menu{}
