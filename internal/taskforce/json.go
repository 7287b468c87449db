package taskforce

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// factsJSON is how facts are written for `siaga route`; see FactsFromJSON.
type factsJSON struct {
	Priority casework.Priority           `json:"priority"`
	Danger   casework.Danger             `json:"danger"`
	Form     casework.Form               `json:"form"`
	Kind     Kind                        `json:"kind"`
	Places   map[casework.PlaceRole]Spot `json:"places"`
	More     []region.Code               `json:"more"`
	Victims  int                         `json:"victims"`
	Child    answer                      `json:"child"`
	Women    answer                      `json:"women"`
	Men      answer                      `json:"men"`
	Returnee answer                      `json:"returnee"`
	Foreign  answer                      `json:"foreign"`
	Official struct {
		Involved answer        `json:"involved"`
		Who      string        `json:"who"`
		Units    []region.Code `json:"units"`
	} `json:"official"`
	Said     []string        `json:"said"`
	Excluded []ExclusionJSON `json:"excluded"`
	Had      []region.Code   `json:"had"`
	Incident string          `json:"incident"`
}

// answer is yes, no or unknown; true and false are taken too.
type answer casework.YesNo

// UnmarshalJSON reads true, false, null, "yes", "no", "unknown" or "".
func (a *answer) UnmarshalJSON(b []byte) error {
	word, ok := map[string]casework.YesNo{"true": casework.Yes, `"yes"`: casework.Yes, "false": casework.No, `"no"`: casework.No,
		"null": casework.Unknown, `"unknown"`: casework.Unknown, `""`: casework.Unknown}[string(b)]
	if !ok {
		return fmt.Errorf("must be true, false, or \"unknown\"")
	}
	*a = answer(word)
	return nil
}

// ExclusionJSON is a casework.Exclusion for files and programs.
type ExclusionJSON struct {
	TaskForce region.Code     `json:"task_force"`
	Seat      casework.SeatID `json:"seat,omitempty"`
	Why       string          `json:"why,omitempty"`
}

// FactsFromJSON reads the facts of one case. Everything may be left out; an unknown field, code, country or word is an error,
// so that a misspelt fact never routes a case wrongly. For example:
//
//	{"priority":"urgent","danger":"soon","form":"held",
//	 "places":{"victim_now":{"code":"53.02"},"home":{"code":"53.21.05"},"destination":{"country":"MY","town":"Tawau"}},
//	 "child":true,"women":true,"men":"unknown","returnee":false,"foreign":false,"victims":3,"more":["53.05"],
//	 "official":{"involved":true,"who":"Bang Andi polsek","units":["53.02"]},
//	 "said":["yang jemput Bang Andi"],"kind":"","had":["53.71"],"incident":"",
//	 "excluded":[{"task_force":"53.02","seat":"53.02/duty/1"}]}
//
// Places: victim_now, incident, recruitment, transit, destination, home; each with code (province, kabupaten/kota or
// kecamatan) or country (ISO 3166 alpha-2) with town or area, and at_sea. Kinds: labour_dispute, missing_person,
// domestic_violence. Units are task forces the reporter asks to keep it from. Had are those that had the case before.
func FactsFromJSON(b []byte) (Facts, error) {
	var in factsJSON
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return Facts{}, fmt.Errorf("read facts: %s cannot be a %s", kind.Field, kind.Value)
		}
		return Facts{}, fmt.Errorf("read facts: %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := dec.Token(); err != io.EOF {
		return Facts{}, fmt.Errorf("read facts: more than one value")
	}
	if err := in.check(); err != nil {
		return Facts{}, fmt.Errorf("read facts: %w", err)
	}
	return in.facts(), nil
}

func (in factsJSON) facts() Facts {
	f := Facts{Priority: in.Priority, Danger: in.Danger, Form: in.Form, Kind: in.Kind, Places: in.Places, More: in.More, Victims: in.Victims,
		Child: casework.YesNo(in.Child), Women: casework.YesNo(in.Women), Men: casework.YesNo(in.Men), Returnee: casework.YesNo(in.Returnee),
		Foreign: casework.YesNo(in.Foreign), Official: casework.YesNo(in.Official.Involved), Who: private.NewText(in.Official.Who),
		Units: in.Official.Units, Had: in.Had, Incident: in.Incident}
	for _, s := range in.Said {
		f.Said = append(f.Said, private.NewText(s))
	}
	for _, x := range in.Excluded {
		f.Excluded = append(f.Excluded, casework.Exclusion(x))
	}
	return f
}

// check refuses words and codes that nobody knows.
func (in factsJSON) check() error {
	if !slices.Contains([]casework.Priority{"", casework.Imminent, casework.Urgent, casework.Ordinary}, in.Priority) {
		return fmt.Errorf("unknown priority %q", in.Priority)
	}
	if !slices.Contains([]casework.Danger{"", casework.DangerNow, casework.DangerSoon, casework.DangerPast, casework.DangerUnknown}, in.Danger) {
		return fmt.Errorf("unknown danger %q", in.Danger)
	}
	if !slices.Contains([]Kind{Trafficking, LabourDispute, MissingPerson, DomesticViolence}, in.Kind) {
		return fmt.Errorf("unknown kind %q", in.Kind)
	}
	if !slices.Contains(forms(), in.Form) {
		return fmt.Errorf("unknown form %q", in.Form)
	}
	if in.Victims < 0 {
		return fmt.Errorf("victims cannot be %d", in.Victims)
	}
	for role, s := range in.Places {
		if !slices.Contains(placeOrder(), role) {
			return fmt.Errorf("unknown place %q", role)
		}
		if err := s.check(); err != nil {
			return fmt.Errorf("%s: %w", role, err)
		}
	}
	codes := slices.Concat(in.More, in.Official.Units, in.Had)
	for _, x := range in.Excluded {
		codes = append(codes, x.TaskForce)
		if x.Seat != "" && x.Seat.TaskForce() != x.TaskForce {
			return fmt.Errorf("seat %q is not of task force %q", x.Seat, x.TaskForce)
		}
	}
	for _, c := range codes {
		if !known(c) {
			return fmt.Errorf("%q is no task force", c)
		}
	}
	return nil
}

func (s Spot) check() error {
	if _, ok := region.Default().Lookup(s.Code); s.Code != "" && !ok {
		return fmt.Errorf("unknown code %q", s.Code)
	}
	if _, ok := region.Default().Country(s.Country); s.Country != "" && (!ok || s.Country != strings.ToUpper(s.Country)) {
		return fmt.Errorf("unknown country %q: ISO 3166 alpha-2 in capitals", s.Country)
	}
	switch {
	case s.Code != "" && s.abroad():
		return fmt.Errorf("has the code %q in Indonesia and the country %q: give one", s.Code, s.Country)
	case (s.Town != "" || s.Area != "") && !s.abroad():
		return fmt.Errorf("has a town or area abroad, but no country")
	}
	return nil
}

func forms() []casework.Form {
	return []casework.Form{"", casework.FormHeld, casework.FormLabour, casework.FormSexual, casework.FormDeparture, casework.FormScam,
		casework.FormChild, casework.FormMarriage, casework.FormSea, casework.FormOrgan, casework.FormMissing, casework.FormOther}
}

// DecisionJSON is a Decision for files and programs.
type DecisionJSON struct {
	Lead       region.Code       `json:"lead"`
	LeadName   string            `json:"lead_name"`
	LeadWhy    string            `json:"lead_why"`
	Wanted     region.Code       `json:"wanted"`
	Priority   casework.Priority `json:"priority"`
	Supporting []SupportJSON     `json:"supporting"`
	Excluded   []ExclusionJSON   `json:"excluded"`
	Involve    []string          `json:"involve"`
	NextDoor   string            `json:"next_door,omitempty"`
	Mission    string            `json:"mission,omitempty"`
	Incident   string            `json:"incident,omitempty"`
	Deadlines  []Step            `json:"deadlines"`
	Reasons    []Reason          `json:"reasons"`
	Rules      []string          `json:"rules"`
	Alarm      bool              `json:"alarm"`
}

// SupportJSON is a casework.Support for files and programs.
type SupportJSON struct {
	To  region.Code `json:"to"`
	See []string    `json:"see"`
	Why string      `json:"why"`
}

// JSON is the decision for files and programs; lists are never null.
func (d Decision) JSON(reg *Register) DecisionJSON {
	f, _ := reg.Force(d.Lead)
	out := DecisionJSON{Lead: d.Lead, LeadName: f.Name, LeadWhy: d.LeadWhy, Wanted: d.Wanted, Priority: d.Priority,
		Supporting: []SupportJSON{}, Excluded: []ExclusionJSON{}, Involve: append([]string{}, d.Involve...), NextDoor: d.NextDoor,
		Mission: d.Mission, Incident: d.Incident, Deadlines: d.Steps, Reasons: d.Reasons, Rules: d.Rules, Alarm: d.Alarm}
	for _, s := range d.Supporting {
		out.Supporting = append(out.Supporting, SupportJSON(s))
	}
	for _, x := range d.Excluded {
		out.Excluded = append(out.Excluded, ExclusionJSON(x))
	}
	return out
}
