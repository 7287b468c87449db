package offer

import (
	"regexp"
	"strings"
)

var (
	phonePattern   = regexp.MustCompile(`(?:\+?62|0)8[0-9OoIl](?:[\s.-]?[0-9OoIl]){7,10}`)
	linkPattern    = regexp.MustCompile(`(?i)(?:https?://|www\.|t\.me/|wa\.me/|bit\.ly/)\S+|@[a-z][a-z0-9_]{4,}|\S+@\S+\.\S+|\b[a-z0-9-]+\.(?:com|id|net|org|go\.id|co\.id|xyz|site|link)\b\S*`)
	accountPattern = regexp.MustCompile(`(?i)(?:rek(?:ening)?|norek|bca|bri|bni|mandiri)\b[^\d\n]{0,20}(\d[\d\s.-]{8,18}\d)`)
	phoneMend      = strings.NewReplacer("O", "0", "o", "0", "I", "1", "l", "1", " ", "", "-", "", ".", "")
)

// reckonNames finds telephones, links, accounts, companies, licences, job orders, places and deadlines.
func (a *Assessor) reckonNames(s *scan, e *Entities) {
	if s.numbers() { // most texts hold no long number, and patterns are dear
		a.reckonNumbers(s, e)
	}
	if len(e.Phones) > 0 {
		s.mark1("phone", 0, 1)
	}
	for f := range strings.FieldsSeq(s.text) { // no link holds a space
		if i := strings.IndexAny(f, "./@"); i < 0 || i == len(f)-1 {
			continue
		}
		for _, m := range linkPattern.FindAllString(f, -1) {
			e.Links = appendNew(e.Links, strings.TrimRight(m, ".,!?)"))
		}
	}
	a.companies(s, e)
	a.numbered(s, "sip", "licence", &e.Licences)
	a.numbered(s, "jo", "joborder", &e.JobOrders)
	a.namedFirms(s)
	a.places(s, e)
	for _, h := range s.hits[s.lex.ids["hurry"]] {
		e.Deadlines = appendNew(e.Deadlines, s.span(h))
	}
}

// fewestDigits is how many digits and letters like digits a telephone or an account has at least, among some signs.
const fewestDigits = 8

// numbers tells whether the text may hold a telephone or an account.
func (s *scan) numbers() bool {
	run := 0
	for i := range len(s.text) {
		switch c := s.text[i]; {
		case isDigit(c) || c == 'I' || c == 'i':
			if run++; run >= fewestDigits {
				return true
			}
		case c != ' ' && c != '-' && c != '.' && c != '\n' && c != '\t':
			run = 0
		}
	}
	return false
}

// reckonNumbers finds telephones and accounts.
func (a *Assessor) reckonNumbers(s *scan, e *Entities) {
	for _, m := range phonePattern.FindAllString(s.text, -1) {
		e.Phones = appendNew(e.Phones, plainPhone(m))
	}
	for _, m := range accountPattern.FindAllStringSubmatch(s.text, -1) {
		if p := phoneMend.Replace(m[1]); !strings.HasPrefix(p, "08") {
			e.Accounts = appendNew(e.Accounts, p)
		}
	}
}

func appendNew(list []string, v string) []string {
	for _, x := range list {
		if x == v {
			return list
		}
	}
	return append(list, v)
}

func plainPhone(m string) string {
	p := strings.TrimPrefix(phoneMend.Replace(m), "+")
	if strings.HasPrefix(p, "0") {
		p = "62" + p[1:]
	}
	return "+" + p
}

// span is the text of a stretch, "" for what an answer said.
func (s *scan) span(h hit) string {
	if h.from < 0 {
		return ""
	}
	return s.text[s.toks[h.from].start:s.toks[h.to-1].end]
}

var legalForms = map[string]bool{"pt": true, "cv": true, "ud": true, "llc": true, "ltd": true}

// companies finds the names behind PT and CV: capitalised words, or in dictation words no list knows.
func (a *Assessor) companies(s *scan, e *Entities) {
	for i, t := range s.toks {
		if !legalForms[t.word] || t.end-t.start > 3 {
			continue
		}
		to := i + 1
		for to < len(s.toks) && to <= i+4 && s.namePart(to) {
			to++
		}
		if to > i+1 {
			e.Companies = appendNew(e.Companies, s.span(hit{from: i, to: to}))
			s.mark1("company", i, to)
		}
	}
}

// namePart tells whether token i goes on with the name of a firm.
func (s *scan) namePart(i int) bool {
	t := s.toks[i]
	if t.number || t.pos-s.toks[i-1].pos > 1 && s.text[s.toks[i-1].end] != '.' || len(t.word) < 3 {
		return false
	}
	if s.lex.known[t.word] {
		return t.capital && s.toks[i-1].capital && !s.startsConcept(i) && s.text[t.start+1] >= 'a'
	}
	return true
}

func (s *scan) startsConcept(i int) bool {
	for _, c := range []string{"home.place", "abroadword", "work", "sip", "jo", "address", "legal", "no", "seek"} {
		for _, h := range s.hits[s.lex.ids[c]] {
			if h.from == i {
				return true
			}
		}
	}
	return false
}

// numbered finds a code with digits close behind the word that announces it: SIP3MI No. 0917/2024, job order TW-0031.
func (a *Assessor) numbered(s *scan, announced, concept string, list *[]string) {
	for _, h := range s.hits[s.lex.ids[announced]] {
		for k := h.to; k < len(s.toks) && k <= h.to+3; k++ {
			_, end, ok := s.value(k)
			if !ok {
				continue
			}
			to := max(end, k+1)
			for to < len(s.toks) && s.toks[to].start == s.toks[to-1].end+1 && s.text[s.toks[to-1].end] != ' ' && s.text[s.toks[to-1].end] != '\n' {
				to++
			}
			from := k
			for from > h.to && s.toks[from-1].end+1 == s.toks[from].start && s.text[s.toks[from-1].end] == '-' {
				from--
			}
			*list = appendNew(*list, s.span(hit{from: from, to: to}))
			s.mark1(concept, h.from, to)
			break
		}
	}
}

// namedFirms finds shops and workplaces with a name: Toko Beras Maju Sawah, RS Budi Mulia, hotel with a capitalised name.
func (a *Assessor) namedFirms(s *scan) {
	for _, h := range s.hits[s.lex.ids["firm"]] {
		if h.to >= len(s.toks) {
			continue
		}
		t := s.toks[h.to]
		if t.capital && !t.number && t.pos-s.toks[h.to-1].pos <= 2 && len(t.word) > 1 && !s.startsConcept(h.to) && (s.toks[h.from].capital || !s.lex.known[t.word]) {
			s.mark1("firm.named", h.from, h.to+1)
		}
	}
}

func (a *Assessor) places(s *scan, e *Entities) {
	kept := s.hits[a.home][:0]
	for _, h := range s.hits[a.home] {
		if h.from < 0 { // said by a button
			kept = append(kept, h)
			continue
		}
		if s.toks[h.from].capital || h.from > 0 && placeWord[s.toks[h.from-1].word] {
			kept = append(kept, h)
			e.Places = appendNew(e.Places, s.span(h))
		}
	}
	s.hits[a.home] = kept
}

var placeWord = map[string]bool{"di": true, "ke": true, "ning": true, "nang": true, "ing": true, "neng": true, "lek": true, "ri": true, "ring": true, "ka": true, "area": true, "daerah": true, "kab": true, "kota": true, "dari": true, "in": true, "ten": true}
