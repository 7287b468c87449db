package store_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// realCase is fullCase as it would be if it were real.
func realCase(id string) casework.Case {
	c := fullCase(id)
	c.Exercise, c.Lead = false, "53"
	c.Milestones[0].At = start
	return c
}

func countedMonth(t *testing.T, h *house, m tally.Month) tally.Counts {
	t.Helper()
	must(t, h.db.CountMonth(ctx, m))
	n, ok, err := h.db.MonthCounts(ctx, m)
	must(t, err)
	if !ok {
		t.Fatalf("%s was not counted", m)
	}
	return n
}

func TestOnlyWhatIsRealIsCountedAndOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		exercise, merged := fullCase("c2"), realCase("c3")
		training := realCase("c4")
		training.Training = &casework.Training{Seat: "53/duty/1"}
		merged.Code, exercise.Code, training.Code = "K-3", "K-2", "K-4"
		h.system(func(tx engine.Tx) error {
			for _, c := range []casework.Case{realCase("c1"), exercise, merged, training} {
				must(t, tx.SaveCase(ctx, c))
			}
			again := realCase("c1") // changed by the same owner: still one case, two offers, one step
			again.Version = 2
			must(t, tx.SaveCase(ctx, again))
			merged.Version, merged.Status = 2, casework.Merged
			return tx.SaveCase(ctx, merged)
		})
		want := tally.Counts{}
		for measure, cell := range map[tally.Measure]string{tally.Cases: "", tally.Forms: "held", tally.Origins: "53", tally.Goals: "MY", tally.Routes: "53>>MY",
			tally.Languages: "jv", tally.Urgencies: "urgent", tally.ByMonth: "2026-03", tally.Steps: "received", tally.Offers: tally.Waiting} {
			want[tally.Key{Code: "53+", Measure: measure, Cell: cell}] = 1
		}
		want[tally.Key{Code: "53.01", Measure: tally.Offers, Cell: tally.Refused}] = 1
		if got := countedMonth(t, h, "2026-03"); !reflect.DeepEqual(got, want) {
			t.Fatalf("got %v\nwant %v", got, want)
		}
		h.system(func(tx engine.Tx) error { c := realCase("c5"); c.Code = "K-5"; return tx.SaveCase(ctx, c) })
		if got := countedMonth(t, h, "2026-03"); !reflect.DeepEqual(got, want) {
			t.Errorf("a month that was counted changed: %v", got)
		}
	})
}

func TestAnErasedCaseStaysCountedAndNothingLeadsToIt(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error { return tx.SaveCase(ctx, realCase("c1")) })
		must(t, h.db.EraseCase(ctx, "c1", "operator"))
		if got := countedMonth(t, h, "2026-03")[tally.Key{Code: "53+", Measure: tally.Cases}]; got != 1 {
			t.Errorf("counted %d cases", got)
		}
		n, err := h.db.FillFacts(ctx)
		must(t, err)
		if n != 0 {
			t.Errorf("%d cases were counted anew", n)
		}
	})
}

func TestCasesOfBeforeAreCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		h.system(func(tx engine.Tx) error { return tx.SaveCase(ctx, realCase("c1")) })
		_, err := h.db.SQL().ExecContext(ctx, "DELETE FROM case_facts") // as a version of before would leave it
		must(t, err)
		for i, want := range []int{1, 0} {
			n, err := h.db.FillFacts(ctx)
			must(t, err)
			if n != want {
				t.Errorf("time %d: %d cases were counted, want %d", i, n, want)
			}
		}
	})
}

func TestShownFiguresAreKeptOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		first := tally.Counts{{Code: "53", Measure: tally.Cases}: 10}
		must(t, h.db.SaveShown(ctx, "2026-02", first))
		must(t, h.db.SaveShown(ctx, "2026-02", tally.Counts{{Code: "53", Measure: tally.Cases}: 15}))
		must(t, h.db.SaveShown(ctx, "2026-03", tally.Counts{}))
		got, err := h.db.Shown(ctx, "2026-02")
		must(t, err)
		if !reflect.DeepEqual(got, first) {
			t.Errorf("got %v", got)
		}
		months, err := h.db.ShownMonths(ctx)
		must(t, err)
		equal(t, "months", fmt.Sprint(months), "[2026-03 2026-02]")
	})
}

func TestStandingsAndUses(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		rows := []tally.Standing{{Day: "2026-03-01", Code: "53", Score: 40, Formed: true, Valid: true, Seats: 4, Linked: 2, OnDuty: 1}, {Day: "2026-03-01", Code: "53.01", Score: 61}}
		must(t, h.db.SaveStandings(ctx, rows))
		must(t, h.db.SaveStandings(ctx, []tally.Standing{{Day: "2026-03-01", Code: "53", Score: 99}}))
		got, err := h.db.Standings(ctx, "2026-03-01")
		must(t, err)
		if !reflect.DeepEqual(got, rows) {
			t.Errorf("got %v", got)
		}
		mean, err := h.db.MeanScores(ctx, "2026-01-01")
		must(t, err)
		equal(t, "mean", fmt.Sprint(mean[0].Score), "51")
		day, err := h.db.StandingDay(ctx, "2026-03-09")
		must(t, err)
		equal(t, "day", day, "2026-03-01")
		for i := range 3 {
			h.system(func(tx engine.Tx) error { return tx.CountUse(ctx, "2026-03-01", "learn", "id", i+1) })
		}
		uses, err := h.db.Uses(ctx, "2026-03-01", "2026-03-31")
		must(t, err)
		equal(t, "uses", fmt.Sprint(uses), "map[learn:6]")
	})
}

func TestWhoHasThePageOpen(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		p := h.db.PersonOf(private.NewText("tg:7"))
		until := start.Add(time.Minute)
		refused := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("%s: %v", what, err)
			}
		}
		h.system(func(tx engine.Tx) error {
			must(t, tx.SavePageLink(ctx, "l1", p, until))
			return tx.SavePageLink(ctx, "l2", p, until)
		})
		_, err := h.db.UsePageLink(ctx, "l1", start)
		refused("an older link", err)
		_, err = h.db.UsePageLink(ctx, "l2", until)
		refused("a link that is over", err)
		got, err := h.db.UsePageLink(ctx, "l2", start)
		must(t, err)
		equal(t, "whose link", string(got), string(p))
		_, err = h.db.UsePageLink(ctx, "l2", start)
		refused("a used link", err)

		must(t, h.db.SavePageSession(ctx, "s1", p, until))
		_, err = h.db.Overseer(ctx, "s1", start)
		refused("nobody's seat", err)
		seat := taskforce.Seat{ID: "53/chair/1", TaskForce: "53", Role: taskforce.Chair}
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveTaskForces(ctx, []taskforce.TaskForce{{Code: "53"}}))
			must(t, tx.SaveSeat(ctx, seat))
			must(t, tx.SaveInvite(ctx, engine.Invite{Hash: "i", Seat: seat.ID, Confirmed: true, Expires: until}))
			return nil
		})
		_, err = h.db.SQL().ExecContext(ctx, "UPDATE seats SET officer = $1 WHERE id = $2", p, seat.ID)
		must(t, err)
		o, err := h.db.Overseer(ctx, "s1", start)
		must(t, err)
		equal(t, "overseer", string(o.TaskForce)+" "+string(o.Role), "53 chair")
		_, err = h.db.Overseer(ctx, "s1", until)
		refused("a session that is over", err)
		h.system(func(tx engine.Tx) error { return tx.Unlink(ctx, seat.ID) })
		_, err = h.db.Overseer(ctx, "s1", start)
		refused("a seat that was emptied", err)
		must(t, h.db.EndPageSession(ctx, "s1"))
	})
}
