package offer

import (
	"fmt"
	"strconv"
	"strings"
)

// rule says what concepts together mean: a code and how much it weighs.
type rule struct {
	code   string
	weight int
	need   []item
	absent []int
	window int  // all within so many words; 0 anywhere in the text
	order  bool // in the order written
}

// item is what has to be there: one of some concepts, said, denied, or either.
type item struct {
	any    []int
	denial int
}

const (
	said = iota
	denied
	either
)

// readRules reads rows "code weight item item … [/n] [>]". Items: concept, a|b one of them, !c denied, ~c denied or not,
// -c absent (within the same words when the row has /n).
func readRules(l *lexicon, file, text string) ([]rule, error) {
	var out []rule
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		r, err := readRule(l, f)
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n+1, err)
		}
		out = append(out, r)
	}
	return out, nil
}

func readRule(l *lexicon, f []string) (rule, error) {
	if len(f) < 3 {
		return rule{}, fmt.Errorf("want code, weight, items: %q", f)
	}
	w, err := strconv.Atoi(f[1])
	if err != nil {
		return rule{}, fmt.Errorf("weight of %s: %w", f[0], err)
	}
	r := rule{code: f[0], weight: w}
	for _, word := range f[2:] {
		if err := r.take(l, word); err != nil {
			return rule{}, err
		}
	}
	if len(r.need) == 0 {
		return rule{}, fmt.Errorf("%s: nothing needed", f[0])
	}
	return r, nil
}

func (r *rule) take(l *lexicon, word string) error {
	switch {
	case word == ">":
		r.order = true
		return nil
	case word[0] == '/':
		n, err := strconv.Atoi(word[1:])
		r.window = n
		return err
	}
	kind := said
	switch word[0] {
	case '!':
		kind, word = denied, word[1:]
	case '~':
		kind, word = either, word[1:]
	case '-':
		ids, err := concepts(l, word[1:])
		r.absent = append(r.absent, ids...)
		return err
	}
	ids, err := concepts(l, word)
	r.need = append(r.need, item{any: ids, denial: kind})
	return err
}

// concepts finds the numbers of "a|b"; a name no list has is a fault.
func concepts(l *lexicon, names string) ([]int, error) {
	var out []int
	for _, n := range strings.Split(names, "|") {
		id, ok := l.ids[n]
		if !ok {
			return nil, fmt.Errorf("unknown concept %q", n)
		}
		out = append(out, id)
	}
	return out, nil
}

// match finds the first place where the rule holds.
func (r *rule) match(s *scan) (hit, bool) {
	if r.window == 0 {
		return r.anywhere(s)
	}
	first := r.need[0]
	for _, c := range first.any {
		for _, h := range s.hits[c] {
			if !first.takes(h) || h.from < 0 {
				continue
			}
			if span, ok := r.around(s, h); ok {
				return span, true
			}
		}
	}
	return hit{}, false
}

func (r *rule) anywhere(s *scan) (hit, bool) {
	for _, c := range r.absent {
		if len(s.hits[c]) > 0 {
			return hit{}, false
		}
	}
	found, got := hit{}, false
	for _, it := range r.need {
		h, ok := it.firstHit(s)
		if !ok {
			return hit{}, false
		}
		if !got || found.from < 0 && h.from >= 0 {
			found, got = h, true
		}
	}
	return found, true
}

func (it item) takes(h hit) bool {
	return it.denial == either || (it.denial == denied) == h.denied
}

func (it item) firstHit(s *scan) (hit, bool) {
	for _, c := range it.any {
		for _, h := range s.hits[c] {
			if it.takes(h) {
				return h, true
			}
		}
	}
	return hit{}, false
}

// around looks for the other items near one hit of the first.
func (r *rule) around(s *scan, h hit) (hit, bool) {
	span, last := h, h
	for _, it := range r.need[1:] {
		best, ok := hit{}, false
		for _, c := range it.any {
			for _, o := range s.hits[c] {
				if !it.takes(o) || o.from < 0 || overlap(o, span) || r.order && o.from < last.to {
					continue
				}
				if s.width(cover(span, o)) > r.window {
					continue
				}
				if !ok || s.width(cover(span, o)) < s.width(cover(span, best)) {
					best, ok = o, true
				}
			}
		}
		if !ok {
			return hit{}, false
		}
		span, last = cover(span, best), best
	}
	return span, !r.spoiled(s, span)
}

const around = 4 // words before and behind a match in which an absent concept spoils it

func (r *rule) spoiled(s *scan, span hit) bool {
	from, to := s.toks[span.from].pos-around, s.toks[span.to-1].pos+around
	for _, c := range r.absent {
		for _, h := range s.hits[c] {
			if h.from >= 0 && s.toks[h.to-1].pos >= from && s.toks[h.from].pos <= to {
				return true
			}
		}
	}
	return false
}

func overlap(a, b hit) bool { return a.from < b.to && b.from < a.to }

func cover(a, b hit) hit { return hit{from: min(a.from, b.from), to: max(a.to, b.to)} }

// width is the distance in words from the first to the last word of a stretch.
func (s *scan) width(h hit) int { return s.toks[h.to-1].pos - s.toks[h.from].pos }
