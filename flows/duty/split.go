package duty

import (
	"slices"
	"strconv"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/relay"
)

// The rows of making a second case of a part of one.
const (
	splitWhose flows.State = "split_whose"
	splitPlace flows.State = "split_place"
	splitText  flows.State = "split_text"
	splitSure  flows.State = "split_sure"
)

// What is kept meanwhile: the code under which the reporter of that part stands, where several tell of the case, the code of the place of
// the new case, and its words.
const (
	answerWhose = "whose"
	answerPlace = "place"
	answerPart  = "part"
)

func splitRows() []flows.Row {
	return []flows.Row{
		{At: splitWhose, Ask: "duty.split_whose", With: which, Keep: answerWhose, Accept: flows.Pick("whose", reporters), Skip: oneReporter, Past: "whose",
			Go: flows.Go{"whose": splitPlace}},
		{At: splitPlace, Ask: "duty.split_place", With: which, Keep: answerPlace, Do: splitNotFound,
			Accept: flows.Any(flows.Pick("next", splitPlaces), flows.Func(typedSplit)),
			Go:     flows.Go{"next": splitText, "several": splitPlace, "unknown": splitPlace}},
		{At: splitText, Ask: "duty.split_text", With: splitData, Accept: note(), Keep: answerPart, Do: tooLong, Go: flows.Go{"told": splitSure, "unfit": splitText}},
		{At: splitSure, Ask: "duty.split_sure", With: splitData, Accept: flows.Choice("send", "again"), Do: split, Go: flows.Go{"send": rest, "again": splitText}},
	}
}

// reporters offers those who tell of a case, by the numbers under which the content shows what each told.
func reporters(s *flows.Scene) []flows.Option {
	if s.Env.Case == nil {
		return nil
	}
	var out []flows.Option
	for i, o := range append([]casework.Case{*s.Env.Case}, joinedOf(s, *s.Env.Case)...) {
		if !o.Same {
			out = append(out, flows.Option{Value: o.Code, Label: "👤 " + strconv.Itoa(i+1) + " · " + o.Code, Also: o.Code})
		}
	}
	return out
}

func oneReporter(s *flows.Scene) bool { return len(reporters(s)) < 2 }

// threadOf is the id of the case through which the chosen reporter is spoken with; empty where only one tells of the case.
func threadOf(s *flows.Scene, c casework.Case) string {
	for _, o := range append([]casework.Case{c}, joinedOf(s, c)...) {
		if o.Code == s.Get(answerWhose) {
			return o.ID
		}
	}
	return ""
}

// splitPlaces offers the places that typed words may mean, or else those that the report names.
func splitPlaces(s *flows.Scene) []flows.Option {
	c := s.Env.Case
	if c == nil {
		return nil
	}
	places := strings.Split(s.Get(answerOptions), placeBreak)
	if s.Get(answerOptions) == "" {
		places = nil
		for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Home} {
			if p := partPlace(c.Report.Places[role]); p.Known() && !slices.Contains(places, flows.FormatPlace(p)) {
				places = append(places, flows.FormatPlace(p))
			}
		}
	}
	var out []flows.Option
	for _, p := range places {
		out = append(out, flows.Option{Value: p, Label: partLabel(s, p)})
	}
	return out
}

// placeBreak stands between places that are offered: names of towns abroad have spaces.
const placeBreak = "\n"

// partPlace is a place as a new case is sent to it: the kabupaten, kota or province, the country and town, or the sea; without the words it
// was told in.
func partPlace(p casework.Place) casework.Place {
	switch {
	case p.AtSea:
		return casework.Place{AtSea: true}
	case p.Abroad():
		return casework.Place{Country: p.Country, Town: p.Town}
	}
	if code := placeOf(p.Code); code != "" {
		return casework.Place{Code: code, Country: "ID"}
	}
	return casework.Place{}
}

// partLabel names a place as it is kept in an answer.
func partLabel(s *flows.Scene, kept string) string {
	p := flows.ParsePlace(kept)
	switch {
	case p.AtSea:
		return s.Label("duty.at_sea")
	case !p.Abroad():
		return forceLabel(s, p.Code)
	}
	name := placeName(p, s.Tongue())
	if name == "" {
		name = p.Country
	}
	if p.Town != "" {
		name = p.Town + ", " + name
	}
	return shorten(name)
}

// placeOf is the kabupaten, kota or province of a place.
func placeOf(code region.Code) region.Code {
	if r := code.Regency(); r != "" {
		return r
	}
	return code.Province()
}

// typedSplit looks a typed place up, abroad and at sea too. Whoever takes the new case is for routing to say, so every place can be named.
func typedSplit(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
	if in.Kind != flows.Text || in.Text.IsZero() {
		return flows.Answer{}, false
	}
	var places []string
	for _, p := range placesIn(s, in.Text.Reveal()) {
		if kept := flows.FormatPlace(p); p.Known() && !slices.Contains(places, kept) && len(places) < nextOffered {
			places = append(places, kept)
		}
	}
	event := "several"
	if len(places) == 0 {
		event = "unknown"
	}
	return flows.Answer{Event: event, Set: map[string]private.Text{answerOptions: private.NewText(strings.Join(places, placeBreak))}}, true
}

func placesIn(s *flows.Scene, words string) []casework.Place {
	found := s.Env.Places.Resolve(words)
	switch {
	case flows.Plain(words) == "laut" || flows.Plain(words) == "sea":
		return []casework.Place{{AtSea: true}}
	case found.Country != "" && found.Country != "ID":
		return []casework.Place{{Country: found.Country, Town: found.Town}}
	}
	var out []casework.Place
	for _, c := range found.Candidates {
		out = append(out, partPlace(casework.Place{Code: c.Place.Code, Country: "ID"}))
	}
	return out
}

func splitNotFound(s *flows.Scene, ans flows.Answer) {
	if ans.Event != "next" {
		s.Keep(answerPlace, "")
		notFound(s, ans)
	}
}

func tooLong(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unfit" {
		s.Say("duty.too_long", nil)
	}
}

// splitData shows the words as those who get the part will read them.
func splitData(s *flows.Scene) flows.Data {
	part := s.Get(answerPart)
	return flows.Data{"code": s.Get(answerCode), "place": partLabel(s, s.Get(answerPlace)), "whose": s.Get(answerWhose),
		"text": private.NewText(relay.Defang(part)), "number": truth(relay.HasNumber(part))}
}

// split makes the case. Who holds it is for routing to say, so its code is told to nobody here.
func split(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "again" {
		s.Keep(answerPart, "")
		return
	}
	c, ok := subject(s, "more")
	if !ok {
		return
	}
	part := casework.Part{ID: s.Env.NewID(), Code: s.Env.NewCode(), Of: threadOf(s, c), Text: private.NewText(s.Get(answerPart)),
		Place: flows.ParsePlace(s.Get(answerPlace))}
	s.Do(flows.SplitCase{Case: c.ID, Seat: seatOf(s).ID, Part: part})
	done(s, "split")
}
