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
	"siaga/internal/region"
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

func TestStandings(t *testing.T) {
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
		for _, c := range []struct{ first, last, want string }{
			{"2026-02-01", "2026-03-09", "map[53:40 53.01:61]"}, {"2026-03-01", "2026-03-01", "map[53:40 53.01:61]"}, {"2026-03-02", "2026-03-09", "map[]"},
		} {
			h.system(func(tx engine.Tx) error {
				scores, err := tx.ScoresOn(ctx, c.first, c.last)
				equal(t, c.first, fmt.Sprint(scores), c.want)
				return err
			})
		}
	})
}

// TestUsesAreCountedForARegion counts lessons and posters by month and region, together with the cases of the month, once and for good; the
// table has no column that could hold a person, a day or a language.
func TestUsesAreCountedForARegion(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		count := func(m tally.Month, code region.Code, what string, n int) {
			t.Helper()
			h.system(func(tx engine.Tx) error { return tx.CountUse(ctx, m, code, what, n) })
		}
		count("2026-02", "53.02", tally.UsePoster, 4)
		count("2026-02", "53.02", tally.UsePoster, 3)
		count("2026-02", "53", tally.UseLearn, 2)
		count("2026-02", "", tally.UseLearn, 9)
		count("2026-03", "53.02", tally.UsePoster, 50)
		first, err := h.db.FirstFact(ctx)
		must(t, err)
		equal(t, "first month", string(first), "2026-02")
		must(t, h.db.CountMonth(ctx, "2026-02"))
		count("2026-02", "53.02", tally.UsePoster, 100) // too late: the month is counted
		must(t, h.db.CountMonth(ctx, "2026-02"))
		got, _, err := h.db.MonthCounts(ctx, "2026-02")
		must(t, err)
		want := tally.Counts{{Code: "53.02", Measure: tally.Uses, Cell: "poster"}: 7, {Code: "53+", Measure: tally.Uses, Cell: "learn"}: 2,
			{Code: "ID+", Measure: tally.Uses, Cell: "learn"}: 9}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		rows, err := h.db.SQL().QueryContext(ctx, "SELECT * FROM region_uses")
		must(t, err)
		columns, err := rows.Columns()
		must(t, err)
		must(t, errors.Join(rows.Err(), rows.Close()))
		equal(t, "columns", fmt.Sprint(columns), "[month code what n]")
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
			must(t, tx.SaveSeats(ctx, seat))
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
