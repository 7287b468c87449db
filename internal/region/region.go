// Package region knows the provinces, kabupaten/kota and kecamatan of Indonesia, countries and towns abroad, and finds
// the place behind a name or a pin; it must not know task forces, cases, conversations, Telegram, the network or the clock.
package region

//go:generate go run ./gen -out data

// Code is a Kemendagri code: "53" (province), "53.02" (kabupaten or kota), "53.02.01" (kecamatan). BPS codes look alike
// but mean other places. The codes of other packages (such as "00" for the centre) are no level of this one.
type Code string

// Level is the administrative level that the form of a Code tells.
type Level int

// The levels; NoLevel is every string that is not formed like a code.
const (
	NoLevel Level = iota
	ProvinceLevel
	RegencyLevel
	DistrictLevel
)

// Level tells the level by the form of the code alone; it does not say that such a place exists (see Gazetteer.Lookup).
func (c Code) Level() Level {
	for i := range len(c) {
		if i%3 == 2 && c[i] != '.' || i%3 != 2 && (c[i] < '0' || c[i] > '9') {
			return NoLevel
		}
	}
	switch {
	case len(c) == 2 && c != "00":
		return ProvinceLevel
	case len(c) == 5:
		return RegencyLevel
	case len(c) == 8:
		return DistrictLevel
	}
	return NoLevel
}

// Province is the code of the province the place lies in, "" for a malformed code.
func (c Code) Province() Code { return c.cut(ProvinceLevel, 2) }

// Regency is the code of the kabupaten or kota the place lies in, "" for a province or a malformed code.
func (c Code) Regency() Code { return c.cut(RegencyLevel, 5) }

// Parent is the code one level up, "" for a province or a malformed code.
func (c Code) Parent() Code {
	if c.Level() <= ProvinceLevel {
		return ""
	}
	return c[:len(c)-3]
}

// Within tells whether the place is the other one or lies in it: "53.02.01" is within "53.02.01", "53.02" and "53".
func (c Code) Within(other Code) bool {
	n := len(other)
	return n > 0 && len(c) >= n && c[:n] == other && (len(c) == n || c[n] == '.')
}

func (c Code) cut(least Level, n int) Code {
	if c.Level() < least {
		return ""
	}
	return c[:n]
}

// Kind says what a place is.
type Kind string

// The kinds. Country and Abroad never carry a Code.
const (
	Provinsi    Kind = "provinsi"
	Kabupaten   Kind = "kabupaten"
	Kota        Kind = "kota"
	Kecamatan   Kind = "kecamatan"
	CountryKind Kind = "country"
	AbroadKind  Kind = "abroad" // a town, camp or port outside Indonesia
)

// Place is a place in Indonesia. Lat and Lon (WGS 84, degrees) name a village near the middle of where its people live,
// good to about a kilometre; for a province they serve for display only.
type Place struct {
	Code     Code
	Name     string // as written in full: "Provinsi Aceh", "Kabupaten Timor Tengah Selatan", "Kota Kupang", "Kecamatan Depok"
	Short    string // without its kind: "Aceh", "Timor Tengah Selatan", "Kupang", "Depok"
	Kind     Kind
	Parent   Code // "" for a province
	Lat, Lon float64
}

// Country is a country or territory.
type Country struct {
	ISO     string // ISO 3166-1 alpha-2
	Name    string // in Indonesian: "Kamboja"
	English string // "Cambodia"
}

// TownKind says why a place abroad is in the gazetteer.
type TownKind string

// The kinds of towns abroad.
const (
	City     TownKind = "city"     // where Indonesians live and work
	Compound TownKind = "compound" // scam compounds, or the town known for them
	Border   TownKind = "border"   // where people are taken over a border
	Port     TownKind = "port"     // ports and airports
)

// Town is a place abroad where Indonesians work, pass through or are trafficked to (domain notes §3.2, §3.3, §4.2).
type Town struct {
	Name     string
	ISO      string // country
	Area     string // state, province or region there; decides the consular area where a country has several (see Mission)
	Kind     TownKind
	Lat, Lon float64
	Others   []string // other names and spellings people use
}
