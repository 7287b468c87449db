package selfcheck

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/offer"
	"siaga/internal/private"
)

// The lists in which the offer is kept.
const (
	listText  = "text"
	listFiles = "files"
	listAside = "aside" // what was no offer: a report may want it, the next text is weighed without it
)

// fewWords is the length up to which words without any sign are taken for a request ("tolong cek lowongan ini"), not for an
// offer.
const fewWords = 7

// words is all text of the offer given so far, that of its pictures last.
func words(s *flows.Scene) string {
	var parts []string
	for _, list := range []string{listText, listSeen} {
		for _, t := range s.C.Lists[list] {
			parts = append(parts, t.Reveal())
		}
	}
	return strings.Join(parts, "\n")
}

// given reads an offer: words typed, pasted or forwarded, or a photo or document, whose caption counts as words.
func (d desk) given() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		switch {
		case in.File != "" && sameAlbum(s, in):
			return flows.Answer{}, false // its first part was answered already; extra keeps this one
		case in.File != "":
			keepFile(s, in)
			if d.tells(in.Text) || notorious(s, in.Text) {
				return flows.Answer{Event: "told", Value: in.Text, List: listText}, true
			}
			return flows.Answer{Event: "file"}, true
		case in.Kind == flows.Edited && d.tells(in.Text) && len(s.C.Lists[listText]) == 1:
			s.C.Lists[listText] = nil
			return flows.Answer{Event: "told", Value: in.Text, List: listText}, true
		case in.Kind == flows.Text && (d.tells(in.Text) || notorious(s, in.Text)):
			return flows.Answer{Event: "told", Value: in.Text, List: listText}, true
		}
		return flows.Answer{}, false
	})
}

// tells tells whether words hold anything to be weighed.
func (d desk) tells(t private.Text) bool {
	said := t.Reveal()
	n := len(strings.Fields(flows.Plain(said)))
	if n > fewWords || lateness(said) != notLate {
		return true
	}
	a := d.assess(said, nil)
	if a.Grade == offer.NotOffer {
		return n > 0 && a.Redirect != "chat" && a.Redirect != "" || len(a.Reasons) > 0
	}
	return slices.ContainsFunc(a.Reasons, func(r offer.Reason) bool { return r.Weight > 1 }) || named(a.Entities)
}

// named tells whether anything was read that an offer consists of.
func named(e offer.Entities) bool {
	return len(e.Companies)+len(e.Licences)+len(e.Pay)+len(e.Fees)+len(e.Countries)+len(e.Accounts)+len(e.Links)+len(e.Places) > 0
}

func sameAlbum(s *flows.Scene, in flows.Input) bool {
	return in.Album != "" && in.Album == s.Get("album")
}

func keepFile(s *flows.Scene, in flows.Input) {
	s.Add(listFiles, private.NewText(in.File))
	s.Keep("album", in.Album)
	askReading(s, in)
}

// opening keeps what the first message already shows.
func (d desk) opening(s *flows.Scene, in flows.Input) {
	if in.File != "" {
		keepFile(s, in)
	}
	if (in.Kind == flows.Text || in.File != "") && d.tells(in.Text) && !d.cries(s, in) {
		s.Add(listText, in.Text)
	}
}

// shown tells whether anything was shown already, so that it is weighed instead of asked for.
func shown(s *flows.Scene) bool { return len(s.C.Lists[listText])+len(s.C.Lists[listFiles]) > 0 }

// anew forgets the offer before.
func anew(s *flows.Scene) {
	s.C.Lists, s.C.Answers, s.C.Trail, s.C.Aside = map[string][]private.Text{}, map[string]private.Text{}, nil, ""
}

// extra keeps a file that the open question did not ask for, and says so once for an album.
func extra(s *flows.Scene, in flows.Input) bool {
	if in.File == "" {
		return false
	}
	s.Hush = sameAlbum(s, in)
	keepFile(s, in)
	if !in.Text.IsZero() {
		s.Add(listText, in.Text)
	}
	if !s.Hush {
		s.Say("check.kept", nil)
	}
	return true
}

// global reads what holds in every row: a cry for help, which the home flow answers at once, and "show me the result".
func (d desk) global(s *flows.Scene, in flows.Input) (flows.State, bool) {
	switch {
	case d.cries(s, in):
		leaveWithCry(s, in)
		return "", true
	case s.C.State == late && choseNow(s, in):
		leaveWithCry(s, flows.Input{Kind: flows.Text, Text: private.NewText(s.Label("check.late.cry"))})
		return "", true
	case s.Row.Group == "questions" && (in.Kind == flows.Press && in.Choice == "check.enough" || in.Kind == flows.Text && s.Named("check.enough", in)):
		return read, true
	}
	return "", false
}

// cries tells whether words are a cry for help. An advertisement that merely sounds like one is weighed instead.
func (d desk) cries(s *flows.Scene, in flows.Input) bool {
	if in.Kind != flows.Text {
		return false
	}
	a := d.assess(in.Text.Reveal(), nil)
	if a.Grade != offer.NotOffer {
		return false
	}
	return a.Redirect == "emergency" || s.Env.Understand != nil && s.Env.Understand(in.Text.Reveal()).Intent == "emergency"
}

// common gives the buttons under every question: the result so far, and the wipe once something was shown.
func common(s *flows.Scene) []flows.Button {
	var out []flows.Button
	if s.Row.Group == "questions" {
		out = append(out, flows.Button{Key: "check.enough", Choice: "check.enough"})
	}
	if shown(s) || len(answers(s)) > 0 {
		out = append(out, flows.Button{Key: "kernel.wipe", Choice: "kernel.wipe"})
	}
	return out
}
