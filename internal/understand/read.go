// Package understand tells from one message which language somebody writes, what they want, and whether somebody is in
// danger; it must not know conversations, cases, Telegram, the network or the clock.
package understand

import (
	"siaga/internal/region"
)

// Intents: what a message wants. Emergency wins over all others.
const (
	Emergency  = "emergency"   // somebody is in danger now or within hours
	Report     = "report"      // something to be told that is not happening at this hour
	CheckOffer = "check_offer" // is this job, agency, marriage or internship real
	Learn      = "learn"       // a question about the subject
	Status     = "status"      // how a report is getting on
	Contact    = "contact"     // a number or an address is asked for
	Language   = "language"    // another language is wanted
	Delete     = "delete"      // erase what was said, or somebody is about to look at the phone
	Greeting   = "greeting"    // hello, thanks
	Officer    = "officer"     // a human is wanted, or an officer presents himself
	Other      = "other"       // anything else
)

// Result is what was understood of one message. Its JSON form is the line that `siaga understand` prints.
type Result struct {
	Lang           string   `json:"lang"`            // tag of one of the fourteen languages
	LangConfidence float64  `json:"lang_confidence"` // 0 to 1; low for mixed and very short messages
	Intent         string   `json:"intent"`
	Urgent         bool     `json:"urgent"` // an emergency, or something that happens within a day or two
	Minor          bool     `json:"minor"`  // the text says that a particular child under eighteen is concerned
	Abroad         bool     `json:"abroad"` // the person is outside Indonesia, or is about to be
	Place          string   `json:"place"`  // full name of a place in Indonesia, two-letter code of a country, or ""
	Why            []string `json:"why"`    // the words that decided, as they were typed, in lower case
}

// Places finds the place a text is about; *region.Resolver is one.
type Places interface {
	Resolve(text string) region.Answer
}

// Reader reads messages. It does not change after New and may be used by many at once.
type Reader struct {
	places Places
	lang   *languages
	lex    *lexicon
	rules  []rule
	goals  []string // what rules give points to
}

// New builds a Reader from the embedded lists. Damaged lists are a fault of the build and panic. Places may be nil.
func New(places Places) *Reader {
	r := &Reader{places: places, lex: newLexicon()}
	if err := r.load(); err != nil {
		panic("understand: embedded lists: " + err.Error())
	}
	return r
}

// Read understands one message. The same text always gives the same Result.
func (r *Reader) Read(text string) Result {
	m := message{words: split(text)}
	m.lang, m.confidence, m.active = r.lang.guess(m.words)
	r.lex.match(&m)
	m.read(text, r.lex)
	points := r.score(&m)
	out := Result{Lang: tags[m.lang], LangConfidence: m.confidence}
	out.Intent = r.choose(points, len(m.words))
	r.flags(&out, points)
	r.locate(&out, text)
	out.Why = r.why(&m, &out)
	return out
}

// choose takes the emergency when its points reach the bar, else the intent with most points; the earlier of equals. When
// nothing else speaks, a few signs of danger are enough: a false alarm costs a question, a missed cry may cost a life.
func (r *Reader) choose(points []float64, words int) string {
	best, most := Other, least
	for i, goal := range r.goals {
		switch {
		case i >= intents:
			if words < 2 { // one word with some danger in it ("naik", "calo") is an answer more often than a cry
				return best
			}
			return r.doubt(best, most, points)
		case goal == Emergency && points[i] >= bar:
			return Emergency
		case goal != Emergency && points[i] > most:
			best, most = goal, points[i]
		}
	}
	return best
}

// doubt decides what no rule is sure of.
func (r *Reader) doubt(best string, most float64, points []float64) string {
	idle := best == Other || best == Learn || best == Greeting || best == CheckOffer
	if danger := points[0]; idle && (most == least && danger >= alone || most < bar && danger >= most) {
		return Emergency
	}
	return best
}

func (r *Reader) flags(out *Result, points []float64) {
	for i := intents; i < len(r.goals); i++ {
		on := points[i] >= bar
		switch r.goals[i] {
		case "urgent":
			out.Urgent = on || out.Intent == Emergency
		case "minor":
			out.Minor = on
		case "abroad":
			out.Abroad = on
		}
	}
}

// locate asks for the place. A country other than Indonesia says abroad too, but for a general question.
func (r *Reader) locate(out *Result, text string) {
	if r.places == nil {
		return
	}
	a := r.places.Resolve(text)
	switch {
	case len(a.Candidates) > 0:
		out.Place = a.Candidates[0].Place.Name
	case a.Country != "" && a.Country != "ID":
		out.Place = a.Country
		out.Abroad = out.Abroad || out.Intent != Learn && out.Intent != Other
	}
}
