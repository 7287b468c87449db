package store_test

import (
	"errors"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// TestWishesAreFoundAndEnd finds a wish of a case that is over by its task force, counts who opened it, and finds it when two seats agreed.
func TestWishesAreFoundAndEnd(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		at := time.Now().Truncate(time.Millisecond)
		save := func(id string, change func(*casework.Case)) {
			c := fullCase(id)
			c.Code, c.Status, c.Lead, c.Owner, c.Hold, c.Rights, c.EraseFrom = id, casework.Closed, "53.02", "", nil, nil, time.Time{}
			change(&c)
			h.system(func(tx engine.Tx) error { return tx.SaveCase(ctx, c) })
		}
		wish := []casework.Right{{N: 1, Kind: casework.RightCopy, AskedAt: at}}
		save("asked", func(c *casework.Case) { c.Rights = wish })
		save("answered", func(c *casework.Case) {
			c.Rights = []casework.Right{{N: 1, Kind: casework.RightCopy, AskedAt: at, Outcome: casework.RightDone}}
		})
		save("open", func(c *casework.Case) { c.Status, c.Rights = casework.Accepted, wish })
		save("elsewhere", func(c *casework.Case) { c.Lead, c.Rights = "53.21", wish })
		save("wished", func(c *casework.Case) { c.EraseFrom = at })
		save("later", func(c *casework.Case) { c.EraseFrom = at.Add(time.Hour) })
		save("again", func(c *casework.Case) { c.Status, c.EraseFrom = casework.Offered, at })
		h.system(func(tx engine.Tx) error {
			asked, err := tx.CasesAsked(ctx, "53.02")
			must(t, err)
			equal(t, "cases with a wish", idsOf(asked), "asked")
			for _, e := range []engine.Entry{{Actor: "53.02/duty/1", Action: "case.read"}, {Actor: "53.02/duty/1", Action: "identity.read"}, {Actor: "operator", Action: "case.evidence"},
				{Actor: "53.02/duty/1", Action: "case.accept"}} {
				e.Target = "asked"
				must(t, tx.Audit(ctx, e))
			}
			must(t, tx.Audit(ctx, engine.Entry{At: at, Actor: "reporter", Action: "right.access", Target: "asked"}))
			return nil
		})
		h.system(func(tx engine.Tx) error {
			for since, want := range map[time.Time]int{at.Add(-time.Second): 1, at: 0} {
				if n, err := tx.Looked(ctx, "asked", since); err != nil || n != want {
					t.Errorf("looked %d times since %v, %v", n, since, err)
				}
			}
			opened, err := tx.Opened(ctx, "asked")
			must(t, err)
			if len(opened) != 2 || opened[0] != (engine.Opening{By: "53.02/duty/1", Times: 2}) || opened[1] != (engine.Opening{By: "operator", Times: 1}) {
				t.Errorf("opened: %+v", opened)
			}
			return nil
		})
		gone, _, err := h.db.Unwished(ctx, at, "", 10)
		must(t, err)
		equal(t, "to be erased", idsOf(gone), "wished")
	})
}

func idsOf(cases []casework.Case) string {
	out := ""
	for _, c := range cases {
		out += c.ID
	}
	return out
}

// TestErasingForgetsTheConversation empties the conversation about an erased case, with its receipts, and leaves one about something else.
func TestErasingForgetsTheConversation(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		for _, p := range []engine.Person{"about", "else"} {
			conv := flows.Conversation{Flow: "report", State: "open", Lang: "jv", Case: "case-" + string(p), Step: 7, Wiped: true,
				Answers: map[string]private.Text{"kernel.tidying": private.NewText("yes"), "who": private.NewText("victim")},
				Lists:   map[string][]private.Text{"story": flows.Texts("kata yang rahasia")}}
			sealed, err := engine.SealedConversation(h.keys, p, 1, conv)
			must(t, err)
			h.system(func(tx engine.Tx) error {
				for _, id := range []string{"case-" + string(p), "old-" + string(p)} {
					c := fullCase(id)
					c.Code, c.Joined = id, nil
					must(t, tx.SaveCase(ctx, c))
					must(t, tx.SetReporter(ctx, id, p))
				}
				must(t, tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: "lookup-" + string(p), Hash: "hash", Person: p}))
				return tx.SaveDraft(ctx, p, sealed, 1, time.Now().Add(time.Hour))
			})
		}
		must(t, h.db.EraseCase(ctx, "case-about", "test"))
		must(t, h.db.EraseCase(ctx, "old-else", "test"))
		h.system(func(tx engine.Tx) error {
			body, rev, err := tx.Draft(ctx, "about")
			must(t, err)
			left, err := engine.OpenedConversation(h.keys, "about", rev, body)
			must(t, err)
			if rev != 2 || left.Case != "" || left.State != "" || len(left.Lists) != 0 || left.Has("who") || left.Lang != "jv" || !left.Wiped || left.Step != 7 || !left.Tidies() {
				t.Errorf("revision %d left %+v", rev, left)
			}
			if _, err := tx.Receipt(ctx, "lookup-about"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("its receipt: %v", err)
			}
			body, rev, err = tx.Draft(ctx, "else")
			must(t, err)
			kept, err := engine.OpenedConversation(h.keys, "else", rev, body)
			must(t, err)
			if rev != 1 || kept.Case != "case-else" || len(kept.Lists["story"]) != 1 {
				t.Errorf("the other conversation: revision %d, %+v", rev, kept)
			}
			return second(tx.Receipt(ctx, "lookup-else"))
		})
	})
}
