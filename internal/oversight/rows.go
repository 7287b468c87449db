package oversight

import (
	"cmp"
	"slices"

	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// row is one region of the map and of the ranking, with all below it.
type row struct {
	Code   region.Code
	Name   string
	Score  int // mean of the region and all below it
	Trend  int // change of Score in trendDays
	HasOld bool
	Exist  int // task forces with a decree in force
	Live   int // task forces where somebody answers now
	Of     int // task forces
	Empty  int // of these: nobody ever filled in anything
	Cases  string
	Link   bool // may be opened
	Rank   int
}

// rowOf sums up a region: a province with its kabupaten and kota, or one of these alone.
func (d data) rowOf(c region.Code, codes []region.Code) row {
	r := row{Code: c, Of: len(codes)}
	sum, old, olds := 0, 0, 0
	for _, code := range codes {
		s := d.today[code]
		sum += s.Score
		if s.Valid {
			r.Exist++
		}
		if d.empty[code] {
			r.Empty++
		}
		if d.duty[code] > 0 {
			r.Live++
		}
		if b, ok := d.before[code]; ok {
			old += b.Score
			olds++
		}
	}
	r.Score = mean(sum, len(codes))
	if olds > 0 {
		r.HasOld, r.Trend = true, r.Score-mean(old, olds)
	}
	return r
}

func mean(sum, n int) int { return (sum + n/2) / max(n, 1) }

// members lists the task forces of a region: of the country all, of a province itself and its kabupaten and kota.
func members(c region.Code) []region.Code {
	g := region.Default()
	var out []region.Code
	switch {
	case c == tally.All:
		out = append(out, taskforce.Pusat)
		for _, p := range g.Provinces() {
			out = append(out, members(p.Code)...)
		}
	case c.Level() == region.ProvinceLevel:
		out = append(out, c)
		for _, p := range g.Regencies(c) {
			out = append(out, p.Code)
		}
	default:
		out = []region.Code{c}
	}
	return out
}

// parts lists the regions one level below.
func parts(c region.Code) []region.Code {
	var out []region.Code
	places := region.Default().Regencies(c)
	if c == tally.All {
		places = region.Default().Provinces()
	}
	for _, p := range places {
		out = append(out, p.Code)
	}
	return out
}

// rows are the parts of a region, the best first.
func (d data) rows(w *Words) []row {
	var out []row
	for _, c := range parts(d.code) {
		r := d.rowOf(c, members(c))
		r.Name, r.Link = w.short(c), true
		r.Cases = shownAt(d.counts, c)
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b row) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Live*a.Of, a.Live*b.Of), cmp.Compare(a.Code, b.Code))
	})
	for i := range out {
		out[i].Rank = i + 1
		if i > 0 && out[i].Score == out[i-1].Score {
			out[i].Rank = out[i-1].Rank
		}
	}
	return out
}

// shownAt is the number of cases of a region, or a dash where it is hidden.
func shownAt(n byRegion, c region.Code) string {
	if v, ok := n[c][tally.Key{Code: c, Measure: tally.Cases}]; ok {
		return "≈ " + itoa(v)
	}
	return "–"
}

// band is the class of a row in a view, 0 the worst and 3 the best.
func (r row) band(view string) int {
	switch view {
	case "cover":
		switch {
		case r.Live == 0:
			return 0
		case 2*r.Live < r.Of:
			return 1
		case r.Live < r.Of:
			return 2
		}
		return 3
	case "trend":
		switch {
		case r.Trend <= -5:
			return 0
		case r.Trend < 0:
			return 1
		case r.Trend < 5:
			return 2
		}
		return 3
	}
	return min(max(r.Score, 0)/25, 3)
}

// figure is what a tile says in a view.
func (r row) figure(view string) string {
	switch view {
	case "cover":
		if r.Of == 1 && r.Live == 1 {
			return "✓"
		}
		if r.Of == 1 {
			return "–"
		}
		return itoa(r.Live) + "/" + itoa(r.Of)
	case "trend":
		return plus(r.Trend)
	}
	return itoa(r.Score)
}
