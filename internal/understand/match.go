package understand

import "strings"

// hit is a concept found in a message.
type hit struct {
	concept  int
	from, to int // words
	negated  bool
}

// message is one message while it is being read.
type message struct {
	words      []word
	lang       int
	confidence float64
	active     uint16
	hits       []hit
	at         [][]int // hits by concept
	meanings   []int   // hits that are meanings of words, in their order
	signs      []bool
	common     []bool  // words that are function words
	found      []found // what was weighed
}

// match finds the concepts of the languages that the message may be in.
func (l *lexicon) match(m *message) {
	var buf [64]int32
	found := make([][]int32, len(m.words))
	dst := buf[:0]
	for i, w := range m.words {
		n := len(dst)
		dst = l.find(dst, w.key)
		found[i] = dst[n:len(dst):len(dst)]
	}
	m.at = make([][]int, len(l.names))
	l.glossed(m)
	for i := range found {
		for _, a := range found[i] {
			for _, p := range l.phrases[a] {
				if p.langs&m.active != 0 && follows(found[i+1:], p.atoms[1:]) {
					m.note(hit{concept: p.concept, from: i, to: i + len(p.atoms)})
				}
			}
		}
	}
	l.negate(m)
}

// glossed finds the meanings of single words.
func (l *lexicon) glossed(m *message) {
	for i, w := range m.words {
		if c, ok := l.glosses.find(w.key, m, &l.spelling); ok {
			if n := len(m.hits); m.note(hit{concept: c, from: i, to: i + 1}) {
				m.meanings = append(m.meanings, n)
			}
		}
	}
}

// mostHits bounds the work on a message that says one thing over and over.
const mostHits = 8

func (m *message) note(h hit) bool {
	if len(m.at[h.concept]) == mostHits {
		return false
	}
	m.at[h.concept] = append(m.at[h.concept], len(m.hits))
	m.hits = append(m.hits, h)
	return true
}

func follows(found [][]int32, atoms []int32) bool {
	if len(atoms) > len(found) {
		return false
	}
	for i, a := range atoms {
		ok := false
		for _, b := range found[i] {
			ok = ok || a == b
		}
		if !ok {
			return false
		}
	}
	return true
}

// negate marks what stands right after a "not", or with one small word between ("tidak pernah dipukul").
func (l *lexicon) negate(m *message) {
	for _, n := range m.at[l.no] {
		if m.endsAt(l.condition, m.hits[n].from) {
			continue // "if not, he will be killed" denies nothing
		}
		end := m.hits[n].to
		for i := range m.hits {
			h := &m.hits[i]
			if h.concept != l.no && (h.from == end || h.from == end+1 && l.isFiller(m, end)) {
				h.negated = true
			}
		}
	}
}

// endsAt tells whether a concept ends right before the word.
func (m *message) endsAt(concept, word int) bool {
	for _, h := range m.at[concept] {
		if m.hits[h].to == word {
			return true
		}
	}
	return false
}

func (l *lexicon) isFiller(m *message, at int) bool {
	for _, f := range m.at[l.filler] {
		if m.hits[f].from == at {
			return true
		}
	}
	return false
}

// read adds what is no word: question marks, receipt codes, ages.
func (m *message) read(text string, l *lexicon) {
	if strings.ContainsRune(text, '?') {
		m.note(hit{concept: l.question, from: len(m.words), to: len(m.words)})
	}
	for i, w := range m.words {
		if w.number() && len(w.key) >= 4 && strings.Trim(w.key, "0123456789") == "" && !strings.HasPrefix(w.key, "20") && !strings.HasSuffix(w.key, "000") {
			m.note(hit{concept: l.code, from: i, to: i + 1})
		}
	}
	for i, w := range m.words {
		if len(w.key) == 4 && w.number() && (w.key[:2] == "19" || w.key[:2] == "20" && w.key[2:] != "00") {
			m.note(hit{concept: l.year, from: i, to: i + 1})
		}
	}
	if len(m.words) <= shortMessage {
		m.note(hit{concept: l.short, from: len(m.words), to: len(m.words)})
	}
	m.ages(l)
}

// shortMessage is how many words a cry or a greeting has.
const shortMessage = 4

// ages notes a child where a number under eighteen is an age.
func (m *message) ages(l *lexicon) {
	for i, w := range m.words {
		n := small(w.key)
		if n >= 18 || n == 0 && !m.has(l.teen, i) {
			continue
		}
		if n == 0 {
			n = leastBare
		}
		if m.isAge(l, i, n) {
			m.note(hit{concept: l.minor, from: i, to: i + 1})
		}
	}
}

// isAge tells whether the number is an age: an age word shortly before it, "year" after it, or a child before it. "For two
// years" and "already 12 years" are none.
func (m *message) isAge(l *lexicon, i, n int) bool {
	child := m.hasNear(l.child, i-3, i)
	if m.hasNear(l.ageWord, i-2, i) || n >= leastBare && child && !m.has(l.long, i+1) {
		return true
	}
	if m.hasNear(l.already, i-1, i) || m.hasNear(l.long, i-1, i) {
		return false
	}
	return (n >= leastBare || child) && (m.has(l.age, i+1) || m.has(l.age, i+2))
}

// leastBare is the least number that is an age without an age word ("my daughter is 13"); smaller ones count children.
const leastBare = 8

// hasNear tells whether a concept ends in the words from..to.
func (m *message) hasNear(concept, from, to int) bool {
	for _, h := range m.at[concept] {
		if end := m.hits[h].to; from < end && end <= to {
			return true
		}
	}
	return false
}

func (m *message) has(concept, word int) bool {
	for _, h := range m.at[concept] {
		if m.hits[h].from <= word && word < m.hits[h].to {
			return true
		}
	}
	return false
}

// small is the value of a number of one or two digits, else 0.
func small(key string) int {
	if len(key) == 0 || len(key) > 2 {
		return 0
	}
	n := 0
	for i := range len(key) {
		if !digit(key[i]) {
			return 0
		}
		n = 10*n + int(key[i]-'0')
	}
	return n
}
