package main

import (
	"slices"
	"strings"
)

// joined counts how the villages of 2019/2020 were found again.
type joined struct{ byCode, byDistrict, byName, dropped int }

// join gives every village point its regency of today by name (codes were dealt out anew in Papua), and its village code
// by code, else by district and name, else by name inside the regency.
func (s *sources) join() ([]village, joined) {
	regency := s.regenciesByName()
	names := indexVillages(s.districts, s.villages)
	var all []village
	var n joined
	for _, r := range s.raw {
		reg, ok := regency[norm(r.City)]
		if !ok || r.Latitude == 0 && r.Longitude == 0 {
			n.dropped++
			continue
		}
		v := village{regency: reg, lat: r.Latitude, lon: r.Longitude}
		byName := reg + "|" + norm(r.Village)
		byDistrict := reg + "|" + norm(r.District) + "|" + norm(r.Village)
		switch {
		case names[r.Code] == r.Code && strings.HasPrefix(r.Code, reg+"."):
			v.code, n.byCode = r.Code, n.byCode+1
		case names[byDistrict] != "":
			v.code, n.byDistrict = names[byDistrict], n.byDistrict+1
		case names[byName] != "":
			v.code, n.byName = names[byName], n.byName+1
		}
		all = append(all, v)
	}
	return all, n
}

// regenciesByName maps normalised names to codes, with the three that were renamed or are spelt otherwise.
func (s *sources) regenciesByName() map[string]string {
	m := map[string]string{
		norm("Kabupaten Toba Samosir"): "12.12", norm("Kabupaten Pangkajene Kepulauan"): "73.10", norm("Kabupaten Pahuwato"): "75.04",
	}
	for _, r := range s.regencies {
		m[norm(r.name)] = r.code
	}
	return m
}

func indexVillages(districts, villages []area) map[string]string {
	district := map[string]string{}
	for _, d := range districts {
		district[d.code] = norm(d.name)
	}
	m := make(map[string]string, 3*len(villages))
	for _, v := range villages {
		reg := v.code[:5]
		m[v.code] = v.code
		m[reg+"|"+district[v.code[:8]]+"|"+norm(v.name)] = v.code
		m[reg+"|"+norm(v.name)] = v.code
	}
	return m
}

// norm keeps lower-case letters and digits only and drops the word "Administrasi" of Jakarta's regencies.
func norm(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "administrasi ", "")
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, name)
}

// middle is the village nearest to the median of all: it lies on land, where people live.
func middle(vs []village) (lat, lon float64) {
	lats, lons := make([]float64, len(vs)), make([]float64, len(vs))
	for i, v := range vs {
		lats[i], lons[i] = v.lat, v.lon
	}
	slices.Sort(lats)
	slices.Sort(lons)
	mid := point{lats[len(vs)/2], lons[len(vs)/2]}
	best := slices.MinFunc(vs, func(a, b village) int {
		return cmpFloat(mid.km(point{a.lat, a.lon}), mid.km(point{b.lat, b.lon}))
	})
	return best.lat, best.lon
}
