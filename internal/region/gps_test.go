package region

import (
	"math"
	"slices"
	"testing"
)

// distance is the great-circle distance (km); it checks the plane distances of the lookup by another formula.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	h := math.Pow(math.Sin((lat2-lat1)*rad/2), 2) +
		math.Cos(lat1*rad)*math.Cos(lat2*rad)*math.Pow(math.Sin((lon2-lon1)*rad/2), 2)
	return 2 * 6371 * math.Asin(math.Sqrt(h))
}

func TestPinsInIndonesia(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		where    string
		lat, lon float64
		want     Code
	}{
		{"Nunukan harbour", 4.140, 117.666, "65.03"},
		{"Sebatik, east coast", 4.150, 117.895, "65.03"},
		{"Entikong border post", 0.970, 110.330, "61.03"},
		{"Aruk border post, Sambas", 1.560, 109.672, "61.01"},
		{"Badau border post, Kapuas Hulu", 0.925, 111.885, "61.06"},
		{"Batam Centre harbour", 1.130, 104.055, "21.71"},
		{"Belakang Padang", 1.158, 103.890, "21.71"},
		{"Tanjung Balai Karimun", 0.990, 103.430, "21.02"},
		{"Atambua", -9.107, 124.893, "53.04"},
		{"Mota'ain border post", -8.958, 124.949, "53.04"},
		{"Motamasin border post", -9.445, 125.085, "53.21"},
		{"Wini border post", -9.175, 124.480, "53.03"},
		{"Merauke", -8.497, 140.400, "93.01"},
		{"Sota", -8.430, 141.010, "93.01"},
		{"Skouw border post", -2.602, 140.960, "91.71"},
		{"Jayapura", -2.540, 140.705, "91.71"},
		{"Tahuna, Sangihe", 3.610, 125.490, "71.03"},
		{"Miangas", 5.555, 126.585, "71.04"},
		{"Monas", -6.1754, 106.8272, "31.71"},
		{"Soekarno-Hatta, terminal 3", -6.120, 106.665, "36.71"},
		{"Purabaya terminal", -7.3505, 112.7245, "35.15"},
		{"SoE", -9.862, 124.284, "53.02"},
		{"Dumai harbour", 1.688, 101.450, "14.72"},
		{"Sabang", 5.890, 95.320, "11.72"},
	} {
		f := Default().At(c.lat, c.lon, 20)
		if f.Country != "ID" || len(f.Regencies) == 0 || f.Regencies[0].Code != c.want && !(f.Ask && f.Regencies[1].Code == c.want) {
			t.Errorf("%s gives %+v, want %s", c.where, f, c.want)
		}
	}
}

func TestPinsAbroad(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		where         string
		lat, lon      float64
		iso, area     string
		mission, near string // near: the country that may be asked about as well
	}{
		{"Tawau", 4.2448, 117.8912, "MY", "Tawau", "kri_tawau", "ID"},
		{"Semporna", 4.482, 118.611, "MY", "Semporna", "kri_tawau", ""},
		{"Kota Kinabalu", 5.980, 116.073, "MY", "Sabah", "kjri_kota_kinabalu", ""},
		{"Tebedu", 1.0200, 110.3600, "MY", "Sarawak", "kjri_kuching", "ID"},
		{"Kuching", 1.557, 110.344, "MY", "Sarawak", "kjri_kuching", ""},
		{"Johor Bahru", 1.465, 103.757, "MY", "Johor", "kjri_johor_bahru", "SG"},
		{"Kuala Lumpur, Chow Kit", 3.165, 101.698, "MY", "Kuala Lumpur", "kbri_kuala_lumpur", ""},
		{"Singapore, HarbourFront", 1.264, 103.820, "SG", "", "kbri_singapura", ""},
		{"Suai", -9.3129, 125.2565, "TL", "", "kbri_dili", ""},
		{"Dili", -8.556, 125.560, "TL", "", "kbri_dili", ""},
		{"Oecusse", -9.205, 124.360, "TL", "", "kbri_dili", "ID"},
		{"Vanimo", -2.684, 141.302, "PG", "", "kbri_port_moresby", ""},
		{"Bandar Seri Begawan", 4.890, 114.942, "BN", "", "kbri_bandar_seri_begawan", ""},
		{"Sihanoukville", 10.610, 103.530, "KH", "Preah Sihanouk", "kbri_phnom_penh", ""},
		{"Poipet", 13.657, 102.563, "KH", "Banteay Meanchey", "kbri_phnom_penh", "TH"},
		{"KK Park", 16.650, 98.526, "MM", "Kayin", "kbri_yangon", "TH"},
		{"Mae Sot", 16.713, 98.571, "TH", "Tak", "kbri_bangkok", "MM"},
		{"Golden Triangle", 20.357, 100.098, "LA", "Bokeo", "kbri_vientiane", "TH"},
		{"Hat Yai", 7.008, 100.474, "TH", "Songkhla", "kri_songkhla", ""},
		{"Davao", 7.073, 125.612, "PH", "Davao", "kjri_davao", ""},
		{"Riyadh", 24.713, 46.675, "SA", "Riyadh", "kbri_riyadh", ""},
		{"Jeddah", 21.543, 39.172, "SA", "Makkah", "kjri_jeddah", ""},
		{"Hong Kong, Victoria Park", 22.282, 114.189, "HK", "", "kjri_hong_kong", ""},
		{"Taoyuan", 24.993, 121.301, "TW", "", "kdei_taipei", ""},
		{"Dubai", 25.204, 55.270, "AE", "Dubai", "kjri_dubai", ""},
		{"Suva, beyond the date line's eye", -18.141, 178.441, "FJ", "", "", ""},
	} {
		f := Default().At(c.lat, c.lon, 20)
		if f.Country != c.iso || f.Area != c.area || f.Sea || f.Or != "" && f.Or != c.near {
			t.Errorf("%s gives %+v, want %s %q", c.where, f, c.iso, c.area)
		}
		if id, sure := f.Mission(); id != c.mission || sure != (id != "") {
			t.Errorf("%s: mission %q (sure %v), want %q", c.where, id, sure, c.mission)
		}
	}
}

func TestPinsAtSea(t *testing.T) {
	t.Parallel()
	for where, at := range map[string][2]float64{
		"Java Sea": {-5.0, 111.0}, "Banda Sea": {-5.5, 127.5}, "Indian Ocean": {-10, 100}, "Pacific": {0, -150},
		"South China Sea": {8, 111}, "on the date line": {-40, 180}, "North Pole": {90, 0}, "South Pole": {-90, 10},
	} {
		if f := Default().At(at[0], at[1], 20); !f.Sea || f.Country != "" || len(f.Regencies) > 0 {
			t.Errorf("%s gives %+v, want sea and nothing else", where, f)
		}
	}
	// Forty kilometres off the coast: at sea, with the nearest coast as a question.
	f := Default().At(-8.55, 110.9, 20)
	if !f.Sea || !f.Ask || f.Country != "ID" || len(f.Regencies) == 0 {
		t.Errorf("off the south coast of Java: %+v, want sea, ask and the nearest regency", f)
	}
}

func TestNonsensePins(t *testing.T) {
	t.Parallel()
	nan, inf := math.NaN(), math.Inf(1)
	for _, at := range [][2]float64{{nan, 110}, {-7, nan}, {inf, 110}, {-7, -inf}, {91, 110}, {-7, 181}, {-7, -180.1}, {0, 0}, {110.4, -7}} {
		if f := Default().At(at[0], at[1], 20); f.Country != "" || f.Sea || f.Ask || f.Regencies != nil {
			t.Errorf("%v gives %+v, want nothing", at, f)
		}
	}
	for _, accuracy := range []float64{nan, inf, -5} {
		if f := Default().At(-6.1754, 106.8272, accuracy); len(f.Regencies) != 1 || f.Ask {
			t.Errorf("accuracy %v: %+v, want the pin taken without a radius", accuracy, f)
		}
	}
}

// TestAccuracy checks that a pin whose radius reaches into the next regency is asked about, and never less so as the
// radius grows.
func TestAccuracy(t *testing.T) {
	t.Parallel()
	g := Default()
	asked := 0
	for i := 0; i < len(g.districts); i += 9 {
		p := g.districts[i]
		before := false
		for _, radius := range []float64{0, 100, 500, 2000, 8000} {
			f := g.At(p.Lat, p.Lon, radius)
			if before && !f.Ask {
				t.Fatalf("%s: asked with a smaller radius, not with %v m", p.Name, radius)
			}
			before = f.Ask
			if f.Ask && len(f.Regencies) == 2 && f.Regencies[0].Km > f.Regencies[1].Km {
				t.Fatalf("%s: not ranked: %+v", p.Name, f)
			}
		}
		if before {
			asked++
		}
	}
	if n := len(g.districts) / 9; asked < n/4 || asked > n*9/10 {
		t.Errorf("with a radius of 8 km %d of %d pins were asked about", asked, n)
	}
	// Kota Kupang, 4 km from the kabupaten around it: sure with a good pin, a question with a poor one.
	if f := g.At(-10.165, 123.605, 15); f.Ask {
		t.Errorf("good pin: %+v", f)
	}
	f := g.At(-10.165, 123.605, 5000)
	if !f.Ask || len(f.Regencies) != 2 || f.Regencies[0].Code != "53.71" || f.Regencies[1].Code != "53.01" {
		t.Errorf("poor pin: %+v, want 53.71 or 53.01", f)
	}
}

// TestNearestAgainstAll compares the grid with a plain look at all points, at places spread over the archipelago and the world.
func TestNearestAgainstAll(t *testing.T) {
	t.Parallel()
	pins := &Default().pins
	for i := range 60 {
		a, b := math.Mod(float64(i)*0.618034, 1), math.Mod(float64(i)*0.754878, 1)
		compareWithAll(t, &pins.home, -11+17*a, 95+46*b, homeReach)
		compareWithAll(t, &pins.world, -60+130*a, -180+360*b, worldReach)
	}
}

func compareWithAll(t *testing.T, l *layer, lat, lon, reach float64) {
	t.Helper()
	got, second := l.nearest(lat, lon, reach, 0.01, 0)
	best := map[uint16]float64{}
	cos := max(math.Cos(lat*math.Pi/180), 0.05)
	for _, p := range l.points {
		dx := math.Remainder(float64(p.lon)-lon, 360) * cos
		d := kmPerDegree * math.Hypot(dx, float64(p.lat)-lat)
		if old, ok := best[p.label]; d < reach && (!ok || d < old) {
			best[p.label] = d
		}
	}
	var order []float64
	for _, d := range best {
		order = append(order, d)
	}
	slices.Sort(order)
	if want := at(order, 0); math.Abs(want-got.km) > 1e-6 && (got.label >= 0 || len(order) > 0) {
		t.Errorf("nearest to %.3f, %.3f is %.3f km away, found %.3f", lat, lon, want, got.km)
	}
	if want := at(order, 1); math.Abs(want-second.km) > 1e-6 && (second.label >= 0 || len(order) > 1) {
		t.Errorf("second to %.3f, %.3f is %.3f km away, found %.3f", lat, lon, want, second.km)
	}
}

func at(list []float64, i int) float64 {
	if i < len(list) {
		return list[i]
	}
	return math.Inf(1)
}

// TestDamagedTable cuts the pin table at many places: always an error, never a panic.
func TestDamagedTable(t *testing.T) {
	t.Parallel()
	whole := pinsTable
	for n := 0; n < len(whole); n += 9973 {
		l := layer{south: -12, west: 93, step: homeCell, rows: 210, cols: 500}
		rest, err := l.parse(whole[:n], homeStep)
		if err == nil {
			w := layer{south: -90, west: -180, step: worldCell, rows: 180, cols: 360}
			_, err = w.parse(rest, worldStep)
		}
		if err == nil {
			t.Fatalf("a table cut at %d of %d bytes was taken", n, len(whole))
		}
	}
}

// BenchmarkAt looks up pins spread over the kecamatan of Indonesia.
func BenchmarkAt(b *testing.B) {
	g := Default()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &g.districts[i%len(g.districts)]
		i += 7
		g.At(p.Lat+0.013, p.Lon+0.017, 20)
	}
}

// BenchmarkAtAbroad looks up pins near the towns abroad, which need the second layer.
func BenchmarkAtAbroad(b *testing.B) {
	g := Default()
	i := 0
	for b.Loop() {
		t := &g.towns[i%len(g.towns)]
		i += 7
		g.At(t.Lat+0.013, t.Lon+0.017, 20)
	}
}
