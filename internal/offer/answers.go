package offer

import (
	"fmt"
	"sort"
	"strings"
)

// meaning is what one answer by button means: a code with its weight, or a concept.
type meaning struct {
	name   string
	weight int // 0: a concept
}

// facts are what the answers say.
type facts struct {
	codes []fact
	hits  []fact
}

type fact struct {
	meaning
	question string
}

// readAnswers reads rows "question value name[:weight] …".
func (a *Assessor) readAnswers(table string) error {
	a.answers = map[string]map[string][]meaning{}
	for n, line := range strings.Split(table, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if a.answers[f[0]] == nil {
			a.answers[f[0]] = map[string][]meaning{}
		}
		list := []meaning{}
		for _, word := range f[2:] {
			x, err := a.readAnswer(word)
			if err != nil {
				return fmt.Errorf("answers.txt:%d: %w", n+1, err)
			}
			list = append(list, x)
		}
		a.answers[f[0]][f[1]] = list
	}
	return nil
}

func (a *Assessor) readAnswer(word string) (meaning, error) {
	name, weight, _ := strings.Cut(word, ":")
	if _, ok := a.lex.ids[name]; !ok {
		return meaning{}, fmt.Errorf("unknown concept %q", name)
	}
	x := meaning{name: name}
	if weight != "" {
		if _, err := fmt.Sscan(weight, &x.weight); err != nil {
			return meaning{}, fmt.Errorf("weight of %s: %w", name, err)
		}
	}
	return x, nil
}

// Questions lists the questions that have buttons, and their values, for the flow and its test.
func (a *Assessor) Questions() map[string][]string {
	out := map[string][]string{}
	for q, values := range a.answers {
		for v := range values {
			out[q] = append(out[q], v)
		}
		sort.Strings(out[q])
	}
	return out
}

// answered takes the answers apart: values of the table become facts, the others join the text.
func (a *Assessor) answered(text string, answers map[string]string) (string, facts) {
	questions := make([]string, 0, len(answers))
	for q := range answers {
		questions = append(questions, q)
	}
	sort.Strings(questions)
	var f facts
	for _, q := range questions {
		list, known := a.answers[q][strings.ToLower(answers[q])]
		if q == "country" && !known {
			if id, ok := a.lex.ids["country."+strings.ToUpper(answers[q])]; ok {
				list, known = []meaning{{name: a.lex.names[id]}}, true
			}
		}
		if !known && answers[q] != "" {
			text = strings.TrimPrefix(text+"\n"+answers[q], "\n")
		}
		for _, x := range list {
			if x.weight > 0 {
				f.codes = append(f.codes, fact{x, q})
			} else {
				f.hits = append(f.hits, fact{x, q})
			}
		}
	}
	return text, f
}

// put makes the concepts that answers state known to the rules.
func (a *Assessor) put(s *scan, f facts) {
	for _, x := range f.hits {
		id := a.lex.ids[x.name]
		h := hit{from: -1, answer: x.question}
		s.put(id, h)
		if row, ok := a.countries[id]; ok {
			a.markCountry(s, row, h)
		}
	}
}

// raise adds the codes that answers state.
func (f facts) raise(best map[string]found) {
	for _, x := range f.codes {
		if best[x.name].weight < x.weight {
			best[x.name] = found{weight: x.weight, at: hit{from: -1, answer: x.question}}
		}
	}
}
