package flowtest

import (
	"regexp"
	"slices"
	"strings"

	"siaga/flows"
)

// Sieve finds Indonesian in messages of another language: each piece of an Indonesian text that no text of the other language holds.
type Sieve struct{ pieces []string }

// cuts are where a text is cut into pieces: at places, lines and the ends of sentences.
var cuts = regexp.MustCompile(`\{\{[^}]*\}\}|[\n.?!:;•·]`)

// NewSieve makes a sieve of the texts of both languages whose keys begin with one of the rooms.
func NewSieve(source, other map[string]string, rooms ...string) *Sieve {
	var known strings.Builder
	for _, text := range other {
		for _, piece := range cuts.Split(text, -1) {
			known.WriteString(" " + flows.Plain(piece) + " |")
		}
	}
	s := &Sieve{}
	for key, text := range source {
		in := slices.ContainsFunc(rooms, func(room string) bool { return strings.HasPrefix(key, room) })
		if !in || strings.HasSuffix(key, ".words") {
			continue
		}
		for _, piece := range cuts.Split(text, -1) {
			if p := flows.Plain(piece); len(p) > 2 && !strings.Contains(known.String(), " "+p+" ") {
				s.pieces = append(s.pieces, p)
			}
		}
	}
	slices.Sort(s.pieces)
	s.pieces = slices.Compact(s.pieces)
	return s
}

// Find gives the pieces that stand in a message, none when it is all in its own language.
func (s *Sieve) Find(message string) []string {
	said := " " + flows.Plain(message) + " "
	var found []string
	for _, p := range s.pieces {
		if strings.Contains(said, " "+p+" ") {
			found = append(found, p)
		}
	}
	return found
}

// Size is how many pieces are looked for.
func (s *Sieve) Size() int { return len(s.pieces) }
