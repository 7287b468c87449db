// Package selfcheck is the conversation in which somebody shows a job offer and learns at once what speaks against it, what to
// ask and where to verify it; it must not know how an offer is weighed, nor ever call one safe.
package selfcheck

import (
	"errors"

	"siaga/flows"
	"siaga/internal/offer"
)

// The rows, in the order of the conversation. Their names begin with "check." so that a host can tell them from its own.
const (
	ask      flows.State = "check.ask"
	lines    flows.State = "check.lines"
	pictured flows.State = "check.pictured"
	wait     flows.State = "check.wait"
	read     flows.State = "check.read"
	late     flows.State = "check.late"
	other    flows.State = "check.other"
	result   flows.State = "check.result"
	quiz     flows.State = "check.quiz"
	reported flows.State = "check.reported"
	ended    flows.State = "check.ended"
)

// Assess weighs an offer: its text, and the answers by button (country, work, who, visa, contract, pays, passport, hide).
type Assess func(text string, answers map[string]string) offer.Assessment

// New makes the flow. It fails when its own table is wrong or nothing weighs the offers.
func New(assess func(text string, answers map[string]string) offer.Assessment) (*flows.Table, error) {
	if assess == nil {
		return nil, errors.New("flow selfcheck: nothing weighs the offers")
	}
	d := desk{assess}
	return flows.New("selfcheck", d.rules(), d.rows()...)
}

// desk weighs offers for the rows.
type desk struct{ assess Assess }

func (d desk) rules() flows.Rules {
	return flows.Rules{
		Quotes: true,
		First:  ask, Home: ask, Check: ask, Help: "check.help", Hears: true,
		Opening: d.opening, Extra: extra, Global: d.global, Common: common, FileRead: d.fileRead,
	}
}

func (d desk) rows() []flows.Row {
	rows := []flows.Row{
		{At: ask, Ask: "check.ask", Accept: flows.Any(flows.Choice("questions", "done"), d.given()), NoBack: true,
			Skip: shown, Past: "told", Enter: anew,
			Go: flows.Go{"questions": quiz, "done": ended, "told": read, "file": pictured}},
		{At: pictured, Choose: pictures, Go: flows.Go{"wait": wait, "lines": lines}},
		{At: wait, Ask: "check.wait", Accept: flows.Any(waiting{}, d.given()), NoBack: true,
			Go: flows.Go{"questions": quiz, "report": reported, "done": ended, "told": read, "file": pictured}},
		{At: lines, Ask: "check.lines", Accept: flows.Any(flows.Choice("questions", "report", "done"), d.given()), NoBack: true,
			Go: flows.Go{"questions": quiz, "report": reported, "done": ended, "told": read, "file": pictured}},

		{At: read, Choose: d.weigh, Go: flows.Go{"file": pictured, "late": late, "other": other, "result": result}},
		{At: late, Ask: "check.late", With: numbers, Accept: flows.Any(lateChoice(), d.given()), NoBack: true, Bare: true,
			Go: flows.Go{"report": reported, "now": ended, "no": read, "told": read, "file": late}},
		{At: other, Ask: "check.other", With: otherData, Accept: flows.Any(flows.Choice("questions", "report", "done"), d.given()), NoBack: true,
			Go: flows.Go{"questions": quiz, "report": reported, "done": ended, "told": read, "file": pictured}},
		{At: result, Ask: "check.result", With: d.next, Accept: flows.Any(menu{d}, d.aside(), d.given()), NoBack: true, Do: d.resultDo,
			Go: flows.Go{"more": result, "questions": quiz, "forward": result, "late": late, "report": reported, "another": ask,
				"done": ended, "aside": result, "told": read, "file": pictured}},
	}
	rows = append(rows, d.questions()...)
	return append(rows,
		flows.Row{At: reported, Ask: "check.reported", Enter: leaveToReport, Accept: d.given(), NoBack: true, Bare: true,
			Go: flows.Go{"told": read, "file": pictured}},
		flows.Row{At: ended, Ask: "check.ended", Enter: leaveDone, Accept: d.given(), NoBack: true, Bare: true,
			Go: flows.Go{"told": read, "file": pictured}},
	)
}
