// Package duty is the conversation of a duty officer: being on duty, taking a case and working it by its card's buttons; it
// must not know how a case is stored, who the reporter is, or how anything is sent.
package duty

import (
	"slices"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// The rows. The desk is home; a card's button opens one of the chains below it; each chain ends at rest.
const (
	desk           flows.State = "desk"
	arrive         flows.State = "arrive"
	rest           flows.State = "rest"
	refuseReason   flows.State = "refuse_reason"
	refuseNext     flows.State = "refuse_next"
	ask            flows.State = "ask"
	closeDoor      flows.State = "close_door"
	handoverReason flows.State = "handover_reason"
	handoverNext   flows.State = "handover_next"
	closeReason    flows.State = "close_reason"
	confirm        flows.State = "confirm"
)

// The answers kept while one case is worked on. The engine reads "case" to bring the case with the next input.
const (
	answerCase    = "case"
	answerCode    = "code"
	answerReason  = "reason"
	answerKind    = "kind"
	answerOptions = "options" // codes of the places that typed words may mean
	answerDid     = "did"     // what the row rest reports
	answerLast    = "last"    // id of the case just accepted
	answerPage    = "page"    // of the list at the desk
	answerGoto    = "goto"    // where a card's button leads when it is the first input of all
)

// New makes the flow. It fails only when its own table is wrong.
func New() (*flows.Table, error) { return flows.New("duty", rules(), rows()...) }

func rules() flows.Rules {
	return flows.Rules{First: desk, Home: desk, Check: desk, Help: "duty.help", Outage: "duty.resume", Desk: true,
		Opening: opening, Global: global, Common: common, Extra: extra}
}

func rows() []flows.Row {
	own := []flows.Row{
		{At: desk, Ask: "duty.desk", With: overview, Accept: home{}, Enter: tidy, NoBack: true, Bare: true, Rest: true,
			Skip: sentElsewhere, Past: "act", Go: flows.Go{"act": arrive, "views": views}},
		{At: arrive, Choose: destination, Go: arrivals()},
		{At: rest, Ask: "duty.rest", With: report, Accept: flows.Any(firstStep{}, flows.Choice("list")), Enter: settle, NoBack: true, Bare: true, Rest: true,
			Go: flows.Go{"list": desk}},

		{At: refuseReason, Ask: "duty.refuse_reason", With: which, Keep: answerReason,
			Accept: flows.Choice("not_ours", "no_capacity", "conflict", "wrong_place", "other"),
			Go:     flows.Go{"*": refuseNext}},
		{At: refuseNext, Ask: "duty.refuse_next", With: which, Accept: nextOwner(false), Do: refuseTo,
			Go: flows.Go{"next": rest, "several": refuseNext, "unknown": refuseNext}},

		{At: ask, Ask: "duty.ask_what", With: askData, Accept: flows.Any(standardQuestions{}, question()), Do: askReporter,
			Go: flows.Go{"unfit": ask, "*": rest}},

		{At: handoverReason, Ask: "duty.handover_reason", With: which, Keep: answerReason,
			Accept: flows.Choice("shift_end", "wrong_place", "no_capacity", "conflict", "other"),
			Go:     flows.Go{"*": handoverNext}},
		{At: handoverNext, Ask: "duty.handover_next", With: which, Accept: nextOwner(true), Do: handOverTo,
			Go: flows.Go{"next": rest, "several": handoverNext, "unknown": handoverNext}},

		{At: closeReason, Ask: "duty.close_reason", With: which, Accept: flows.Choice(closeReasons()...), Do: proposeClosing,
			Go: flows.Go{string(casework.CloseNotTPPO): closeDoor, "*": rest}},
		{At: closeDoor, Ask: "duty.close_door", With: which, Accept: flows.Choice(casework.Doors()...), Do: sendTo,
			Go: flows.Go{"*": rest}},
		{At: confirm, Ask: "duty.confirm_closing", With: closingData, Accept: flows.Choice("yes", "no"), Do: confirmClosing,
			Go: flows.Go{"yes": rest, "no": rest}},
	}
	all := slices.Concat(own, stepRows(), listRows(), referRows(), moreRows(), rightRows(), peopleRows())
	for i, r := range all { // the same question is asked about one case after the other, and old ones stay in the chat
		all[i].Fresh = r.Accept != nil && !r.Rest
	}
	return all
}

// arrivals lists the rows that a card's button can lead to.
func arrivals() flows.Go {
	out := flows.Go{}
	for _, to := range append(peopleDoors(), rest, refuseReason, ask, milestone, handoverReason, closeReason, confirm, right) {
		out[string(to)] = to
	}
	for _, to := range referChains() {
		out[string(to)] = to
	}
	return out
}

// opening plays a button that is the first input of a conversation: officers are sent cards before they ever write.
func opening(s *flows.Scene, in flows.Input) {
	switch in.Kind {
	case flows.Act:
		s.Keep(answerGoto, string(act(s, in.Act)))
	case flows.Press:
		if to, ok := pressed(s, in.Choice); ok {
			s.Keep(answerGoto, string(to))
		}
	}
}

func sentElsewhere(s *flows.Scene) bool { return s.C.Has(answerGoto) }

func destination(s *flows.Scene) string {
	to := s.Get(answerGoto)
	s.Keep(answerGoto, "")
	return to
}

// common gives the button that leaves a chain; the desk and its reports need none.
func common(*flows.Scene) []flows.Button {
	return []flows.Button{{Key: "kernel.cancel", Choice: "kernel.cancel"}}
}

// extra answers what the open row cannot read. Officers are never passed on to "a human": they are the humans.
func extra(s *flows.Scene, in flows.Input) bool {
	if in.Kind == flows.Edited {
		s.Hush = true
		return true
	}
	if s.C.State == desk || s.C.State == rest {
		s.Hush = true
		s.Say("duty.retry", nil, []flows.Button{{Key: "duty.rest.list", Choice: "list"}})
		return true
	}
	s.Say("duty.retry_row", nil)
	return true
}

// which names the case a row asks about.
func which(s *flows.Scene) flows.Data { return flows.Data{"code": s.Get(answerCode)} }

// report says what was done last.
func report(s *flows.Scene) flows.Data {
	did := s.Get(answerDid)
	if did == "" {
		did = "nothing"
	}
	return flows.Data{"code": s.Get(answerCode), "text": s.Label("duty.did." + did)}
}

// done reports an outcome at the row rest.
func done(s *flows.Scene, did string) flows.State {
	s.Keep(answerDid, did)
	return rest
}

// tidy leaves everything behind when the desk opens.
func tidy(s *flows.Scene) {
	page, view, only := s.Get(answerPage), s.Get(answerView), s.Get(answerOnly)
	s.C.Answers = map[string]private.Text{}
	s.Keep(answerPage, page)
	s.Keep(answerView, view)
	s.Keep(answerOnly, only)
	s.C.Trail, s.C.Aside, s.C.Return = nil, "", ""
}

// settle leaves a finished chain behind; only its report stays.
func settle(s *flows.Scene) {
	did, code, id := s.Get(answerDid), s.Get(answerCode), s.Get(answerCase)
	tidy(s)
	s.Keep(answerDid, did)
	s.Keep(answerCode, code)
	if did == "accepted" {
		s.Keep(answerLast, id)
	}
}

// firstStep offers the content under the news that the case is the officer's now. The press comes back as a card's button.
type firstStep struct{}

// Buttons offers to read the case just accepted.
func (firstStep) Buttons(s *flows.Scene) [][]flows.Button {
	id := s.Get(answerLast)
	if id == "" {
		return nil
	}
	return [][]flows.Button{{{Key: "duty.open", Act: &flows.Action{Verb: "open", Case: id}}}}
}

// Read reads nothing: a card's buttons hold in every row.
func (firstStep) Read(*flows.Scene, flows.Input) (flows.Answer, bool) { return flows.Answer{}, false }

// sentence reads words that are more than one word; a single word may still name a button.
func sentence(event string) flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || !twoWords(in.Text) {
			return flows.Answer{}, false
		}
		return flows.Answer{Event: event, Value: in.Text}, true
	})
}

// protection and lawTrack are the two tracks of milestones, as the casework package orders them.
func protection() []casework.MilestoneKind {
	return casework.Milestones()[:slices.Index(casework.Milestones(), casework.PoliceReport)]
}

func lawTrack() []casework.MilestoneKind {
	return casework.Milestones()[slices.Index(casework.Milestones(), casework.PoliceReport):]
}

func kinds(list []casework.MilestoneKind) []string {
	out := make([]string, len(list))
	for i, k := range list {
		out[i] = string(k)
	}
	return out
}

func closeReasons() []string {
	var out []string
	for _, r := range casework.CloseReasons() {
		out = append(out, string(r))
	}
	return out
}
