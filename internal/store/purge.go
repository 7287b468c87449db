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
	Photos   time.Duration // photos of prevention work; the entry stays
	People   time.Duration // addresses and receipts of people who have neither conversation, case nor seat any more
}

// DefaultLimits gives the usual limits: Telegram repeats an update for 24 hours and lets a bot delete a message for 48. Photos of
// prevention work serve the yearly report, which for a day in January is written more than a year later.
func DefaultLimits() Limits {
	return Limits{Done: 48 * time.Hour, SetAside: 30 * 24 * time.Hour, Messages: 72 * time.Hour, DeadJobs: 30 * 24 * time.Hour, Files: 7 * 24 * time.Hour,
		Photos: 550 * 24 * time.Hour, People: 90 * 24 * time.Hour}
}

// orDefault gives every limit that is not set its usual value: a forgotten limit must never mean "at once".
func (l Limits) orDefault() Limits {
	usual := DefaultLimits()
	for _, f := range []struct{ own, usual *time.Duration }{
		{&l.Done, &usual.Done}, {&l.SetAside, &usual.SetAside}, {&l.Messages, &usual.Messages}, {&l.DeadJobs, &usual.DeadJobs}, {&l.Files, &usual.Files},
		{&l.Photos, &usual.Photos}, {&l.People, &usual.People},
	} {
		if *f.own <= 0 {
			*f.own = *f.usual
		}
	}
	return l
}

// Purged counts what one purge removed.
type Purged struct {
	Inbox, SetAside, Drafts, Buttons, Invites, SpeakerInvites, Joins, Messages, Jobs, Files, Photos, Guesses, Sessions, People int
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
	l = l.orDefault()
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
	if err := d.purgePhotos(ctx, now.Add(-l.Photos), &p); err != nil {
		return p, fmt.Errorf("purge photos: %w", err)
	}
	if err := d.purgePeople(ctx, now.Add(-l.People), &p); err != nil {
		return p, fmt.Errorf("purge people: %w", err)
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
		{"DELETE FROM speaker_invites WHERE expires_at <= $1", now, &p.SpeakerInvites},
		{"DELETE FROM joins WHERE expires_at <= $1", now, &p.Joins},
		{`DELETE FROM sent WHERE at <= $1 AND NOT (card = 1 AND EXISTS (
			SELECT 1 FROM cases c WHERE c.id = sent.case_id AND c.status <> 'closed'))`, now.Add(-l.Messages), &p.Messages},
		{"DELETE FROM sent_also WHERE at <= $1", now.Add(-l.Messages), new(int)},
		{"DELETE FROM jobs WHERE state = 2 AND ended_at <= $1", now.Add(-l.DeadJobs), &p.Jobs},
		{"DELETE FROM guesses WHERE at <= $1", now.Add(-guessTime), &p.Guesses},
		{"DELETE FROM sessions WHERE expires_at <= $1", now, &p.Sessions},
	}
}

// purgeFiles removes files of persons without a conversation that no case took.
func (d *DB) purgeFiles(ctx context.Context, before time.Time, p *Purged) error {
	const orphan = "case_id = '' AND at <= $1 AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.person = files.person) AND " + unrecorded
	return d.transact(ctx, func(t *tx) error {
		if err := t.row("SELECT COUNT(*) FROM files WHERE "+orphan, millis(before)).Scan(&p.Files); err != nil || p.Files == 0 {
			return err
		}
		return t.deleteFiles(orphan, millis(before))
	})
}

// purgePhotos removes the photos of prevention work that was written down before a time; what was done stays counted.
func (d *DB) purgePhotos(ctx context.Context, before time.Time, p *Purged) error {
	const old = "file <> '' AND at <= $1"
	return d.transact(ctx, func(t *tx) error {
		if err := t.row("SELECT COUNT(*) FROM activities WHERE "+old, millis(before)).Scan(&p.Photos); err != nil || p.Photos == 0 {
			return err
		}
		if err := t.deleteFiles("case_id = '' AND id IN (SELECT file FROM activities WHERE "+old+")", millis(before)); err != nil {
			return err
		}
		return t.exec("UPDATE activities SET file = '' WHERE "+old, millis(before))
	})
}

// forgotten finds people of whom nothing is left but an address, so many that nobody waits long; the next purge goes on.
const forgotten = `SELECT person FROM chats c WHERE seen_at > 0 AND seen_at <= $1
	AND NOT EXISTS (SELECT 1 FROM drafts WHERE drafts.person = c.person)
	AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.reporter = c.person)
	AND NOT EXISTS (SELECT 1 FROM seats WHERE seats.officer = c.person)
	AND NOT EXISTS (SELECT 1 FROM joins WHERE joins.person = c.person)
	AND NOT EXISTS (SELECT 1 FROM speakers WHERE speakers.person = c.person)
	AND NOT EXISTS (SELECT 1 FROM checkins WHERE checkins.person = c.person OR checkins.trusted = c.person)
	AND NOT EXISTS (SELECT 1 FROM tips WHERE tips.person = c.person)
	AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.person = c.person AND inbox.state = 0)
	AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.person = c.person AND jobs.state = 0)
	ORDER BY seen_at LIMIT 500`

// purgePeople forgets addresses and receipts of people who have nothing here any more. The groups of task forces are no people: they are
// written to, and seldom write. Somebody may write at this very moment: an update without its address could never be answered, so new
// ones wait while it is decided, and make the address anew. Lanes stay: they hold a pseudonym and nothing else.
func (d *DB) purgePeople(ctx context.Context, before time.Time, p *Purged) error {
	return d.transact(ctx, func(t *tx) error {
		p.People = 0
		gone, err := t.forgotten(before)
		if err != nil || len(gone) == 0 {
			return err
		}
		if d.dialect.still != "" {
			if err := t.exec(d.dialect.still); err != nil {
				return err
			}
			if gone, err = t.forgotten(before); err != nil {
				return err
			}
		}
		for _, person := range gone {
			for _, from := range []string{"chats", "receipts", "sent", "sent_also"} {
				if err := t.exec("DELETE FROM "+from+" WHERE person = $1", person); err != nil {
					return err
				}
			}
		}
		p.People = len(gone)
		return nil
	})
}

// forgotten lists people of whom nothing is left but an address.
func (t *tx) forgotten(before time.Time) ([]string, error) {
	reg, err := t.snapshot()
	if err != nil {
		return nil, err
	}
	groups := map[string]bool{}
	for _, f := range reg.All() {
		groups[f.Group] = true
	}
	var gone []string
	err = t.each(func(scan func(...any) error) error {
		var person string
		err := scan(&person)
		if !groups[person] {
			gone = append(gone, person)
		}
		return err
	}, forgotten, millis(before))
	return gone, err
}
