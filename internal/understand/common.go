package understand

import (
	"fmt"
	"slices"
	"strings"
)

// Function words (pronouns, particles, prepositions, auxiliaries) must not carry a cry by themselves: what a message says is weighed
// once with all its evidence and once without what rests on the words of rules/function.txt alone, and both must say that it is a
// cry. "They will" is such evidence, "will kill" is not.

// parseCommon reads lines like "en i me my": a language, then its function words.
func (l *lexicon) parseCommon(list string) error {
	line := 0
	for row := range strings.Lines(list) {
		line++
		f := strings.Fields(row)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		lang := slices.Index(tags[:], f[0])
		if lang < 0 {
			return fmt.Errorf("function words line %d: unknown language %q", line, f[0])
		}
		for _, s := range f[1:] {
			for _, w := range split(s) {
				l.common[w.key] |= 1 << lang
			}
		}
	}
	return nil
}

// markCommon notes the function words of the languages that a message may be in.
func (l *lexicon) markCommon(m *message) {
	m.common = make([]bool, len(m.words))
	for i, w := range m.words {
		m.common[i] = l.common[w.key]&m.active != 0
	}
}

// hollow tells whether the words from..to are all function words. What rests on no words at all is not.
func (m *message) hollow(from, to int) bool {
	if to = min(to, len(m.words)); from >= to {
		return false
	}
	for _, common := range m.common[from:to] {
		if !common {
			return false
		}
	}
	return true
}
