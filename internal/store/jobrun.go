package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"siaga/internal/engine"
)

// claimJobs takes due jobs. A job of a chat has to wait while another of the same chat is being done, while an earlier one is due,
// and while an earlier one of a kind that keeps order waits to be tried again.
const claimJobs = `UPDATE jobs SET lease = lease + 1, owner = $1, lease_until = $2
WHERE id IN (
	SELECT j.id FROM jobs j
	WHERE j.state = 0 AND {{due}} AND j.lease_until <= $3 AND (j.person = '' OR NOT EXISTS (
		SELECT 1 FROM jobs k WHERE k.person = j.person AND k.state = 0 AND k.id <> j.id AND (
			k.lease_until > $3 OR
			k.id < j.id AND (k.run_at <= $3 OR k.retried = 1 AND k.ordered = 1))))
	ORDER BY j.run_at, j.id LIMIT $4 + 0{{skip}})
RETURNING id, ref, kind, COALESCE(key, ''), person, case_id, run_at, urgent, attempts, body, lease`

// ClaimJobs takes due jobs for a time (and a heartbeat that lies further ahead than it can: the clock went back), urgent ones first, then by due time and id. Jobs of one chat are given out one at a time and
// in order of their ids; one dated later does not hold up those behind it, unless it is a "say", "edit", "delete" or "wipe" that is
// tried again. A job whose lease ended is given out anew. A body that does not open (its case was erased) is given up here.
func (d *DB) ClaimJobs(ctx context.Context, owner string, lease time.Duration, limit int) ([]engine.Job, error) {
	var out []engine.Job
	err := d.transact(ctx, func(t *tx) error {
		out = nil
		if d.dialect.guard != "" {
			if err := t.exec(d.dialect.guard); err != nil {
				return err
			}
		}
		found, err := t.takeJobs(owner, lease, limit)
		if err != nil {
			return err
		}
		out, err = t.openJobs(found)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	slices.SortFunc(out, func(a, b engine.Job) int {
		return cmp.Or(cmp.Compare(bit(b.Urgent), bit(a.Urgent)), a.RunAt.Compare(b.RunAt), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

type sealedJob struct {
	engine.Job
	ref string
}

// due are the jobs that may run, one index range after the other: a single condition for all of them would look at every job dated
// later, and there is one for each open case.
var due = []string{"j.urgent = 1 AND j.run_at <= $3", "j.urgent = 0 AND j.run_at <= $3", ahead}

// ahead is the heartbeat where the clock went back; it is looked for when there is nothing else to do.
const ahead = "j.key = 'heartbeat' AND j.run_at - 120000 > $3"

func (t *tx) takeJobs(owner string, lease time.Duration, limit int) ([]sealedJob, error) {
	var found []sealedJob
	for _, which := range due {
		if len(found) == limit || which == ahead && len(found) > 0 {
			break
		}
		some, err := t.takeDue(which, owner, lease, limit-len(found))
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

func (t *tx) takeDue(which, owner string, lease time.Duration, limit int) ([]sealedJob, error) {
	var found []sealedJob
	err := t.each(func(scan func(...any) error) error {
		var j sealedJob
		var runAt, urgent int64
		err := scan(&j.ID, &j.ref, &j.Kind, &j.Key, &j.Person, &j.Case, &runAt, &urgent, &j.Attempts, &j.Body, &j.Lease)
		j.RunAt, j.Urgent = moment(runAt), urgent != 0
		found = append(found, j)
		return err
	}, strings.Replace(t.db.skipping(claimJobs, "j"), "{{due}}", which, 1), owner, millis(t.now.Add(lease)), millis(t.now), limit)
	return found, err
}

func (t *tx) openJobs(found []sealedJob) ([]engine.Job, error) {
	var out []engine.Job
	for _, j := range found {
		k, err := t.jobKey(j.Case, false)
		if err == nil {
			j.Body, err = k.Open(place("jobs", j.ref, "body"), j.Body)
		}
		if err == nil {
			out = append(out, j.Job)
			continue
		}
		t.db.log.Error("a job does not open and is given up", "job", j.ID, "kind", j.Kind, "error", err)
		if err := t.failJob(j.Job, unreadable); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// FinishJob removes a job that was done; its key is free again. A job removed meanwhile is no error; one that somebody else
// claimed after the lease ended is ErrConflict.
func (d *DB) FinishJob(ctx context.Context, j engine.Job) error {
	return d.endJob(ctx, j, "finish", func(t *tx) error {
		return t.one(engine.ErrConflict, "DELETE FROM jobs WHERE id = $1 AND lease = $2 AND state = 0", j.ID, j.Lease)
	})
}

// FinishJob removes a job that is being done, in the same commit as what it did; one that is not this claimer's any more stays.
func (t *tx) FinishJob(_ context.Context, j engine.Job) error {
	if err := t.exec("DELETE FROM jobs WHERE id = $1 AND lease = $2 AND state = 0", j.ID, j.Lease); err != nil {
		return fmt.Errorf("finish job %d: %w", j.ID, err)
	}
	return nil
}

// JobStands tells whether a job is still there, whoever holds it.
func (t *tx) JobStands(_ context.Context, j engine.Job) (bool, error) {
	var n int
	if err := t.row("SELECT COUNT(*) FROM jobs WHERE id = $1 AND state = 0", j.ID).Scan(&n); err != nil {
		return false, fmt.Errorf("look for job %d: %w", j.ID, err)
	}
	return n > 0, nil
}

// RetryJob gives a job back until runAt. countAttempt is false when the delay is not the job's fault (told to slow down). Errors are
// those of FinishJob.
func (d *DB) RetryJob(ctx context.Context, j engine.Job, runAt time.Time, countAttempt bool) error {
	return d.endJob(ctx, j, "put off", func(t *tx) error {
		return t.one(engine.ErrConflict, `UPDATE jobs SET run_at = $3, attempts = attempts + $4, retried = 1, owner = '', lease_until = 0
			WHERE id = $1 AND lease = $2 AND state = 0`, j.ID, j.Lease, millis(runAt), bit(countAttempt))
	})
}

// FailJob gives a job up: it is kept sealed as a dead letter until it is purged, and its key is free again. class says why in one
// word. Errors are those of FinishJob.
func (d *DB) FailJob(ctx context.Context, j engine.Job, class string) error {
	return d.endJob(ctx, j, "give up", func(t *tx) error { return t.failJob(j, class) })
}

func (t *tx) failJob(j engine.Job, class string) error {
	return t.one(engine.ErrConflict, `UPDATE jobs SET state = 2, class = $3, key = NULL, owner = '', lease_until = 0, ended_at = $4
		WHERE id = $1 AND lease = $2 AND state = 0`, j.ID, j.Lease, class, millis(t.now))
}

// endJob runs f, and accepts that the job is not there any more.
func (d *DB) endJob(ctx context.Context, j engine.Job, doing string, f func(*tx) error) error {
	err := d.transact(ctx, func(t *tx) error {
		var there int
		if err := t.row("SELECT COUNT(*) FROM jobs WHERE id = $1 AND state = 0", j.ID).Scan(&there); err != nil || there == 0 {
			return err
		}
		return f(t)
	})
	if err != nil {
		return fmt.Errorf("%s job %d: %w", doing, j.ID, err)
	}
	return nil
}
