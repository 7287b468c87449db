package directory

import (
	"slices"
	"strings"
	"time"

	"siaga/internal/region"
)

// Place is where somebody needs help, as far as it is known; the zero Place is nothing known.
type Place struct {
	Code    region.Code // in Indonesia
	Country string      // ISO 3166-1 alpha-2, "ID" or "" with a Code
	Town    string      // abroad, as the gazetteer names it
	Area    string      // region of that town there (region.Town.Area), when known; tells which consulate
	AtSea   bool        // on a ship
}

// Reach says whether the number works from the place asked for.
type Reach int

// The reaches.
const (
	Works      Reach = iota
	HomeOnly         // only inside Indonesia, and the person may be elsewhere
	OutOfReach       // not from there: shown so that nobody loses time with it
)

// Shown is a number chosen for a place.
type Shown struct {
	Entry
	Stale bool      // not verified by two people within 90 days: shown with a warning (except Always)
	Day   time.Time // the date to print: verified_at once verified, else source_date; zero when neither is known
	Reach Reach
}

// Most is how many lines For gives at most.
const Most = 4

// emergency is the number that is shown everywhere: to be called in Indonesia, and abroad with the word that it is of
// no use there and the police of that country is.
const emergency = "polri110"

// Numbers of Indonesia in the order of use.
var (
	atHome   = []string{emergency, "sapa129", "kp2mi_tollfree", "sapa129wa"}
	onShip   = []string{emergency, "kp2mi_intl", "kemlu_pwni", "sapa129wa"}      // crews are mostly men and migrants
	anywhere = []string{emergency, "sapa129wa", "kemlu_pwni", "kp2mi_intl"}      // nothing known of the place
	abroad   = []string{"kemlu_pwni", "kp2mi_intl", "kemlu_portal", "sapa129wa"} // after the lines of the country
)

// For chooses the numbers for a place, the most useful first, at most Most.
//
// In Indonesia: 110, SAPA 129, KP2MI, SAPA by WhatsApp. Abroad: at most two lines of the mission responsible and of the
// country, then Jakarta, and 110 with Reach OutOfReach last. Without a country: 110 and what works from anywhere.
func (d *Directory) For(place Place, now time.Time) []Shown {
	place.Country = strings.ToUpper(place.Country)
	switch {
	case place.Country != "" && place.Country != "ID":
		return d.show(d.abroad(place), OutOfReach, now)
	case place.AtSea:
		return d.show(d.byID(onShip), HomeOnly, now)
	case place.Country == "ID" || place.Code != "":
		return d.show(d.byID(atHome), Works, now)
	}
	return d.show(d.byID(anywhere), HomeOnly, now)
}

// ForNeed chooses the numbers for a need at a place: 110 or the mission of the country first, then those of the bodies that the need
// names, in their order, then what For gives; at most Most.
func (d *Directory) ForNeed(n Need, place Place, now time.Time) []Shown {
	usual := d.For(place, now)
	out := slices.Clone(usual[:min(len(usual), 1)])
	add := func(s Shown) {
		if len(out) < Most && !slices.ContainsFunc(out, func(o Shown) bool { return o.ID == s.ID }) {
			out = append(out, s)
		}
	}
	home := place.Country == "" && !place.AtSea || place.Country == "ID" || place.Code != ""
	for _, code := range slices.Concat(n.First, n.Then) {
		for _, e := range d.Of(code) {
			here := e.Country == "ID" || e.Country == "" || strings.EqualFold(e.Country, place.Country)
			if here && (home || e.FromAbroad || e.ID == emergency || !strings.EqualFold(e.Country, "ID")) {
				add(d.show([]Entry{e}, Works, now)[0])
			}
		}
	}
	for _, s := range usual {
		add(s)
	}
	return withEmergency(out, usual)
}

// withEmergency sees to it that 110 is among the numbers, with what is said of it at the place.
func withEmergency(out, usual []Shown) []Shown {
	is := func(s Shown) bool { return s.ID == emergency }
	i := slices.IndexFunc(usual, is)
	if i < 0 {
		return out
	}
	if at := slices.IndexFunc(out, is); at >= 0 {
		out[at] = usual[i]
		return out
	}
	return append(out[:min(len(out), Most-1)], usual[i])
}

func (d *Directory) abroad(place Place) []Entry {
	mission := d.mission(place)
	list := d.filter(func(e Entry) bool {
		return e.Mission == mission && mission != "" || e.Mission == "" && e.Country == place.Country
	})
	list = list[:min(len(list), 2)]
	for _, e := range d.byID(abroad) {
		if len(list) < Most-1 {
			list = append(list, e)
		}
	}
	return append(list, d.byID([]string{emergency})...)
}

// mission is the one responsible, or the embassy of the country when that has no number here.
func (d *Directory) mission(place Place) string {
	id, _ := region.Mission(place.Country, place.Town, place.Area)
	if d.index(id) < 0 {
		id, _ = region.Mission(place.Country)
	}
	return id
}

func (d *Directory) byID(ids []string) (list []Entry) {
	for _, id := range ids {
		if e, ok := d.Entry(id); ok {
			list = append(list, e)
		}
	}
	return list
}

// show dates the entries; reach is that of 110.
func (d *Directory) show(list []Entry, reach Reach, now time.Time) []Shown {
	list = list[:min(len(list), Most)]
	out := make([]Shown, len(list))
	for i, e := range list {
		out[i] = Shown{Entry: e, Stale: e.Stale(now), Day: e.SourceDate.Time()}
		if e.Verified() {
			out[i].Day = e.VerifiedAt.Time()
		}
		if e.ID == emergency {
			out[i].Reach = reach
		}
	}
	return slices.Clip(out)
}
