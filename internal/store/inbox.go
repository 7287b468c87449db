package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"siaga/internal/engine"
)

// States of a row in inbox and jobs.
const (
	waiting = 0
	done    = 1
	aside   = 2
)

// update is one Incoming made ready for its row: nothing in it can be read without the keys.
type update struct {
	key     string
	person  engine.Person
	address []byte
	body    []byte
	urgent  bool
}

// Put stores updates durably; ones already stored are left out silently. It returns after the commit. Calls at the same time
// share a commit. When ctx ends while the call waits, the updates may be stored nevertheless.
func (d *DB) Put(ctx context.Context, updates ...engine.Incoming) error {
	if len(updates) == 0 {
		return nil
	}
	sealed := make([]update, len(updates))
	for i, in := range updates {
		u, err := d.sealUpdate(in)
		if err != nil {
			return fmt.Errorf("seal an update: %w", err)
		}
		sealed[i] = u
	}
	if err := d.puts.put(ctx, sealed); err != nil {
		return fmt.Errorf("store updates: %w", err)
	}
	return nil
}

// person gives the pseudonym under which everything of an address is found.
func (d *DB) person(a engine.Address) engine.Person {
	return engine.Person(d.keys.Pseudonym("chat", a.Reveal()))
}

func (d *DB) sealUpdate(in engine.Incoming) (update, error) {
	u := update{key: d.keys.Pseudonym("update", in.Key), person: d.person(in.Address), urgent: in.Urgent}
	var err error
	if u.body, err = d.keys.Seal(place("inbox", u.key, "body"), in.Body); err != nil {
		return u, err
	}
	u.address, err = d.sealAddress(u.person, in.Address)
	return u, err
}

// insert writes updates in the order they came, except that rows shared with other writers are always taken in one order,
// so that two of them never wait for each other.
func (t *tx) insert(updates []update) error {
	fresh := make([]update, 0, len(updates))
	for _, u := range updates {
		n, err := t.count(`INSERT INTO inbox (key, person, body, urgent, at) VALUES ($1, $2, $3,
			CASE WHEN $4 = 1 OR EXISTS (SELECT 1 FROM lanes WHERE person = $2 AND hurry_until > $5) THEN 1 ELSE 0 END, $5) ON CONFLICT (key) DO NOTHING`,
			u.key, u.person, u.body, bit(u.urgent), millis(t.now))
		if err != nil {
			return err
		}
		if n > 0 {
			fresh = append(fresh, u)
		}
	}
	slices.SortStableFunc(fresh, func(a, b update) int {
		return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(bit(b.urgent), bit(a.urgent)))
	})
	fresh = slices.CompactFunc(fresh, func(a, b update) bool { return a.person == b.person })
	for _, u := range fresh {
		if err := t.exec(`INSERT INTO chats (person, address) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`, u.person, u.address); err != nil {
			return err
		}
		if err := t.exec(`INSERT INTO lanes (person) VALUES ($1) ON CONFLICT (person) DO NOTHING`, u.person); err != nil {
			return err
		}
		if u.urgent {
			if err := t.Hurry(t.ctx, u.person, t.now.Add(hurry)); err != nil {
				return err
			}
		}
	}
	return nil
}

// hurry is how long a chat goes before others after a message that sounded urgent.
const hurry = 30 * time.Minute

// Hurry lets everything that comes from a chat go before what came from others, until a time.
func (t *tx) Hurry(_ context.Context, p engine.Person, until time.Time) error {
	if err := t.exec("UPDATE lanes SET hurry_until = $2 WHERE person = $1 AND hurry_until < $2", p, millis(until)); err != nil {
		return fmt.Errorf("hurry: %w", err)
	}
	return nil
}

// Done marks an update as handled; what it said is removed, its key stays for a while so that a repetition is recognised.
func (t *tx) Done(_ context.Context, seq int64) error {
	return t.end(seq, `UPDATE inbox SET state = 1, body = $1, ended_at = $2 WHERE seq = $3 AND state = 0`, []byte{}, millis(t.now), seq)
}

// end runs a statement on one waiting update, which in a lane has to be one of that lane.
func (t *tx) end(seq int64, query string, args ...any) error {
	if t.lane != nil {
		args = append(args, t.lane.Person)
		query += fmt.Sprintf(" AND person = $%d", len(args))
	}
	if err := t.one(engine.ErrConflict, query, args...); err != nil {
		return fmt.Errorf("end update %d: %w", seq, err)
	}
	return nil
}
