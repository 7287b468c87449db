package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Vitals gives what is known of every task force at a time, in the order of the register; with codes only of these. Real are the cases
// of this installation: with exercise those of a demonstration instead. Trainings and drills are never among them.
func (t *tx) Vitals(_ context.Context, now time.Time, exercise bool, codes ...region.Code) ([]taskforce.Vitals, error) {
	reg, err := t.snapshot()
	if err != nil {
		return nil, fmt.Errorf("read the register: %w", err)
	}
	q := vitalsQuery{t: t, now: now, kind: bit(exercise), of: map[region.Code]*taskforce.Vitals{}}
	if len(codes) == 1 {
		q.only = codes[0]
	}
	var out []taskforce.Vitals
	for _, f := range reg.All() {
		if len(codes) == 0 || slices.Contains(codes, f.Code) {
			out = append(out, reg.Vitals(f.Code, now))
		}
	}
	for i := range out {
		q.of[out[i].Code] = &out[i]
	}
	for _, count := range []func() error{q.unmarked, q.open, q.offers, q.closings, q.acks, q.drills} {
		if err := count(); err != nil {
			return nil, fmt.Errorf("collect what readiness counts: %w", err)
		}
	}
	return out, nil
}

// Vitals is the same outside any turn.
func (d *DB) Vitals(ctx context.Context, now time.Time, exercise bool, codes ...region.Code) (out []taskforce.Vitals, err error) {
	if err := d.markAll(ctx); err != nil {
		return nil, err
	}
	err = d.System(ctx, func(tx engine.Tx) error {
		out, err = tx.Vitals(ctx, now, exercise, codes...)
		return err
	})
	return out, err
}

// ScoresOn gives the scores of all task forces on the newest day between two of which there are any.
func (t *tx) ScoresOn(_ context.Context, first, last string) (map[region.Code]int, error) {
	out := map[region.Code]int{}
	err := t.each(func(scan func(...any) error) error {
		var code region.Code
		var score int
		err := scan(&code, &score)
		out[code] = score
		return err
	}, "SELECT code, score FROM standings WHERE day = (SELECT MAX(day) FROM standings WHERE day BETWEEN $1 AND $2)", first, last)
	if err != nil {
		return nil, fmt.Errorf("read scores of before: %w", err)
	}
	return out, nil
}

// vitalsQuery fills vitals by a few queries that each count all task forces at once, or one of them.
type vitalsQuery struct {
	t    *tx
	now  time.Time
	kind int64       // column "exercise" of the cases that count
	only region.Code // empty: all
	of   map[region.Code]*taskforce.Vitals
}

// counted scans a code and numbers, for the task forces that are asked about.
func (q vitalsQuery) counted(query string, numbers int, put func(v *taskforce.Vitals, n []int64), args ...any) error {
	return q.t.each(func(scan func(...any) error) error {
		var code region.Code
		n := make([]int64, numbers)
		into := []any{&code}
		for i := range n {
			into = append(into, &n[i])
		}
		if err := scan(into...); err != nil {
			return err
		}
		if v, ok := q.of[code]; ok {
			put(v, n)
		}
		return nil
	}, query, args...)
}

// unmarked is true of cases that an older program changed last: what is counted of them is not written down.
const unmarked = "exercise <= 1 AND NOT EXISTS (SELECT 1 FROM case_marks m WHERE m.case_id = cases.id AND m.version = cases.version)"

// unmarked opens the open cases of which that is true, and writes down what is counted of them.
func (q vitalsQuery) unmarked() error {
	return q.t.mark("WHERE "+isOpen+" AND ($1 = '' OR lead = $1) AND "+unmarked+" ORDER BY id", q.only)
}

func (t *tx) mark(where string, args ...any) error {
	found, err := t.cases(where, args...)
	if err != nil {
		return err
	}
	for _, c := range found {
		if err := t.saveMarks(c); err != nil {
			return err
		}
	}
	return nil
}

// markedAtOnce bounds the closed cases that are marked in one transaction.
const markedAtOnce = 200

// markAll does the same for closed cases, once in the life of a process and beside the others' work: there may be a million of them, and
// no program that runs beside this one leaves any behind.
func (d *DB) markAll(ctx context.Context) error {
	if d.marked.Load() {
		return nil
	}
	var ids []string
	rows, err := d.read.QueryContext(ctx, "SELECT id FROM cases WHERE "+unmarked+" ORDER BY id")
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("look for cases that readiness does not count: %w", err)
	}
	for some := range slices.Chunk(ids, markedAtOnce) {
		err := d.transact(ctx, func(t *tx) error {
			for _, id := range some {
				if err := t.mark("WHERE id = $1", id); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("count cases for readiness: %w", err)
		}
	}
	d.marked.Store(true)
	return nil
}

func (q vitalsQuery) open() error {
	return q.counted(`SELECT c.lead, COUNT(*), SUM(CASE WHEN m.late_at <= $1 THEN 1 ELSE 0 END)
		FROM cases c JOIN case_marks m ON m.case_id = c.id
		WHERE c.status NOT IN ('closed', 'merged') AND c.exercise = $2 AND ($3 = '' OR c.lead = $3) GROUP BY c.lead`, 2,
		func(v *taskforce.Vitals, n []int64) { v.Open, v.Overdue = int(n[0]), int(n[1]) }, millis(q.now), q.kind, q.only)
}

// offers counts each offer once; of a case that was passed on and came back, both.
func (q vitalsQuery) offers() error {
	return q.counted(`SELECT r.to_code, COUNT(*), SUM(CASE WHEN r.ended_at > 0 THEN 1 ELSE 0 END),
			SUM(CASE WHEN r.status IN ('lapsed', 'unbegun') THEN 1 ELSE 0 END), SUM(CASE WHEN r.status = 'refused' THEN 1 ELSE 0 END)
		FROM referrals r JOIN cases c ON c.id = r.case_id
		WHERE r.offered_at > $1 AND r.offered_at <= $2 AND c.exercise = $3 AND ($4 = '' OR r.to_code = $4) GROUP BY r.to_code`, 4,
		func(v *taskforce.Vitals, n []int64) {
			v.Offers, v.Ended, v.Lapsed, v.Bounced = int(n[0]), int(n[1]), int(n[2]), int(n[3])
		}, millis(q.now.Add(-taskforce.OffersCount)), millis(q.now), q.kind, q.only)
}

func (q vitalsQuery) closings() error {
	return q.counted(`SELECT c.lead, COUNT(*), SUM(CASE WHEN m.said = 'yes' THEN 1 ELSE 0 END)
		FROM cases c JOIN case_marks m ON m.case_id = c.id
		WHERE m.said IN ('yes', 'no', 'silent') AND m.closed_at > $1 AND m.closed_at <= $2 AND c.status = 'closed' AND c.exercise = $3
			AND ($4 = '' OR c.lead = $4) GROUP BY c.lead`, 2,
		func(v *taskforce.Vitals, n []int64) { v.Closings, v.Confirmed = int(n[0]), int(n[1]) },
		millis(q.now.Add(-taskforce.ClosingsCount)), millis(q.now), q.kind, q.only)
}

// acks goes from code to code and takes the last of each: the index gives both, and nothing else is read.
func (q vitalsQuery) acks() error {
	return q.counted(`WITH RECURSIVE taken(code) AS (SELECT MIN(to_code) FROM referrals WHERE accepted_at > 0 UNION ALL
			SELECT (SELECT MIN(r.to_code) FROM referrals r WHERE r.accepted_at > 0 AND r.to_code > taken.code) FROM taken WHERE taken.code IS NOT NULL)
		SELECT code, COALESCE((SELECT r.accepted_at FROM referrals r JOIN cases c ON c.id = r.case_id
			WHERE r.to_code = taken.code AND r.accepted_at > 0 AND c.exercise = $1 ORDER BY r.accepted_at DESC LIMIT 1), 0)
		FROM taken WHERE code IS NOT NULL AND ($2 = '' OR code = $2)`, 1,
		func(v *taskforce.Vitals, n []int64) { v.LastAck = moment(n[0]) }, q.kind, q.only)
}

// drills takes the newest finished one of each.
func (q vitalsQuery) drills() error {
	return q.t.each(func(scan func(...any) error) error {
		var code region.Code
		var covered string
		var sent, delivered, opened, accepted, answered int64
		if err := scan(&code, &sent, &delivered, &opened, &accepted, &answered, &covered); err != nil {
			return err
		}
		if v, ok := q.of[code]; ok {
			v.Drill = taskforce.DrillVitals{At: moment(sent), Delivered: delivered > 0, Opened: opened > 0 && covered == "", Accepted: accepted > 0 && covered == "",
				Answered: answered > 0 && covered == "", CoveredBy: covered}
		}
		return nil
	}, `SELECT task_force, sent_at, delivered_at, opened_at, accepted_at, answered_at, covered_by FROM drills
		WHERE state = 'done' AND sent_at > $1 AND sent_at <= $2 AND ($3 = '' OR task_force = $3) ORDER BY task_force, sent_at`,
		millis(q.now.Add(-taskforce.DrillCounts)), millis(q.now), q.only)
}

// saveMarks writes what readiness counts of a case.
func (t *tx) saveMarks(c casework.Case) error {
	said, closed := closingSaid(c)
	return t.exec(`INSERT INTO case_marks (case_id, version, late_at, said, closed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (case_id) DO UPDATE SET version = excluded.version, late_at = excluded.late_at, said = excluded.said, closed_at = excluded.closed_at`,
		c.ID, c.Version, millis(taskforce.LateFrom(c)), said, millis(closed))
}

// closingSaid tells what the reporter of a case closed as done said to that; what was said last counts.
func closingSaid(c casework.Case) (said string, at time.Time) {
	if c.Status != casework.Closed || c.Close == nil || c.Close.Reason != casework.CloseHandled {
		return "", time.Time{}
	}
	k := *c.Close
	switch k.FollowUp {
	case casework.No:
		return "no", k.ConfirmedAt
	case casework.Yes:
		return "yes", k.ConfirmedAt
	default:
		return k.Said(), k.ConfirmedAt
	}
}
