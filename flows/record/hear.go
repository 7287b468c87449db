package record

import (
	"strings"

	"siaga/flows"
)

// global reads what comes before an answer: a cry for help, the wish to report, a button under other words, and what is no voice
// note for a text that is shown.
func global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Kind {
	case flows.Command:
		return command(s, in)
	case flows.Press:
		return press(s, in)
	case flows.Text:
		return typed(s, in)
	case flows.Voice:
		if s.C.State == text || s.C.State == heard {
			return "", false
		}
	}
	if in.File == "" && in.Kind != flows.Location {
		return "", false
	}
	s.Say("record.media", nil, help())
	if in.File != "" {
		s.Add("record.files", flows.Texts(in.File)[0])
	}
	return "", true
}

// help is the way home for whoever needs it.
func help() []flows.Button { return []flows.Button{{Key: "record.own", Choice: "record.own"}} }

func command(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch in.Choice {
	case "lapor", "status":
		return goHome(s, flows.Input{Kind: flows.Start}), true
	case "batal", "cancel", "kembali", "back":
		if s.C.State == heard {
			return text, true
		}
		return stopped, true
	}
	return "", false
}

// press reads the buttons that hold in every row, and those under words or a recording that are not shown any more.
func press(s *flows.Scene, in flows.Input) (flows.State, bool) {
	if in.Choice == "record.own" {
		return goHome(s, flows.Input{Kind: flows.Start}), true
	}
	_, pressed, ok := strings.Cut(in.Choice, ":")
	switch {
	case !ok:
		return "", false
	case pressed == s.Get(last) && pressed != s.Get(mark):
		return "", true // pressed twice
	case in.State != s.C.State || pressed != s.Get(mark) || pressed != marks(s):
		s.Say("record.changed", nil)
		return again(s), true
	}
	return "", false
}

// again is the row that shows what is to be answered now.
func again(s *flows.Scene) flows.State {
	switch {
	case s.C.State == hello:
		return hello
	case s.C.State == heard && pressable(s):
		return heard
	}
	return pick
}

// pressable tells whether the words are still those that were read aloud.
func pressable(s *flows.Scene) bool { return s.Get(mark) == marks(s) }

// typed reads words: nothing is written here but wishes.
func typed(s *flows.Scene, in flows.Input) (flows.State, bool) {
	intent := ""
	if s.Env.Understand != nil {
		intent = s.Env.Understand(in.Text.Reveal()).Intent
	}
	switch {
	case intent == "emergency" || intent == "report":
		return goHome(s, in), true
	case s.Named("kernel.cancel", in):
		return stopped, true
	}
	return "", false
}

// goHome ends the visit; the home flow plays the input. Files that were no recordings go along.
func goHome(s *flows.Scene, in flows.Input) flows.State {
	in.State, in.Step = "", 0
	s.Leave(flows.Leave{Report: true, Input: &in, Files: s.C.Lists["record.files"]})
	delete(s.C.Lists, "record.files")
	return ""
}
