package region

import "slices"

// guess looks for names that are not written right, around every unknown word.
func (r *Resolver) guess(s *scan) {
	guesses := 0
	for i := range s.toks {
		if t := &s.toks[i]; t.unknown && !t.taken && guesses < maxGuesses {
			guesses++
			r.guessAt(s, i)
		}
	}
	slices.SortStableFunc(s.mentions, func(a, b mention) int { return a.from - b.from })
}

// windows are the spans of words tried around an unknown word, as offsets.
var windows = [...][2]int{{0, 1}, {-1, 1}, {0, 2}, {-2, 1}, {-1, 2}, {0, 3}, {-3, 1}, {-2, 2}, {-1, 3}}

// maxGuesses bounds the unknown words looked at in one text, so that noise costs little.
const maxGuesses = 60

func (r *Resolver) guessAt(s *scan, i int) {
	var best mention
	bestCost := float32(9)
	for _, w := range windows {
		from, to := i+w[0], i+w[1]
		if !s.window(from, to) {
			continue
		}
		m := mention{from: from, to: to, typo: true}
		cost := r.misspelt(s, &m) - 0.6*float32(to-from-1)
		if m.n > 0 && cost < bestCost {
			best, bestCost = m, cost
		}
	}
	if best.n == 0 {
		return
	}
	s.mentions = slices.DeleteFunc(s.mentions, func(o mention) bool { return o.from < best.to && best.from < o.to })
	s.take(best)
}

// window tells whether the words may form one name, and joins them.
func (s *scan) window(from, to int) bool {
	if from < 0 || to > len(s.toks) {
		return false
	}
	s.join = s.join[:0]
	for j := from; j < to; j++ {
		t := &s.toks[j]
		if j > from && t.breaks || to-from > 1 && t.cue&(cueRole|cueKind|cueSelf|cueNot|cueOther|cueTitle) != 0 {
			return false
		}
		s.join = glue(s.join, s.word(t))
	}
	return len(s.join) >= 3 && len(s.join) <= longestKey
}

// misspelt fills the mention with the names nearest to s.join and returns how far they are.
func (r *Resolver) misspelt(s *scan, m *mention) float32 {
	placed := s.bare() || s.placed(m.from)
	if cost, ok := r.vowelless(s, m, placed); ok {
		return cost
	}
	n := len(s.join)
	if n < 4 || n < 6 && !placed {
		return 9
	}
	limit, reach := float32(oneSlip), 1
	switch {
	case n < twoTypos || n < 10 && !placed || s.joinsWords(m):
	case n < 10:
		limit, reach = 1.85, 2
	default:
		limit, reach = 2.05, 2
	}
	q := query{r: r, word: s.join, limit: limit, districts: s.districtsToo(m.from), placed: placed, best: 9}
	if s.joinsWords(m) {
		q.words = m.to - m.from
	}
	s.tried = s.tried[:0]
	deletions(s.join, reach > 1, func(h uint32) {
		for _, t := range r.typos.at(h) {
			if t.tag == uint16(h) && !slices.Contains(s.tried, t.entry) {
				s.tried = append(s.tried, t.entry)
				q.try(t.entry)
			}
		}
	})
	for _, id := range q.near[:q.n] {
		m.add(r, int32(id), 1-0.07*q.best)
	}
	m.cost = q.best
	m.weak = !placed && q.best > 1.05 && n < 10
	return q.best
}

// joinsWords tells whether a window of several words holds a common one: "usah bilang" is not Ujoh Bilang.
func (s *scan) joinsWords(m *mention) bool {
	for j := m.from; j < m.to; j++ {
		if m.to-m.from > 1 && s.toks[j].cue != 0 && !s.toks[j].taken {
			return true
		}
	}
	return false
}

// vowelless finds a name written without vowels, whole or nearly.
func (r *Resolver) vowelless(s *scan, m *mention, placed bool) (float32, bool) {
	var buf [longestKey]byte
	sk := skeleton(buf[:0], s.join)
	if len(sk) < 3 || !placed && len(sk) < 4 {
		return 0, false
	}
	vowels := 0
	for _, c := range s.join {
		if isVowel(c) {
			vowels++
		}
	}
	if vowels*3 > len(s.join) {
		return 0, false
	}
	least := 99
	id, ok := r.bySkel[string(sk)]
	for ; ok; ok = id != 0 {
		e := &r.entries[id]
		this := id
		id = e.nextSkel
		if e.weak && !placed || e.fame < major && len(sk) < 4 {
			continue
		}
		missing := 2 * (len(e.key) - len(s.join))
		if r.refs[e.first].class != classOfficial {
			missing++ // of names equally near, the official one
		}
		if missing > least || !shortens(s.join, e.key) || len(sk) == 3 && len(e.key) > 7 && len(e.key) > 2*len(s.join) {
			continue
		}
		if missing < least {
			least, m.n = missing, 0
		}
		m.add(r, int32(this), 0.88)
	}
	m.cost = 0.8
	return 0.8, m.n > 0
}

// bare tells a text that is a name and nothing else, as people answer when they are asked for a place.
func (s *scan) bare() bool {
	for i := range s.toks {
		t := &s.toks[i]
		if !t.taken && !t.unknown && t.cue&^common == 0 {
			return false
		}
	}
	return len(s.toks) <= 6
}

// placed tells whether a word that announces a place stands right before token i.
func (s *scan) placed(i int) bool {
	if i == 0 || s.toks[i].breaks {
		return false
	}
	t := &s.toks[i-1]
	switch string(s.word(t)) {
	case "to", "ka", "ti", "ri", "tu", "pi", "u", "e", "k", "mai": // other things in most languages
		return false
	}
	return t.cue&(cueRole|cueKind) != 0 && t.cue&cueWho == 0
}

func (s *scan) districtsToo(i int) bool {
	return i > 0 && s.toks[i-1].cue&cueKec != 0 || len(s.join) >= 7 && len(s.toks) <= 3 && s.bare()
}
