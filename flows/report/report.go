// Package report is the conversation in which somebody reports a suspected trafficking case, from "is it safe to type?" to
// the talk with a duty officer; it must not know who reads the report, how it is stored or how it is sent.
package report

import (
	"siaga/flows"
)

// The rows, in the order of the conversation.
const (
	safe     flows.State = "safe"
	unsafe   flows.State = "unsafe"
	danger   flows.State = "danger"
	hotline  flows.State = "hotline"
	who      flows.State = "who"
	form     flows.State = "form"
	story    flows.State = "story"
	where    flows.State = "where"
	pick     flows.State = "pick"
	province flows.State = "province"
	regency  flows.State = "regency"
	country  flows.State = "country"
	incident flows.State = "incident"
	home     flows.State = "home"
	placed   flows.State = "placed"
	child    flows.State = "child"
	official flows.State = "official"
	named    flows.State = "named"
	contact  flows.State = "contact"
	hours    flows.State = "hours"
	finish   flows.State = "finish"
	review   flows.State = "review"
	change   flows.State = "change"
	sending  flows.State = "sending"
	after    flows.State = "after"
	open     flows.State = "open"
	question flows.State = "question"
	closing  flows.State = "closing"
	followup flows.State = "followup"
	number   flows.State = "number"
	pin      flows.State = "pin"
)

// New makes the flow. It fails only when its own table is wrong.
func New() (*flows.Table, error) {
	return flows.New("report", rules(), rows()...)
}

func rules() flows.Rules {
	return flows.Rules{
		First: safe, Home: after, Check: safe, Silence: 6, Help: "report.help",
		Emergency: emergency, Opening: opening, Extra: extra, Global: global,
		Common: common, After: supplement, Human: human, Restored: restored, Hidden: hidden, Quiet: quiet, Spoke: spoke,
	}
}

func rows() []flows.Row {
	placeGo := flows.Go{"place": placed, "several": pick, "list": province, "abroad": country, "sea": placed, "unknown": placed}
	return []flows.Row{
		{At: safe, Ask: "report.safe", Accept: flows.Any(flows.Choice("yes", "watched", "no"), greeting()), NoBack: true, Group: "check",
			Do: watched, Go: flows.Go{"yes": danger, "watched": danger, "no": unsafe, "hello": safe}},
		{At: unsafe, Ask: "report.unsafe", Accept: flows.Any(notYet(), flows.Choice("yes")), NoBack: true, Group: "check",
			Go: flows.Go{"yes": danger, "no": unsafe}},

		{At: danger, Ask: "report.danger", Accept: flows.Any(flows.Choice("now", "soon", "past", "unknown"), visits()), Keep: "danger",
			Skip: known("danger"), Past: "unknown", Group: "danger",
			Go: flows.Go{"now": hotline, "soon": who, "past": who, "unknown": who}},
		{At: hotline, Ask: "report.hotline", With: numbers, Accept: flows.Any(flows.Choice("next"), barePlace(), told("next")), Group: "danger", NoBack: true,
			Go: flows.Go{"next": where, "place": placed, "several": pick}},

		{At: who, Ask: "report.who", Accept: flows.Choice("victim", "family", "witness", "coworker", "officer"), Keep: "who",
			Enter: giveReceipt, Skip: known("who"), Past: "victim",
			Go: flows.Go{"victim": form, "family": form, "witness": form, "coworker": form, "officer": form}},
		{At: form, Ask: "report.form", Accept: flows.Any(forms(), told("told")), Keep: "form",
			Skip: known("form"), Past: "other",
			Go: flows.Go{"told": where, "*": story}},
		{At: story, Ask: "report.story", Accept: flows.Any(flows.Choice("skip"), told("told")),
			Skip: hasStory, Past: "skip",
			Go: flows.Go{"skip": where, "told": where}},

		{At: where, Ask: "report.where", Accept: flows.Any(suggested(), place(roleNow, "list", "abroad", "sea", "unknown")), Group: "where",
			Enter: giveReceipt, Skip: known(answerNow), Past: "place", Do: asked(roleNow), Go: placeGo},
		{At: incident, Ask: "report.incident", Accept: place(roleIncident, "list", "unknown"), Group: "where",
			Skip: known(answerIncident), Past: "place", Do: asked(roleIncident), Go: placeGo},
		{At: home, Ask: "report.home", Accept: place(roleHome, "list", "unknown"), Group: "where",
			Skip: known(answerHome), Past: "place", Do: asked(roleHome), Go: placeGo},
		{At: pick, Ask: "report.pick", Accept: candidates(), Group: "where",
			Go: flows.Go{"place": placed, "several": pick, "list": province}},
		{At: province, Ask: "report.province", Accept: provinces(), Group: "where",
			Go: flows.Go{"province": regency, "page": province, "place": placed, "several": pick}},
		{At: regency, Ask: "report.regency", With: provinceName, Accept: regencies(), Group: "where",
			Go: flows.Go{"place": placed, "page": regency, "several": pick, "list": province}},
		{At: country, Ask: "report.country", Accept: countries(), Group: "where",
			Go: flows.Go{"place": placed, "several": pick}},
		{At: placed, Choose: nextPlace, Group: "where",
			Go: flows.Go{"incident": incident, "home": home, "who": who, "done": child}},

		{At: child, Ask: "report.child", Accept: flows.Choice("yes", "no", "unknown"), Keep: "child",
			Skip: known("child"), Past: "unknown",
			Go: flows.Go{"yes": official, "no": official, "unknown": official}},
		{At: official, Ask: "report.official", Accept: flows.Choice("yes", "no", "unknown"), Keep: "official", Group: "official",
			Skip: known("official"), Past: "no",
			Go: flows.Go{"yes": named, "no": contact, "unknown": contact}},
		{At: named, Ask: "report.named", Accept: flows.Any(flows.Choice("skip"), namedAloud(), flows.Said("told", "official_who")), Group: "official",
			Go: flows.Go{"skip": contact, "told": contact}},
		{At: contact, Ask: "report.contact", Accept: flows.Choice("anytime", "hours", "never"), Keep: "contact", Group: "contact",
			Skip: known("contact"), Past: "never",
			Go: flows.Go{"anytime": finish, "hours": hours, "never": finish}},
		{At: hours, Ask: "report.hours", Accept: flows.Choice("6-11", "11-15", "15-18", "18-22"), Keep: "hours", Group: "contact",
			Go: flows.Go{"*": finish}},

		{At: finish, Choose: draftOrSent, Go: flows.Go{"draft": review, "sent": after}},
		{At: review, Ask: "report.review", With: summary, Accept: flows.Choice("send", "change"), NoBack: true,
			Go: flows.Go{"send": sending, "change": change}},
		{At: change, Ask: "report.change", Accept: flows.Choice("danger", "who", "form", "story", "where", "child", "official", "contact", "nothing"), NoBack: true,
			Do: startChange,
			Go: flows.Go{"danger": danger, "who": who, "form": form, "story": story, "where": where, "child": child,
				"official": official, "contact": contact, "nothing": review}},
		{At: sending, Choose: send, Go: flows.Go{"more": where, "done": after}},

		{At: after, Choose: waiting, Go: flows.Go{"question": question, "closing": closing, "followup": followup, "open": open, "new": danger}},
		{At: open, Ask: "report.open", Accept: flows.Any(flows.Choice("status", "new"), thanks(), told("told")), Bare: true, NoBack: true, Rest: true,
			Skip: wanted, Past: "message",
			Do: openDo, Go: flows.Go{"status": open, "thanks": open, "new": danger, "told": open, "message": after}},
		{At: question, Fresh: true, Ask: "report.question", With: questionText, Enter: readQuestion, Accept: flows.Any(answers{}, flows.Choice("later")),
			NoBack: true, Bare: true,
			Do: takeAnswer, Go: flows.Go{"later": open, "told": after, "reply": after, "number": number, "pin": pin, "card": question}},
		{At: number, Fresh: true, Ask: "report.number", Accept: flows.Any(flows.Choice("send", "without", "again"), flows.Func(written)), NoBack: true, Bare: true,
			Do: decideNumber, Go: flows.Go{"send": after, "without": after, "again": question, "told": after, "number": number}},
		{At: pin, Fresh: true, Ask: "report.pin", Accept: flows.Choice("send", "drop"), NoBack: true, Bare: true,
			Do: decidePin, Go: flows.Go{"send": after, "drop": question}},
		{At: closing, Fresh: true, Ask: "report.closing", With: closingReason, Enter: sayWhose, Accept: flows.Any(flows.Choice("yes", "no", "later"), told("told")), NoBack: true, Bare: true,
			Do: sayClosing, Go: flows.Go{"yes": after, "no": after, "told": after, "later": open}},
		{At: followup, Fresh: true, Ask: "report.followup", Enter: sayWhose, Accept: flows.Any(flows.Choice("yes", "no", "later"), told("told")), NoBack: true, Bare: true,
			Do: sayClosing, Go: flows.Go{"yes": after, "no": after, "told": after, "later": open}},
	}
}

// known makes a row be passed when its answer is there already.
func known(name string) func(*flows.Scene) bool {
	return func(s *flows.Scene) bool { return s.C.Has(name) }
}
