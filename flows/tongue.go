package flows

import (
	"slices"
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Tongue is one language to write in: its words, and how it writes times and the titles of seats. An empty Lang is Indonesian.
type Tongue struct {
	Words Words
	Lang  string
}

// Phrase is a value of Data that is written in the language of whoever it is said to. Only the engine, who knows them, resolves it.
type Phrase func(Tongue) string

// Tongue is the language of the conversation.
func (s *Scene) Tongue() Tongue { return Tongue{s.Env.Words, s.C.Lang} }

// Label is the text of a label key.
func (t Tongue) Label(key string) string { return t.Words.Label(t.Lang, key) }

// Time writes a moment as the clock on the wall of a task force shows it.
func (t Tongue) Time(at time.Time, tf region.Code) string {
	return at.In(taskforce.ZoneOf(tf)).Format(t.Label("duty.time"))
}

// Day writes a day without its year.
func (t Tongue) Day(day time.Time) string { return day.Format(t.Label("duty.date")) }

// YearDay writes a day with its year.
func (t Tongue) YearDay(day time.Time) string { return day.Format(t.Label("duty.date_year")) }

// Seat gives the title of a seat. A title that begins as the usual ones of its role do ("Petugas piket 2") is written in the language;
// any other is a name that somebody gave it.
func (t Tongue) Seat(s taskforce.Seat) string {
	key := "duty.title." + string(s.Role)
	usual := t.Words.Label("", key)
	if rest, ok := strings.CutPrefix(s.Title, usual); ok && (rest == "" || rest[0] == ' ') {
		return t.Label(key) + rest
	}
	return s.Title
}

// Country gives the name of a country: in Indonesian to those who read that, to all others the one the world uses.
func (t Tongue) Country(c region.Country) string {
	if t.Lang == "" || t.Lang == "id" {
		return c.Name
	}
	return c.English
}

// ReplyKey is the label of a standard answer of a reporter; the hours are those of the report.
func ReplyKey(reply string) string {
	if slices.Contains(casework.SafeHours(), reply) {
		return "report.hours." + reply
	}
	return "report.question." + reply
}
