package understand

import (
	"fmt"
	"strings"
)

// lexicon knows the words and phrases of every language by what they mean. It is filled from rules/<tag>.txt.
type lexicon struct {
	concepts  map[string]int
	names     []string
	filler    int // concepts that matching itself needs
	no        int
	minor     int
	code      int
	question  int
	age       int
	short     int
	child     int
	long      int
	year      int
	condition int
	already   int
	ageWord   int
	teen      int

	exact    map[string]int32            // pattern of one word -> its number
	starts   map[string]int32            // kunci*
	ends     map[string]int32            // *kunci
	holds    map[string]int32            // *kunci*
	heads    map[[shortestStem]byte]bool // the first letters of holds
	phrases  [][]phrase                  // by the first atom
	spelling speller
	glosses  *glossary
	common   map[string]uint16 // function words, and in which languages
}

// phrase is one or more words in a row that mean a concept in some languages.
type phrase struct {
	concept int
	langs   uint16
	atoms   []int32
}

const shortestStem = 3

func newLexicon() *lexicon {
	l := &lexicon{
		concepts: map[string]int{}, exact: make(map[string]int32, 1<<13),
		starts: map[string]int32{}, ends: map[string]int32{}, holds: map[string]int32{},
		heads: map[[shortestStem]byte]bool{}, glosses: newGlossary(), common: map[string]uint16{},
	}
	l.filler, l.no, l.minor = l.concept("filler"), l.concept("no"), l.concept("minor")
	l.code, l.question, l.age, l.teen = l.concept("code"), l.concept("qmark"), l.concept("age"), l.concept("teen")
	l.condition, l.already, l.ageWord = l.concept("if"), l.concept("already"), l.concept("agedword")
	l.year = l.concept("year")
	l.short, l.child, l.long = l.concept("short"), l.concept("child"), l.concept("long")
	return l
}

func (l *lexicon) concept(name string) int {
	i, ok := l.concepts[name]
	if !ok {
		i = len(l.names)
		l.concepts[name] = i
		l.names = append(l.names, name)
	}
	return i
}

// parse reads a list: "concept = word, some words, stem*", going on in indented lines. each is called with every item that
// has no star, for the guess of the language.
func (l *lexicon) parse(list string, mask uint16, each func(concept string, words []word)) error {
	concept, line := "", 0
	for row := range strings.Lines(list) {
		line++
		row = strings.TrimRight(row, " \n")
		if row == "" || row[0] == '#' {
			continue
		}
		if name, rest, ok := strings.Cut(row, "="); ok {
			concept, row = strings.TrimSpace(name), rest
		}
		if concept == "" {
			return fmt.Errorf("line %d: words before the first concept", line)
		}
		for item := range strings.SplitSeq(row, ",") {
			if item = strings.TrimSpace(item); item == "" {
				continue
			}
			words := split(item)
			if concept != plainWords {
				if err := l.add(concept, item, words, mask); err != nil {
					return fmt.Errorf("line %d: %w", line, err)
				}
			}
			if strings.IndexByte(item, '*') < 0 {
				each(concept, words)
			}
		}
	}
	return nil
}

// plainWords is the list of everyday words that only tell the language.
const plainWords = "words"

func (l *lexicon) add(concept, item string, words []word, mask uint16) error {
	p := phrase{concept: l.concept(concept), langs: mask, atoms: make([]int32, 0, len(words))}
	if strings.IndexByte(item, '*') < 0 {
		for _, w := range words {
			p.atoms = append(p.atoms, l.atom(w.key, false, false))
		}
	} else if err := l.stems(&p, item); err != nil {
		return err
	}
	if len(p.atoms) == 0 {
		return fmt.Errorf("%q has no letters", item)
	}
	first := p.atoms[0]
	for i, q := range l.phrases[first] {
		if q.concept == p.concept && equal(q.atoms, p.atoms) {
			l.phrases[first][i].langs |= mask
			return nil
		}
	}
	l.phrases[first] = append(l.phrases[first], p)
	return nil
}

func equal(a, b []int32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// stems enters the patterns of an item with stars, word by word.
func (l *lexicon) stems(p *phrase, item string) error {
	for field := range strings.FieldsSeq(item) {
		words := split(field)
		head, tail := field[0] == '*', field[len(field)-1] == '*'
		if len(words) != 1 && (head || tail) {
			return fmt.Errorf("%q: a star belongs to one word", field)
		}
		for _, w := range words {
			if (head || tail) && len(w.key) < shortestStem {
				return fmt.Errorf("%q: stem too short", field)
			}
			p.atoms = append(p.atoms, l.atom(w.key, head, tail))
		}
	}
	return nil
}

// atom enters a pattern of one word.
func (l *lexicon) atom(key string, head, tail bool) int32 {
	table := l.exact
	switch {
	case head && tail:
		table = l.holds
		l.heads[[shortestStem]byte([]byte(key))] = true
	case head:
		table = l.ends
	case tail:
		table = l.starts
	}
	i, ok := table[key]
	if !ok {
		i = int32(len(l.phrases))
		table[key] = i
		l.phrases = append(l.phrases, nil)
	}
	return i
}

// find lists the atoms that match a word.
func (l *lexicon) find(dst []int32, key string) []int32 {
	n := len(dst)
	dst = l.findExact(dst, key)
	if len(dst) > n || len(key) > 0 && digit(key[0]) {
		return dst
	}
	if fixed, ok := l.spelling.mend(key); ok {
		return l.findExact(dst, fixed)
	}
	return dst
}

func (l *lexicon) findExact(dst []int32, key string) []int32 {
	if a, ok := l.exact[key]; ok {
		dst = append(dst, a)
	}
	for i := 0; i+shortestStem <= len(key); i++ {
		if a, ok := l.ends[key[i:]]; ok {
			dst = append(dst, a)
		}
		if a, ok := l.starts[key[:len(key)-i]]; ok {
			dst = append(dst, a)
		}
		if !l.heads[[shortestStem]byte([]byte(key[i:i+shortestStem]))] {
			continue
		}
		for j := i + shortestStem; j <= len(key); j++ {
			if a, ok := l.holds[key[i:j]]; ok {
				dst = append(dst, a)
			}
		}
	}
	return dst
}
