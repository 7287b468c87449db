package offer

import (
	"fmt"
	"math"
	"math/rand"
	"slices"
	"sort"
	"strings"
)

// The weights of the evidence are learnt here: multinomial logistic regression by stochastic descent (AdaGrad), on our own
// messages. It runs beforehand (go generate ./internal/offer), never in the program.

// How it is learnt, chosen by leaving out each fifth in turn (TestCross).
const (
	rounds       = 14
	averaged     = 5     // the weights of the rounds from this one on are averaged
	leastSeen    = 5     // evidence seen in fewer messages is left alone
	pull         = 0.025 // towards zero
	stride       = 0.25
	slight       = 0.15 // weights all below it are not kept
	deaf         = 0.35 // how often a message is heard by its meanings only
	unruly       = 0.25 // how often it is heard without the rules and lists, which were made on some of these messages
	borrowed     = 0.2  // what a message of internal/understand counts
	framedWeight = 1    // what a filled frame counts
	filled       = 8    // times a frame is filled
	quotedTimes  = 30
	fifths       = 5
)

// school gives evidence its numbers.
type school struct {
	number map[string]int32
	names  []string
}

func (e *evidence) name() string {
	if e.b != "" {
		return string(e.kind) + " " + e.a + " " + e.b
	}
	return string(e.kind) + " " + e.a
}

// hear reads the evidence of the lessons.
func (c *school) hear(a *Assessor, all []lesson) {
	c.number = map[string]int32{}
	for i := range all {
		l := &all[i]
		s, points := a.opened(l.Text)
		seen := map[int32]bool{}
		a.evidence(s, points, func(e evidence) {
			name := e.name()
			n, ok := c.number[name]
			if !ok {
				n = int32(len(c.names))
				c.number[name] = n
				c.names = append(c.names, name)
			}
			if !seen[n] {
				seen[n] = true
				l.at, l.by = append(l.at, n), append(l.by, float32(float64(e.strength)/whole*s.loudness()))
			}
		})
		sort.Sort(l)
	}
}

func (l *lesson) Len() int           { return len(l.at) }
func (l *lesson) Less(i, j int) bool { return l.at[i] < l.at[j] }
func (l *lesson) Swap(i, j int) {
	l.at[i], l.at[j], l.by[i], l.by[j] = l.at[j], l.at[i], l.by[j], l.by[i]
}

// opened reads a text as AssessAnswers does before it decides what kind of message it is.
func (a *Assessor) opened(text string) (*scan, map[string]int) {
	s := a.read(text)
	var e Entities
	a.reckon(s, &e)
	s.putCodes(s.apply(a.signs))
	s.putCodes(s.apply(a.safe))
	_, points := a.kind(s)
	return s, points
}

type mass [][acts]float32

func (w mass) chances(at []int32, by []float32) (p [acts]float64) {
	var sum [acts]float32
	for i, n := range at {
		if by[i] != 0 {
			for k, x := range w[n] {
				sum[k] += x * by[i]
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

// learn fits the weights to the lessons that are in.
func (c *school) learn(all []lesson, in func(*lesson) bool) mass {
	seen := make([]int, len(c.names))
	var order []int
	for i := range all {
		if in(&all[i]) {
			order = append(order, i)
			for _, n := range all[i].at {
				seen[n]++
			}
		}
	}
	w, step, sum := make(mass, len(c.names)), make(mass, len(c.names)), make(mass, len(c.names))
	random := rand.New(rand.NewSource(1))
	var heard []float32
	for round := range rounds {
		for _, k := range random.Perm(len(order)) {
			l := &all[order[k]]
			heard = append(heard[:0], l.by...)
			deafTo := ""
			switch x := random.Float64(); {
			case x < deaf:
				deafTo = "wbg"
			case x < deaf+unruly:
				deafTo = "cnqkx"
			}
			for i, n := range l.at {
				if seen[n] < leastSeen || strings.IndexByte(deafTo, c.names[n][0]) >= 0 {
					heard[i] = 0
				}
			}
			w.step(step, l, heard)
		}
		if round >= averaged {
			for n := range w {
				for k := range w[n] {
					sum[n][k] += w[n][k] / (rounds - averaged)
				}
			}
		}
	}
	return sum
}

// step moves the weights towards the lesson.
func (w mass) step(step mass, l *lesson, heard []float32) {
	p := w.chances(l.at, heard)
	right := 0.0
	for k, ok := range l.may {
		if ok {
			right += p[k]
		}
	}
	var by [acts]float32
	for k, ok := range l.may {
		by[k] = float32(p[k])
		if ok {
			by[k] -= float32(p[k] / (right + 1e-9))
		}
		by[k] *= l.weight
	}
	for i, n := range l.at {
		if heard[i] == 0 {
			continue
		}
		row, steps := &w[n], &step[n]
		for k := range by {
			x := by[k]*heard[i] + pull*l.weight*row[k]
			steps[k] += x * x
			row[k] -= stride * x / float32(math.Sqrt(float64(steps[k]+1)))
		}
	}
}

// write gives the lines of rules/model.txt, in the order of names.
func (c *school) write(w mass) string {
	var lines []string
	for n, name := range c.names {
		if row := writeActs(w[n]); row != "" {
			lines = append(lines, name+"\t"+row+"\n")
		}
	}
	sort.Strings(lines)
	return strings.Join(lines, "")
}

func writeActs(w [acts]float32) string {
	most := 0.0
	for _, x := range w {
		most = math.Max(most, math.Abs(float64(x)))
	}
	if most < slight {
		return ""
	}
	var b strings.Builder
	for k, x := range w {
		if n := max(-127, min(127, int(math.Round(10*float64(x))))); n != 0 {
			fmt.Fprintf(&b, "%c%d", actLetters[k], n)
		}
	}
	return b.String()
}
