package checkin

import (
	"siaga/flows"
	"siaga/internal/checkin"
)

// planButtons offers what can be done with a plan: one that is paused can be taken up again.
type planButtons struct{}

func (planButtons) choices(s *flows.Scene) flows.Accept {
	switch p := s.Env.Cares().Plan; {
	case p == nil:
	case p.To == checkin.ToPerson && !p.Agreed: // nobody has said yes: nothing runs that could be paused
		return flows.Choice("change", "stop", "leave")
	case p.Paused:
		return flows.Choice("resume", "change", "stop", "leave")
	}
	return flows.Choice("pause", "change", "stop", "leave")
}

func (b planButtons) Buttons(s *flows.Scene) [][]flows.Button { return b.choices(s).Buttons(s) }

func (b planButtons) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if s.Env.Cares().Plan == nil && s.Env.Care != nil { // stopped meanwhile
		return flows.Answer{Event: "leave"}, true
	}
	return b.choices(s).Read(s, in)
}

// standing says where the plan stands.
func standing(s *flows.Scene) flows.Data {
	d := flows.Data{"every": flows.Word("checkin.every.day"), "to": flows.Word("checkin.to.force"), "wiped": flows.Word("checkin.wiped.end")}
	if p := s.Env.Cares().Plan; p != nil {
		d["every"], d["to"] = intervalName(p.Every), flows.Word("checkin.to."+p.To)
		if p.Keep {
			d["wiped"] = flows.Word("checkin.wiped.keep")
		}
	}
	return d
}

func planDo(s *flows.Scene, ans flows.Answer) {
	switch ans.Event {
	case "pause":
		s.Do(flows.ChangePlan{Do: flows.PlanPause})
	case "resume":
		s.Do(flows.ChangePlan{Do: flows.PlanResume})
	case "stop":
		s.Do(flows.ChangePlan{Do: flows.PlanStop})
	}
}
