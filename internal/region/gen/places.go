package main

import (
	"bytes"
	"fmt"
	"math"
)

// places writes the table of the three levels: code, name, latitude, longitude, the latter in thousandths of a degree.
func (s *sources) places(villages []village) ([]byte, error) {
	below := map[string][]village{}
	for _, v := range villages {
		below[v.regency[:2]] = append(below[v.regency[:2]], v)
		below[v.regency] = append(below[v.regency], v)
		if v.code != "" {
			below[v.code[:8]] = append(below[v.code[:8]], v)
		}
	}
	var out bytes.Buffer
	for _, level := range [][]area{s.provinces, s.regencies, s.districts} {
		for _, a := range level {
			if len(below[a.code]) == 0 {
				return nil, fmt.Errorf("%s %s has no village with a point", a.code, a.name)
			}
			lat, lon := middle(below[a.code])
			fmt.Fprintf(&out, "%s\t%s\t%d\t%d\n", a.code, a.name, milli(lat), milli(lon))
		}
	}
	return out.Bytes(), nil
}

// milli is a coordinate in thousandths of a degree (about 110 m).
func milli(degrees float64) int { return int(math.Round(degrees * 1000)) }
