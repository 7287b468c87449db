package report

import (
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// The answers in which places are kept, by the role of the place.
const (
	roleNow        = string(casework.VictimNow)
	roleIncident   = string(casework.Incident)
	roleHome       = string(casework.Home)
	answerNow      = "place." + roleNow
	answerIncident = "place." + roleIncident
	answerHome     = "place." + roleHome
	answerRole     = "place.role"    // which of them is being asked
	answerOptions  = "place.options" // codes to choose from
	answerPage     = "place.page"
	answerProvince = "place.province"
	unknownPlace   = "unknown"
	pageSize       = 12
)

// abroadChoices are the countries offered as buttons; any other can be typed (domain notes §3.2, §4.2).
var abroadChoices = []string{"MY", "KH", "MM", "LA", "TH", "PH", "SG", "BN", "TW", "HK", "SA", "AE", "CN", "TR"}

// herePin stands before the places that words, a pin or a poster may mean.
const herePin = "📍 "

// place reads where something is: a pin, words, or one of the buttons named.
func place(role string, buttons ...string) flows.Accept {
	return flows.Any(flows.Choice(buttons...), flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		return locate(s, in, role)
	}))
}

// barePlace reads a place where none was asked: a pin, or a few words that are nothing but a place.
func barePlace() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind == flows.Text && wordCount(in.Text) > fewWords {
			return flows.Answer{}, false
		}
		return locate(s, in, roleNow)
	})
}

// guessed finds the place that the story names, sure enough to be offered or to send by until it is asked.
func guessed(places flows.Places, story []private.Text) (region.Place, bool) {
	for i := len(story) - 1; i >= 0; i-- {
		found := places.Resolve(story[i].Reveal())
		if len(found.Candidates) > 0 && !found.Ask && found.Country == "ID" {
			return found.Candidates[0].Place, true
		}
	}
	return region.Place{}, false
}

// suggested offers the place that the story names as the first button.
func suggested() flows.Accept {
	return sayRole{placePick(func(s *flows.Scene) []flows.Option {
		p, ok := guessed(s.Env.Places, s.C.Lists["story"])
		if !ok {
			p, ok = s.Env.Places.Lookup(region.Code(s.Get("region")))
		}
		if !ok {
			return nil
		}
		if up, ok := s.Env.Places.Lookup(placeCode(p)); ok {
			p = up
		}
		return []flows.Option{{Value: string(p.Code), Label: herePin + p.Name}}
	})}
}

// sayRole makes a pick be kept as the place of the victim now.
type sayRole struct{ flows.Accept }

func (a sayRole) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Press {
		return flows.Answer{}, false
	}
	s.Keep(answerRole, roleNow)
	return a.Accept.Read(s, in)
}

// asked notes which place was asked for, and keeps the answers that buttons gave to it.
func asked(role string) func(*flows.Scene, flows.Answer) {
	return func(s *flows.Scene, ans flows.Answer) {
		s.Keep(answerRole, role)
		switch ans.Event {
		case "sea":
			s.Keep("place."+role, flows.FormatPlace(casework.Place{AtSea: true}))
		case "unknown":
			s.Keep("place."+role, unknownPlace)
		}
	}
}

// locate finds the place that a pin or words mean.
func locate(s *flows.Scene, in flows.Input, role string) (flows.Answer, bool) {
	switch in.Kind {
	case flows.Location:
		return fromPin(s, in, role)
	case flows.Text:
		return fromWords(s, in.Text, role)
	}
	return flows.Answer{}, false
}

func fromWords(s *flows.Scene, words private.Text, role string) (flows.Answer, bool) {
	found := s.Env.Places.Resolve(words.Reveal())
	if found.Country != "" && found.Country != "ID" {
		return kept(role, casework.Place{Country: found.Country, Town: found.Town}, words), true
	}
	return fromCandidates(s, found.Candidates, found.Ask, words, role)
}

func fromPin(s *flows.Scene, in flows.Input, role string) (flows.Answer, bool) {
	fix := s.Env.Places.At(in.Lat, in.Lon, in.Accuracy)
	said := private.NewText(coordinates(in))
	switch {
	case len(fix.Regencies) > 0 && !fix.Sea:
		var near []region.Candidate
		for _, n := range fix.Regencies {
			if p, ok := s.Env.Places.Lookup(n.Code); ok {
				near = append(near, region.Candidate{Place: p})
			}
		}
		return fromCandidates(s, near, fix.Ask, said, role)
	case fix.Sea:
		return kept(role, casework.Place{AtSea: true}, said), true
	case fix.Country != "" && fix.Country != "ID":
		return kept(role, casework.Place{Country: fix.Country, Town: fix.Area}, said), true
	}
	return flows.Answer{}, false
}

func coordinates(in flows.Input) string {
	return strconv.FormatFloat(in.Lat, 'f', 5, 64) + "," + strconv.FormatFloat(in.Lon, 'f', 5, 64)
}

func fromCandidates(s *flows.Scene, found []region.Candidate, ask bool, said private.Text, role string) (flows.Answer, bool) {
	if len(found) == 0 {
		return flows.Answer{}, false
	}
	if !ask || len(found) == 1 {
		return kept(role, casework.Place{Code: placeCode(found[0].Place)}, said), true
	}
	codes := make([]string, len(found))
	for i, f := range found {
		codes[i] = string(placeCode(f.Place))
	}
	return flows.Answer{Event: "several", Set: map[string]private.Text{
		answerRole: private.NewText(role), answerOptions: private.NewText(strings.Join(codes, " ")),
		"place." + role + ".said": said,
	}}, true
}

// placeCode is the code routing works with: the kabupaten or kota, or the province when only that is known.
func placeCode(p region.Place) region.Code {
	if r := p.Code.Regency(); r != "" {
		return r
	}
	return p.Code
}

func kept(role string, p casework.Place, said private.Text) flows.Answer {
	return flows.Answer{Event: "place", Set: map[string]private.Text{
		answerRole: private.NewText(role), "place." + role: private.NewText(flows.FormatPlace(p)), "place." + role + ".said": said,
	}}
}

// candidates offers the places that the words may mean.
func candidates() flows.Accept {
	options := func(s *flows.Scene) []flows.Option {
		var out []flows.Option
		for code := range strings.FieldsSeq(s.Get(answerOptions)) {
			if p, ok := s.Env.Places.Lookup(region.Code(code)); ok {
				out = append(out, flows.Option{Value: code, Label: herePin + p.Name})
			}
		}
		return out
	}
	return flows.Any(placePick(options), flows.Choice("list"), again())
}

// placePick keeps the picked code for the role being asked.
func placePick(options func(*flows.Scene) []flows.Option) flows.Accept {
	return pickAs{flows.Pick("place", options)}
}

type pickAs struct{ flows.Accept }

func (a pickAs) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	ans, ok := a.Accept.Read(s, in)
	if !ok || ans.Event != "place" {
		return ans, ok
	}
	role := s.Get(answerRole)
	return flows.Answer{Event: "place", Set: map[string]private.Text{"place." + role: ans.Value}}, true
}

// again reads another place typed, or a pin, instead of a pick.
func again() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		return locate(s, in, s.Get(answerRole))
	})
}

// provinces offers the provinces by pages.
func provinces() flows.Accept {
	return flows.Any(paged{"province", answerProvince, func(s *flows.Scene) []flows.Option {
		var out []flows.Option
		for _, p := range s.Env.Places.Provinces() {
			out = append(out, flows.Option{Value: string(p.Code), Label: p.Short})
		}
		return out
	}}, again())
}

// regencies offers the kabupaten and kota of the chosen province by pages, and the province alone.
func regencies() flows.Accept {
	return flows.Any(paged{"place", "", func(s *flows.Scene) []flows.Option {
		var out []flows.Option
		for _, p := range s.Env.Places.Regencies(region.Code(s.Get(answerProvince))) {
			out = append(out, flows.Option{Value: string(p.Code), Label: shortName(p)})
		}
		return append(out, flows.Option{Value: s.Get(answerProvince), Label: s.Env.Words.Button(s.C.Lang, "report.regency.unknown")})
	}}, again())
}

func shortName(p region.Place) string {
	if p.Kind == region.Kota {
		return p.Name
	}
	return "Kab. " + p.Short
}

// paged shows long lists in pages and reads picks from any page.
type paged struct {
	event   string
	keep    string // answer to keep the pick in; empty: the place being asked
	options func(*flows.Scene) []flows.Option
}

func (a paged) Buttons(s *flows.Scene) [][]flows.Button {
	all := a.options(s)
	page, _ := strconv.Atoi(s.Get(answerPage))
	if pages := (len(all) + pageSize - 1) / pageSize; page < 0 || page >= pages { // presses can be forged
		page = 0
	}
	shown := all[page*pageSize : min(len(all), (page+1)*pageSize)]
	rows := flows.Pick(a.event, func(*flows.Scene) []flows.Option { return shown }).Buttons(s)
	if len(all) > pageSize {
		next := (page + 1) % ((len(all) + pageSize - 1) / pageSize)
		rows = append(rows, []flows.Button{{Key: "report.more_places", Choice: "page:" + strconv.Itoa(next)}})
	}
	return rows
}

func (a paged) Read(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if n, ok := strings.CutPrefix(in.Choice, "page:"); ok && in.Kind == flows.Press {
		return flows.Answer{Event: "page", Set: map[string]private.Text{answerPage: private.NewText(n)}}, true
	}
	ans, ok := flows.Pick(a.event, a.options).Read(s, in)
	if !ok {
		return ans, false
	}
	keep := a.keep
	if keep == "" {
		keep = "place." + s.Get(answerRole)
	}
	return flows.Answer{Event: a.event, Set: map[string]private.Text{keep: ans.Value, answerPage: {}}}, true
}

// countries offers the countries, or reads any typed.
func countries() flows.Accept {
	return flows.Any(placePick(func(s *flows.Scene) []flows.Option {
		var out []flows.Option
		for _, iso := range abroadChoices {
			out = append(out, flows.Option{Value: iso, Label: flag(iso) + " " + countryName(s, iso)})
		}
		return out
	}), again())
}

func countryName(s *flows.Scene, iso string) string {
	if c, ok := s.Env.Places.Country(iso); ok {
		return c.Name
	}
	return iso
}

// flag writes the two letters of a country as the signs that telephones draw as its flag: it is known to many who cannot read
// the name.
func flag(iso string) string {
	var b strings.Builder
	for _, r := range iso {
		b.WriteRune(r - 'A' + '🇦')
	}
	return b.String()
}

// provinceName gives the chosen province for the question about its parts.
func provinceName(s *flows.Scene) flows.Data {
	p, _ := s.Env.Places.Lookup(region.Code(s.Get(answerProvince)))
	return flows.Data{"province": p.Short}
}

// nextPlace decides which place is asked next: abroad or at sea also the home, unknown also the place of the incident.
func nextPlace(s *flows.Scene) string {
	role := s.Get(answerRole)
	if !s.C.Has("place." + role) {
		s.Keep("place."+role, unknownPlace)
	}
	now := flows.ParsePlace(s.Get(answerNow))
	switch {
	case s.C.Return != "":
		return "done"
	case role == roleNow && (now.Abroad() || now.AtSea) && !s.C.Has(answerHome):
		return "home"
	case role == roleNow && !now.Known() && !s.C.Has(answerIncident):
		return "incident"
	case !s.C.Has("who"):
		return "who"
	}
	return "done"
}

// placesOf collects the places that are known.
func placesOf(c flows.Conversation) map[casework.PlaceRole]casework.Place {
	out := map[casework.PlaceRole]casework.Place{}
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Home} {
		p := flows.ParsePlace(c.Get("place." + string(role)))
		if p.Known() {
			p.Said = c.Answers["place."+string(role)+".said"]
			out[role] = p
		}
	}
	return out
}
