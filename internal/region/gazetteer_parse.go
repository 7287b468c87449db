package region

import (
	"bytes"
	"compress/gzip"
	_ "embed" // the tables
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// The tables' formats are described in data/README.md.
var (
	//go:embed data/places.tsv.gz
	placesTable []byte
	//go:embed data/pins.bin
	pinsTable []byte
	//go:embed data/countries.tsv
	countriesTable string
	//go:embed data/abroad.tsv
	abroadTable string
)

func parse() (*Gazetteer, error) {
	g := &Gazetteer{
		wib: time.FixedZone("WIB", 7*3600), wita: time.FixedZone("WITA", 8*3600), wit: time.FixedZone("WIT", 9*3600),
	}
	for _, step := range []func() error{g.parsePlaces, g.parseCountries, g.parseTowns, g.parsePins} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *Gazetteer) parsePlaces() error {
	text, err := unzip(placesTable)
	if err != nil {
		return fmt.Errorf("places: %w", err)
	}
	g.provinces, g.regencies, g.districts = make([]Place, 0, 38), make([]Place, 0, 514), make([]Place, 0, 7285)
	for row := range strings.Lines(string(text)) {
		p, err := parsePlace(strings.TrimSuffix(row, "\n"))
		if err != nil {
			return fmt.Errorf("places: %q: %w", row, err)
		}
		switch p.Code.Level() {
		case ProvinceLevel:
			g.provinces = append(g.provinces, p)
		case RegencyLevel:
			g.regencies = append(g.regencies, p)
		default:
			g.districts = append(g.districts, p)
		}
	}
	g.index()
	return nil
}

func parsePlace(row string) (Place, error) {
	f, err := fields(row, 4)
	if err != nil {
		return Place{}, err
	}
	p := Place{Code: Code(f[0])}
	p.Parent = p.Code.Parent()
	if p.Lat, p.Lon, err = point(f[2], f[3]); err != nil {
		return Place{}, err
	}
	switch p.Code.Level() {
	case ProvinceLevel:
		p.Kind, p.Name, p.Short = Provinsi, "Provinsi "+f[1], provinceShort.Replace(f[1])
	case RegencyLevel:
		p.Kind, p.Name = Kabupaten, f[1]
		if strings.HasPrefix(p.Name, "Kota ") {
			p.Kind = Kota
		}
		p.Short = shorten(p.Name)
	case DistrictLevel:
		p.Kind, p.Name, p.Short = Kecamatan, "Kecamatan "+f[1], f[1]
	default:
		return Place{}, fmt.Errorf("malformed code %q", f[0])
	}
	return p, nil
}

// provinceShort turns the two provinces with a title into the way everybody writes them.
var provinceShort = strings.NewReplacer("Daerah Khusus Ibukota ", "DKI ", "Daerah Istimewa ", "DI ")

func shorten(regency string) string {
	_, short, _ := strings.Cut(regency, " ")
	return strings.TrimPrefix(short, "Administrasi ")
}

// index builds the maps. Codes are sorted, so the children of a place stand together.
func (g *Gazetteer) index() {
	g.byCode = make(map[Code]*Place, len(g.provinces)+len(g.regencies)+len(g.districts))
	g.children = make(map[Code][]Place, len(g.provinces)+len(g.regencies))
	for _, level := range [][]Place{g.provinces, g.regencies, g.districts} {
		start := 0
		for i := range level {
			g.byCode[level[i].Code] = &level[i]
			if level[i].Parent != level[start].Parent {
				start = i
			}
			if level[i].Parent != "" {
				g.children[level[i].Parent] = level[start : i+1 : i+1]
			}
		}
	}
}

func (g *Gazetteer) parseCountries() error {
	for row := range tableRows(countriesTable) {
		f, err := fields(row, 3)
		if err != nil {
			return fmt.Errorf("countries: %w", err)
		}
		g.countries = append(g.countries, Country{ISO: f[0], Name: f[1], English: f[2]})
	}
	return nil
}

func (g *Gazetteer) parseTowns() error {
	for row := range tableRows(abroadTable) {
		f, err := fields(row, 7)
		if err != nil {
			return fmt.Errorf("abroad: %w", err)
		}
		t := Town{ISO: f[0], Area: f[1], Name: f[2], Kind: TownKind(f[3])}
		if t.Lat, t.Lon, err = point(f[4], f[5]); err != nil {
			return fmt.Errorf("abroad: %s: %w", t.Name, err)
		}
		if f[6] != "" {
			t.Others = strings.Split(f[6], ", ")
		}
		g.towns = append(g.towns, t)
	}
	return nil
}

// tableRows goes through the rows of a text table, without its comments.
func tableRows(table string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for row := range strings.Lines(table) {
			row = strings.TrimSuffix(row, "\n")
			if row != "" && row[0] != '#' && !yield(row) {
				return
			}
		}
	}
}

func fields(row string, n int) ([]string, error) {
	f := strings.Split(row, "\t")
	if len(f) != n {
		return nil, fmt.Errorf("row %q has %d fields, want %d", row, len(f), n)
	}
	return f, nil
}

// point reads two coordinates written as thousandths of a degree.
func point(lat, lon string) (float64, float64, error) {
	a, err := strconv.Atoi(lat)
	if err != nil {
		return 0, 0, err
	}
	b, err := strconv.Atoi(lon)
	return float64(a) / 1000, float64(b) / 1000, err
}

func unzip(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
