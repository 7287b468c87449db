package understand

import (
	"fmt"
	"strings"
)

// glossary gives words of every language the Indonesian word that means the same, so that what is learnt of a message in one
// language holds in all. It is filled from gloss/<tag>.txt. A meaning is a concept whose name begins with "=".
type glossary struct {
	at map[string][]gloss
}

// gloss is one meaning of a word, and the languages in which it has it.
type gloss struct {
	concept int
	langs   uint16
}

const glossMark = "="

func newGlossary() *glossary { return &glossary{at: make(map[string][]gloss, 1<<13)} }

// parse reads lines like "ambil jupuk njupuk": a meaning, then words that have it. In the Indonesian list, the meaning itself is
// one of the words. each is called with every word, for the guess of the language.
func (g *glossary) parse(list string, mask uint16, l *lexicon, each func([]word)) error {
	line := 0
	for row := range strings.Lines(list) {
		line++
		f := strings.Fields(row)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		name := glossMark + f[0]
		if mask&(1<<id) == 0 {
			if _, ok := l.concepts[name]; !ok {
				return fmt.Errorf("line %d: no meaning %q in the Indonesian list", line, f[0])
			}
			f = f[1:]
		}
		concept := l.concept(name)
		for _, s := range f {
			words := split(s)
			if len(words) != 1 {
				return fmt.Errorf("line %d: %q is not one word", line, s)
			}
			g.add(words[0].key, gloss{concept, mask})
			each(words)
		}
	}
	return nil
}

func (g *glossary) add(key string, one gloss) {
	for i, old := range g.at[key] {
		if old.concept == one.concept {
			g.at[key][i].langs |= one.langs
			return
		}
	}
	g.at[key] = append(g.at[key], one)
}

// find gives the meaning of a word: in the language of the message, else in another that it may be in; as it stands, else
// without what is put before and after it, else as it may have been meant.
func (g *glossary) find(key string, m *message, s *speller) (int, bool) {
	if len(key) == 0 || digit(key[0]) {
		return 0, false
	}
	if c, ok := g.exact(key, m); ok {
		return c, true
	}
	if c, ok := g.stripped(key, m); ok {
		return c, true
	}
	if fixed, ok := s.mend(key); ok {
		return g.exact(fixed, m)
	}
	return 0, false
}

func (g *glossary) exact(key string, m *message) (int, bool) {
	all := g.at[key]
	for _, one := range all {
		if one.langs&(1<<m.lang) != 0 {
			return one.concept, true
		}
	}
	for _, one := range all {
		if one.langs&m.active != 0 {
			return one.concept, true
		}
	}
	return 0, false
}

// What is put before and after words in our languages, the longest first, and the letter that a nasal before a word stands for.
var (
	before = [...]string{"", "meng", "meny", "mang", "many", "mem", "men", "mam", "man", "ber", "bar", "ter", "tar", "per", "par",
		"nge", "dipe", "di", "ri", "ma", "me", "be", "ba", "te", "ta", "ke", "ka", "pe", "pa", "ng", "ny", "na", "ku", "mu", "to", "u",
		"n", "m", "i", "e"}
	after = [...]string{"", "keun", "kanna", "annya", "kan", "nya", "nyo", "ana", "ake", "lah", "ken", "ang", "nga", "an", "in", "en",
		"ne", "na", "ku", "mu", "ke", "ka", "no", "ni", "i", "e", "n"}
	nasals = map[string]string{"meng": "k", "mang": "k", "ng": "k", "meny": "sc", "many": "sc", "ny": "sc", "mem": "pb", "mam": "pb",
		"m": "pb", "men": "t", "man": "t", "n": "td"}
)

const leastStem = 4

// stripped looks for the longest stem that has a meaning.
func (g *glossary) stripped(key string, m *message) (int, bool) {
	best, found := leastStem-1, -1
	for _, head := range before {
		rest, ok := strings.CutPrefix(key, head)
		if !ok {
			continue
		}
		for _, tail := range after {
			stem, ok := strings.CutSuffix(rest, tail)
			if !ok || len(stem) < leastStem-1 {
				continue
			}
			if len(stem) > best {
				if c, ok := g.exact(stem, m); ok {
					best, found = len(stem), c
				}
			}
			if len(stem)+1 > best {
				if c, ok := g.nasal(head, stem, m); ok {
					best, found = len(stem)+1, c
				}
			}
		}
	}
	return found, found >= 0
}

// nasal puts back the letter that became a nasal: nyekap is sekap.
func (g *glossary) nasal(head, stem string, m *message) (int, bool) {
	firsts := nasals[head]
	for i := range len(firsts) {
		if c, ok := g.exact(firsts[i:i+1]+stem, m); ok {
			return c, true
		}
	}
	return 0, false
}
