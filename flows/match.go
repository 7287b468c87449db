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

// turned tells whether plain words hold a "not" that the words for a button key do not: "belum aman" is no "aman".
func (s *Scene) turned(key, said string) bool {
	rest := " " + said + " "
	for _, w := range append([]string{s.Label(key)}, s.Env.Words.Synonyms(s.C.Lang, key)...) {
		if p := Plain(w); p != "" && strings.Contains(p, " ") {
			rest = strings.ReplaceAll(rest, " "+p+" ", " ")
		}
	}
	for _, w := range s.Env.Words.Synonyms(s.C.Lang, "kernel.not") {
		if p := Plain(w); p != "" && strings.Contains(rest, " "+p+" ") && !s.names(key, p, false) {
			return true
		}
	}
	return false
}

// Named tells whether an input's words name a button key exactly.
func (s *Scene) Named(key string, in Input) bool { return s.names(key, Plain(in.Text.Reveal()), false) }

// Mentions tells whether an input's words name a button key, or are a short message that holds such words.
func (s *Scene) Mentions(key string, in Input) bool {
	return s.names(key, Plain(in.Text.Reveal()), true)
}

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
