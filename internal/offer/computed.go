package offer

import (
	"sort"
	"strings"
)

// computed are the concepts that are reckoned from numbers, names and counts rather than read from word lists.
var computed = []string{
	"abroad", "closed", "gulf", "risky", "age.minor", "cut.long", "cut.short", "day.long", "pay.amount", "pay.high", "fee.amount", "fee.big",
	"price.list", "licence", "joborder", "company", "firm.named", "phone", "home.work", "question.mark", "question.short", "account.named",
	"price.only", "details_missing", "hours", "bare", "some.risk", "cost.known", "nothing", "fee.zero", "visa.of",
	"decisive", "trip.only", "loan.only",
}

// has tells whether a concept was found at all, denied or not.
func (s *scan) has(name string) bool {
	id, ok := s.lex.ids[name]
	return ok && len(s.hits[id]) > 0
}

func (s *scan) mark1(name string, from, to int) {
	s.put(s.lex.ids[name], hit{from: from, to: to})
}

// nearBy tells whether a concept stands within some words before (back) or behind (ahead) a stretch.
func (s *scan) nearBy(name string, from, to, back, ahead int) bool {
	for _, h := range s.hits[s.lex.ids[name]] {
		if h.from < 0 {
			continue
		}
		if h.to <= from && s.toks[from].pos-s.toks[h.to-1].pos <= back {
			return true
		}
		if h.from >= to && s.toks[h.from].pos-s.toks[to-1].pos <= ahead {
			return true
		}
		if h.from < to && from < h.to {
			return true
		}
	}
	return false
}

// reckon puts the computed concepts beside those that were read.
func (a *Assessor) reckon(s *scan, e *Entities) {
	a.reckonCountries(s, e)
	a.reckonNames(s, e)
	amounts := s.amounts(a.currencies)
	for i := range amounts {
		a.reckonAmount(s, &amounts[i], e)
	}
	a.reckonTimes(s, amounts)
	a.reckonHome(s)
	s.reckonOnly("trip.only", "tripword", 1)
	s.reckonOnly("loan.only", "lend", 2)
	a.reckonHighPay(s, e)
	a.reckonQuestion(s)
	a.reckonBare(s)
	for c, many := range a.many {
		if n := distinct(s.hits[c]); n >= 3 {
			s.put(many, s.hits[c][0])
		}
	}
	if items := distinct(s.hits[s.lex.ids["itemword"]]); items >= 2 && len(e.Fees) >= 2 {
		for _, h := range s.hits[s.lex.ids["itemword"]] {
			s.mark1("price.list", h.from, h.to)
		}
	}
}

// distinct counts hits that do not overlap.
func distinct(hs []hit) int {
	n, end := 0, 0
	for _, h := range hs {
		if h.from >= end {
			n++
			end = h.to
		}
	}
	return n
}

// reckonCountries lists the countries in the order of the text, those of one place by code.
func (a *Assessor) reckonCountries(s *scan, e *Entities) {
	type named struct {
		row country
		at  hit
	}
	var all []named
	for c, row := range a.countries {
		for _, h := range s.hits[c] {
			all = append(all, named{row, h})
		}
	}
	sort.Slice(all, func(i, k int) bool {
		if all[i].at.from != all[k].at.from {
			return all[i].at.from < all[k].at.from
		}
		return all[i].row.iso < all[k].row.iso
	})
	for _, n := range all {
		if n.at.from >= 0 {
			a.markCountry(s, n.row, n.at)
		}
		e.Countries = appendNew(e.Countries, n.row.iso)
	}
	for _, h := range s.hits[s.lex.ids["abroadword"]] {
		s.mark1("abroad", h.from, h.to)
	}
}

func (a *Assessor) markCountry(s *scan, row country, h hit) {
	if h.denied && row.status == closed {
		return
	}
	s.put(s.lex.ids["abroad"], h)
	switch row.status {
	case closed:
		s.put(s.lex.ids["closed"], h)
		s.put(s.lex.ids["risky"], h)
	case household:
		s.put(s.lex.ids["gulf"], h)
	case online:
		s.put(s.lex.ids["risky"], h)
	}
}

// reckonHome tells an ordinary workplace in the country: no country abroad, and a place that can be found.
func (a *Assessor) reckonHome(s *scan) {
	if s.has("abroad") || !s.has("jobs") && !s.has("work") {
		return
	}
	n, at := 0, hit{from: -1}
	for _, c := range []string{"home.place", "address", "localhint", "firm.named", "company", "hours"} {
		hits := s.hits[s.lex.ids[c]]
		if len(hits) == 0 {
			continue
		}
		if n++; at.from < 0 {
			at = hits[0]
		}
	}
	if n >= 2 {
		s.put(s.lex.ids["home.work"], at)
	}
}

// worked are the concepts without which a trip or a loan is just that: somebody is to work, marry or give something of the body for it.
var worked = []string{"work", "payword", "offered", "boss", "allfree", "freebie", "organ", "baby", "surrogate", "marry", "sex", "stay", "overstay", "tourfirst", "deskjob", "scam", "mule"}

// reckonOnly marks a message that speaks of a trip or a loan, and of nothing that would be wanted for it. The mark covers the whole text.
func (s *scan) reckonOnly(mark, concept string, least int) {
	if distinct(s.hits[s.lex.ids[concept]]) < least {
		return
	}
	for _, c := range worked {
		if s.has(c) {
			return
		}
	}
	s.mark1(mark, 0, len(s.toks))
}

func (a *Assessor) reckonHighPay(s *scan, e *Entities) {
	if s.has("highskill") {
		return
	}
	b, ok := a.bands["*"]
	switch {
	case len(e.Countries) > 0:
		for _, iso := range e.Countries {
			if x, found := a.bands[iso]; found {
				b, ok = x, true
				break
			}
		}
	case !s.has("abroad"):
		b, ok = a.bands["ID"]
	}
	most := b.most * a.currencies.rupiah[b.currency]
	for _, p := range e.Pay {
		if ok && monthly(p)*a.currencies.rupiah[p.Currency] > most {
			if i := s.tokenAt(p.Span); i >= 0 {
				s.mark1("pay.high", i, i+1)
			}
			return
		}
	}
}

// monthly is the pay of a month of 25 days of 8 hours.
func monthly(p Pay) float64 {
	switch p.Period {
	case "day", "night":
		return float64(p.Max) * 25
	case "hour":
		return float64(p.Max) * 200
	case "week":
		return float64(p.Max) * 4.3
	case "year":
		return float64(p.Max) / 12
	case "meeting", "piece":
		return 0
	}
	return float64(p.Max)
}

// tokenAt finds the token with which a stretch of the text begins.
func (s *scan) tokenAt(span string) int {
	at := strings.Index(s.text, span)
	for i, t := range s.toks {
		if t.start >= at && at >= 0 {
			return i
		}
	}
	return -1
}

const shortQuestion = 14 // words

// asksAtTheEnd are words that make a sentence a question when they end it: "boleh kerja ga".
var asksAtTheEnd = map[string]bool{"tidak": true, "sih": true, "ya": true, "kah": true, "bukan": true, "nggih": true, "nya": true, "kan": true, "kak": true, "min": true}

func (a *Assessor) reckonQuestion(s *scan) {
	if len(s.toks) == 0 {
		return
	}
	asks := strings.Contains(s.text, "?") || asksAtTheEnd[s.toks[len(s.toks)-1].word] && len(s.toks) <= shortQuestion
	if asks {
		s.mark1("question.mark", len(s.toks)-1, len(s.toks))
	}
	if q := s.hits[s.lex.ids["question"]]; len(s.toks) <= shortQuestion && (asks || len(q) > 0 && q[0].from == 0) && len(q) > 0 {
		s.mark1("question.short", q[0].from, q[0].to)
	}
}

const bareWords = 16

// substance are the concepts of which an offer consists; a message that holds none of them has nothing to be weighed.
var substance = []string{"abroad", "pay.amount", "fee.amount", "phone", "company", "firm.named", "docs", "visa", "jobs", "domestic", "boat", "sex",
	"hostess", "organ", "baby", "groom", "tell", "hold", "advance", "account", "licence", "age.minor", "person", "fares", "night", "contract"}

// reckonBare marks a short message that speaks of an offer and tells nothing of it: "is this job real?".
func (a *Assessor) reckonBare(s *scan) {
	if n := len(s.toks); n == 0 || n > bareWords {
		return
	}
	for _, c := range substance {
		if s.has(c) {
			return
		}
	}
	s.mark1("bare", 0, len(s.toks))
}
