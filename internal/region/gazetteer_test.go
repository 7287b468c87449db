package region

import (
	"slices"
	"strings"
	"testing"
)

func TestCountsAndParents(t *testing.T) {
	t.Parallel()
	g := Default()
	regencies, districts := 0, 0
	for _, p := range g.Provinces() {
		if len(g.Regencies(p.Code)) == 0 {
			t.Errorf("%s has no regencies", p.Name)
		}
		for _, r := range g.Regencies(p.Code) {
			regencies++
			checkChild(t, p, r)
			if len(g.Districts(r.Code)) == 0 {
				t.Errorf("%s has no districts", r.Name)
			}
			for _, d := range g.Districts(r.Code) {
				districts++
				checkChild(t, r, d)
			}
		}
	}
	if n := len(g.Provinces()); n != 38 || regencies != 514 || districts != 7285 {
		t.Errorf("%d provinces, %d regencies, %d districts; want 38, 514, 7285", n, regencies, districts)
	}
}

// checkChild checks that a place is found again under its code and belongs to its parent by code and by point.
func checkChild(t *testing.T, parent, child Place) {
	t.Helper()
	if child.Parent != parent.Code || child.Code.Parent() != parent.Code || child.Code.Level() != parent.Code.Level()+1 {
		t.Errorf("%s %s: parent %q, want %q", child.Code, child.Name, child.Parent, parent.Code)
	}
	if got, ok := Default().Lookup(child.Code); !ok || got != child {
		t.Errorf("Lookup(%q) = %+v, %v; want %+v", child.Code, got, ok, child)
	}
	if child.Lat < -11.1 || child.Lat > 6.1 || child.Lon < 95 || child.Lon > 141.1 {
		t.Errorf("%s lies outside Indonesia: %v, %v", child.Name, child.Lat, child.Lon)
	}
	if child.Short == "" || child.Short != strings.TrimSpace(child.Short) || strings.ContainsAny(child.Name, "\"\t") || strings.Contains(child.Name, "  ") {
		t.Errorf("%s: badly written name %q", child.Code, child.Name)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code        Code
		kind        Kind
		name, short string
	}{
		{"11", Provinsi, "Provinsi Aceh", "Aceh"},
		{"31", Provinsi, "Provinsi Daerah Khusus Ibukota Jakarta", "DKI Jakarta"},
		{"34", Provinsi, "Provinsi Daerah Istimewa Yogyakarta", "DI Yogyakarta"},
		{"53.02", Kabupaten, "Kabupaten Timor Tengah Selatan", "Timor Tengah Selatan"},
		{"53.71", Kota, "Kota Kupang", "Kupang"},
		{"31.74", Kota, "Kota Administrasi Jakarta Selatan", "Jakarta Selatan"},
		{"31.01", Kabupaten, "Kabupaten Administrasi Kepulauan Seribu", "Kepulauan Seribu"},
		{"63.02", Kabupaten, "Kabupaten Kotabaru", "Kotabaru"},
		{"35.29.22", Kecamatan, "Kecamatan Ra'as", "Ra'as"},
		{"32.05.38", Kecamatan, "Kecamatan Balubur Limbangan", "Balubur Limbangan"},
	} {
		p, ok := Default().Lookup(c.code)
		if !ok || p.Kind != c.kind || p.Name != c.name || p.Short != c.short {
			t.Errorf("Lookup(%q) = %s %q %q, want %s %q %q", c.code, p.Kind, p.Name, p.Short, c.kind, c.name, c.short)
		}
	}
}

func TestUnknownPlaces(t *testing.T) {
	t.Parallel()
	g := Default()
	for _, c := range []Code{"", "00", "99", "53.99", "53.02.99", "5302"} {
		if p, ok := g.Lookup(c); ok {
			t.Errorf("Lookup(%q) found %q", c, p.Name)
		}
		if len(g.Regencies(c)) > 0 || len(g.Districts(c)) > 0 {
			t.Errorf("%q has children", c)
		}
	}
	if len(g.Regencies("53.02")) > 0 || len(g.Districts("53")) > 0 {
		t.Error("children of the wrong level were listed")
	}
	if _, ok := g.Country("ZZ"); ok {
		t.Error("country ZZ found")
	}
	if _, ok := g.Town("KH", "Atlantis"); ok {
		t.Error("town Atlantis found")
	}
}

func TestListsAreCopies(t *testing.T) {
	t.Parallel()
	g := Default()
	g.Provinces()[0].Name = "spoilt"
	g.Regencies("53")[0].Name = "spoilt"
	if p, _ := g.Lookup("11"); p.Name != "Provinsi Aceh" {
		t.Error("a caller changed the gazetteer through Provinces")
	}
	if g.Regencies("53")[0].Name == "spoilt" {
		t.Error("a caller changed the gazetteer through Regencies")
	}
}

func TestZones(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"WIB":  "11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 61 62",
		"WITA": "51 52 53 63 64 65 71 72 73 74 75 76",
		"WIT":  "81 82 91 92 93 94 95 96",
	}
	seen := 0
	for zone, provinces := range want {
		for p := range strings.FieldsSeq(provinces) {
			seen++
			for _, r := range Default().Regencies(Code(p)) {
				if loc, ok := Default().Zone(r.Code); !ok || loc.String() != zone {
					t.Errorf("%s is in %s, want %s", r.Name, loc, zone)
				}
			}
		}
	}
	if seen != len(Default().Provinces()) {
		t.Errorf("%d provinces checked of %d", seen, len(Default().Provinces()))
	}
	if loc, ok := Default().Zone("99.01"); ok || loc.String() != "WIB" {
		t.Errorf("unknown place: %s, %v; want WIB, false", loc, ok)
	}
}

func TestCountries(t *testing.T) {
	t.Parallel()
	g := Default()
	all := g.Countries()
	if len(all) < 245 || !slices.IsSortedFunc(all, func(a, b Country) int { return strings.Compare(a.ISO, b.ISO) }) {
		t.Errorf("%d countries, or not sorted", len(all))
	}
	for iso, want := range map[string]string{"KH": "Kamboja", "sa": "Arab Saudi", "TW": "Taiwan", "ID": "Indonesia", "PG": "Papua Nugini"} {
		if c, ok := g.Country(iso); !ok || c.Name != want {
			t.Errorf("Country(%q) = %+v, %v; want %s", iso, c, ok, want)
		}
	}
}

// TestTowns checks our list of places abroad: a pin on each must give its country, and its region where regions are kept.
func TestTowns(t *testing.T) {
	t.Parallel()
	g := Default()
	seen := map[string]string{}
	for town := range g.Towns() {
		if _, ok := g.Country(town.ISO); !ok {
			t.Errorf("%s: unknown country %q", town.Name, town.ISO)
		}
		if !slices.Contains([]TownKind{City, Compound, Border, Port}, town.Kind) {
			t.Errorf("%s: kind %q", town.Name, town.Kind)
		}
		if f := g.At(town.Lat, town.Lon, 10); f.Country != town.ISO || f.Area != town.Area {
			t.Errorf("a pin on %s gives %q %q, want %q %q", town.Name, f.Country, f.Area, town.ISO, town.Area)
		}
		for _, name := range append([]string{town.Name}, town.Others...) {
			key := town.ISO + " " + strings.ToLower(name)
			if seen[key] != "" {
				t.Errorf("%q is both %s and %s", key, seen[key], town.Name)
			}
			seen[key] = town.Name
			if found, ok := g.Town(town.ISO, strings.ToUpper(name)); !ok || found.Name != town.Name {
				t.Errorf("Town(%q, %q) = %q, want %q", town.ISO, name, found.Name, town.Name)
			}
		}
	}
}

// TestTableSize keeps this folder's share of the megabyte that all place tables may take in the program.
func TestTableSize(t *testing.T) {
	t.Parallel()
	if n := len(placesTable) + len(pinsTable) + len(countriesTable) + len(abroadTable); n > 512<<10 {
		t.Errorf("the tables take %d bytes, more than 512 KiB", n)
	} else {
		t.Logf("tables: %d bytes", n)
	}
}

// BenchmarkReady parses all embedded tables.
func BenchmarkReady(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse(); err != nil {
			b.Fatal(err)
		}
	}
}
