package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// ordered tells the kinds that keep their order in a chat even when one of them has to be tried again later.
func ordered(kind string) bool {
	switch kind {
	case "say", "edit", "delete", "empty", "wipe":
		return true
	}
	return false
}

// Enqueue adds jobs; a job whose key is waiting already is left out. An urgent job of a chat makes the earlier ones of the
// chat urgent too, since it has to wait for them.
func (t *tx) Enqueue(_ context.Context, jobs ...engine.Job) error {
	for _, j := range jobs {
		if err := t.enqueue(j); err != nil {
			return fmt.Errorf("enqueue a job of kind %s: %w", j.Kind, err)
		}
	}
	return nil
}

func (t *tx) enqueue(j engine.Job) error {
	if j.RunAt.IsZero() {
		j.RunAt = t.now
	}
	ref := rand.Text()
	k, err := t.jobKey(j.Case, true)
	if err != nil {
		return err
	}
	body, err := k.Seal(place("jobs", ref, "body"), j.Body)
	if err != nil {
		return err
	}
	key := &j.Key
	if j.Key == "" {
		key = nil
	}
	n, err := t.count(`INSERT INTO jobs (ref, kind, key, person, case_id, run_at, urgent, attempts, body, ordered)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key) DO NOTHING`,
		ref, j.Kind, key, j.Person, j.Case, millis(j.RunAt), bit(j.Urgent), j.Attempts, body, bit(ordered(j.Kind)))
	if err != nil || n == 0 || !j.Urgent || j.Person == "" {
		return err
	}
	return t.exec("UPDATE jobs SET urgent = 1 WHERE person = $1 AND state = 0 AND urgent = 0 AND run_at <= $2", j.Person, millis(j.RunAt))
}

// jobKey gives what a job's body is sealed with: the key of its case, if it has one. create tells whether a case may get its key now.
func (t *tx) jobKey(caseID string, create bool) (sealer, error) {
	switch {
	case caseID == "":
		return t.db.keys, nil
	case create:
		return t.needCaseKey(caseID)
	}
	return t.caseKey(caseID)
}

// CancelJobs removes waiting jobs of a person and kind (all kinds when empty), and gives their number. One that is just being
// done is removed too: it is finished at most this once.
func (t *tx) CancelJobs(_ context.Context, p engine.Person, kind string) (int, error) {
	return t.cancel("person", string(p), kind)
}

// PullJobs brings waiting jobs of a kind that are dated after a time forward to it.
func (t *tx) PullJobs(_ context.Context, kind string, latest time.Time) error {
	if err := t.exec("UPDATE jobs SET run_at = $2 WHERE kind = $1 AND state = 0 AND run_at > $2", kind, millis(latest)); err != nil {
		return fmt.Errorf("bring jobs forward: %w", err)
	}
	return nil
}

// CancelCase removes waiting jobs of a case and kind (all kinds when empty), and gives their number.
func (t *tx) CancelCase(_ context.Context, caseID, kind string) (int, error) {
	return t.cancel("case_id", caseID, kind)
}

func (t *tx) cancel(column, value, kind string) (int, error) {
	if value == "" {
		return 0, nil
	}
	n, err := t.count("DELETE FROM jobs WHERE "+column+" = $1 AND state = 0 AND ($2 = '' OR kind = $2)", value, kind)
	if err != nil {
		return 0, fmt.Errorf("cancel jobs: %w", err)
	}
	return int(n), nil
}
