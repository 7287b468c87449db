package main

import (
	"fmt"
	"strconv"
	"strings"
)

// worldEvery thins out the foreign towns of the check table.
const worldEvery = 20

// checkTable lists pins with the label they should get, for the tests (not embedded). Within Indonesia they come from
// sources that the pin table is not made of: the towns of GeoNames with the regency GeoNames gives them, and the populated
// islands of the ministry's list. Abroad it is every twentieth town.
func (s *sources) checkTable() (string, error) {
	var out strings.Builder
	regency := s.regenciesByName()
	n := 0
	for _, c := range s.cities {
		if c.iso == "ID" {
			if code, ok := regency[norm(c.second)]; ok {
				fmt.Fprintf(&out, "town\tID/%s\t%d\t%d\n", code, milli(c.lat), milli(c.lon))
			}
			continue
		}
		if n++; n%worldEvery == 0 {
			fmt.Fprintf(&out, "abroad\t%s/%s\t%d\t%d\n", c.iso, c.area, milli(c.lat), milli(c.lon))
		}
	}
	for _, i := range s.islands {
		lat, lon, err := degrees(i.coordinate)
		if err != nil {
			return "", fmt.Errorf("island %s: %w", i.code, err)
		}
		fmt.Fprintf(&out, "island\tID/%s\t%d\t%d\n", i.regency, milli(lat), milli(lon))
	}
	return out.String(), nil
}

// degrees reads a point written as 03°19'03.44" N 097°07'41.73" E.
func degrees(s string) (lat, lon float64, err error) {
	f := strings.Fields(strings.NewReplacer("°", " ", "'", " ", `"`, " ").Replace(s))
	if len(f) != 8 {
		return 0, 0, fmt.Errorf("point %q", s)
	}
	var v [2]float64
	for i := range v {
		unit := 1.0
		for _, part := range f[4*i : 4*i+3] {
			x, err := strconv.ParseFloat(part, 64)
			if err != nil {
				return 0, 0, err
			}
			v[i] += x * unit
			unit /= 60
		}
		if f[4*i+3] == "S" || f[4*i+3] == "W" {
			v[i] = -v[i]
		}
	}
	return v[0], v[1], nil
}
