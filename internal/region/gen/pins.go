package main

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// Steps of the two layers' stored coordinates, in degrees. They are in data/README.md and in the reader.
const (
	homeStep  = 0.001
	worldStep = 0.005
)

// pins builds the two layers of the pin lookup: Indonesia with all towns of its neighbours, and the towns of the world.
//
// The first keeps every village and town: the ratio of the distances to the nearest places of two regencies tells when to
// ask, and the distance to the nearest tells the sea, only if none is missing. The second is thinned out to the towns that
// decide between two countries or regions.
func (s *sources) pins(villages, posts []village, towns []town) []byte {
	foreign := s.foreign(towns)
	var home []labelled
	for _, v := range append(posts, villages...) {
		home = append(home, labelled{point{v.lat, v.lon}, "ID/" + v.regency})
	}
	for _, f := range foreign {
		if f.lat > -12 && f.lat < 8 && f.lon > 93.5 && f.lon < 142.5 {
			home = append(home, f)
		}
	}
	world := append(foreign, s.indonesianTowns()...)
	earth := raster{south: -60, west: -180, step: 0.1, rows: 1380, cols: 3600, reach: 120}
	subset := append(earth.borderSubset(world), always(foreign, towns)...)
	return encode(encode(nil, home, homeStep), subset, worldStep)
}

// always are foreign places that stay although the raster is too coarse to see them: our own list, and the cities that
// are a country of a few cells.
func always(foreign []labelled, towns []town) []labelled {
	out := slices.Clone(foreign[len(foreign)-len(towns):])
	for _, f := range foreign {
		if strings.Contains("HK/ MO/ SG/ BH/", f.label) {
			out = append(out, f)
		}
	}
	return out
}

// foreign are the towns outside Indonesia: those of GeoNames, then the ones listed by hand. The Vatican is left out,
// since nobody works there whom Rome would not help.
func (s *sources) foreign(towns []town) []labelled {
	var out []labelled
	for _, c := range s.cities {
		if c.iso != "ID" && c.iso != "VA" && c.lat > -60 && c.lat < 78 {
			out = append(out, labelled{point{c.lat, c.lon}, c.iso + "/" + c.area})
		}
	}
	for _, t := range towns {
		out = append(out, labelled{point{t.lat, t.lon}, t.iso + "/" + t.area})
	}
	return out
}

func (s *sources) indonesianTowns() []labelled {
	var out []labelled
	for _, c := range s.cities {
		if c.iso == "ID" {
			out = append(out, labelled{point{c.lat, c.lon}, "ID/"})
		}
	}
	return out
}

// encode appends one layer: the number of labels; for each label its length and bytes, its number of points, and the
// points in order of latitude and longitude as signed variable-length differences in steps.
func encode(out []byte, points []labelled, step float64) []byte {
	groups := map[string][][2]int64{}
	for _, p := range points {
		q := [2]int64{int64(math.Round(p.lat / step)), int64(math.Round(p.lon / step))}
		groups[p.label] = append(groups[p.label], q)
	}
	labels := make([]string, 0, len(groups))
	for label := range groups {
		labels = append(labels, label)
	}
	slices.Sort(labels)
	out = binary.AppendUvarint(out, uint64(len(labels)))
	for _, label := range labels {
		out = binary.AppendUvarint(out, uint64(len(label)))
		out = append(out, label...)
		out = appendPoints(out, groups[label])
	}
	return out
}

func appendPoints(out []byte, points [][2]int64) []byte {
	slices.SortFunc(points, func(a, b [2]int64) int { return slices.Compare(a[:], b[:]) })
	points = slices.Compact(points)
	out = binary.AppendUvarint(out, uint64(len(points)))
	var last [2]int64
	for _, p := range points {
		out = binary.AppendVarint(out, p[0]-last[0])
		out = binary.AppendVarint(out, p[1]-last[1])
		last = p
	}
	return out
}
