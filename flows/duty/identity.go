package duty

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/relay"
	"siaga/internal/taskforce"
)

// What a reporter said of the own name and number stands in no content of a case. Its owner wishes for it with a reason, a coordinator on
// another seat agrees, and then it is shown for a day, each time for half an hour and with a line in the audit.

// identity is the row in which the owner says for what it is needed.
const identity flows.State = "identity"

func identityRow() flows.Row {
	return flows.Row{At: identity, Ask: "duty.identity", With: which, Do: wishedIdentity,
		Accept: flows.Any(when(identityOpen, flows.Choice("show")), flows.Choice(casework.IdentityReasons()...)),
		Go:     flows.Go{"*": rest}}
}

func identityOpen(s *flows.Scene) bool {
	return s.Env.Case != nil && s.Env.Case.MayOpenIdentity(seatOf(s).ID, s.Env.Now)
}

func wishedIdentity(s *flows.Scene, ans flows.Answer) {
	c, ok := subject(s, "more")
	switch {
	case !ok:
	case ans.Event == "show":
		s.Do(flows.OpenIdentity{Case: c.ID, Seat: seatOf(s).ID})
		done(s, "identity_shown")
	default:
		s.Do(flows.AskIdentity{Case: c.ID, Seat: seatOf(s).ID, Why: ans.Event})
		done(s, "identity_asked")
	}
}

// mayIdentity tells of the verbs under messages about it: a coordinator's word, and the owner's opening. The engine looks up the rest.
func mayIdentity(verb string, c casework.Case, seat taskforce.Seat) bool {
	switch verb {
	case "identity_yes", "identity_no":
		return seat.Role.Coordinates() && seat.ID != c.Owner && c.Identity != nil && !c.MayNotSee(seat.TaskForce, seat.ID)
	case "identity_open":
		return standingOf(c, seat) == mine || standingOf(c, seat) == waiting
	}
	return false
}

// identityNow does what those buttons say.
func identityNow(s *flows.Scene, c casework.Case, a flows.Action) flows.State {
	tidy(s)
	seat := seatOf(s).ID
	if a.Verb == "identity_open" {
		s.Do(flows.OpenIdentity{Case: c.ID, Seat: seat})
		return silent(s)
	}
	n, err := strconv.Atoi(a.Arg)
	if err != nil {
		return refused(s)
	}
	s.Do(flows.DecideIdentity{Case: c.ID, Seat: seat, N: n, Agreed: a.Verb == "identity_yes"})
	s.Keep(answerCode, c.Code)
	return done(s, a.Verb)
}

// Identity is what a case's content leaves out: the words in which reporters named themselves or gave a number. ok is false for none.
func (Desk) Identity(c casework.Case, joined []casework.Case) (reply flows.Reply, ok bool) {
	var lines []string
	for _, o := range append([]casework.Case{c}, joined...) {
		for _, words := range wordsOf(o) {
			if _, hid := veiledIn(o, words.text, words.asked); hid {
				lines = append(lines, "• "+relay.Defang(words.text))
			}
		}
	}
	text := cut(strings.Join(lines, "\n\n"), pageUnits)[0]
	return flows.Reply{Key: "duty.identity_text", Case: c.ID, Vanish: vanishAfter,
		Data: flows.Data{"code": c.Code, "exercise": truth(c.Exercise), "text": private.NewText(text)}}, len(lines) > 0
}

type saidWords struct {
	text  string
	asked bool // a number was asked for
}

func wordsOf(c casework.Case) []saidWords {
	var out []saidWords
	for _, t := range c.Report.Story {
		out = append(out, saidWords{t.Reveal(), false})
	}
	for _, q := range c.Questions {
		out = append(out, saidWords{q.Answer.Reveal(), casework.WantsNumber(q.Code)})
	}
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Transit, casework.Destination, casework.Home} {
		out = append(out, saidWords{c.Report.Places[role].Said.Reveal(), false})
	}
	return out
}
