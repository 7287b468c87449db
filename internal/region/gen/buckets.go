package main

import "math"

// buckets find the nearest of many points by squares of equal size over their bounding box.
type buckets struct {
	size        float64
	south, west int // of the first cell, in cells
	rows, cols  int
	points      []labelled
	cells       [][]int32
}

func newBuckets(points []labelled, size float64) *buckets {
	b := &buckets{size: size}
	north, east := math.MinInt, math.MinInt
	b.south, b.west = math.MaxInt, math.MaxInt
	for _, p := range points {
		y, x := b.cell(p.point)
		b.south, b.west = min(b.south, y), min(b.west, x)
		north, east = max(north, y), max(east, x)
	}
	b.rows, b.cols = north-b.south+1, east-b.west+1
	b.clear()
	for _, p := range points {
		b.add(p)
	}
	return b
}

// clear forgets the points and keeps the box.
func (b *buckets) clear() { b.points, b.cells = nil, make([][]int32, b.rows*b.cols) }

func (b *buckets) cell(p point) (row, col int) {
	return int(math.Floor(p.lat / b.size)), int(math.Floor(p.lon / b.size))
}

// add puts in a point of the box.
func (b *buckets) add(p labelled) {
	y, x := b.cell(p.point)
	i := (y-b.south)*b.cols + x - b.west
	b.cells[i] = append(b.cells[i], int32(len(b.points)))
	b.points = append(b.points, p)
}

// nearest is the index of the nearest point within reach (km), of one label if that is not empty, or -1. It looks in
// growing squares of cells until no nearer point can follow.
func (b *buckets) nearest(p point, reach float64, label string) int32 {
	best, dist := int32(-1), reach
	y, x := b.cell(p)
	cos := math.Max(math.Cos(p.lat*math.Pi/180), 0.05)
	for ring := 0; float64(ring-1)*b.size*kmPerDegree*cos <= dist; ring++ {
		b.ring(y, x, ring, func(i int32) {
			q := &b.points[i]
			if label != "" && q.label != label {
				return
			}
			dy, dx := q.lat-p.lat, (q.lon-p.lon)*cos
			if d := kmPerDegree * math.Sqrt(dx*dx+dy*dy); d < dist {
				best, dist = i, d
			}
		})
	}
	return best
}

// ring visits the points in the cells of the square with the given radius around a cell.
func (b *buckets) ring(row, col, radius int, visit func(int32)) {
	for y := max(row-radius, b.south); y <= min(row+radius, b.south+b.rows-1); y++ {
		step := 1
		if y != row-radius && y != row+radius && radius > 0 {
			step = 2 * radius
		}
		for x := col - radius; x <= col+radius; x += step {
			if x < b.west || x >= b.west+b.cols {
				continue
			}
			for _, i := range b.cells[(y-b.south)*b.cols+x-b.west] {
				visit(i)
			}
		}
	}
}
