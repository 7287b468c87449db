package learn

import "siaga/flows"

// tipsGo ends the tips of whoever gets them, and asks everybody else.
func tipsGo(s *flows.Scene) string {
	if !s.Env.Cares().Tips {
		return "ask"
	}
	s.Do(flows.SetTips{})
	s.Say("learn.tips_off", nil)
	return "off"
}

// tipsDo begins them with a yes, and with nothing else.
func tipsDo(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "yes" {
		return
	}
	s.Do(flows.SetTips{On: true})
	s.Say("learn.tips_on", nil)
}
