package understand

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// bar is how many points an emergency or a flag needs.
const bar = 10.0

// rule gives points to an intent or a flag when all its items are in the message: "emergency 6 lock me /8".
type rule struct {
	goal   int
	points float64
	items  []item
	window int  // most words from the first to the last, 0 for any
	sorted bool // in this order
}

// item is one thing a rule asks for: "lock", "lock|hit", "!allow" (denied: "not allowed"), "~lock" (either), "-past" (absent).
type item struct {
	concepts []int
	mood     byte // 0, '!', '~' or '-'
}

// parseRules reads rules.txt.
func (r *Reader) parseRules(list string) error {
	line := 0
	for row := range strings.Lines(list) {
		line++
		row, _, _ = strings.Cut(row, "#")
		f := strings.Fields(row)
		if len(f) == 0 {
			continue
		}
		if len(f) < 3 {
			return fmt.Errorf("rules line %d: %d fields, want 3 or more", line, len(f))
		}
		one, err := r.parseRule(f)
		if err != nil {
			return fmt.Errorf("rules line %d: %w", line, err)
		}
		r.rules = append(r.rules, one)
	}
	return nil
}

func (r *Reader) parseRule(f []string) (one rule, err error) {
	if one.goal = slices.Index(r.goals, f[0]); one.goal < 0 {
		return one, fmt.Errorf("unknown goal %q", f[0])
	}
	if one.points, err = strconv.ParseFloat(f[1], 64); err != nil {
		return one, err
	}
	items, err := r.parseItems(f[2:])
	one.items, one.window, one.sorted = items.items, items.window, items.sorted
	return one, err
}

// parseItems reads what must be in a message.
func (r *Reader) parseItems(f []string) (one rule, err error) {
	for _, s := range f {
		switch {
		case s == ">":
			one.sorted = true
			continue
		case s[0] == '/':
			if one.window, err = strconv.Atoi(s[1:]); err != nil {
				return one, err
			}
			continue
		}
		it := item{}
		if strings.IndexByte("!~-", s[0]) >= 0 {
			it.mood, s = s[0], s[1:]
		}
		for name := range strings.SplitSeq(s, "|") {
			c, ok := r.lex.concepts[name]
			if !ok {
				return one, fmt.Errorf("unknown concept %q", name)
			}
			it.concepts = append(it.concepts, c)
		}
		one.items = append(one.items, it)
	}
	return one, nil
}

// meets tells whether a hit is what the item asks for.
func (it *item) meets(h hit) bool {
	switch it.mood {
	case '!':
		return h.negated
	case '~':
		return true
	}
	return !h.negated
}

// fires tells whether the rule applies; used gets the hits it rests on.
func (one *rule) fires(m *message, used []int) ([]int, bool) {
	for i := range one.items {
		if !one.items[i].possible(m) {
			return used, false
		}
	}
	return one.place(m, 0, used, len(used))
}

// possible tells whether the item can be met by itself.
func (it *item) possible(m *message) bool {
	for _, c := range it.concepts {
		for _, h := range m.at[c] {
			if it.meets(m.hits[h]) {
				return it.mood != '-'
			}
		}
	}
	return it.mood == '-'
}

// place finds a hit for the items from i on, none twice on the same words, all within the window.
func (one *rule) place(m *message, i int, used []int, base int) ([]int, bool) {
	if i == len(one.items) {
		return used, true
	}
	it := &one.items[i]
	if it.mood == '-' {
		return one.place(m, i+1, used, base)
	}
	for _, c := range it.concepts {
		for _, h := range m.at[c] {
			if !it.meets(m.hits[h]) || !one.fits(m, h, used[base:]) {
				continue
			}
			if out, ok := one.place(m, i+1, append(used, h), base); ok {
				return out, true
			}
		}
	}
	return used, false
}

func (one *rule) fits(m *message, h int, used []int) bool {
	a := m.hits[h]
	for i, u := range used {
		b := m.hits[u]
		if a.from < b.to && b.from < a.to {
			return false
		}
		if one.window > 0 && max(a.to, b.to)-min(a.from, b.from) > one.window {
			return false
		}
		if one.sorted && i == len(used)-1 && a.from < b.to {
			return false
		}
	}
	return true
}

// score adds up the points of every goal.
func (r *Reader) score(m *message) []float64 {
	points := make([]float64, len(r.goals))
	used := make([]int, 0, 16)
	for i := range r.rules {
		if _, ok := r.rules[i].fires(m, used[:0]); ok {
			points[r.rules[i].goal] += r.rules[i].points
		}
	}
	return points
}
