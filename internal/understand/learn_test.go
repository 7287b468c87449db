package understand

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"sort"
	"strings"
)

// The weights of the evidence are learnt here: multinomial logistic regression by stochastic descent (AdaGrad), on our own
// messages. It runs beforehand (go generate ./internal/understand), never in the program.

// How it is learnt, chosen by leaving out scenarios (TestEvalCross).
const (
	rounds    = 20
	averaged  = 6     // the weights of the rounds from this one on are averaged
	leastSeen = 6     // evidence seen in fewer messages is left alone
	pull      = 0.006 // towards zero
	stride    = 0.15
	slight    = 0.14 // weights all below it are not kept
	deaf      = 0.3  // how often a message is heard by its meanings only
	unheard   = 0.4  // how often a piece of evidence is not heard: no single word may carry a message
)

// lesson is a message with its intent, as the learner sees it.
type lesson struct {
	sample
	goal int
	at   []int32
	by   []float32
}

// school gives evidence its numbers.
type school struct {
	number map[string]int32
	names  []string
	seen   []int
	kinds  string // of evidence that are looked at, "" for all
}

func (e *evidence) name() string {
	if e.c != "" {
		return string(e.kind) + " " + e.a + " " + e.b + " " + e.c
	}
	if e.b != "" {
		return string(e.kind) + " " + e.a + " " + e.b
	}
	return string(e.kind) + " " + e.a
}

// lessons reads the evidence of messages.
func (s *school) lessons(r *Reader, all []sample) []lesson {
	s.number = map[string]int32{}
	out := make([]lesson, len(all))
	for i, one := range all {
		l := lesson{sample: one, goal: slices.Index(goals[:], one.Intent)}
		if l.goal < 0 || l.goal >= intents {
			panic("unknown intent " + one.Intent)
		}
		m := r.open(one.Text)
		r.evidence(m, r.score(m), func(e evidence) {
			if s.kinds == "" || strings.IndexByte(s.kinds, e.kind) >= 0 {
				s.take(&l, &e)
			}
		})
		out[i] = l
	}
	return out
}

func (s *school) take(l *lesson, e *evidence) {
	name := e.name()
	n, ok := s.number[name]
	if !ok {
		n = int32(len(s.names))
		s.number[name] = n
		s.names, s.seen = append(s.names, name), append(s.seen, 0)
	}
	if !slices.Contains(l.at, n) {
		l.at, l.by = append(l.at, n), append(l.by, float32(e.strength)/whole)
		s.seen[n]++
	}
}

type mass [][intents]float32

// chances are those of the intents, of what is heard: evidence is left out whose strength is 0.
func (w mass) chances(at []int32, by []float32) (p [intents]float64) {
	var sum [intents]float32
	for i, n := range at {
		if by[i] != 0 {
			row := &w[n]
			for k := range sum {
				sum[k] += row[k] * by[i]
			}
		}
	}
	most, all := slices.Max(sum[:]), 0.0
	for k := range p {
		p[k] = math.Exp(float64(sum[k] - most))
		all += p[k]
	}
	for k := range p {
		p[k] /= all
	}
	return p
}

// learn fits the weights to the lessons. In some rounds the words of a message are not heard, but only what they mean: what is
// learnt must hold in the other languages too. And each piece of evidence is now and then not heard, so that many must speak for
// what is read, and not one word by itself.
func (s *school) learn(all []lesson) mass {
	s.forget(all)
	w, step, sum := make(mass, len(s.names)), make(mass, len(s.names)), make(mass, len(s.names))
	worded := make([]bool, len(s.names))
	for n, name := range s.names {
		worded[n] = strings.IndexByte("wbg", name[0]) >= 0
	}
	random := rand.New(rand.NewSource(1))
	var heard []float32
	for round := range rounds {
		for _, i := range random.Perm(len(all)) {
			l := &all[i]
			heard = append(heard[:0], l.by...)
			if random.Float64() < deaf {
				for i, n := range l.at {
					if worded[n] {
						heard[i] = 0
					}
				}
			}
			for i := range heard {
				if random.Float64() < unheard {
					heard[i] = 0
				} else {
					heard[i] /= 1 - unheard
				}
			}
			w.step(step, l, heard)
		}
		if round >= averaged {
			sum.add(w)
		}
	}
	return sum
}

// add adds a round to the average.
func (w mass) add(round mass) {
	for n := range w {
		for k := range w[n] {
			w[n][k] += round[n][k] / (rounds - averaged)
		}
	}
}

// step moves the weights towards the lesson.
func (w mass) step(step mass, l *lesson, heard []float32) {
	p := w.chances(l.at, heard)
	p[l.goal]--
	for i, n := range l.at {
		if heard[i] == 0 {
			continue
		}
		row, steps := &w[n], &step[n]
		for k := range p {
			x := float32(p[k])*heard[i] + pull*row[k]
			steps[k] += x * x
			row[k] -= stride * x / float32(math.Sqrt(float64(steps[k]+1)))
		}
	}
}

// forget leaves rare evidence out of the lessons.
func (s *school) forget(all []lesson) {
	rare := s.rare(all)
	for i := range all {
		l, n := &all[i], 0
		for j, at := range l.at {
			if !rare[at] {
				l.at[n], l.by[n] = at, l.by[j]
				n++
			}
		}
		l.at, l.by = l.at[:n], l.by[:n]
	}
}

// rare tells what evidence is seen in too few of the lessons.
func (s *school) rare(all []lesson) []bool {
	seen, out := make([]int, len(s.names)), make([]bool, len(s.names))
	for i := range all {
		for _, n := range all[i].at {
			seen[n]++
		}
	}
	for n := range out {
		out[n] = seen[n] < leastSeen
	}
	return out
}

// write gives the lines of model/weights.txt, in the order of names.
func (s *school) write(w mass) string {
	var lines []string
	for n, name := range s.names {
		if row := writeRow(w[n]); row != "" {
			lines = append(lines, name+"\t"+row+"\n")
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

func writeRow(w [intents]float32) string {
	var b strings.Builder
	most := 0.0
	for _, x := range w {
		most = math.Max(most, math.Abs(float64(x)))
	}
	if most < slight {
		return ""
	}
	for k, x := range w {
		if n := max(-127, min(127, int(math.Round(10*float64(x))))); n != 0 {
			fmt.Fprintf(&b, "%c%d", letterOf[k], n)
		}
	}
	return b.String()
}
