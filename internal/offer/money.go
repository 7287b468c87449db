package offer

import (
	"strings"
	"time"
)

const (
	leastAge, adultAge = 8, 18
	longDay            = 14 * time.Hour
	longCut            = 6         // months of wage cuts that decide
	bigFee             = 5_000_000 // rupiah
)

// reckonAmount decides what a number is: an age, months of cuts, hours, pay or a fee.
func (a *Assessor) reckonAmount(s *scan, n *amount, e *Entities) {
	switch {
	case a.isAge(s, n):
		a.takeAge(s, n, e)
	case a.isMonths(s, n):
	case a.isMoney(s, n):
		a.takeMoney(s, n, e)
	}
}

var yearWords = map[string]bool{"tahun": true, "thn": true, "th": true, "taun": true, "years": true, "taon": true, "year": true, "t": true}

func (a *Assessor) isAge(s *scan, n *amount) bool {
	if n.scaled || n.currency != "" || n.max < leastAge || n.max > 65 || n.min != float64(int(n.min)) {
		return false
	}
	to := n.to
	years := yearWords[n.unit]
	if years {
		to++
	}
	to = min(to, len(s.toks))
	if s.nearBy("notage", n.from, to, 2, 2) || s.nearBy("hoursword", n.from, to, 1, 0) || s.nearBy("contract", n.from, to, 3, 1) {
		return s.nearBy("ageword", n.from, to, 2, 0) && !s.nearBy("contract", n.from, to, 1, 0)
	}
	if s.nearBy("ageword", n.from, to, 5, 1) && n.unit != "jam" && n.unit != "bulan" {
		return true
	}
	if !years && n.max > 19 {
		return false
	}
	return years && (s.nearBy("person", n.from, to, 4, 3) || n.max > n.min || s.minBefore(n.from)) || !years && n.max < 18 && s.nearBy("person", n.from, to, 3, 1) && n.unit == "" && n.min >= 10 && !s.nearBy("payword", n.from, to, 3, 2)
}

func (s *scan) minBefore(i int) bool {
	return i > 0 && (s.toks[i-1].word == "min" || s.toks[i-1].word == "minimal" || s.toks[i-1].word == "maks" || s.toks[i-1].word == "cewek")
}

func (a *Assessor) takeAge(s *scan, n *amount, e *Entities) {
	e.Ages = appendAge(e.Ages, int(n.min))
	e.Ages = appendAge(e.Ages, int(n.max))
	below := strings.Contains(s.window(n, 4), "bwh") || strings.Contains(s.window(n, 4), "ke bawah")
	if n.min >= adultAge && !below || n.min < 10 && n.max < 12 && s.has("kidcare") {
		return
	}
	to := n.to
	if yearWords[n.unit] {
		to++
	}
	if n.min < adultAge {
		s.mark1("age.minor", n.from, min(to, len(s.toks)))
	}
}

func appendAge(ages []int, n int) []int {
	for _, a := range ages {
		if a == n {
			return ages
		}
	}
	return append(ages, n)
}

// window is the plain text of a number and some words behind it.
func (s *scan) window(n *amount, ahead int) string {
	to := min(n.to+ahead, len(s.toks))
	words := make([]string, 0, to-n.from)
	for _, t := range s.toks[n.from:to] {
		words = append(words, t.word)
	}
	return strings.Join(words, " ")
}

// isMonths marks months and years of cuts: "potong gaji 8 bulan".
func (a *Assessor) isMonths(s *scan, n *amount) bool {
	unit, months := n.unit, n.max
	if n.period == "month" && n.currency == "" && !n.scaled {
		unit = "bulan"
	}
	switch {
	case yearWords[unit] && n.max <= 5:
		months *= 12
	case unit == "bulan" || unit == "bln" || unit == "wulan" || unit == "sasih" || unit == "months" || unit == "month" || unit == "bulana" || unit == "bl" || unit == "bulans" || unit == "x":
	default:
		return false
	}
	if n.max > 40 {
		return false
	}
	if s.nearBy("contract", n.from, n.to, 2, 1) && !s.nearBy("cut", n.from, n.to, 2, 3) {
		return true // how long the contract lasts
	}
	if !s.nearBy("cut", n.from, n.to, 7, 6) && !(s.nearBy("debt", n.from, n.to, 6, 6) && s.nearBy("payword", n.from, n.to, 6, 6)) {
		return true
	}
	for _, h := range s.hits[s.lex.ids["cut"]] {
		if h.denied {
			return true
		}
	}
	if months >= longCut {
		s.mark1("cut.long", n.from, min(n.to+1, len(s.toks)))
	} else {
		s.mark1("cut.short", n.from, min(n.to+1, len(s.toks)))
	}
	return true
}

func (a *Assessor) isMoney(s *scan, n *amount) bool {
	if n.scaled && n.max >= 1000 || n.currency != "" {
		return !yearWords[n.unit]
	}
	if yearWords[n.unit] || n.unit == "jam" || n.unit == "orang" || n.unit == "org" || n.unit == "hari" && n.max < 1000 || n.max < 10 || n.unit == "wib" || n.max > 1e10 {
		return false
	}
	if s.nearBy("payword", n.from, n.to, 2, 0) {
		return n.max < 100 || n.max >= 400
	}
	return n.max >= 100_000 && s.nearBy("feeword", n.from, n.to, 4, 2) && s.text[s.toks[n.from].start] != '0'
}

// takeMoney sorts an amount into pay and fees by the nearest word that tells.
func (a *Assessor) takeMoney(s *scan, n *amount, e *Entities) {
	p := Pay{Min: int64(n.min), Max: int64(n.max), Currency: n.currency, Period: n.period, Span: s.text[s.toks[n.from].start:s.toks[n.to-1].end]}
	a.guessCurrency(n, e, &p)
	fee, pay := s.distance("feeword", n), s.distance("payword", n)
	for _, c := range []string{"advance", "fine", "dowry", "deposit", "itemword", "pay1", "penalty", "persacct"} {
		fee = min(fee, s.distance(c, n))
	}
	if fee < pay && p.Period == "" || fee <= 2 && pay > 3 {
		e.Fees = append(e.Fees, p)
		s.mark1("fee.amount", n.from, n.to)
		if float64(p.Max)*a.currencies.rupiah[p.Currency] >= bigFee && s.distance("feeword", n) < 6 {
			s.mark1("fee.big", n.from, n.to)
		}
		return
	}
	if pay > 12 && p.Period == "" && !s.has("jobs") && !s.has("work") {
		s.mark1("price.only", n.from, n.to)
		return
	}
	if p.Period == "" && s.has("payword") {
		p.Period = "month"
	}
	e.Pay = append(e.Pay, p)
	s.mark1("pay.amount", n.from, n.to)
}

// guessCurrency reads "gaji 15" as millions of rupiah and "gaji 1700" in Malaysia as ringgit.
func (a *Assessor) guessCurrency(n *amount, e *Entities, p *Pay) {
	if n.currency != "" {
		return
	}
	p.Currency = "IDR"
	if n.scaled || n.max >= 100_000 {
		return
	}
	if n.max < 100 {
		p.Min, p.Max = p.Min*1_000_000, p.Max*1_000_000
		return
	}
	p.Currency = ""
	for _, c := range a.countries {
		if len(e.Countries) > 0 && c.iso == e.Countries[0] {
			p.Currency = c.currency
		}
	}
}

const far = 99

// distance is how many words a concept stands from an amount; before it counts half.
func (s *scan) distance(name string, n *amount) int {
	best := far
	for _, h := range s.hits[s.lex.ids[name]] {
		if h.from < 0 {
			continue
		}
		d := far
		if h.to <= n.from {
			d = s.toks[n.from].pos - s.toks[h.to-1].pos
		} else if h.from >= n.to {
			d = 2*(s.toks[h.from].pos-s.toks[n.to-1].pos) + 1
		}
		best = min(best, d)
	}
	return best
}

// reckonTimes finds working days from 05.00 to 22.00 and the like.
func (a *Assessor) reckonTimes(s *scan, amounts []amount) {
	for i := range amounts {
		n := &amounts[i]
		if n.scaled || n.currency != "" || n.max > 24 {
			continue
		}
		if n.unit == "jam" || n.unit == "hours" {
			s.mark1("hours", n.from, n.to)
			if n.max >= longDay.Hours() && n.max < 24 {
				s.mark1("day.long", n.from, n.to+1)
			}
		}
		if !s.nearBy("hoursword", n.from, n.to, 2, 0) && !s.nearBy("work", n.from, n.to, 2, 0) && wordAt(s, n.to) != "pagi" {
			continue
		}
		start, end, to := n.min, n.max, n.to
		if start < 12 && afternoon[n.unit] {
			start += 12
		}
		if n.max == n.min {
			if end, to = s.untilHour(n.to); to == 0 {
				continue
			}
		}
		s.mark1("hours", n.from, to)
		if end <= 12 && (end <= start || evening(wordAt(s, to))) {
			end += 12
		}
		if end-start >= longDay.Hours() {
			s.mark1("day.long", n.from, to)
		}
	}
}

var afternoon = map[string]bool{"sore": true, "sonten": true, "siang": true, "malam": true, "pm": true, "wengi": true, "petang": true}

func evening(w string) bool {
	return w == "malam" || w == "malem" || w == "pm" || w == "wengi" || w == "bengi" || w == "mlm"
}

// untilHour finds the second hour of "jam 5 pagi sampai jam 10 malam", or "subuh sampai jam 10 malam".
func (s *scan) untilHour(i int) (float64, int) {
	for k := i; k < len(s.toks) && k < i+3; k++ {
		if next, ok := s.rangeTo(k); ok {
			if v, to, ok := s.value(next); ok && v <= 24 {
				return v, to
			}
		}
	}
	return 0, 0
}
