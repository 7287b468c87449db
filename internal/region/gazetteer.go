package region

import (
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
)

// Gazetteer holds all places. It is read-only after parsing and safe for concurrent use.
type Gazetteer struct {
	provinces, regencies, districts []Place // each sorted by code
	byCode                          map[Code]*Place
	children                        map[Code][]Place // parent -> its part of regencies or districts
	countries                       []Country        // sorted by ISO
	towns                           []Town           // sorted by country, then name
	pins                            pinIndex
	wib, wita, wit                  *time.Location
}

// Default is the gazetteer embedded in the program. It is parsed at the first call (BenchmarkReady) and shared
// afterwards. Damaged tables are a fault of the build, not of the input, and panic.
func Default() *Gazetteer { return parseOnce() }

var parseOnce = sync.OnceValue(func() *Gazetteer {
	g, err := parse()
	if err != nil {
		panic("region: embedded tables: " + err.Error())
	}
	return g
})

// Lookup finds a province, kabupaten/kota or kecamatan.
func (g *Gazetteer) Lookup(c Code) (Place, bool) {
	if p, ok := g.byCode[c]; ok {
		return *p, true
	}
	return Place{}, false
}

// Provinces lists the 38 provinces by code.
func (g *Gazetteer) Provinces() []Place { return slices.Clone(g.provinces) }

// Regencies lists the kabupaten and kota of a province by code, none for an unknown one.
func (g *Gazetteer) Regencies(province Code) []Place { return g.below(province, ProvinceLevel) }

// Districts lists the kecamatan of a kabupaten or kota by code, none for an unknown one.
func (g *Gazetteer) Districts(regency Code) []Place { return g.below(regency, RegencyLevel) }

func (g *Gazetteer) below(parent Code, want Level) []Place {
	if parent.Level() != want {
		return nil
	}
	return slices.Clone(g.children[parent])
}

// AllRegencies goes through the 514 kabupaten and kota by code.
func (g *Gazetteer) AllRegencies() iter.Seq[Place] { return slices.Values(g.regencies) }

// AllDistricts goes through the 7,285 kecamatan by code.
func (g *Gazetteer) AllDistricts() iter.Seq[Place] { return slices.Values(g.districts) }

// Country finds a country by its ISO 3166-1 alpha-2 code, in either case.
func (g *Gazetteer) Country(iso string) (Country, bool) {
	i, ok := slices.BinarySearchFunc(g.countries, strings.ToUpper(iso), func(c Country, iso string) int {
		return strings.Compare(c.ISO, iso)
	})
	if !ok {
		return Country{}, false
	}
	return g.countries[i], true
}

// Countries lists all countries by ISO code, Indonesia among them.
func (g *Gazetteer) Countries() []Country { return slices.Clone(g.countries) }

// Towns goes through the towns abroad by country, then name.
func (g *Gazetteer) Towns() iter.Seq[Town] { return slices.Values(g.towns) }

// Town finds a town abroad by country and name or other name, in any case.
func (g *Gazetteer) Town(iso, name string) (Town, bool) {
	for _, t := range g.towns {
		if t.ISO == iso && (strings.EqualFold(t.Name, name) || slices.ContainsFunc(t.Others, func(o string) bool { return strings.EqualFold(o, name) })) {
			return t, true
		}
	}
	return Town{}, false
}

// Zone is the time zone of a place by its province: WIB (UTC+7), WITA (+8) or WIT (+9), which have no summer time
// (Keppres 41/1987, with the provinces split off since). For an unknown code it is WIB, the zone of the capital, and false.
func (g *Gazetteer) Zone(c Code) (*time.Location, bool) {
	if _, ok := g.byCode[c.Province()]; !ok {
		return g.wib, false
	}
	switch c[:1] {
	case "5", "7":
		return g.wita, true
	case "8", "9":
		return g.wit, true
	case "6":
		if c[:2] >= "63" {
			return g.wita, true
		}
	}
	return g.wib, true
}
