package taskforce

import (
	"slices"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Kind says what a report is about when it is not trafficking but help is needed all the same.
type Kind string

// The kinds beside trafficking. Each has a named next door.
const (
	Trafficking      Kind = ""
	LabourDispute    Kind = "labour_dispute"
	MissingPerson    Kind = "missing_person"
	DomesticViolence Kind = "domestic_violence"
)

// Spot is one of the six places as far as routing needs it.
type Spot struct {
	Code    region.Code `json:"code,omitempty"`    // in Indonesia: province, kabupaten/kota or kecamatan
	Country string      `json:"country,omitempty"` // ISO 3166 alpha-2
	Town    string      `json:"town,omitempty"`    // abroad, as the gazetteer names it
	Area    string      `json:"area,omitempty"`    // abroad: state, province or region
	AtSea   bool        `json:"at_sea,omitempty"`
}

// home tells whether the place is in Indonesia and known.
func (s Spot) here() bool { return s.Code != "" && !s.abroad() }

func (s Spot) abroad() bool { return s.Country != "" && s.Country != "ID" }

// force is the task force of the place: of the kabupaten or kota, or of the province when no more is known.
func (s Spot) force() region.Code {
	if !s.here() {
		return ""
	}
	if r := s.Code.Regency(); r != "" {
		return r
	}
	return s.Code.Province()
}

// Facts is all that routing may look at. Words of people are private.Text.
type Facts struct {
	Priority casework.Priority
	Danger   casework.Danger
	Form     casework.Form
	Kind     Kind
	Places   map[casework.PlaceRole]Spot
	More     []region.Code // kabupaten/kota where further victims are now
	Victims  int           // 0: not known
	Child    casework.YesNo
	Women    casework.YesNo // women or girls are concerned
	Men      casework.YesNo // men or boys are concerned
	Returnee casework.YesNo // came back from abroad
	Foreign  casework.YesNo // the victim is no Indonesian citizen
	Official casework.YesNo // an official, officer or a relative of one is said to be involved
	Who      private.Text   // how the reporter named them
	Aloud    bool           // they were named in a voice note
	Units    []region.Code  // task forces the reporter asks to keep it from
	Said     []private.Text // everything else the reporter wrote, to be searched for conflicts of interest
	Excluded []casework.Exclusion
	Had      []region.Code // task forces that refused the case or let it lapse
	Incident string        // key of the surge the report belongs to, see Surge
}

// FactsOf takes the facts out of a report. What it does not ask (sex, return, number of victims) stays unknown.
func FactsOf(r casework.Report, p casework.Priority) Facts {
	f := Facts{Priority: p, Danger: r.Danger, Form: r.Form, Child: r.Child, Official: r.Official, Who: r.OfficialWho, Aloud: r.OfficialAloud,
		Said: slices.Clone(r.Story), Places: map[casework.PlaceRole]Spot{}}
	if r.Form == casework.FormMissing {
		f.Kind = MissingPerson
	}
	for role, at := range r.Places {
		f.Places[role] = Spot{Code: at.Code, Country: at.Country, Town: at.Town, AtSea: at.AtSea}
		if !at.Said.IsZero() {
			f.Said = append(f.Said, at.Said)
		}
	}
	slices.SortFunc(f.Said, func(a, b private.Text) int { return compareText(a, b) })
	return f
}

// FactsOfCase takes the facts of a case, with what its history adds: who is excluded, and who had it before.
func FactsOfCase(c casework.Case) Facts {
	f := FactsOf(c.Report, c.Priority)
	f.Excluded = slices.Clone(c.Excluded)
	f.Incident = c.Incident
	for _, v := range c.Victims {
		switch v {
		case casework.Woman:
			f.Women = casework.Yes
		case casework.Man:
			f.Men = casework.Yes
		case casework.Child:
			f.Child = casework.Yes
		}
	}
	for _, q := range c.Questions {
		f.Said = append(f.Said, q.Answer)
	}
	for _, r := range c.Referrals {
		if r.Status == casework.ReferralRefused || r.Status == casework.ReferralLapsed {
			f.Had = append(f.Had, r.To)
		}
	}
	return f
}

func compareText(a, b private.Text) int {
	switch x, y := a.Reveal(), b.Reveal(); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// at is one of the places. Where further victims are stands for an unknown place of the victim.
func (f Facts) at(r casework.PlaceRole) Spot {
	s := f.Places[r]
	if r == casework.VictimNow && s == (Spot{}) && len(f.More) > 0 {
		return Spot{Code: f.More[0]}
	}
	return s
}

// child counts a form that only children suffer as said.
func (f Facts) child() bool { return f.Child == casework.Yes || f.Form == casework.FormChild }

// isAbroad tells whether the victim is abroad: said, or taken there and now held, at work or out of reach.
func (f Facts) isAbroad() bool {
	now := f.at(casework.VictimNow)
	return now.abroad() || f.thereNow() != Spot{}
}

// thereNow is the place abroad where a victim must be of whom only the destination or the incident is known.
func (f Facts) thereNow() Spot {
	now := f.at(casework.VictimNow)
	if now.here() || now.abroad() || now.AtSea || f.Returnee == casework.Yes || f.Form == casework.FormDeparture {
		return Spot{}
	}
	for _, role := range []casework.PlaceRole{casework.Destination, casework.Incident} {
		if s := f.at(role); s.abroad() {
			return s
		}
	}
	return Spot{}
}

// foreignSpot is where abroad the victim is.
func (f Facts) foreignSpot() Spot {
	if now := f.at(casework.VictimNow); now.abroad() {
		return now
	}
	return f.thereNow()
}

// leaving tells that somebody is about to be taken away: only the transit place can still stop it.
func (f Facts) leaving() bool {
	return f.Form == casework.FormDeparture && (f.Danger == casework.DangerNow || f.Danger == casework.DangerSoon || f.Priority == casework.Imminent)
}

// regions lists every kabupaten/kota where victims are now.
func (f Facts) regions() []region.Code {
	list := []region.Code{}
	for _, c := range append([]region.Code{f.at(casework.VictimNow).force()}, f.More...) {
		if c != "" && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// scattered tells that victims are in more than one place: several regions here, or some abroad and some here.
func (f Facts) scattered() bool {
	return len(f.regions()) > 1 || len(f.regions()) > 0 && f.at(casework.VictimNow).abroad()
}

// provinces counts the provinces of regions.
func (f Facts) provinces() int {
	seen := map[region.Code]bool{}
	for _, c := range f.regions() {
		seen[c.Province()] = true
	}
	return len(seen)
}
