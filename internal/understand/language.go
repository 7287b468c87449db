package understand

import "math"

// tags are the languages, in the order that rows of probabilities have. Indonesian is first: it wins when nothing speaks.
var tags = [...]string{"id", "en", "jv", "su", "mad", "sas", "min", "bug", "ban", "ace", "bbc", "bjn", "mkn", "tet"}

const (
	langs = len(tags)
	id    = 0
	en    = 1
)

// row holds one logarithm of a probability for each language.
type row [langs]float64

// How the guess is made, chosen on sentences of our own that were left out of training (TestMix).
const (
	order     = 5    // longest run of letters looked at
	trust     = 3    // how many sightings the letters of a word count for
	own       = 0.93 // share of a regional text that is in its own words and not in Indonesian ones
	calm      = 0.55 // damps the evidence: words of a sentence are not independent
	leadOfID  = 3.5  // Indonesian is written more than all others
	activeMin = 0.02 // languages less likely than this are not searched for words
)

// languages is the model: words seen in a language, and for others the likelihood of their letters.
type languages struct {
	words map[string]*row // log probability of a known word
	runs  map[uint32]*row // log probability of the last letter of a run after the ones before it
	total row             // words seen
}

// guess tells the likeliest language, how sure that is, and which languages are likely enough to be searched for words.
func (l *languages) guess(words []word) (best int, confidence float64, active uint16) {
	var sum row
	sum[id] = leadOfID
	for _, w := range words {
		if !w.number() {
			l.add(&sum, w.plain)
		}
	}
	best = id
	for i := range sum {
		if sum[i] > sum[best] {
			best = i
		}
	}
	all := 0.0
	for i := range sum {
		all += math.Exp(calm * (sum[i] - sum[best]))
	}
	for i := range sum {
		if math.Exp(calm*(sum[i]-sum[best]))/all >= activeMin {
			active |= 1 << i
		}
	}
	return best, math.Round(100/all) / 100, active | 1<<id
}

// add adds the evidence of one word.
func (l *languages) add(sum *row, plain string) {
	r := l.words[plain]
	if r == nil {
		fresh := l.mix(plain, nil)
		r = &fresh
	}
	for i := range sum {
		sum[i] += r[i]
	}
}

// mix is the likelihood of a word: how often it was seen, held against its letters, and for regional languages the chance
// that it is an Indonesian word among theirs.
func (l *languages) mix(plain string, seen *row) row {
	p := l.letters(plain)
	for i := range p {
		n := 0.0
		if seen != nil {
			n = seen[i]
		}
		p[i] = (n + trust*math.Exp(p[i])) / (l.total[i] + trust)
	}
	borrowed := (1 - own) * p[id]
	for i := range p {
		if i != id {
			p[i] = own*p[i] + borrowed
		}
		p[i] = math.Log(p[i])
	}
	return p
}

// letters is the likelihood of a word by its letters.
func (l *languages) letters(plain string) row {
	var sum row
	window := uint32(boundary)
	size := 1
	for i := 0; i <= len(plain); i++ {
		c := uint32(boundary)
		if i < len(plain) {
			c = symbol(plain[i])
		}
		window = window<<5 | c
		size = min(size+1, order)
		window &= 1<<(5*uint(size)) - 1
		r := l.run(window, size)
		for j := range sum {
			sum[j] += r[j]
		}
	}
	return sum
}

// run finds the longest run seen that ends the window.
func (l *languages) run(window uint32, size int) *row {
	for ; size > 1; size-- {
		if r := l.runs[runKey(window, size)]; r != nil {
			return r
		}
	}
	return l.runs[runKey(window, 1)]
}

const boundary = 27

func symbol(c byte) uint32 {
	if c >= 'a' && c <= 'z' {
		return uint32(c-'a') + 1
	}
	return 28
}

// runKey packs the last size symbols of the window.
func runKey(window uint32, size int) uint32 {
	return uint32(size)<<25 | window&(1<<(5*uint(size))-1)
}
