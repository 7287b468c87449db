package directory

import (
	"strings"
	"testing"
	"time"

	"siaga/internal/region"
)

var today = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

func ids(shown []Shown) string {
	var out []string
	for _, s := range shown {
		out = append(out, s.ID)
	}
	return strings.Join(out, " ")
}

func TestFor(t *testing.T) {
	t.Parallel()
	d := built()
	const home = "polri110 sapa129 kp2mi_tollfree sapa129wa"
	for name, c := range map[string]struct {
		place Place
		want  string
		reach Reach
	}{
		"kabupaten":           {Place{Code: "53.02"}, home, Works},
		"kabupaten with ID":   {Place{Code: "53.02", Country: "ID"}, home, Works},
		"somewhere in ID":     {Place{Country: "id"}, home, Works},
		"Cambodia":            {Place{Country: "KH", Town: "Sihanoukville"}, "kbri_phnom_penh kbri_phnom_penh_consular kemlu_pwni polri110", OutOfReach},
		"Myanmar":             {Place{Country: "MM", Town: "Myawaddy"}, "kbri_yangon kemlu_pwni kp2mi_intl polri110", OutOfReach},
		"Taiwan":              {Place{Country: "TW"}, "kdei_taipei tw_1955 kemlu_pwni polri110", OutOfReach},
		"Hong Kong":           {Place{Country: "HK"}, "kjri_hong_kong kjri_hong_kong_panic kemlu_pwni polri110", OutOfReach},
		"Johor":               {Place{Country: "MY", Town: "Johor"}, "kjri_johor_bahru kjri_johor_bahru_office kemlu_pwni polri110", OutOfReach},
		"a town by its area":  {Place{Country: "MY", Town: "Muar", Area: "Johor"}, "kjri_johor_bahru kjri_johor_bahru_office kemlu_pwni polri110", OutOfReach},
		"Tawau in Sabah":      {Place{Country: "MY", Town: "Tawau", Area: "Sabah"}, "kri_tawau kri_tawau_office kemlu_pwni polri110", OutOfReach},
		"Sabah":               {Place{Country: "MY", Area: "Sabah"}, "kjri_kota_kinabalu kemlu_pwni kp2mi_intl polri110", OutOfReach},
		"Kuala Lumpur":        {Place{Country: "MY", Town: "Kuala Lumpur"}, "kemlu_pwni kp2mi_intl kemlu_portal polri110", OutOfReach},
		"Jeddah":              {Place{Country: "SA", Town: "Jeddah"}, "kjri_jeddah kjri_jeddah_wa kemlu_pwni polri110", OutOfReach},
		"Saudi Arabia":        {Place{Country: "SA"}, "kbri_riyadh kemlu_pwni kp2mi_intl polri110", OutOfReach},
		"Dubai":               {Place{Country: "AE", Town: "Dubai"}, "kjri_dubai kemlu_pwni kp2mi_intl polri110", OutOfReach},
		"southern Thailand":   {Place{Country: "TH", Town: "Hat Yai", Area: "Songkhla"}, "kbri_bangkok kemlu_pwni kp2mi_intl polri110", OutOfReach},
		"a country unknown":   {Place{Country: "XX"}, "kemlu_pwni kp2mi_intl kemlu_portal polri110", OutOfReach},
		"Macau, served by HK": {Place{Country: "MO"}, "kjri_hong_kong kjri_hong_kong_panic kemlu_pwni polri110", OutOfReach},
		"at sea":              {Place{AtSea: true}, "polri110 kp2mi_intl kemlu_pwni sapa129wa", HomeOnly},
		"at sea, Korean ship": {Place{AtSea: true, Country: "KR"}, "kbri_seoul kbri_seoul_office kemlu_pwni polri110", OutOfReach},
		"nothing known":       {Place{}, "polri110 sapa129wa kemlu_pwni kp2mi_intl", HomeOnly},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shown := d.For(c.place, today)
			if got := ids(shown); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			for _, s := range shown {
				if s.ID == "polri110" && s.Reach != c.reach {
					t.Errorf("110: reach %d, want %d", s.Reach, c.reach)
				}
			}
		})
	}
}

// everywhere is every kind of place the directory can be asked for.
func everywhere() map[string]Place {
	places := map[string]Place{"kabupaten": {Code: "53.02"}, "sea": {AtSea: true}, "nothing": {}, "unknown country": {Country: "XX"}}
	for iso := range plans {
		places[iso] = Place{Country: iso}
	}
	for _, area := range []string{"MY Tawau", "MY Johor", "MY Penang", "MY Sarawak", "MY Sabah", "SA Jeddah", "AE Dubai", "PH Davao", "JP Osaka",
		"CN Guangdong", "CN Shanghai", "CN Macau", "TR Istanbul", "TH Songkhla"} {
		iso, town, _ := strings.Cut(area, " ")
		places[area] = Place{Country: iso, Town: town}
	}
	return places
}

func TestForAlwaysGives110AndOnlyWhatCanBeCalledFromThere(t *testing.T) {
	t.Parallel()
	d := built()
	for name, place := range everywhere() {
		shown := d.For(place, today)
		if len(shown) == 0 || len(shown) > Most || !strings.Contains(ids(shown), "polri110") {
			t.Errorf("%s: got %s", name, ids(shown))
		}
		for _, s := range shown {
			away := place.Country != "ID" && place.Code == ""
			if away && s.ID != "polri110" && !s.FromAbroad && s.Country != place.Country {
				t.Errorf("%s: %s cannot be called from there", name, s.ID)
			}
		}
	}
}

// Every mission with a number can be reached by some place of the consular table.
func TestEveryMissionIsShownSomewhere(t *testing.T) {
	t.Parallel()
	d, met := built(), map[string]bool{}
	for _, place := range everywhere() {
		for _, s := range d.For(place, today) {
			met[s.Mission] = true
		}
	}
	for _, id := range region.Missions() {
		if _, has := d.Entry(id); has && !met[id] {
			t.Errorf("%s is never shown", id)
		}
	}
}

func TestWhoIsGivenOutIsACopy(t *testing.T) {
	t.Parallel()
	d := built()
	d.For(Place{Code: "53.02"}, today)[0].Channels[0] = Web
	e, _ := d.Entry("polri110")
	e.Channels[0] = WhatsApp
	if again, _ := d.Entry("polri110"); !again.Has(Voice) {
		t.Errorf("got channels %v, want voice", again.Channels)
	}
}
