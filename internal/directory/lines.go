package directory

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Longest is the most characters Lines gives.
const Longest = 420

// words are what stands between the data, by language.
type words struct {
	english                                            bool
	voice, web, allDay, office, free, ext, home        string
	checked, source, weak, undated, unchecked, noReach string
}

// Keys under which the words of another language are asked for, see LinesIn.
const (
	KeyVoice     = "voice"     // by telephone
	KeyWeb       = "web"       // by a web site
	KeyAllDay    = "all_day"   // 24 hours
	KeyOffice    = "office"    // office hours
	KeyFree      = "free"      // costs nothing
	KeyExt       = "ext"       // extension
	KeyHome      = "home"      // works only from Indonesia
	KeyChecked   = "checked"   // before the day on which two people checked it
	KeySource    = "source"    // before the date of the source
	KeyWeak      = "weak"      // few sources
	KeyUndated   = "undated"   // the source has no date
	KeyUnchecked = "unchecked" // not checked again since
	KeyNoReach   = "no_reach"  // 110 from abroad
)

// LinesIn writes the numbers as Lines does, in any language: word gives the words for the keys above where it is neither
// Indonesian ("" or "id") nor English. Names of bodies stay Indonesian.
func LinesIn(lang string, word func(key string) string, shown []Shown) string {
	if lang == "" || lang == "id" || lang == "en" {
		return Lines(lang, shown)
	}
	return lines(words{voice: word(KeyVoice), web: word(KeyWeb), allDay: word(KeyAllDay), office: word(KeyOffice), free: word(KeyFree),
		ext: word(KeyExt), home: word(KeyHome), checked: word(KeyChecked), source: word(KeySource), weak: word(KeyWeak),
		undated: word(KeyUndated), unchecked: word(KeyUnchecked), noReach: word(KeyNoReach)}, shown)
}

var indonesian = words{voice: "telepon", web: "situs", allDay: "24 jam", office: "jam kerja", free: "gratis", ext: "pesawat",
	home: "hanya dari Indonesia", checked: "diperiksa", source: "sumber", weak: "sumber terbatas", undated: "tanpa tanggal",
	unchecked: "belum dicek ulang", noReach: "tidak bisa dari luar negeri. Kalau dalam bahaya, hubungi polisi negara itu."}

var english = words{english: true, voice: "phone", web: "website", allDay: "24 hours", office: "office hours", free: "free", ext: "ext.",
	home: "only from Indonesia", checked: "checked", source: "source", weak: "few sources", undated: "undated",
	unchecked: "not rechecked", noReach: "does not work from abroad. In danger, call the police of that country."}

// Lines writes the numbers for people, one line each, at most Longest characters: in English for the tag "en" or
// "en-…", else in Indonesian. What does not fit is left out from the end, but never 110.
func Lines(lang string, shown []Shown) string { return lines(wordsOf(lang), shown) }

func wordsOf(lang string) words {
	if lang == "en" || strings.HasPrefix(lang, "en-") {
		return english
	}
	return indonesian
}

func lines(w words, shown []Shown) string {
	lines := make([]string, len(shown))
	for i, s := range shown {
		lines[i] = s.line(w)
	}
	for {
		text := strings.Join(lines, "\n")
		last := lastBut(shown[:len(lines)])
		if utf8.RuneCountInString(text) <= Longest || last < 0 {
			return text
		}
		lines = slices.Delete(lines, last, last+1)
		shown = slices.Delete(slices.Clone(shown), last, last+1)
	}
}

// lastBut is the last line that may be left out, -1 for none.
func lastBut(shown []Shown) int {
	for i, s := range slices.Backward(shown) {
		if !s.Always {
			return i
		}
	}
	return -1
}

// Line writes one number: "• Polisi 110 (telepon, 24 jam, gratis)". A number that is not verified or no longer says
// so, and one from few sources says that, whoever verified it.
func (s Shown) Line(lang string) string { return s.line(wordsOf(lang)) }

func (s Shown) line(w words) string {
	if s.Reach == OutOfReach {
		return "• " + s.Print + " " + w.noReach
	}
	facts := strings.Join(s.facts(w), ", ")
	if trust := s.trust(w); trust != "" {
		facts += "; " + trust
	}
	return "• " + pick(w, s.Name, s.NameEN) + " " + s.address(w) + " (" + facts + ")"
}

func (s Shown) address(w words) string {
	switch {
	case s.Number == "":
		return s.Web
	case s.Ext != "":
		return s.Print + " " + w.ext + " " + s.Ext
	}
	return s.Print
}

func (s Shown) facts(w words) (out []string) {
	for _, c := range s.Channels {
		out = append(out, map[Channel]string{Voice: w.voice, WhatsApp: "WhatsApp", Web: w.web}[c])
	}
	out = append(out, map[string]string{"24h": w.allDay, "office": w.office}[s.Hours])
	if s.Cost == "free" {
		out = append(out, w.free)
	}
	out = append(out, pick(w, s.About, s.AboutEN))
	if s.Reach == HomeOnly {
		out = append(out, w.home)
	}
	return slices.DeleteFunc(out, func(fact string) bool { return fact == "" })
}

// trust says how sure the number is: "sumber Agu 2025, belum dicek ulang".
func (s Shown) trust(w words) string {
	switch {
	case !s.Stale && s.Confidence.Weak():
		return w.checked + " " + s.VerifiedAt.full(w.english) + ", " + w.weak
	case !s.Stale:
		return w.checked + " " + s.VerifiedAt.full(w.english)
	case s.Always:
		return ""
	case s.Verified() && s.Confidence.Weak():
		return w.checked + " " + s.VerifiedAt.short(w.english) + ", " + w.weak + ", " + w.unchecked
	case s.Verified():
		return w.checked + " " + s.VerifiedAt.short(w.english) + ", " + w.unchecked
	}
	return s.origin(w) + ", " + w.unchecked
}

func (s Shown) origin(w words) string {
	source := w.source
	if s.Confidence.Weak() {
		source = w.weak
	}
	if s.SourceDate == "" {
		return source + " " + w.undated
	}
	return source + " " + s.SourceDate.short(w.english)
}

func pick(w words, id, en string) string {
	if w.english && en != "" {
		return en
	}
	return id
}
