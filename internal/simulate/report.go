package simulate

import (
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
)

// weight is a choice with how often it is taken.
type weight[T any] struct {
	what T
	n    int
}

func draw[T any](y *Year, from []weight[T]) T {
	all := 0
	for _, w := range from {
		all += w.n
	}
	at := y.IntN(all)
	for _, w := range from {
		if at -= w.n; at < 0 {
			return w.what
		}
	}
	return from[0].what
}

// homes follow where migrant workers and victims come from (domain notes §7.1, §7.2), in rough shares.
func homes() []weight[region.Code] {
	return []weight[region.Code]{{"35", 19}, {"32", 17}, {"33", 16}, {"52", 14}, {"53", 10}, {"18", 6}, {"12", 5}, {"11", 4}, {"61", 3}, {"36", 3}, {"73", 3}, {"51", 2},
		{"71", 2}, {"31", 3}, {"16", 2}, {"14", 1}, {"21", 1}, {"13", 1}, {"64", 1}, {"63", 1}, {"72", 1}, {"74", 1}, {"81", 1}, {"91", 1}, {"94", 1}, {"15", 1}, {"65", 1}}
}

func forms() []weight[casework.Form] {
	return []weight[casework.Form]{{casework.FormDeparture, 26}, {casework.FormLabour, 22}, {casework.FormScam, 17}, {casework.FormSexual, 12}, {casework.FormHeld, 8},
		{casework.FormChild, 5}, {casework.FormSea, 4}, {casework.FormMissing, 4}, {casework.FormMarriage, 2}, {casework.FormOther, 2}, {casework.FormOrgan, 1}}
}

func countries() []weight[string] {
	return []weight[string]{{"MY", 34}, {"KH", 18}, {"SA", 10}, {"TW", 8}, {"HK", 5}, {"SG", 4}, {"AE", 5}, {"MM", 4}, {"TH", 2}, {"PH", 2}, {"JP", 2}, {"KR", 2}, {"CN", 2}, {"BN", 1}, {"OM", 1}}
}

func inland() []weight[region.Code] {
	return []weight[region.Code]{{"21.71", 14}, {"31.73", 8}, {"65.03", 8}, {"12.71", 7}, {"14.73", 4}, {"61.71", 5}, {"35.78", 5}, {"51.71", 4}, {"91.71", 3}, {"64.71", 3}, {"36.71", 3}, {"94.04", 2}}
}

func transits() []weight[casework.Place] {
	return []weight[casework.Place]{{casework.Place{}, 50}, {casework.Place{Code: "21.71"}, 14}, {casework.Place{Code: "65.03"}, 8}, {casework.Place{Code: "31.73"}, 8},
		{casework.Place{Code: "12.71"}, 5}, {casework.Place{Country: "SG"}, 6}, {casework.Place{Country: "TH"}, 6}, {casework.Place{Country: "MY"}, 3}}
}

// languages are what people at home write, beside Indonesian.
func languages() map[region.Code]string {
	return map[region.Code]string{"35": "jv", "33": "jv", "34": "jv", "32": "su", "36": "su", "52": "sas", "53": "mkn", "12": "bbc", "11": "ace", "73": "bug", "51": "ban", "13": "min", "63": "bjn", "18": "jv"}
}

// report draws one. Half of the victims are still in the country.
func (y *Year) report(at time.Time) casework.Report {
	home := y.regency(draw(y, homes()))
	r := casework.Report{Form: draw(y, forms()), SentAt: at, Lang: "id", Places: map[casework.PlaceRole]casework.Place{casework.Home: {Code: home}},
		Danger: draw(y, []weight[casework.Danger]{{casework.DangerPast, 5}, {casework.DangerSoon, 4}, {casework.DangerNow, 3}, {casework.DangerUnknown, 3}}),
		Role:   draw(y, []weight[casework.ReporterRole]{{casework.ByFamily, 5}, {casework.ByVictim, 5}, {casework.ByWitness, 2}, {casework.ByCoworker, 2}})}
	if lang := languages()[home.Province()]; lang != "" && y.IntN(3) == 0 {
		r.Lang = lang
	}
	if y.IntN(12) == 0 {
		delete(r.Places, casework.Home) // not everybody says it
		r.Places[casework.Recruitment] = casework.Place{Code: home}
	}
	if t := draw(y, transits()); t.Known() {
		r.Places[casework.Transit] = t
	}
	abroad := casework.Place{Country: draw(y, countries())}
	switch n := y.IntN(20); {
	case n < 4 || r.Form == casework.FormDeparture: // not gone yet
		r.Places[casework.VictimNow] = casework.Place{Code: home}
		if y.IntN(3) == 0 {
			r.Places[casework.VictimNow] = casework.Place{Code: draw(y, inland())}
		}
		r.Places[casework.Destination] = abroad
	case n < 11: // within the country
		r.Places[casework.VictimNow] = casework.Place{Code: draw(y, inland())}
		if y.IntN(2) == 0 {
			r.Places[casework.VictimNow] = casework.Place{Code: home}
		}
	case r.Form == casework.FormSea && n < 16:
		r.Places[casework.VictimNow] = casework.Place{AtSea: true}
	default:
		r.Places[casework.VictimNow], r.Places[casework.Destination] = abroad, abroad
	}
	return r
}

// regency draws a kabupaten or kota of a province, the first ones more often: people are not spread evenly.
func (y *Year) regency(p region.Code) region.Code {
	all := region.Default().Regencies(p)
	return all[int(y.ExpFloat64()*float64(len(all))/3)%len(all)].Code
}
