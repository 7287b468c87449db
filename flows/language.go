package flows

import (
	"strings"
)

// Presses about the language.
const (
	pressSpeak   = "kernel.lang:" // with the tag behind it
	pressNoOffer = "kernel.offer.no"
)

// An offer of another language is made only on words that leave little doubt: short and mixed messages leave it as it is.
const (
	offerWords = 4
	offerSure  = 0.9
)

// speaks tells whether an input is the choice of a language.
func speaks(in Input) bool { return in.Kind == Press && strings.HasPrefix(in.Choice, pressSpeak) }

// choosable lists the languages that may be chosen here.
func (t *Table) choosable(s *Scene) []Language {
	var out []Language
	for _, l := range s.Env.Words.Languages() {
		if l.Desk || !t.rules.Desk {
			out = append(out, l)
		}
	}
	return out
}

// language finds one that may be chosen.
func (t *Table) language(s *Scene, tag string) (Language, bool) {
	for _, l := range t.choosable(s) {
		if l.Tag == tag {
			return l, true
		}
	}
	return Language{}, false
}

// languages shows the languages there are, each in its own name.
func (t *Table) languages(s *Scene) error {
	var rows [][]Button
	for i, l := range t.choosable(s) {
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], Button{Label: l.Name, Choice: pressSpeak + l.Tag})
	}
	keepListed(s)
	s.Reply(Reply{Key: "kernel.languages", Buttons: rows})
	return nil
}

// speak changes the language, says so in it, and puts the question again.
func (t *Table) speak(s *Scene, tag string) error {
	l, ok := t.language(s, tag)
	if !ok {
		return t.ask(s)
	}
	s.C.Lang = l.Tag
	key := "kernel.spoken"
	if l.Draft && !t.rules.Desk {
		key = "kernel.spoken_draft"
	}
	s.Say(key, Data{"language": l.Name})
	if t.rules.Spoke != nil {
		t.rules.Spoke(s)
	}
	return t.ask(s)
}

// chosenLanguage reads a wish for another language: one of its names, "bahasa jawa", or a sentence that asks for one.
func (t *Table) chosenLanguage(s *Scene, in Input) (bool, error) {
	if in.Kind != Text {
		return false, nil
	}
	said := Plain(in.Text.Reveal())
	for _, l := range t.choosable(s) {
		if l.called(said, t.rules.Desk || justListed(s)) { // officers are offered few languages, and none of them is a place
			return true, t.speak(s, l.Tag)
		}
	}
	if t.rules.Desk && strings.HasPrefix(said, "bahasa ") && len(strings.Fields(said)) == 2 {
		return true, t.languages(s)
	}
	if s.Env.Understand == nil || len(strings.Fields(said)) < 2 || s.Env.Understand(in.Text.Reveal()).Intent != "language" {
		return false, nil
	}
	if _, answer := t.read(s.trial(), in); answer && !t.rows[s.C.State].takesAnything() {
		return false, nil
	}
	return true, t.languages(s)
}

// trial is a copy of a scene in which an answer can be read without leaving anything behind.
func (s *Scene) trial() *Scene {
	c := s.C.clone()
	return &Scene{C: &c, Env: s.Env, Row: s.Row, turn: &Turn{}}
}

// takesAnything tells whether a row reads every text as an answer, as a question for a story does.
func (r Row) takesAnything() bool { return r.Accept != nil && anything(r.Accept) }

func anything(a Accept) bool {
	switch a := a.(type) {
	case said:
		return true
	case anyOf:
		for _, x := range a {
			if anything(x) {
				return true
			}
		}
	}
	return false
}

// offerLanguage puts an offer before what is said in this turn when somebody seems to write another language, or has set the
// app to one. Each language is offered once, in itself, and nothing changes until it is taken.
func (t *Table) offerLanguage(s *Scene, in Input) {
	l, ok := t.language(s, t.heardLanguage(s, in))
	name := "kernel.offered." + l.Tag
	if !ok || t.rules.Desk || l.Tag == s.C.Lang || s.C.Wiped || s.C.Has(name) || len(s.turn.Replies) == 0 || leaves(*s.turn) {
		return
	}
	s.Keep(name, "yes")
	offer := Reply{Key: "kernel.offer", Lang: l.Tag, Data: Data{"language": l.Name}, Buttons: [][]Button{
		{{Key: "kernel.offer.yes", Choice: pressSpeak + l.Tag}}, {{Key: pressNoOffer, Choice: pressNoOffer}}}}
	s.turn.Replies = append([]Reply{offer}, s.turn.Replies...)
}

// heardLanguage gives the tag of the language to be offered, "" for none: the one that is written, and with the first message
// the one the app is set to. A cry is answered first; what is written after it is looked at.
func (t *Table) heardLanguage(s *Scene, in Input) string {
	var m Meaning
	if in.Kind == Text && s.Env.Understand != nil {
		m = s.Env.Understand(in.Text.Reveal())
	}
	switch {
	case m.Intent == "emergency":
		return ""
	case !t.rules.Quotes && m.Sure >= offerSure && m.Lang != "id" && len(strings.Fields(Plain(in.Text.Reveal()))) >= offerWords:
		return m.Lang
	case s.C.Step > 0 && in.Kind != Start || s.C.Lang != "":
		return ""
	}
	tag, _, _ := strings.Cut(in.Lang, "-")
	if tag == "id" {
		return ""
	}
	return tag
}

// leaves tells whether a turn ends the conversation or wipes it: then nothing more is said.
func leaves(t Turn) bool { return t.Leave != nil || t.Visit != nil || wiped(t) }
