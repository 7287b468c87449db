package e2e_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"siaga/flows/duty"
	"siaga/internal/app"
	"siaga/internal/e2e"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// planned lets a year of plans pass in a register with officers everywhere a seed has them, and gives the drills of each task force.
func planned(t *testing.T, rule engine.DrillRule) (all map[region.Code][]engine.Drill, announced int) {
	t.Helper()
	keys, err := private.NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	now := start
	clock := func() time.Time { return now }
	db, err := store.Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "siaga.db"), keys, store.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	book, err := app.NewBook()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Parts{Store: db, Keys: keys, Clock: clock, Random: app.Chance{}, Texts: app.Words{Texts: book.Now()}, Desk: duty.Desk{}, Log: slog.New(slog.DiscardHandler)}, nil)
	forces, seats := taskforce.Seed()
	for i := range seats {
		seats[i].Officer = nil
	}
	do := func(f func(engine.Tx) error) {
		t.Helper()
		if err := db.System(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Import(t.Context(), forces, seats); err != nil {
		t.Fatal(err)
	}
	do(func(tx engine.Tx) error {
		for _, s := range seats {
			if s.Role == taskforce.Duty && s.TaskForce != "32.03" { // nobody sits at Cianjur
				if err := tx.Link(t.Context(), s.ID, engine.Person("p:"+string(s.ID)), taskforce.Officer{Name: "x"}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err := e.SetDrillRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	all = map[region.Code][]engine.Drill{}
	for day := range 400 {
		for _, h := range []int{23, 24, 25} { // 08.00 in the east, the middle and the west
			now = start.Truncate(24*time.Hour).AddDate(0, 0, day).Add(time.Duration(h) * time.Hour)
			_ = e.Fire(t.Context(), engine.Job{Kind: "drills"}) // "later": it comes again
			_ = e.Fire(t.Context(), engine.Job{Kind: "drills"}) // twice in one hour, as after a new start
		}
		do(func(tx engine.Tx) error {
			found, err := tx.Drills(t.Context(), now)
			for _, d := range found {
				all[d.TaskForce] = append(all[d.TaskForce], d)
				d.State, d.Ended = engine.DrillDone, d.RunAt
				if err := tx.SaveDrill(context.Background(), d); err != nil {
					return err
				}
			}
			return err
		})
	}
	if err := db.SQL().QueryRowContext(t.Context(), "SELECT COUNT(*) FROM jobs WHERE key LIKE 'drill_rules:%'").Scan(&announced); err != nil {
		t.Fatal(err)
	}
	return all, announced
}

// TestDrillsArePlannedWithinTheirLimits plays a year of plans: every task force with officers is drilled now and then, never twice within
// half the span, only by day, one a day in a province, and at hours that nobody can guess. Officers were told before.
func TestDrillsArePlannedWithinTheirLimits(t *testing.T) {
	t.Parallel()
	rule := engine.DrillRule{On: true, Every: 30, From: 8, To: 20, Most: 4}
	all, told := planned(t, rule)
	if told != 2*(1+38+8)-2 {
		t.Errorf("%d officers were told the rules", told)
	}
	if len(all) != 1+38+8-1 || len(all["32.03"]) > 0 {
		t.Errorf("%d task forces were drilled", len(all))
	}
	hours, minutes, days, provinces := map[int]int{}, map[int]int{}, map[string]int{}, map[string]int{}
	stories := map[string]int{}
	for tf, list := range all {
		if len(list) < 5 || len(list) > 26 {
			t.Errorf("%s has %d drills in 400 days", tf, len(list))
		}
		for i, d := range list {
			local := d.RunAt.In(taskforce.ZoneOf(tf))
			if local.Hour() < rule.From || local.Hour() >= rule.To {
				t.Errorf("%s is drilled at %s", tf, local)
			}
			if d.RunAt.Before(start.Add(24 * time.Hour)) {
				t.Errorf("%s is drilled at %s, before a day has passed since it was announced", tf, d.RunAt)
			}
			if i > 0 && d.RunAt.Sub(list[i-1].RunAt) < 14*24*time.Hour {
				t.Errorf("%s is drilled again after %s", tf, d.RunAt.Sub(list[i-1].RunAt))
			}
			stories[d.Scenario]++
			hours[local.Hour()]++
			minutes[local.Minute()]++
			days[local.Format(time.DateOnly)]++
			provinces[string(tf.Province())+local.Format(time.DateOnly)]++
		}
	}
	for day, n := range days {
		if n > rule.Most {
			t.Errorf("%d drills on %s", n, day)
		}
	}
	for p, n := range provinces {
		if n > 1 {
			t.Errorf("%d drills in one province: %s", n, p)
		}
	}
	if want := (duty.Desk{}).DrillStories(); len(stories) != len(want) || stories[""] > 0 {
		t.Errorf("drills tell the stories %v, of %v", stories, want)
	}
	if len(hours) != 12 || len(minutes) < 55 {
		t.Errorf("drills come at the hours %v", hours)
	}
}

// TestDrillsAreNoFigures runs a drill to its end: it is in its own table and in no other count.
func TestDrillsAreNoFigures(t *testing.T) {
	t.Parallel()
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newInProcess(t, b)
			says(t, e2e.NewPhones(h.emu, h), "@officer sekre 53.02/secretary/1", "@officer tts 53.02/duty/1", "@office drill 53.02", "officer.tts> [Terima]",
				"officer.tts> [Baca isi]", "officer.tts> [Tanya pelapor]", "officer.tts> [Aman sekarang?]", "@wait 30s", "@wait 30s")
			for _, exercise := range []bool{false, true} {
				found, err := h.house.Store.Vitals(t.Context(), h.clock(), exercise, "53.02")
				if err != nil {
					t.Fatal(err)
				}
				v := found[0]
				if d := v.Drill; !d.Delivered || !d.Accepted || !d.Opened || !d.Answered || !d.At.Equal(start) {
					t.Errorf("the drill is counted as %+v", d)
				}
				if v.Open+v.Ended+v.Offers+v.Closings != 0 || !v.LastAck.IsZero() {
					t.Errorf("a drill became a figure: %+v", v)
				}
			}
			s, err := h.house.Store.Stats(t.Context())
			if err != nil || len(s.Cases) != 0 {
				t.Errorf("a drill became a case: %v %v", s.Cases, err)
			}
		})
	}
}
