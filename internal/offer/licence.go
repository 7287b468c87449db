package offer

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

// Licences are written in many ways: "SIP3MI No. 0917/2024", "SK 917 Tahun 2024", "KEP.12/MEN/2023", a business number of thirteen
// digits. They are compared by their groups of letters and digits, without the words around them and without leading zeros.

// leastDigits is the fewest digits of a number that is compared: "izin 1" says nothing.
const leastDigits = 3

// licenceWords stand around a number and are no part of it.
var licenceWords = []string{"no", "nomor", "nomer", "number", "sip3mi", "sipp3mi", "sip", "siup", "siuppmi", "siupppmi", "siup3mi", "siuppak", "siukak", "sk", "izin", "ijin",
	"tahun", "thn", "th", "nib", "licence", "license"}

// licenceGroups gives the groups of a number.
func licenceGroups(number string) []string {
	words := strings.FieldsFunc(strings.ToLower(number), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	out := words[:0]
	for _, w := range words {
		if slices.Contains(licenceWords, w) {
			continue
		}
		if w = strings.TrimLeft(w, "0"); w != "" {
			out = append(out, w)
		}
	}
	return out
}

func digitsIn(groups []string) int {
	n := 0
	for _, g := range groups {
		for _, r := range g {
			if unicode.IsDigit(r) {
				n++
			}
		}
	}
	return n
}

// SameLicence tells whether a number in a text is the one of a register. Either may be written at more length than the other; what
// they share must be a number of its own.
func SameLicence(written, registered string) bool {
	w, r := licenceGroups(written), licenceGroups(registered)
	if len(w) > len(r) {
		w, r = r, w
	}
	if digitsIn(w) < leastDigits {
		return false
	}
	for i := 0; i+len(w) <= len(r); i++ {
		if slices.Equal(w, r[i:i+len(w)]) {
			return len(w) == len(r) || len(w) > 1 || len(w[0]) > leastYear
		}
	}
	return false
}

// leastYear is the length of a year, by which alone nothing is the same.
const leastYear = 4

// LicenceOf says what a register says of a licence number in a text that names some companies, on a day. A number that stands there
// under another name is borrowed; of one with too few digits nothing is said.
func LicenceOf(register []Agency, number string, names []string, day time.Time) Listing {
	if digitsIn(licenceGroups(number)) < leastDigits {
		return Unasked
	}
	said := Missing
	for _, g := range register {
		if !SameLicence(number, g.Licence) {
			continue
		}
		switch {
		case len(names) > 0 && !slices.ContainsFunc(names, g.called):
			if said == Missing {
				said = Borrowed
			}
		case !g.Valid(day):
			said = Lapsed
		default:
			return Listed
		}
	}
	return said
}

// called tells whether a name in a text is that of the agency.
func (g Agency) called(name string) bool { return slices.Contains(AgencyNames(name), g.Plain()) }
