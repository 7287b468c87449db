package duty

import (
	"slices"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// moreRows are what an owner does more rarely: it stands behind one button, so that a card stays small.
func moreRows() []flows.Row {
	own := []flows.Row{{At: moreRow, Ask: "duty.more_what", With: which, Accept: flows.Pick("", moreOptions), Go: moreGo()}}
	return slices.Concat(own, []flows.Row{involveRow(), identityRow()}, helpRows(), joinRows(), linkRows(), splitRows())
}

// moreGo gives the first row of each choice behind the button.
func moreGo() flows.Go {
	return flows.Go{"plan": stepNext, "involve": involve, "help": helpTo, "release": helpEnd, "merge": joinWith, "link": linkAsk, "split": splitWhose, "identity": identity}
}

// moreOptions offers what makes sense for the case now.
func moreOptions(s *flows.Scene) []flows.Option {
	c := s.Env.Case
	if c == nil {
		return nil
	}
	names := []string{"plan", "involve", "help"}
	if len(c.OpenHelps()) > 0 {
		names = append(names, "release")
	}
	if len(joinable(s, *c)) > 0 {
		names = append(names, "merge")
	}
	if linksOf(s, *c).Any() {
		names = append(names, "link")
	}
	if c.Training == nil {
		names = append(names, "split", "identity")
	}
	var out []flows.Option
	for _, name := range names {
		out = append(out, flows.Option{Value: name, Event: name, Label: s.Label("duty.more_what." + name)})
	}
	return out
}

// alsoMay tells of verbs that stand under messages, not on the card.
func alsoMay(verb string, c casework.Case, seat taskforce.Seat) bool {
	if mayLinkVia(verb, c, seat) || mayIdentity(verb, c, seat) || mayRight(verb, c, seat) || mayOrder(verb, c, seat) {
		return true
	}
	if standingOf(c, seat) != mine {
		return false
	}
	return verb == "plan" || verb == "involve" || verb == "help_reply" && lastHelper(c) != ""
}
