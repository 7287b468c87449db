// Package screens shows texts in their place: it plays conversations that were written down and notes on which screen each text
// appears, and draws that screen; it must not know how a text is kept or who translates it.
package screens

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"siaga/flows"
	"siaga/flows/flowtest"
)

// Screen is one message of a conversation with what stands around it.
type Screen struct {
	Flow    string     // the conversation, e.g. "report"
	Row     string     // the question that is open then
	Said    string     // what the person did before, as in a transcript; empty when it was never played
	Before  []string   // what the bot said between that and this message
	Text    string     // the message
	Buttons [][]string // the buttons under it
	Chosen  string     // the button that is meant, when the text is a button
}

// Scene is one conversation that can be played, with the transcripts that show it.
type Scene struct {
	Name  string
	Stage flowtest.Stage
	Rows  []flows.Row // to show questions that no transcript reaches
	Files fs.FS       // its transcripts, in testdata; may be nil
}

// All has a screen for each key.
type All map[string]Screen

// Play plays all transcripts in one language and gives a screen for each of the keys: where it is said first, else the message it
// is a part of, else its words alone. A transcript that cannot be played to its end in this language shows what it can.
func Play(tag string, keys []string, scenes ...Scene) All {
	all := All{}
	var heard []message
	for _, s := range scenes {
		if s.Files == nil {
			continue
		}
		files, _ := fs.Glob(s.Files, "testdata/*.txt")
		for _, name := range files {
			if raw, err := fs.ReadFile(s.Files, name); err == nil {
				heard = append(heard, all.play(s, tag, path.Base(name), string(raw))...)
			}
		}
	}
	for _, s := range scenes {
		all.rows(s, tag)
	}
	if len(scenes) > 0 {
		all.rest(keys, heard, func(key string) string { return scenes[0].Stage.Texts.Label(tag, key) })
	}
	return all
}

func (a All) play(s Scene, tag, name, raw string) []message {
	script, err := flowtest.Parse(name, raw)
	if err != nil {
		return nil
	}
	n := &notes{all: a, scene: s, buttons: map[string]Screen{}}
	s.Stage.Heard = n.hear
	p := flowtest.NewPlayer(s.Stage, script.About)
	if p.Play(flowtest.Line{Directive: "lang", Arg: tag}) != nil {
		return nil
	}
	for _, l := range script.Lines {
		if l.Directive == "keys" || l.Directive == "lang" {
			continue
		}
		n.said, n.before = l.Who+"> "+l.Say, nil
		if p.Play(l) != nil {
			break
		}
	}
	for key, screen := range n.buttons {
		a.add(key, screen)
	}
	return n.heard
}

// notes are what one transcript showed.
type notes struct {
	all     All
	scene   Scene
	said    string
	before  []string
	buttons map[string]Screen
	heard   []message
}

func (n *notes) hear(m flowtest.Said) {
	screen := Screen{Flow: n.scene.Name, Row: string(m.State), Said: n.said, Before: slices.Clone(n.before), Text: m.Text, Buttons: m.Buttons}
	n.all.add(m.Reply.Key, screen)
	labels := slices.Concat(m.Buttons...) // in the same order, though perhaps on other lines
	for i, b := range slices.Concat(m.Reply.Buttons...) {
		if _, known := n.buttons[b.Key]; b.Key != "" && !known {
			screen.Chosen = labels[i]
			n.buttons[b.Key] = screen
		}
	}
	n.before = append(n.before, m.Text)
	n.heard = append(n.heard, message{m.Reply.Key, screen})
}

// add keeps the first screen of a key.
func (a All) add(key string, s Screen) {
	if _, known := a[key]; !known {
		a[key] = s
	}
}

// rows shows the questions and buttons that no transcript reached, as far as they can be put without a conversation.
func (a All) rows(s Scene, tag string) {
	env := s.Stage.Env(s.Stage.Start)
	env.Now = s.Stage.Start
	for _, row := range s.Rows {
		if row.Accept == nil {
			continue
		}
		a.row(s, tag, row, env)
	}
}

func (a All) row(s Scene, tag string, row flows.Row, env flows.Env) {
	label := func(key string) string { return s.Stage.Texts.Label(tag, key) }
	screen := Screen{Flow: s.Name, Row: string(row.At), Text: label(row.Ask)}
	buttons := buttonsOf(row, &flows.Scene{C: &flows.Conversation{Lang: tag, State: row.At}, Env: env, Row: row})
	for _, line := range buttons {
		var labels []string
		for _, b := range line {
			if b.Key != "" {
				b.Label = label(b.Key)
			}
			labels = append(labels, b.Label)
		}
		screen.Buttons = append(screen.Buttons, labels)
	}
	a.add(row.Ask, screen)
	for i, line := range buttons {
		for j, b := range line {
			if b.Key != "" {
				screen.Chosen = screen.Buttons[i][j]
				a.add(b.Key, screen)
			}
		}
	}
}

// buttonsOf asks a row for its buttons. Buttons that only a real conversation has are left out.
func buttonsOf(row flows.Row, s *flows.Scene) (buttons [][]flows.Button) {
	defer func() {
		if recover() != nil {
			buttons = nil
		}
	}()
	return row.Accept.Buttons(s)
}

// Transcript writes a screen as lines of a conversation.
func (s Screen) Transcript() string {
	var p flowtest.Printer
	if who, say, ok := strings.Cut(s.Said, "> "); ok && who != "" {
		p.Line(flowtest.Line{Who: who, Say: say})
	}
	for _, text := range s.Before {
		p.Said("bot", text, nil)
	}
	p.Said("bot", s.Text, s.Buttons)
	return strings.TrimSuffix(p.String(), "\n")
}

// Labels lists the buttons in one line.
func (s Screen) Labels() string {
	var all []string
	for _, row := range s.Buttons {
		for _, label := range row {
			all = append(all, "["+label+"]")
		}
	}
	return strings.Join(all, " ")
}
