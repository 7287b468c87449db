package casework

import (
	"slices"

	"siaga/internal/region"
)

// Links counts the cases of other task forces that have a telephone, an account or a company in common with a case. It is all that the
// holder of a case learns of them.
type Links struct{ Phones, Accounts, Companies int }

// fewestCompanies is from how many cases a company counts: one other case with a name like it says little.
const fewestCompanies = 2

// LinksOf counts; a name that stands in too few cases counts as none.
func LinksOf(phones, accounts, companies int) Links {
	if companies < fewestCompanies {
		companies = 0
	}
	return Links{phones, accounts, companies}
}

// Any tells whether there is anything to tell.
func (l Links) Any() bool { return l != Links{} }

// MayLink tells whether the holder of one case may learn that another exists: they are of two task forces, and neither must see the
// other's. What is made up never meets what is real.
func (c Case) MayLink(o Case) bool {
	return c.ID != o.ID && c.Lead != o.Lead && c.Exercise == o.Exercise && c.Training == nil && o.Training == nil &&
		!c.MayNotSee(o.Lead, o.Owner) && !o.MayNotSee(c.Lead, c.Owner) && !c.MayNotSee(o.Lead, "") && !o.MayNotSee(c.Lead, "")
}

// noteLink is the kind of a note in which a holder asks pusat about cases that have something in common.
const noteLink = "link"

// Linked is the kind of the note that pusat did something about such a question: "pass" or "meet".
func Linked(how string) string { return "linked_" + how }

// LinkAsked gives the newest question of a holder to pusat about the cases that have something in common with this one.
func (c Case) LinkAsked() (Note, bool) {
	for _, n := range slices.Backward(c.Notes) {
		if n.asksLink() {
			return n, true
		}
	}
	return Note{}, false
}

func (n Note) asksLink() bool { return n.Kind == noteLink && n.To == region.Code(central) }

// LinkDone gives the note that pusat did this about the newest question already.
func (c Case) LinkDone(how string) (Note, bool) {
	for _, n := range slices.Backward(c.Notes) {
		switch {
		case n.asksLink():
			return Note{}, false
		case n.Kind == Linked(how):
			return n, true
		}
	}
	return Note{}, false
}

// MayLinkFor tells whether a seat of pusat may pass something on between this case and those that have something in common with it.
func (c Case) MayLinkFor(seat SeatID) bool {
	_, asked := c.LinkAsked()
	return asked && c.Status != Closed && c.Status != Merged && seat.TaskForce() == central && !c.MayNotSee(central, seat)
}
