// Package offer tells what speaks against a job offer, and for it, and grades it; it is pure and must not know persons, cases,
// conversations, the network or the clock, and it never calls an offer safe.
package offer

import "encoding/json"

// Grade is what the signs add up to.
type Grade string

// The grades. Low means only that no sign was seen in the text: it still has to be verified officially.
const (
	High     Grade = "high"
	Caution  Grade = "caution"
	Low      Grade = "low"
	NotOffer Grade = "not_offer"
)

// Reason is a sign and the words of the text that made it.
type Reason struct {
	Code   string `json:"code"`
	Span   string `json:"span"`             // the very words; "" when an answer by button said it
	Answer string `json:"answer,omitempty"` // the question whose answer said it (see AssessAnswers)
	Weight int    `json:"weight"`           // 10 decides alone, 6 with another sign, 3 and less are points to check

	Register bool `json:"-"` // said by the register of agencies, which is spoken of in a sentence of its own
}

// Assessment is what one message, with the answers beside it, was found to be.
type Assessment struct {
	Grade    Grade
	Reasons  []Reason // what speaks against it, the heaviest first
	Safe     []Reason // what speaks for it; never lowers the weight of a reason
	Entities Entities
	Outside  bool   // it is no more "low" for what the register says, and not for its own words
	Redirect string // for NotOffer: report, emergency, learn, news, goods or chat
}

// Codes lists the codes of the reasons in their order.
func (a Assessment) Codes() []string { return codesOf(a.Reasons) }

func codesOf(rs []Reason) []string {
	out := make([]string, 0, len(rs))
	for _, r := range rs {
		out = append(out, r.Code)
	}
	return out
}

// MarshalJSON writes the form of `siaga offer`: label, reasons and safe as codes, why with the words, entities.
func (a Assessment) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Label    Grade    `json:"label"`
		Reasons  []string `json:"reasons"`
		Why      []Reason `json:"why"`
		Safe     []string `json:"safe"`
		Redirect string   `json:"redirect,omitempty"`
		Entities Entities `json:"entities"`
	}{a.Grade, a.Codes(), append([]Reason{}, a.Reasons...), codesOf(a.Safe), a.Redirect, a.Entities})
}

// Pay is an amount of pay as read: 15jt is 15,000,000 IDR a month.
type Pay struct {
	Min      int64  `json:"min"`
	Max      int64  `json:"max"`
	Currency string `json:"currency,omitempty"` // ISO 4217, "" when the text does not tell
	Period   string `json:"period,omitempty"`   // month, day, hour, week, year, night, meeting or piece
	Span     string `json:"span"`
}

// Entities are the things named in a text, normalised, to be shown back ("yang saya baca").
type Entities struct {
	Companies []string `json:"companies,omitempty"`
	Licences  []string `json:"licences,omitempty"` // numbers of licences, as written
	JobOrders []string `json:"job_orders,omitempty"`
	Phones    []string `json:"phones,omitempty"`   // +62812…
	Accounts  []string `json:"accounts,omitempty"` // bank account numbers
	Links     []string `json:"links,omitempty"`
	Places    []string `json:"places,omitempty"`    // towns and regencies, as written
	Countries []string `json:"countries,omitempty"` // ISO 3166-1; EU, XA, XG for Europe, Africa and the Middle East at large
	Pay       []Pay    `json:"pay,omitempty"`
	Fees      []Pay    `json:"fees,omitempty"`
	Ages      []int    `json:"ages,omitempty"` // years; both ends of a range
	Deadlines []string `json:"deadlines,omitempty"`
}
