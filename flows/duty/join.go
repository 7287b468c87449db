package duty

import (
	"cmp"
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// The rows of making two cases that tell of the same thing one.
const (
	joinWith flows.State = "join_with"
	joinSure flows.State = "join_sure"
)

// answerOther is the code of the other case.
const answerOther = "other"

// joinOffered is how many cases are offered as buttons; any other is typed by its code.
const joinOffered = 6

func joinRows() []flows.Row {
	return []flows.Row{
		{At: joinWith, Ask: "duty.join_with", With: which, Accept: flows.Any(flows.Pick("case", joinOptions), flows.Func(typedJoin)), Keep: answerOther,
			Do: joinUnfit, Go: flows.Go{"case": joinSure, "unfit": joinWith}},
		{At: joinSure, Ask: "duty.join_sure", With: joinData, Accept: flows.Choice("yes", "no"), Do: join, Go: flows.Go{"yes": rest, "no": rest}},
	}
}

// joinable lists the cases that may end in this one: those the officer owns too, and those offered to the officer's task force. What is
// like it comes first.
func joinable(s *flows.Scene, c casework.Case) []casework.Case {
	var out []casework.Case
	for _, o := range casesOf(s) {
		if mayJoin(c, o, seatOf(s)) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b casework.Case) int { return cmp.Compare(unlike(c, a), unlike(c, b)) })
	return out
}

// mayJoin follows the rules of package casework, which checks them again.
func mayJoin(c, o casework.Case, seat taskforce.Seat) bool {
	ours := o.Lead == seat.TaskForce && (o.Status == casework.Offered || o.Status == casework.Accepted && o.Owner == seat.ID)
	return ours && o.ID != c.ID && o.Exercise == c.Exercise && o.Training == nil && c.Training == nil
}

// unlike counts in how many ways two cases differ.
func unlike(a, b casework.Case) int {
	n := 0
	_, here, _ := workplace(a, flows.Tongue{})
	_, there, _ := workplace(b, flows.Tongue{})
	if here != there {
		n++
	}
	if a.Report.Form != b.Report.Form {
		n++
	}
	return n
}

// joinedOf lists the cases that were joined with one.
func joinedOf(s *flows.Scene, c casework.Case) []casework.Case {
	if s.Env.Joined == nil {
		return nil
	}
	return s.Env.Joined(c)
}

func joinOptions(s *flows.Scene) []flows.Option {
	if s.Env.Case == nil {
		return nil
	}
	var out []flows.Option
	for _, o := range joinable(s, *s.Env.Case) {
		if len(out) < joinOffered {
			out = append(out, flows.Option{Value: o.Code, Label: o.Code})
		}
	}
	return out
}

// typedJoin reads a code. One that does not exist, that another task force holds, or that must not be seen reads the same.
func typedJoin(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text || in.Text.IsZero() || s.Env.Case == nil {
		return flows.Answer{}, false
	}
	for _, o := range joinable(s, *s.Env.Case) {
		if flows.Plain(o.Code) == flows.Plain(in.Text.Reveal()) {
			return flows.Answer{Event: "case", Value: private.NewText(o.Code)}, true
		}
	}
	return flows.Answer{Event: "unfit"}, true
}

// joinUnfit says why a code cannot be chosen. Who holds a case of the own task force is no secret there.
func joinUnfit(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "unfit" {
		return
	}
	s.Keep(answerOther, "")
	s.Say("duty.join_not", nil)
}

func joinData(s *flows.Scene) flows.Data {
	return flows.Data{"code": s.Get(answerCode), "other": s.Get(answerOther)}
}

// join ends the other case in this one.
func join(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "no" {
		done(s, "nothing")
		return
	}
	c, ok := subject(s, "more")
	if !ok {
		return
	}
	for _, o := range joinable(s, c) {
		if o.Code == s.Get(answerOther) {
			s.Do(flows.JoinCase{Case: c.ID, Other: o.ID, Seat: seatOf(s).ID})
			done(s, "joined")
			return
		}
	}
	lostOther(s)
	done(s, "nothing")
}

// lostOther says why the other case can not be joined any more: a colleague has it since it was chosen, or it is not there.
func lostOther(s *flows.Scene) {
	if o, seen := byCode(s, flows.Plain(s.Get(answerOther))); seen && takenBy(o, seatOf(s)) != "" {
		s.Say("duty.no.taken", flows.Data{"by": seatTitle(o.Owner, s.Env.Register, s.Tongue())})
		return
	}
	s.Say("duty.no.state", nil)
}

// joinedInto is the code of the case that this one was joined with, for the task force that did it.
func joinedInto(c casework.Case, seat taskforce.Seat) string {
	if c.Status != casework.Merged || seat.TaskForce != c.Lead || c.MayNotSee(seat.TaskForce, seat.ID) {
		return ""
	}
	return c.Into.Code
}

// codesOf lists the codes by which a case is known: its own, and for the task force that holds it those of the cases joined with it.
func codesOf(c casework.Case, seat taskforce.Seat) []string {
	out := []string{flows.Plain(c.Code)}
	if seat.TaskForce != c.Lead {
		return out
	}
	for _, j := range c.Joined {
		out = append(out, flows.Plain(j.Code))
	}
	return out
}

// cutCode cuts a code by which a case is known from the end of what was typed.
func cutCode(said string, c casework.Case, seat taskforce.Seat) (string, bool) {
	for _, code := range codesOf(c, seat) {
		if words, ok := strings.CutSuffix(said, code); ok {
			return words, true
		}
	}
	return said, false
}
