package selfcheck

import (
	"siaga/flows"
)

// skipped is the answer of somebody who passes a question.
const skipped = "skip"

// question is one of the eight, with the values that have buttons; any other words are an answer as well.
type question struct {
	name   string
	values []string
}

// asked are the questions in their order; the values are those that the assessment knows.
func asked() []question {
	return []question{
		{"country", []string{"home", "unknown"}},
		{"work", []string{"household", "care", "factory", "farm", "sea", "restaurant", "office_online", "entertainment", "marriage", "study", "unknown"}},
		{"who", []string{"agency", "family", "friend", "official", "teacher", "online", "stranger"}},
		{"visa", []string{"work", "visit", "umrah", "student", "none", "no_passport", "unknown"}},
		{"contract", []string{"yes", "after", "none", "unknown"}},
		{"pays", []string{"free", "me_list", "me_unclear", "me_person", "loan", "cut_short", "cut_long", "unknown"}},
		{"passport", []string{"me", "them", "unknown"}},
		{"hide", []string{"no", "family", "officers"}},
	}
}

// lands are the countries offered as buttons, the commonest destinations and those without a lawful way first (domain notes
// §5.6, §7.1); any other can be typed.
func lands() []string {
	return []string{"MY", "TW", "HK", "SG", "KH", "SA", "JP", "KR", "MM", "TH", "PH", "AE"}
}

func stateOf(name string) flows.State { return flows.State("check." + name) }

// questions makes the rows of the questions; each can be skipped, and answers already given are not asked again.
func (d desk) questions() []flows.Row {
	list := asked()
	rows := []flows.Row{{At: quiz, Choose: func(s *flows.Scene) string { openQuiz(s); return "go" }, Go: flows.Go{"go": stateOf(list[0].name)}}}
	for i, q := range list {
		next := read
		if i+1 < len(list) {
			next = stateOf(list[i+1].name)
		}
		rows = append(rows, flows.Row{At: stateOf(q.name), Ask: "check." + q.name, Accept: acceptOf(q), Keep: q.name, Group: "questions",
			Skip: d.knows(q.name), Past: skipped, Go: flows.Go{"*": next}})
	}
	return rows
}

func acceptOf(q question) flows.Accept {
	buttons := flows.Choice(append(q.values, skipped)...)
	if q.name != "country" {
		return flows.Any(buttons, ownWords())
	}
	return flows.Any(buttons, flows.Pick("land", landOptions), ownLand(), ownWords())
}

// openQuiz forgets skipped answers, so that they are asked again; when all were given, all are asked anew.
func openQuiz(s *flows.Scene) {
	given := 0
	for _, q := range asked() {
		if s.Get(q.name) == skipped {
			s.Keep(q.name, "")
		}
		if s.C.Has(q.name) {
			given++
		}
	}
	if given < len(asked()) {
		return
	}
	for _, q := range asked() {
		s.Keep(q.name, "")
	}
}

// knows makes a question be passed when it was answered, or when the text names the country.
func (d desk) knows(name string) func(*flows.Scene) bool {
	return func(s *flows.Scene) bool {
		return s.C.Has(name) || name == "country" && len(d.assess(words(s), nil).Entities.Countries) > 0
	}
}

func landOptions(s *flows.Scene) []flows.Option {
	var out []flows.Option
	for _, iso := range lands() {
		out = append(out, flows.Option{Value: iso, Label: landName(s, iso)})
	}
	return out
}

// landName is the country's name, or that of a larger part of the world.
func landName(s *flows.Scene, iso string) string {
	switch iso {
	case "EU", "XA", "XG":
		return s.Label("check.land." + iso)
	}
	if s.Env.Places != nil {
		if c, ok := s.Env.Places.Country(iso); ok {
			return c.Name
		}
	}
	return iso
}

// ownLand reads a typed country or town.
func ownLand() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || s.Env.Places == nil {
			return flows.Answer{}, false
		}
		found := s.Env.Places.Resolve(in.Text.Reveal())
		switch found.Country {
		case "":
			return flows.Answer{}, false
		case "ID":
			return flows.Answer{Event: "land", Value: flows.Texts("home")[0]}, true
		}
		return flows.Answer{Event: "land", Value: flows.Texts(found.Country)[0]}, true
	})
}

// ownWords reads an answer in one's own words; a long text is another part of the offer and is answered later.
func ownWords() flows.Accept {
	return flows.Func(func(_ *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Text || in.Text.IsZero() {
			return flows.Answer{}, false
		}
		return flows.Answer{Event: "words", Value: in.Text}, true
	})
}

// answers are what was answered, without what was skipped.
func answers(s *flows.Scene) map[string]string {
	out := map[string]string{}
	for _, q := range asked() {
		if v := s.Get(q.name); v != "" && v != skipped {
			out[q.name] = v
		}
	}
	return out
}
