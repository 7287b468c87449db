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

// rest finds a screen for the keys that are neither a message nor a button of their own in any transcript: the message they are a part
// of, else the place of another text of the same list, else their words alone.
func (a All) rest(keys []string, heard []message, text func(string) string) {
	var lone []string
	for _, key := range keys {
		if _, known := a[key]; known || strings.HasSuffix(key, ".words") {
			continue
		}
		if s, ok := part(key, text(key), heard); ok {
			a[key] = s
		} else {
			lone = append(lone, key)
		}
	}
	shown := a.lists(keys)
	for _, key := range lone {
		if s, ok := beside(key, shown[listOf(key)], text); ok {
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

// listOf is the list a key stands in: "check.why.minor" in "check.why".
func listOf(key string) string { return key[:max(0, strings.LastIndexByte(key, '.'))] }

// listed is a text of a list with the screen it was seen on.
type listed struct {
	key    string
	screen Screen
}

// lists gathers the texts that have a screen by the list they stand in.
func (a All) lists(keys []string) map[string][]listed {
	out := map[string][]listed{}
	for _, key := range keys {
		if s, ok := a[key]; ok && !strings.HasSuffix(key, ".words") {
			out[listOf(key)] = append(out[listOf(key)], listed{key, s})
		}
	}
	return out
}

// beside shows a text in the place where another one of its list was seen: a reason among the reasons, a row among the rows.
func beside(key string, others []listed, text func(string) string) (Screen, bool) {
	if listOf(key) == "" || !strings.Contains(listOf(key), ".") {
		return Screen{}, false // a whole room is no list
	}
	for _, o := range others {
		if s, ok := o.screen.Retold(text(o.key), text(key)); ok {
			return s, true
		}
	}
	return Screen{}, false
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
