package region

import (
	_ "embed" // the lists
	"fmt"
	"strings"
)

// The hand-written lists of names and words, described in aliases/README.md.
var (
	//go:embed aliases/names.txt
	aliasNames string
	//go:embed aliases/towns.txt
	aliasTowns string
	//go:embed aliases/sites.txt
	aliasSites string
	//go:embed aliases/abroad.txt
	aliasAbroad string
	//go:embed aliases/words.txt
	aliasWords string
	//go:embed aliases/regional.txt
	aliasRegional string
	//go:embed aliases/cues.txt
	aliasCues string
)

// class says what kind of name was recognised; it decides the weight and the wording of the reason.
type class uint8

const (
	classOfficial class = iota // the name in the gazetteer
	classDistrict              // a kecamatan, which determines its regency
	className
	classAbbr
	classOld
	classNick
	classTown
	classArea
	classAir
	classPort
	classStation
	classBorder
	classIsland
	classSite
	classEstate
	classCountry // the name of a country in the gazetteer
)

var classOf = map[string]class{
	"name": className, "abbr": classAbbr, "old": classOld, "nick": classNick, "town": classTown, "area": classArea, "air": classAir,
	"port": classPort, "station": classStation, "border": classBorder, "island": classIsland, "site": classSite, "estate": classEstate,
}

// weights of a name of each class when it stands alone and is written right.
var weights = [...]float32{
	classOfficial: 0.97, classDistrict: 0.60, className: 0.95, classAbbr: 0.93, classOld: 0.92, classNick: 0.86, classTown: 0.91,
	classArea: 0.90, classAir: 0.90, classPort: 0.88, classStation: 0.88, classBorder: 0.90, classIsland: 0.88, classSite: 0.87,
	classEstate: 0.87, classCountry: 0.97,
}

// alias is one hand-written name.
type alias struct {
	name  string
	codes []string // Kemendagri codes, or one ISO code
	town  string   // abroad only, as are areas
	area  string
	class class
	weak  bool // a word too: needs a place's position
}

// parseAliases reads a list; its line numbers are those of an editor.
func parseAliases(list string) ([]alias, error) {
	all := make([]alias, 0, strings.Count(list, ", ")+strings.Count(list, "\n"))
	line := 0
	for row := range strings.Lines(list) {
		line++
		row = strings.TrimSuffix(row, "\n")
		if row == "" || row[0] == '#' {
			continue
		}
		f := strings.Split(row, "\t")
		if len(f) != 3 {
			return nil, fmt.Errorf("line %d: %d fields, want 3", line, len(f))
		}
		kind, weak := strings.CutSuffix(f[1], "?")
		c, ok := classOf[kind]
		if !ok {
			return nil, fmt.Errorf("line %d: unknown class %q", line, kind)
		}
		place, town, _ := strings.Cut(f[0], ":")
		town, area, _ := strings.Cut(town, "/")
		codes := strings.Split(place, ",")
		for name := range strings.SplitSeq(f[2], ", ") {
			all = append(all, alias{name, codes, town, area, c, weak})
		}
	}
	return all, nil
}

// cue is a set of the roles a word can play beside a place.
type cue uint64

const (
	cueHere cue = 1 << iota
	cueNow
	cueTo
	cueFrom
	cueNot
	cueSelf
	cueOther
	cueSpoil
	cueTitle
	cueStreet
	cueBelow
	cueThing
	cueKab
	cueKota
	cueKec
	cueProv
	cueWill
	cueMoved
	cueNever
	cuePart
	cueWho
	cueVia
	cueHome
	cueLater
	cueGiven
	cueGrade
	cueFirm
	cueBrand
	cueWorks
	cueEdge
	cueCalled
	cuePlea
	cueRide
	cueClub
	common // a common word

	cueRole = cueHere | cueTo | cueFrom
	cueKind = cueKab | cueKota | cueKec | cueProv
)

var cueOf = map[string]cue{
	"here": cueHere, "now": cueNow, "to": cueTo, "from": cueFrom, "not": cueNot, "self": cueSelf, "other": cueOther,
	"spoil": cueSpoil, "title": cueTitle, "street": cueStreet, "below": cueBelow, "thing": cueThing, "kabupaten": cueKab,
	"kota": cueKota, "kecamatan": cueKec, "provinsi": cueProv,
	"will": cueWill, "moved": cueMoved, "never": cueNever, "part": cuePart, "who": cueWho, "via": cueVia, "home": cueHome, "later": cueLater, "given": cueGiven,
	"grade": cueGrade, "firm": cueFirm, "brand": cueBrand, "works": cueWorks, "edge": cueEdge, "called": cueCalled, "plea": cuePlea, "ride": cueRide, "club": cueClub,
}

// parseCues adds the words of cues.txt to the words.
func parseCues(list string, words map[string]cue) error {
	for row := range tableRows(list) {
		name, rest, _ := strings.Cut(row, "\t")
		c, ok := cueOf[name]
		if !ok {
			return fmt.Errorf("cues: unknown cue %q", name)
		}
		for w := range strings.FieldsSeq(rest) {
			words[foldWord(w)] |= c
		}
	}
	return nil
}

// parseWords reads words.txt and regional.txt.
func parseWords(list string, words map[string]cue) {
	for row := range tableRows(list) {
		for w := range strings.FieldsSeq(row) {
			words[foldWord(w)] |= common
		}
	}
}
