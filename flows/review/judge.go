package review

import (
	"strings"

	"siaga/flows"
	"siaga/internal/private"
)

// said are the verdicts on a sheet, in the order of the buttons.
func said() []string { return []string{"keep", "better", "wrong", "skip", "stop"} }

// verdicts reads what a reviewer says of a sheet. A button carries the mark of the texts it was shown under: it says nothing of others.
type verdicts struct{}

// Buttons offers all verdicts that are possible.
func (verdicts) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	for _, v := range said() {
		if v == "better" && current(s).Fixed {
			continue
		}
		rows = append(rows, []flows.Button{{Key: "review.sheet." + v, Choice: v + ":" + s.Get(mark)}})
	}
	return rows
}

// Read reads a button or its words. A press under other texts was answered before, see global.
func (verdicts) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	verdict, _, _ := strings.Cut(in.Choice, ":")
	if in.Kind == flows.Text {
		a, ok := flows.Choice(said()...).Read(s, in)
		if !ok {
			return a, false
		}
		verdict = a.Event
	}
	for _, known := range said() {
		if verdict == known {
			if verdict == "better" && current(s).Fixed {
				verdict = "fixed"
			}
			return flows.Answer{Event: verdict}, true
		}
	}
	return flows.Answer{}, false
}

// judge does what follows from a verdict at once.
func judge(s *flows.Scene, a flows.Answer) {
	switch a.Event {
	case "keep", "skip":
		effect(s, flows.JudgeText{Status: a.Event})
	case "fixed":
		s.Say("review.fixed", nil)
	}
}

// propose keeps the better wording that was shown in its place.
func propose(s *flows.Scene, a flows.Answer) {
	if a.Event == "keep" {
		effect(s, flows.JudgeText{Status: "better", Text: s.Get(wording)})
		if current(s).Safety {
			s.Say("review.two_eyes", nil)
		}
	}
}

// effect says a verdict of the sheet that is shown, and leaves the sheet.
func effect(s *flows.Scene, j flows.JudgeText) {
	j.Speaker, j.Key, j.Mark = s.Env.Speaker().ID, s.Get(key), s.Get(mark)
	s.Do(j)
	s.Keep(last, j.Mark)
	s.Keep(lastKey, j.Key)
	s.Keep(skipped, "")
	if j.Status == "skip" {
		s.Keep(skipped, "yes")
	}
	s.Keep(typed, "")
}

// tried takes a better wording: it is shown in its place, or it is said kindly what to change first.
func tried(s *flows.Scene, text private.Text) (flows.State, bool) {
	_, flaws := sheets(s).Try(s.Get(key), text.Reveal())
	if len(flaws) > 0 {
		for _, f := range flaws {
			s.Say("review.flaw."+f.Kind, f.Data)
		}
		return better, true
	}
	s.Keep(wording, text.Reveal())
	return shown, true
}

// proposed shows the better wording in its place.
func proposed(s *flows.Scene) flows.Data {
	sh, _ := sheets(s).Try(s.Get(key), s.Get(wording))
	return flows.Data{"source": sh.Source, "text": sh.Text, "talk": sh.Screen, "language": s.Env.Speaker().Language}
}

// objected keeps what is wrong with a text, for those who look after the texts.
func objected(s *flows.Scene, note private.Text) (flows.State, bool) {
	effect(s, flows.JudgeText{Status: "wrong", Note: note})
	s.Say("review.noted", nil)
	return pick, true
}
