package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"siaga/internal/engine"
)

// laneMax bounds the updates given out with one claim.
const laneMax = 16

// claimLane takes the lane of the first claimable update: urgent ones first, else the oldest. Raising the epoch shuts out whoever
// held the lane before. A lane given back for later (ready_at) is passed over until then.
const claimLane = `UPDATE lanes SET epoch = epoch + 1, owner = $1, lease = $2, lease_until = $3
WHERE person = (
	SELECT l.person FROM inbox i JOIN lanes l ON l.person = i.person
	WHERE i.state = 0 AND l.lease_until <= $4 AND l.ready_at <= $4
	ORDER BY i.urgent DESC, i.seq LIMIT 1{{skip}})
RETURNING person, epoch`

// Claim takes the next lane with waiting updates, urgent ones first, with its oldest updates in order (at most 16); ok is false
// when nothing waits. Lanes whose lease ended are taken over. Waiting.Attempts tells how many claims before this one began
// with the update and did not bring it to Done.
func (d *DB) Claim(ctx context.Context, owner string, lease time.Duration) (engine.Lane, bool, error) {
	for {
		lane, err := d.claim(ctx, owner, lease)
		if errors.Is(err, sql.ErrNoRows) {
			return engine.Lane{}, false, nil
		}
		if err != nil {
			return engine.Lane{}, false, fmt.Errorf("claim a lane: %w", err)
		}
		if len(lane.Updates) > 0 {
			return lane, true, nil
		}
	}
}

// claim may give a lane without updates, which it has given back already: another worker was just done with it, or what
// waited could not be opened and was set aside.
func (d *DB) claim(ctx context.Context, owner string, lease time.Duration) (engine.Lane, error) {
	var lane engine.Lane
	err := d.transact(ctx, func(t *tx) error {
		lane = engine.Lane{}
		err := t.row(d.skipping(claimLane, "l"), owner, lease.Milliseconds(), millis(t.now.Add(lease)), millis(t.now)).
			Scan(&lane.Person, &lane.Epoch)
		if err != nil {
			return err
		}
		return t.fillLane(&lane)
	})
	return lane, err
}

// TakeOver makes everything claimable at once that a process which is gone had begun. With SQLite one process serves at a time, so
// whatever is leased at a start was leased by one that ended; should it live after all, its epochs shut it out. With PostgreSQL
// others may be working: their leases end by themselves.
func (d *DB) TakeOver(ctx context.Context) error {
	if !d.dialect.oneWriter {
		return nil
	}
	err := d.transact(ctx, func(t *tx) error {
		if err := t.exec("UPDATE lanes SET epoch = epoch + 1, owner = '', lease_until = 0 WHERE lease_until > 0"); err != nil {
			return err
		}
		return t.exec("UPDATE jobs SET lease = lease + 1, owner = '', lease_until = 0 WHERE state = 0 AND lease_until > 0")
	})
	if err != nil {
		return fmt.Errorf("take over what was begun: %w", err)
	}
	return nil
}

// skipping fills in the clause that passes over rows others are claiming.
func (d *DB) skipping(query, table string) string {
	return strings.Replace(query, "{{skip}}", strings.Replace(d.dialect.skip, "%s", table, 1), 1)
}

// fillLane reads address and updates, and counts the attempt on the first of them: the others may never be reached.
func (t *tx) fillLane(lane *engine.Lane) error {
	if err := t.readUpdates(lane); err != nil {
		return err
	}
	if len(lane.Updates) == 0 {
		return t.exec("UPDATE lanes SET lease_until = 0 WHERE person = $1", lane.Person)
	}
	if err := t.exec("UPDATE inbox SET attempts = attempts + 1 WHERE seq = $1", lane.Updates[0].Seq); err != nil {
		return err
	}
	seen := millis(lane.Updates[len(lane.Updates)-1].At)
	return t.exec("UPDATE chats SET seen_at = $1 WHERE person = $2 AND seen_at < $1", seen, lane.Person)
}

// sealedUpdate is a row of the inbox before it is opened.
type sealedUpdate struct {
	engine.Waiting
	key string
}

// readUpdates opens the updates of a lane. What does not open is set aside: it must not hold up its neighbours for ever.
func (t *tx) readUpdates(lane *engine.Lane) error {
	var found []sealedUpdate
	err := t.each(func(scan func(...any) error) error {
		var u sealedUpdate
		var at int64
		err := scan(&u.Seq, &u.key, &u.Body, &at, &u.Attempts)
		u.At = moment(at)
		found = append(found, u)
		return err
	}, "SELECT seq, key, body, at, attempts FROM inbox WHERE person = $1 AND state = 0 ORDER BY seq LIMIT $2 + 0", lane.Person, laneMax)
	if err != nil {
		return err
	}
	chat, chatErr := t.Chat(t.ctx, lane.Person)
	lane.Address = chat.Address
	for _, u := range found {
		u.Body, err = t.db.keys.Open(place("inbox", u.key, "body"), u.Body)
		if err = errors.Join(err, chatErr); err == nil {
			lane.Updates = append(lane.Updates, u.Waiting)
			continue
		}
		t.db.log.Error("an update does not open and is set aside", "seq", u.Seq, "error", err)
		if err := t.exec(setAside, unreadable, millis(t.now), u.Seq); err != nil {
			return err
		}
	}
	return nil
}

// unreadable is the class of updates and jobs whose sealed content does not open.
const unreadable = "unreadable"

const setAside = "UPDATE inbox SET state = 2, class = $1, ended_at = $2 WHERE seq = $3 AND state = 0"

// Release gives a lane back; updates not done become claimable at once, or at the time retry says. It returns ErrLaneLost when
// somebody else has the lane.
func (d *DB) Release(ctx context.Context, lane engine.Lane, retry time.Time) error {
	err := d.transact(ctx, func(t *tx) error {
		return t.one(engine.ErrLaneLost, giveBack, millis(retry), lane.Person, lane.Epoch)
	})
	if err != nil {
		return fmt.Errorf("release a lane: %w", err)
	}
	return nil
}

// SetAside moves an update that cannot be handled out of the way; it stays sealed until it is purged. class says why, in one word.
func (d *DB) SetAside(ctx context.Context, lane engine.Lane, seq int64, class string) error {
	return d.turn(ctx, lane, func(t *tx) error {
		return t.end(seq, setAside, class, millis(t.now), seq)
	})
}

// hold makes sure that the lane is still ours, and renews the lease or, in the turn that ends it, gives the lane back.
func (t *tx) hold(lane engine.Lane) error {
	if lane.Ends {
		return t.one(engine.ErrLaneLost, giveBack, 0, lane.Person, lane.Epoch)
	}
	return t.one(engine.ErrLaneLost, "UPDATE lanes SET lease_until = $1 + lease WHERE person = $2 AND epoch = $3",
		millis(t.now), lane.Person, lane.Epoch)
}

// giveBack ends a lease and shuts out whoever still thinks that the lane is his.
const giveBack = "UPDATE lanes SET epoch = epoch + 1, owner = '', lease_until = 0, ready_at = $1 WHERE person = $2 AND epoch = $3"

// Turn runs one transaction fenced by the lane's epoch, and renews the lease (with Ends it gives the lane back). It returns ErrLaneLost or ErrConflict without
// having written. When others are in the way, do runs again from its start, so it must not change anything outside.
func (d *DB) Turn(ctx context.Context, lane engine.Lane, do func(engine.Tx) error) error {
	return d.turn(ctx, lane, func(t *tx) error { return do(t) })
}

func (d *DB) turn(ctx context.Context, lane engine.Lane, do func(*tx) error) error {
	return d.transact(ctx, func(t *tx) error {
		if err := t.hold(lane); err != nil {
			return err
		}
		t.lane = &lane
		return do(t)
	})
}
