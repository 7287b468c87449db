package flows

import (
	"strings"
	"unicode"
)

// Plain brings typed words into the form in which they are compared: lower case, no punctuation or pictures, single
// spaces.
func Plain(s string) string {
	var b strings.Builder
	space := true
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			space = false
			continue
		}
		if r == '\'' || r == '’' || r == '-' && !space {
			continue
		}
		if !space {
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSpace(b.String())
}

// names tells whether plain words name a button key: its label or one of its synonyms. With loose, a short message that
// holds the words somewhere counts too.
func (s *Scene) names(key, said string, loose bool) bool {
	if said == "" {
		return false
	}
	for _, w := range append([]string{s.Label(key)}, s.Env.Words.Synonyms(s.C.Lang, key)...) {
		p := Plain(w)
		if p == "" {
			continue
		}
		if said == p || loose && len(strings.Fields(said)) <= 5 && strings.Contains(" "+said+" ", " "+p+" ") {
			return true
		}
	}
	return false
}

// Named tells whether an input's words name a button key exactly.
func (s *Scene) Named(key string, in Input) bool { return s.names(key, Plain(in.Text.Reveal()), false) }

// Once makes a reading of texts that reads the same text only once in a row: several rules of one turn ask for it. It is for
// one turn, not for several goroutines.
func Once(read func(string) Meaning) func(string) Meaning {
	if read == nil {
		return nil
	}
	var text string
	var meaning Meaning
	known := false
	return func(s string) Meaning {
		if !known || s != text {
			text, meaning, known = s, read(s), true
		}
		return meaning
	}
}
