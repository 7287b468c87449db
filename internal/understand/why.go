package understand

import "strings"

// Words that decided are told when they say at least this share of what the strongest one says, and no more than so many.
const (
	telling  = 0.35
	mostTold = 6
)

// why lists the words that spoke most for the answer, in the order of the message, and those that tell of a child.
func (r *Reader) why(m *message, out *Result) []string {
	says := r.says(m, out.Intent)
	told := make([]bool, len(m.words))
	r.tell(says, told)
	if out.Minor {
		r.tellMinor(m, told)
	}
	why := []string{}
	for i, on := range told {
		if on {
			why = append(why, strings.ToValidUTF8(m.words[i].typed, ""))
		}
	}
	return why
}

// says is how much each word speaks for an intent. What several words say together is shared among them.
func (r *Reader) says(m *message, intent string) []int {
	says := make([]int, len(m.words))
	goal := goalOf(intent)
	for _, e := range m.found {
		to := min(e.to, len(says))
		for i := e.from; i < to; i++ {
			says[i] += 100 * int(r.weighs.rows[e.row][goal]) * e.strength / (to - e.from)
		}
	}
	return says
}

// tell marks the strongest words.
func (r *Reader) tell(says []int, told []bool) {
	most := 0
	for _, s := range says {
		most = max(most, s)
	}
	for range mostTold {
		best := -1
		for i, s := range says {
			if !told[i] && s > 0 && (best < 0 || s > says[best]) {
				best = i
			}
		}
		if best < 0 || float64(says[best]) < telling*float64(most) {
			return
		}
		told[best] = true
	}
}

// tellMinor marks the words on which the rules about a child rest.
func (r *Reader) tellMinor(m *message, told []bool) {
	var used []int
	for i := range r.rules {
		one := &r.rules[i]
		if one.points <= 0 || r.goals[one.goal] != "minor" {
			continue
		}
		used, _ = one.fires(m, used[:0])
		for _, u := range used {
			for w := m.hits[u].from; w < min(m.hits[u].to, len(m.words)); w++ {
				told[w] = true
			}
		}
	}
}

func goalOf(intent string) int {
	for i, g := range goals {
		if g == intent {
			return i
		}
	}
	return intents - 1
}
