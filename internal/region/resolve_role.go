package region

// reach is how many words before a name its cue may stand.
const reach = 4

// place reads the words around every name: what the place is to the person, and whether it is a place at all.
func (r *Resolver) place(s *scan) {
	for i := range s.mentions {
		s.look(&s.mentions[i], i)
	}
}

func (s *scan) look(m *mention, i int) {
	s.kindOf(m)
	s.lookBack(m)
	m.will = m.will || m.role == cueTo && s.later(m.from)
	if i > 0 {
		p := &s.mentions[i-1]
		if m.role == 0 && m.from-p.to <= 1 && !m.denied {
			m.role, m.now, m.self, m.near = p.role, p.now, p.self, m.near || p.near && !m.weak
		}
	}
	m.lone = s.bare() && !(m.word && s.wordy(m))
	if i > 0 && m.typo && s.mentions[i-1].denied && s.mentions[i-1].to == m.from && !s.toks[m.from].breaks {
		m.denied = true // "es palu butung"
	}
	if m.to < len(s.toks) && !s.toks[m.to].breaks && s.toks[m.to].cue&cueClub != 0 {
		m.denied = true // "Bali United"
	}
	if m.to < len(s.toks) && !s.toks[m.to].breaks && m.word && s.toks[m.to].cue&(cueSpoil) != 0 {
		m.denied = true
	}
}

// wordy tells whether the text holds words besides the names and what announces them.
func (s *scan) wordy(m *mention) bool {
	for i := range s.toks {
		if t := &s.toks[i]; !t.taken && (i >= m.to || t.cue&(cueRole|cueKind|cueNow) == 0) && !(i == m.to && t.cue&cuePart != 0) {
			return true
		}
	}
	return false
}

// kindOf reads "kab", "kota", "kec", "provinsi" before the name, or "kota" after it.
func (s *scan) kindOf(m *mention) {
	if m.from > 0 && !s.toks[m.from].breaks && !s.toks[m.from-1].taken {
		m.kind = s.toks[m.from-1].cue & cueKind
	}
	if m.kind == 0 && m.to < len(s.toks) && !s.toks[m.to].breaks && !s.toks[m.to].taken && s.toks[m.to].cue&cueKota != 0 &&
		(m.to+1 == len(s.toks) || !s.toks[m.to+1].taken || s.toks[m.to+1].breaks) {
		m.kind = cueKota
	}
	m.near = m.kind != 0
}

// later tells whether the clause of token i speaks of a time to come: "nanti malam dibawa dari … ke …".
func (s *scan) later(i int) bool {
	for j := i - 1; j >= 0 && !s.toks[j+1].breaks; j-- {
		if s.toks[j].cue&cueLater != 0 || s.toks[j].cue&cueWill != 0 && s.toks[j+1].cue&(cueMoved|cueTo) != 0 {
			return true // "akan berangkat dari … ke …"
		}
	}
	return false
}

// lookBack goes from the name to the left until it has found its role.
func (s *scan) lookBack(m *mention) {
	adjacent := true
	for j, steps := m.from-1, 0; j >= 0 && steps < reach; j, steps = j-1, steps+1 {
		t := &s.toks[j]
		c := t.cue
		if s.toks[j+1].breaks || t.taken && m.role == 0 && !(adjacent && c&(cueThing|cueTitle) != 0) {
			break
		}
		if c&cueCalled != 0 || adjacent && s.names(m, j) {
			m.denied = true
			break
		}
		if adjacent && c&cueBelow != 0 && c&cueHere == 0 {
			m.role, m.weak, m.near = cueBelow, true, false
			break
		}
		m.who = m.who || adjacent && c&cueWho != 0
		if m.role == 0 && c&cueRole != 0 {
			m.role = pick(c)
			m.near = m.near || adjacent
		}
		if m.role == cueHere && steps < 2 && c&(cueFrom|cueHere) == cueFrom {
			m.role = cueFrom // "direkrut di …"
		}
		m.via = m.via || c&cueVia != 0
		m.will, m.moved = m.will || c&cueWill != 0 && !m.self, m.moved || c&cueMoved != 0
		m.now = m.now || c&cueNow != 0
		if c&cueNot != 0 && steps < 3 {
			m.denied = true
		}
		if m.role == cueHere {
			s.whose(m, j)
			if steps == 1 && j > 0 && t.breaks && c&cueHome != 0 {
				m.role = cueFrom // "…, rumah di Bone"
			}
		}
		adjacent = adjacent && c&(cueKind|cueNow|cuePart) != 0
	}
}

// pick is the role of a word that has several.
func pick(c cue) cue {
	switch {
	case c&cueHere != 0:
		return cueHere
	case c&cueTo != 0:
		return cueTo
	}
	return cueFrom
}

// whose tells "saya di …" from "keluarga saya di …".
func (s *scan) whose(m *mention, j int) {
	c := s.toks[j].cue
	switch {
	case c&cueSelf != 0:
		switch before := s.before(j); {
		case before&cueHome != 0 && before&cueOther == 0:
			m.role = cueFrom // "rumah kami di …"
		case before&cueOther != 0:
			m.role = cueOther
		default:
			m.self = true
		}
	case c&cueOther != 0 && !m.self:
		m.role = cueOther
	}
}

// before is what the word before token j is known as, when the two belong together.
func (s *scan) before(j int) cue {
	if j == 0 || s.toks[j].breaks {
		return 0
	}
	return s.toks[j-1].cue
}

// factors are what a place weighs by its role.
func (m *mention) factor() float32 {
	f := float32(0.86)
	if m.lone {
		f = 0.96
	}
	switch m.role {
	case cueHere:
		f = 0.93
		if m.will {
			f = 0.44 // "mau kerja di …"
		}
	case cueTo:
		f = 0.74
		switch {
		case m.will:
			f = 0.44
		case m.moved:
			f = 0.94
		}
	case cueFrom:
		f = 0.46
		switch {
		case m.will || m.moved:
			f = 0.60 // "akan dibawa dari …": still there
		case m.via:
			f = 0.45
		}
	case cueOther:
		f = 0.70
	case cueBelow:
		f = 0.40
	}
	if m.self && m.role == cueHere && !m.will {
		f += 0.03
	}
	if m.now && m.role != cueFrom && !m.will {
		f += 0.04
	}
	return f
}
