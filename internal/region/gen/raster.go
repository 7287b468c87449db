package main

import (
	"cmp"
	"math"
)

// point is a place in degrees.
type point struct{ lat, lon float64 }

func cmpFloat(a, b float64) int { return cmp.Compare(a, b) }

// kmPerDegree is the length of a degree of latitude.
const kmPerDegree = 111.32

// km is the distance on a plane touching the earth at a; its error is far below a per cent at the distances used here.
func (a point) km(b point) float64 {
	dy := b.lat - a.lat
	dx := (b.lon - a.lon) * math.Cos(a.lat*math.Pi/180)
	return kmPerDegree * math.Hypot(dx, dy)
}

// labelled is a point with what a pin beside it means: "ID/53.02" or "MY/Johor".
type labelled struct {
	point
	label string
}

// raster is a grid laid over a box; at each cell's middle the nearest point within reach owns the cell.
type raster struct {
	south, west, step float64
	rows, cols        int
	reach             float64 // km
	owner             []int32 // index of a point, -1 for nobody
}

// borderSubset keeps the points that own a cell beside a cell with another label. A lookup of the nearest kept point then
// gives the same label as a lookup among all points, up to the grid's step.
func (r *raster) borderSubset(points []labelled) []labelled {
	r.own(points)
	keep := make([]bool, len(points))
	at := func(row, col int) int32 { return r.owner[row*r.cols+col] }
	meet := func(a, b int32) {
		if a >= 0 && b >= 0 && points[a].label != points[b].label {
			keep[a], keep[b] = true, true
		}
	}
	for row := range r.rows {
		for col := range r.cols {
			if row+1 < r.rows {
				meet(at(row, col), at(row+1, col))
			}
			if col+1 < r.cols {
				meet(at(row, col), at(row, col+1))
			}
		}
	}
	return append(kept(points, keep), r.lonely(points, keep)...)
}

func kept(points []labelled, keep []bool) []labelled {
	var out []labelled
	for i, p := range points {
		if keep[i] {
			out = append(out, p)
		}
	}
	return out
}

// lonely returns points that no kept point of their label would stand for within half the reach: the inside of large
// areas and islands without a neighbour. Without them a pin there would find nothing.
func (r *raster) lonely(points []labelled, keep []bool) []labelled {
	var out []labelled
	near := newBuckets(points, r.reach/kmPerDegree)
	near.clear()
	for _, p := range kept(points, keep) {
		near.add(p)
	}
	for i, p := range points {
		if keep[i] {
			continue
		}
		if near.nearest(p.point, r.reach/2, p.label) >= 0 {
			continue
		}
		out = append(out, p)
		near.add(p)
	}
	return out
}

func (r *raster) own(points []labelled) {
	b := newBuckets(points, r.step*5)
	r.owner = make([]int32, r.rows*r.cols)
	for row := range r.rows {
		for col := range r.cols {
			mid := point{r.south + (float64(row)+0.5)*r.step, r.west + (float64(col)+0.5)*r.step}
			r.owner[row*r.cols+col] = b.nearest(mid, r.reach, "")
		}
	}
}
