package main

import (
	"fmt"
	"strings"
)

// checkEvery and worldEvery thin out the checked places so that the table stays small.
const (
	checkEvery = 10
	worldEvery = 20
)

// checkTable lists pins with the label they should get, for the tests (not embedded): every tenth village of Indonesia
// and every twentieth foreign town of GeoNames, by the sources' order.
func (s *sources) checkTable(villages []village) string {
	var out strings.Builder
	for i := 0; i < len(villages); i += checkEvery {
		v := villages[i]
		fmt.Fprintf(&out, "ID/%s\t%d\t%d\n", v.regency, milli(v.lat), milli(v.lon))
	}
	n := 0
	for _, c := range s.cities {
		if c.iso == "ID" {
			continue
		}
		if n++; n%worldEvery == 0 {
			fmt.Fprintf(&out, "%s/%s\t%d\t%d\n", c.iso, c.area, milli(c.lat), milli(c.lon))
		}
	}
	return out.String()
}
