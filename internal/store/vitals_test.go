package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// history is one case with a past drawn at random.
func history(d *rand.Rand, n int, codes []region.Code) casework.Case {
	pick := func() region.Code { return codes[d.IntN(len(codes))] }
	ago := func(days int) time.Time { return start.Add(-time.Duration(d.IntN(days*24*60)) * time.Minute) }
	c := casework.Case{ID: fmt.Sprintf("c%d", n), Code: fmt.Sprintf("K-%d", n), Version: 1, Priority: casework.Urgent, OpenedAt: ago(200),
		Status: []casework.Status{casework.Offered, casework.Accepted, casework.Closing, casework.Closed, casework.Merged}[d.IntN(5)]}
	for i := range 1 + d.IntN(3) {
		status := []casework.ReferralStatus{casework.ReferralRefused, casework.ReferralLapsed, casework.ReferralUnbegun, casework.ReferralHanded}[d.IntN(4)]
		r := casework.Referral{N: i + 1, To: pick(), Status: status, OfferedAt: ago(200), EndedAt: ago(90), Deadline: ago(3)}
		if d.IntN(2) == 0 {
			r.AcceptedAt = ago(100)
		}
		c.Referrals = append(c.Referrals, r)
	}
	c.Lead = c.Referral().To
	c.WorkedAt = ago(6)
	switch d.IntN(8) {
	case 0:
		c.Exercise = true
	case 1:
		c.Training = &casework.Training{Seat: casework.SeatID(c.Lead) + "/duty/1"}
	}
	if c.Status == casework.Closed {
		answers := []casework.YesNo{casework.Yes, casework.No, ""}
		c.Close = &casework.Closure{Reason: casework.CloseReasons()[d.IntN(2)], Answer: answers[d.IntN(3)], FollowUp: answers[d.IntN(3)],
			Unreached: d.IntN(5) == 0, ConfirmedAt: ago(300)}
	}
	return c
}

// counted is the same by opening every case and counting one by one.
func counted(v taskforce.Vitals, cases []casework.Case) taskforce.Vitals {
	for _, c := range cases {
		if c.Exercise || c.Training != nil {
			continue
		}
		for _, r := range c.Referrals {
			if r.To != v.Code {
				continue
			}
			if r.AcceptedAt.After(v.LastAck) {
				v.LastAck = r.AcceptedAt
			}
			if start.Sub(r.OfferedAt) >= taskforce.OffersCount {
				continue
			}
			v.Offers++
			if !r.EndedAt.IsZero() {
				v.Ended++
			}
			switch r.Status {
			case casework.ReferralRefused:
				v.Bounced++
			case casework.ReferralLapsed, casework.ReferralUnbegun:
				v.Lapsed++
			}
		}
		if c.Lead != v.Code {
			continue
		}
		if c.Status != casework.Closed && c.Status != casework.Merged {
			v.Open++
		}
		if _, late := taskforce.Late(c, start); late {
			v.Overdue++
		}
		if k := c.Close; k != nil && k.Reason == casework.CloseHandled && start.Sub(k.ConfirmedAt) < taskforce.ClosingsCount {
			yes := k.FollowUp == casework.Yes || k.FollowUp == "" && k.Answer == casework.Yes
			if yes || k.FollowUp == casework.No || !k.Unreached {
				v.Closings++
			}
			if yes {
				v.Confirmed++
			}
		}
	}
	return v
}

func TestVitalsEqualACountOfEveryCase(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		d := rand.New(rand.NewPCG(7, 8))
		codes := []region.Code{"00", "53", "53.02", "53.21", "32.12"}
		forces, seats := taskforce.Seed()
		var cases []casework.Case
		h.system(func(tx engine.Tx) error {
			must(t, tx.SaveTaskForces(ctx, forces))
			for _, s := range seats {
				must(t, tx.SaveSeats(ctx, s))
			}
			for n := range 300 {
				cases = append(cases, history(d, n, codes))
				must(t, tx.SaveCase(ctx, cases[n]))
			}
			return nil
		})
		h.same(codes, cases)

		_, err := h.db.SQL().ExecContext(ctx, "DELETE FROM case_marks WHERE case_id LIKE '%3'") // as an older program leaves new cases
		must(t, err)
		_, err = h.db.SQL().ExecContext(ctx, "UPDATE case_marks SET late_at = 1, said = 'yes', version = 7 WHERE case_id LIKE '%4'") // and those it changed
		must(t, err)
		h.db = h.open() // closed ones are looked through when a process begins
		h.same(codes, cases)
		var wrong int
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT COUNT(*) FROM cases c LEFT JOIN case_marks m ON m.case_id = c.id WHERE c.exercise < 2 AND (m.version IS NULL OR m.version <> c.version)").Scan(&wrong))
		equal(t, "cases still without marks", wrong, 0)
		must(t, h.db.EraseCase(ctx, "c1", "test"))
		must(t, h.db.SQL().QueryRowContext(ctx, "SELECT COUNT(*) FROM case_marks WHERE case_id = 'c1'").Scan(&wrong))
		equal(t, "marks of an erased case", wrong, 0)
	})
}

// same compares what the queries say with the count, for all at once and one by one.
func (h *house) same(codes []region.Code, cases []casework.Case) {
	h.t.Helper()
	all, err := h.db.Vitals(ctx, start, false)
	must(h.t, err)
	equal(h.t, "rows", len(all), 1+38+514)
	found := 0
	for _, got := range all {
		var plain taskforce.Vitals
		h.system(func(tx engine.Tx) error {
			reg, err := tx.Register(ctx)
			plain = reg.Vitals(got.Code, start)
			return err
		})
		want := counted(plain, cases)
		equal(h.t, "vitals of "+string(got.Code), got, want)
		found += got.Offers
	}
	if found == 0 {
		h.t.Fatal("nothing was counted at all")
	}
	for _, code := range codes {
		one, err := h.db.Vitals(ctx, start, false, code)
		must(h.t, err)
		equal(h.t, "rows of one", len(one), 1)
		for _, got := range all {
			if got.Code == code {
				equal(h.t, "vitals of one, "+string(code), one[0], got)
			}
		}
	}
}

func TestTheNewestFinishedDrillCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		at := func(days int) int64 { return start.AddDate(0, 0, -days).UnixMilli() }
		for _, row := range [][]any{ // id, state, sent, accepted, covered, answered
			{"old", "done", at(30), at(30), "", at(30)}, {"new", "done", at(3), at(3), "53", at(3)}, {"stopped", "stopped", at(2), at(2), "", at(2)},
			{"running", "running", at(1), at(1), "", int64(0)}, {"ancient", "done", at(200), at(200), "", at(200)},
		} {
			_, err := h.db.SQL().ExecContext(ctx, `INSERT INTO drills (id, task_force, state, run_at, sent_at, delivered_at, opened_at, accepted_at, covered_by, answered_at)
				VALUES ($1, '53.02', $2, $3, $3, $3, $3, $4, $5, $6)`, row...)
			must(t, err)
		}
		got, err := h.db.Vitals(ctx, start, false, "53.02")
		must(t, err)
		want := taskforce.DrillVitals{At: start.AddDate(0, 0, -3), Delivered: true, CoveredBy: "53"}
		equal(t, "drill", got[0].Drill, want)
		got, err = h.db.Vitals(ctx, start.AddDate(1, 0, 0), false, "53.02")
		must(t, err)
		equal(t, "a year later", got[0].Drill, taskforce.DrillVitals{})
	})
}

// BenchmarkVitals is the whole country over a year of 20,000 cases.
func BenchmarkVitals(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *house{"sqlite": sqliteHouse, "postgres": postgresHouse} {
		b.Run(name, func(b *testing.B) {
			h := open(b)
			d := rand.New(rand.NewPCG(9, 10))
			var codes []region.Code
			forces, seats := taskforce.Seed()
			h.system(func(tx engine.Tx) error {
				must(b, tx.SaveTaskForces(ctx, forces))
				for _, s := range seats {
					must(b, tx.SaveSeats(ctx, s))
				}
				return nil
			})
			for p := range region.Default().AllRegencies() {
				codes = append(codes, p.Code)
			}
			for part := range 100 {
				h.system(func(tx engine.Tx) error {
					for n := range 200 {
						must(b, tx.SaveCase(ctx, history(d, part*200+n, codes)))
					}
					return nil
				})
			}
			for b.Loop() {
				all, err := h.db.Vitals(ctx, start, false)
				must(b, err)
				for _, v := range all {
					taskforce.Reckon(v)
				}
			}
		})
	}
}
