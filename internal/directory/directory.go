// Package directory knows the telephone numbers people may be given, each with its source, date and who verified it; it
// must not know cases, conversations, Telegram, databases, the network or the clock.
package directory

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"time"

	"siaga/internal/region"
)

//go:embed numbers.toml
var numbers []byte

// Kind says what sort of body answers.
type Kind string

// The kinds.
const (
	Police     Kind = "police"
	Helpline   Kind = "helpline"
	Mission    Kind = "mission" // embassy, consulate or office abroad
	Agency     Kind = "agency"
	LabourLine Kind = "labour line"
)

// Channel is a way to reach a body.
type Channel string

// The channels.
const (
	Voice    Channel = "voice"
	WhatsApp Channel = "whatsapp"
	Web      Channel = "web"
)

// Confidence is how far the source of a number is trusted. What is weaker than B, or contradicted by another source,
// never enters a Directory.
type Confidence string

// The confidences. B and BPlus are shown with a mark.
const (
	A      Confidence = "A"  // official page seen or two sources, the newest at most 24 months old
	AMinus Confidence = "A-" // as A, but the newest good source is 24 to 36 months old or one of two is weak
	BPlus  Confidence = "B+" // two sources, older than 24 months
	B      Confidence = "B"  // one credible source, or several older ones
)

// Weak tells whether the number must be shown with a mark.
func (c Confidence) Weak() bool { return c == B || c == BPlus }

// Entry is one number or web address. The fields are described at the head of numbers.toml.
type Entry struct {
	ID         string     `toml:"id"`
	Agency     string     `toml:"agency"` // code of the body, as in Needs
	Name       string     `toml:"name"`   // as people read it, Indonesian
	NameEN     string     `toml:"name_en"`
	Kind       Kind       `toml:"kind"`
	Number     string     `toml:"number"` // E.164, or the digits dialled inside the country; "" for a web address
	Print      string     `toml:"print"`  // the same digits as people read them
	Ext        string     `toml:"ext"`
	Web        string     `toml:"web"` // without https://
	Channels   []Channel  `toml:"channels"`
	Hours      string     `toml:"hours"` // "24h", "office", "" unknown
	Cost       string     `toml:"cost"`  // "free", "paid", "" unknown
	FromAbroad bool       `toml:"from_abroad"`
	Country    string     `toml:"country"` // ISO 3166-1 alpha-2
	Mission    string     `toml:"mission"` // id as in region.Missions
	Confidence Confidence `toml:"confidence"`
	Source     string     `toml:"source"`
	SourceDate Date       `toml:"source_date"` // of the newest dated source
	VerifiedAt Date       `toml:"verified_at"` // when two people re-read it on the official page
	VerifiedBy string     `toml:"verified_by"`
	Confirmed  string     `toml:"confirmed_by"` // the second person
	About      string     `toml:"about"`
	AboutEN    string     `toml:"about_en"`
	Note       string     `toml:"note"`
	Always     bool       `toml:"always"` // shown without a warning: 110 only

	line int // where it stands in the file it was read from
}

// Has tells whether the body can be reached by the channel.
func (e Entry) Has(c Channel) bool { return slices.Contains(e.Channels, c) }

// Verified tells whether two different people have confirmed the number, whenever that was.
func (e Entry) Verified() bool {
	return e.VerifiedAt != "" && person(e.VerifiedBy) != "" && person(e.Confirmed) != "" && person(e.VerifiedBy) != person(e.Confirmed)
}

// Fresh is how long a verification counts.
const Fresh = 90 * 24 * time.Hour

// Stale tells whether the number was not verified by two people within the 90 days before now.
func (e Entry) Stale(now time.Time) bool {
	return !e.Verified() || e.VerifiedAt.Time().After(now) || now.Sub(e.VerifiedAt.Time()) > Fresh
}

// Directory is a list of numbers that was checked as a whole. It never changes; the methods that change something give
// a new one.
type Directory struct {
	entries []Entry
	wrong   map[string]string // numbers known to be wrong, with the reason
}

// CountStale tells how many of all numbers were not verified by two people within the 90 days before now.
func (d *Directory) CountStale(now time.Time) (stale, all int) {
	for _, e := range d.entries {
		if e.Stale(now) {
			stale++
		}
	}
	return stale, len(d.entries)
}

// Default is the directory this program was built with. It panics when that is not readable, which its tests exclude.
func Default() *Directory {
	d, err := Parse(bytes.NewReader(numbers))
	if err != nil {
		panic(fmt.Sprintf("numbers.toml of this build: %v", err))
	}
	return d
}

// Entry finds a number by its id.
func (d *Directory) Entry(id string) (Entry, bool) {
	if i := d.index(id); i >= 0 {
		return d.entries[i].clone(), true
	}
	return Entry{}, false
}

// Entries lists all numbers in the order of the file.
func (d *Directory) Entries() []Entry { return d.filter(func(Entry) bool { return true }) }

// Of lists the numbers of a body by its code (see Needs), the most useful first; none is known for many bodies.
func (d *Directory) Of(agency string) []Entry {
	return d.filter(func(e Entry) bool { return e.Agency == agency })
}

// Missing lists the missions of region.Missions that have no number here: nobody has a good source for one.
func (d *Directory) Missing() []string {
	return slices.DeleteFunc(region.Missions(), func(id string) bool { return d.index(id) >= 0 })
}

func (d *Directory) index(id string) int {
	return slices.IndexFunc(d.entries, func(e Entry) bool { return e.ID == id })
}

func (d *Directory) filter(keep func(Entry) bool) []Entry {
	var out []Entry
	for _, e := range d.entries {
		if keep(e) {
			out = append(out, e.clone())
		}
	}
	return out
}

func (d *Directory) clone() *Directory {
	return &Directory{entries: d.Entries(), wrong: maps.Clone(d.wrong)}
}

func (e Entry) clone() Entry {
	e.Channels = slices.Clone(e.Channels)
	return e
}
