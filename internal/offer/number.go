package offer

import (
	"strconv"
	"strings"
)

// amount is a number, or a range of two, with what stands around it.
type amount struct {
	min, max float64
	from, to int    // tokens, unit and currency included
	unit     string // the word right behind it, "" when there is none
	currency string
	period   string
	scaled   bool // juta, ribu: money even without a currency
}

// spelled are the number words of dictation.
var spelled = map[string]float64{
	"nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9, "sepuluh": 10,
	"sebelas": 11, "telu": 3, "papat": 4, "limang": 5, "pitu": 7, "wolu": 8, "sanga": 9, "sepuluh ewu": 10000,
	"rolas": 12, "limalas": 15, "nembelas": 16, "pitulas": 17, "salapan": 9, "opat": 4, "genep": 6, "dalapan": 8, "sapuluh": 10,
	"fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
}

var tens = map[string]float64{"belas": 10, "puluh": 10, "ratus": 100, "puluhan": 10}

var scales = map[string]float64{
	"juta": 1e6, "jt": 1e6, "jutaan": 1e6, "jtaan": 1e6, "yuta": 1e6, "million": 1e6, "jutana": 1e6, "juti": 1e6, "ribu": 1e3, "rb": 1e3, "rebu": 1e3,
	"ewu": 1e3, "k": 1e3, "thousand": 1e3, "seribu": 1e3, "sewu": 1e3, "rupiah": 1, "ribuan": 1e3, "jeti": 1e6, "juto": 1e6, "m": 0,
}

var periods = map[string]string{
	"bulan": "month", "bln": "month", "sebulan": "month", "bl": "month", "perbulan": "month", "sabulan": "month", "month": "month", "monthly": "month", "wulan": "month",
	"bulanan": "month", "sasih": "month", "sawulan": "month", "sesasi": "month", "sabulana": "month", "hari": "day", "hr": "day", "sehari": "day", "perhari": "day", "sedino": "day",
	"sedina": "day", "sapoe": "day", "siesso": "day", "harian": "day", "day": "day", "daily": "day", "sadinten": "day", "malam": "night", "apeteng": "night", "semalam": "night",
	"jam": "hour", "hour": "hour", "perjam": "hour", "minggu": "week", "mingguan": "week", "seminggu": "week", "week": "week", "tahun": "year", "setahun": "year", "year": "year", "pertemuan": "meeting", "potong": "piece",
}

// amounts reads all numbers of the text.
func (s *scan) amounts(cur *currencies) []amount {
	var out []amount
	for i := 0; i < len(s.toks); {
		a, ok := s.amount(i)
		if !ok {
			i++
			continue
		}
		s.around(&a, cur)
		out = append(out, a)
		i = max(a.to, i+1)
	}
	return out
}

// amount reads a number, or "8-12", beginning at token i.
func (s *scan) amount(i int) (amount, bool) {
	v, to, ok := s.value(i)
	if !ok {
		return amount{}, false
	}
	a := amount{min: v, max: v, from: i, to: to}
	if next, ok := s.rangeTo(to); ok {
		if w, end, ok := s.value(next); ok && w >= v {
			a.max, a.to = w, end
		}
	}
	for a.to < len(s.toks) && s.near(a.to) {
		f, ok := scales[s.toks[a.to].word]
		if !ok || f == 0 {
			break
		}
		a.scaled = true
		a.min, a.max, a.to = a.min*f, a.max*f, a.to+1
		if rest, end, ok := s.spell(a.to); ok && a.to < len(s.toks) && s.near(a.to) && !s.toks[a.to].number && rest < f {
			if f2, ok := scales[wordAt(s, end)]; ok && f2 < f && f2 > 0 {
				rest, end = rest*f2, end+1
			} else if rest < 1000 && f >= 1e6 && rest >= 100 {
				rest *= 1e3
			}
			a.min, a.max, a.to = a.min+rest, a.max+rest, end
		}
	}
	return a, true
}

func wordAt(s *scan, i int) string {
	if i < len(s.toks) {
		return s.toks[i].word
	}
	return ""
}

// near tells whether token i follows the one before it without a comma or stop.
func (s *scan) near(i int) bool { return i > 0 && s.toks[i].pos-s.toks[i-1].pos <= 1+commaGap }

// rangeTo finds the second number of a range: "8-12", "8 s/d 12", "jam 7 sampai 12".
func (s *scan) rangeTo(i int) (int, bool) {
	if i >= len(s.toks) || i == 0 {
		return 0, false
	}
	between := s.text[s.toks[i-1].end:s.toks[i].start]
	if s.toks[i].number && strings.ContainsAny(between, "-–—~/") && len(strings.TrimSpace(between)) <= 6 && !strings.ContainsAny(between, "\n") {
		return i, strings.ContainsAny(between, "-–—~")
	}
	switch s.toks[i].word {
	case "sampai", "sampe", "hingga", "to", "s", "sd", "tekan", "nganti", "nepi", "dugi", "tu", "kanti", "until", "dumugi":
		k := i + 1
		if s.toks[i].word == "s" && wordAt(s, k) == "d" || s.toks[i].word == "nepi" {
			k++
		}
		for k < len(s.toks) && (s.toks[k].word == "jam" || s.toks[k].word == "usd" || s.toks[k].word == "pukul") {
			k++
		}
		return k, k < len(s.toks)
	}
	return 0, false
}

// value reads one number beginning at token i, in digits or words.
func (s *scan) value(i int) (v float64, to int, ok bool) {
	if i >= len(s.toks) {
		return 0, i, false
	}
	if s.toks[i].number {
		return s.digits(i)
	}
	return s.spell(i)
}

// digits joins 28.590 and 1,1 and 2.500.000.
func (s *scan) digits(i int) (float64, int, bool) {
	whole, to := s.toks[i].word, i+1
	for to < len(s.toks) && s.toks[to].number {
		sep := s.text[s.toks[to-1].end:s.toks[to].start]
		if sep != "." && sep != "," || len(s.toks[to].word) != 3 {
			break
		}
		whole += s.toks[to].word
		to++
	}
	frac := ""
	if to < len(s.toks) && s.toks[to].number {
		if sep := s.text[s.toks[to-1].end:s.toks[to].start]; sep == "." || sep == "," {
			frac = "." + s.toks[to].word
			to++
		}
	}
	v, err := strconv.ParseFloat(whole+frac, 64)
	return v, to, err == nil && len(whole) < 15
}

// spell reads number words: "lima puluh", "seratus dua puluh", "seribu tujuh ratus".
func (s *scan) spell(i int) (float64, int, bool) {
	total, last, to, found := 0.0, 0.0, i, false
	for ; to < len(s.toks) && (to == i || s.near(to)); to++ {
		w := s.toks[to].word
		if v, ok := spelled[w]; ok {
			total, last, found = total+v, v, true
		} else if f, ok := tens[w]; ok && found {
			total = total - last + weigh(last, f, w)
			last = 0
		} else if w == "seratus" {
			total, last, found = total+100, 0, true
		} else if w == "seribu" || w == "sewu" {
			total, last, found = total+1000, 0, true
		} else if (w == "sejuta") && !found {
			total, last, found = total+1e6, 0, true
		} else {
			break
		}
	}
	return total, to, found
}

func weigh(last, f float64, w string) float64 {
	if w == "belas" {
		return last + 10
	}
	return last * f
}

// around reads the currency before or behind an amount and the period behind it.
func (s *scan) around(a *amount, cur *currencies) {
	a.currency = cur.before(s, a)
	if a.to < len(s.toks) && s.near(a.to) {
		a.unit = s.toks[a.to].word
		if c := cur.words[a.unit]; c != "" && (a.currency == "" || a.currency == c) {
			a.currency, a.to = c, a.to+1
		}
	}
	a.period = s.period(a)
}

func (s *scan) period(a *amount) string {
	for k := a.to; k < len(s.toks) && k < a.to+4 && k > 0 && s.toks[k].pos-s.toks[k-1].pos == 1; k++ {
		w := s.toks[k].word
		if p, ok := periods[w]; ok {
			if k > a.to || strings.Contains(s.text[s.toks[k-1].end:s.toks[k].start], "/") || w[0] == 's' || a.scaled || a.currency != "" {
				a.to = k + 1
				return p
			}
		}
		switch w {
		case "per", "a", "tiap", "setiap", "x", "resik", "bersih", "an", "kotor":
			continue
		}
		return ""
	}
	return ""
}
