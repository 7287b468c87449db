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
type row [langs]float32

// How the guess is made, chosen on sentences of our own that were left out of training (TestEvalCross).
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
	words map[string]int32
	known []row  // log probability of a known word
	runs  *table // log probability of the last letter of a run after the ones before it
	total row    // words seen
}

// guess tells the likeliest language, how sure that is, and which languages are likely enough to be searched for words.
func (l *languages) guess(words []word) (best int, confidence float64, active uint16) {
	var sum [langs]float64
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
	return best, l.sure(words, best, 1/all), active | 1<<id
}

// How sure a guess can be at most: of few words, and of a message in which another language has as many words of its own.
const (
	surePerWord = 0.25 // with three words or fewer
	fewWords    = 3
	sureMixed   = 0.80
	ofOneOnly   = 1.5 // logarithm of how much likelier a word is in one language than in the other
)

// sure lowers the confidence of short and of mixed messages: nobody is offered another language for these.
func (l *languages) sure(words []word, best int, confidence float64) float64 {
	n := 0
	var mine, theirs [langs]int
	for _, w := range words {
		if w.number() {
			continue
		}
		n++
		i, ok := l.words[w.plain]
		if !ok {
			continue
		}
		for j, p := range l.known[i] {
			switch d := l.known[i][best] - p; {
			case d > ofOneOnly:
				mine[j]++
			case d < -ofOneOnly:
				theirs[j]++
			}
		}
	}
	if n <= fewWords {
		confidence = min(confidence, surePerWord*float64(n))
	}
	for j := range mine {
		if theirs[j] > 1 && theirs[j] >= mine[j] {
			confidence = min(confidence, sureMixed)
		}
	}
	return math.Round(100*confidence) / 100
}

// add adds the evidence of one word.
func (l *languages) add(sum *[langs]float64, plain string) {
	var r row
	if i, ok := l.words[plain]; ok {
		r = l.known[i]
	} else {
		r = l.mix(plain, nil)
	}
	for i := range sum {
		sum[i] += float64(r[i])
	}
}

// mix is the likelihood of a word: how often it was seen, held against its letters, and for regional languages the chance
// that it is an Indonesian word among theirs.
func (l *languages) mix(plain string, seen *row) row {
	p := l.letters(plain)
	for i := range p {
		n := float32(0)
		if seen != nil {
			n = seen[i]
		}
		p[i] = (n + trust*float32(math.Exp(float64(p[i])))) / (l.total[i] + trust)
	}
	borrowed := (1 - own) * p[id]
	for i := range p {
		if i != id {
			p[i] = own*p[i] + borrowed
		}
		p[i] = float32(math.Log(float64(p[i])))
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
		if i := l.runs.find(runKey(window, size)); i >= 0 {
			return &l.runs.rows[i]
		}
	}
	return &l.runs.rows[l.runs.find(runKey(window, 1))]
}
