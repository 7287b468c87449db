package store

import (
	"context"
	"fmt"
	"time"
)

// Limits tell how long rows are kept after they have served. DefaultLimits has reasons for each.
type Limits struct {
	Done     time.Duration // keys of handled updates, to recognise repetitions
	SetAside time.Duration // updates that could not be handled, for looking into
	Messages time.Duration // remembered messages
	DeadJobs time.Duration // jobs given up
	Files    time.Duration // files of nobody's conversation and no case
}

// DefaultLimits gives the usual limits: Telegram repeats an update for 24 hours and lets a bot delete a message for 48.
func DefaultLimits() Limits {
	return Limits{Done: 48 * time.Hour, SetAside: 30 * 24 * time.Hour, Messages: 72 * time.Hour, DeadJobs: 30 * 24 * time.Hour, Files: 7 * 24 * time.Hour}
}

// Purged counts what one purge removed.
type Purged struct {
	Inbox, SetAside, Drafts, Buttons, Invites, Messages, Jobs, Files, Guesses, Sessions int
}

// purgeStep is one kind of row. Its query has one place, the time in milliseconds before which rows go.
type purgeStep struct {
	query  string
	before time.Time
	into   *int
}

// Purge removes what has served. Each kind is a transaction of its own, so nobody waits long. Cards stay remembered while
// their case is open, since they must be replaced when it changes. The caller answers for now: a clock that jumped
// ahead would remove too much.
func (d *DB) Purge(ctx context.Context, now time.Time, l Limits) (Purged, error) {
	var p Purged
	for _, s := range purgeSteps(&p, now, l) {
		err := d.transact(ctx, func(t *tx) error {
			n, err := t.count(s.query, millis(s.before))
			*s.into = int(n)
			return err
		})
		if err != nil {
			return p, fmt.Errorf("purge: %w", err)
		}
	}
	if err := d.purgeFiles(ctx, now.Add(-l.Files), &p); err != nil {
		return p, fmt.Errorf("purge files: %w", err)
	}
	if d.dialect.erased != nil {
		if err := d.dialect.erased(ctx, d); err != nil {
			return p, fmt.Errorf("purge: %w", err)
		}
	}
	return p, nil
}

func purgeSteps(p *Purged, now time.Time, l Limits) []purgeStep {
	return []purgeStep{
		{"DELETE FROM inbox WHERE state = 1 AND ended_at <= $1", now.Add(-l.Done), &p.Inbox},
		{"DELETE FROM inbox WHERE state = 2 AND ended_at <= $1", now.Add(-l.SetAside), &p.SetAside},
		{"DELETE FROM drafts WHERE until <= $1", now, &p.Drafts},
		{"DELETE FROM actions WHERE expires_at <= $1", now, &p.Buttons},
		{"DELETE FROM invites WHERE expires_at <= $1", now, &p.Invites},
		{`DELETE FROM sent WHERE at <= $1 AND NOT (card = 1 AND EXISTS (
			SELECT 1 FROM cases c WHERE c.id = sent.case_id AND c.status <> 'closed'))`, now.Add(-l.Messages), &p.Messages},
		{"DELETE FROM jobs WHERE state = 2 AND ended_at <= $1", now.Add(-l.DeadJobs), &p.Jobs},
		{"DELETE FROM guesses WHERE at <= $1", now.Add(-guessTime), &p.Guesses},
		{"DELETE FROM sessions WHERE expires_at <= $1", now, &p.Sessions},
	}
}

// purgeFiles removes files of persons without a conversation that no case took.
func (d *DB) purgeFiles(ctx context.Context, before time.Time, p *Purged) error {
	const orphan = "case_id = '' AND at <= $1 AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.person = files.person)"
	return d.transact(ctx, func(t *tx) error {
		if err := t.row("SELECT COUNT(*) FROM files WHERE "+orphan, millis(before)).Scan(&p.Files); err != nil || p.Files == 0 {
			return err
		}
		return t.deleteFiles(orphan, millis(before))
	})
}
