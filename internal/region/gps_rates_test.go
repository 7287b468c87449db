package region

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rates counts how pins of a known place were answered.
type rates struct {
	pins, wrong, asked, askedWrong, abroad, sea int
}

func (r *rates) add(f Fix, want Code) {
	r.pins++
	right := slices.ContainsFunc(f.Regencies, func(n Near) bool { return n.Code == want })
	switch {
	case f.Ask && !right:
		r.asked++
		r.askedWrong++
	case f.Ask:
		r.asked++
	case !right:
		r.wrong++
	}
	if f.Country != "ID" {
		r.abroad++
	}
	if f.Sea {
		r.sea++
	}
}

func (r rates) percent(n int) float64 { return 100 * float64(n) / float64(max(r.pins, 1)) }

func (r rates) String() string {
	return fmt.Sprintf("%6d pins: wrong unasked %.2f %%, asked %.2f %% (right one not among them %.2f %%), abroad %.2f %%, sea %.2f %%",
		r.pins, r.percent(r.wrong), r.percent(r.asked), r.percent(r.askedWrong), r.percent(r.abroad), r.percent(r.sea))
}

// goals are the most that may be answered wrongly without asking, and asked about, in per cent.
type goals struct{ wrong, asked float64 }

func (r rates) check(t *testing.T, name string, g goals) {
	t.Helper()
	t.Logf("%-22s %s", name, r)
	if r.pins < 500 {
		t.Errorf("%s: only %d pins", name, r.pins)
	}
	if r.percent(r.wrong) > g.wrong || r.percent(r.asked) > g.asked {
		t.Errorf("%s: more than %.1f %% wrong or %.1f %% asked", name, g.wrong, g.asked)
	}
}

// theGoals are those of the specification.
var theGoals = goals{wrong: 1.2, asked: 6}

// TestGPSRates measures the lookup on points that the table is not made of. Village outlines are not available to this
// project, so no set is what one would like best, random points inside the outlines; each leans its own way:
// towns and islands are where people live and carry some wrong labels of their own.
func TestGPSRates(t *testing.T) {
	t.Parallel()
	sets := map[string]*rates{"town": {}, "island": {}}
	for _, c := range checkPins(t) {
		if set := sets[c.set]; set != nil {
			set.add(Default().At(c.lat, c.lon, 0), Code(c.area))
		}
	}
	sets["town"].check(t, "towns (GeoNames)", theGoals)
	sets["island"].check(t, "populated islands", theGoals)
}

// TestGPSRatesShared measures on the kecamatan points made from village outlines, where they are present.
func TestGPSRatesShared(t *testing.T) {
	t.Parallel()
	var r rates
	for _, row := range sharedRows(t, "districts.csv") {
		r.add(Default().At(row.lat, row.lon, 0), row.code.Regency())
	}
	r.check(t, "kecamatan (outlines)", theGoals)
}

// TestGPSHoldOut takes every tenth village out of the table and looks it up in the rest. It is a harder task than a real
// pin's, since the village next to the pin is the one that is missing: an upper bound, with its own limits.
func TestGPSHoldOut(t *testing.T) {
	t.Parallel()
	g := *Default()
	all := g.pins.home
	rest := all
	rest.points = nil
	var out []pinPoint
	for i, p := range all.points {
		if i%10 == 3 && all.labels[p.label].iso == "ID" {
			out = append(out, p)
		} else {
			rest.points = append(rest.points, p)
		}
	}
	rest.sort()
	g.pins.home = rest
	var r rates
	for _, p := range out {
		r.add(g.At(float64(p.lat), float64(p.lon), 0), all.labels[p.label].code)
	}
	r.check(t, "villages held out", goals{wrong: 1.8, asked: 10})
}

// TestGPSAbroadRates measures foreign towns that are mostly not in the table, which is thinned out there.
func TestGPSAbroadRates(t *testing.T) {
	t.Parallel()
	n, wrong, taken := 0, 0, 0
	for _, c := range checkPins(t) {
		if c.set != "abroad" || c.iso == "VA" {
			continue
		}
		n++
		f := Default().At(c.lat, c.lon, 0)
		if f.Country != c.iso && f.Or != c.iso {
			wrong++
		}
		if f.Country == "ID" && !f.Ask {
			taken++
			t.Errorf("a town of %s at %.3f, %.3f is taken for Indonesia: %+v", c.iso, c.lat, c.lon, f)
		}
	}
	t.Logf("%d foreign towns: wrong country %.2f %%, taken for Indonesia %d", n, 100*float64(wrong)/float64(n), taken)
	if n < 5000 || wrong > n/100 {
		t.Errorf("%d of %d foreign towns in the wrong country", wrong, n)
	}
}

// checkPin is a row of data/check.tsv.gz.
type checkPin struct {
	set, iso, area string
	lat, lon       float64
}

func checkPins(t *testing.T) []checkPin {
	t.Helper()
	zipped, err := os.ReadFile("data/check.tsv.gz")
	if err != nil {
		t.Fatal(err)
	}
	text, err := unzip(zipped)
	if err != nil {
		t.Fatal(err)
	}
	var all []checkPin
	for row := range tableRows(string(text)) {
		f, err := fields(row, 4)
		if err != nil {
			t.Fatal(err)
		}
		c := checkPin{set: f[0]}
		c.iso, c.area, _ = strings.Cut(f[1], "/")
		c.lat, c.lon = thousandths(t, f[2]), thousandths(t, f[3])
		all = append(all, c)
	}
	return all
}

func thousandths(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return float64(n) / 1000
}
