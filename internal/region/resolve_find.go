package region

import "slices"

// know looks every word up and cuts words that are written together with a preposition ("disurabaya", "kotabatam").
func (r *Resolver) know(s *scan) {
	for i := 0; i < len(s.toks); i++ {
		t := &s.toks[i]
		w := s.word(t)
		t.cue = r.words[string(w)]
		if id, ok := r.byKey[string(w)]; ok && t.cue&cueNever == 0 && (t.plain || len(w) > 3) && !(t.plain && t.cue != 0 && r.entries[id].bent) {
			t.entry = id
		}
		if t.cue != 0 || t.entry >= 0 {
			continue
		}
		if id, ok := r.twice(s, w); ok {
			t.entry = id // "pare2"
			continue
		}
		if w[len(w)-1] == '2' && r.words[string(w[:len(w)-1])] != 0 || w[0] <= '9' && w[len(w)-1] <= '9' {
			t.cue = common // said twice, or a number
			continue
		}
		if n := r.prefix(s, i); n == 1 && w[0] != 'd' {
			t.from++
			i-- // look again without the Javanese nasal
			continue
		} else if n > 0 && len(s.toks) < maxTokens {
			rest := *t
			rest.from, rest.breaks = t.from+n, false
			t.to = rest.from
			s.toks = slices.Insert(s.toks, i+1, rest)
			i-- // look again at what stood before it
			continue
		}
		t.unknown = len(w) > 1
	}
}

// twice finds the double name that a word ending in 2 stands for ("bau2").
func (r *Resolver) twice(s *scan, w []byte) (int32, bool) {
	n := len(w) - 1
	if n < 3 || w[n] != '2' {
		return 0, false
	}
	s.join = glue(append(s.join[:0], w[:n]...), w[:n])
	id, ok := r.byKey[string(s.join)]
	return id, ok
}

// prefixes are the words that people write together with a name.
var prefixes = [...]string{"di", "ke", "dari", "nang", "ning", "ring", "kabupaten", "kab", "kota", "kecamatan", "kec", "provinsi", "pulau", "d", "m", "n"}

// prefix is the length of a word written together with a name at token i, 0 when there is none.
func (r *Resolver) prefix(s *scan, i int) int {
	w := s.word(&s.toks[i])
	for _, p := range prefixes {
		if len(w) < len(p)+4 || string(w[:len(p)]) != p {
			continue
		}
		rest := w[len(p):]
		switch { // Javanese puts a nasal before b and d: mbantul, ndemak
		case p == "m" && rest[0] != 'b', p == "n" && rest[0] != 'd' && rest[0] != 'j', p == "d" && len(rest) < 6:
			continue
		}
		if r.words[string(rest)]&(cueKind|cueHere) != 0 && len(p) > 1 {
			return len(p)
		}
		if r.strong(rest) {
			return len(p)
		}
		if i+1 < len(s.toks) && !s.toks[i+1].breaks {
			s.join = glue(append(s.join[:0], rest...), s.word(&s.toks[i+1]))
			if r.strong(s.join) {
				return len(p)
			}
		}
	}
	return r.twoNames(w)
}

// twoNames is the length of the first of two names written together ("sidoarjojatim"), 0 when the word is not that.
func (r *Resolver) twoNames(w []byte) int {
	for n := len(w) - 4; n >= 4; n-- {
		if r.strong(w[:n]) && r.strong(w[n:]) {
			return n
		}
	}
	return 0
}

// strong tells the name of more than a kecamatan, which is no word, or a regency.
func (r *Resolver) strong(name []byte) bool {
	id, ok := r.byKey[string(name)]
	return ok && !r.entries[id].district && len(name) >= 4 && (!r.entries[id].weak || r.entries[id].fame == major)
}

// find takes the longest names first, from the left.
func (r *Resolver) find(s *scan) {
	for i := 0; i < len(s.toks) && len(s.mentions) < maxMentions; i++ {
		n, id := r.longest(s, i)
		if n > 0 && s.toks[i].cue&cueKind != 0 && i+1 < len(s.toks) {
			if next, _ := r.longest(s, i+1); next >= n {
				n = 0 // "kota" announces a longer name: kota Padang Panjang
			}
		}
		if n == 0 {
			continue
		}
		e := &r.entries[id]
		m := mention{from: i, to: i + n, weak: e.weak || e.district, word: e.weak, district: e.district}
		if e.district {
			m.add(r, id, 1.35) // alone of that name, it is as good as a town
		} else {
			m.add(r, id, 1)
		}
		s.take(m)
		i += n - 1
	}
}

// maxMentions bounds the names read in one text; maxWords the words of one name.
const (
	maxMentions = 80
	maxWords    = 5
)

// longest is the name of most words that starts at token i.
func (r *Resolver) longest(s *scan, i int) (words int, id int32) {
	most := 1
	for most < maxWords && i+most < len(s.toks) && !s.toks[i+most].breaks {
		most++
	}
	for n := most; n > 0; n-- {
		if id, ok := r.lookup(s, i, n); ok {
			return n, id
		}
	}
	return 0, 0
}

// lookup finds the name made of n words, as they are or with shortened words written out ("tj priok", "lombok tmr").
func (r *Resolver) lookup(s *scan, i, n int) (int32, bool) {
	if n == 1 {
		t := &s.toks[i]
		if t.entry < 0 || s.doubled(i) || t.cue&(cueRole|cueKind|cueSelf) != 0 && len(s.word(t)) < 5 {
			return 0, false
		}
		return t.entry, true
	}
	if s.toks[i+n-1].cue&cueNever != 0 {
		return 0, false // "kota mana" is not Kota Manna
	}
	s.join = s.join[:0]
	wordy, role, short := true, false, false
	for j := i; j < i+n; j++ {
		t := &s.toks[j]
		s.join = glue(s.join, s.word(t))
		wordy = wordy && t.cue != 0
		role = role || t.cue&(cueRole|cueKind|cueSelf|cueNot) != 0 && len(s.word(t)) < 5
		short = short || written(s.word(t), j == i) != ""
	}
	id, ok := r.byKey[string(s.join)]
	if ok {
		e := &r.entries[id]
		return id, e.words>>n&1 != 0 || !role && !(wordy && len(s.join) < 8) && len(s.join) >= 7
	}
	if !short {
		return 0, false
	}
	s.join = s.join[:0]
	for j := i; j < i+n; j++ {
		w := s.word(&s.toks[j])
		if long := written(w, j == i); long != "" {
			s.join = glue(s.join, []byte(long))
		} else {
			s.join = glue(s.join, w)
		}
	}
	id, ok = r.byKey[string(s.join)]
	return id, ok && (r.entries[id].words>>n&1 != 0 || len(s.join) >= 8 && !r.entries[id].weak)
}

// doubled tells a word said twice, which is no place ("buru-buru"); names that are double were found before.
func (s *scan) doubled(i int) bool {
	return i > 0 && s.equalWords(&s.toks[i-1], &s.toks[i]) || i+1 < len(s.toks) && s.equalWords(&s.toks[i], &s.toks[i+1])
}

// shortened are words of names as people shorten them, folded.
var shortened = map[string]string{
	"c": "tanjung", "tj": "tanjung", "cg": "tanjung", "tjg": "tanjung", "tnjng": "tanjung", "tjung": "tanjung", "tanj": "tanjung",
	"kep": "kepulauan", "kepul": "kepulauan", "kpl": "kepulauan",
	"sei": "sungai", "sg": "sungai", "sungei": "sungai", "s": "sungai",
	"sel": "selatan", "slt": "selatan", "sltn": "selatan", "sln": "selatan", "seltn": "selatan",
	"utr": "utara", "ut": "utara", "utra": "utara",
	"brt": "barat", "bar": "barat",
	"tmr": "timur", "tim": "timur", "tmur": "timur",
	"tgh": "tengah", "teng": "tengah", "tng": "tengah", "tngh": "tengah",
	"tgr": "tenggara",
	"pst": "pusat", "pus": "pusat",
	"bdr": "bandar", "bndr": "bandar",
	"tmn": "taman", "tm": "taman", "kb": "kebon", "kbn": "kebon", "pd": "pondok", "pdk": "pondok", "ps": "pasar", "psr": "pasar", "tn": "tanah", "tnh": "tanah",
	"kp": "kampung", "kpg": "kampung", "gn": "gunung", "gng": "gunung", "bkt": "bukit", "btg": "batang", "mr": "muara", "ma": "muara", "muaro": "muara",
	"lbk": "lubuk",
	"pkl": "pangkalan",
	"tlk": "teluk", "tl": "teluk",
	"jkt": "jakarta",
	"kal": "kalimantan",
	"sum": "sumatera", "smtr": "sumatera", "sumatra": "sumatera",
	"sul": "sulawesi", "slws": "sulawesi",
	"lmpg": "lampung", "lpg": "lampung",
	"lmbk": "lombok", "lbok": "lombok",
}

// written is a shortened word in full, "" for any other; what "tg" means depends on whether it comes first.
func written(w []byte, first bool) string {
	if string(w) == "tg" {
		if first {
			return "tanjung"
		}
		return "tengah"
	}
	return shortened[string(w)]
}

func (s *scan) take(m mention) {
	for j := m.from; j < m.to; j++ {
		s.toks[j].taken = true
	}
	s.mentions = append(s.mentions, m)
}
