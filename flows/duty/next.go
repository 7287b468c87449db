package duty

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

const (
	nextOffered = 6  // task forces offered as buttons
	labelLength = 28 // runes that a button shows whole on a small screen
)

// nextOwner offers the task forces that may be named, and reads any other place typed. With own, the owner's own colleagues
// are offered too (end of shift).
func nextOwner(own bool) flows.Accept {
	options := func(s *flows.Scene) []flows.Option { return nextOptions(s, own) }
	return flows.Any(flows.Pick("next", options), flows.Func(typedPlace))
}

// nextOptions lists the places that typed words may mean, or else those that the register suggests.
func nextOptions(s *flows.Scene, own bool) []flows.Option {
	c := s.Env.Case
	if c == nil || s.Env.Register == nil {
		return nil
	}
	codes := s.Env.Register.NextOwners(*c, nextOffered)
	if typed := s.Get(answerOptions); typed != "" {
		codes = nil
		for code := range strings.FieldsSeq(typed) {
			codes = append(codes, region.Code(code))
		}
	} else if len(codes) == 0 && c.Lead != taskforce.Pusat {
		codes = []region.Code{taskforce.Pusat}
	}
	var out []flows.Option
	if own && s.Get(answerOptions) == "" && !nobodyElse(seatOf(s), s.Env.Register) {
		out = append(out, flows.Option{Value: string(c.Lead), Label: s.Label("duty.own_team")})
	}
	for _, code := range codes {
		if mayGet(*c, code, s.Env.Register) {
			out = append(out, flows.Option{Value: string(code), Label: forceLabel(s, code)})
		}
	}
	return out
}

// mayGet tells whether a task force can be named. Those that must not see the case read like those that do not exist.
func mayGet(c casework.Case, code region.Code, reg *taskforce.Register) bool {
	_, known := reg.Force(code)
	return known && code != c.Lead && !c.MayNotSee(code, "")
}

// forceLabel names a task force shortly.
func forceLabel(s *flows.Scene, code region.Code) string {
	if code == taskforce.Pusat {
		return s.Label("duty.pusat")
	}
	p, ok := s.Env.Places.Lookup(code)
	if !ok {
		return string(code)
	}
	name := p.Name
	if p.Kind == region.Kabupaten {
		name = "Kab. " + p.Short
	}
	return shorten(name)
}

// shorten makes a name fit on a button.
func shorten(name string) string {
	if r := []rune(name); len(r) > labelLength {
		return string(r[:labelLength-1]) + "…"
	}
	return name
}

// typedPlace looks the typed place up and offers what it may mean; it is never taken without one more tap, because a case
// sent to the wrong place costs hours.
func typedPlace(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text || in.Text.IsZero() || s.Env.Case == nil || s.Env.Register == nil {
		return flows.Answer{}, false
	}
	var codes []string
	for _, found := range s.Env.Places.Resolve(in.Text.Reveal()).Candidates {
		code := nameable(*s.Env.Case, found.Place.Code)
		if mayGet(*s.Env.Case, code, s.Env.Register) && !slices.Contains(codes, string(code)) && len(codes) < nextOffered {
			codes = append(codes, string(code))
		}
	}
	if len(codes) == 0 {
		return flows.Answer{Event: "unknown", Set: map[string]private.Text{answerOptions: {}}}, true
	}
	return flows.Answer{Event: "several", Set: map[string]private.Text{answerOptions: private.NewText(strings.Join(codes, " "))}}, true
}

// nameable is the task force of a place: its kabupaten or kota, or the province when the case was refused before and the
// province decides.
func nameable(c casework.Case, code region.Code) region.Code {
	if r := code.Regency(); r != "" && (c.Lead.Level() != region.RegencyLevel || c.Bounced() == 0) {
		return r
	}
	return code.Province()
}

func refuseTo(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "next" {
		notFound(s, ans)
		return
	}
	if c, ok := subject(s, "refuse"); ok {
		s.Do(flows.RefuseCase{Case: c.ID, Seat: seatOf(s).ID, Reason: s.Get(answerReason), Next: region.Code(ans.Value.Reveal())})
		done(s, "passed")
	}
}

func handOverTo(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "next" {
		notFound(s, ans)
		return
	}
	if c, ok := subject(s, "handover"); ok {
		s.Do(flows.HandOver{Case: c.ID, Seat: seatOf(s).ID, Reason: s.Get(answerReason), Next: region.Code(ans.Value.Reveal())})
		done(s, "passed")
	}
}

func notFound(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unknown" {
		s.Say("duty.next_unknown", nil)
	}
}
