package engine

import (
	"time"

	"siaga/flows"
	"siaga/internal/private"
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

// countVisit counts that somebody began to check an offer or to learn: the day and the language, and nothing that leads to anybody.
func (t *turn) countVisit(before flows.Conversation) error {
	now := t.conv.Visit
	if now == nil || before.Visit != nil && before.Visit.Flow == now.Flow || t.seat != nil || t.e.Exercise {
		return nil
	}
	return t.tx.CountUse(t.ctx, tally.Day(t.now), now.Flow, orSource(t.conv.Lang), 1)
}

func orSource(lang string) string {
	if lang == "" {
		return "id"
	}
	return lang
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
