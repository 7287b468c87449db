// Package understand tells from one message which language somebody writes, what they want, and whether somebody is in
// danger; it must not know conversations, cases, Telegram, the network or the clock.
package understand

import (
	"slices"
	"strings"

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
	Evade          bool     `json:"-"`      // asks how to get past officers or without papers: never to be helped with
	Idle           bool     `json:"-"`      // an insult, a joke, goods, a student's or journalist's errand, a wrong number
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
	signs  []sign
	weighs *weights
}

// New builds a Reader from the embedded lists. Damaged lists are a fault of the build and panic. Places may be nil.
func New(places Places) *Reader {
	r := &Reader{places: places, lex: newLexicon(), goals: goals[:]}
	if err := r.load(); err != nil {
		panic("understand: embedded lists: " + err.Error())
	}
	return r
}

// Read understands one message. The same text always gives the same Result.
func (r *Reader) Read(text string) Result {
	out, words := r.read(text)
	if out.Intent != Greeting {
		return out
	}
	for rest := pastHello(text); rest != ""; rest = pastHello(rest) {
		if next, _ := r.read(rest); next.Intent != Greeting && next.Intent != Other {
			next.Lang, next.LangConfidence, next.Place = out.Lang, out.LangConfidence, out.Place
			next.Abroad = next.Abroad || out.Abroad
			return next
		}
	}
	if words >= long {
		out.Intent = Report
	}
	return out
}

// long is from how many words on a message only says hello no more, whatever it begins with.
const long = 20

// leastAfter is how many words must follow a greeting to be read by themselves.
const leastAfter = 4

// pastHello gives what follows the first clause: who is polite says hello and thanks first, and the cry comes after it.
func pastHello(text string) string {
	i := strings.IndexAny(text, ".,!?\n;:")
	if i < 0 {
		return ""
	}
	rest := strings.TrimSpace(text[i+1:])
	if len(split(rest)) < leastAfter {
		return ""
	}
	return rest
}

// read understands a message as one piece, and counts its words.
func (r *Reader) read(text string) (Result, int) {
	m := r.open(text)
	points := r.score(m)
	out := Result{Lang: tags[m.lang], LangConfidence: m.confidence}
	sum, full := r.weigh(m, points)
	out.Intent = r.choose(chances(sum), chances(full)[0], points, len(m.words))
	r.flags(&out, points)
	r.locate(&out, text, points)
	out.Why = r.why(m, &out)
	return out, len(m.words)
}

// open guesses the language of a text and finds what its words mean.
func (r *Reader) open(text string) *message {
	m := &message{words: split(text)}
	m.lang, m.confidence, m.active = r.lang.guess(m.words)
	r.lex.markCommon(m)
	r.lex.match(m)
	m.read(text, r.lex)
	r.sign(m)
	return m
}

// From which chance on a message is taken as a cry for help: a false alarm costs a question, a missed cry may cost a life.
const (
	cry      = 0.70
	cryAlone = 0.70 // a word by itself ("naik", "calo") is an answer more often than a cry
	crySure  = 0.50 // where the rules are sure of it
	nearly   = 0.30 // nearly a cry: whatever else it is, whether somebody is in danger is asked first
	content  = 0.40 // what must be left of it without the function words
	doubt    = 0.12 // no cry, but not to be passed over either: whether somebody is in danger is asked
	wipe     = 0.50 // to take a message as a wish to wipe: what is wiped does not come back
)

// choose takes the emergency when it is likely enough, also by what is said without the function words (full), else the likeliest of the others. What would pass by a cry unheard is
// taken as something to be told where a cry is at all likely: a report begins with the question about danger.
func (r *Reader) choose(chance [intents]float64, full float64, points []float64, words int) string {
	danger, least := points[0], cry
	switch {
	case danger >= bar:
		least = crySure
	case words < 2 || words <= curt && danger <= 0:
		least = cryAlone
	}
	if chance[0] >= least && full >= content {
		return Emergency
	}
	best := r.likeliest(chance)
	if words >= fewest && best != Delete && (chance[0] >= nearly || chance[0] >= doubt && passesBy(best)) {
		return Report
	}
	return best
}

// curt is up to how many words a message in which the rules find no danger at all is rather an answer.
const curt = 3

// fewest is how many words a message must have to be doubted: a word by itself is an answer, or says hello.
const fewest = 2

// passesBy tells whether an answer to this intent never asks if somebody is in danger.
func passesBy(intent string) bool {
	switch intent {
	case Greeting, Learn, CheckOffer, Other:
		return true
	}
	return false
}

// likeliest is the likeliest intent beside the emergency.
func (r *Reader) likeliest(chance [intents]float64) string {
	best := intents - 1
	for i := 1; i < intents; i++ {
		if chance[i] > chance[best] && (r.goals[i] != Delete || chance[i] >= wipe) {
			best = i
		}
	}
	return r.goals[best]
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
		case "evade":
			out.Evade = on && out.Intent != Emergency && out.Intent != Report
		case "idle":
			out.Idle = on && out.Intent == Other
		}
	}
}

// pilgrim is the flag of work under cover of a pilgrimage: it is in Saudi Arabia, even where nobody says so.
const pilgrim = "pilgrim"

// locate asks for the place. A country other than Indonesia says abroad too, but for a general question.
func (r *Reader) locate(out *Result, text string, points []float64) {
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
	case a.Country == "" && points[slices.Index(r.goals, pilgrim)] >= bar:
		out.Place = "SA"
		out.Abroad = out.Abroad || out.Intent != Learn && out.Intent != Other
	}
}
