package flows

import (
	"strings"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// The kernel's own presses. They hold in every row of every flow.
const (
	pressBack     = "kernel.back"
	pressCancel   = "kernel.cancel"
	pressHelp     = "kernel.help"
	pressLanguage = "kernel.language"
	pressPause    = "kernel.pause"
	pressWipe     = "kernel.wipe"
	pressHuman    = "kernel.human"
)

// commands maps a typed command to the press it stands for.
var commands = map[string]string{
	"kembali": pressBack, "back": pressBack,
	"batal": pressCancel, "cancel": pressCancel,
	"bantuan": pressHelp, "help": pressHelp,
	"bahasa": pressLanguage, "language": pressLanguage,
	"nanti": pressPause, "jeda": pressPause, "pause": pressPause,
	"hapus": pressWipe, "wipe": pressWipe,
	"dengarkan": pressListen, "listen": pressListen,
	"rapikan": pressTidy, "tidy": pressTidy,
}

// wishOf finds which of the kernel's presses an input is: a button, a command, or one of the words for it.
func wishOf(s *Scene, in Input) string {
	switch in.Kind {
	case Press:
		if strings.HasPrefix(in.Choice, "kernel.") {
			return in.Choice
		}
	case Command:
		return commands[in.Choice]
	case Text:
		said := Plain(in.Text.Reveal())
		for _, wish := range []string{pressWipe, pressBack, pressCancel, pressHelp, pressLanguage, pressPause, pressQuiet, pressListen, pressTidy, pressStays} {
			if s.names(wish, said, false) {
				return wish
			}
		}
	}
	return ""
}

// wipes tells whether the person wants the traces gone; it is asked before everything else.
func (t *Table) wipes(s *Scene, in Input) bool {
	if wishOf(s, in) == pressWipe {
		return true
	}
	// A guess may wipe only on a whole sentence: one or two words are more often an answer, such as a place.
	if in.Kind != Text || s.Row.Writes || s.namesChoice(in) || s.Env.Understand == nil || len(strings.Fields(Plain(in.Text.Reveal()))) < wipeWords {
		return false
	}
	return s.Env.Understand(in.Text.Reveal()).Intent == "delete"
}

// wipeWords is the least number of words of a message that is understood as a wish to wipe without being one of the words for it.
const wipeWords = 3

// common plays what holds in every row. done is false when the input is an answer to the open row.
func (t *Table) common(s *Scene, in Input) (done bool, err error) {
	if speaks(in) {
		return true, t.speak(s, strings.TrimPrefix(in.Choice, pressSpeak))
	}
	if t.rules.Global != nil {
		if to, ok := t.rules.Global(s, in); ok {
			if to == "" {
				return true, nil
			}
			return true, t.enter(s, to)
		}
	}
	switch wish := wishOf(s, in); wish {
	case pressBack:
		return true, t.back(s)
	case pressCancel:
		return true, t.cancelAsk(s)
	case pressCancel + ".yes":
		t.cancel(s)
		return true, nil
	case pressCancel + ".no":
		return true, t.ask(s)
	case pressHelp:
		return true, t.help(s)
	case pressLanguage:
		return true, t.languages(s)
	case pressPause:
		s.Say("kernel.paused", nil)
		return true, nil
	case pressHuman:
		return true, t.human(s)
	case pressNoOffer:
		return true, nil
	case pressListen, pressQuiet:
		if !t.rules.Desk {
			return true, t.listen(s, wish)
		}
	case pressTidy, pressStays:
		if !t.rules.Desk {
			return true, t.tidy(s, wish)
		}
	}
	return t.chosenLanguage(s, in)
}

// back opens the question before, keeping its answer until it is given anew.
func (t *Table) back(s *Scene) error {
	n := len(s.C.Trail)
	if n == 0 || s.Row.NoBack {
		return t.ask(s)
	}
	to := s.C.Trail[n-1]
	s.C.Trail = s.C.Trail[:n-1]
	if _, ok := t.rows[to]; !ok {
		return t.enter(s, t.rules.Home)
	}
	s.C.State, s.Row, s.C.Tries = to, t.rows[to], 0
	return t.ask(s)
}

func (t *Table) cancelAsk(s *Scene) error {
	s.Say("kernel.cancel_ask", nil,
		[]Button{{Key: "kernel.cancel.no", Choice: pressCancel + ".no"}},
		[]Button{{Key: "kernel.cancel.yes", Choice: pressCancel + ".yes"}})
	return nil
}

// cancel leaves nothing of an unsent conversation. What was sent stays with the task force; only the chat is emptied then.
func (t *Table) cancel(s *Scene) {
	if s.C.Case != "" {
		t.wipe(s)
		return
	}
	s.Do(Wipe{Forget: true})
	*s.C = Conversation{Flow: t.name, Lang: s.C.Lang, Answers: map[string]private.Text{}, Step: s.C.Step}
	s.Reply(Reply{Key: "kernel.cancelled", Keep: true})
}

// help says what can be done here and puts the question again.
func (t *Table) help(s *Scene) error {
	key := s.Row.Help
	if key == "" {
		key = t.rules.Help
	}
	buttons := [][]Button{{{Key: pressLanguage, Choice: pressLanguage}, {Key: pressPause, Choice: pressPause}}}
	buttons = append(buttons, t.listenButton(s)...)
	if t.rules.Quiet != nil { // a flow that keeps what must leave no trace
		buttons = append(buttons, t.tidyButton(s), []Button{{Key: pressCancel, Choice: pressCancel}, {Key: pressWipe, Choice: pressWipe}})
	}
	s.Reply(Reply{Key: key, Data: t.numbers(s), Buttons: buttons})
	return t.ask(s)
}

// human hands over to a person: the flow decides how, else the numbers are given.
func (t *Table) human(s *Scene) error {
	if t.rules.Human != nil {
		if to := t.rules.Human(s); to != "" {
			return t.enter(s, to)
		}
	}
	s.Reply(Reply{Key: "kernel.human_numbers", Data: t.numbers(s)})
	return t.ask(s)
}

// placeOf is the best known place of the conversation, for the numbers to be given.
func placeOf(s *Scene) casework.Place {
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident} {
		if v := s.Get("place." + string(role)); v != "" {
			return ParsePlace(v)
		}
	}
	return casework.Place{}
}

// FormatPlace writes a place as it is kept in an answer: "53.02", "MY", "MY/Tawau", "sea".
func FormatPlace(p casework.Place) string {
	switch {
	case p.AtSea:
		return "sea"
	case p.Code != "":
		return string(p.Code)
	case p.Town != "":
		return p.Country + "/" + p.Town
	}
	return p.Country
}

// ParsePlace reads what FormatPlace wrote.
func ParsePlace(v string) casework.Place {
	if v == "" || v == "unknown" {
		return casework.Place{}
	}
	if v == "sea" {
		return casework.Place{AtSea: true}
	}
	if v[0] >= '0' && v[0] <= '9' {
		return casework.Place{Code: region.Code(v), Country: "ID"}
	}
	country, town, _ := strings.Cut(v, "/")
	return casework.Place{Country: country, Town: town}
}

// Texts turns strings into private texts.
func Texts(values ...string) []private.Text {
	out := make([]private.Text, len(values))
	for i, v := range values {
		out[i] = private.NewText(v)
	}
	return out
}
