package review

import (
	"slices"
	"strings"

	"siaga/flows"
)

// global reads what comes before an answer: a cry for help, the wish to report, a button of other texts, and what is typed as a
// wording, which must not be taken for anything else.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Kind {
	case flows.Command:
		return command(s, in)
	case flows.Press:
		return press(s, in)
	case flows.Text:
		return words(s, in)
	}
	if in.File == "" && in.Kind != flows.Location {
		return "", false
	}
	s.Say("review.media", nil, help())
	if in.File != "" {
		s.Add("review.files", flows.Texts(in.File)[0])
	}
	return "", true
}

// help is the way home for whoever needs it.
func help() []flows.Button { return []flows.Button{{Key: "review.own", Choice: "review.own"}} }

func command(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Choice {
	case "lapor", "status":
		return goHome(s, flows.Input{Kind: flows.Start}), true
	case "batal", "cancel", "kembali", "back":
		if s.C.State == better || s.C.State == wrong || s.C.State == shown {
			return sheet, true
		}
		return stopped, true
	}
	return "", false
}

// press reads the buttons that hold in every row, and those of texts that are not shown any more.
func press(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch {
	case in.Choice == "review.own":
		return goHome(s, ownWords(s)), true
	case in.State != sheet:
		return "", false
	}
	_, pressed, _ := strings.Cut(in.Choice, ":")
	switch {
	case pressed != "" && pressed == s.Get(last):
		return "", true // pressed twice
	case s.C.State != sheet && pressed == s.Get(mark):
		return "", false
	case pressed != s.Get(mark) || pressed != current(s).Mark:
		s.Say("review.changed", nil)
		return again(s), true
	}
	return "", false
}

// again is the row that shows the present texts, or the first ones when none were shown.
func again(s *flows.Scene) flows.State {
	if s.Get(key) == "" {
		return enter
	}
	return sheet
}

// words reads what is typed.
func words(s *flows.Scene, in flows.Input) (flows.State, bool) {
	cries := meaning(s, in.Text.Reveal()) == "emergency"
	writing := s.C.State == better || s.C.State == wrong
	switch {
	case cries && !(writing && sounds(s)):
		return goHome(s, in), true
	case !writing && meaning(s, in.Text.Reveal()) == "report":
		return goHome(s, in), true
	case !writing && s.Named("kernel.cancel", in):
		return stopped, true
	case !writing:
		return "", false
	}
	if flows.Plain(in.Text.Reveal()) == flows.Plain(s.Label(s.Row.Ask+".back")) {
		return sheet, true
	}
	if cries {
		s.Keep(typed, in.Text.Reveal())
		s.Say("review.cry", nil, help())
	}
	if s.C.State == wrong {
		return objected(s, in.Text)
	}
	return tried(s, in.Text)
}

func meaning(s *flows.Scene, text string) string {
	if s.Env.Understand == nil {
		return ""
	}
	return s.Env.Understand(text).Intent
}

// sounds tells whether the texts on the sheet are themselves words of somebody in danger: what is written about them sounds so too.
func sounds(s *flows.Scene) bool {
	sh := current(s)
	return slices.ContainsFunc([]string{sh.Source, sh.Text}, func(t string) bool { return meaning(s, t) == "emergency" })
}

// ownWords is what the person may have said of themselves: it is played at home.
func ownWords(s *flows.Scene) flows.Input {
	if t := s.Get(typed); t != "" {
		return flows.Input{Kind: flows.Text, Text: flows.Texts(t)[0]}
	}
	return flows.Input{Kind: flows.Start}
}

// goHome ends the visit; the home flow plays the input. Files sent here go along.
func goHome(s *flows.Scene, in flows.Input) flows.State {
	in.State, in.Step = "", 0
	s.Leave(flows.Leave{Report: true, Input: &in, Files: s.C.Lists["review.files"]})
	s.Keep(typed, "")
	delete(s.C.Lists, "review.files")
	return ""
}
