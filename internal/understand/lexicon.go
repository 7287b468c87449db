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
	condition int
	already   int
	ageWord   int
	teen      int

	atoms    map[string]int32 // pattern of one word -> its number
	exact    map[string]int32
	starts   map[string]int32            // kunci*
	ends     map[string]int32            // *kunci
	holds    map[string]int32            // *kunci*
	heads    map[[shortestStem]byte]bool // the first letters of holds
	phrases  [][]phrase                  // by the first atom
	spelling speller
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
		concepts: map[string]int{}, atoms: map[string]int32{}, exact: map[string]int32{},
		starts: map[string]int32{}, ends: map[string]int32{}, holds: map[string]int32{},
		heads: map[[shortestStem]byte]bool{},
	}
	l.filler, l.no, l.minor = l.concept("filler"), l.concept("no"), l.concept("minor")
	l.code, l.question, l.age, l.teen = l.concept("code"), l.concept("qmark"), l.concept("age"), l.concept("teen")
	l.condition, l.already, l.ageWord = l.concept("if"), l.concept("already"), l.concept("agedword")
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
func (l *lexicon) parse(list string, mask uint16, each func(concept, item string)) error {
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
			if concept != plainWords {
				if err := l.add(concept, item, mask); err != nil {
					return fmt.Errorf("line %d: %w", line, err)
				}
			}
			if !strings.Contains(item, "*") {
				each(concept, item)
			}
		}
	}
	return nil
}

// plainWords is the list of everyday words that only tell the language.
const plainWords = "words"

func (l *lexicon) add(concept, item string, mask uint16) error {
	p := phrase{concept: l.concept(concept), langs: mask}
	for field := range strings.FieldsSeq(item) {
		a, err := l.atom(field)
		if err != nil {
			return err
		}
		p.atoms = append(p.atoms, a...)
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

// atom enters a pattern of one word; a hyphen makes it several.
func (l *lexicon) atom(field string) ([]int32, error) {
	stem := strings.Trim(field, "*")
	words := split(stem)
	if len(words) > 1 && stem != field {
		return nil, fmt.Errorf("%q: no star on several words", field)
	}
	var out []int32
	for _, w := range words {
		key := w.key
		if stem != field && len(key) < shortestStem {
			return nil, fmt.Errorf("%q: stem too short", field)
		}
		name, table := key, l.exact
		switch head, tail := field[0] == '*', field[len(field)-1] == '*'; {
		case head && tail:
			name, table = "*"+key+"*", l.holds
			l.heads[[shortestStem]byte([]byte(key))] = true
		case head:
			name, table = "*"+key, l.ends
		case tail:
			name, table = key+"*", l.starts
		}
		i, ok := l.atoms[name]
		if !ok {
			i = int32(len(l.phrases))
			l.atoms[name] = i
			table[key] = i
			l.phrases = append(l.phrases, nil)
		}
		out = append(out, i)
	}
	return out, nil
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
