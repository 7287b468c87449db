package region

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Resolver finds the places meant by a text. It is read-only after NewResolver and safe for concurrent use.
type Resolver struct {
	g       *Gazetteer
	words   map[string]cue
	entries []entry
	refs    []ref
	byKey   map[string]int32
	bySkel  map[string]uint16 // skeleton -> the first name that has it
	typos   typoIndex
	pool    sync.Pool
}

// entry is one name, folded and written together.
type entry struct {
	key      string
	first    int32 // of its chain of refs
	words    uint8 // bit n is set when it is written in n words
	weak     bool  // a common word too
	district bool  // names nothing but kecamatan
	bent     bool  // written otherwise than it is folded: Barru is not the word baru
	fame     fame
	nextSkel uint16 // the next name of the same skeleton, 0 at the end
}

// fame says how freely a misspelt word is taken for a name.
type fame uint8

const (
	obscure fame = iota // never: an abbreviation, a country that nobody here writes about
	minor               // a town, a port, a kecamatan: long words, or in a place's position
	major               // a regency, a province, a country people go to
)

func (n *ref) fame() fame {
	if n.exact {
		return obscure
	}
	switch n.class {
	case classOfficial, className, classOld:
		return major
	case classAbbr, classCountry:
		return obscure
	}
	return minor
}

// ref is one place that a name can mean.
type ref struct {
	code   string // of a regency or province, or ISO code of a country
	name   string // as it is written
	town   string // abroad, as is area
	area   string
	class  class
	weight float32
	exact  bool  // not to be found by a misspelling
	kec    bool  // a kecamatan of that name lies there too
	next   int32 // of the same name, -1 at the end
}

func (n *ref) abroad() bool { return n.code[0] > '9' && n.code != "ID" }

// NewResolver builds the index of all names over the gazetteer. Damaged hand-written lists are a fault of the build
// and panic.
func NewResolver(g *Gazetteer) *Resolver {
	r := &Resolver{
		g: g, words: make(map[string]cue, 6000), byKey: make(map[string]int32, 16384), bySkel: make(map[string]uint16, 4096),
		entries: make([]entry, 0, 12288), refs: make([]ref, 0, 16384),
	}
	r.pool.New = func() any { return new(scan) }
	parseWords(aliasWords, r.words)
	parseWords(aliasRegional, r.words)
	if err := parseCues(aliasCues, r.words); err != nil {
		panic("region: " + err.Error())
	}
	var s scan
	r.addOfficial(&s)
	r.addAliases(&s)
	r.addDistricts(&s)
	var both sync.WaitGroup
	both.Go(func() { r.typos.build(r.entries) })
	r.indexSkeletons()
	both.Wait()
	return r
}

func (r *Resolver) addOfficial(s *scan) {
	for _, p := range r.g.provinces {
		name := strings.TrimPrefix(p.Name, "Provinsi ") // not Short: "DI Yogyakarta" reads as the word "di"
		r.add(s, name, ref{code: string(p.Code), name: name, class: classOfficial, weight: weights[classOfficial] - 0.02}, false)
	}
	for _, p := range r.g.regencies {
		w := weights[classOfficial]
		if p.Kind == Kabupaten {
			w -= 0.01 // of a kota and a kabupaten of one name, people mean the kota a little more often
		}
		r.add(s, p.Short, ref{code: string(p.Code), name: p.Short, class: classOfficial, weight: w}, false)
	}
	for _, c := range r.g.countries {
		if !dull[c.ISO] {
			r.add(s, c.Name, ref{code: c.ISO, name: c.Name, class: classCountry, weight: weights[classCountry]}, false)
		}
	}
}

// dull are the countries whose bare names are other things to people in Indonesia (mali, kuba, peru, chad ...); their
// names count only as aliases/abroad.txt gives them.
var dull = map[string]bool{"PE": true, "ML": true, "CU": true, "NE": true, "TG": true, "TD": true, "PW": true, "GU": true, "ID": true, "AW": true, "TO": true, "GE": true}

func (r *Resolver) addAliases(s *scan) {
	towns := r.townsByName()
	for _, list := range []string{aliasNames, aliasTowns, aliasSites, aliasAbroad} {
		all, err := parseAliases(list)
		if err != nil {
			panic("region: aliases: " + err.Error())
		}
		for _, a := range all {
			for i, code := range a.codes {
				w := weights[a.class] - 0.01*float32(i)
				town, area := townOf(a, code, towns)
				r.add(s, a.name, ref{code: code, name: a.name, town: town, area: area, class: a.class, weight: w}, a.weak)
			}
		}
	}
	r.addTowns(s)
}

// townsByName are the towns abroad by country and name.
func (r *Resolver) townsByName() map[string]*Town {
	towns := make(map[string]*Town, 2*len(r.g.towns))
	for i := range r.g.towns {
		t := &r.g.towns[i]
		towns[t.ISO+t.Name] = t
		for _, other := range t.Others {
			towns[t.ISO+other] = t
		}
	}
	return towns
}

func (r *Resolver) addTowns(s *scan) {
	for t := range r.g.Towns() {
		for _, name := range append([]string{t.Name}, t.Others...) {
			if !r.domestic(name) {
				w := weights[classTown]
				if r.allCommon(s, name) {
					w = weights[classDistrict] // Tanah Merah, Mersing: as well a place in Indonesia
				}
				r.add(s, name, ref{code: t.ISO, name: name, town: t.Name, area: t.Area, class: classTown, weight: w, exact: true}, w < weights[classTown])
			}
		}
	}
}

// domestic tells whether the name is taken by a place in Indonesia.
func (r *Resolver) domestic(name string) bool {
	return slices.ContainsFunc(r.codes(name), func(code string) bool { return code[0] <= '9' })
}

// townOf is the town and region abroad that an alias means, as the gazetteer writes them when it knows them.
func townOf(a alias, iso string, towns map[string]*Town) (town, area string) {
	if iso[0] <= '9' || a.class != classTown {
		return "", a.area
	}
	name := cmp.Or(a.town, a.name)
	if t, ok := towns[iso+name]; ok {
		return t.Name, t.Area
	}
	return name, a.area
}

func (r *Resolver) addDistricts(s *scan) {
	for i := range r.g.districts {
		d := &r.g.districts[i]
		r.add(s, d.Short, ref{code: string(d.Parent), name: d.Short, class: classDistrict, kec: true, weight: weights[classDistrict]}, false)
	}
}

// add enters a name. Of several meanings in one place the first stays.
func (r *Resolver) add(s *scan, name string, n ref, weak bool) {
	allCommon := r.allCommon(s, name)
	for i := range s.toks {
		s.join = glue(s.join, s.word(&s.toks[i]))
	}
	if len(s.join) < 2 {
		return
	}
	id, ok := r.byKey[string(s.join)]
	if !ok {
		id = int32(len(r.entries))
		key := string(s.join)
		r.entries = append(r.entries, entry{
			key: key, first: -1, district: n.class == classDistrict,
			weak: weak || allCommon && (len(s.toks) == 1 || n.class == classDistrict),
		})
		r.byKey[key] = id
	}
	r.entries[id].bent = (!ok || r.entries[id].bent) && len(s.toks) == 1 && !s.toks[0].plain
	r.entries[id].words |= 1 << min(len(s.toks), 7)
	r.entries[id].fame = max(r.entries[id].fame, n.fame())
	r.chain(id, n)
}

// allCommon splits a name and tells whether all its words are common ones.
func (r *Resolver) allCommon(s *scan, name string) bool {
	s.reset()
	s.split(name)
	for i := range s.toks {
		if r.words[string(s.word(&s.toks[i]))] == 0 {
			return false
		}
	}
	return true
}

func (r *Resolver) chain(id int32, n ref) {
	last := &r.entries[id].first
	for *last >= 0 {
		old := &r.refs[*last]
		if old.code == n.code && (n.class == classDistrict || old.town == n.town) {
			old.kec = old.kec || n.kec
			return
		}
		last = &old.next
	}
	n.next = -1
	*last = int32(len(r.refs))
	r.refs = append(r.refs, n)
}

// indexSkeletons files the names that people write without vowels.
func (r *Resolver) indexSkeletons() {
	var buf [64]byte
	for i := range r.entries {
		e := &r.entries[i]
		if e.district || e.fame == obscure || len(e.key) < 4 || len(e.key) > 40 {
			continue
		}
		if sk := skeleton(buf[:0], []byte(e.key)); len(sk) >= 3 {
			if first, ok := r.bySkel[string(sk)]; ok {
				e.nextSkel, r.entries[first].nextSkel = r.entries[first].nextSkel, uint16(i)
			} else {
				r.bySkel[string(sk)] = uint16(i)
			}
		}
	}
}

// codes are all the codes a name can mean, for the tests of the lists.
func (r *Resolver) codes(name string) []string {
	var s scan
	s.split(name)
	for i := range s.toks {
		s.join = glue(s.join, s.word(&s.toks[i]))
	}
	id, ok := r.byKey[string(s.join)]
	if !ok {
		return nil
	}
	var out []string
	for at := r.entries[id].first; at >= 0; at = r.refs[at].next {
		if r.refs[at].class != classDistrict {
			out = append(out, r.refs[at].code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
