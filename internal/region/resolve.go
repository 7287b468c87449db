package region

import (
	"cmp"
	"slices"
)

// Candidate is a place that may be meant.
type Candidate struct {
	Place Place
	Score float64 // 0 to 1; comparable within one answer
	Why   string  // in plain Indonesian
}

// Answer is what a text says about a place. The zero Answer says that it names none.
type Answer struct {
	// Candidates are in Indonesia, the likeliest first: one, or two or three when Ask. A province stands here when the
	// text says no more. Empty for a place abroad, and for "Indonesia" or a large island alone.
	Candidates []Candidate
	Country    string // ISO 3166-1 alpha-2, "ID" for a place in Indonesia, "" when the text names no place
	Town       string // the town abroad, when the text names one
	Area       string // the state or region abroad, when it is known; with Town it decides the consular area (see Mission)
	Ask        bool   // the candidates are about equally likely: ask which
}

// Bounds of the decision, chosen on testdata/places.jsonl.
const (
	leastScore = 0.36 // below it nothing is said
	rivalSame  = 0.85 // meanings of one name weaker than this part of the strongest are dropped
	rivalOther = 0.93 // another place named in the text is asked about from this part of the best on
	maxAsk     = 3
)

// found is a place with its score, over all its mentions.
type found struct {
	ref     int32
	score   float32
	mention int32
}

// Resolve finds the place that a name or a whole text is about: where the person is, rather than where they come from or
// are taken to. The same text always gives the same answer.
func (r *Resolver) Resolve(text string) Answer {
	s := r.pool.Get().(*scan)
	defer r.pool.Put(s)
	s.reset()
	s.split(text)
	r.know(s)
	r.find(s)
	r.guess(s)
	if len(s.mentions) == 0 {
		return Answer{}
	}
	r.place(s)
	r.agree(s)
	r.weigh(s)
	return r.decide(s)
}

// weigh collects the places of all mentions with their scores.
func (r *Resolver) weigh(s *scan) {
	for i := range s.mentions {
		m := &s.mentions[i]
		if !m.sure() {
			continue
		}
		floor := m.best() * rivalSame
		f := m.factor() + 0.004*float32(min(i, 5))
		if m.agreed {
			f += 0.03
		}
		for _, h := range m.senses[:m.n] {
			if h.weight < floor || m.who && r.refs[h.ref].abroad() {
				continue
			}
			w := h.weight
			if m.agreed {
				w = max(w, 0.9)
			}
			s.score(r, found{h.ref, min(w*f, 0.99), int32(i)})
		}
	}
}

// detail tells how much is said of a place abroad.
func (n *ref) detail() int {
	switch {
	case n.town != "":
		return 2
	case n.area != "":
		return 1
	}
	return 0
}

// score notes a place, or a better score for it.
func (s *scan) score(r *Resolver, n found) {
	for i := range s.found {
		o := &s.found[i]
		a, b := &r.refs[o.ref], &r.refs[n.ref]
		if a.code != b.code {
			continue
		}
		if x, y := a.detail(), b.detail(); x < y || x == y && n.score > o.score {
			n.score = max(n.score, o.score)
			*o = n
		} else {
			o.score = max(n.score, o.score)
		}
		return
	}
	s.found = append(s.found, n)
}

func (r *Resolver) decide(s *scan) Answer {
	r.dropWider(s)
	slices.SortStableFunc(s.found, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	if len(s.found) == 0 || s.found[0].score < leastScore {
		return Answer{}
	}
	top := s.found[0]
	first := &r.refs[top.ref]
	if first.abroad() {
		return Answer{Country: first.code, Town: first.town, Area: first.area}
	}
	a := Answer{Country: "ID"}
	if first.code == "ID" {
		return a
	}
	for _, f := range s.found {
		if n := &r.refs[f.ref]; len(a.Candidates) < maxAsk && !n.abroad() && n.code != "ID" && r.rival(f, top) {
			p, _ := r.g.Lookup(Code(n.code))
			a.Candidates = append(a.Candidates, Candidate{p, float64(f.score), r.why(n, &s.mentions[f.mention], p)})
		}
	}
	a.Ask = len(a.Candidates) > 1
	return a
}

// rival tells whether a place is as likely as the best one, so that it must be asked about.
func (r *Resolver) rival(f, top found) bool {
	if f.mention == top.mention {
		return f.score >= rivalSame*top.score
	}
	return f.score >= rivalOther*top.score
}

// dropWider drops a province named together with one of its regencies, and Indonesia together with anything in it.
func (r *Resolver) dropWider(s *scan) {
	s.found = slices.DeleteFunc(s.found, func(w found) bool {
		wide := r.refs[w.ref].code
		if len(wide) != 2 || r.refs[w.ref].abroad() {
			return false
		}
		for _, f := range s.found {
			n := &r.refs[f.ref]
			if f.ref != w.ref && f.mention != w.mention && n.code != wide && !n.abroad() && r.within(f.ref, w.ref) && f.score >= 0.6*w.score {
				return true
			}
		}
		return false
	})
}
