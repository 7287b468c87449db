package store

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// Ages of what Stored writes: long handled, and far from being erased.
const (
	storedAge  = 2 * 365 * 24 * time.Hour
	storedBody = 600 // bytes of a sealed conversation or case

	storedAtOnce = 20_000 // rows of one statement, which has a limit of time
)

// rank gives rows $1 to $5: a name, which lies scattered in an index as real ones do, a time long ago ($2), now ($3), and a body that nobody
// can open ($4).
const rank = `WITH RECURSIVE g(i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM g WHERE i < $5),
	r AS (SELECT CAST((i * 7919) %% 1000003 AS TEXT) || '-stored-' || CAST(i AS TEXT) AS name,
		CAST($2 AS BIGINT) AS old, CAST($3 AS BIGINT) AS now, CAST($4 AS %s) AS body FROM g) `

// stored are the tables that grow with people and cases.
var stored = []string{
	`INSERT INTO chats (person, address, seen_at) SELECT name, body, now FROM r`,
	`INSERT INTO lanes (person) SELECT name FROM r`,
	`INSERT INTO drafts (person, body, rev, until, changed_at) SELECT name, body, 5, now * 2, now FROM r`,
	`INSERT INTO receipts (lookup, hash, person, at) SELECT name, body, name, old FROM r`,
	`INSERT INTO inbox (key, person, body, urgent, at, state, ended_at) SELECT name, name, body, 0, now, 1, now FROM r`,
	`INSERT INTO case_keys (case_id, sealed) SELECT name, body FROM r`,
	`INSERT INTO cases (id, code, version, status, priority, lead, owner, exercise, reporter, opened_at, changed_at, body)
		SELECT name, name, 9, 'closed', 'normal', '53.02', '53.02/duty/1', 0, '', old, old, body FROM r`,
	`INSERT INTO referrals (case_id, n, to_code, status, offered_at, deadline, accepted_at, ended_at, reason, bounces)
		SELECT name, 1, '53.02', 'ended', old, old, old, old, '', 0 FROM r`,
	`INSERT INTO case_marks (case_id, version, late_at, said, closed_at) SELECT name, 9, 0, 'yes', old FROM r`,
	`INSERT INTO traces (case_id, kind, mark, own) SELECT name, 'phone', name, 1 FROM r`,
}

// Stored fills a database that is made for measuring with so many conversations at rest and closed cases. None of them can be opened:
// whoever reads them while somebody else is served shows himself by failing.
func (d *DB) Stored(ctx context.Context, n int) error {
	now, body := d.now(), bytes.Repeat([]byte{7}, storedBody)
	for from := 1; from <= n; from += storedAtOnce {
		for _, table := range stored {
			_, err := d.write.ExecContext(ctx, fmt.Sprintf(rank, d.dialect.blob)+table, from, millis(now.Add(-storedAge)), millis(now), body, min(n, from+storedAtOnce-1))
			if err != nil {
				return fmt.Errorf("store %d rows: %w", n, err)
			}
		}
	}
	return nil
}
