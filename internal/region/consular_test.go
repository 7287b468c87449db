package region

import (
	"slices"
	"strings"
	"testing"
)

// TestConsularAreas goes through every row of domain notes §3.3, and the single missions of §3.2.
func TestConsularAreas(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ iso, mission, places string }{
		{"MY", "kjri_johor_bahru", "Johor, Melaka, Negeri Sembilan, Pahang"},
		{"MY", "kjri_penang", "Kedah, Perlis, Penang"},
		{"MY", "kjri_kuching", "Sarawak"},
		{"MY", "kri_tawau", "Tawau, Semporna, Kunak, Lahad Datu"},
		{"MY", "kjri_kota_kinabalu", "Sabah, Kudat, Sandakan, Labuan"},
		{"MY", "kbri_kuala_lumpur", "Kuala Lumpur, Selangor, Putrajaya, Perak, Kelantan, Terengganu"},
		{"SA", "kjri_jeddah", "Tabuk, Madinah, Makkah, Asir"},
		{"SA", "kbri_riyadh", "Riyadh, Eastern, Jazan, Najran, Ha'il"},
		{"AE", "kjri_dubai", "Dubai, Sharjah, Fujairah, RAK, Ras Al Khaimah, UAQ, Umm Al Quwain, Ajman"},
		{"AE", "kbri_abu_dhabi", "Abu Dhabi, Al Ain"},
		{"TH", "kri_songkhla", "Songkhla, Pattani, Yala, Narathiwat, Phuket, Krabi, Satun, Surat Thani, Trang"},
		{"TH", "kbri_bangkok", "Bangkok, Tak, Chiang Rai"},
		{"PH", "kjri_davao", "Mindanao, Sulu, Tawi-Tawi, Davao, Autonomous Region in Muslim Mindanao"},
		{"PH", "kbri_manila", "Metro Manila, Central Luzon"},
		{"JP", "kjri_osaka", "Osaka, Kyoto, Hyōgo, Hiroshima, Kochi"},
		{"JP", "kbri_tokyo", "Tokyo, Aichi, Shizuoka"},
		{"CN", "kjri_guangzhou", "Guangdong, Fujian, Hainan, Guangxi"},
		{"CN", "kjri_shanghai", "Shanghai, Jiangsu, Zhejiang, Anhui, Jiangxi"},
		{"CN", "kbri_beijing", "Beijing, Hebei, Henan, Yunnan"},
		{"CN", "kjri_hong_kong", "Hong Kong, Macau"},
		{"TR", "kjri_istanbul", "Istanbul, Edirne, Bursa, Balıkesir, Balikesir"},
		{"TR", "kbri_ankara", "Ankara, İzmir"},
		{"HK", "kjri_hong_kong", "Kowloon"}, {"MO", "kjri_hong_kong", "Makau"}, {"TW", "kdei_taipei", "Taoyuan"},
		{"KH", "kbri_phnom_penh", "Poipet"}, {"MM", "kbri_yangon", "Myawaddy"}, {"LA", "kbri_vientiane", "Bokeo"},
		{"VN", "kbri_hanoi", "Moc Bai"}, {"SG", "kbri_singapura", "Changi"}, {"KR", "kbri_seoul", "Ansan"},
		{"BN", "kbri_bandar_seri_begawan", "Seria"}, {"QA", "kbri_doha", "Doha"}, {"KW", "kbri_kuwait", "Salmiya"},
		{"BH", "kbri_manama", "Manama"}, {"OM", "kbri_muscat", "Muskat"}, {"JO", "kbri_amman", "Irbid"},
		{"SY", "kbri_damascus", "Aleppo"}, {"LB", "kbri_beirut", "Beirut"}, {"EG", "kbri_cairo", "Kairo"},
		{"IR", "kbri_tehran", "Teheran"}, {"IT", "kbri_roma", "Milan"}, {"PL", "kbri_warsawa", "Gdansk"}, {"TL", "kbri_dili", "Suai"},
	} {
		for place := range strings.SplitSeq(c.places, ", ") {
			if id, sure := Mission(c.iso, place); id != c.mission || !sure {
				t.Errorf("Mission(%s, %q) = %q, %v; want %q", c.iso, place, id, sure, c.mission)
			}
		}
	}
}

func TestMissionNarrowestNameDecides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		iso   string
		names []string
		want  string
		sure  bool
	}{
		{"my", []string{"lahad-datu", "SABAH"}, "kri_tawau", true},
		{"MY", []string{"Sandakan", "Sabah"}, "kjri_kota_kinabalu", true},
		{"MY", []string{"a plantation", "Sabah"}, "kjri_kota_kinabalu", true},
		{"MY", nil, "kbri_kuala_lumpur", false},
		{"MY", []string{"", "somewhere"}, "kbri_kuala_lumpur", false},
		{"SA", nil, "kbri_riyadh", false},
		{"KH", nil, "kbri_phnom_penh", true},
		{"ID", []string{"Tawau"}, "", false},
		{"FJ", []string{"Suva"}, "", false},
		{"", nil, "", false},
	} {
		if id, sure := Mission(c.iso, c.names...); id != c.want || sure != c.sure {
			t.Errorf("Mission(%q, %q) = %q, %v; want %q, %v", c.iso, c.names, id, sure, c.want, c.sure)
		}
	}
}

// TestConsularTable checks the form of the table: rows of a country together, its rest last, no name twice.
func TestConsularTable(t *testing.T) {
	t.Parallel()
	done, seen := map[string]bool{}, map[string]bool{}
	for i, row := range consularTable {
		if _, ok := Default().Country(row.iso); !ok {
			t.Errorf("unknown country %q", row.iso)
		}
		if done[row.iso] {
			t.Errorf("%s: a row follows after the rest of the country", row.iso)
		}
		last := i+1 == len(consularTable) || consularTable[i+1].iso != row.iso
		if last != (row.areas == "") {
			t.Errorf("%s %s: the row without areas must be the last of its country, and only that", row.iso, row.mission)
		}
		done[row.iso] = last
		for name := range strings.FieldsSeq(row.areas) {
			if key := row.iso + name; name != areaKey(name) || seen[key] {
				t.Errorf("%s: %q is not in its plain form, or stands twice", row.iso, name)
			} else {
				seen[key] = true
			}
		}
	}
	if ids := Missions(); len(ids) != 43 || slices.Contains(ids, "") {
		t.Errorf("%d missions: %q", len(ids), ids)
	}
}

// TestTownMissions follows towns of our list to the mission their region belongs to.
func TestTownMissions(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"MY Kalabakan": "kri_tawau", "MY Keningau": "kjri_kota_kinabalu", "MY Serikin": "kjri_kuching", "MY Klang": "kbri_kuala_lumpur",
		"MY Pasir Gudang": "kjri_johor_bahru", "MY George Town": "kjri_penang", "SA Taif": "kjri_jeddah", "SA Dammam": "kbri_riyadh",
		"AE Al Ain": "kbri_abu_dhabi", "TH Sungai Kolok": "kri_songkhla", "PH Bongao": "kjri_davao", "PH Cebu": "kbri_manila",
		"JP Kobe": "kjri_osaka", "JP Kesennuma": "kbri_tokyo", "CN Xiamen": "kjri_guangzhou", "CN Kunming": "kbri_beijing",
		"TR Antalya": "kbri_ankara", "MM KK Park": "kbri_yangon", "KH Bavet": "kbri_phnom_penh",
	} {
		town, ok := Default().Town(name[:2], name[3:])
		if id, sure := town.Mission(); !ok || !sure || id != want {
			t.Errorf("%s: %q, %v; want %q", name, id, sure, want)
		}
	}
}
