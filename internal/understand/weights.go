package understand

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
)

// scale is how many steps of model/weights.txt, times halves of strength, make one unit of a logarithm of odds.
const scale = 10 * whole

// weights tell how much each piece of evidence speaks for each intent, in tenths. They are learnt beforehand from our own
// messages (learn_test.go) and lie in model/weights.txt, a line for each piece of evidence.
type weights struct {
	slots []int32  // position of a row and one more, 0 where free; as many as a power of two
	marks []uint64 // of the rows
	rows  [][intents]int8
}

// letterOf names an intent in the file, in the order of goals.
const letterOf = "edroscklngx"

// parseWeights reads lines like "w dikunci	e12r-3".
func parseWeights(text string) (*weights, error) {
	n := strings.Count(text, "\n")
	w := &weights{slots: make([]int32, 4<<bits.Len(uint(n))), marks: make([]uint64, 0, n), rows: make([][intents]int8, 0, n)}
	line := 0
	for row := range strings.Lines(text) {
		line++
		if row[0] == '#' {
			continue
		}
		name, list, ok := strings.Cut(strings.TrimRight(row, "\n"), "\t")
		if !ok {
			return nil, fmt.Errorf("weights line %d: no tab", line)
		}
		var out [intents]int8
		if err := parseRow(&out, list); err != nil {
			return nil, fmt.Errorf("weights line %d: %w", line, err)
		}
		w.enter(mark(name), out)
	}
	return w, nil
}

// enter keeps a row; of two with one mark the first is kept, which a test makes sure never happens.
func (w *weights) enter(mark uint64, row [intents]int8) {
	i := w.slot(mark)
	if w.slots[i] != 0 {
		return
	}
	w.marks, w.rows = append(w.marks, mark), append(w.rows, row)
	w.slots[i] = int32(len(w.rows))
}

// slot is where a mark lies, or the free place where it would.
func (w *weights) slot(mark uint64) uint64 {
	most := uint64(len(w.slots) - 1)
	i := (mark ^ mark>>32) & most
	for w.slots[i] != 0 && w.marks[w.slots[i]-1] != mark {
		i = (i + 1) & most
	}
	return i
}

func parseRow(out *[intents]int8, list string) error {
	for len(list) > 0 {
		i := strings.IndexByte(letterOf, list[0])
		if i < 0 {
			return fmt.Errorf("unknown intent %q", list[:1])
		}
		end := 1
		for end < len(list) && (list[end] == '-' || digit(list[end])) {
			end++
		}
		n, err := strconv.ParseInt(list[1:end], 10, 8)
		if err != nil {
			return err
		}
		out[i], list = int8(n), list[end:]
	}
	return nil
}

// mark is the number by which a piece of evidence is found (FNV-1a); a test makes sure that no two share one.
func mark(name string) uint64 {
	h := uint64(offset)
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * prime
	}
	return h
}

const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

// mark is that of the name, made without writing it down.
func (e *evidence) mark() uint64 {
	h := uint64(offset)
	h = (h ^ uint64(e.kind)) * prime
	h = (h ^ ' ') * prime
	for i := range len(e.a) {
		h = (h ^ uint64(e.a[i])) * prime
	}
	return andThen(andThen(h, e.b), e.c)
}

func andThen(h uint64, part string) uint64 {
	if part == "" {
		return h
	}
	h = (h ^ ' ') * prime
	for i := range len(part) {
		h = (h ^ uint64(part[i])) * prime
	}
	return h
}

// find gives the position of the weights of a piece of evidence, or -1.
func (w *weights) find(e *evidence) int32 {
	if len(w.rows) == 0 {
		return -1
	}
	return w.slots[w.slot(e.mark())] - 1
}

// chances turns weighed evidence into a probability for each intent.
func chances(sum [intents]int) (p [intents]float64) {
	most := sum[0]
	for _, s := range sum {
		most = max(most, s)
	}
	all := 0.0
	for i, s := range sum {
		p[i] = math.Exp(float64(s-most) / scale)
		all += p[i]
	}
	for i := range p {
		p[i] /= all
	}
	return p
}

// found is evidence that has weights, and the words it rests on.
type found struct {
	row      int32
	strength int
	from, to int
}

// weigh adds up what all evidence of a message says, each thing once; full is without what rests on function words only.
func (r *Reader) weigh(m *message, points []float64) (sum, full [intents]int) {
	seen := make([]bool, len(r.weighs.rows))
	m.found = m.found[:0]
	r.evidence(m, points, func(e evidence) {
		i := r.weighs.find(&e)
		if i < 0 {
			return
		}
		m.found = append(m.found, found{i, e.strength, e.from, e.to})
		if seen[i] {
			return
		}
		seen[i] = true
		for k, w := range r.weighs.rows[i] {
			sum[k] += int(w) * e.strength
			if !e.hollow {
				full[k] += int(w) * e.strength
			}
		}
	})
	return sum, full
}
