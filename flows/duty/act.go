package duty

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// global reads what holds in every row: a card's button, the desk's buttons and words, and a case's code.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Kind {
	case flows.Act:
		return act(s, in.Act), true
	case flows.Press:
		return pressed(s, in.Choice)
	case flows.Command:
		return commanded(s, in)
	case flows.Text:
		return typed(s, in)
	}
	return "", false
}

// pressed reads the buttons of the desk, which stay good when the desk is no longer the newest message.
func pressed(s *flows.Scene, choice string) (flows.State, bool) {
	name, arg, _ := strings.Cut(choice, "=")
	switch name {
	case "list":
		return wholeList(s), true
	case "views", "view", "only":
		return listed(s, name, arg), true
	case "duty":
		return switchDuty(s, arg == "on"), true
	case "page":
		s.Keep(answerPage, arg)
		s.InPlace = true
		return desk, true
	case "card":
		if c, ok := byCode(s, flows.Plain(arg)); ok {
			return showCard(s, c), true
		}
		return refused(s), true
	case "kernel.cancel":
		return leave(s), true
	case "oversight":
		return openPage(s), true
	}
	return pressedPeople(s, name, arg)
}

func commanded(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Choice {
	case "kasus", "piket", "status", "menu", "cases", "duty":
		if c, ok := byCode(s, flows.Plain(in.Text.Reveal())); ok {
			return showCard(s, c), true
		}
		return wholeList(s), true
	case "kesiapan", "readiness":
		return openReady(s, ""), true
	case "pantau", "oversight":
		return openPage(s), true
	case "batal", "cancel":
		return leave(s), true
	}
	return "", false
}

// typed reads words: a button may have expired, and a tired thumb may find it easier to write.
func typed(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch {
	case s.Named("kernel.cancel", in):
		return leave(s), true
	case s.Named("duty.desk.on", in):
		return switchDuty(s, true), true
	case s.Named("duty.desk.off", in):
		return switchDuty(s, false), true
	case s.Named("duty.rest.list", in):
		return wholeList(s), true
	case s.Named("duty.desk.menu", in):
		return openPeople(s, menu), true
	case s.Named("duty.menu.ready", in):
		return openReady(s, ""), true
	case s.Named("duty.desk.page", in):
		return openPage(s), true
	case s.C.State == joinWith, s.C.State == splitWhose: // these rows ask for a code
		return "", false
	}
	return typedVerb(s, flows.Plain(in.Text.Reveal()))
}

// typedVerb reads a case's code, alone or after the words of one of its card's buttons: "terima K7QF".
func typedVerb(s *flows.Scene, said string) (flows.State, bool) {
	for _, c := range casesOf(s) {
		words, ok := cutCode(said, c, seatOf(s))
		if !ok || words != "" && !strings.HasSuffix(words, " ") {
			continue
		}
		named := flows.Input{Text: private.NewText(words)}
		if words == "" || s.Named("duty.rest.list", named) {
			return showCard(s, c), true
		}
		for _, row := range append(verbs(standingOf(c, seatOf(s))), []string{"plan", "involve", "right"}) {
			for _, v := range row {
				if may(v, c, seatOf(s)) && s.Named("duty."+v, named) {
					return begin(s, c, v), true
				}
			}
		}
		if tooLate(s, c, named) {
			return stale(s, c), true
		}
	}
	return "", false
}

// tooLate tells whether words name a button that a colleague's accepting, or the own, took from the card.
func tooLate(s *flows.Scene, c casework.Case, named flows.Input) bool {
	at := standingOf(c, seatOf(s))
	if at != taken && at != mine && at != waiting {
		return false
	}
	was := slices.Concat(verbs(offered)...)
	if at == taken {
		was = slices.Concat(was, slices.Concat(verbs(mine)...), slices.Concat(verbs(judge)...), []string{"plan", "involve"})
	}
	return slices.ContainsFunc(was, func(v string) bool { return s.Named("duty."+v, named) })
}

// act plays a card's button. Everything forbidden, unknown or forged gets one and the same answer and changes nothing.
func act(s *flows.Scene, a flows.Action) flows.State {
	c := s.Env.Case
	switch {
	case c == nil || c.ID != a.Case:
		return refused(s)
	case a.Verb == "stale", (a.Verb == "accept" || a.Verb == "help_take") && takenBy(*c, seatOf(s)) != "": // a colleague was first while this was on its way
		return stale(s, *c)
	case !may(a.Verb, *c, seatOf(s)):
		return refused(s)
	}
	if a.Verb == "right" || strings.HasPrefix(a.Verb, "erase_") {
		return rightNow(s, *c, a)
	}
	if strings.HasPrefix(a.Verb, "identity_") {
		return identityNow(s, *c, a)
	}
	if strings.HasPrefix(a.Verb, "order_") {
		return orderNow(s, *c, a)
	}
	if a.Verb == "involve" {
		return calledNow(s, *c, a.Arg)
	}
	return begin(s, *c, a.Verb)
}

// begin does what a verb does at once, or opens the first question of its chain. The verb was allowed by may.
func begin(s *flows.Scene, c casework.Case, verb string) flows.State {
	tidy(s)
	s.Keep(answerCase, c.ID)
	s.Keep(answerCode, c.Code)
	s.Env.Case = &c // typed by its code, it did not come with the input
	seat := seatOf(s).ID
	switch verb {
	case "right":
		return rightNow(s, c, flows.Action{Verb: verb, Case: c.ID})
	case "accept":
		s.Do(flows.AcceptCase{Case: c.ID, Seat: seat})
		return done(s, "accepted")
	case "open":
		s.Do(flows.OpenDetails{Case: c.ID, Seat: seat})
		sayFurther(s, c)
		return silent(s)
	case "keep":
		s.Do(flows.KeepOpen{Case: c.ID, Seat: seat})
		return done(s, "kept_open")
	case "refuse":
		return refuseReason
	case "ask":
		return ask
	case "milestone":
		return milestone
	case "handover":
		return handoverReason
	case "close":
		return closeReason
	case "confirm":
		return confirm
	}
	if to, ok := referChains()[verb]; ok {
		return to
	}
	if helpNow(s, c, verb) || linkNow(s, c, verb) {
		return rest
	}
	return refused(s)
}

// stale answers a button of a card that shows the case as it was, and shows it as it is.
func stale(s *flows.Scene, c casework.Case) flows.State {
	if by := takenBy(c, seatOf(s)); by != "" {
		s.Say("duty.no.taken", flows.Data{"by": seatTitle(by, s.Env.Register, s.Tongue())})
	} else {
		s.Say("duty.stale", nil)
	}
	return showCard(s, c)
}

// takenBy is the colleague who took the case, or the help that was asked for; empty for nobody.
func takenBy(c casework.Case, seat taskforce.Seat) casework.SeatID {
	if standingOf(c, seat) == taken {
		return c.Owner
	}
	if h, asked := c.HelpOf(seat.TaskForce); asked && h.TakenBy != seat.ID && !c.MayNotSee(seat.TaskForce, seat.ID) {
		return h.TakenBy
	}
	return ""
}

// refused is the one answer for everything forbidden or unknown.
func refused(s *flows.Scene) flows.State {
	s.Say("duty.refused", nil)
	return silent(s)
}

// showCard has the card said anew; the engine draws it as the case then is.
func showCard(s *flows.Scene, c casework.Case) flows.State {
	s.Reply(flows.Reply{Key: "duty.card", Card: true, Case: c.ID})
	return silent(s)
}

// silent leaves any half-done chain, so that what is typed next can not reach the wrong case, and asks nothing.
func silent(s *flows.Scene) flows.State {
	tidy(s)
	s.C.State = desk
	return ""
}

// leave breaks a chain off. What it did before stays; the rest is not done.
func leave(s *flows.Scene) flows.State {
	if s.Get(answerCase) == "" {
		return desk
	}
	if did := s.Get(answerDid); did != "" { // a part of the chain was done already
		return done(s, did)
	}
	return done(s, "nothing")
}

// subject gives the case a chain is about, if the seat may still do what the chain does.
func subject(s *flows.Scene, verb string) (casework.Case, bool) {
	c := s.Env.Case
	if c == nil || c.ID != s.Get(answerCase) || !may(verb, *c, seatOf(s)) {
		s.Say("duty.refused", nil)
		done(s, "nothing")
		return casework.Case{}, false
	}
	return *c, true
}

// seatOf is the officer's seat; the zero seat, which may do nothing, for anybody else.
func seatOf(s *flows.Scene) taskforce.Seat {
	if s.Env.Seat == nil {
		return taskforce.Seat{}
	}
	return *s.Env.Seat
}

// casesOf lists the open cases of the task force that this seat may see.
func casesOf(s *flows.Scene) []casework.Case {
	if s.Env.Cases == nil {
		return nil
	}
	var out []casework.Case
	for _, c := range s.Env.Cases() {
		if standingOf(c, seatOf(s)) != gone {
			out = append(out, c)
		}
	}
	return out
}

// byCode finds a case by its short code in plain form.
func byCode(s *flows.Scene, code string) (casework.Case, bool) {
	for _, c := range casesOf(s) {
		if code != "" && slices.Contains(codesOf(c, seatOf(s)), code) {
			return c, true
		}
	}
	return casework.Case{}, false
}
