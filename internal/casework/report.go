// Package casework holds the nouns of the work itself (report, case, referral, milestone) and the one status machine that
// moves a case; it must not know Telegram, databases, clocks or texts.
package casework

import (
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Danger says how near the danger is that the reporter speaks of.
type Danger string

// The answers to "is somebody in danger?".
const (
	DangerNow     Danger = "now"     // now or within hours
	DangerSoon    Danger = "soon"    // within days
	DangerPast    Danger = "past"    // over
	DangerUnknown Danger = "unknown" // asked, but not known; or not asked
)

// ReporterRole says how the reporter stands to the victim.
type ReporterRole string

// Who may report (UU 21/2007 art. 60: everybody may).
const (
	ByVictim   ReporterRole = "victim"
	ByFamily   ReporterRole = "family"
	ByWitness  ReporterRole = "witness"
	ByCoworker ReporterRole = "coworker"
	ByOfficer  ReporterRole = "officer" // an officer of another body
)

// Form is the kind of exploitation as the reporter sees it, never a legal finding.
type Form string

// The forms offered as buttons; domain words in the order of the glossary.
const (
	FormHeld      Form = "held"      // locked in, guarded, papers taken
	FormLabour    Form = "labour"    // forced or unpaid work
	FormSexual    Form = "sexual"    // sexual exploitation
	FormDeparture Form = "departure" // unlawful departure abroad
	FormScam      Form = "scam"      // online scam or gambling work
	FormChild     Form = "child"     // a child taken, sold or put to work
	FormMarriage  Form = "marriage"  // arranged marriage abroad
	FormSea       Form = "sea"       // fishing crew
	FormOrgan     Form = "organ"     // organ
	FormMissing   Form = "missing"   // somebody cannot be reached any more
	FormOther     Form = "other"
)

// YesNo is an answer that may also be unknown.
type YesNo string

// The three answers.
const (
	Yes     YesNo = "yes"
	No      YesNo = "no"
	Unknown YesNo = "unknown"
)

// PlaceRole tells which of the six places of a report is meant (domain: each decides something else).
type PlaceRole string

// The six places. VictimNow decides the rescue, Home the family and the return.
const (
	VictimNow   PlaceRole = "victim_now"
	Incident    PlaceRole = "incident"
	Recruitment PlaceRole = "recruitment"
	Transit     PlaceRole = "transit"
	Destination PlaceRole = "destination"
	Home        PlaceRole = "home"
)

// Place is one of the six places as far as it is known.
type Place struct {
	Code    region.Code  // kabupaten/kota (or province) in Indonesia, empty otherwise
	Country string       // ISO 3166 alpha-2; "ID" or empty with a Code
	Town    string       // town abroad, as the gazetteer names it
	AtSea   bool         // on a ship
	Said    private.Text // the reporter's own words, or "lat,lon" of a pin
}

// Known tells whether the place says anything that routing can use.
func (p Place) Known() bool { return p.Code != "" || p.Country != "" || p.AtSea }

// Abroad tells whether the place is outside Indonesia.
func (p Place) Abroad() bool { return p.Country != "" && p.Country != "ID" }

// ContactMode says whether and when the reporter may be written to.
type ContactMode string

// The reporter's choice. Unset counts as ContactNever: no push is the safe default.
const (
	ContactAnytime ContactMode = "anytime"
	ContactHours   ContactMode = "hours" // only in the hours named
	ContactNever   ContactMode = "never" // the reporter writes first
)

// Contact is how to come back to the reporter.
type Contact struct {
	Mode ContactMode
	From int // first safe hour of the day, 0-23, in the reporter's region; with ContactHours
	To   int // hour after the last safe one, 1-24
}

// Allows tells whether a message may be pushed at the local hour.
func (c Contact) Allows(hour int) bool {
	switch c.Mode {
	case ContactAnytime:
		return true
	case ContactHours:
		if c.From <= c.To {
			return hour >= c.From && hour < c.To
		}
		return hour >= c.From || hour < c.To
	}
	return false
}

// Report is what one reporter said. Everything a person typed is private.Text.
type Report struct {
	Danger      Danger
	Role        ReporterRole
	Form        Form
	Story       []private.Text // in the order told
	Files       []string       // ids of stored files (voice, photo, document)
	Places      map[PlaceRole]Place
	Child       YesNo // a person under 18 is concerned
	Official    YesNo // an official is said to be involved
	OfficialWho private.Text
	// OfficialAloud says that they were named in a voice note, in which no program finds them.
	OfficialAloud bool
	Contact       Contact
	Lang          string // language tag the reporter uses
	Consent       string // version of the consent text the reporter agreed to by sending
	SentAt        time.Time
	CheckIn       CheckIn // nobody wrote this: a plan made beforehand did; empty for every other report
}

// CheckIn says why a plan told of somebody, who had chosen beforehand that it should.
type CheckIn string

// The reasons, and what may follow.
const (
	NoAnswer  CheckIn = "silent" // twice no answer to the question how things are
	CalledFor CheckIn = "called" // the word was typed that calls for help unseen
	BackAgain CheckIn = "back"   // no answer, and then a sign of life
)

// Priority orders the work and sets the deadlines.
type Priority string

// The three priorities.
const (
	Imminent Priority = "imminent"
	Urgent   Priority = "urgent"
	Ordinary Priority = "ordinary"
)

// Assess gives the priority of a report: the danger named decides, a child or somebody held makes it at least urgent.
func (r Report) Assess() Priority {
	switch {
	case r.Danger == DangerNow:
		return Imminent
	case r.Danger == DangerSoon, r.Child == Yes, r.Form == FormHeld, r.Form == FormChild:
		return Urgent
	}
	return Ordinary
}
