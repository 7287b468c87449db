package understand

import "sort"

// speller finds the word that was meant by one that nobody knows: written without vowels, or with one wrong letter.
type speller struct {
	known     map[string]bool     // words of all languages: they are what they are
	skeletons map[string][]string // words of the lists by their consonants
	gaps      map[string][]string // words of the lists by their forms with one letter left out
}

const (
	leastTypo     = 5 // letters of a word in which one wrong letter is forgiven
	leastSkeleton = 3
)

// learn takes the words of the lists, in an order that does not depend on maps.
func (s *speller) learn(words, known map[string]bool) {
	s.known, s.skeletons, s.gaps = known, map[string][]string{}, map[string][]string{}
	sorted := make([]string, 0, len(words))
	for w := range words {
		sorted = append(sorted, w)
	}
	sort.Strings(sorted)
	for _, w := range sorted {
		if sk := skeleton(w); len(sk) >= leastSkeleton && len(w) >= 5 {
			s.skeletons[sk] = append(s.skeletons[sk], w)
		}
		if len(w) < leastTypo {
			continue
		}
		for i := range len(w) {
			gap := w[:i] + w[i+1:]
			s.gaps[gap] = append(s.gaps[gap], w)
		}
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

// typo finds a word that differs by one letter wrong, missing, too much, or by two that changed places.
func (s *speller) typo(key string) (string, bool) {
	if len(key) >= leastTypo-1 {
		for _, w := range s.gaps[key] { // a letter is missing
			return w, true
		}
	}
	var buf [maxLetter]byte
	for i := range len(key) {
		gap := append(append(buf[:0], key[:i]...), key[i+1:]...)
		for _, w := range s.gaps[string(gap)] {
			if len(w) == len(key) && len(key) >= leastTypo && near(key, w) {
				return w, true
			}
		}
	}
	return "", false
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
