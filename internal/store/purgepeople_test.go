package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// TestPeopleAreForgotten is about addresses: of a stranger who once said hello nothing stays after its time; whoever has a conversation, a
// case, a seat, a message on its way, or is the group of a task force, stays.
func TestPeopleAreForgotten(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		all := []engine.Person{"stranger", "draft", "reporter", "officer", "group", "waiting", "recent", "planned", "friend", "tipped"}
		h.system(func(tx engine.Tx) error {
			for _, p := range all {
				seen := start
				if p == "recent" {
					seen = start.Add(10 * 24 * time.Hour)
				}
				must(t, tx.SaveChat(ctx, engine.ChatRow{Person: p, Address: private.NewText("tg:" + string(p)), Seen: seen}))
				must(t, tx.SaveReceipt(ctx, engine.ReceiptRow{Lookup: string(p), Hash: "x", Person: p}))
			}
			must(t, tx.SaveDraft(ctx, "draft", []byte("x"), 1, start.Add(1000*24*time.Hour)))
			must(t, tx.SaveCase(ctx, fullCase("c1")))
			must(t, tx.SetReporter(ctx, "c1", "reporter"))
			must(t, tx.SaveTaskForces(ctx, []taskforce.TaskForce{{Code: "00", Group: "group"}}))
			must(t, tx.SaveSeats(ctx, taskforce.Seat{ID: dutySeat, TaskForce: "00", Role: taskforce.Duty}))
			must(t, tx.Link(ctx, dutySeat, "officer", taskforce.Officer{Name: "x"}))
			row := planRow("p1", "planned") // who is asked how they are writes seldom, and who is told may never write
			row.Trusted = "friend"
			must(t, tx.SavePlan(ctx, row))
			must(t, tx.SaveTips(ctx, engine.TipsRow{Person: "tipped", N: 1, At: start}))
			return tx.Enqueue(ctx, engine.Job{Kind: "say", Person: "waiting", RunAt: start.Add(1000 * 24 * time.Hour), Body: []byte("x")})
		})
		left := func() (out string) {
			h.system(func(tx engine.Tx) error {
				for _, p := range all {
					_, err := tx.Chat(ctx, p)
					_, receipt := tx.Receipt(ctx, string(p))
					if errors.Is(err, engine.ErrNotFound) != errors.Is(receipt, engine.ErrNotFound) {
						t.Errorf("%s: the address is %v, the receipt %v", p, err, receipt)
					}
					if err == nil {
						out += string(p) + " "
					}
				}
				return nil
			})
			return out
		}
		purge := func(after time.Duration) int {
			got, err := h.db.Purge(ctx, start.Add(after), store.DefaultLimits())
			must(t, err)
			return got.People
		}
		equal(t, "before their time", purge(89*24*time.Hour), 0)
		equal(t, "after it", purge(91*24*time.Hour), 1)
		equal(t, "left", left(), "draft reporter officer group waiting recent planned friend tipped ")
		must(t, h.db.EraseCase(ctx, "c1", "test"))
		equal(t, "when the case is gone too", purge(101*24*time.Hour), 2)
		equal(t, "left then", left(), "draft officer group waiting planned friend tipped ")
	})
}

// TestWhoWritesWhileForgottenIsAnswered has people of long ago write at the very moment at which they are forgotten: every update is there
// with the address to answer it.
func TestWhoWritesWhileForgottenIsAnswered(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		other, forgotten := h.open(), 0
		for round := 0; round < 12 && forgotten == 0; round++ { // until a purge fell between two of them
			forgotten = writeWhileForgotten(t, h, other, round)
		}
		if forgotten == 0 {
			t.Error("nobody was forgotten meanwhile: the test proves nothing")
		}
	})
}

// writeWhileForgotten is one round; it gives how many were forgotten.
func writeWhileForgotten(t *testing.T, h *house, other *store.DB, round int) (forgotten int) {
	t.Helper()
	const people = 30
	write := func(db *store.DB, words string, i int) {
		must(t, db.Put(ctx, incoming(fmt.Sprint(words, round, "-", i), fmt.Sprint("tg:", i), words)))
	}
	for i := range people {
		write(h.db, "old", i)
	}
	for range people {
		h.handle(h.claim())
	}
	var wg sync.WaitGroup
	wg.Go(func() { // one after the other, so that purges fall between them
		for i := range people {
			write(other, "new", i)
		}
	})
	for range 6 {
		got, err := h.db.Purge(ctx, start.Add(100*24*time.Hour), store.DefaultLimits())
		must(t, err)
		forgotten += got.People
	}
	wg.Wait()
	for range people {
		lane := h.claim()
		if bodies(lane) != "new" || lane.Address.IsZero() {
			t.Errorf("got %q with an address %v", bodies(lane), !lane.Address.IsZero())
		}
		h.handle(lane)
	}
	h.nothing()
	return forgotten
}
