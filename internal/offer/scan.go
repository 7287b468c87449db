package offer

import (
	"slices"
	"strings"
)

// hit is a concept found in the text.
type hit struct {
	from, to int // tokens; from is -1 when an answer said it, not the text
	denied   bool
	answer   string // the question whose answer said it
}

// scan is one text being read.
type scan struct {
	text  string
	toks  []token
	hits  [][]hit // by concept
	lex   *lexicon
	gloss glossary
	no    int
	fill  int
	none  int
}

// read cuts the text and finds all concepts in it.
func (a *Assessor) read(text string) *scan {
	l := a.lex
	s := &scan{text: text, lex: l, gloss: a.gloss, hits: make([][]hit, len(l.names)), no: a.no, fill: a.filler, none: a.none}
	s.toks = cutUnits(split(text))
	s.mend()
	for i := range s.toks {
		s.find(i)
	}
	for _, p := range l.notMeant {
		s.hits[p.concept] = outside(s.hits[p.concept], s.hits[p.not])
	}
	s.deny()
	return s
}

// mend replaces words by the listed ones they stand for, and joins words that reading broke in two.
func (s *scan) mend() {
	out := s.toks[:0]
	for i := 0; i < len(s.toks); i++ {
		t := s.toks[i]
		if n := s.broken(i); n > 1 {
			t.end, t.word = s.toks[i+n-1].end, join(s.toks[i:i+n])
			t.raw = t.word
			i += n - 1
		}
		if !t.number {
			t.word = s.meant(t.word)
		}
		out = append(out, t)
	}
	s.toks = out
}

// meant is the listed word that a word stands for: as it is, mended, or in Indonesian.
func (s *scan) meant(word string) string {
	w := s.lex.one(s.lex.mend(word))
	if s.lex.known[w] {
		return w
	}
	if m := s.gloss.find(word, word); m != "" && s.lex.known[m] {
		return s.lex.one(m)
	}
	return w
}

func join(toks []token) string {
	var b strings.Builder
	for _, t := range toks {
		b.WriteString(t.word)
	}
	return b.String()
}

// broken tells how many tokens from i on are pieces of one listed word, of which at least one means nothing alone.
func (s *scan) broken(i int) int {
	for n := 3; n >= 2; n-- {
		if i+n > len(s.toks) || s.toks[i+n-1].pos-s.toks[i].pos != n-1 {
			continue
		}
		lost := false
		for _, t := range s.toks[i : i+n] {
			if t.number {
				return 1
			}
			lost = lost || !s.lex.known[t.word]
		}
		w := join(s.toks[i : i+n])
		if lost && len(w) >= 5 && (s.lex.known[w] || s.lex.known[s.lex.byShape[shape(w)]]) {
			return n
		}
	}
	return 1
}

// find records the concepts that begin at token i.
func (s *scan) find(i int) {
	w := s.toks[i].word
	for _, p := range s.lex.whole[w] {
		s.try(p, i)
	}
	for n := s.lex.shortest; n <= len(w) && n <= s.lex.longest; n++ {
		for _, p := range s.lex.begin[w[:n]] {
			s.try(p, i)
		}
	}
}

func (s *scan) try(p phrase, i int) {
	if i+len(p.words) > len(s.toks) {
		return
	}
	for k := 1; k < len(p.words); k++ {
		t := s.toks[i+k]
		if t.pos-s.toks[i+k-1].pos > 1+commaGap || !fits(p.words[k], t.word) {
			return
		}
	}
	s.put(p.concept, hit{from: i, to: i + len(p.words)})
}

func fits(pattern, word string) bool {
	if b, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(word, b)
	}
	return pattern == word
}

func (s *scan) put(concept int, h hit) { s.hits[concept] = append(s.hits[concept], h) }

// deny marks the concepts that a "no" speaks about: before them, or behind them at the end of a clause.
func (s *scan) deny() {
	no, fill, none := s.mark(s.no), s.mark(s.fill), s.mark(s.none)
	for c := range s.hits {
		if c == s.no || c == s.fill || c == s.none {
			continue
		}
		for k := range s.hits[c] {
			h := &s.hits[c][k]
			h.denied = s.deniedBefore(h.from, no, fill) || s.deniedAfter(h.to, none)
		}
	}
}

// outside keeps the hits that share no word with one of the sayings that use the same words for something else.
func outside(hits, other []hit) []hit {
	if len(other) == 0 {
		return hits
	}
	return slices.DeleteFunc(hits, func(h hit) bool {
		return slices.ContainsFunc(other, func(o hit) bool { return overlap(o, h) })
	})
}

// mark gives for every token how many tokens a concept covers there, 0 for none.
func (s *scan) mark(concept int) []bool {
	out := make([]bool, len(s.toks))
	for _, h := range s.hits[concept] {
		for i := h.from; i < h.to; i++ {
			out[i] = true
		}
	}
	return out
}

const reachOfNo = 6 // words over which a "no" works

func (s *scan) deniedBefore(i int, no, fill []bool) bool {
	for k := i - 1; k >= 0 && k >= i-reachOfNo; k-- {
		if s.toks[k+1].pos-s.toks[k].pos > 1 {
			return false
		}
		if no[k] {
			return true
		}
		if !fill[k] {
			return false
		}
	}
	return false
}

func (s *scan) deniedAfter(to int, none []bool) bool {
	if to >= len(s.toks) || !none[to] || s.toks[to].pos-s.toks[to-1].pos > 1+commaGap {
		return false
	}
	for to < len(s.toks) && none[to] {
		to++
	}
	return to >= len(s.toks) || s.toks[to].pos-s.toks[to-1].pos > 1 || s.toks[to].word == "ya"
}
