package region

import "math"

// Near is a kabupaten or kota near a pin and the distance (km) to its nearest village in the table.
type Near struct {
	Code Code
	Km   float64
}

// Fix is what a pin says about where somebody is. The zero Fix says that the pin means nothing.
type Fix struct {
	Country   string // ISO code of the country of the nearest place, "" when there is none within about 120 km
	Area      string // abroad: region of that country where the table keeps it (see Mission)
	Regencies []Near // in Indonesia: the nearest one, and the second when Ask; across a near border the Indonesian side
	Or        string // the other country when a land or sea border is so near that it must be asked
	Ask       bool   // too close to call: ask "A or B?" (or, at sea, whether this is right)
	Sea       bool   // far from every known village and town: at sea, or in a wilderness
}

// Limits of the lookup, chosen on the figures of TestGPSRates.
const (
	askRatio   = 0.6   // of the distances to the nearest places of two regencies: above it the pin is asked about
	seaKm      = 25.0  // in Indonesia, where the table has every village (99 of 100 points on land have one within 9 km)
	homeReach  = 60.0  // km: the farthest point on Indonesian land lies 47 km from a village
	doubtKm    = 15.0  // with no place nearer than this, the towns of the world are looked at as well
	worldReach = 120.0 // km
	worldSeaKm = 80.0  // abroad, where the table keeps a town at least every 60 km
	worldAskKm = 15.0  // abroad, two countries are asked about only this near to a town kept at the border
)

// At finds the kabupaten/kota or the foreign country of a pin. Coordinates are WGS 84 degrees; accuracy is the radius
// of the pin in metres as the telephone states it, 0 when it does not. It asks when the second regency is about as near
// as the first, or near enough that the true place inside the radius may lie there.
func (g *Gazetteer) At(lat, lon, accuracy float64) Fix {
	if nonsense(lat, lon) {
		return Fix{}
	}
	if !(accuracy > 0) || math.IsInf(accuracy, 0) {
		accuracy = 0
	}
	radius := accuracy / 1000
	first, second := g.pins.home.nearest(lat, lon, homeReach, askRatio, 2*radius)
	if first.label < 0 || first.km > doubtKm {
		w1, w2 := g.pins.world.nearest(lat, lon, worldReach, askRatio, 2*radius)
		if w1.label >= 0 && g.pins.world.labels[w1.label].iso != "ID" && (first.label < 0 || w1.km < first.km) {
			if w1.km > worldAskKm {
				w2.label = -1
			}
			return g.pins.world.fix(w1, w2, radius)
		}
	}
	if first.label < 0 {
		return Fix{Sea: true}
	}
	return g.pins.home.fix(first, second, radius)
}

// nonsense tells a pin that no telephone sends: not a number, off the globe, or the exact zero of an empty field.
func nonsense(lat, lon float64) bool {
	return !(math.Abs(lat) <= 90) || !(math.Abs(lon) <= 180) || lat == 0 && lon == 0
}

func (l *layer) fix(first, second hit, radius float64) Fix {
	a := l.labels[first.label]
	f := Fix{Country: a.iso, Area: a.area, Sea: first.km > worldSeaKm || a.iso == "ID" && first.km > seaKm}
	f.add(a, first)
	if second.label >= 0 && tooClose(first.km, second.km, radius) {
		b := l.labels[second.label]
		if a.iso != b.iso {
			f.Or, f.Ask = b.iso, true
		}
		if b.code != "" {
			f.Ask = true
			f.add(b, second)
		}
	}
	f.Ask = f.Ask || f.Sea
	return f
}

func (f *Fix) add(p pinLabel, h hit) {
	if p.code != "" {
		f.Regencies = append(f.Regencies, Near{p.code, h.km})
	}
}

func tooClose(first, second, radius float64) bool {
	return first > askRatio*second || second-first <= 2*radius
}
