package region

// typoIndex files every name under itself and under its forms with one letter (long names: two letters) left out, so
// that a misspelling and the name meet in a form they share. It keeps hashes only; the finder measures the distance.
type typoIndex struct {
	start []uint32 // bucket -> its first hit; one more at the end
	hits  []typoHit
}

type typoHit struct{ tag, entry uint16 }

const (
	typoBits   = 15
	twoTypos   = 8 // length of a folded name from which two errors are forgiven
	longestKey = 32
	typoStart  = 10 // letters of a word that are looked at to find its like
)

// build hashes once, counts, and fills then, so that nothing grows twice.
func (x *typoIndex) build(entries []entry) {
	x.start = make([]uint32, 1<<typoBits+2)
	type filed struct {
		hash uint32
		id   uint16
	}
	all := make([]filed, 0, 1<<17)
	for i := range entries {
		e := &entries[i]
		if e.fame > obscure && len(e.key) >= 4 && len(e.key) <= longestKey && !(e.district && e.weak) {
			deletions(e.key, e.fame == major && len(e.key) >= twoTypos, func(h uint32) {
				all = append(all, filed{h, uint16(i)})
				x.start[h>>(32-typoBits)+2]++
			})
		}
	}
	for i := 2; i < len(x.start); i++ {
		x.start[i] += x.start[i-1]
	}
	x.hits = make([]typoHit, len(all))
	for _, f := range all {
		at := &x.start[f.hash>>(32-typoBits)+1]
		x.hits[*at] = typoHit{uint16(f.hash), f.id}
		*at++
	}
}

// at lists the names filed under a hash, with a few strangers.
func (x *typoIndex) at(h uint32) []typoHit {
	b := h >> (32 - typoBits)
	return x.hits[x.start[b]:x.start[b+1]]
}

// deletions calls f with the hash of the word, of the word without each letter, and when two is set without each two.
// It looks at the start of long words only: a name that is near is near there too.
func deletions[T string | []byte](w T, two bool, f func(uint32)) {
	n := min(len(w), typoStart)
	h := uint32(2166136261)
	for i := range n {
		f(finish(hashOn(h, w, i+1, n)))
		if two {
			g := h
			for j := i + 1; j < n; j++ {
				f(finish(hashOn(g, w, j+1, n)))
				g = hashOn(g, w, j, j+1)
			}
		}
		h = hashOn(h, w, i, i+1)
	}
	f(finish(h))
}

// hashOn continues an FNV-1a hash with the letters from i to n.
func hashOn[T string | []byte](h uint32, w T, i, n int) uint32 {
	for ; i < n; i++ {
		h = (h ^ uint32(w[i])) * 16777619
	}
	return h
}

// finish spreads the last letters over the high bits, which choose the bucket.
func finish(h uint32) uint32 { return (h ^ h>>15) * 0x9E3779B1 }
