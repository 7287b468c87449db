package flows

import (
	"strconv"
	"strings"
)

// called tells whether plain words are a name of this language: its own, or one that others use. A name of one word counts behind
// "bahasa", and by itself only as the answer to the list of languages: "toba" is a place as well, and "bali" an answer elsewhere.
func (l Language) called(said string, listed bool) bool {
	bare := strings.TrimPrefix(said, "bahasa ")
	for _, name := range append([]string{l.Name}, l.Called...) {
		name = Plain(name)
		if said == name && (listed || strings.Contains(name, " ")) || said != bare && bare == name {
			return true
		}
	}
	return false
}

// listed is kept with the step at which the list of languages was shown.
const listed = "kernel.listed"

// keepListed remembers that the list of languages is shown in this turn.
func keepListed(s *Scene) { s.Keep(listed, strconv.FormatInt(s.C.Step, 10)) }

// justListed tells whether the turn before showed the list of languages.
func justListed(s *Scene) bool { return s.C.Get(listed) == strconv.FormatInt(s.C.Step-1, 10) }
