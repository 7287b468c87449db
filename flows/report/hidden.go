package report

import (
	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
)

// hidden keeps what is written to a chat that was wiped. Nothing is answered there, for somebody else may hold the phone; but
// words that tell something are never lost: they go to the case, marked, or wait in the unsent report until its number is typed.
// A cry for help sends the unsent report: a life weighs more than the missing tap on "send".
func hidden(s *flows.Scene, in flows.Input) {
	if quiet(*s.C) || !tells(s, in) {
		return
	}
	mark := s.Env.Words.Label("", "report.after_wipe")
	switch {
	case in.File != "":
		in.Text = marked(mark, in.Text)
		keepMedia(s, in)
	case in.Kind == flows.Location:
		s.Add("story", marked(mark, pinWords(in)))
	default:
		s.Add("story", marked(mark, in.Text))
	}
	cry := isCry(s, in)
	if cry {
		s.Keep("danger", string(casework.DangerNow))
	}
	if s.C.Case == "" && cry {
		openCase(s)
		return
	}
	if cry {
		cried(s)
		return
	}
	supplement(s, flows.Row{}, flows.Answer{})
}

// tells tells whether an input says something: not a greeting, a word or two such as "status", or a command.
func tells(s *flows.Scene, in flows.Input) bool {
	switch {
	case in.File != "", in.Kind == flows.Location, isCry(s, in):
		return true
	case in.Kind == flows.Edited:
		return !in.Text.IsZero()
	}
	return in.Kind == flows.Text && wordCount(in.Text) > 2 && s.Env.Understand(in.Text.Reveal()).Intent != "greeting"
}

func isCry(s *flows.Scene, in flows.Input) bool {
	return in.Kind == flows.Text && s.Env.Understand(in.Text.Reveal()).Intent == "emergency"
}

func marked(mark string, words private.Text) private.Text {
	return private.NewText(mark + " " + words.Reveal())
}
