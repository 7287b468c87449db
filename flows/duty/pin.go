package duty

import (
	"strconv"

	"siaga/flows"
)

// pin is the row about the own PIN. The PIN itself is typed to the engine: it never comes here, and stands in no conversation.
const pin flows.State = "pin"

func pinRow() flows.Row {
	return flows.Row{At: pin, Ask: "duty.pin", With: pinData, Do: wishedPIN,
		Accept: flows.Any(flows.Choice("set"), when(hasPIN, flows.Choice("lock", "forgot")), when(mayDrop, flows.Choice("drop")),
			when(mayRequire, flows.Choice("require")), when(mayFree, flows.Choice("free"))),
		Go: flows.Go{"set": rest, "lock": rest, "forgot": rest, "drop": rest, "require": rest, "free": rest}}
}

func guarded(s *flows.Scene) flows.Guarded {
	if s.Env.Guarded == nil {
		return flows.Guarded{}
	}
	return s.Env.Guarded()
}

func hasPIN(s *flows.Scene) bool     { return guarded(s).PIN }
func mayDrop(s *flows.Scene) bool    { return guarded(s).PIN && !guarded(s).Required }
func mayRequire(s *flows.Scene) bool { return leads(s) && !guarded(s).Required }
func mayFree(s *flows.Scene) bool    { return leads(s) && guarded(s).Required }

func pinData(s *flows.Scene) flows.Data {
	g := guarded(s)
	return flows.Data{"has": truth(g.PIN), "required": truth(g.Required), "minutes": strconv.Itoa(g.Minutes)}
}

func wishedPIN(s *flows.Scene, ans flows.Answer) { wishPIN(s, ans.Event) }

// wishPIN passes a wish on and says what comes next.
func wishPIN(s *flows.Scene, wish string) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	did := map[string]string{"set": "pin_new", "lock": "pin_locked", "drop": "pin_old", "forgot": "pin_asked", "require": "pin_required", "free": "pin_free"}[wish]
	if wish == "set" && hasPIN(s) {
		did = "pin_old"
	}
	s.Do(flows.AskPIN{Seat: seatOf(s).ID, Wish: wish})
	tidy(s)
	return done(s, did)
}

// renewed is a coordinator's word that an officer may set a new PIN.
func renewed(s *flows.Scene, reset string) flows.State {
	if s.Env.Seat == nil {
		return refused(s)
	}
	s.Do(flows.ResetPIN{By: seatOf(s).ID, Reset: reset})
	tidy(s)
	return done(s, "pin_renewed")
}
