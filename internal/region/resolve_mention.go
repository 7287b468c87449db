package region

// sense is one meaning of a mention with what it weighs there.
type sense struct {
	ref    int32
	weight float32
}

// maxSenses bounds the meanings kept of one name; the commonest kecamatan name stands in six regencies.
const maxSenses = 10

// mention is a name found in a text.
type mention struct {
	from, to int // tokens
	senses   [maxSenses]sense
	n        int
	weak     bool // also a common word, or only a kecamatan: needs a place's position or a neighbour that agrees
	word     bool // a common word
	district bool // names nothing but kecamatan
	typo     bool // not written right
	official bool // holds the name of a regency, a province or a country
	cost     float32
	role     cue // cueHere, cueTo, cueFrom, cueOther or none
	near     bool
	now      bool
	self     bool
	kind     cue
	agreed   bool
	denied   bool
	who      bool // of a person: "majikan arab"
	will     bool // the person is to go there, and has not yet
	via      bool // on the way
	moved    bool // the person was taken there
	lone     bool // the text is made of places and of words around places
}

func (m *mention) add(r *Resolver, id int32, factor float32) {
	for at := r.entries[id].first; at >= 0; at = r.refs[at].next {
		if m.n < maxSenses {
			m.senses[m.n] = sense{at, r.refs[at].weight * factor}
			m.official = m.official || r.refs[at].class == classOfficial || r.refs[at].class == classCountry
			m.n++
		}
	}
}

func (m *mention) best() float32 {
	var w float32
	for _, h := range m.senses[:m.n] {
		w = max(w, h.weight)
	}
	return w
}

// keep keeps the senses that f likes, unless it likes none.
func (m *mention) keep(f func(h sense) bool) bool {
	n := 0
	for _, h := range m.senses[:m.n] {
		if f(h) {
			m.senses[n] = h
			n++
		}
	}
	if n > 0 {
		m.n = n
	}
	return n > 0
}

// sure tells whether the mention counts: a common word only in a place's position, a kecamatan only with more.
func (m *mention) sure() bool {
	switch {
	case m.denied:
		return false
	case m.agreed, m.kind != 0 && m.role != cueBelow:
		return true
	case m.word && m.district:
		return (m.near || m.lone) && m.to-m.from > 1
	case m.word:
		return m.near || m.lone
	case m.weak:
		return m.near || m.lone || m.role == cueHere
	}
	return true
}
