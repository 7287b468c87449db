package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"siaga/internal/checkin"
	"siaga/internal/engine"
	"siaga/internal/private"
)

func planRow(id, person string) engine.PlanRow {
	return engine.PlanRow{Person: engine.Person(person), Rev: 1, Plan: checkin.Plan{ID: id, Lang: "jv", Every: 24 * time.Hour, To: checkin.ToPerson,
		Message: private.NewText("cari di jalan contoh"), Duress: "2:abc", Due: start.Add(time.Hour), N: 3}}
}

func TestPlanIsKeptSealedAndInOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		row := planRow("p1", "siti")
		row.Token, row.Until = "hash", start.Add(time.Hour)
		h.system(func(tx engine.Tx) error { return tx.SavePlan(ctx, row) })
		next := row
		next.Rev, next.Trusted, next.Token, next.Plan.Agreed = 2, "budi", "", true
		h.system(func(tx engine.Tx) error {
			found, err := tx.PlanByToken(ctx, "hash", start)
			must(t, err)
			if found.Plan.Message.Reveal() != "cari di jalan contoh" || found.Plan.Due != row.Plan.Due || found.Person != "siti" || found.Plan.Every != row.Plan.Every {
				t.Errorf("got %+v", found)
			}
			if _, err := tx.PlanByToken(ctx, "hash", start.Add(time.Hour)); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("an expired link: %v", err)
			}
			return tx.SavePlan(ctx, next)
		})
		h.system(func(tx engine.Tx) error {
			if _, err := tx.PlanByToken(ctx, "", start); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("an empty link opens: %v", err)
			}
			told, err := tx.PlansFor(ctx, "budi")
			must(t, err)
			if len(told) != 1 || !told[0].Plan.Agreed {
				t.Errorf("told: %+v", told)
			}
			if none, _ := tx.PlansFor(ctx, ""); len(none) != 0 {
				t.Errorf("plans for nobody: %d", len(none))
			}
			return nil
		})
		if err := h.db.System(ctx, func(tx engine.Tx) error { return tx.SavePlan(ctx, next) }); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("the same revision twice: %v", err)
		}
		var body []byte
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT body FROM checkins").Scan(&body))
		if strings.Contains(string(body), "contoh") || strings.Contains(string(body), "abc") {
			t.Error("the plan lies open in the database")
		}
	})
}

func TestCareMovesToAnotherPhone(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error {
			must(t, tx.SavePlan(ctx, planRow("p1", "old")))
			other := planRow("p2", "somebody")
			other.Trusted = "old"
			must(t, tx.SavePlan(ctx, other))
			must(t, tx.SaveTips(ctx, engine.TipsRow{Person: "old", Lang: "jv", N: 2, At: start}))
			return tx.MoveCare(ctx, "old", "new")
		})
		h.system(func(tx engine.Tx) error {
			row, err := tx.PlanOf(ctx, "new")
			must(t, err)
			equal(t, "plan", row.Plan.ID, "p1")
			told, err := tx.PlansFor(ctx, "new")
			must(t, err)
			equal(t, "told", len(told), 1)
			tips, err := tx.Tips(ctx, "new")
			must(t, err)
			equal(t, "tips", tips, engine.TipsRow{Person: "new", Lang: "jv", N: 2, At: start})
			must(t, tx.SaveTips(ctx, engine.TipsRow{Person: "new", Lang: "jv", N: 3, At: start}))
			must(t, tx.DropTips(ctx, "new"))
			if _, err := tx.Tips(ctx, "new"); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("tips after they ended: %v", err)
			}
			must(t, tx.DropPlan(ctx, "p1"))
			_, err = tx.PlanOf(ctx, "new")
			if !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("a plan after it was dropped: %v", err)
			}
			return nil
		})
	})
}
