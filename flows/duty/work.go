package duty

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// maxQuestion is the length of a question in runes: one that a frightened person can still read.
const maxQuestion = 500

// standardQuestions are the questions that reach the reporter in the reporter's own language.
func standardQuestions() []string {
	return []string{"is_safe", "where_now", "how_many", "papers", "safe_time"}
}

// bait finds what Telegram makes clickable or what leads away from here: links, names of accounts, commands, and numbers that
// could be a telephone's. A question that holds any of it is not sent, be it meant well or not.
var bait = regexp.MustCompile(`(?i)https?:|www\.|\bt\.me\b|@\w|(^|\s)/\w|` +
	`[\p{L}\d-]+\.(com|net|org|id|me|io|co|info|xyz|link|site|online|app|top|club|shop|my|ph|kh|cc|ly|gg|ru|cn)\b|` +
	`\d([\s.()+-]*\d){6,}`)

// twoWords tells whether a text is more than one word.
func twoWords(t private.Text) bool { return len(strings.Fields(t.Reveal())) > 1 }

// fit tells whether words may reach the reporter as they are.
func fit(t private.Text) bool {
	return utf8.RuneCountInString(t.Reveal()) <= maxQuestion && !bait.MatchString(t.Reveal())
}

// question reads a typed question, and tells an unfit one apart.
func question() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		switch {
		case in.Kind != flows.Text || !twoWords(in.Text):
			return flows.Answer{}, false
		case !fit(in.Text):
			return flows.Answer{Event: "unfit"}, true
		}
		return flows.Answer{Event: "told", Value: in.Text}, true
	})
}

// askData tells the officer whether an earlier question still waits for its answer.
func askData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "open": ""}
	if s.Env.Case != nil {
		_, open := s.Env.Case.Unanswered()
		d["open"] = truth(open)
	}
	return d
}

// askReporter puts the question, standard or typed.
func askReporter(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unfit" {
		s.Say("duty.unfit", nil)
		return
	}
	c, ok := subject(s, "ask")
	if !ok {
		return
	}
	text := ans.Value
	if ans.Event != "told" {
		text = private.NewText(s.Env.Words.Label(c.Report.Lang, "duty.question."+ans.Event))
	}
	s.Do(flows.AskReporter{Case: c.ID, Seat: seatOf(s).ID, Text: text})
	done(s, "asked")
}

// reach notes a milestone with the note typed, if any.
func reach(s *flows.Scene, ans flows.Answer) {
	c, ok := subject(s, "milestone")
	if !ok {
		return
	}
	note := ans.Value
	if ans.Event == "skip" {
		note = private.Text{}
	}
	s.Do(flows.ReachMilestone{Case: c.ID, Seat: seatOf(s).ID, Kind: casework.MilestoneKind(s.Get(answerKind)), Note: note})
	done(s, "noted")
}

// proposeClosing asks a second seat to close.
func proposeClosing(s *flows.Scene, ans flows.Answer) {
	c, ok := subject(s, "close")
	if !ok {
		return
	}
	s.Do(flows.ProposeClosing{Case: c.ID, Seat: seatOf(s).ID, Reason: casework.CloseReason(ans.Event)})
	switch {
	case nobodyElse(seatOf(s), s.Env.Register):
		done(s, "proposed_alone")
	case ans.Event == string(casework.CloseNotTPPO):
		done(s, "proposed_not_tppo")
	default:
		done(s, "proposed")
	}
}

// closingData names why the case shall be closed.
func closingData(s *flows.Scene) flows.Data {
	d := flows.Data{"code": s.Get(answerCode), "reason": ""}
	if s.Env.Case != nil && s.Env.Case.Close != nil {
		d["reason"] = s.Label("duty.close_reason." + string(s.Env.Case.Close.Reason))
	}
	return d
}

// confirmClosing closes the case, or leaves it as it is.
func confirmClosing(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "no" {
		done(s, "nothing")
		return
	}
	if c, ok := subject(s, "confirm"); ok {
		s.Do(flows.ConfirmClosing{Case: c.ID, Seat: seatOf(s).ID})
		done(s, "closed")
	}
}
