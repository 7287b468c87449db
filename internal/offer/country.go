package offer

import (
	_ "embed" // the tables of countries, pay and currencies
	"fmt"
	"iter"
	"strconv"
	"strings"

	"siaga/internal/region"
)

//go:embed data/countries.tsv
var countriesTable string

//go:embed data/pay.tsv
var payTable string

//go:embed data/currencies.tsv
var currenciesTable string

// Places are the towns abroad and the kabupaten and kota that the assessor should know by name. *region.Gazetteer is one.
type Places interface {
	Towns() iter.Seq[region.Town]
	AllRegencies() iter.Seq[region.Place]
}

// status says how placement to a country stands.
type status string

const (
	closed    status = "closed"
	household status = "household"
	online    status = "online"
	open      status = "open"
)

// country is a row of countries.tsv.
type country struct {
	iso      string
	status   status
	currency string
}

// band is the most that unschooled work plausibly pays in a month.
type band struct {
	most     float64
	currency string
}

type currencies struct {
	words  map[string]string
	signs  map[string]string
	rupiah map[string]float64
}

// rows cuts a table into its columns.
func rows(table string, columns int) ([][]string, error) {
	var out [][]string
	for n, line := range strings.Split(table, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != columns {
			return nil, fmt.Errorf("line %d: %d columns, want %d", n+1, len(f), columns)
		}
		out = append(out, f)
	}
	return out, nil
}

// readCountries puts names of countries and towns into the lexicon, each as a concept of its own.
func (a *Assessor) readCountries(p Places) error {
	table, err := rows(countriesTable, 7)
	if err != nil {
		return fmt.Errorf("countries.tsv: %w", err)
	}
	a.countries = map[int]country{}
	byISO := map[string]bool{}
	for _, f := range table {
		concept := "country." + f[0]
		a.countries[a.lex.id(concept)] = country{iso: f[0], status: status(f[1]), currency: f[2]}
		byISO[f[0]] = true
		for _, name := range strings.Split(f[6], ",") {
			a.lex.add(concept, name)
		}
	}
	if p == nil {
		return nil
	}
	for t := range p.Towns() {
		if !byISO[t.ISO] || len(t.Name) < 4 {
			continue
		}
		for _, name := range append([]string{t.Name}, t.Others...) {
			if len(name) < 6 {
				continue
			}
			for _, w := range plainWords(name) {
				a.lex.exact[w] = a.lex.exact[w] || !a.lex.known[w]
			}
			a.lex.add("country."+t.ISO, name)
		}
	}
	return nil
}

// plainWord are kabupaten and kota whose names are ordinary words.
var plainWord = map[string]bool{"Batu": true, "Malang": true, "Banjar": true, "Buru": true, "Pati": true, "Batang": true, "Sabang": true, "Tual": true, "Serang": true, "Berau": true, "Kaur": true, "Siak": true, "Alor": true, "Sigi": true, "Solok": true, "Agam": true}

// readRegencies learns the names of kabupaten and kota; the concept "home.place" means one written as a name.
func (a *Assessor) readRegencies(p Places) {
	a.home = a.lex.id("home.place")
	for _, n := range []string{"Jakarta", "Bali", "Jabodetabek", "Yogyakarta", "Jogja", "Surabaya", "Bandung", "Batam"} {
		a.lex.add("home.place", n)
	}
	if p == nil {
		return
	}
	for r := range p.AllRegencies() {
		if !plainWord[r.Short] && len(r.Short) >= 4 {
			a.lex.add("home.place", r.Short)
		}
	}
}

func readBands() (map[string]band, error) {
	table, err := rows(payTable, 6)
	if err != nil {
		return nil, fmt.Errorf("pay.tsv: %w", err)
	}
	out := map[string]band{}
	for _, f := range table {
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return nil, fmt.Errorf("pay.tsv: %s: %w", f[0], err)
		}
		out[f[0]] = band{most: v, currency: f[2]}
	}
	return out, nil
}

func readCurrencies() (*currencies, error) {
	table, err := rows(currenciesTable, 4)
	if err != nil {
		return nil, fmt.Errorf("currencies.tsv: %w", err)
	}
	c := &currencies{words: map[string]string{}, signs: map[string]string{}, rupiah: map[string]float64{}}
	for _, f := range table {
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return nil, fmt.Errorf("currencies.tsv: %s: %w", f[0], err)
		}
		c.rupiah[f[0]] = v
		for _, w := range strings.Split(f[3], ",") {
			w = strings.TrimSpace(w)
			c.words[strings.ToLower(w)] = f[0]
			if strings.ContainsAny(w, "$€£¥") {
				c.signs[strings.ToLower(w)] = f[0]
			}
		}
	}
	return c, nil
}

// before reads the currency in front of an amount: NT$28.590, RM 2.200, USD 900. The amount then begins there.
func (c *currencies) before(s *scan, a *amount) string {
	text := s.text[:s.toks[a.from].start]
	trimmed := strings.TrimRight(text, " .")
	for _, sign := range []string{"$", "€", "£", "¥"} {
		head, ok := strings.CutSuffix(trimmed, sign)
		if !ok {
			continue
		}
		if a.from > 0 && s.toks[a.from-1].end == len(head) {
			if code := c.signs[s.toks[a.from-1].word+sign]; code != "" {
				a.from--
				return code
			}
		}
		return c.signs[sign]
	}
	if a.from > 0 && s.toks[a.from].pos-s.toks[a.from-1].pos <= sentenceGap && len(trimmed) == s.toks[a.from-1].end {
		if code := c.words[s.toks[a.from-1].word]; code != "" {
			a.from--
			return code
		}
	}
	return ""
}
