package region

// agree lets names that lie in one another choose between each other's meanings: "kec Depok Sleman", "Banjar Kalsel".
func (r *Resolver) agree(s *scan) {
	for i := range s.mentions {
		r.narrow(&s.mentions[i])
	}
	for i := range s.mentions {
		for j := i + 1; j < len(s.mentions); j++ {
			r.match(&s.mentions[i], &s.mentions[j])
		}
	}
}

// narrow applies "kab", "kota", "kec" and "provinsi".
func (r *Resolver) narrow(m *mention) {
	switch m.kind {
	case cueKab:
		kab := func(n *ref) bool { return len(n.code) == 5 && n.code[3] < '7' }
		if !m.keep(func(h sense) bool { return kab(&r.refs[h.ref]) && r.refs[h.ref].class == classOfficial }) {
			m.keep(func(h sense) bool { return kab(&r.refs[h.ref]) && r.refs[h.ref].class != classDistrict })
		}
	case cueKota:
		if !m.keep(func(h sense) bool {
			c := r.refs[h.ref].code
			return len(c) == 5 && c[3] >= '7' && r.refs[h.ref].class != classDistrict
		}) {
			m.keep(func(h sense) bool { return r.refs[h.ref].class != classDistrict })
		}
	case cueProv:
		m.keep(func(h sense) bool { return len(r.refs[h.ref].code) == 2 && !r.refs[h.ref].abroad() })
	case cueKec:
		if m.keep(func(h sense) bool { return r.refs[h.ref].kec }) {
			for i := range m.senses[:m.n] {
				m.senses[i].weight = 0.93
			}
		}
	}
}

// match keeps in both mentions the meanings that agree. Names far apart, or in different roles, agree only in their
// likely meanings.
func (r *Resolver) match(a, b *mention) {
	close := b.from-a.to <= 2 && (b.role == a.role || !b.near) && !a.denied && !b.denied
	if !close && a.role != b.role {
		return
	}
	floorA, floorB := a.best()*rivalSame, b.best()*rivalSame
	likely := func(h sense, floor float32) bool { return close || h.weight >= floor }
	agrees := func(x sense, m *mention, floor float32) bool {
		for _, y := range m.senses[:m.n] {
			if likely(y, floor) && r.within(x.ref, y.ref) {
				return true
			}
		}
		return false
	}
	old := *a
	if !a.keep(func(h sense) bool { return likely(h, floorA) && agrees(h, b, floorB) }) {
		return
	}
	b.keep(func(h sense) bool { return likely(h, floorB) && agrees(h, &old, floorA) })
	if (!a.word || !b.word) && close {
		a.agreed, b.agreed = true, true
		role := a.role
		if b.factor() > a.factor() {
			role = b.role
		}
		a.role, b.role = role, role
		a.now, a.self = a.now || b.now, a.self || b.self
		b.now, b.self = a.now, a.self
	}
}

// within tells whether one of two places lies in the other or is it.
func (r *Resolver) within(a, b int32) bool {
	x, y := r.refs[a].code, r.refs[b].code
	if r.refs[a].abroad() || r.refs[b].abroad() {
		return x == y
	}
	return x == "ID" || y == "ID" || x == y || covers(x, y) || covers(y, x)
}

// covers tells whether a regency or province lies in a province, or lay in it when people learned its name.
func covers(province, code string) bool {
	if len(province) != 2 {
		return false
	}
	if code[:2] == province {
		return true
	}
	switch province {
	case "91":
		return code[0] == '9' // Papua meant all of it until 2022
	case "92":
		return code[:2] == "96"
	case "64":
		return code[:2] == "65"
	case "14":
		return code[:2] == "21"
	case "73":
		return code[:2] == "76"
	case "81":
		return code[:2] == "82"
	}
	return false
}
