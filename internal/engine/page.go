package engine

import (
	"slices"
	"time"

	"siaga/flows"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// Page is the oversight page as far as the engine must know it.
type Page interface {
	// Sees tells whether there is anything to see for a seat.
	Sees(s taskforce.Seat) bool
	// Link is the address that opens the page once with a token.
	Link(token string) string
	// App is the address of the Mini App; empty while the page has no https address.
	App() string
}

// pageLinkKept is how long a link to the page works: as long as it takes to press it.
const pageLinkKept = 5 * time.Minute

// fromRegion is the answer that holds the region of the poster by which somebody came.
const fromRegion = "region"

// countUse counts that somebody came by a poster, began to check an offer, or to learn: the month and the region of the poster, and
// nothing that leads to anybody. Who came by no poster counts for the country alone.
func (t *turn) countUse(before flows.Conversation) error {
	if t.seat != nil || t.e.Exercise {
		return nil
	}
	from, now := region.Code(t.conv.Get(fromRegion)), t.conv.Visit
	var used []string
	if from != "" && before.Get(fromRegion) == "" {
		used = append(used, tally.UsePoster)
	}
	if now != nil && (before.Visit == nil || before.Visit.Flow != now.Flow) && slices.Contains(tally.UseKinds(), now.Flow) {
		used = append(used, now.Flow)
	}
	for _, what := range used {
		if err := t.tx.CountUse(t.ctx, tally.MonthOf(t.now), from, what, 1); err != nil {
			return err
		}
	}
	return nil
}

// pageDoor is the way into the oversight page for the seat of this turn.
func (t *turn) pageDoor() flows.PageDoor {
	if t.e.Page == nil || t.seat == nil || !t.e.Page.Sees(*t.seat) {
		return flows.PageDoor{}
	}
	return flows.PageDoor{Open: true, App: t.e.Page.App()}
}

// openPage gives the officer a way into the oversight page. The link works once, and only for this person: what they may see is
// looked up at every request, so it gives no right that the seat does not have.
func (t *turn) openPage(f flows.OpenPage) error {
	if t.e.Page == nil || t.seat == nil || t.seat.ID != f.Seat || !t.e.Page.Sees(*t.seat) {
		return refusal{key: "duty.refused"}
	}
	token := t.e.Random.Handle()
	if err := t.tx.SavePageLink(t.ctx, private.TokenHash(token), t.lane.Person, t.now.Add(pageLinkKept)); err != nil {
		return err
	}
	if err := t.tx.Audit(t.ctx, Entry{At: t.now, Actor: string(f.Seat), Action: "page.link", Target: string(f.Seat)}); err != nil {
		return err
	}
	m := spoken{Key: "duty.page", Data: map[string]string{"link": t.e.Page.Link(token)}}
	if app := t.e.Page.App(); app != "" {
		m.Buttons = [][]flows.Button{{{Key: "duty.page.app", App: app}}}
	}
	return t.enqueue(t.lane.Person, "page:"+t.unique(0), m, t.now, false)
}
