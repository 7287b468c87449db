package screens

import (
	"regexp"
	"strings"
)

// message is a message that was heard, with its key.
type message struct {
	key    string
	screen Screen
}

// rest finds a screen for the keys that are neither a message nor a button of their own in any transcript.
func (a All) rest(keys []string, heard []message, text func(string) string) {
	for _, key := range keys {
		if strings.HasSuffix(key, ".words") {
			continue
		}
		if _, known := a[key]; known {
			continue
		}
		if s, ok := part(key, text(key), heard); ok {
			a[key] = s
			continue
		}
		a[key] = alone(key, text)
	}
	for _, key := range keys {
		if button, ok := strings.CutSuffix(key, ".words"); ok {
			a[key] = a[button]
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

// part finds a message of the same room that has the words in it.
func part(key, text string, heard []message) (Screen, bool) {
	words := ""
	for _, piece := range placeholder.Split(text, -1) {
		if len(piece) > len(words) {
			words = strings.TrimSpace(piece)
		}
	}
	room, _, _ := strings.Cut(key, ".")
	for _, m := range heard {
		if words != "" && strings.HasPrefix(m.key, room+".") && strings.Contains(m.screen.Text, words) {
			return m.screen, true
		}
	}
	return Screen{}, false
}

// alone shows the words by themselves. What is said of an answer to a question of a lesson stands below that answer.
func alone(key string, text func(string) string) Screen {
	room, _, _ := strings.Cut(key, ".")
	s := Screen{Flow: room, Text: text(key)}
	if lesson, answer, ok := strings.Cut(key, ".said."); ok {
		s.Row, s.Before, s.Said = lesson+".quiz", nil, "citizen> ["+text(lesson+".quiz."+answer)+"]"
	}
	return s
}
