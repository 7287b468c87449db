package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"siaga/internal/engine"
)

func TestUpdateStoredTwiceIsHandledOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("tg:1", "tg:100", "halo")
		h.put("tg:1", "tg:100", "halo")
		must(t, h.db.Put(ctx, incoming("tg:2", "tg:100", "lagi"), incoming("tg:2", "tg:100", "lagi"), incoming("tg:1", "tg:100", "halo")))
		lane := h.claim()
		equal(t, "updates", bodies(lane), "halo lagi")
		equal(t, "address", lane.Address.Reveal(), "tg:100")
		equal(t, "person", lane.Person, h.person("tg:100"))
		h.handle(lane)
		h.nothing()
		h.put("tg:1", "tg:100", "halo")
		h.nothing()
	})
}

func TestOrderHoldsInALane(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		want := ""
		for i := range 20 {
			h.put(fmt.Sprint("tg:", 1000-i), "tg:100", fmt.Sprint(i)) // ids may fall
			want += fmt.Sprint(i, " ")
		}
		got := ""
		for range 2 {
			lane := h.claim()
			got += bodies(lane) + " "
			if len(lane.Updates) > 16 {
				t.Fatalf("got %d updates in one claim, want at most 16", len(lane.Updates))
			}
			h.handle(lane)
		}
		equal(t, "order", got, want)
		h.nothing()
	})
}

func TestUrgentLaneComesFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		h.put("2", "tg:2", "b1")
		urgent := incoming("3", "tg:2", "b2")
		urgent.Urgent = true
		must(t, h.db.Put(ctx, urgent))
		equal(t, "first", bodies(h.claim()), "b1 b2")
		equal(t, "second", bodies(h.claim()), "a")
		h.nothing()
	})
}

func TestTwoClaimersNeverShareALane(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		const people, each = 12, 6
		for i := range people * each {
			h.put(fmt.Sprint("u", i), fmt.Sprint("tg:", i%people), fmt.Sprint(i))
		}
		var mu sync.Mutex
		held, order := map[engine.Person]bool{}, map[engine.Person][]int64{}
		var wg sync.WaitGroup
		for w := range 4 {
			db := h.db
			if w%2 == 1 {
				db = h.open()
			}
			wg.Go(func() {
				for {
					lane, ok, err := db.Claim(ctx, fmt.Sprint(w), time.Minute)
					if err != nil || !ok {
						if err != nil {
							t.Error(err)
						}
						return
					}
					mu.Lock()
					if held[lane.Person] {
						t.Error("two workers hold one lane")
					}
					held[lane.Person] = true
					mu.Unlock()
					for _, u := range lane.Updates {
						if err := db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, u.Seq) }); err != nil {
							t.Error(err)
						}
						mu.Lock()
						order[lane.Person] = append(order[lane.Person], u.Seq)
						mu.Unlock()
					}
					mu.Lock()
					held[lane.Person] = false
					mu.Unlock()
					if err := db.Release(ctx, lane, time.Time{}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		equal(t, "people", len(order), people)
		for p, seqs := range order {
			equal(t, "updates of one person", len(seqs), each)
			for i := 1; i < len(seqs); i++ {
				if seqs[i] <= seqs[i-1] {
					t.Fatalf("order of %s: got %v, want it to rise", p, seqs)
				}
			}
		}
	})
}

func TestLostLeaseIsTakenOverAndFenced(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		old := h.claim()
		h.nothing()
		h.wait(61 * time.Second)
		fresh := h.claim()
		equal(t, "taken over", bodies(fresh), "a")
		equal(t, "attempts", fresh.Updates[0].Attempts, 1)
		err := h.db.Turn(ctx, old, func(tx engine.Tx) error {
			t.Error("the turn of a lost lane ran")
			return nil
		})
		if !errors.Is(err, engine.ErrLaneLost) {
			t.Fatalf("turn of a lost lane: got %v, want ErrLaneLost", err)
		}
		for what, err := range map[string]error{
			"release": h.db.Release(ctx, old, time.Time{}), "set aside": h.db.SetAside(ctx, old, old.Updates[0].Seq, "poison"),
		} {
			if !errors.Is(err, engine.ErrLaneLost) {
				t.Fatalf("%s of a lost lane: got %v, want ErrLaneLost", what, err)
			}
		}
		h.handle(fresh)
		if err := h.db.Turn(ctx, fresh, func(engine.Tx) error { return nil }); !errors.Is(err, engine.ErrLaneLost) {
			t.Fatalf("turn after release: got %v, want ErrLaneLost", err)
		}
	})
}

func TestTurnRenewsTheLease(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		lane := h.claim()
		h.wait(50 * time.Second)
		must(t, h.db.Turn(ctx, lane, func(engine.Tx) error { return nil }))
		h.wait(50 * time.Second)
		h.nothing()
	})
}

func TestFailedTurnLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		lane := h.claim()
		crash := errors.New("crash")
		err := h.db.Turn(ctx, lane, func(tx engine.Tx) error {
			must(t, tx.SaveDraft(ctx, lane.Person, []byte("x"), 1, start.Add(time.Hour)))
			must(t, tx.Enqueue(ctx, engine.Job{Kind: "say", Person: lane.Person}))
			must(t, tx.Audit(ctx, engine.Entry{Actor: "reporter", Action: "case.open"}))
			must(t, tx.Done(ctx, lane.Updates[0].Seq))
			return crash
		})
		if !errors.Is(err, crash) {
			t.Fatalf("got %v, want the function's own error", err)
		}
		h.wait(2 * time.Minute) // the process is gone; another takes over
		again := h.claim()
		equal(t, "update after a crash", bodies(again), "a")
		h.system(func(tx engine.Tx) error {
			if _, _, err := tx.Draft(ctx, lane.Person); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("draft of a crashed turn: got %v, want ErrNotFound", err)
			}
			return nil
		})
		entries, err := h.db.AuditEntries(ctx, 0, 10)
		must(t, err)
		equal(t, "audit entries", len(entries), 0)
	})
}

func TestDoneTwiceIsAConflict(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		h.put("2", "tg:2", "b")
		one, two := h.claim(), h.claim()
		done := func(lane engine.Lane, seq int64) error {
			return h.db.Turn(ctx, lane, func(tx engine.Tx) error { return tx.Done(ctx, seq) })
		}
		if err := done(one, two.Updates[0].Seq); !errors.Is(err, engine.ErrConflict) {
			t.Fatalf("another lane's update: got %v, want ErrConflict", err)
		}
		must(t, done(one, one.Updates[0].Seq))
		if err := done(one, one.Updates[0].Seq); !errors.Is(err, engine.ErrConflict) {
			t.Fatalf("done twice: got %v, want ErrConflict", err)
		}
	})
}

func TestReleaseForLater(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		must(t, h.db.Release(ctx, h.claim(), h.now().Add(10*time.Second)))
		h.nothing()
		h.wait(10 * time.Second)
		equal(t, "attempts after a release", h.claim().Updates[0].Attempts, 1)
	})
}

func TestOnlyTheFirstUpdateOfALaneIsCountedAsTried(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "poison")
		h.put("2", "tg:1", "good")
		for range 3 {
			h.claim()
			h.wait(2 * time.Minute)
		}
		lane := h.claim()
		equal(t, "attempts of the first", lane.Updates[0].Attempts, 3)
		equal(t, "attempts of the one behind", lane.Updates[1].Attempts, 0)
		must(t, h.db.SetAside(ctx, lane, lane.Updates[0].Seq, "poison"))
		must(t, h.db.Release(ctx, lane, time.Time{}))
		equal(t, "after setting aside", bodies(h.claim()), "good")
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "set aside", stats.SetAside, 1)
		equal(t, "waiting", stats.Waiting, 1)
	})
}

func TestManyPutsAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		for w := range 8 {
			wg.Go(func() {
				for i := range 25 {
					if err := h.db.Put(ctx, incoming(fmt.Sprint(w, "/", i), fmt.Sprint("tg:", i), "x")); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		stats, err := h.db.Stats(ctx)
		must(t, err)
		equal(t, "stored", stats.Waiting, 200)
	})
}

func TestPersonCanBeWrittenToAfterTheFirstUpdate(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.put("1", "tg:1", "a")
		h.system(func(tx engine.Tx) error {
			chat, err := tx.Chat(ctx, h.person("tg:1"))
			must(t, err)
			equal(t, "address", chat.Address.Reveal(), "tg:1")
			return nil
		})
	})
}
