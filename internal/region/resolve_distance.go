package region

// query is a search for the names nearest to a word; those equally near are all kept.
type query struct {
	r           *Resolver
	word        []byte
	limit, best float32
	districts   bool
	near        [4]uint16
	n           int
	words       int  // when set, how many words the name must have
	placed      bool // the word stands where a place stands
}

func (q *query) try(id uint16) {
	e := &q.r.entries[id]
	limit := q.allowed(e)
	if limit == 0 {
		return
	}
	d := editDistance(q.word, e.key, min(limit, q.best+0.05))
	if d > limit {
		return
	}
	if e.district {
		d += 0.3 // among names equally near, a regency or a town is likelier
	}
	switch {
	case d < q.best-0.05:
		q.best, q.n = d, 1
		q.near[0] = id
	case d <= q.best+0.05 && q.n < len(q.near):
		q.near[q.n] = id
		q.n++
	}
}

// allowed is how far the name may be from the word, 0 for not at all: the shorter the word, the humbler the name and
// the less the text speaks of a place, the nearer it must be.
func (q *query) allowed(e *entry) float32 {
	if q.words > 0 && e.words>>q.words&1 == 0 || e.weak && (!q.placed || len(e.key) < 5) ||
		e.district && !q.districts || !sameStart(q.word, e.key, q.placed) {
		return 0
	}
	n, limit := len(q.word), q.limit
	if len(e.key) < twoTypos {
		limit = oneSlip
	}
	switch sameLength := n == len(e.key); {
	case e.fame == minor && (n >= 9 || n >= 6 && q.placed):
		return oneSlip
	case e.fame != major || n < 6 && !q.placed:
		return 0
	case (n <= 5 || n <= 7 && !q.placed) && sameLength:
		return 0.95 // of short words only a vowel changed or two letters swapped
	}
	return limit
}

// oneSlip is the distance of a word with one letter wrong.
const oneSlip = 1.05

// sameStart: people seldom miss the first letter, unless they swap the first two or the word is long.
func sameStart(w []byte, key string, placed bool) bool {
	return w[0] == key[0] || w[0] == key[1] && w[1] == key[0] || placed && len(w) >= 8 && w[1] == key[1]
}

// editDistance is the number of letters missed, added, changed or swapped, a changed vowel or a likely slip counting less.
// Above the limit it gives up with a large number.
func editDistance(w []byte, key string, limit float32) float32 {
	const far = 99
	if d := len(w) - len(key); d > 2 || d < -2 {
		return far
	}
	var rows [3][longestKey + 2]float32
	for j := range len(key) + 1 {
		rows[1][j] = float32(j)
	}
	for i := 1; i <= len(w); i++ {
		before, last, row := &rows[(i-1)%3], &rows[i%3], &rows[(i+1)%3]
		row[0] = float32(i)
		least := row[0]
		for j := 1; j <= len(key); j++ {
			d := min(last[j]+1, row[j-1]+1, last[j-1]+slip(w[i-1], key[j-1]))
			if i > 1 && j > 1 && w[i-1] == key[j-2] && w[i-2] == key[j-1] {
				d = min(d, before[j-2]+0.9)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return far
		}
	}
	return rows[(len(w)+1)%3][len(key)]
}

// slip is the cost of one letter for another.
func slip(a, b byte) float32 {
	switch {
	case a == b:
		return 0
	case isVowel(a) && isVowel(b), a == 'j' && b == 'y', a == 'y' && b == 'j', a == 'i' && b == 'y', a == 'y' && b == 'i', a == 's' && b == 'z', a == 'z' && b == 's', a == 'k' && b == 'c', a == 'c' && b == 'k':
		return 0.8
	}
	return 1
}
