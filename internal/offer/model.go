package offer

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// act is what a message does: offers something, or one of the things for which another path is right.
type act int

const (
	offers act = iota
	actEmergency
	actReport
	actLearn
	actNews
	actGoods
	actChat
	acts
)

// actNames are the acts in order; those behind the first are also the names of the paths.
var actNames = [acts]string{"offer", "emergency", "report", "learn", "news", "goods", "chat"}

// actLetters name the acts in rules/model.txt.
const actLetters = "oerlngc"

// perUnit is how many steps of rules/model.txt, times halves of strength, make one unit of a logarithm of odds.
const perUnit = 10 * whole

//go:generate go test -run ^TestModel$ -update

// model tells how much each piece of evidence speaks for each act, in tenths; learnt beforehand from our own messages
// (learn_test.go).
type model map[uint64][acts]int8

// readModel reads lines like "w lowongan	o12n-3".
func readModel(text string) (model, error) {
	m := make(model, strings.Count(text, "\n"))
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line[0] == '#' {
			continue
		}
		name, list, ok := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !ok {
			return nil, fmt.Errorf("model.txt:%d: no tab", n)
		}
		row, err := readActs(list)
		if err != nil {
			return nil, fmt.Errorf("model.txt:%d: %w", n, err)
		}
		m[markOf(name)] = row
	}
	return m, nil
}

func readActs(list string) (out [acts]int8, err error) {
	for len(list) > 0 {
		k := strings.IndexByte(actLetters, list[0])
		if k < 0 {
			return out, fmt.Errorf("unknown act %q", list[:1])
		}
		end := 1
		for end < len(list) && (list[end] == '-' || '0' <= list[end] && list[end] <= '9') {
			end++
		}
		n, err := strconv.ParseInt(list[1:end], 10, 8)
		if err != nil {
			return out, err
		}
		out[k], list = int8(n), list[end:]
	}
	return out, nil
}

// The mark of a piece of evidence is its name hashed (FNV-1a); a test makes sure that no two share one.
const (
	fnvOffset = 14695981039346656037
	fnvPrime  = 1099511628211
)

func markOf(name string) uint64 { return andThen(fnvOffset, name) }

func andThen(h uint64, part string) uint64 {
	for i := range len(part) {
		h = (h ^ uint64(part[i])) * fnvPrime
	}
	return h
}

// mark is that of the name, made without writing it down.
func (e *evidence) mark() uint64 {
	h := uint64(fnvOffset)
	h = (h ^ uint64(e.kind)) * fnvPrime
	h = (h ^ ' ') * fnvPrime
	h = andThen(h, e.a)
	if e.b != "" {
		h = andThen((h^' ')*fnvPrime, e.b)
	}
	return h
}

// loudness is what a piece of evidence counts in a message: in a long one there are many, and less is meant by each.
func (s *scan) loudness() float64 { return 1 / math.Sqrt(1+float64(len(s.toks))/quietFrom) }

const quietFrom = 8 // words

// chances are those of the acts, all evidence taken once.
func (a *Assessor) chances(s *scan, points map[string]int) (p [acts]float64) {
	var sum [acts]int
	seen := make(map[uint64]bool, 8*len(s.toks))
	a.evidence(s, points, func(e evidence) {
		mark := e.mark()
		row, ok := a.model[mark]
		if !ok || seen[mark] {
			return
		}
		seen[mark] = true
		for k, w := range row {
			sum[k] += int(w) * e.strength
		}
	})
	most := sum[0]
	for _, x := range sum {
		most = max(most, x)
	}
	all := 0.0
	for k, x := range sum {
		p[k] = math.Exp(float64(x-most) * s.loudness() / perUnit)
		all += p[k]
	}
	for k := range p {
		p[k] /= all
	}
	return p
}
