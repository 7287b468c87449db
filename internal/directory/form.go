package directory

import (
	"regexp"
	"strings"
)

// plans are the numbering plans (ITU-T E.164, national plans) by country: the country code, a space, and the form of
// the number behind it. They catch what was found in print: a neighbour's country code, a digit missing or doubled.
var plans = map[string]string{
	"ID": `62 (8\d{8,11}|[2-7]\d{6,10})`,
	"AE": `971 (5\d{8}|[234679]\d{7})`,
	"BH": `973 [136]\d{7}`,
	"BN": `673 [2-8]\d{6}`,
	"CN": `86 (1[3-9]\d{9}|10\d{8}|2\d{9}|[3-9]\d{9,10})`,
	"EG": `20 (1[0125]\d{8}|[2-9]\d{7,8})`,
	"HK": `852 [2-9]\d{7}`,
	"IR": `98 [1-9]\d{9}`,
	"IT": `39 (0\d{5,10}|3\d{8,9})`,
	"JO": `962 (7[789]\d{7}|[2356]\d{7})`,
	"JP": `81 ([789]0\d{8}|[1-9]\d{8})`,
	"KH": `855 [1-9]\d{7,8}`,
	"KR": `82 (1[016-9]\d{7,8}|2\d{7,8}|[3-6]\d{8,9})`,
	"KW": `965 [2569]\d{7}`,
	"LA": `856 (20\d{8}|30\d{7,8}|[2-8]\d{7})`,
	"LB": `961 ([378]\d{7}|[1-9]\d{6})`,
	"MM": `95 (9\d{7,9}|[1-8]\d{5,8})`,
	"MO": `853 [268]\d{7}`,
	"MY": `60 (1[15]\d{8}|1[02346789]\d{7}|3\d{8}|[4-9]\d{7})`,
	"OM": `968 [279]\d{7}`,
	"PG": `675 (7\d{7}|[2-9]\d{6})`,
	"PH": `63 (9\d{9}|[2-8]\d{8})`,
	"PL": `48 [1-9]\d{8}`,
	"QA": `974 [3-7]\d{7}`,
	"SA": `966 [15]\d{8}`,
	"SG": `65 [3689]\d{7}`,
	"SY": `963 (9\d{8}|[1-5]\d{6,8})`,
	"TH": `66 ([689]\d{8}|[2-7]\d{7})`,
	"TL": `670 (7\d{7}|[2-4]\d{6})`,
	"TR": `90 [2345]\d{9}`,
	"TW": `886 (9\d{8}|[2-8]\d{7,8})`,
	"VN": `84 ([35789]\d{8}|2\d{9})`,
	// Countries without a number here yet; only code and length are known.
	"AT": `43 \d{7,12}`, "AU": `61 \d{9}`, "BD": `880 \d{8,10}`, "BE": `32 \d{8,9}`, "BR": `55 \d{10,11}`, "CA": `1 \d{10}`,
	"CH": `41 \d{9}`, "CY": `357 \d{8}`, "CZ": `420 \d{9}`, "DE": `49 \d{7,11}`, "DK": `45 \d{8}`, "DZ": `213 \d{8,9}`,
	"ES": `34 \d{9}`, "ET": `251 \d{9}`, "FI": `358 \d{6,11}`, "FJ": `679 \d{7}`, "FR": `33 \d{9}`, "GB": `44 \d{9,10}`,
	"GR": `30 \d{10}`, "HU": `36 \d{8,9}`, "IN": `91 \d{10}`, "IQ": `964 \d{8,10}`, "KE": `254 \d{9}`, "LK": `94 \d{9}`,
	"LY": `218 \d{8,9}`, "MA": `212 \d{9}`, "MX": `52 \d{10}`, "NL": `31 \d{9}`, "NO": `47 \d{8}`, "NZ": `64 \d{8,10}`,
	"PK": `92 \d{9,10}`, "RO": `40 \d{9}`, "RS": `381 \d{8,9}`, "RU": `7 \d{10}`, "SE": `46 \d{7,9}`, "TN": `216 \d{8}`,
	"US": `1 \d{10}`, "YE": `967 \d{7,9}`, "ZA": `27 \d{9}`,
}

var (
	e164  = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
	local = regexp.MustCompile(`^\d{3,8}$`)
	typed = regexp.MustCompile(`^\+?[0-9]+([ -][0-9]+)*$`)
)

// numberFault says what is wrong with the form of a number, "" when nothing is.
func numberFault(e Entry) string {
	if !strings.HasPrefix(e.Number, "+") {
		return localFault(e)
	}
	plan, known := plans[e.Country]
	switch {
	case !e164.MatchString(e.Number):
		return "is not in the form of E.164"
	case !known:
		return "has a country whose numbering plan is not known here"
	}
	code, rest, _ := strings.Cut(plan, " ")
	if !strings.HasPrefix(e.Number, "+"+code) {
		return "has not the country code of " + e.Country + ", +" + code
	}
	if !regexp.MustCompile(`^\+` + code + `(` + rest + `)$`).MatchString(e.Number) {
		return "has not the form or length of numbers in " + e.Country
	}
	return ""
}

func localFault(e Entry) string {
	switch {
	case !local.MatchString(e.Number):
		return "is neither E.164 nor a short number"
	case e.FromAbroad:
		return "is a short number and cannot be called from abroad"
	}
	return ""
}

// digits takes away what only helps the eye: "+62 21 2924-4800" becomes "+622129244800".
func digits(print string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(print)
}
