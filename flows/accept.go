package flows

import (
	"strconv"

	"siaga/internal/private"
)

// Choice offers buttons and reads a press, a typed label, one of its synonyms, or its number.
func Choice(values ...string) Accept { return choice{values: values} }

type choice struct{ values []string }

func (a choice) Buttons(s *Scene) [][]Button {
	var rows [][]Button
	for _, v := range a.values {
		rows = append(rows, []Button{{Key: s.Row.Ask + "." + v, Choice: v}})
	}
	return rows
}

func (a choice) Read(s *Scene, in Input) (Answer, bool) {
	v := ""
	switch in.Kind {
	case Press:
		v = in.Choice
	case Text:
		v = a.typed(s, in.Text.Reveal())
	}
	for _, known := range a.values {
		if v == known {
			return Answer{Event: v, Value: private.NewText(v)}, true
		}
	}
	return Answer{}, false
}

// typed finds the one choice that the words name.
func (a choice) typed(s *Scene, text string) string {
	said := Plain(text)
	if n, err := strconv.Atoi(said); err == nil && n >= 1 && n <= len(a.values) {
		return a.values[n-1]
	}
	for _, v := range a.values {
		if s.names(s.Row.Ask+"."+v, said, false) {
			return v
		}
	}
	found := ""
	for _, v := range a.values {
		if s.names(s.Row.Ask+"."+v, said, true) && !s.turned(s.Row.Ask+"."+v, said) {
			if found != "" {
				return ""
			}
			found = v
		}
	}
	return found
}

// Labelled is a Choice whose labels have a key of their own, so that many rows share their buttons.
func Labelled(ask string, values ...string) Accept { return labelled{ask, choice{values}} }

type labelled struct {
	ask    string
	choice choice
}

func (a labelled) Buttons(s *Scene) [][]Button { return a.choice.Buttons(s.asking(a.ask)) }

func (a labelled) Read(s *Scene, in Input) (Answer, bool) { return a.choice.Read(s.asking(a.ask), in) }

// asking is the same scene with another question.
func (s *Scene) asking(ask string) *Scene {
	other := *s
	other.Row.Ask = ask
	return &other
}

// Said reads free text as the given event and adds it to a list (or keeps it when list is empty).
func Said(event, list string) Accept { return said{event, list} }

type said struct{ event, list string }

func (a said) Buttons(*Scene) [][]Button { return nil }

func (a said) Read(_ *Scene, in Input) (Answer, bool) {
	if in.Kind != Text || in.Text.IsZero() {
		return Answer{}, false
	}
	return Answer{Event: a.event, Value: in.Text, List: a.list}, true
}

// Media reads a photo, voice note, video or document, whose caption counts as words.
func Media(event, list string) Accept { return media{event, list} }

type media struct{ event, list string }

func (a media) Buttons(*Scene) [][]Button { return nil }

func (a media) Read(s *Scene, in Input) (Answer, bool) {
	if in.File == "" {
		return Answer{}, false
	}
	s.Add(a.list, private.NewText(in.File))
	s.Keep("album", in.Album)
	if in.Text.IsZero() {
		return Answer{Event: a.event}, true
	}
	return Answer{Event: a.event, Value: in.Text, List: "story"}, true
}

// Any tries several readings in order; their buttons stand below each other.
func Any(accepts ...Accept) Accept { return anyOf(accepts) }

type anyOf []Accept

func (a anyOf) Buttons(s *Scene) [][]Button {
	var rows [][]Button
	for _, x := range a {
		rows = append(rows, x.Buttons(s)...)
	}
	return rows
}

func (a anyOf) Read(s *Scene, in Input) (Answer, bool) {
	for _, x := range a {
		if ans, ok := x.Read(s, in); ok {
			return ans, true
		}
	}
	return Answer{}, false
}

// Pick offers literal labels computed from what is known, each with the event it gives.
func Pick(event string, options func(*Scene) []Option) Accept { return pick{event, options} }

// Option is one literal choice, such as a place.
type Option struct {
	Value string
	Label string
	Event string // empty: the event of Pick
	Also  string // what it is called besides, when it is typed
}

type pick struct {
	event   string
	options func(*Scene) []Option
}

func (a pick) Buttons(s *Scene) [][]Button {
	var rows [][]Button
	var row []Button
	for _, o := range a.options(s) {
		long := len([]rune(o.Label)) > 17
		if long && len(row) > 0 {
			rows, row = append(rows, row), nil
		}
		row = append(row, Button{Label: o.Label, Choice: o.Value})
		if long || len(row) == 2 {
			rows, row = append(rows, row), nil
		}
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

func (a pick) Read(s *Scene, in Input) (Answer, bool) {
	said := Plain(in.Text.Reveal())
	for i, o := range a.options(s) {
		hit := in.Kind == Press && in.Choice == o.Value ||
			in.Kind == Text && said != "" && (said == Plain(o.Label) || said == Plain(o.Also) || said == strconv.Itoa(i+1))
		if hit {
			event := o.Event
			if event == "" {
				event = a.event
			}
			return Answer{Event: event, Value: private.NewText(o.Value)}, true
		}
	}
	return Answer{}, false
}

// Func reads an answer by a function of the flow, with no buttons of its own.
func Func(read func(*Scene, Input) (Answer, bool)) Accept { return fn(read) }

type fn func(*Scene, Input) (Answer, bool)

func (fn) Buttons(*Scene) [][]Button                { return nil }
func (f fn) Read(s *Scene, in Input) (Answer, bool) { return f(s, in) }

// choicesOf lists the fixed button values of an Accept, for the check of the table.
func choicesOf(a Accept) []string {
	switch a := a.(type) {
	case choice:
		return a.values
	case labelled:
		return a.choice.values
	case anyOf:
		var all []string
		for _, x := range a {
			all = append(all, choicesOf(x)...)
		}
		return all
	}
	return nil
}
