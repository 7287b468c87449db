package understand

// evidence is one thing in a message that may speak for an intent: a concept, two of them together, a word, two words in a
// row, a piece of a word, or what the rules said.
type evidence struct {
	kind     byte
	a, b, c  string
	strength int  // in halves
	from, to int  // words it rests on
	hollow   bool // rests on function words only
}

// Kinds of evidence, as model/weights.txt names them.
const (
	ofConcept = 'c' // a meaning of the lists
	ofDenied  = 'n' // the same, denied
	ofPair    = 'p' // two meanings
	ofWord    = 'w'
	ofWords   = 'b' // two words in a row
	ofPiece   = 'g' // some letters of a word; ^ is its start, $ its end
	ofRule    = 'r' // points of the rules for a goal
	ofMeaning = 'm' // what a word means in Indonesian
	ofDenial  = 'd' // the same, denied
	ofFollow  = 'q' // two meanings, one soon after the other
	ofSign    = 's'
	ofSigns   = 'u' // two signs
	ofThree   = 'v' // three signs
	ofNothing = 'o' // what speaks when nothing else does
)

// Bounds of what is looked at.
const (
	shortestPiece = 3
	longestPiece  = 4
	mostPaired    = 24
	whole         = 2 // strength of a word or a meaning
	half          = 1 // strength of a piece: there are many of them
	mostByRules   = 3
)

// evidence calls each with all that a message holds; the same thing may come twice.
func (r *Reader) evidence(m *message, points []float64, each func(evidence)) {
	each(evidence{kind: ofNothing, strength: whole})
	r.meanings(m, each)
	r.glosses(m, each)
	r.signed(m, each)
	for i, p := range points[:intents] {
		if s := max(-mostByRules, min(mostByRules, int(p/bar*whole))); s != 0 {
			each(evidence{kind: ofRule, a: r.goals[i], strength: s})
		}
	}
	for i, w := range m.words {
		if w.number() {
			continue
		}
		hollow := m.hollow(i, i+1)
		each(evidence{kind: ofWord, a: w.key, strength: whole, from: i, to: i + 1, hollow: hollow})
		if i > 0 {
			each(evidence{kind: ofWords, a: m.words[i-1].key, b: w.key, strength: whole, from: i - 1, to: i + 1, hollow: m.hollow(i-1, i+1)})
		}
		pieces("^"+w.key+"$", i, hollow, each)
	}
}

func pieces(word string, at int, hollow bool, each func(evidence)) {
	for n := shortestPiece; n <= longestPiece; n++ {
		for i := 0; i+n <= len(word); i++ {
			each(evidence{kind: ofPiece, a: word[i : i+n], strength: half, from: at, to: at + 1, hollow: hollow})
		}
	}
}

// meanings are the concepts found, and the pairs of them.
func (r *Reader) meanings(m *message, each func(evidence)) {
	var said [mostPaired]hit
	n := 0
	for i, at := range m.at {
		if len(at) == 0 || r.lex.names[i][:1] == glossMark {
			continue
		}
		plain, denied := r.firsts(m, at)
		if denied >= 0 {
			h := m.hits[denied]
			each(evidence{kind: ofDenied, a: r.lex.names[h.concept], strength: whole, from: h.from, to: h.to, hollow: m.hollow(h.from, h.to)})
		}
		if plain < 0 {
			continue
		}
		h := m.hits[plain]
		hollow := m.hollow(h.from, h.to)
		each(evidence{kind: ofConcept, a: r.lex.names[h.concept], strength: whole, from: h.from, to: h.to, hollow: hollow})
		for _, other := range said[:n] {
			each(evidence{kind: ofPair, a: r.lex.names[other.concept], b: r.lex.names[h.concept], strength: whole, from: h.from, to: h.to,
				hollow: hollow && m.hollow(other.from, other.to)})
		}
		if n < mostPaired {
			said[n] = h
			n++
		}
	}
}

// firsts finds the first hit of a concept that stands as it is, and the first that is denied; -1 is none.
func (r *Reader) firsts(m *message, at []int) (plain, denied int) {
	plain, denied = -1, -1
	for _, i := range at {
		switch {
		case m.hits[i].negated && denied < 0:
			denied = i
		case !m.hits[i].negated && plain < 0:
			plain = i
		}
	}
	return plain, denied
}

// soonAfter is how many meanings later one may come to be taken together with one before it.
const soonAfter = 5

// glosses are the meanings of the words, and each with those that come soon after it.
func (r *Reader) glosses(m *message, each func(evidence)) {
	for i, n := range m.meanings {
		h := m.hits[n]
		kind := byte(ofMeaning)
		if h.negated {
			kind = ofDenial
		}
		name := r.lex.names[h.concept]
		hollow := m.hollow(h.from, h.to)
		each(evidence{kind: kind, a: name, strength: whole, from: h.from, to: h.to, hollow: hollow})
		for _, k := range m.meanings[max(0, i-soonAfter):i] {
			g := m.hits[k]
			if g.concept != h.concept {
				each(evidence{kind: ofFollow, a: r.lex.names[g.concept], b: name, strength: whole, from: g.from, to: h.to,
					hollow: hollow && m.hollow(g.from, g.to)})
			}
		}
	}
}

// mostSigns bounds the work on a message that shows everything.
const mostSigns = 14

// signed are the signs, and which come together.
func (r *Reader) signed(m *message, each func(evidence)) {
	var buf [mostSigns]int
	said := buf[:0]
	for i, on := range m.signs {
		if !on || len(said) == mostSigns {
			continue
		}
		name := r.signs[i].name
		each(evidence{kind: ofSign, a: name, strength: whole})
		for k, j := range said {
			each(evidence{kind: ofSigns, a: r.signs[j].name, b: name, strength: whole})
			for _, x := range said[:k] {
				each(evidence{kind: ofThree, a: r.signs[x].name, b: r.signs[j].name, c: name, strength: half})
			}
		}
		said = append(said, i)
	}
}
