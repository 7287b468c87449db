// Package flows is the kernel of conversations: a table of rows, one answer in, the next question and the wished-for
// effects out; it must not know Telegram, databases, the network, a logger or the clock.
package flows

import (
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/offer"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// State names a row of a flow's table.
type State string

// Conversation is all that is remembered between two turns of one person. It is data only, so that it can be sealed,
// stored, and read back by a later version of the program.
type Conversation struct {
	Flow    string                  // name of the flow, e.g. "report"
	State   State                   // the question now open
	Lang    string                  // chosen language tag; empty: not chosen, Indonesian is spoken
	Answers map[string]private.Text // what was kept so far
	Lists   map[string][]private.Text
	Trail   []State       // questions answered, for "back"
	Return  State         // set while one answer is changed from the review: where to go afterwards
	Aside   State         // set while help or the language menu is open: where to go afterwards
	Tries   int           // answers not understood in a row
	Step    int64         // rises by one each turn; buttons carry it, so an old button is recognised
	Since   int64         // the step at which the open question was put first; see Row.Fresh
	Seen    time.Time     // when the person last wrote
	Case    string        // id of the case this conversation is about, empty before sending
	Wiped   bool          // traces were removed: nothing is said until the receipt is typed
	Visit   *Conversation // a conversation of another flow, held meanwhile; this one goes on afterwards
	Last    string        // the press answered last ("state:choice"), so that its repetition stays silent
}

// Get gives a kept answer as text, or "" when it was not given.
func (c Conversation) Get(name string) string { return c.Answers[name].Reveal() }

// Has tells whether an answer was kept.
func (c Conversation) Has(name string) bool { _, ok := c.Answers[name]; return ok }

// Open is the question now open: that of the visited flow while a visit goes on.
func (c Conversation) Open() State {
	if c.Visit != nil {
		return c.Visit.State
	}
	return c.State
}

// InputKind tells what arrived.
type InputKind string

// The kinds of input a flow may get. The last ones come from the house itself, not from the person.
const (
	Text     InputKind = "text"
	Press    InputKind = "press"   // a button of this conversation
	Act      InputKind = "act"     // a button of an officer's card
	Start    InputKind = "start"   // /start, with an optional payload in Text
	Command  InputKind = "command" // another command, its name in Choice
	Photo    InputKind = "photo"
	Voice    InputKind = "voice"
	Document InputKind = "document"
	Video    InputKind = "video"
	Location InputKind = "location"
	Contact  InputKind = "contact"
	Sticker  InputKind = "sticker"
	Edited   InputKind = "edited"  // the person changed an earlier message; Text holds the new words
	Other    InputKind = "other"   // something this program does not use
	Receipt  InputKind = "receipt" // a receipt was typed; Restored is what it opened, nil when nothing
	Resume   InputKind = "resume"  // after an outage: put the open question again
	FileRead InputKind = "read"    // a picture was read (see ReadFile): File is its id, Text the words, none when it could not be read
)

// Outage is the Choice of a Resume that comes after an outage, not after a visit.
const Outage = "outage"

// Input is one thing a person did.
type Input struct {
	Kind     InputKind
	Text     private.Text // words, caption, or payload of /start
	Choice   string       // value of the pressed button
	State    State        // the question the pressed button belonged to
	Step     int64        // the step the pressed button was made at
	File     string       // id under which the engine keeps the photo, voice, document
	Mime     string       // of the file, as the channel says
	Size     int64        // of the file in bytes, 0: not stated
	Seconds  int          // length of a voice note or video, 0: not stated
	Album    string       // same for all parts of an album, else empty
	Lat, Lon float64
	Accuracy float64 // metres, 0: not stated
	Lang     string  // the language the person's app is set to
	Act      Action  // with Act
	Restored *Conversation
}

// Action is what an officer's card button asks for.
type Action struct {
	Verb string // "open", "accept", "refuse", "ask", "milestone", "handover", "close", "confirm" ...
	Case string // case id
	Arg  string
}

// Data fills the places of a text. Values of type private.Text are revealed only when the text is written; a Word is written in
// the language of the text.
type Data map[string]any

// Word is a label key as a value of Data.
type Word string

// LabelKey gives the key.
func (w Word) LabelKey() string { return string(w) }

// PageDoor is a way into a page outside the chat.
type PageDoor struct {
	Open bool
	App  string // https address that opens inside the app; empty: the chat sends a link
}

// Reply is one message to be said: a key and its data, never text.
type Reply struct {
	Key     string
	Data    Data
	Buttons [][]Button
	To      Audience // empty: the person who wrote
	Case    string   // case the message speaks of; its card is updated in place when Card is set
	Card    bool     // an officer's card: replaces the earlier card of the same case in that chat
	Ask     string   // for location: label key of the reply keyboard's location button; empty: none
	Files   []string // stored files to send with it (to officers and speakers only, rebuilt)
	Lang    string   // language tag, instead of the conversation's
	Keep    bool     // survives a wipe (nothing sensitive in it)
	Vanish  time.Duration
	InPlace bool // replaces the message whose button was pressed
}

// Audience says to whom a reply goes.
type Audience struct {
	Reporter string // case id: the reporter of that case, within their contact wishes
	Seat     casework.SeatID
	Duty     region.Code // every officer on duty of that task force
	Push     bool        // to the reporter even if contact is not allowed now (never after a wipe)
}

// IsZero tells whether the reply goes to the person who wrote.
func (a Audience) IsZero() bool { return a == Audience{} }

// Button is one choice under a message.
type Button struct {
	Key    string // label key; or
	Label  string // a literal label (a place name)
	Choice string // answer of this conversation; or
	Act    *Action
	URL    string
	App    string // address of a Mini App, opened inside Telegram
}

// Side is the most characters of a label that stands beside another; longer ones get a line of their own.
const Side = 20

// Lines lays buttons out as a phone can show them: labels that are too long to stand side by side stand below each other.
func Lines(rows [][]Button, label func(Button) string) [][]Button {
	var out [][]Button
	for _, row := range rows {
		long := slices.ContainsFunc(row, func(b Button) bool { return len([]rune(label(b))) > Side })
		if len(row) > 1 && long {
			out = append(out, oneEach(row)...)
			continue
		}
		out = append(out, row)
	}
	return out
}

// Turn is the result of one step: what is remembered, what is said, what shall be done.
type Turn struct {
	Next    Conversation
	Replies []Reply
	Effects []Effect
	Visit   *Visit // go over to another flow, see Host
	Leave   *Leave // the visit is over, see Host
}

// Visit is the wish to go over to another flow for a while.
type Visit struct {
	Flow  string
	First Input // what the other flow gets first
}

// Leave is what a visit brings back when it ends.
type Leave struct {
	Story  []private.Text // words to be reported, such as an offer
	Files  []private.Text // ids of files to be reported
	Report bool           // the person wants to report now
	Calm   bool           // the home flow puts its question again only if something was begun there
	Input  *Input         // played in the home flow afterwards: a cry for help, a place
}

// Places finds places in words and pins. internal/region gives it.
type Places interface {
	Resolve(text string) region.Answer
	At(lat, lon, accuracy float64) region.Fix
	Lookup(region.Code) (region.Place, bool)
	Provinces() []region.Place
	Regencies(region.Code) []region.Place
	Country(iso string) (region.Country, bool)
}

// Words gives the words of the language a conversation is in.
type Words interface {
	// Label is the text of a label key, in that language alone.
	Label(lang, key string) string
	// Button is what stands on a button: the label, in two languages while a safety label is not reviewed.
	Button(lang, key string) string
	// Synonyms lists further words for a button key, in the language and in Indonesian.
	Synonyms(lang, key string) []string
	// Languages lists the tags that can be chosen, Indonesian first, with their own names.
	Languages() []Language
}

// Language is one language that can be chosen.
type Language struct {
	Tag, Name string
	Called    []string // what it is called by others
	Draft     bool     // no speaker answers for it yet: safety texts come in two languages
	Desk      bool     // officers' texts exist in it
}

// Meaning is what a free text means, as far as the kernel needs it.
type Meaning struct {
	Intent string  // "emergency", "report", "check_offer", "learn", "status", "contact", "language", "delete", "greeting", "officer", "other", ""
	Lang   string  // guessed language, "" when nothing speaks
	Sure   float64 // how sure the language is, 0 to 1
	Urgent bool
	Minor  bool
	Abroad bool
	Idle   bool // words say that it has nothing to do with what this is for: insults, jokes, goods, students, journalists
	Evade  bool // asks how to get past officers or without papers, which is never told
}

// Env brings everything a step may need from outside, as plain values and pure functions.
type Env struct {
	Now        time.Time
	NewID      func() string       // 128 random bits
	NewReceipt func() private.Text // an unused receipt number
	NewCode    func() string       // short case code
	Words      Words
	Places     Places
	Understand func(text string) Meaning
	Register   *taskforce.Register
	Case       *casework.Case                          // the case in question, for its reporter or for an officer with a right to it
	Cases      func() []casework.Case                  // for officers: the open cases their task force leads
	Speaker    func() *Speaker                         // whoever writes as a speaker of a language, nil for everybody else; may be nil itself
	Seat       *taskforce.Seat                         // the seat of the person who writes, nil for everybody else
	Numbers    func(place casework.Place) Data         // hotlines for a place, from the directory, ready as data
	Others     func() []casework.Case                  // for reporters: all their cases
	Links      func(casework.Case) casework.Links      // for officers: what a case of theirs has in common with others
	Joined     func(casework.Case) []casework.Case     // for officers: the cases that were joined with one
	Vitals     func(...region.Code) []taskforce.Vitals // for officers: how those task forces stand, all they oversee without codes; may be nil
	Activities func() []Activity                       // for officers: prevention work of their task force within a year; may be nil
	Scores     func() map[region.Code]int              // for officers: how task forces stood four weeks ago, none when it is not known; may be nil
	Page       PageDoor                                // for officers: the oversight page, as far as their seat has anything to see there
	Recorded   func(lang string) bool                  // whether texts of a language can be heard; nil: none
	// Care is what is kept up with the person between conversations; Mark is what the house's key makes of words that must be
	// recognised and never read. Both may be nil.
	Care func() Care
	Mark func(id, words string) string
	// Known gives the traces in words that several earlier reports named; nil: none are known.
	Known func(words string) []offer.Trace
	// Opened counts for a reporter who opened a case of theirs, by the constants OpenedByDuty and so on; nil: not known.
	Opened func(caseID string) map[string]int
	// Looked counts how often a reporter saw what is kept of a case within a day; nil: not known.
	Looked func(caseID string) int
	// Retention says how long cases are kept.
	Retention casework.Retention
	// Guarded tells an officer's flow what stands between the seat and content; nil: nothing.
	Guarded func() Guarded
	// Listing is what the register of licensed agencies says of a name, and of which day it is; nil: there is none.
	Listing func(name string) (offer.Listing, time.Time)
	// Licence is what that register says of a licence number in a text that names some companies; nil: there is none.
	Licence func(number string, names []string) (offer.Listing, time.Time)
	Reads   bool // whether pictures can be read (ReadFile)
	// Contact is how officers reach an agency, with the day on which its number was verified; false where no number may be said.
	Contact func(agency, mission string) (line string, ok bool)
	// Helpers says who to turn to with a need (a code of directory.Needs) at a place, as data: "first", "then" and "numbers". May be nil.
	Helpers func(need string, place casework.Place) Data
}

// Flow is one conversation.
type Flow interface {
	Name() string
	// Step takes one input. An error means only that a deploy removed the state the person was in.
	Step(c Conversation, in Input, env Env) (Turn, error)
}
