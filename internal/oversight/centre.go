package oversight

import (
	"encoding/json"
	"fmt"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// Centre is the file that a program of the centre reads. Its form changes only with Version; fields may be added.
type Centre struct {
	Version int           `json:"version"`
	Note    string        `json:"note,omitempty"` // of a simulation
	Day     string        `json:"day"`            // of the standings
	Month   tally.Month   `json:"month"`          // the figures are of the twelve months up to this one
	Least   int           `json:"least"`          // figures below are hidden, and further ones for their sake
	From    string        `json:"prevention_from"`
	To      string        `json:"prevention_to"`
	Forces  []CentreForce `json:"task_forces"`
	Figures []CentreCount `json:"figures"`
}

// CentreForce is how one task force stands.
type CentreForce struct {
	Code   region.Code `json:"code"`
	Name   string      `json:"name"`
	Score  int         `json:"score"`
	Formed bool        `json:"formed"`
	Valid  bool        `json:"decree_valid"`
	Seats  int         `json:"seats"`
	Linked int         `json:"linked"`
	OnDuty int         `json:"on_duty"`
	Empty  bool        `json:"empty_row,omitempty"` // nobody ever filled in anything
	// Prevention work between Centre.From and Centre.To, by kind.
	Prevention []CentreWork `json:"prevention,omitempty"`
}

// CentreWork is how often one kind of prevention work was done, with how many people.
type CentreWork struct {
	Kind   string `json:"kind"`
	Times  int    `json:"times"`
	People int    `json:"people"`
}

// CentreCount is one rounded figure. Code "ID" is the country, "53" a province with all below it, "53+" its own desk, "ID+" what belongs to no
// region.
type CentreCount struct {
	Code    region.Code   `json:"code"`
	Measure tally.Measure `json:"measure"`
	Cell    string        `json:"cell"`
	N       int           `json:"n"`
}

// writeCentre holds every figure that may be shown, of all regions.
func writeCentre(d data, w *Words, note string) ([]byte, error) {
	c := Centre{Version: 1, Note: note, Day: d.day, Month: d.month, Least: tally.Least, From: d.span.first, To: d.span.last, Forces: []CentreForce{}, Figures: []CentreCount{}}
	for _, code := range members(tally.All) {
		s := d.today[code]
		f := CentreForce{code, w.force(code), s.Score, s.Formed, s.Valid, s.Seats, s.Linked, d.duty[code], d.empty[code], nil}
		for _, a := range d.prevention[code] {
			f.Prevention = append(f.Prevention, CentreWork{a.Kind, a.Times, a.People})
		}
		c.Forces = append(c.Forces, f)
	}
	for _, code := range d.everybody() {
		sub := d
		sub.code = code
		for _, l := range sub.own() {
			c.Figures = append(c.Figures, CentreCount{l.Code, l.Measure, l.Cell, l.N})
		}
	}
	raw, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	return append(raw, '\n'), nil
}

// everybody lists the country, each region and each own desk.
func (d data) everybody() []region.Code {
	out := []region.Code{tally.All, tally.Own(tally.All), tally.Own("00")}
	for _, p := range region.Default().Provinces() {
		out = append(out, p.Code, tally.Own(p.Code))
		for _, r := range region.Default().Regencies(p.Code) {
			out = append(out, r.Code)
		}
	}
	return out
}
