package record

import (
	"slices"
	"strings"

	"siaga/flows"
)

// notes takes a voice note, if it can be a clip.
type notes struct{}

// Buttons are none.
func (notes) Buttons(*flows.Scene) [][]flows.Button { return nil }

// Read reads a voice note.
func (notes) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Voice || in.File == "" {
		return flows.Answer{}, false
	}
	if why := readings(s).Fits(in); why != "" {
		s.Say("record.flaw."+why, nil, help())
		s.Add("record.files", flows.Texts(in.File)[0])
		return flows.Answer{Event: "unfit"}, true
	}
	s.Keep(file, in.File)
	return flows.Answer{Event: "sent"}, true
}

// marked offers buttons that carry the mark of what they stand under. A press under other words was answered before, see global.
type marked []string

// Buttons offers them below each other.
func (m marked) Buttons(s *flows.Scene) [][]flows.Button {
	var rows [][]flows.Button
	for _, v := range m {
		rows = append(rows, []flows.Button{{Key: s.Row.Ask + "." + v, Choice: v + ":" + s.Get(mark)}})
	}
	return rows
}

// Read reads a button or its words. A recording is kept only when the whole file is there and can be played.
func (m marked) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	chosen, _, _ := strings.Cut(in.Choice, ":")
	if in.Kind == flows.Text {
		a, ok := flows.Choice(m...).Read(s, in)
		if !ok {
			return a, false
		}
		chosen = a.Event
	}
	if !slices.Contains(m, chosen) {
		return flows.Answer{}, false
	}
	if chosen == "keep" {
		chosen = whole(s)
	}
	return flows.Answer{Event: chosen}, true
}

// whole says what follows from the wish to keep the recording, as its file is.
func whole(s *flows.Scene) string {
	why := readings(s).Whole(s.Get(file))
	switch why {
	case "":
		return "keep"
	case "waiting":
		s.Say("record.flaw.waiting", nil)
		return "waiting"
	}
	s.Say("record.flaw."+why, nil)
	return "flawed"
}

// act does what follows from an answer at once.
func act(s *flows.Scene, a flows.Answer) {
	switch a.Event {
	case "keep":
		if current(s).Safety {
			s.Say("record.two_ears", nil)
		}
		effect(s, a.Event)
	case "skip", "good", "bad":
		effect(s, a.Event)
	}
}

// effect says what was done with the text that is shown, and leaves it.
func effect(s *flows.Scene, status string) {
	r := current(s)
	s.Do(flows.RecordText{Speaker: s.Env.Speaker().ID, Key: r.Key, Mark: r.Mark, Status: status, File: shown(s)})
	s.Keep(last, s.Get(mark))
	s.Keep(lastKey, r.Key)
	s.Keep(skipped, "")
	delete(s.C.Lists, "record.files") // whoever goes on did not mean themselves
	switch status {
	case "skip":
		s.Keep(skipped, "yes")
	case "bad": // it is read anew at once
		s.Keep(lastKey, "")
	}
}
