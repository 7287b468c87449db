package tally

// bound is what a reader knows of one figure.
type bound struct{ low, high int }

// found says that the reader knows of a group of one to four.
func (b bound) found() bool { return b.low >= 1 && b.high < Least }

// unknown is the upper bound of what was hidden for the sake of another: nobody can tell it from a small one.
const unknown = 1 << 30

// attackRounds bounds how often the reader begins anew; in practice nothing new is learnt after a few rounds.
const attackRounds = 100

// read is a reader who knows the rule, which cells are empty, and every figure of every region, and subtracts whatever can be
// subtracted until nothing new is learnt. That is more than anybody knows who may open the page.
func (t *table) read() []bound {
	b := make([]bound, len(t.n))
	for i := range b {
		if b[i].low, b[i].high = Bounds(Round(t.n[i]), !t.hidden[i]); t.hidden[i] && t.n[i] >= Least {
			b[i].high = unknown
		}
	}
	for again, rounds := true, 0; again && rounds < attackRounds; rounds++ {
		again = false
		for _, r := range t.relations {
			again = learn(b, r) || again
		}
	}
	return b
}

// learn narrows what is known of a whole by its parts, and of each part by the others.
func learn(b []bound, r relation) bool {
	low, high := 0, 0
	for _, p := range r.parts {
		low, high = low+b[p].low, high+b[p].high
	}
	w := b[r.whole]
	changed := narrow(&b[r.whole], low, high)
	for _, p := range r.parts {
		changed = narrow(&b[p], w.low-(high-b[p].high), w.high-(low-b[p].low)) || changed
	}
	return changed
}

func narrow(b *bound, low, high int) bool {
	before := *b
	b.low, b.high = max(b.low, low), min(b.high, high)
	return *b != before
}

// defend hides what gives somebody away, and tells whether there was anything to hide.
func (t *table) defend() bool {
	b, changed := t.read(), false
	for _, r := range t.relations {
		low, high := 0, 0
		for _, p := range r.parts {
			low, high = low+b[p].low, high+b[p].high
		}
		for _, p := range r.parts {
			if b[p].found() && b[r.whole].low-(high-b[p].high) >= 1 {
				changed = t.blur(r) || changed
				break
			}
		}
		if b[r.whole].found() && low >= 1 {
			changed = t.blur(r) || changed
		}
	}
	return changed
}

// blur hides one more figure of a relation: the smallest part, else the whole.
func (t *table) blur(r relation) bool {
	if t.hideOne(r) {
		return true
	}
	if t.hidden[r.whole] {
		return false
	}
	t.hidden[r.whole] = true
	return true
}
