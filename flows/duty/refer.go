package duty

import (
	"slices"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/relay"
	"siaga/internal/taskforce"
)

// The rows of a case that was refused twice: who takes it, and what is asked about that.
const (
	decideNext  flows.State = "decide_next"
	askRuler    flows.State = "ask_ruler"
	answerRuled flows.State = "answer_ruled"
)

// referChains gives the first row of each verb that opens one.
func referChains() map[string]flows.State {
	return map[string]flows.State{"decide": decideNext, "ask_ruler": askRuler, "answer_ruled": answerRuled,
		"more": moreRow, "plan": stepNext, "involve": involve, "link_reply": linkReply, "help_report": helpReport, "help_reply": helpReply}
}

func referRows() []flows.Row {
	return []flows.Row{
		{At: decideNext, Ask: "duty.decide_next", With: which, Do: decideFor,
			Accept: flows.Any(flows.Pick("next", rulingOptions), flows.Func(typedPlace)),
			Go:     flows.Go{"next": rest, "several": decideNext, "unknown": decideNext}},
		{At: askRuler, Ask: "duty.ask_ruler_what", With: which, Accept: note(), Do: noteTo("ask_ruler", "ask", rulerOf, "decide", "answer_ruled"),
			Go: flows.Go{"told": rest, "unfit": askRuler}},
		{At: answerRuled, Ask: "duty.answer_ruled_what", With: which, Accept: note(), Do: noteTo("answer_ruled", "answer", leadOf, "accept", "ask_ruler"),
			Go: flows.Go{"told": rest, "unfit": answerRuled}},
	}
}

// offeredHow tells the three ways apart in which a case can be offered.
func offeredHow(r casework.Referral) standing {
	switch {
	case r.Decide:
		return deciding
	case r.Ruled != "":
		return ruled
	}
	return offered
}

// besides is how a seat stands to a case that its task force does not hold.
func besides(c casework.Case, seat taskforce.Seat) standing {
	if seat.TaskForce != c.Lead && c.MayDecide(seat.ID) {
		return ruler
	}
	return helpStanding(c, seat)
}

// rulingOptions lists who may be told to take the case: those who refused it too, then those the register suggests.
func rulingOptions(s *flows.Scene) []flows.Option {
	c := s.Env.Case
	if c == nil || s.Env.Register == nil || s.Get(answerOptions) != "" {
		return nextOptions(s, false)
	}
	var codes []region.Code
	add := func(code region.Code) {
		if mayGet(*c, code, s.Env.Register) && s.Env.Register.Live(code) && !slices.Contains(codes, code) && len(codes) < nextOffered {
			codes = append(codes, code)
		}
	}
	for _, r := range c.Referrals {
		if r.To != seatOf(s).TaskForce {
			add(r.To)
		}
	}
	for _, code := range s.Env.Register.NextOwners(*c, nextOffered) {
		add(code)
	}
	var out []flows.Option
	for _, code := range codes {
		if code != seatOf(s).TaskForce {
			out = append(out, flows.Option{Value: string(code), Label: forceLabel(s, code)})
		}
	}
	return out
}

func decideFor(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "next" {
		notFound(s, ans)
		return
	}
	if c, ok := subject(s, "decide"); ok {
		s.Do(flows.DecideCase{Case: c.ID, Seat: seatOf(s).ID, Next: region.Code(ans.Value.Reveal())})
		done(s, "decided")
	}
}

// note reads words for other officers, and tells too long ones apart.
func note() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		switch {
		case in.Kind != flows.Text || !twoWords(in.Text):
			return flows.Answer{}, false
		case len([]rune(in.Text.Reveal())) > relay.Longest:
			return flows.Answer{Event: "unfit"}, true
		}
		return flows.Answer{Event: "told", Value: in.Text}, true
	})
}

// noteTo carries a note about the case to a task force, with buttons for what can be done about it.
func noteTo(verb, kind string, to func(casework.Case) region.Code, verbs ...string) func(*flows.Scene, flows.Answer) {
	return func(s *flows.Scene, ans flows.Answer) {
		if ans.Event == "unfit" {
			s.Say("duty.too_long", nil)
			return
		}
		if c, ok := subject(s, verb); ok {
			s.Do(flows.WriteNote{Case: c.ID, Seat: seatOf(s).ID, To: to(c), Kind: kind, Verbs: verbs, Text: ans.Value})
			done(s, "written")
		}
	}
}

func rulerOf(c casework.Case) region.Code { return c.Referral().Ruled }
func leadOf(c casework.Case) region.Code  { return c.Lead }

// forceTitle names a task force by its place on a card; empty for none.
func forceTitle(code region.Code, in flows.Tongue) string {
	if code == taskforce.Pusat {
		return in.Label("duty.pusat")
	}
	p, _ := region.Default().Lookup(code)
	return p.Name
}
