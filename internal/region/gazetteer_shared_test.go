package region

import (
	"cmp"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// sharedRow is a place of the comparison tables: codes and names of the ministry's decree, points from village outlines.
type sharedRow struct {
	code     Code
	name     string
	lat, lon float64
}

// sharedRows reads a comparison table that lies beside the checkout (or where SIAGA_SHARED_DATA says) and is not part of
// the project; without it the test is skipped.
func sharedRows(t *testing.T, file string) []sharedRow {
	t.Helper()
	path := filepath.Join(cmp.Or(os.Getenv("SIAGA_SHARED_DATA"), "../../../shared/data"), file)
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("comparison table not present: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []sharedRow
	for _, row := range rows[1:] {
		lat, err1 := strconv.ParseFloat(row[len(row)-2], 64)
		lon, err2 := strconv.ParseFloat(row[len(row)-1], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: %q", file, row)
		}
		all = append(all, sharedRow{Code(row[0]), row[1], lat, lon})
	}
	return all
}

// TestAgreesWithDecree compares every code, and every name but the one we write out where the tables abbreviate.
func TestAgreesWithDecree(t *testing.T) {
	t.Parallel()
	g := Default()
	rows := append(sharedRows(t, "regions.csv"), sharedRows(t, "districts.csv")...)
	if want := len(g.provinces) + len(g.regencies) + len(g.districts); len(rows) != want || want != 7837 {
		t.Errorf("%d codes to compare with, we have %d, want 7837", len(rows), want)
	}
	known := map[Code]string{"32.05.38": "Balubur Limbangan"}
	far := 0
	for _, row := range rows {
		p, ok := g.Lookup(row.code)
		if !ok {
			t.Errorf("no %s %s", row.code, row.name)
			continue
		}
		if name := bare(p); name != row.name && known[row.code] != name {
			t.Errorf("%s is %q, want %q", row.code, name, row.name)
		}
		if row.code.Level() == DistrictLevel && distance(p.Lat, p.Lon, row.lat, row.lon) > 15 {
			far++
		}
	}
	t.Logf("%d of %d kecamatan points lie more than 15 km from the other source's", far, len(g.districts))
	if far > len(g.districts)/50 {
		t.Errorf("%d kecamatan points are far off", far)
	}
}

// bare is the name as the tables have it: regencies with their kind, the others without.
func bare(p Place) string {
	switch p.Kind {
	case Provinsi:
		return p.Name[len("Provinsi "):]
	case Kecamatan:
		return p.Short
	}
	return p.Name
}
