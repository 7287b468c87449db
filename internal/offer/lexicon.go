package offer

import (
	"fmt"
	"sort"
	"strings"
)

// phrase is one way to say a concept: its words, each whole or (with a star) a beginning.
type phrase struct {
	concept int
	words   []string
}

// lexicon knows the words of all languages by concept.
type lexicon struct {
	ids      map[string]int
	names    []string
	whole    map[string][]phrase // by the first word
	begin    map[string][]phrase // by the first word, which is a beginning
	known    map[string]bool
	byShape  map[string]string // form in which look-alike signs are one -> word
	byGap    map[string]string // form with one letter left out -> word
	bySkel   map[string]string // form without vowels -> word
	same     map[string]string // form -> the word it is read as
	seen     map[string]bool   // phrases taken, with their concept
	exact    map[string]bool   // words that none is taken for misspelt of: names of towns, which are like other names
	notMeant []exception
	longest  int
	shortest int
}

// exception is a concept and another that says where its words mean something else: the list "organ.not" for "organ".
type exception struct{ concept, not int }

func newLexicon() *lexicon {
	return &lexicon{
		ids: map[string]int{}, seen: map[string]bool{}, whole: map[string][]phrase{}, begin: map[string][]phrase{}, known: map[string]bool{},
		same: map[string]string{}, exact: map[string]bool{}, byShape: map[string]string{}, byGap: map[string]string{}, bySkel: map[string]string{}, shortest: 99,
	}
}

// id is the number of a concept; asking makes it known.
func (l *lexicon) id(name string) int {
	if n, ok := l.ids[name]; ok {
		return n
	}
	l.ids[name] = len(l.names)
	l.names = append(l.names, name)
	return len(l.names) - 1
}

// read takes a list: lines "concept = phrase, phrase", continued by lines that begin with a space.
func (l *lexicon) read(file, text string) error {
	name := ""
	for n, line := range strings.Split(text, "\n") {
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		rest := line
		if line[0] != ' ' {
			before, after, ok := strings.Cut(line, "=")
			if !ok {
				return fmt.Errorf("%s:%d: no = in %q", file, n+1, line)
			}
			name, rest = strings.TrimSpace(before), after
		}
		for _, p := range strings.Split(rest, ",") {
			l.add(name, p)
		}
	}
	return nil
}

// add takes one phrase of a concept; its words are folded as those of a text are.
func (l *lexicon) add(name, text string) {
	words := plainWords(text)
	for i, w := range words {
		if one, ok := l.same[w]; ok {
			words[i] = one
		}
	}
	if len(words) == 0 {
		return
	}
	p := phrase{concept: l.id(name), words: words}
	key := name + "=" + strings.Join(words, " ")
	if l.seen[key] {
		return // it stands in another list as well
	}
	l.seen[key] = true
	if first, ok := strings.CutSuffix(words[0], "*"); ok {
		l.begin[first] = append(l.begin[first], p)
		l.longest, l.shortest = max(l.longest, len(first)), min(l.shortest, len(first))
	} else {
		l.whole[words[0]] = append(l.whole[words[0]], p)
	}
	for _, w := range words {
		l.known[strings.TrimSuffix(w, "*")] = true
	}
}

// plainWords folds a phrase of a list, keeping the star behind a word.
func plainWords(text string) []string {
	var out []string
	for _, f := range strings.Fields(text) {
		star := strings.HasSuffix(f, "*")
		toks := split(strings.TrimSuffix(f, "*"))
		for i, t := range toks {
			w := t.word
			if star && i == len(toks)-1 {
				w += "*"
			}
			out = append(out, w)
		}
	}
	return out
}

// readSame takes the list of words that are one: "word = form, form".
func (l *lexicon) readSame(table string) error {
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		word, forms, ok := strings.Cut(line, "=")
		if !ok {
			return fmt.Errorf("same.txt:%d: no = in %q", n+1, line)
		}
		for _, f := range strings.Split(forms, ",") {
			p := plainWords(f)
			if len(p) != 1 {
				return fmt.Errorf("same.txt:%d: %q is not one word", n+1, f)
			}
			l.same[p[0]] = strings.TrimSpace(word)
			l.known[p[0]] = true
		}
	}
	return nil
}

// one gives the word that stands for all forms of it.
func (l *lexicon) one(w string) string {
	if o, ok := l.same[w]; ok {
		return o
	}
	return w
}

// finish builds the indexes that mend misread and misspelt words.
func (l *lexicon) finish() {
	for i, name := range l.names {
		if of, ok := strings.CutSuffix(name, ".not"); ok {
			l.notMeant = append(l.notMeant, exception{concept: l.id(of), not: i})
		}
	}
	words := make([]string, 0, len(l.known))
	for w := range l.known {
		words = append(words, w)
	}
	sort.Strings(words)
	for _, w := range words {
		if s := shape(w); l.byShape[s] == "" {
			l.byShape[s] = w
		}
		if s := skeleton(w); len(s) >= leastSkeleton && l.bySkel[s] == "" {
			l.bySkel[s] = w
		}
		if len(w) < leastTypo || l.exact[w] {
			continue
		}
		for i := 1; i < len(w); i++ {
			if g := w[:i] + w[i+1:]; l.byGap[g] == "" {
				l.byGap[g] = w
			}
		}
	}
}

// Letters of a word in which one letter too few or too many is forgiven, and one wrong letter.
const (
	leastTypo  = 7
	leastWrong = 9
)

const leastSkeleton = 4 // consonants by which a word written without vowels is known

var vowels = strings.NewReplacer("a", "", "e", "", "i", "", "o", "", "u", "")

// skeleton is a word without its vowels, as people shorten it in messages.
func skeleton(w string) string { return vowels.Replace(w) }

var oneShape = strings.NewReplacer("rn", "m", "0", "o", "1", "l", "i", "l", "5", "s", "4", "a", "3", "e", "8", "b")

// shape is a form in which signs that optical reading confuses are the same.
func shape(w string) string { return oneShape.Replace(w) }

// tails are endings (the, its, my, your, please) of Indonesian and the regional languages.
var tails = []string{"nya", "ne", "ipun", "nipun", "na", "jih", "nyo", "lah", "kah", "pun", "mu", "ku", "ta", "e", "n"}

// mend finds the listed word meant by one that is not listed.
func (l *lexicon) mend(w string) string {
	if l.known[w] || len(w) < 2 {
		return w
	}
	if s, ok := strings.CutSuffix(w, "2"); ok && l.known[s] {
		return s
	}
	if s, ok := l.byShape[shape(w)]; ok && len(w) > 1 {
		return s
	}
	if s := l.untail(w); s != "" {
		return s
	}
	if s := squeeze(w); len(s) >= 4 && s != w && l.known[s] {
		return s
	}
	if s := l.bySkel[w]; s != "" {
		return s
	}
	if s := l.thinned(w); s != "" {
		return s
	}
	return l.typo(w)
}

// thinned finds the word of which some vowels were left out: "plncong", "prmit".
func (l *lexicon) thinned(w string) string {
	k := skeleton(w)
	if len(k) < leastSkeleton || len(w)-len(k) > len(k)/2 {
		return ""
	}
	s := l.bySkel[k]
	if len(s) < leastTypo-1 || len(s) <= len(w) {
		return ""
	}
	i := 0
	for k := 0; k < len(s) && i < len(w); k++ {
		if s[k] == w[i] {
			i++
		}
	}
	if i < len(w) {
		return ""
	}
	return s
}

func (l *lexicon) untail(w string) string {
	for _, t := range tails {
		if s, ok := strings.CutSuffix(w, t); ok && len(s) >= 3 && (len(t) > 1 || len(s) >= 4) && l.known[s] {
			return s
		}
	}
	return ""
}

// squeeze writes a letter once that is held long: "gaskeuuun".
func squeeze(w string) string {
	out := make([]byte, 0, len(w))
	for i := range len(w) {
		if i == 0 || w[i] != w[i-1] {
			out = append(out, w[i])
		}
	}
	return string(out)
}

// typo finds a word that differs by one letter, never the first.
func (l *lexicon) typo(w string) string {
	if len(w) < leastTypo-1 {
		return w
	}
	if s, ok := l.byGap[w]; ok && len(w) >= leastTypo {
		return s
	}
	if len(w) < leastTypo+1 {
		return w
	}
	for i := 1; i < len(w); i++ {
		g := w[:i] + w[i+1:]
		if l.known[g] && !l.exact[g] && len(g) >= leastTypo {
			return g
		}
		if s, ok := l.byGap[g]; ok && len(s) == len(w) && len(w) >= leastWrong && differs(s, w) == 1 {
			return s
		}
	}
	return w
}

func differs(a, b string) int {
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}
