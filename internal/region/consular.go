package region

import "strings"

// consularRow gives the mission for a country, or for some of its regions and towns.
type consularRow struct {
	iso     string
	mission string
	areas   string // names as areaKey writes them, between spaces; "" for the rest of the country
}

// consularTable is the list of consular areas of domain notes §3.3, with the single missions of §3.2 below it. The rows
// of a country are read downwards; the one without areas is its rest. Where the notes end a list with dots (southern
// Thailand, western Türkiye) or give a number only (western Japan), the list is completed by geography: the fourteen
// southern provinces, the Marmara provinces, and Kinki with Mie, Chugoku, Shikoku and Fukui.
var consularTable = []consularRow{
	{"MY", "kri_tawau", "tawau semporna kunak lahaddatu"},
	{"MY", "kjri_johor_bahru", "johor melaka malacca negerisembilan pahang"},
	{"MY", "kjri_penang", "kedah perlis penang pulaupinang"},
	{"MY", "kjri_kuching", "sarawak"},
	{"MY", "kjri_kota_kinabalu", "sabah labuan sandakan kudat"},
	{"MY", "kbri_kuala_lumpur", "kualalumpur selangor putrajaya perak kelantan terengganu"},
	{"MY", "kbri_kuala_lumpur", ""},

	{"SA", "kjri_jeddah", "tabuk madinah medina makkah mekkah mecca asir jeddah"},
	{"SA", "kbri_riyadh", "riyadh eastern alqassim hail jazan najran albahah aljawf northernborders"},
	{"SA", "kbri_riyadh", ""},

	{"AE", "kjri_dubai", "dubai sharjah fujairah rasalkhaimah rak ummalquwain uaq ajman"},
	{"AE", "kbri_abu_dhabi", "abudhabi alain"},
	{"AE", "kbri_abu_dhabi", ""},

	{"TH", "kri_songkhla", "songkhla pattani yala narathiwat phuket krabi satun suratthani trang phatthalung nakhonsithammarat phangnga ranong chumphon"},
	{"TH", "kbri_bangkok", "bangkok tak chiangrai chiangmai sakaeo chonburi"},
	{"TH", "kbri_bangkok", ""},

	{"PH", "kjri_davao", "mindanao sulu tawitawi autonomousregioninmuslimmindanao davao soccsksargen zamboangapeninsula northernmindanao caraga"},
	{"PH", "kbri_manila", "metromanila manila calabarzon centralluzon centralvisayas westernvisayas easternvisayas luzon visayas"},
	{"PH", "kbri_manila", ""},

	{"JP", "kjri_osaka", "osaka kyoto hyogo nara wakayama shiga mie tottori shimane okayama hiroshima yamaguchi tokushima kagawa ehime kochi fukui"},
	{"JP", "kbri_tokyo", "tokyo kanagawa saitama chiba aichi shizuoka ibaraki miyagi fukuoka okinawa hokkaido"},
	{"JP", "kbri_tokyo", ""},

	{"CN", "kjri_guangzhou", "guangdong fujian hainan guangxi"},
	{"CN", "kjri_shanghai", "shanghai jiangsu zhejiang anhui jiangxi"},
	{"CN", "kjri_hong_kong", "hongkong macau makau"},
	{"CN", "kbri_beijing", "beijing tianjin hebei henan hubei shandong liaoning yunnan sichuan"},
	{"CN", "kbri_beijing", ""},
	{"HK", "kjri_hong_kong", ""},
	{"MO", "kjri_hong_kong", ""},

	{"TR", "kjri_istanbul", "istanbul edirne bursa balikesir canakkale kirklareli tekirdag kocaeli sakarya yalova bilecik"},
	{"TR", "kbri_ankara", "ankara antalya izmir"},
	{"TR", "kbri_ankara", ""},

	{"KH", "kbri_phnom_penh", ""},
	{"MM", "kbri_yangon", ""},
	{"LA", "kbri_vientiane", ""},
	{"VN", "kbri_hanoi", ""},
	{"SG", "kbri_singapura", ""},
	{"TW", "kdei_taipei", ""},
	{"KR", "kbri_seoul", ""},
	{"BN", "kbri_bandar_seri_begawan", ""},
	{"QA", "kbri_doha", ""},
	{"KW", "kbri_kuwait", ""},
	{"BH", "kbri_manama", ""},
	{"OM", "kbri_muscat", ""},
	{"JO", "kbri_amman", ""},
	{"SY", "kbri_damascus", ""},
	{"LB", "kbri_beirut", ""},
	{"EG", "kbri_cairo", ""},
	{"IR", "kbri_tehran", ""},
	{"IT", "kbri_roma", ""},
	{"PL", "kbri_warsawa", ""},
	{"TL", "kbri_dili", ""},
	{"PG", "kbri_port_moresby", ""},
}

// Mission is the id of the Indonesian mission responsible for a place abroad: country by ISO code, then what is known of
// the place, the narrowest first (town, region; names in any case and spelling of accents). The narrowest name that has
// a row decides: Semporna goes to the consulate in Tawau although Sabah belongs to Kota Kinabalu.
//
// sure is false when the country has several missions and no name given tells which; the id is then that of its
// embassy, which passes the case on. The id is "" for a country without a row: the ministry in Jakarta serves it.
func Mission(iso string, names ...string) (id string, sure bool) {
	iso = strings.ToUpper(iso)
	rows := consularRows(iso)
	if len(rows) == 0 {
		return "", false
	}
	for _, name := range names {
		for _, row := range rows {
			if hasName(row.areas, areaKey(name)) {
				return row.mission, true
			}
		}
	}
	return rows[len(rows)-1].mission, len(rows) == 1
}

// Missions lists the ids of all missions that Mission can name, in the order of the table.
func Missions() []string {
	var ids []string
	seen := map[string]bool{}
	for _, row := range consularTable {
		if !seen[row.mission] {
			seen[row.mission] = true
			ids = append(ids, row.mission)
		}
	}
	return ids
}

// Mission is the mission responsible where the pin lies, as the function Mission gives it; none inside Indonesia.
func (f Fix) Mission() (id string, sure bool) {
	if f.Country == "" || f.Country == "ID" {
		return "", false
	}
	return missionOf(f.Country, f.Area)
}

// Mission is the mission responsible for the town, as the function Mission gives it.
func (t Town) Mission() (id string, sure bool) { return missionOf(t.ISO, t.Area) }

// missionOf trusts that a region the tables name exists: without a row of its own it belongs to the country's rest.
func missionOf(iso, area string) (id string, sure bool) {
	id, sure = Mission(iso, area)
	return id, id != "" && (sure || area != "")
}

func consularRows(iso string) []consularRow {
	first := -1
	for i, row := range consularTable {
		if row.iso == iso && first < 0 {
			first = i
		}
		if first >= 0 && row.iso != iso {
			return consularTable[first:i]
		}
	}
	if first < 0 {
		return nil
	}
	return consularTable[first:]
}

func hasName(list, name string) bool {
	for item := range strings.FieldsSeq(list) {
		if item == name {
			return true
		}
	}
	return false
}

// areaKey writes a foreign name in lower-case letters only, so that "Lahad Datu", "lahad-datu" and "Hyōgo" are found.
func areaKey(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if plain, ok := accents[r]; ok {
			r = plain
		}
		if r >= 'a' && r <= 'z' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// accents are the letters with marks in the regions' names; the dotless i and the combining dot of "İ" are Turkish.
var accents = map[rune]rune{
	'ō': 'o', 'ô': 'o', 'ŏ': 'o', 'ö': 'o', 'ü': 'u', 'ı': 'i', 'î': 'i', 'ğ': 'g', 'ş': 's', 'ç': 'c', 'â': 'a', 'á': 'a',
	'é': 'e', 'ñ': 'n', 'ó': 'o', 'í': 'i', 'ú': 'u',
}
