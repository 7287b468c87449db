package understand

import "sort"

// speller finds the word that was meant by one that nobody knows: written without vowels, or with one wrong letter.
type speller struct {
	known     map[string]bool     // words of all languages: they are what they are
	skeletons map[string][]string // words of the lists by their consonants
	shapes    map[shape][]string  // words of the lists by their first letter and length
}

// shape is what a slip of the finger seldom changes: the first letter, and the length by no more than one.
type shape struct {
	first byte
	size  int
}

const (
	leastTypo     = 5 // letters of a word in which one wrong letter is forgiven
	leastSkeleton = 3
)

// learn takes the words of the lists, in an order that does not depend on maps.
func (s *speller) learn(words []string, known map[string]bool) {
	s.known, s.skeletons, s.shapes = known, make(map[string][]string, len(words)), make(map[shape][]string, 512)
	sort.Strings(words)
	for _, w := range words {
		if len(w) < leastTypo {
			continue
		}
		if sk := skeleton(w); len(sk) >= leastSkeleton {
			s.skeletons[sk] = append(s.skeletons[sk], w)
		}
		at := shape{w[0], len(w)}
		s.shapes[at] = append(s.shapes[at], w)
	}
}

// mend gives the word meant, the nearest first, if there is one.
func (s *speller) mend(key string) (string, bool) {
	if len(key) < leastSkeleton || s.known[key] {
		return "", false
	}
	if w, ok := s.spare(key); ok {
		return w, true
	}
	if len(key) < leastTypo-1 {
		return "", false
	}
	return s.typo(key)
}

// spare finds a word whose vowels were spared: tlg, dknci.
func (s *speller) spare(key string) (string, bool) {
	sk := skeleton(key)
	best := ""
	for _, w := range s.skeletons[sk] {
		missing := len(w) - len(key)
		if missing < 1 || 2*len(sk) < len(key) || !shortens(key, w) {
			continue
		}
		if len(sk) == leastSkeleton && len(key) > leastSkeleton+1 {
			continue
		}
		if best == "" || len(w) < len(best) {
			best = w
		}
	}
	return best, best != ""
}

// typo finds a word that differs by one letter wrong or missing, or by two that changed places; not in the first letter.
func (s *speller) typo(key string) (string, bool) {
	for _, w := range s.shapes[shape{key[0], len(key) + 1}] {
		if lacks(key, w) {
			return w, true
		}
	}
	if len(key) < leastTypo {
		return "", false
	}
	for _, w := range s.shapes[shape{key[0], len(key)}] {
		if near(key, w) {
			return w, true
		}
	}
	return "", false
}

// lacks tells whether one letter of the full word is missing.
func lacks(short, full string) bool {
	i := 0
	for i < len(short) && short[i] == full[i] {
		i++
	}
	return short[i:] == full[i+1:]
}

// near tells whether two words of one length differ by one letter, or by two neighbours that changed places.
func near(a, b string) bool {
	first, n := -1, 0
	for i := range len(a) {
		if a[i] != b[i] {
			if n++; first < 0 {
				first = i
			}
		}
	}
	if n <= 1 {
		return first > 0
	}
	return n == 2 && first+1 < len(a) && a[first] == b[first+1] && a[first+1] == b[first]
}
