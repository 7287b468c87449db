package region

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
)

// pinIndex holds the labelled points of data/pins.bin in two layers: all villages of Indonesia with the towns of
// its neighbours, and the towns of the world, thinned out.
type pinIndex struct {
	home, world layer
}

// pinLabel is what a pin beside a point means: a kabupaten/kota, or a region of a foreign country.
type pinLabel struct {
	code      Code
	iso, area string
}

// layer is a set of points sorted into the cells of a grid.
type layer struct {
	south, west, step float64 // degrees
	rows, cols        int
	wraps             bool    // the columns go round the earth
	start             []int32 // cell -> its first point; one more at the end
	points            []pinPoint
	labels            []pinLabel
}

type pinPoint struct {
	lat, lon float32
	label    uint16
}

// The generator's steps of stored coordinates and the grids, in degrees. The grids are chosen so that a lookup visits
// few cells and few points (BenchmarkAt).
const (
	homeStep, worldStep = 0.001, 0.005
	homeCell, worldCell = 0.1, 1
)

var errPins = errors.New("pins: table cut short or damaged")

func (g *Gazetteer) parsePins() error {
	g.pins.home = layer{south: -12, west: 93, step: homeCell, rows: 210, cols: 500}
	g.pins.world = layer{south: -90, west: -180, step: worldCell, rows: 180, cols: 360, wraps: true}
	rest, err := g.pins.home.parse(pinsTable, homeStep)
	if err != nil {
		return err
	}
	if rest, err = g.pins.world.parse(rest, worldStep); err != nil || len(rest) > 0 {
		return errPins
	}
	return nil
}

// parse reads one layer and returns the rest.
func (l *layer) parse(b []byte, step float64) ([]byte, error) {
	r := varints{b: b}
	l.points = make([]pinPoint, 0, len(b)/3)
	for range r.count() {
		label := r.text()
		iso, rest, ok := strings.Cut(label, "/")
		if !ok {
			return nil, errPins
		}
		p := pinLabel{iso: iso, area: rest}
		if iso == "ID" {
			p = pinLabel{iso: iso, code: Code(rest)}
		}
		var lat, lon int64
		for range r.count() {
			lat, lon = lat+r.int(), lon+r.int()
			at := pinPoint{float32(float64(lat) * step), float32(float64(lon) * step), uint16(len(l.labels))}
			if !l.holds(at) {
				return nil, errPins
			}
			l.points = append(l.points, at)
		}
		l.labels = append(l.labels, p)
	}
	if r.bad {
		return nil, errPins
	}
	l.sort()
	return r.b, nil
}

// sort puts the points in the order of their cells by counting.
func (l *layer) sort() {
	l.start = make([]int32, l.rows*l.cols+2)
	cells := make([]int32, len(l.points))
	for i, p := range l.points {
		cells[i] = l.cellOf(p)
		l.start[cells[i]+2]++
	}
	for i := 2; i < len(l.start); i++ {
		l.start[i] += l.start[i-1]
	}
	sorted := make([]pinPoint, len(l.points))
	for i, c := range cells { // start[c+1] counts up to where cell c ends
		sorted[l.start[c+1]] = l.points[i]
		l.start[c+1]++
	}
	l.points = sorted
}

// holds tells whether the grid has a cell for the point.
func (l *layer) holds(p pinPoint) bool {
	y, x := (float64(p.lat)-l.south)/l.step, (float64(p.lon)-l.west)/l.step
	return y >= 0 && y <= float64(l.rows) && x >= 0 && x <= float64(l.cols)
}

// cellOf is the cell a stored point belongs to; both grids are wider than their points.
func (l *layer) cellOf(p pinPoint) int32 {
	y, x := int((float64(p.lat)-l.south)/l.step), int((float64(p.lon)-l.west)/l.step)
	return int32(min(y, l.rows-1)*l.cols + min(x, l.cols-1))
}

func (l *layer) cell(lat, lon float64) (row, col int) {
	return int(math.Floor((lat - l.south) / l.step)), int(math.Floor((lon - l.west) / l.step))
}

// hit is a point found: its label and its distance. label is -1 when there is none within reach.
type hit struct {
	label int32
	km    float64
}

// kmPerDegree is the length of a degree of latitude.
const kmPerDegree = 111.32

// nearest finds the nearest point within reach (km) and the nearest one with another label. The second is looked for
// only as far as it could matter: up to first/ratio + spare.
func (l *layer) nearest(lat, lon, reach, ratio, spare float64) (first, second hit) {
	s := search{layer: l, lat: lat, lon: lon, cos: max(math.Cos(lat*math.Pi/180), 0.05)}
	s.first, s.second = hit{-1, reach * reach}, hit{-1, reach * reach}
	row, col := l.cell(lat, lon)
	for ring := 0; ; ring++ {
		if gap := s.gap(row, col, ring); gap > 0 {
			limit := min(s.second.km, reach*reach)
			if s.first.label >= 0 {
				far := math.Sqrt(s.first.km)/ratio + spare
				limit = min(limit, far*far)
			}
			if gap*gap > limit {
				break
			}
		}
		s.ring(row, col, ring)
	}
	s.first.km, s.second.km = math.Sqrt(s.first.km), math.Sqrt(s.second.km)
	return s.first, s.second
}

// search is one lookup under way; its hits hold squared distances.
type search struct {
	*layer
	lat, lon, cos float64
	first, second hit
}

// gap is the distance (km) from the pin to the nearest edge of the square of cells already visited before this ring.
func (s *search) gap(row, col, ring int) float64 {
	if ring == 0 {
		return 0
	}
	fy := (s.lat-s.south)/s.step - float64(row)
	fx := (s.lon-s.west)/s.step - float64(col)
	y := (float64(ring-1) + min(fy, 1-fy)) * s.step
	x := (float64(ring-1) + min(fx, 1-fx)) * s.step * s.cos
	return min(x, y) * kmPerDegree
}

func (s *search) ring(row, col, radius int) {
	for y := max(row-radius, 0); y <= min(row+radius, s.rows-1); y++ {
		if y == row-radius || y == row+radius || radius == 0 {
			for x := col - radius; x <= col+radius; x++ {
				s.visit(y, x)
			}
			continue
		}
		s.visit(y, col-radius)
		s.visit(y, col+radius)
	}
}

func (s *search) visit(row, col int) {
	shift := 0.0
	if col < 0 || col >= s.cols {
		if !s.wraps {
			return
		}
		wrapped := (col%s.cols + s.cols) % s.cols
		shift = float64(col-wrapped) * s.step
		col = wrapped
	}
	i := row*s.cols + col
	for _, p := range s.points[s.start[i]:s.start[i+1]] {
		dy := (float64(p.lat) - s.lat) * kmPerDegree
		dx := (float64(p.lon) + shift - s.lon) * s.cos * kmPerDegree
		if d := dx*dx + dy*dy; d < s.second.km {
			s.take(int32(p.label), d)
		}
	}
}

// take notes a point nearer than the second.
func (s *search) take(label int32, d float64) {
	switch {
	case label == s.first.label:
		s.first.km = min(s.first.km, d)
	case d < s.first.km:
		if s.first.label >= 0 {
			s.second = s.first
		}
		s.first = hit{label, d}
	default:
		s.second = hit{label, d}
	}
}

// varints reads the table; after damage it gives zeros and remembers.
type varints struct {
	b   []byte
	bad bool
}

func (r *varints) int() int64 {
	v, n := binary.Varint(r.b)
	return r.step(v, n)
}

func (r *varints) count() int {
	v, n := binary.Uvarint(r.b)
	if v > 1<<24 {
		n = 0
	}
	return int(r.step(int64(v), n))
}

func (r *varints) step(v int64, n int) int64 {
	if n <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *varints) text() string {
	n := r.count()
	if n > len(r.b) {
		r.bad = true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
