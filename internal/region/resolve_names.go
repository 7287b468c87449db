package region

// names tells whether the words that end with token j, right before a place's name, make it the name of something else: a
// person, a product, a street, a firm, a people.
func (s *scan) names(m *mention, j int) bool {
	c := s.toks[j].cue
	if c&cueHere != 0 {
		return false
	}
	switch {
	case c&cueTitle != 0 && c&cueRole != 0 && c&cueWho == 0:
		return m.word // "dr" is a doctor, and short for "dari"
	case c&cueTitle != 0:
		return !s.addressed(m, j)
	case c&cueGiven != 0 && s.before(j)&cueTitle != 0:
		return true
	case c&cueStreet != 0:
		return s.before(j)&cueEdge == 0 // "pinggir jalan Cirebon" is beside any road there
	case c&cueThing != 0:
		return s.before(j)&cueWorks == 0 || m.word // "kebun sawit Riau" is in Riau
	case c&cueFirm != 0:
		return s.before(j)&(cueRole|cueWorks) == 0
	case c&cueBrand != 0 || s.toks[j].unknown || c&cueGrade != 0:
		return s.madeOf(j)
	case c&cueWho != 0 && c&cueFrom != 0:
		return s.people(m, j)
	}
	return false
}

// addressed tells a word of address from a title: "tolong pak surabaya", with nothing after the name, says a place to
// somebody; "pak surabaya galak" is about him.
func (s *scan) addressed(m *mention, j int) bool {
	if m.to-m.from > 1 && m.official && !m.weak {
		return true // nobody is called Jakarta Barat
	}
	if m.word || m.weak || !m.official || m.to < len(s.toks) && !s.toks[m.to].breaks {
		return false
	}
	return s.before(j)&cuePlea != 0
}

// madeOf tells whether the words up to token j are the sort or the brand of a thing or firm named before them: "jaket
// kulit", "salak pondoh", "wayang golek sunda", "travel sinar".
func (s *scan) madeOf(j int) bool {
	brand := false
	for i := j; i > 0 && i > j-2 && !s.toks[i].breaks; i-- {
		t := &s.toks[i]
		if !t.unknown && t.cue&(cueGrade|cueBrand) == 0 || t.taken {
			return false
		}
		brand = brand || t.cue&cueBrand != 0 || t.unknown
		head := s.toks[i-1].cue
		if head&cueHere == 0 && (head&cueThing != 0 || brand && head&(cueFirm|cueRide|cueBelow) != 0) {
			return s.before(i-1)&cueWorks == 0
		}
	}
	return false
}

// people tells whether "orang …" is about others than the one who writes: "orang Medan yang jaga pintu".
func (s *scan) people(m *mention, j int) bool {
	if m.to == len(s.toks) || s.toks[m.to].breaks {
		return false
	}
	for i := j - 1; i >= 0 && i >= j-3 && !s.toks[i+1].breaks; i-- {
		if s.toks[i].cue&(cueSelf|cueRole) != 0 {
			return false
		}
	}
	return true
}
