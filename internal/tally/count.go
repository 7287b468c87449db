package tally

import (
	"slices"

	"siaga/internal/region"
)

// Measure is one kind of figure.
type Measure string

// The measures. Each says below what its cells are, and whether they share out the cases without rest.
const (
	Cases     Measure = "cases"     // opened in the month; one cell, ""
	Forms     Measure = "form"      // by form of exploitation
	Origins   Measure = "origin"    // by province of origin
	Goals     Measure = "goal"      // by destination
	Routes    Measure = "route"     // origin > transit > destination
	Languages Measure = "lang"      // by language of the report
	Urgencies Measure = "priority"  // by priority
	ByMonth   Measure = "month"     // by month
	Steps     Measure = "step"      // cases that reached a milestone for the first time in the month
	Offers    Measure = "offer"     // offers made in the month, by what became of them
	Accepts   Measure = "accept"    // accepted offers, by how long it took
	Begins    Measure = "begin"     // accepted offers, by how long until the owner's first deed
	Closings  Measure = "close"     // closed in the month, by reason
	Confirms  Measure = "confirmed" // closed in the month, by what the reporter said
	Uses      Measure = "use"       // lessons, checks of an offer and posters opened in the month, see Use
)

// Shares lists the measures whose cells share out the cases of the month: their sum is Cases.
func Shares() []Measure {
	return []Measure{Forms, Origins, Goals, Routes, Languages, Urgencies, ByMonth}
}

// Measures lists all.
func Measures() []Measure {
	return append([]Measure{Cases}, append(Shares(), Steps, Offers, Accepts, Begins, Closings, Confirms, Uses)...)
}

// Key names one figure.
type Key struct {
	Code    region.Code // for whom; All for the country
	Measure Measure
	Cell    string
}

// All is the whole country. Pusat's own desk ("00") is a part of it.
const All region.Code = "ID"

// Counts are figures by key; what is missing is 0.
type Counts map[Key]int

// Own is the desk of a province or pusat itself, a part beside its kabupaten and kota: "53+". Of the country it is what belongs to no
// region: uses by people who came by no poster.
func Own(c region.Code) region.Code { return c + "+" }

// leaf is where a task force's own count stands in the tree.
func leaf(c region.Code) region.Code {
	if c.Level() == region.RegencyLevel {
		return c
	}
	return Own(c)
}

// above is the next whole that a part belongs to; "" for the country.
func above(c region.Code) region.Code {
	switch {
	case c == All:
		return ""
	case c == Own("00"):
		return All
	case len(c) > 2 && c[2] == '+':
		return c[:2]
	case len(c) == 5:
		return c[:2]
	}
	return All
}

// Slow are the upper ends, in minutes, of the classes of how long something took; the last class is open.
func Slow() []int64 { return []int64{15, 60, 120, 360, 720, 1440, 2880} }

// class is the class of a time: "0" for up to 15 minutes.
func class(secs int64) string {
	for i, minutes := range Slow() {
		if secs <= 60*minutes {
			return string(rune('0' + i))
		}
	}
	return string(rune('0' + len(Slow())))
}

// Count counts the facts of one month by the task forces themselves; Sum adds up the wholes.
func Count(m Month, facts []Fact) Counts {
	n := Counts{}
	in := func(day string) bool { return len(day) == 10 && Month(day[:7]) == m }
	for _, f := range facts {
		add := func(measure Measure, cell string) { n[Key{leaf(f.Lead), measure, cell}]++ }
		if in(f.Opened) {
			add(Cases, "")
			add(Forms, string(f.Form))
			add(Origins, f.Origin)
			add(Goals, f.Goal)
			add(Routes, f.Route)
			add(Languages, f.Lang)
			add(Urgencies, string(f.Priority))
			add(ByMonth, string(m))
		}
		if in(f.Closed) {
			add(Closings, string(f.Reason))
			add(Confirms, orUnknown(string(f.Confirmed)))
		}
		for _, s := range f.Steps {
			if in(s.Day) {
				add(Steps, string(s.Kind))
			}
		}
		for _, o := range f.Offers {
			if in(o.Day) {
				n.offer(o)
			}
		}
	}
	return n
}

func (n Counts) offer(o Offer) {
	n[Key{leaf(o.To), Offers, o.Outcome}]++
	if o.Accept >= 0 {
		n[Key{leaf(o.To), Accepts, class(o.Accept)}]++
	}
	if o.Begin >= 0 {
		n[Key{leaf(o.To), Begins, class(o.Begin)}]++
	}
}

// Sum adds the counts of parts up to their provinces and the country.
func Sum(parts Counts) Counts {
	out := make(Counts, 2*len(parts))
	for k, v := range parts {
		for code := k.Code; code != ""; code = above(code) {
			out[Key{code, k.Measure, k.Cell}] += v
		}
	}
	return out
}

// Add adds the counts of several months.
func Add(months ...Counts) Counts {
	out := Counts{}
	for _, m := range months {
		for k, v := range m {
			out[k] += v
		}
	}
	return out
}

// sorted gives the keys in a fixed order, so that the same counts always give the same figures.
func (n Counts) sorted() []Key {
	keys := make([]Key, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compare)
	return keys
}

func compare(a, b Key) int {
	for _, c := range []int{cmpText(a.Code, b.Code), cmpText(a.Measure, b.Measure), cmpText(a.Cell, b.Cell)} {
		if c != 0 {
			return c
		}
	}
	return 0
}

func cmpText[T ~string](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
